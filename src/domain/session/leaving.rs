//! Who ends sessions of their own: by logging in anew, by leaving, or from another device.

use super::{
    LiveSession, Stage, current_in,
    ending::{end, end_all_of},
    hold,
    reason::EndReason,
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
    },
    store::Unit,
};
use uuid::Uuid;

/// Ends this browser's session, whosever it is, before another one takes its place: by exactly one login,
/// so that the code of an enrolment opens exactly one.
pub(in crate::domain) async fn give_way(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
) -> Result<Option<LiveSession>, Fault> {
    let previous = current_in(portal, unit, visitor).await?;
    Ok(match previous {
        Some(previous) if end(portal, unit, previous.id, EndReason::AnotherLogin).await? => {
            Some(previous)
        }
        _ => None,
    })
}

/// Ends this browser's session, whatever its stage, as its person asks for; which it was, where somebody was
/// logged in.
///
/// # Errors
/// When the database fails; then the session is still there.
pub async fn log_out(portal: &Portal, visitor: &Visitor) -> Result<Option<Uuid>, Fault> {
    let mut unit = portal.store.write().await?;
    let mut left = None;
    if let Some(session) = current_in(portal, &mut unit, visitor).await? {
        let was_logged_in = session.stage == Stage::Authenticated;
        let reason = if was_logged_in { EndReason::LoggedOut } else { EndReason::GivenUp };
        end(portal, &mut unit, session.id, reason).await?;
        if was_logged_in {
            left = Some(session.id);
            audit::record(portal, &mut unit, Event::LoggedOut, &session.holder(), visitor).await?;
        }
    }
    unit.commit().await?;
    Ok(left)
}

/// Ends one session of one's own, or with `None` all but this one. Whether there was one.
///
/// # Errors
/// When the database fails; then nothing has ended.
pub async fn end_other(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    other: Option<Uuid>,
) -> Result<bool, Fault> {
    let reason = EndReason::FromAnotherSession;
    let mut unit = portal.store.write().await?;
    let session = &hold(portal, &mut unit, session).await?;
    let ended = match other {
        None => end_all_of(portal, &mut unit, session.account, Some(session.id), reason).await? > 0,
        Some(id) => {
            let theirs = unit.sessions_of(session.account).await?;
            theirs.iter().any(|one| one.age.id == id) && end(portal, &mut unit, id, reason).await?
        }
    };
    if ended {
        audit::record(portal, &mut unit, Event::SessionEnded, &session.holder(), visitor).await?;
    }
    unit.commit().await?;
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{NIP, TestPortal};

    #[tokio::test]
    async fn leaving_ends_this_session_and_another_one_only_where_it_is_ones_own() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        let (_, elsewhere) = portal.session(&account, Stage::Authenticated).await;
        let nobodys = Some(portal.new_id());
        assert!(!end_other(&portal, &visitor, &session, nobodys).await.unwrap());
        assert!(end_other(&portal, &visitor, &session, Some(elsewhere.id)).await.unwrap());
        assert!(
            !end_other(&portal, &visitor, &session, None).await.unwrap(),
            "only this one is left"
        );
        log_out(&portal, &visitor).await.unwrap();
        assert!(super::super::open_sessions(&portal, account.id).await.unwrap().is_empty());
        assert_eq!(portal.events(&account).await, ["session-ended", "logged-out"]);
    }
}
