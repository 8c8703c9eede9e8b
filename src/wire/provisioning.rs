//! The systems of agencies that bring people in over SCIM.

use super::{notice::Notice, people::ReasonProblem, person::Person};
use serde::{Deserialize, Serialize};

/// What is typed to make a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenFields {
    /// By code, or as it is called.
    pub agency: String,
    pub name: String,
    pub days: String,
}

/// What is typed to let more people of an agency be disabled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiftFields {
    pub held: String,
    pub reason: String,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProvisioningProblem {
    Agency,
    Name,
    Days,
    /// Nothing of that agency is held.
    Held,
    /// A second person is asked already.
    Waits,
    Reason(ReasonProblem),
}

/// Moments in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedToken {
    pub id: String,
    pub name: String,
    pub agency: String,
    pub made: String,
    pub until: String,
    pub used: Option<String>,
    /// Neither ended nor past its end.
    pub is_good: bool,
}

/// An agency whose systems disabled as many people within an hour as they may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldAgency {
    /// What stands with its tokens.
    pub agency: String,
    pub disabled: i64,
    /// A second person is asked.
    pub waits: bool,
}

/// `/kelola/sistem`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisioningView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub tokens: Vec<ListedToken>,
    /// After which one the next page begins.
    pub more: Option<String>,
    pub is_first: bool,
    pub held: Vec<HeldAgency>,
    pub address: String,
    /// The token that was just made.
    pub new_token: Option<String>,
    pub fields: TokenFields,
    pub lift: LiftFields,
    pub problems: Vec<ProvisioningProblem>,
}
