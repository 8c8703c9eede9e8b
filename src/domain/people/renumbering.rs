//! A number is an attribute and changes: a PPPK gets another one with a contract elsewhere. The account stays, and
//! with it what services call its person. The old number is nobody else's ever again; whoever proves to be its
//! person is told that they have another one.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        mail::{self, Letter},
        people::access,
        session::{self, LiveSession},
        values::{nip::Nip, reason},
    },
    wire::{approval::NumberProblem, people::PersonAct},
};
use uuid::Uuid;

/// Gives somebody another number, after a fresh proof, and tells them. Their sessions go on.
///
/// # Errors
/// When the database fails; then they have the number that they had.
pub async fn change(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    account: Uuid,
    number: &Nip,
    typed_reason: &str,
) -> Result<Result<(), NumberProblem>, Fault> {
    let Ok(reason) = reason::read(typed_reason) else {
        return Ok(Err(NumberProblem::Reason));
    };
    let mut unit = portal.store.write().await?;
    let session = session::hold_with(portal, &mut unit, session, account).await?;
    let found = unit.account(account).await?.filter(|one| session.may_change(one));
    let Some(found) = found else {
        return Ok(Err(NumberProblem::Gone));
    };
    if !session.is_fresh(portal.now()) {
        return Ok(Err(NumberProblem::NotFresh));
    }
    let (before, now) = (found.nip.as_str(), portal.now());
    if !unit.change_number(found.id, before, number.as_str(), now).await? {
        return Ok(Err(NumberProblem::Taken));
    }
    let act = PersonAct::NumberChanged;
    access::note(portal, &mut unit, &session, found.id, act, &reason).await?;
    let letter = Letter::NumberChanged { to: &number.masked() };
    mail::post(portal, &mut unit, visitor, &found, &letter).await?;
    let holder = Holder { account: Some(found.id), masked_nip: number.masked() };
    let object = format!("{} → {}: {reason}", found.nip.masked(), number.masked());
    audit::record_about(portal, &mut unit, Event::NumberChanged, &holder, visitor, &object).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests;
