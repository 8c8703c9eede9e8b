//! Roles over a part of the tree: given for a time, ended before it or by themselves. Who may, and that a second
//! person agrees, is decided before ([`crate::domain::console::approval`]).

use super::{access, agency::AgencyTree, role::Role};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        mail::{self, Letter},
        people::rights::Right,
        session::{self, LiveSession},
        values::text,
    },
    store::{Account, RoleGrantRow, Unit},
    wire::{approval::RoleGrantProblem, people::PersonAct},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Characters of the number of a decree.
pub const LONGEST_DECREE: usize = 100;
/// No role is granted for longer; it may be granted again.
pub const LONGEST: Duration = Duration::days(5 * 365);

/// A role that is to be granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGrantDraft {
    /// By its name.
    pub role: String,
    /// Over this agency and all below it; `None`: over everybody.
    pub agency: Option<Uuid>,
    /// The number of the decree of an acting post (Plt, Plh).
    pub decree: Option<String>,
    /// Unix seconds.
    pub ends_at: Option<i64>,
}

/// Roles that may be held over everybody.
fn may_reach_everybody(role: Role) -> bool {
    matches!(role, Role::HelpDesk | Role::Auditor)
}

/// The role, when the draft can be granted at `now`.
///
/// # Errors
/// [`RoleGrantProblem`]: why not.
pub fn check(
    tree: &AgencyTree,
    draft: &RoleGrantDraft,
    now: OffsetDateTime,
) -> Result<Role, RoleGrantProblem> {
    let role = draft.role.parse::<Role>().ok().filter(|role| Role::GRANTED.contains(role));
    let role = role.ok_or(RoleGrantProblem::Role)?;
    match draft.agency {
        Some(agency) if tree.agency(agency).is_none() => return Err(RoleGrantProblem::Agency),
        None if !may_reach_everybody(role) => return Err(RoleGrantProblem::Agency),
        _ => {}
    }
    if let Some(decree) = &draft.decree {
        text::line(decree, LONGEST_DECREE).map_err(|_| RoleGrantProblem::Decree)?;
        if draft.ends_at.is_none() {
            return Err(RoleGrantProblem::End);
        }
    }
    let is_ahead = |end: i64| {
        OffsetDateTime::from_unix_timestamp(end).is_ok_and(|end| end > now && end <= now + LONGEST)
    };
    if draft.ends_at.is_none_or(is_ahead) { Ok(role) } else { Err(RoleGrantProblem::End) }
}

/// Grants a role to somebody whose account is locked in this unit, and tells them.
pub(in crate::domain) async fn grant_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: &Account,
    draft: &RoleGrantDraft,
    by: Uuid,
) -> Result<Result<(), RoleGrantProblem>, Fault> {
    let now = portal.now();
    let tree = &portal.commons.get().agencies;
    let role = match check(tree, draft, now) {
        Ok(role) => role,
        Err(problem) => return Ok(Err(problem)),
    };
    let row = RoleGrantRow {
        id: portal.new_id(),
        account_id: account.id,
        role,
        agency_id: draft.agency,
        decree: draft.decree.clone(),
        starts_at: now,
        ends_at: draft.ends_at.and_then(|end| OffsetDateTime::from_unix_timestamp(end).ok()),
        granted_by: Some(by),
        granted_at: now,
    };
    unit.add_role_grant(&row).await?;
    let object = described(tree, &row);
    mail::post(portal, unit, visitor, account, &Letter::RoleGranted { what: &object }).await?;
    audit::record_about(portal, unit, Event::RoleGranted, &Holder::of(account), visitor, &object)
        .await?;
    Ok(Ok(()))
}

/// A role and over whom, as the record says it.
#[must_use]
pub fn described(tree: &AgencyTree, row: &RoleGrantRow) -> String {
    let over = row.agency_id.and_then(|id| tree.agency(id)).map_or("*", |agency| &agency.text);
    format!("{} @ {over}", row.role.name())
}

/// Takes away all that somebody was granted, in a unit in which their account is locked.
pub(in crate::domain) async fn end_all_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: &Account,
) -> Result<(), Fault> {
    let tree = &portal.commons.get().agencies;
    for row in unit.role_grants_of(account.id).await? {
        unit.remove_role_grant(row.id, account.id).await?;
        let object = described(tree, &row);
        let holder = Holder::of(account);
        audit::record_about(portal, unit, Event::RoleEnded, &holder, visitor, &object).await?;
    }
    Ok(())
}

/// Why a role was not taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleNotEnded {
    /// It is over, or not theirs to end: the same to them.
    Gone,
    /// A fresh proof is needed first.
    NotFresh,
}

/// Takes away a role of somebody else before its time: one person is enough for that. Its person is told, and
/// reads the reason.
///
/// # Errors
/// When the database fails; then it is held as before.
pub async fn end(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    reason: &str,
) -> Result<Result<(), RoleNotEnded>, Fault> {
    let mut unit = portal.store.write().await?;
    let Some(row) = unit.role_grant(id).await? else {
        return Ok(Err(RoleNotEnded::Gone));
    };
    let session = session::hold_with(portal, &mut unit, session, row.account_id).await?;
    let account = unit.account(row.account_id).await?;
    let is_theirs =
        |one: &Account| one.id != session.account && session.may(Right::GrantRoles, &one.agency);
    let account = account.filter(is_theirs);
    let Some(account) = account else {
        return Ok(Err(RoleNotEnded::Gone));
    };
    if !session.is_fresh(portal.now()) {
        return Ok(Err(RoleNotEnded::NotFresh));
    }
    if !unit.remove_role_grant(id, account.id).await? {
        return Ok(Err(RoleNotEnded::Gone));
    }
    access::note(portal, &mut unit, &session, account.id, PersonAct::RoleEnded, reason).await?;
    let object = described(&portal.commons.get().agencies, &row);
    let letter = Letter::RoleEnded { what: &object };
    mail::post(portal, &mut unit, visitor, &account, &letter).await?;
    let holder = Holder::of(&account);
    audit::record_about(portal, &mut unit, Event::RoleEnded, &holder, visitor, &object).await?;
    unit.commit().await?;
    Ok(Ok(()))
}
