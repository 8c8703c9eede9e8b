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
