//! What does not come along, and why, in words for whoever moves the people. No number is shown whole, and
//! nothing of what proves anything.

use super::super::account_import::{RowProblem, shown};
use crate::domain::values::nip::Nip;
use strum::{EnumDiscriminants, IntoStaticStr};

/// Whose line of the report it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    pub file: String,
    /// The how manieth person of the file, from 1.
    pub place: u64,
    /// Keycloak's id, as far as it may be shown.
    pub id: String,
    /// Masked; empty where it is none.
    pub number: String,
}

impl Whose {
    #[must_use]
    pub fn new(file: &str, place: u64, id: Option<&str>, number: Option<&str>) -> Self {
        let id = id.unwrap_or_default();
        let id = uuid::Uuid::parse_str(id).map_or_else(|_| shown(id), |id| id.to_string());
        let number = number.and_then(|typed| Nip::parse(typed).ok());
        Self {
            file: file.to_owned(),
            place,
            id,
            number: number.map(|number| number.masked()).unwrap_or_default(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, EnumDiscriminants)]
#[strum_discriminants(name(NotTakenKind), derive(PartialOrd, Ord, IntoStaticStr))]
#[strum_discriminants(strum(serialize_all = "kebab-case"))]
pub enum NotTaken {
    // The person does not come.
    #[error("this is no person as Keycloak writes one")]
    Unreadable,
    #[error("there is no {0}, which is to be the number")]
    NoNumber(String),
    #[error(transparent)]
    Row(#[from] RowProblem),
    #[error("there is no name")]
    NoName,
    #[error("no agency is named: --agency-attribute says where it stands, or --agency what it is")]
    NoAgency,
    #[error("there is no id, which services know the person by")]
    NoId,
    #[error(
        "somebody else of Keycloak's has this number and came first; only one can be its person"
    )]
    SameNumber,
    #[error(
        "the id is that of another account here; has its person another number by now? Nothing was taken"
    )]
    IdOfAnother,
    #[error(
        "the number was this portal's before Keycloak's file came, and its account may log in here, while \
         Keycloak's may not; nothing was taken: decide by accounts disable"
    )]
    DisabledThere,

    // The person comes, and this does not.
    #[error(
        "the password stays behind: no hash is known here as \"{0}\"; a new one is set by letter"
    )]
    PasswordAlgorithm(String),
    #[error(
        "the password stays behind: checking it would take too long or too much memory (iterations or \
         memory beyond what is accepted); a new one is set by letter"
    )]
    PasswordTooCostly,
    #[error("the password stays behind: what is written of it cannot be read")]
    PasswordUnreadable,
    #[error("the password stays behind: it stands in clear in the file, which should be destroyed")]
    PasswordInClear,
    #[error("there is no password; the first one is set by letter, or by accounts set-password")]
    NoPassword,
    #[error("the password is kept by another directory (federationLink), which is not asked here")]
    Federated,
    #[error("an authenticator stays behind: it counts logins (hotp) instead of telling the time")]
    AppCounts,
    #[error(
        "an authenticator stays behind: algorithm, digits or period are none that are known here"
    )]
    AppTerms,
    #[error("an authenticator stays behind: its key is shorter than 128 bits, or cannot be read")]
    AppKey,
    #[error("an authenticator stays behind: there are more than ten")]
    TooManyApps,
    #[error(
        "a passkey stays behind: it is bound to the old address; a new one is added after the login"
    )]
    Passkey,
    #[error("recovery codes stay behind; new ones are made after the login")]
    RecoveryCodes,
    #[error("\"{0}\" stays behind: nothing is proved by it here")]
    OtherProof(String),
    #[error(
        "the mailbox stays behind: Keycloak does not say that it is the person's (emailVerified); \
         --unverified-mailboxes takes it"
    )]
    MailboxUnverified,
    #[error("the mailbox stays behind: it is none that letters reach")]
    Mailbox,
    #[error("\"{0}\" was to be done after the login (requiredActions); here it is not asked for")]
    Action(String),
    #[error("the realm's role \"{0}\" means nothing here; --role {0}=… says what it is")]
    RoleUnmapped(String),
    #[error("roles of single services stay behind")]
    ServiceRoles,
    #[error(
        "the account was here before; its name, mailbox, agency, roles, password and authenticators stay as \
         they are"
    )]
    HasOwn,
    #[error("the account was here before; its name, mailbox, agency and roles stay as they are")]
    WasHere,
}

impl NotTaken {
    /// Of which kind, for sums: words that are the same for everybody.
    #[must_use]
    pub fn kind(&self) -> NotTakenKind {
        self.into()
    }
}

impl NotTakenKind {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
