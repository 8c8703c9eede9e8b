//! A mailbox that an operator corrects and its person confirms.

use super::person::Person;
use serde::{Deserialize, Serialize};

/// Why a mailbox is not corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectionProblem {
    /// There is no such person, or they are not theirs: the same to them.
    Gone,
    /// A fresh proof is needed first.
    NotFresh,
    /// A reason has 10 to 500 readable characters.
    Reason,
    /// No letter could arrive there.
    Mailbox,
    /// It is that of the account already.
    Same,
    /// Too many letters were asked for.
    Wait { seconds: u32 },
}

/// `/surel-baru`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMailboxView {
    /// Whoever is logged in, if anybody.
    pub person: Option<Person>,
    pub masked_nip: String,
    /// Masked.
    pub mailbox: String,
}
