//! How long sessions last. Idle and absolute limits follow NIST SP 800-63B §2.2.3 (AAL2); on somebody
//! else's computer they are shorter.

use super::reason::EndReason;
use crate::{
    domain::{Portal, clock},
    store::SessionAge,
};
use time::{Duration, OffsetDateTime};

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub idle: Duration,
    pub absolute: Duration,
}

impl Limits {
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
    pub(super) fn of(age: &SessionAge) -> Self {
        if age.public_device { Self::Public } else { Self::Own }
    }
}

/// How long an enrolment may take, reloads and a killed tab included.
pub const ENROLMENT: Duration = Duration::minutes(15);
/// How long a fresh proof counts for changing what proves it (step-up, ASVS 5.0 §7.5.1).
pub const FRESH: Duration = Duration::minutes(5);
/// A session's last use is written down at most this often.
pub(super) const TOUCH_EVERY: Duration = Duration::minutes(1);

/// Why a session is over by itself, if it is. One whose moments lie in the future is, too: nobody knows
/// how old it is ([`clock`]).
pub(super) fn over(portal: &Portal, age: &SessionAge) -> Option<EndReason> {
    let (limits, now) = (portal.limits.of(Computer::of(age)), portal.now());
    if !clock::is_before(age.expires_at, limits.absolute.max(ENROLMENT), now) {
        Some(EndReason::Limit)
    } else if !clock::is_within(age.last_seen_at, limits.idle, now) {
        Some(EndReason::Idle)
    } else {
        None
    }
}

/// When it ends if nobody uses it.
pub(super) fn ends_at(portal: &Portal, age: &SessionAge) -> OffsetDateTime {
    age.expires_at.min(age.last_seen_at + portal.limits.of(Computer::of(age)).idle)
}
