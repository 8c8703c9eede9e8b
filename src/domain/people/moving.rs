//! Somebody works elsewhere from now on. What they could do there as an operator stays there: it ends in the same
//! commit in which their agency changes, so that nobody takes a right along.

use super::{
    granting,
    role::{Role, Roles},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        mail::{self, Letter},
    },
    store::{Account, Unit},
    wire::approval::MoveProblem,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Whether somebody may be moved at all: whoever administers the portal is first an administrator no longer.
///
/// # Errors
/// [`MoveProblem::Administrator`]
pub fn check(account: &Account) -> Result<(), MoveProblem> {
    if account.roles.has(Role::Administrator) { Err(MoveProblem::Administrator) } else { Ok(()) }
}

/// Moves somebody whose account is locked in this unit, and tells them.
pub(in crate::domain) async fn move_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: &Account,
    to: Uuid,
) -> Result<Result<(), MoveProblem>, Fault> {
    if let Err(problem) = check(account) {
        return Ok(Err(problem));
    }
    let tree = &portal.commons.get().agencies;
    let Some(agency) = tree.agency(to) else {
        return Ok(Err(MoveProblem::Agency));
    };
    if tree.of_text(&account.agency).is_some_and(|own| own.id == to) {
        return Ok(Err(MoveProblem::Same));
    }
    let events = move_all_in(portal, unit, visitor, &[(account, &agency.text)]).await?;
    Ok(Ok(audit::record_all(portal, unit, &events, visitor).await?))
}

/// Moves people whose accounts are locked in this unit, each to the agency with which a text stands. What is yet to
/// be recorded, at the unit's end: others wait for the end of a chain.
pub(in crate::domain) async fn move_all_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    moves: &[(&Account, &str)],
) -> Result<Vec<(Event, Holder, String)>, Fault> {
    let employee = Roles::default();
    let tree = &portal.commons.get().agencies;
    let mut to_each: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    let (mut letters, mut events) = (Vec::new(), Vec::new());
    for (account, to) in moves {
        to_each.entry(to).or_default().push(account.id);
        if account.roles != employee {
            let object = format!("{} → {employee}", account.roles);
            events.push((Event::RolesChanged, Holder::of(account), object));
        }
        if account.role_grant_count > 0 {
            granting::end_all_in(portal, unit, visitor, account).await?;
        }
        if let Some(mailbox) = &account.email {
            let whom = (account.id, account.name.as_str(), mailbox.as_str());
            letters.push(mail::written(portal, visitor, whom, &Letter::PersonMoved { to })?);
        }
        let object = format!("{} → {to}", tree.called(&account.agency));
        events.push((Event::PersonMoved, Holder::of(account), object));
    }
    for (to, accounts) in to_each {
        unit.move_accounts(&accounts, to, &employee.to_string()).await?;
    }
    unit.add_letters(&letters).await?;
    Ok(events)
}
