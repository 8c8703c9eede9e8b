//! What the next page says of what was just done.

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
    /// It was to be published, but somebody has changed it meanwhile.
    DraftChanged,
    /// What was typed cannot be kept as it is.
    NotSaved,
    AnnouncementPublished,
    AnnouncementEnded,
    ServiceChanged,
    ServiceMoveProposed,
    AgencySaved,
    AgencyTextDecided,
    PersonDisabled,
    PersonEnabled,
    PersonSignedOut,
    PersonLinkSent,
    PersonRenamed,
    /// A second person decides on it.
    Proposed,
    RoleEnded,
    NumberChanged,
    /// Its person has to confirm it.
    MailboxProposed,
    MailboxConfirmed,
    MailboxLinkOver,
    /// A mailbox that was corrected resets nothing yet.
    PersonMailboxRests,
    ProposalApproved,
    ProposalRefused,
    ProposalWithdrawn,
    ProposalExpired,
    /// Somebody else has decided on it, or it was taken back.
    ProposalDecided,
    /// What it says cannot be done any more.
    ProposalImpossible,
    /// It was so already.
    PersonAlreadySo,
    PersonNoMailbox,
    /// Too many letters were asked for.
    PersonWait,
    ProvisioningTokenEnded,
    ClientProposed,
    BulkRunning,
    /// A second person decides.
    BulkWaiting,
    BulkCancelled,
    BulkApproved,
    BulkRefused,
    /// It is no longer to be decided.
    BulkGone,
    BulkTooMany,
    ClientDisabled,
    ClientEnabled,
    ClientTakenBack,
    /// What the file says has the tile of another client.
    ClientTileTaken,
    ConsentWithdrawn,
    AuthenticatorAdded,
    AuthenticatorRenamed,
    AuthenticatorRemoved,
    AuthenticatorGone,
    LastAuthenticator,
    TooManyAuthenticators,
    TooManyCodes,
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
