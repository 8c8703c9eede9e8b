//! What an operator does with somebody's account: with a reason that the person reads, after a fresh proof,
//! and within whom they reach when it happens. Outside of that nobody is there.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::{access, rights::NotTheirs},
        recovery::{
            disabled::{self, Standing, StandingChange},
            new_password::{self, Requested},
        },
        session::{
            self, LiveSession,
            ending::{EndReason, end_all_of},
        },
        values::naming,
    },
    store::{Account, Unit},
    wire::people::PersonAct,
};
use uuid::Uuid;

/// Characters of a name.
const LONGEST_NAME: usize = 200;

/// A name that a person may have; `None` where it is none.
#[must_use]
pub fn read_name(typed: &str) -> Option<String> {
    let name = naming::in_one_form(typed);
    let is_long = name.chars().count() > LONGEST_NAME;
    let has_letter = name.chars().any(char::is_alphabetic);
    (!is_long && has_letter && naming::is_readable(&name)).then_some(name)
}

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Acted {
    Done,
    /// A fresh proof is needed first.
    NotFresh,
    /// Nothing was left to do.
    AlreadySo,
    NoMailbox,
    /// The mailbox was corrected within a day, and resets nothing yet.
    MailboxRests,
    /// Too many letters were asked for.
    Wait,
}

/// # Errors
/// When something is broken; then nothing was done.
pub async fn act(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    act: PersonAct,
    reason: &str,
) -> Result<Result<Acted, NotTheirs>, Fault> {
    if !session.is_fresh(portal.now()) {
        return Ok(Ok(Acted::NotFresh));
    }
    let mut unit = portal.store.write().await?;
    let Some((operator, person)) = hold_reached(portal, &mut unit, session, id).await? else {
        return Ok(Err(NotTheirs));
    };
    access::note(portal, &mut unit, &operator, id, act, reason).await?;
    let acted = match act {
        PersonAct::Disabled | PersonAct::Enabled => {
            let to = match act {
                PersonAct::Disabled => Standing::Disabled,
                _ => Standing::Enabled,
            };
            let holder = Holder::of(&person);
            let changed =
                disabled::change_in(portal, &mut unit, visitor, person.id, &holder, to).await?;
            match changed {
                StandingChange::Done { .. } => Acted::Done,
                StandingChange::AlreadySo | StandingChange::NoAccount => Acted::AlreadySo,
            }
        }
        PersonAct::SignedOut => sign_out(portal, &mut unit, visitor, &person).await?,
        PersonAct::LinkSent if person.is_disabled() => Acted::AlreadySo,
        PersonAct::LinkSent if person.email.is_none() => Acted::NoMailbox,
        PersonAct::LinkSent => {
            let nip = &person.nip;
            let sent = new_password::send_link_in(portal, &mut unit, visitor, nip).await?;
            match sent {
                Requested::Sent => Acted::Done,
                Requested::MailboxRests => Acted::MailboxRests,
                Requested::Wait { .. } => Acted::Wait,
            }
        }
        _ => Acted::AlreadySo,
    };
    if acted == Acted::Done {
        finish(portal, unit, visitor, &operator, id).await?;
    }
    Ok(Ok(acted))
}

/// Gives somebody another name.
///
/// # Errors
/// When something is broken; then it is the old one.
pub async fn rename(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    name: &str,
    reason: &str,
) -> Result<Result<Acted, NotTheirs>, Fault> {
    if !session.is_fresh(portal.now()) {
        return Ok(Ok(Acted::NotFresh));
    }
    let mut unit = portal.store.write().await?;
    let Some((operator, person)) = hold_reached(portal, &mut unit, session, id).await? else {
        return Ok(Err(NotTheirs));
    };
    if person.name == name {
        return Ok(Ok(Acted::AlreadySo));
    }
    unit.set_name(&person, name).await?;
    access::note(portal, &mut unit, &operator, id, PersonAct::Renamed, reason).await?;
    let names = format!("{} → {name}", person.name);
    let holder = Holder::of(&person);
    audit::record_about(portal, &mut unit, Event::NameChanged, &holder, visitor, &names).await?;
    finish(portal, unit, visitor, &operator, id).await?;
    Ok(Ok(Acted::Done))
}

/// The operator and the person as they are while the unit lasts; `None`: not theirs.
async fn hold_reached(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    id: Uuid,
) -> Result<Option<(LiveSession, Account)>, Fault> {
    let operator = session::hold_with(portal, unit, session, id).await?;
    let person = unit.account(id).await?.filter(|person| operator.may_change(person));
    Ok(person.map(|person| (operator, person)))
}

/// Whether somebody was signed in anywhere; then they are not any more.
pub(super) async fn sign_out(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    person: &Account,
) -> Result<Acted, Fault> {
    if end_all_of(portal, unit, person.id, None, EndReason::ByOperator).await? == 0 {
        return Ok(Acted::AlreadySo);
    }
    audit::record(portal, unit, Event::SignedOut, &Holder::of(person), visitor).await?;
    Ok(Acted::Done)
}

/// In the record of whoever did it, too, last in the unit.
async fn finish(
    portal: &Portal,
    mut unit: Unit,
    visitor: &Visitor,
    operator: &LiveSession,
    person: Uuid,
) -> Result<(), Fault> {
    let holder = operator.holder();
    let object = person.to_string();
    audit::record_about(portal, &mut unit, Event::PersonChanged, &holder, visitor, &object).await?;
    Ok(unit.commit().await?)
}

#[cfg(test)]
mod tests;
