//! What those whom a reset concerns are told of it.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        mail::{self, Letter},
    },
    store::{ResetRow, Unit},
};

/// Tells the person by letter, and writes it down for them and for whoever asked for it.
pub(super) async fn tell(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    reset: &ResetRow,
    letter: &Letter<'_>,
    event: Event,
) -> Result<(), Fault> {
    let account = unit.account(reset.account_id).await?;
    let account = account.ok_or(Fault::Corrupt("a reset without its account"))?;
    mail::post(portal, unit, visitor, &account, letter).await?;
    let holder = Holder::of(&account);
    let object = reset.id.to_string();
    audit::record_about(portal, unit, event, &holder, visitor, &object).await?;
    if let Some(requester) = reset.requested_by {
        let holder = Holder { account: Some(requester), masked_nip: holder.masked_nip };
        audit::record_about(portal, unit, event, &holder, visitor, &object).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ANOTHER_NIP, NIP, TestPortal};

    async fn told(portal: &TestPortal, reset: &ResetRow) -> Result<(), Fault> {
        let mut unit = portal.store.write().await.unwrap();
        let (visitor, letter) = (Visitor::command_line(), Letter::ResetCancelled);
        tell(portal, &mut unit, &visitor, reset, &letter, Event::ResetCancelled).await?;
        unit.commit().await.unwrap();
        Ok(())
    }

    #[tokio::test]
    async fn the_person_gets_a_letter_and_whoever_asked_a_line_that_shows_no_number() {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        let operator = portal.account(ANOTHER_NIP, "operator").await;
        let reset = portal.reset(&person, Some(&operator)).await;
        told(&portal, &reset).await.unwrap();
        assert_eq!(portal.take_letters(&person).await.len(), 1);
        assert_eq!(portal.take_letters(&operator).await, []);
        for account in [&person, &operator] {
            let mut unit = portal.store.read().await.unwrap();
            let events = unit.audit_events_of(account.id, 10).await.unwrap();
            let about: Vec<_> =
                events.into_iter().map(|one| (one.event, one.masked_nip, one.object)).collect();
            let event = "reset-cancelled".to_owned();
            assert_eq!(about, [(event, person.nip.masked(), Some(reset.id.to_string()))]);
        }
    }

    #[tokio::test]
    async fn whoever_has_no_mailbox_finds_it_in_their_record_alone() {
        let portal = TestPortal::new().await;
        let person = portal.without_mailbox(NIP, "employee").await;
        let reset = portal.reset(&person, None).await;
        told(&portal, &reset).await.unwrap();
        assert_eq!(portal.take_letters(&person).await, []);
        assert_eq!(portal.events(&person).await, ["reset-cancelled"]);
    }

    #[tokio::test]
    async fn a_reset_of_nobody_is_a_fault() {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        let reset = portal.reset(&person, None).await;
        let of_nobody = ResetRow { account_id: portal.new_id(), ..reset };
        assert!(matches!(told(&portal, &of_nobody).await, Err(Fault::Corrupt(_))));
    }
}
