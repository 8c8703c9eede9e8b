//! Acts on many people at once: what is asked for, what would become of it, and how far it is.

use super::{notice::Notice, people::ReasonProblem, person::Person};
use crate::i18n::BulkWords;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Numbers that may be given at once.
pub const MOST_NUMBERS: usize = 5000;

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum BulkAct {
    /// To another agency.
    Move,
    SignOut,
    SendLink,
    Disable,
    Enable,
    /// A clerk's file is brought in.
    Import,
}

impl BulkAct {
    /// What the form offers to do with people.
    pub const OF_PEOPLE: [Self; 5] =
        [Self::Move, Self::SignOut, Self::SendLink, Self::Disable, Self::Enable];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What is to be done.
    #[must_use]
    pub fn in_words(self, words: &BulkWords) -> &'static str {
        match self {
            Self::Move => words.act_move,
            Self::SignOut => words.act_sign_out,
            Self::SendLink => words.act_send_link,
            Self::Disable => words.act_disable,
            Self::Enable => words.act_enable,
            Self::Import => words.act_import,
        }
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum BulkState {
    /// Whom it is about is being written down, and what would become of each.
    Selecting,
    /// Whoever ordered it looks at that.
    Ready,
    /// A second person decides.
    Waiting,
    Running,
    Done,
    /// By whoever ordered it, or refused by the second person.
    Cancelled,
    /// Whoever ordered it may no longer do so.
    Stopped,
    /// Too many people are meant.
    TooMany,
    /// A file is on its way.
    Uploading,
    /// It cannot be brought in.
    Unreadable,
}

impl BulkState {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// How far it is.
    #[must_use]
    pub fn in_words(self, words: &BulkWords) -> &'static str {
        match self {
            Self::Selecting => words.state_selecting,
            Self::Ready => words.state_ready,
            Self::Waiting => words.state_waiting,
            Self::Running => words.state_running,
            Self::Done => words.state_done,
            Self::Cancelled => words.state_cancelled,
            Self::Stopped => words.state_stopped,
            Self::TooMany => words.state_too_many,
            Self::Uploading => words.state_uploading,
            Self::Unreadable => words.state_unreadable,
        }
    }

    /// Whether it goes on by itself.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Selecting | Self::Running)
    }

    /// Whether nothing comes of it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(
            self,
            Self::Done | Self::Cancelled | Self::Stopped | Self::TooMany | Self::Unreadable
        )
    }
}

/// Why somebody stays as they are.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum BulkRefusal {
    /// It is no number.
    BadNumber,
    /// Nobody has it, or not theirs: the same to them.
    Gone,
    /// Whoever ordered it.
    Oneself,
    /// The operator may see them, and not do this.
    NotAllowed,
    /// People with privileges are changed one by one.
    Privileged,
    /// It is so already.
    AlreadySo,
    Disabled,
    NoMailbox,
    /// It was corrected within a day.
    MailboxRests,
    /// They are no longer as they were when the selection was made.
    Changed,
    /// Of a file; the line says why.
    Line,
}

impl BulkRefusal {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Why they stay as they are.
    #[must_use]
    pub fn in_words(self, words: &BulkWords) -> &'static str {
        match self {
            Self::BadNumber => words.bad_number,
            Self::Gone => words.gone,
            Self::Oneself => words.oneself,
            Self::NotAllowed => words.not_allowed,
            Self::Privileged => words.privileged,
            Self::AlreadySo => words.already_so,
            Self::Disabled => words.disabled,
            Self::NoMailbox => words.no_mailbox,
            Self::MailboxRests => words.mailbox_rests,
            Self::Changed => words.changed,
            Self::Line => words.refused,
        }
    }
}

/// Why a file is not brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileTrouble {
    TooLarge,
    /// It broke off on the way.
    CutOff,
    /// None was chosen, or there is nothing in it.
    Empty,
    Reason,
    /// Another file of theirs is not brought in yet.
    Another,
    /// It is a picture, a spreadsheet, or anything else that is no text.
    NotText,
    /// A spreadsheet took every number for one that it may round.
    Rounded,
    /// The line that should name the columns does not; which one.
    FirstLine(u64),
    /// What is said of it at the command line.
    Said(String),
}

/// How many people each thing happens to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCounts {
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused: u64,
    pub repeated: u64,
    pub lost_mailboxes: u64,
    pub lost_privileges: u64,
}

/// What a file brings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    pub name: String,
    /// It may change privileges.
    pub privileges: bool,
    pub counts: Option<FileCounts>,
    pub trouble: Option<FileTrouble>,
    /// Some of the lines that are refused, and why.
    pub lines: Vec<(i64, String)>,
}

/// `/kelola/impor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub person: Person,
    pub may_change_privileges: bool,
}

/// As they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkFields {
    pub act: String,
    /// Where people are moved to, by code or as it is called.
    pub to: String,
    /// One in each line; empty: whom the search finds.
    pub numbers: String,
    pub reason: String,
    /// The search, as the list of people has it.
    pub query: String,
    pub agency: String,
    pub role: String,
    pub state: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkProblem {
    /// None was chosen.
    Act,
    /// No agency is called so.
    To,
    /// Neither numbers nor a search.
    Whom,
    TooManyNumbers {
        numbers: usize,
    },
    /// They ordered as many within a day as anybody may.
    TooManyJobs,
    /// What is searched for cannot be.
    Search,
    Reason(ReasonProblem),
}

/// `/kelola/massal/baru`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBulkView {
    pub person: Person,
    pub fields: BulkFields,
    /// What the search asks for, in words.
    pub search: Option<String>,
    pub problems: Vec<BulkProblem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedBulk {
    pub id: String,
    pub act: BulkAct,
    pub state: BulkState,
    pub to: Option<String>,
    pub who: String,
    pub when: String,
    /// People who change.
    pub people: i64,
}

/// `/kelola/massal`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkListView {
    pub person: Person,
    pub jobs: Vec<ListedBulk>,
    pub older: Option<String>,
    pub is_first: bool,
}

/// Somebody whom a job is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkSample {
    /// None where nobody has the number.
    pub name: Option<String>,
    pub masked_nip: String,
    pub agency: String,
    pub refusal: Option<BulkRefusal>,
}

/// `/kelola/massal/ID`.
#[expect(clippy::struct_excessive_bools, reason = "a view: each says one thing of the page")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub id: String,
    pub act: BulkAct,
    pub state: BulkState,
    pub to: Option<String>,
    pub undoes: Option<String>,
    pub reason: String,
    pub who: String,
    pub when: String,
    pub ended: Option<String>,
    /// People found.
    pub selected: i64,
    /// Of them those that cannot be changed.
    pub refused: i64,
    pub done: i64,
    pub failed: i64,
    /// Of a file.
    pub file: Option<FileView>,
    /// Some of those who change.
    pub sample: Vec<BulkSample>,
    /// Some of those who do not.
    pub left_out: Vec<BulkSample>,
    /// It needs a second person.
    pub needs_second: bool,
    /// Nobody decided in time.
    pub is_expired: bool,
    /// Whether it may be sent off, also anew.
    pub may_send: bool,
    pub may_cancel: bool,
    /// As the second person.
    pub may_decide: bool,
    pub may_undo: bool,
    /// Of the job that takes it back.
    pub undo_reason: String,
    pub undo_problem: Option<ReasonProblem>,
}

/// What somebody decides of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum BulkDecision {
    /// To let it run, or to lay it before a second person.
    Send,
    Cancel,
    Approve,
    Refuse,
}

impl BulkDecision {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
