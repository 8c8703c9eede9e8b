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
    store::Account,
};

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
    let (since, event) = match standing {
        Standing::Enabled => (None, Event::AccountEnabled),
        Standing::Disabled => (Some(portal.now()), Event::AccountDisabled),
    };
    if !unit.set_disabled(account.id, since).await? {
        return Ok(StandingChange::AlreadySo);
    }
    // Also when it is enabled: a login that was under way when it was disabled opens nothing now.
    let sessions = end_all_of(&mut unit, account.id, None, EndReason::Disabled).await?;
    for purpose in [new_password::PURPOSE, reset::PURPOSE] {
        unit.remove_mailed_tokens_of(account.id, purpose).await?;
    }
    unit.remove_enrolment_code_of(account.id).await?;
    let open = unit.open_reset_of(account.id).await?;
    reset::cancel_in(portal, &mut unit, visitor, open).await?;
    let holder = Holder { account: Some(account.id), masked_nip: nip.masked() };
    audit::record(portal, &mut unit, event, &holder, visitor).await?;
    unit.commit().await?;
    Ok(StandingChange::Done { sessions })
}
