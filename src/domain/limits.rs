//! How long things last, as far as an operator may say so.

use super::session::{self, Computer};
use time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub own: session::Limits,
    pub public: session::Limits,
    /// Between the start of a reset by its own person and its effect.
    pub reset_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            own: session::Limits::OWN,
            public: session::Limits::PUBLIC,
            reset_wait: Duration::hours(24),
        }
    }
}

impl Limits {
    #[must_use]
    pub fn of(&self, computer: Computer) -> session::Limits {
        match computer {
            Computer::Own => self.own,
            Computer::Public => self.public,
        }
    }
}
