//! `/masuk`: the login form.

use super::notice::Notice;
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
    /// Nor the eight of some apps that came from another provider.
    NotSixDigits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoginProblem {
    Nip(NipProblem),
    Password(PasswordProblem),
    Code(CodeProblem),
    /// Whether the account exists is not said.
    Credentials,
    /// The password was right; its person has another number by now.
    NumberChanged,
    /// Too many attempts; the same answer for every number, whether an account has it or not.
    Wait {
        seconds: u32,
    },
}

/// Why a second factor opened nothing; said only after the right password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactorProblem {
    Code(CodeProblem),
    WrongCode,
    /// The code was used before, or an older one than that.
    UsedCode,
    /// The code fits a moment so many minutes ahead of (positive) or behind (negative) the true
    /// time: the phone's clock is off. The next code proves it, and opens.
    ClockOff {
        minutes: i8,
    },
    /// The code fits a moment that was over so many minutes ago (negative), and the browser is not
    /// known: no next code opens before the phone's clock is right.
    ClockSlow {
        minutes: i8,
    },
    WrongRecoveryCode,
    Wait {
        seconds: u32,
    },
}

/// What the page of the second step shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorView {
    pub problem: Option<SecondFactorProblem>,
    pub offers_passkeys: bool,
    /// Whether an app of the person's shows eight digits.
    pub has_long_codes: bool,
    /// Where to go after the login; a local path, already checked.
    pub next: Option<String>,
}

/// What the login page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginView {
    /// As typed, to be mended rather than typed again.
    pub nip: String,
    /// Whether the computer is somebody else's, as was said.
    pub is_public: bool,
    pub problems: Vec<LoginProblem>,
    pub notice: Option<Notice>,
    /// The right password was given and there is no authenticator yet: offer to activate MFA.
    pub offer_mfa: bool,
    pub offers_passkeys: bool,
    /// Where to go after the login; a local path, already checked.
    pub next: Option<String>,
}
