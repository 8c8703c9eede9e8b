//! Disabled accounts: nobody logs in to one by any way until it is enabled again, and to a stranger it
//! is an account with another password. What was open or under way ends at once, on every node
//! (ASVS 5.0 §7.4.2).
//!
//! Whoever lets somebody in or sends them something looks at [`Account::is_disabled`]; a session of a
//! disabled account is none ([`crate::store::Unit::session`]).

use super::{new_password, reset};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        session::ending::{EndReason, end_all_of},
        values::nip::Nip,
    },
    store::{Account, Unit},
};
use uuid::Uuid;

impl Account {
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Enabled,
    Disabled,
}

/// What became of the wish to change an account's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum StandingChange {
    /// `sessions`: so many have ended.
    Done {
        sessions: usize,
    },
    AlreadySo,
    NoAccount,
}

/// # Errors
/// When something is broken; then the account stands as it did.
pub async fn change(
    portal: &Portal,
    visitor: &Visitor,
    nip: &Nip,
    standing: Standing,
) -> Result<StandingChange, Fault> {
    let mut unit = portal.store.write().await?;
    let Some(account) = unit.account_by_nip(nip.as_str()).await? else {
        return Ok(StandingChange::NoAccount);
    };
    let holder = Holder::of(&account);
    let changed = change_in(portal, &mut unit, visitor, account.id, &holder, standing).await?;
    if let StandingChange::Done { .. } = changed {
        unit.commit().await?;
    }
    Ok(changed)
}

/// The same in a unit that does more; `holder`: whose account it is.
///
/// # Errors
/// When something is broken; then the caller's whole unit must not be committed.
pub async fn change_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: Uuid,
    holder: &Holder,
    standing: Standing,
) -> Result<StandingChange, Fault> {
    let (since, event) = match standing {
        Standing::Enabled => (None, Event::AccountEnabled),
        Standing::Disabled => (Some(portal.now()), Event::AccountDisabled),
    };
    if !unit.set_disabled(account, since).await? {
        return Ok(StandingChange::AlreadySo);
    }
    // Also when it is enabled: a login that was under way when it was disabled opens nothing now.
    let sessions = end_all_of(portal, unit, account, None, EndReason::Disabled).await?;
    for purpose in [new_password::PURPOSE, reset::PURPOSE] {
        unit.remove_mailed_tokens_of(account, purpose).await?;
    }
    unit.remove_mailbox_link_of(account).await?;
    unit.remove_enrolment_code_of(account).await?;
    let open = unit.open_reset_of(account).await?;
    reset::cancel_in(portal, unit, visitor, open).await?;
    audit::record(portal, unit, event, holder, visitor).await?;
    Ok(StandingChange::Done { sessions })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        session::{self, Computer, Opening, Stage},
        testing::{ANOTHER_NIP, NIP, TestPortal},
    };
    use crate::store::EnrolmentCodeRow;
    use time::Duration;

    async fn becomes(portal: &TestPortal, account: &Account, to: Standing) -> StandingChange {
        change(portal, &Visitor::command_line(), &account.nip, to).await.unwrap()
    }

    #[tokio::test]
    async fn what_was_open_or_under_way_ends_with_the_account_and_somebody_elses_goes_on() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let another = portal.account(ANOTHER_NIP, "employee").await;
        let reset = portal.reset(&account, None).await;
        for stage in [Stage::Authenticated, Stage::PasswordProved { step: None }] {
            portal.session(&account, stage).await;
        }
        portal.session(&another, Stage::Authenticated).await;
        let (now, later) = (portal.now(), portal.now() + Duration::MINUTE);
        let mut unit = portal.store.write().await.unwrap();
        for purpose in [new_password::PURPOSE, reset::PURPOSE] {
            unit.add_mailed_token(purpose.as_bytes(), account.id, purpose, later).await.unwrap();
        }
        let code = EnrolmentCodeRow {
            account_id: account.id,
            reset_id: reset.id,
            code_hash: "hash".into(),
            expires_at: later,
        };
        unit.set_enrolment_code(&code).await.unwrap();
        unit.commit().await.unwrap();
        let done = StandingChange::Done { sessions: 2 };
        assert_eq!(becomes(&portal, &account, Standing::Disabled).await, done);
        let mut unit = portal.store.read().await.unwrap();
        for purpose in [new_password::PURPOSE, reset::PURPOSE] {
            let token = unit.mailed_token(purpose.as_bytes(), purpose, now, later).await;
            assert_eq!(token.unwrap(), None, "{purpose}");
        }
        assert_eq!(unit.enrolment_code_of(account.id, now).await.unwrap(), None);
        assert_eq!(unit.open_reset_of(account.id).await.unwrap(), None);
        assert_eq!(unit.account(account.id).await.unwrap().unwrap().disabled_at, Some(now));
        assert_eq!(unit.sessions_of(another.id).await.unwrap().len(), 1);
        assert_eq!(portal.events(&account).await, ["reset-cancelled", "account-disabled"]);
        assert_eq!(portal.events(&another).await, [""; 0]);
    }

    #[tokio::test]
    async fn twice_the_same_changes_nothing_and_nobodys_number_neither() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (already, done) = (StandingChange::AlreadySo, StandingChange::Done { sessions: 0 });
        assert_eq!(becomes(&portal, &account, Standing::Enabled).await, already);
        for (to, became) in [
            (Standing::Disabled, done),
            (Standing::Disabled, already),
            (Standing::Enabled, done),
            (Standing::Enabled, already),
        ] {
            assert_eq!(becomes(&portal, &account, to).await, became);
        }
        assert_eq!(portal.events(&account).await, ["account-disabled", "account-enabled"]);
        let nobodys = Nip::parse(ANOTHER_NIP).unwrap();
        let changed = change(&portal, &Visitor::command_line(), &nobodys, Standing::Disabled).await;
        assert_eq!(changed.unwrap(), StandingChange::NoAccount);
    }

    #[tokio::test]
    async fn a_login_that_was_under_way_opens_nothing_when_the_account_is_enabled_again() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let _ = becomes(&portal, &account, Standing::Disabled).await;
        let mut unit = portal.store.write().await.unwrap();
        let opening = Opening {
            id: portal.new_id(),
            account: account.id,
            stage: Stage::Authenticated,
            computer: Computer::Own,
            methods: crate::domain::values::methods::Methods::default(),
        };
        let visitor = Visitor::command_line();
        let token = session::start(&portal, &mut unit, &visitor, &opening).await.unwrap();
        unit.commit().await.unwrap();
        assert!(session::current(&portal, Some(&token)).await.unwrap().is_none());
        let done = StandingChange::Done { sessions: 1 };
        assert_eq!(becomes(&portal, &account, Standing::Enabled).await, done);
        assert!(session::current(&portal, Some(&token)).await.unwrap().is_none());
    }
}
