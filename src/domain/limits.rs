//! How long things last, as far as an operator may say so.

use crate::store::SessionAge;
use time::Duration;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    pub idle: Duration,
    pub absolute: Duration,
}

impl SessionLimits {
    /// On a computer of one's own, or of one's office.
    pub const OWN: Self = Self { idle: Duration::minutes(30), absolute: Duration::hours(12) };
    /// On somebody else's.
    pub const PUBLIC: Self = Self { idle: Duration::minutes(10), absolute: Duration::hours(1) };
}

/// Whose computer a person logs in from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Computer {
    Own,
    /// Somebody else's: the session is short and leaves nothing behind.
    Public,
}

impl Computer {
    pub(in crate::domain) fn of(age: &SessionAge) -> Self {
        if age.public_device { Self::Public } else { Self::Own }
    }
}

/// How long a link from a letter is good for.
pub const MAILED_LINK: Duration = Duration::minutes(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub own: SessionLimits,
    pub public: SessionLimits,
    /// Between the start of a reset by its own person and its effect.
    pub reset_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            own: SessionLimits::OWN,
            public: SessionLimits::PUBLIC,
            reset_wait: Duration::hours(24),
        }
    }
}

impl Limits {
    #[must_use]
    pub fn of(&self, computer: Computer) -> SessionLimits {
        match computer {
            Computer::Own => self.own,
            Computer::Public => self.public,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::OffsetDateTime;

    #[test]
    fn somebody_elses_computer_is_trusted_for_a_shorter_time() {
        let limits = Limits::default();
        let (own, public) = (limits.of(Computer::Own), limits.of(Computer::Public));
        assert_eq!((own, public), (SessionLimits::OWN, SessionLimits::PUBLIC));
        assert!(public.idle < own.idle && public.absolute < own.absolute);
        assert!(own.idle < own.absolute && public.idle < public.absolute);
    }

    #[test]
    fn what_an_operator_sets_for_one_kind_of_computer_says_nothing_of_the_other() {
        let hour = SessionLimits { idle: Duration::HOUR, absolute: Duration::HOUR };
        let limits = Limits { own: hour, ..Limits::default() };
        assert_eq!(limits.of(Computer::Own), hour);
        assert_eq!(limits.of(Computer::Public), SessionLimits::PUBLIC);
    }

    #[test]
    fn a_session_stays_on_the_computer_where_it_began() {
        let age = |public_device| SessionAge {
            id: uuid::Uuid::nil(),
            public_device,
            last_seen_at: OffsetDateTime::UNIX_EPOCH,
            expires_at: OffsetDateTime::UNIX_EPOCH,
        };
        assert_eq!(
            [false, true].map(|public| Computer::of(&age(public))),
            [Computer::Own, Computer::Public]
        );
    }
}
