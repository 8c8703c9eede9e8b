//! `/mfa`: activation of the first authenticator.

use super::{launcher::Person, login::CodeProblem};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceNameProblem {
    Empty,
    TooLong,
    /// Control or direction-changing characters.
    Unreadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EnrolmentProblem {
    Code(CodeProblem),
    DeviceName(DeviceNameProblem),
    WrongCode,
    /// The code fits a moment so many minutes ahead of (positive) or behind (negative) the true
    /// time: the phone's clock is off.
    ClockOff {
        minutes: i8,
    },
}

/// What the activation page shows. It holds the pending secret, so it is rendered for its owner
/// and never cached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentView {
    /// Who is logged in and adds a further one.
    pub person: Option<Person>,
    /// An inline SVG of the QR code.
    pub qr_svg: String,
    pub otpauth_uri: String,
    /// The key in base 32.
    pub key: String,
    pub device_name: String,
    pub problems: Vec<EnrolmentProblem>,
}
