//! `/akun`: looking after what one proves oneself with.

use super::{
    login::SecondFactorProblem, mfa::DeviceNameProblem, new_password::NewPasswordProblem,
    notice::Notice, person::Person, sso::UsedService,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthenticatorProblem {
    /// It is not there any more.
    Gone,
    /// The last one cannot be removed.
    Last,
    TooMany,
    /// A fresh proof is needed first.
    NotFresh,
    /// Recovery codes were made too often.
    TooManyCodes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasskeyProblem {
    /// The browser's answer does not prove anything, or came too late.
    Refused,
    /// It is another person's than the password that was given.
    SomebodyElses,
    TooMany,
    NotFresh,
    /// This address has failed too often.
    Wait,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordChangeProblem {
    /// The current password is not right.
    Current,
    New(NewPasswordProblem),
    /// The new one is the current one.
    Same,
    Wait {
        seconds: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthenticatorKind {
    App,
    Passkey,
}

/// One authenticator. Moments are in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedAuthenticator {
    pub id: String,
    pub kind: AuthenticatorKind,
    pub name: String,
    pub added: String,
    pub last_used: String,
    /// By how many minutes its phone's clock is known to be off.
    pub clock_off: Option<i8>,
}

/// A name that was refused, as typed: of the authenticator with that id, or of a new passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedName {
    pub id: Option<String>,
    pub name: String,
    pub problem: DeviceNameProblem,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedSession {
    pub id: String,
    /// Browser and system, in words.
    pub browser: String,
    /// From which network, in words.
    pub place: String,
    pub since: String,
    pub last_used: String,
    pub is_this: bool,
    pub is_public: bool,
}

/// One line of the security log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedEvent {
    /// In words; those of one day stand together.
    pub day: String,
    /// With its zone.
    pub time: String,
    pub what: String,
    /// On which device and where, in words.
    pub source: String,
    /// A failure, or something that changes who can get in.
    pub is_grave: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Signed in to, or allowed to know something.
    pub services: Vec<UsedService>,
    pub person: Person,
    pub agency: String,
    /// Masked; none where no address is known.
    pub mailbox: Option<String>,
    pub notice: Option<Notice>,
    pub refused_name: Option<RefusedName>,
    pub reset: Option<OpenReset>,
    /// What the person should do, the most urgent first; nothing where the account is safe.
    pub advice: Vec<Advice>,
    pub authenticators: Vec<ListedAuthenticator>,
    /// What a passkey of this device may be called.
    pub passkey_name: String,
    /// Whether this portal can have passkeys.
    pub offers_passkeys: bool,
    pub recovery_codes_left: i64,
    pub password_changed: Option<String>,
    pub sessions: Vec<ListedSession>,
    pub events: Vec<ListedEvent>,
}

/// What a person should do for their account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Advice {
    /// So often somebody had the right password, and no more, where the person never got in.
    NewPassword { times: usize },
    /// So few are left that there should be new ones.
    RecoveryCodes { left: i64 },
    /// No address is known, so a forgotten password is no matter of a letter.
    Mailbox,
}

/// What a person should know about their account at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safety {
    pub reset: Option<OpenReset>,
    /// So few recovery codes are left that there should be new ones.
    pub few_recovery_codes: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenReset {
    /// Takes effect by itself at this moment.
    Waiting { at: String },
    /// Waits for a second operator.
    Requested,
}

/// `/akun/catatan`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityLogView {
    pub person: Person,
    pub events: Vec<ListedEvent>,
}

/// `/akun/bukti`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofView {
    pub person: Person,
    pub problem: Option<SecondFactorProblem>,
    pub offers_passkeys: bool,
    /// Whether an app of the person's shows eight digits.
    pub has_long_codes: bool,
    pub next: String,
}

/// `/akun/kata-sandi`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordView {
    pub person: Person,
    pub problems: Vec<PasswordChangeProblem>,
    /// The person cannot go on without.
    pub is_forced: bool,
    /// It was forced by "this was not me".
    pub is_disowned: bool,
    pub next: Option<String>,
}

/// Recovery codes, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodesView {
    /// Whoever is logged in; nobody right after an activation.
    pub person: Option<Person>,
    pub codes: Vec<String>,
    /// The number they belong to, masked.
    pub masked_nip: String,
    pub made: String,
    /// Where to go when they are kept safe.
    pub next: String,
}
