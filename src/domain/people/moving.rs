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
    let employee = Roles::default();
    if account.roles != employee {
        let object = format!("{} → {employee}", account.roles);
        let holder = Holder::of(account);
        audit::record_about(portal, unit, Event::RolesChanged, &holder, visitor, &object).await?;
    }
    granting::end_all_in(portal, unit, visitor, account).await?;
    unit.move_account(account.id, &agency.text, &employee).await?;
    let from = tree.called(&account.agency);
    let letter = Letter::PersonMoved { to: &agency.text };
    mail::post(portal, unit, visitor, account, &letter).await?;
    let object = format!("{from} → {}", agency.text);
    let holder = Holder::of(account);
    audit::record_about(portal, unit, Event::PersonMoved, &holder, visitor, &object).await?;
    Ok(Ok(()))
}
