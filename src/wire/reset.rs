//! Lost phone and lost codes: resets by oneself, and with two operators.

use super::{login::NipProblem, notice::Notice, person::Person, text::TextProblem};
use serde::{Deserialize, Serialize};

/// Characters of the reason for a reset with two people.
pub const LONGEST_REASON: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetProblem {
    /// No e-mail address is known: only an operator can help.
    NoMailbox,
    /// The password itself came from the mailbox a short while ago.
    MailboxAlone,
    /// The mailbox was corrected by an operator within a day.
    MailboxRests,
    WrongCode,
    AlreadyOpen,
    Wait {
        seconds: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestProblem {
    Nip(NipProblem),
    /// Too short to be a reason.
    Reason,
    ReasonText(TextProblem),
    /// Not there, or not within this operator's scope: the same to them.
    NotYours,
    AlreadyOpen,
}

/// `/batalkan-atur-ulang`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelResetView {
    /// Whether the key of a letter's link arrived whole.
    pub has_link: bool,
    /// Whose own reset the button cancels, too.
    pub person: Option<Person>,
}

/// `/masuk/hp-hilang`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostPhoneView {
    /// Masked; none where no address is known.
    pub mailbox: Option<String>,
    pub code_sent: bool,
    pub problem: Option<ResetProblem>,
    pub running: Option<RunningReset>,
    /// Hours that a reset waits.
    pub wait_hours: i64,
}

/// A reset that is under way; moments in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunningReset {
    /// Takes effect by itself.
    Waiting { since: String, until: String },
    /// Waits for a second operator.
    Requested { since: String },
}

/// One assisted reset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedReset {
    pub id: String,
    pub name: String,
    pub masked_nip: String,
    pub reason: String,
    pub requester: String,
    pub decider: Option<String>,
    pub when: String,
    pub state: ResetState,
    /// Whether this operator may decide on it.
    pub may_decide: bool,
    /// Whether this operator may be shown the code for the person's enrolment.
    pub may_show_code: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetState {
    Requested,
    Done,
    Cancelled,
    Refused,
    /// Nobody decided on it in time.
    Expired,
}

/// `/kelola/atur-ulang`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetsView {
    pub person: Person,
    pub notice: Option<Notice>,
    /// Shown once: whose code, and the code.
    pub shown: Option<(String, String)>,
    pub problem: Option<RequestProblem>,
    /// As typed.
    pub nip: String,
    pub reason: String,
    pub resets: Vec<ListedReset>,
}
