//! Sessions: what a browser may do between requests.
//!
//! ```text
//!            right password,                 right code             right password and code
//!   (none) ── no authenticator ─▶ Enrolling ─────────────▶ Enrolled ──────────────┐
//!      ├── right password only ─▶ PasswordProved ── a second factor ──────────────┤
//!      └──────────── right password and code, or a passkey ──────────────────▶ Authenticated
//! ```
//!
//! An enrolling session can do nothing but finish or give up the enrolment; an enrolled one nothing
//! but let the code that proved the enrolment open one login; one that proved the password nothing
//! but bring a second factor or ask for a reset. Every login gets a new token, and the browser's old
//! session ends with it (ASVS 5.0 §7.2.4). How any of them ends: [`ending`]; how long they last:
//! [`limits`].

pub mod ending;
pub mod leaving;
pub mod limits;
mod live;
mod opening;
mod reason;
mod rights;

pub use super::limits::{Computer, SessionLimits};
use crate::store::SessionStage;
pub use limits::{ENROLMENT, FRESH};
pub use live::{LiveSession, current, left, open_sessions};
pub(super) use live::{current_in, hold, hold_with, lasts, touch_in, used};
pub(super) use opening::{Opening, renew, renew_unproved, start};

use time::Duration;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Holds the sealed secret of the authenticator being set up.
    Enrolling {
        sealed_secret: Vec<u8>,
    },
    /// Holds the time step of the code that proved the enrolment.
    Enrolled {
        step: i64,
    },
    /// Waits for the second factor. Holds the step of an enrolment's code that is still good.
    PasswordProved {
        step: Option<i64>,
    },
    Authenticated,
}

impl Stage {
    /// As in the database.
    fn column(&self) -> SessionStage {
        match self {
            Self::Enrolling { .. } => SessionStage::Enrolling,
            Self::Enrolled { .. } => SessionStage::Enrolled,
            Self::PasswordProved { .. } => SessionStage::PasswordProved,
            Self::Authenticated => SessionStage::Authenticated,
        }
    }

    /// The step of the code that proved an enrolment in this browser, while it is good.
    #[must_use]
    pub fn granted_step(&self) -> Option<i64> {
        match self {
            Self::Enrolled { step } => Some(*step),
            Self::PasswordProved { step } => *step,
            _ => None,
        }
    }

    fn lifetime(&self, limits: SessionLimits) -> Duration {
        match self {
            Self::Authenticated => limits.absolute,
            _ => ENROLMENT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stages() -> [Stage; 5] {
        [
            Stage::Enrolling { sealed_secret: vec![1] },
            Stage::Enrolled { step: 7 },
            Stage::PasswordProved { step: None },
            Stage::PasswordProved { step: Some(8) },
            Stage::Authenticated,
        ]
    }

    #[test]
    fn only_the_code_that_enrolled_is_still_good_for_a_login() {
        let granted = stages().map(|stage| stage.granted_step());
        assert_eq!(granted, [None, Some(7), None, Some(8), None]);
    }

    #[test]
    fn whoever_is_not_yet_logged_in_has_a_quarter_of_an_hour_on_any_computer() {
        for limits in [SessionLimits::OWN, SessionLimits::PUBLIC] {
            let [before @ .., logged_in] = stages().map(|stage| stage.lifetime(limits));
            assert_eq!(before, [Duration::minutes(15); 4]);
            assert_eq!(logged_in, limits.absolute);
        }
    }

    #[test]
    fn each_stage_is_kept_as_itself() {
        use SessionStage::{Authenticated, Enrolled, Enrolling, PasswordProved};
        let columns = stages().map(|stage| stage.column());
        assert_eq!(columns, [Enrolling, Enrolled, PasswordProved, PasswordProved, Authenticated]);
    }
}
