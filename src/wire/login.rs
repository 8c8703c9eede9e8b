//! `/masuk`: the login form.

use super::flash::Notice;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NipProblem {
    Empty,
    NotDigits,
    /// How many digits were typed instead of 18.
    Length(u16),
    /// 18 digits that no civil servant can have.
    Structure,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordProblem {
    Empty,
    TooLong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeProblem {
    Empty,
    NotSixDigits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoginProblem {
    Nip(NipProblem),
    Password(PasswordProblem),
    Code(CodeProblem),
    /// A code was given. Whether the account exists is not said.
    Credentials,
    /// No code was given. Whether account and password were right, and whether a code was all
    /// that was missing, is not said.
    CredentialsOrNoCode,
    /// Only after the right password.
    WrongCode,
    /// Only after the right password: the code was used before, or an older one than that.
    UsedCode,
    /// Too many attempts; the same answer for every number, whether an account has it or not.
    Wait {
        seconds: u32,
    },
}

/// What the login page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginView {
    /// As typed, to be mended rather than typed again.
    pub nip: String,
    pub problems: Vec<LoginProblem>,
    pub notice: Option<Notice>,
    /// The right password was given and there is no authenticator yet: offer to activate MFA.
    pub offer_mfa: bool,
    /// Where to go after the login; a local path, already checked.
    pub next: Option<String>,
}
