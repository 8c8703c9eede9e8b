//! Looking after people: who is searched for, who was found, one of them.

use super::{
    account::{ListedAuthenticator, ListedEvent, ListedSession},
    notice::Notice,
    person::Person,
    text::TextProblem,
};
use crate::i18n::Messages;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Characters of a search.
pub const LONGEST_SEARCH: usize = 100;
/// Digits of a part of a number: the year of birth.
pub const SHORTEST_PART: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueryProblem {
    TooLong {
        characters: usize,
        limit: usize,
    },
    ShortNumber,
    LongNumber {
        digits: usize,
    },
    ShortWord,
    /// Signs, and neither letters nor digits.
    NoWord,
}

/// How it stands with somebody's account: the first that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PersonState {
    Disabled,
    /// Somebody decides on a reset, or it waits.
    ResetOpen,
    /// Never chose a password.
    NeverCame,
    WaitingForMfa,
    Active,
}

impl PersonState {
    pub const ALL: [Self; 5] =
        [Self::Active, Self::WaitingForMfa, Self::NeverCame, Self::ResetOpen, Self::Disabled];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// In words.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.people;
        match self {
            Self::Disabled => words.state_disabled,
            Self::ResetOpen => words.state_reset_open,
            Self::NeverCame => words.state_never_came,
            Self::WaitingForMfa => words.state_waiting_for_mfa,
            Self::Active => words.state_active,
        }
    }
}

/// What an operator did with somebody: shown to that person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum PersonAct {
    /// Looked at their page; at most once an hour.
    Seen,
    Disabled,
    Enabled,
    SignedOut,
    LinkSent,
    Renamed,
    /// To another agency, among others.
    Moved,
    /// By a file that was brought in.
    Imported,
    ResetRequested,
    ResetDecided,
    CodeShown,
    RoleProposed,
    RoleEnded,
    MoveProposed,
    ProposalApproved,
    ProposalRefused,
    ProposalWithdrawn,
    NumberChanged,
    MailboxProposed,
}

impl PersonAct {
    pub const ALL: [Self; 19] = [
        Self::Seen,
        Self::Disabled,
        Self::Enabled,
        Self::SignedOut,
        Self::LinkSent,
        Self::Renamed,
        Self::Moved,
        Self::Imported,
        Self::ResetRequested,
        Self::ResetDecided,
        Self::CodeShown,
        Self::RoleProposed,
        Self::RoleEnded,
        Self::MoveProposed,
        Self::ProposalApproved,
        Self::ProposalRefused,
        Self::ProposalWithdrawn,
        Self::NumberChanged,
        Self::MailboxProposed,
    ];
    /// Those that the form of a person's page offers: while the account is enabled, and while it is not.
    pub const OF_ENABLED: [Self; 3] = [Self::SignedOut, Self::LinkSent, Self::Disabled];
    pub const OF_DISABLED: [Self; 1] = [Self::Enabled];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What was done.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.accesses;
        match self {
            Self::Seen => words.seen,
            Self::Disabled => words.disabled,
            Self::Enabled => words.enabled,
            Self::SignedOut => words.signed_out,
            Self::LinkSent => words.link_sent,
            Self::Renamed => words.renamed,
            Self::Moved => words.moved,
            Self::Imported => words.imported,
            Self::ResetRequested => words.reset_requested,
            Self::ResetDecided => words.reset_decided,
            Self::CodeShown => words.code_shown,
            Self::RoleProposed => words.role_proposed,
            Self::RoleEnded => words.role_ended,
            Self::MoveProposed => words.move_proposed,
            Self::ProposalApproved => words.proposal_approved,
            Self::ProposalRefused => words.proposal_refused,
            Self::ProposalWithdrawn => words.proposal_withdrawn,
            Self::NumberChanged => words.number_changed,
            Self::MailboxProposed => words.mailbox_proposed,
        }
    }
}

/// What takes a form of its own about somebody, by how its address ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
pub enum PersonForm {
    /// To propose a role, and to end one.
    #[strum(serialize = "peran")]
    Roles,
    /// To propose that they move to another agency.
    #[strum(serialize = "pindah")]
    Move,
    #[strum(serialize = "nomor")]
    Number,
    #[strum(serialize = "surel")]
    Mailbox,
}

impl PersonForm {
    pub const ALL: [Self; 4] = [Self::Roles, Self::Move, Self::Number, Self::Mailbox];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What is wrong with the reason that every act needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReasonProblem {
    Short,
    Text(TextProblem),
}

/// What is wrong with a form of somebody's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonProblem {
    /// None was chosen.
    Act,
    Reason(ReasonProblem),
    /// No name of a person.
    Name,
    NameReason(ReasonProblem),
}

/// As they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFields {
    pub act: String,
    pub reason: String,
    pub name: String,
    pub name_reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPerson {
    pub id: String,
    pub name: String,
    pub masked_nip: String,
    pub agency: String,
    pub state: PersonState,
    /// More than an employee's, in words.
    pub privileges: Vec<String>,
}

/// `/kelola/orang`.
#[expect(clippy::struct_excessive_bools, reason = "a view: each says one thing of the page")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    pub person: Person,
    /// What was asked for, as typed.
    pub query: String,
    pub agency: String,
    pub role: String,
    pub state: String,
    pub problem: Option<QueryProblem>,
    /// Where there are several to choose among, and few enough.
    pub agencies: Vec<String>,
    /// Whether one can be typed.
    pub types_agency: bool,
    /// Names and words.
    pub roles: Vec<(String, String)>,
    pub states: Vec<(String, String)>,
    pub people: Vec<ListedPerson>,
    /// Sealed.
    pub next: Option<String>,
    pub is_first: bool,
    pub is_cut: bool,
    pub is_preparing: bool,
}

/// `/kelola/orang/ID`.
#[expect(clippy::struct_excessive_bools, reason = "a view: each says one thing of the page")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub id: String,
    pub name: String,
    pub nip: String,
    pub state: PersonState,
    /// Since when, in words.
    pub disabled: Option<String>,
    pub agency: String,
    /// Masked.
    pub mailbox: Option<String>,
    pub mailbox_refuses: bool,
    pub roles: Vec<String>,
    pub password_changed: Option<String>,
    pub authenticators: Vec<ListedAuthenticator>,
    pub recovery_codes_left: i64,
    pub sessions: Vec<ListedSession>,
    pub events: Vec<ListedEvent>,
    /// Where older ones begin.
    pub older: Option<String>,
    pub is_first: bool,
    pub may_change: bool,
    pub may_reset: bool,
    /// Those that one's rights open.
    pub forms: Vec<PersonForm>,
    pub fields: PersonFields,
    pub problems: Vec<PersonProblem>,
}

/// One line of "who saw me".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedAccess {
    pub day: String,
    pub time: String,
    pub who: String,
    pub agency: String,
    pub act: PersonAct,
    pub reason: String,
}

/// `/akun/akses`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessesView {
    pub person: Person,
    pub accesses: Vec<ListedAccess>,
    pub older: Option<String>,
    pub is_first: bool,
}
