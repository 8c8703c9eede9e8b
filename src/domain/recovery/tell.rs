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
