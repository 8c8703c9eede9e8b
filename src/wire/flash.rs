//! Messages for the page after a redirect. They travel sealed in a cookie, never in the URL, so
//! nobody can make the portal say something by handing out a link.

use super::{
    login::LoginProblem,
    manage::{ServiceFields, ServiceProblem},
    mfa::EnrolmentProblem,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    MfaActivated,
    LoggedOut,
    /// The session was over: idle or absolute limit, or ended elsewhere.
    SessionEnded,
    /// The 15 minutes for the activation are over, or it was never begun in this browser.
    EnrolmentExpired,
    EnrolmentCancelled,
    /// A service was pinned, moved or taken off.
    FavouritesChanged,
    Acknowledged,
    DraftSaved,
    AnnouncementPublished,
    AnnouncementEnded,
    ServiceChanged,
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
    Enrolment {
        device_name: String,
        problems: Vec<EnrolmentProblem>,
    },
    Service {
        fields: ServiceFields,
        problems: Vec<ServiceProblem>,
    },
}
