//! How long sessions last. Idle and absolute limits follow NIST SP 800-63B §2.2.3 (AAL2); on somebody
//! else's computer they are shorter.

use super::reason::EndReason;
use crate::{
    domain::{
        clock,
        limits::{Computer, Limits},
    },
    store::SessionAge,
};
use time::{Duration, OffsetDateTime};

/// How long an enrolment may take, reloads and a killed tab included.
pub const ENROLMENT: Duration = Duration::minutes(15);
/// How long a fresh proof counts for changing what proves it (step-up, ASVS 5.0 §7.5.1).
pub const FRESH: Duration = Duration::minutes(5);
/// A session's last use is written down at most this often.
pub(super) const TOUCH_EVERY: Duration = Duration::minutes(1);

/// Why a session is over by itself, if it is. One whose moments lie in the future is, too: nobody knows
/// how old it is ([`clock`]).
pub(super) fn over(limits: &Limits, age: &SessionAge, now: OffsetDateTime) -> Option<EndReason> {
    let limits = limits.of(Computer::of(age));
    if !clock::is_before(age.expires_at, limits.absolute.max(ENROLMENT), now) {
        Some(EndReason::Limit)
    } else if !clock::is_within(age.last_seen_at, limits.idle, now) {
        Some(EndReason::Idle)
    } else {
        None
    }
}

/// When it ends if nobody uses it.
pub(super) fn ends_at(limits: &Limits, age: &SessionAge) -> OffsetDateTime {
    age.expires_at.min(age.last_seen_at + limits.of(Computer::of(age)).idle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Used `idle` seconds ago, and with `left` to last.
    fn reason(public_device: bool, idle: i64, left: Duration) -> Option<EndReason> {
        let now = OffsetDateTime::from_unix_timestamp(1_795_305_600).unwrap();
        let last_seen_at = now - Duration::seconds(idle);
        let id = uuid::Uuid::nil();
        let age = SessionAge { id, public_device, last_seen_at, expires_at: now + left };
        over(&Limits::default(), &age, now)
    }

    #[test]
    fn a_session_is_over_at_the_second_at_which_its_idle_time_is() {
        for (public, minutes) in [(false, 30), (true, 10)] {
            let idle = minutes * 60;
            assert_eq!(reason(public, idle - 1, Duration::MINUTE), None);
            assert_eq!(reason(public, idle, Duration::MINUTE), Some(EndReason::Idle));
        }
    }

    #[test]
    fn a_session_is_over_at_its_limit_however_much_it_is_used() {
        for public in [false, true] {
            assert_eq!(reason(public, 0, Duration::SECOND), None);
            assert_eq!(reason(public, 0, Duration::ZERO), Some(EndReason::Limit));
        }
        assert_eq!(reason(false, 7200, Duration::ZERO), Some(EndReason::Limit), "both at once");
    }

    #[test]
    fn a_session_that_a_clock_ahead_has_noted_is_over() {
        let tolerance = clock::TOLERANCE;
        for (public, longest) in [(false, Duration::hours(12)), (true, Duration::HOUR)] {
            let seen = -tolerance.whole_seconds();
            assert_eq!(reason(public, seen, Duration::MINUTE), None);
            assert_eq!(reason(public, seen - 1, Duration::MINUTE), Some(EndReason::Idle));
            let last = longest + tolerance;
            assert_eq!(reason(public, 0, last), None);
            assert_eq!(reason(public, 0, last + Duration::SECOND), Some(EndReason::Limit));
        }
    }

    #[test]
    fn an_enrolment_has_its_time_also_where_sessions_are_shorter() {
        let now = OffsetDateTime::from_unix_timestamp(1_795_305_600).unwrap();
        let short = crate::domain::limits::SessionLimits {
            idle: Duration::HOUR,
            absolute: Duration::SECOND,
        };
        let limits = Limits { own: short, public: short, ..Limits::default() };
        let (id, expires_at) = (uuid::Uuid::nil(), now + ENROLMENT);
        let age = SessionAge { id, public_device: false, last_seen_at: now, expires_at };
        assert_eq!(over(&limits, &age, now), None);
        assert_eq!(over(&limits, &age, expires_at), Some(EndReason::Limit));
    }

    #[test]
    fn a_session_ends_unused_or_at_its_limit_whichever_comes_first() {
        let now = OffsetDateTime::from_unix_timestamp(1_795_305_600).unwrap();
        let ends = |public_device, left| {
            let (id, expires_at) = (uuid::Uuid::nil(), now + left);
            let age = SessionAge { id, public_device, last_seen_at: now, expires_at };
            ends_at(&Limits::default(), &age) - now
        };
        assert_eq!(ends(false, Duration::HOUR), Duration::minutes(30));
        assert_eq!(ends(true, Duration::HOUR), Duration::minutes(10));
        assert_eq!(ends(false, Duration::MINUTE), Duration::MINUTE);
    }
}
