//! Messages for the page after a redirect. They travel sealed in a cookie, never in the URL, so
//! nobody can make the portal say something by handing out a link. What is too long for a cookie is
//! kept on the server.

use super::{
    account::PasswordChangeProblem,
    forgotten::{ForgottenProblem, SetPasswordProblem},
    launcher::Changed,
    login::{LoginProblem, SecondFactorProblem},
    manage::{DraftFields, DraftText, ServiceFields, ServiceProblem},
    mfa::EnrolmentProblem,
    reset::{RequestProblem, ResetProblem},
    text::TextProblem,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    MfaActivated,
    LoggedOut,
    /// The browser sent a session that could not be read, so none was found to end.
    LogoutUncertain,
    /// The session was over: idle or absolute limit, or ended elsewhere.
    SessionEnded,
    /// The 15 minutes for the activation are over, or it was never begun in this browser.
    EnrolmentExpired,
    EnrolmentCancelled,
    DraftSaved,
    /// It was to be published, but something is missing.
    DraftIncomplete,
    /// What was typed cannot be kept as it is.
    NotSaved,
    AnnouncementPublished,
    AnnouncementEnded,
    ServiceChanged,
    AuthenticatorAdded,
    AuthenticatorRenamed,
    AuthenticatorRemoved,
    AuthenticatorGone,
    LastAuthenticator,
    TooManyAuthenticators,
    TooManyCodes,
    BadName,
    PasswordChanged,
    /// With a link; the login follows.
    PasswordSet,
    LinkOver,
    LinkDamaged,
    SessionsEnded,
    SessionGone,
    ResetCancelled,
    ResetOver,
    /// The letter's link belongs to one that is over, or to none.
    CancelLinkOver,
    ResetRequested,
    ResetApproved,
    ResetRefused,
    ResetDecided,
    ResetExpired,
    EnrolmentCodeOver,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flash {
    Login {
        nip: String,
        next: Option<String>,
        problems: Vec<LoginProblem>,
    },
    /// The number is filled in where the portal knows it.
    Notice {
        notice: Notice,
        nip: String,
    },
    /// Said on the launcher where it happened.
    Launcher {
        changed: Changed,
    },
    /// The page that leads on does so by itself: a form was sent, and not the back button pressed.
    GoOn,
    SecondFactor {
        problem: SecondFactorProblem,
    },
    RecoveryCodes {
        codes: Vec<String>,
    },
    LostPhone {
        code_sent: bool,
        problem: Option<ResetProblem>,
    },
    PasswordChange {
        problems: Vec<PasswordChangeProblem>,
    },
    Forgotten {
        nip: String,
        problem: Option<ForgottenProblem>,
    },
    NewPassword {
        problem: SetPasswordProblem,
    },
    ResetRequest {
        nip: String,
        reason: String,
        problem: RequestProblem,
    },
    /// For the person's enrolment after an assisted reset.
    EnrolmentCode {
        name: String,
        code: String,
    },
    Enrolment {
        device_name: String,
        reset_code: String,
        code_sent: bool,
        problems: Vec<EnrolmentProblem>,
    },
    /// One that was refused; a new one has no id.
    Draft {
        id: Option<String>,
        fields: DraftFields,
        problems: Vec<(DraftText, TextProblem)>,
    },
    Service {
        fields: ServiceFields,
        problems: Vec<ServiceProblem>,
    },
    /// Too long for a cookie: it lies on the server, with the session.
    Kept,
}
