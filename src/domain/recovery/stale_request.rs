//! Requests for an assisted reset that nobody decides on. They end by themselves: whom an operator has seen
//! is not who stands at the door three days later.

use super::tell::tell;
use crate::{
    domain::{Fault, Portal, audit::Event, clock, guard::visitor::Visitor, mail::Letter},
    store::{ResetPhase, ResetRow, Unit},
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Requests that are ended in one go.
const BATCH: i64 = 100;
/// For so long somebody may decide on a request.
pub const REQUEST: Duration = Duration::hours(72);
/// In the database an expired request is one that nobody refused: what an older program reads, too.
pub(in crate::domain) const EXPIRED: ResetPhase = ResetPhase::Refused;

/// Ends the requests that nobody has decided on in time.
///
/// # Errors
/// When the database fails; those that are left are ended another time.
pub async fn expire_stale(portal: &Portal) -> Result<usize, Fault> {
    let before = portal.now() - REQUEST;
    let stale = portal.store.read().await?.stale_requests(before, BATCH).await?;
    let mut expired = 0;
    for reset in &stale {
        let mut unit = portal.store.write().await?;
        let visitor = Visitor::command_line();
        if expire_in(portal, &mut unit, &visitor, reset.account_id).await? {
            unit.commit().await?;
            expired += 1;
        }
    }
    Ok(expired)
}

/// Ends the open request of an account if its time is over: it is never in the way because a job is
/// late. Whether it was ended now.
pub(in crate::domain) async fn expire_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: Uuid,
) -> Result<bool, Fault> {
    let open = unit.open_reset_of(account).await?;
    let now = portal.now();
    let Some(reset) = open.filter(|reset| is_expired(reset, now)) else {
        return Ok(false);
    };
    if !unit.move_reset(reset.id, ResetPhase::Requested, EXPIRED, None, now).await? {
        return Ok(false);
    }
    tell(portal, unit, visitor, &reset, &Letter::ResetExpired, Event::ResetExpired).await?;
    Ok(true)
}

pub(in crate::domain) fn is_expired(reset: &ResetRow, now: OffsetDateTime) -> bool {
    reset.state == ResetPhase::Requested && !clock::is_within(reset.created_at, REQUEST, now)
}
