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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            clock::TOLERANCE,
            testing::{ANOTHER_NIP, NIP, TestPortal},
        },
        store::Account,
    };

    /// A request of an operator for somebody.
    async fn with_request() -> (TestPortal, Account, Account, ResetRow) {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        let operator = portal.account(ANOTHER_NIP, "operator").await;
        let request = portal.reset(&person, Some(&operator)).await;
        (portal, person, operator, request)
    }

    #[tokio::test]
    async fn a_request_that_nobody_decides_on_ends_after_three_days_and_once() {
        let (portal, person, operator, request) = with_request().await;
        portal.clock.advance(REQUEST.whole_seconds() - 1);
        assert_eq!(expire_stale(&portal).await.unwrap(), 0);
        portal.clock.advance(1);
        assert_eq!(expire_stale(&portal).await.unwrap(), 1);
        assert_eq!(expire_stale(&portal).await.unwrap(), 0);
        let ended = portal.store.read().await.unwrap().reset(request.id).await.unwrap().unwrap();
        assert_eq!((ended.state, ended.decided_by), (EXPIRED, None));
        for account in [&person, &operator] {
            assert_eq!(portal.events(account).await, ["reset-expired"]);
        }
        assert_eq!(portal.take_letters(&person).await.len(), 1);
    }

    #[tokio::test]
    async fn a_request_ends_without_the_job_for_its_own_account_alone() {
        let (portal, person, operator, _) = with_request().await;
        let visitor = Visitor::command_line();
        for (passed, ended) in [(0, false), (REQUEST.whole_seconds(), true), (0, false)] {
            portal.clock.advance(passed);
            let mut unit = portal.store.write().await.unwrap();
            assert!(!expire_in(&portal, &mut unit, &visitor, operator.id).await.unwrap());
            let now = expire_in(&portal, &mut unit, &visitor, person.id).await.unwrap();
            unit.commit().await.unwrap();
            assert_eq!(now, ended);
        }
    }

    #[tokio::test]
    async fn a_reset_that_waits_by_itself_never_expires() {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        let reset = portal.reset(&person, None).await;
        portal.clock.advance(10 * REQUEST.whole_seconds());
        assert_eq!(expire_stale(&portal).await.unwrap(), 0);
        let open = portal.store.read().await.unwrap().open_reset_of(person.id).await.unwrap();
        assert_eq!(open, Some(reset));
    }

    #[tokio::test]
    async fn a_request_from_further_ahead_than_clocks_differ_is_over() {
        let (portal, _, _, request) = with_request().await;
        let from = |ahead| ResetRow { created_at: portal.now() + ahead, ..request.clone() };
        assert!(!is_expired(&from(TOLERANCE), portal.now()));
        assert!(is_expired(&from(TOLERANCE + Duration::SECOND), portal.now()));
    }
}
