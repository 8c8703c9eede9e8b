//! `/kelola/orang/ID/…`: what takes a form of its own about somebody.

use super::{
    login::NipProblem,
    notice::Notice,
    people::{PersonForm, ReasonProblem},
    person::Person,
};
use serde::{Deserialize, Serialize};

/// As they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormFields {
    pub role: String,
    pub agency: String,
    pub decree: String,
    pub ends: String,
    pub number: String,
    pub mailbox: String,
    pub reason: String,
    /// The role that is to end.
    pub grant: String,
    pub end_reason: String,
}

/// What is wrong with one of these forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormProblem {
    Reason(ReasonProblem),
    Role,
    /// It is not in the tree.
    Agency,
    /// This role is not held over everybody.
    Everybody,
    Decree,
    /// It is past, too far away, missing beside a decree, or no day.
    Ends,
    /// Whoever administers the portal is first an administrator no longer.
    Administrator,
    /// They work there already.
    SameAgency,
    /// The same waits for a second person already.
    Waits,
    Number(NipProblem),
    /// Somebody has it, or somebody else had it.
    NumberTaken,
    /// No letter could arrive there.
    Mailbox,
    /// It is that of the account already.
    SameMailbox,
    /// Too many letters were asked for.
    Wait {
        seconds: u32,
    },
    /// It has ended meanwhile.
    Grant,
    EndReason(ReasonProblem),
}

/// A role that somebody was granted; moments in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedRole {
    pub id: String,
    pub role: String,
    /// `None`: over everybody.
    pub agency: Option<String>,
    pub decree: Option<String>,
    pub since: String,
    pub until: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFormView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub form: PersonForm,
    pub id: String,
    pub name: String,
    pub nip: String,
    pub agency: String,
    /// Masked.
    pub mailbox: Option<String>,
    pub held: Vec<GrantedRole>,
    /// That can be granted: names and words.
    pub roles: Vec<(String, String)>,
    pub fields: FormFields,
    pub problems: Vec<FormProblem>,
}
