//! The time, as an argument.
//!
//! Every rule takes `now` from a [`Clock`]; only [`SystemClock`] asks the machine. Times are whole
//! seconds in UTC, so that both engines store, compare and return exactly what was given.
//!
//! A machine's clock may be wrong for a while, and then be set right: what was noted meanwhile lies in
//! the future. Nobody knows how old that is, so whatever opens something is over ([`is_within`],
//! [`is_before`]), and whatever makes somebody wait waits no longer than it ever could.

use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

/// By how much the clocks of two nodes may differ, or one that is set right now and then.
pub const TOLERANCE: Duration = Duration::minutes(5);

/// Whether what began at `since` and lasts for `length` is under way at `now`.
#[must_use]
pub fn is_within(since: OffsetDateTime, length: Duration, now: OffsetDateTime) -> bool {
    since <= now + TOLERANCE && now < since + length
}

/// Whether what lasts until `end`, and for `longest` at most, is not over at `now`.
#[must_use]
pub fn is_before(end: OffsetDateTime, longest: Duration, now: OffsetDateTime) -> bool {
    now < end && end <= latest_end(longest, now)
}

/// What began by now and lasts for `longest` at most is over by then, whichever clock noted it.
#[must_use]
pub fn latest_end(longest: Duration, now: OffsetDateTime) -> OffsetDateTime {
    now + longest + TOLERANCE
}

pub trait Clock: Send + Sync + 'static {
    /// The present moment, in UTC, in whole seconds.
    fn now(&self) -> OffsetDateTime;
}

/// The machine's own clock. RFC 6238 needs it right to within a few seconds: run NTP.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // The one place that may ask the machine.
    fn now(&self) -> OffsetDateTime {
        let now = OffsetDateTime::now_utc();
        now.replace_nanosecond(0).unwrap_or(now)
    }
}

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    #[must_use]
    pub fn at(unix_seconds: i64) -> Self {
        Self(AtomicI64::new(unix_seconds))
    }

    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0.load(Ordering::SeqCst))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_795_305_600 + seconds).unwrap()
    }

    proptest! {
        /// Something is made by a clock that errs and is set right then; it is looked at ever later, also
        /// by clocks that err anew. Once it is refused it is removed, as sessions are.
        #[test]
        fn nothing_lives_longer_because_a_clock_jumped(
            length in 60i64..50_000,
            made in -400_000i64..400_000,
            looks in prop::collection::vec((0i64..20_000, -400_000i64..400_000), 1..30),
        ) {
            let length = Duration::seconds(length);
            let tolerance = TOLERANCE.whole_seconds();
            let since = at(made);
            let end = at(made) + length;
            let mut age = 0;
            let mut lives = is_within(since, length, at(0));
            let mut lives_until = is_before(end, length, at(0));
            for (passed, error) in looks {
                age += passed;
                for error in [error, 0] {
                    lives = lives && is_within(since, length, at(age + error));
                    lives_until = lives_until && is_before(end, length, at(age + error));
                }
                let longest = length.whole_seconds() + tolerance;
                prop_assert!(!lives || age < longest, "{age}");
                prop_assert!(!lives_until || age < longest, "{age}");
            }
        }

        #[test]
        fn with_a_clock_that_is_right_things_last_as_long_as_they_should(
            length in 1i64..1_000_000, age in 0i64..1_000_000,
        ) {
            let span = Duration::seconds(length);
            prop_assert_eq!(is_within(at(0), span, at(age)), age < length);
            prop_assert_eq!(is_before(at(0) + span, span, at(age)), age < length);
        }
    }

    #[test]
    fn what_lies_further_ahead_than_clocks_differ_is_over() {
        let hour = Duration::HOUR;
        let tolerance = TOLERANCE.whole_seconds();
        for (ahead, lives) in
            [(0, true), (tolerance, true), (tolerance + 1, false), (10_800, false)]
        {
            assert_eq!(is_within(at(ahead), hour, at(0)), lives, "{ahead}");
            assert_eq!(is_before(at(ahead) + hour, hour, at(0)), lives, "{ahead}");
        }
    }
}
