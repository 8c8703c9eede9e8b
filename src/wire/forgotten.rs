//! `/lupa-kata-sandi` and `/kata-sandi-baru`: a new, or first, password by a link that is mailed.

use super::{login::NipProblem, new_password::NewPasswordProblem, notice::Notice};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ForgottenProblem {
    Nip(NipProblem),
    Wait { seconds: u32 },
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgottenView {
    /// As typed.
    pub nip: String,
    pub problem: Option<ForgottenProblem>,
    /// A link is on its way, if the number has a mailbox.
    pub sent: bool,
    /// Why the link that was opened is no good.
    pub notice: Option<Notice>,
}

/// The page behind the link. None of it says whose link it is but the name, for the meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPasswordView {
    pub name: String,
    pub masked_nip: String,
    pub problem: Option<SetPasswordProblem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetPasswordProblem {
    New(NewPasswordProblem),
    Wait { seconds: u32 },
}
