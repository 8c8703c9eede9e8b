//! `/mfa`: activation of the first authenticator.

use super::{login::CodeProblem, person::Person, text::TextProblem};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceNameProblem {
    Empty,
    Text(TextProblem),
}

/// What is wrong with the code that an enrolment after a reset asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetCodeProblem {
    Empty,
    Wrong,
    Wait {
        seconds: u32,
    },
    /// It would be mailed, but there is no address any more.
    NoMailbox,
    /// The password itself came from the mailbox a short while ago.
    MailboxAlone,
    /// The mailbox was corrected by an operator within a day.
    MailboxRests,
}

/// What an enrolment after a reset asks for besides the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AfterReset {
    /// A code from this mailbox, masked.
    Mailed { mailbox: String },
    /// A code from the operator who asked for the reset.
    FromOperator,
    /// Only an operator can help.
    NoWay { problem: ResetCodeProblem },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EnrolmentProblem {
    Code(CodeProblem),
    DeviceName(DeviceNameProblem),
    WrongCode,
    ResetCode(ResetCodeProblem),
    /// The code fits a moment so many minutes ahead of (positive) or behind (negative) the true
    /// time: the phone's clock is off.
    ClockOff {
        minutes: i8,
    },
    /// Recovery codes were made too often.
    Wait {
        seconds: u32,
    },
}

/// What the activation page shows. It holds the pending secret, so it is rendered for its owner
/// and never cached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentView {
    /// Who is logged in and adds a further one.
    pub person: Option<Person>,
    /// Whether it will stand in place of all that are there.
    pub replaces: bool,
    /// An inline SVG of the QR code.
    pub qr_svg: String,
    pub otpauth_uri: String,
    /// The key in base 32.
    pub key: String,
    pub device_name: String,
    pub after_reset: Option<AfterReset>,
    /// As typed.
    pub reset_code: String,
    /// Whether it was just mailed.
    pub code_sent: bool,
    pub problems: Vec<EnrolmentProblem>,
}
