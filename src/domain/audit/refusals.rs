//! What is refused without being an attempt at anything that a budget bounds: rights, forms from other
//! sites, passkeys that are added. Written down in the log of whoever is logged in, as long as a budget for
//! that lasts; what comes while it is used up is refused as ever, and not written down. What comes with no
//! session is one more attempt of a stranger ([`strangers`]).

use super::{Event, add, strangers};
use crate::{
    domain::{
        Fault, Portal,
        guard::{
            attempts::{Attempt, Counted},
            visitor::Visitor,
        },
        session::{self, LiveSession, Stage},
    },
    store::Unit,
};

/// Characters of an address that are kept: each of ours is shorter, and what is longer was typed.
const LONGEST_ADDRESS: usize = 100;

/// Somebody asked for what their roles do not allow. `what`: an address of ours.
///
/// # Errors
/// When the database fails; then it is not written down.
pub async fn refused_right(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    what: &str,
) -> Result<(), Fault> {
    let what: String = what.chars().take(LONGEST_ADDRESS).collect();
    let mut unit = portal.store.write().await?;
    note(portal, &mut unit, visitor, session, Event::RightRefused, Some(&what)).await?;
    Ok(unit.commit().await?)
}

/// A passkey that somebody logged in wanted to add is none, or is there already.
///
/// # Errors
/// When the database fails; then it is not written down.
pub async fn refused_passkey(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    note(portal, &mut unit, visitor, session, Event::PasskeyRefused, None).await?;
    Ok(unit.commit().await?)
}

/// A form came from another site, perhaps with somebody's session.
///
/// # Errors
/// When the database fails; then it is not written down.
pub async fn refused_origin(portal: &Portal, visitor: &Visitor) -> Result<(), Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let session = session::current_in(portal, &mut unit, visitor).await?;
    let event = Event::OriginRefused;
    match session.filter(|session| session.stage == Stage::Authenticated) {
        Some(session) => note(portal, &mut unit, visitor, &session, event, None).await?,
        None => strangers::refuse(portal, &mut unit, visitor, event).await?,
    }
    Ok(unit.commit().await?)
}

async fn note(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    session: &LiveSession,
    event: Event,
    object: Option<&str>,
) -> Result<(), Fault> {
    match Attempt::refusal(portal, session.account).count(portal, unit).await? {
        Counted::Admitted { .. } => {
            add(portal, unit, event, &session.holder(), visitor, object).await
        }
        Counted::Wait(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ANOTHER_NIP, NIP, TestPortal};

    #[tokio::test]
    async fn of_what_one_may_not_do_so_much_is_written_down_as_the_budget_has() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let another = portal.account(ANOTHER_NIP, "employee").await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        for _ in 0..25 {
            refused_right(&portal, &visitor, &session, "/kelola").await.unwrap();
        }
        assert_eq!(portal.events(&account).await, ["right-refused"; 20]);
        let (elsewhere, other) = portal.session(&another, Stage::Authenticated).await;
        refused_right(&portal, &elsewhere, &other, "/kelola").await.unwrap();
        assert_eq!(portal.events(&another).await, ["right-refused"], "with a budget of their own");
        for (seconds, written) in [(29, 20), (1, 21)] {
            portal.clock.advance(seconds);
            refused_right(&portal, &visitor, &session, "/kelola").await.unwrap();
            assert_eq!(portal.events(&account).await.len(), written);
        }
    }

    #[tokio::test]
    async fn of_an_address_a_hundred_characters_are_kept() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        for typed in [100, 101] {
            refused_right(&portal, &visitor, &session, &"é".repeat(typed)).await.unwrap();
        }
        let mut unit = portal.store.read().await.unwrap();
        for event in unit.audit_events_of(account.id, 100).await.unwrap() {
            assert_eq!(event.object, Some("é".repeat(100)));
        }
    }

    #[tokio::test]
    async fn a_form_from_another_site_is_in_the_log_of_whoever_is_logged_in_and_else_a_strangers() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (logged_in, _) = portal.session(&account, Stage::Authenticated).await;
        let (halfway, _) = portal.session(&account, Stage::PasswordProved { step: None }).await;
        for visitor in [&logged_in, &halfway, &Visitor::command_line()] {
            refused_origin(&portal, visitor).await.unwrap();
        }
        assert_eq!(portal.events(&account).await, ["origin-refused"]);
        let hour = portal.now();
        let strangers = portal.store.read().await.unwrap().sum_of_strangers(hour).await.unwrap();
        assert_eq!(strangers, (1, 2), "one network, twice");
    }
}
