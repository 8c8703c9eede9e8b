//! Four eyes: what one person proposes and another one decides.
//!
//! A proposal is kept as it was made, for 72 hours. Whoever decides has the same right over whom it is about, is
//! neither who proposed it nor whom it concerns, and has proved who they are within five minutes. What is
//! approved is done in the unit of work in which it is approved, under the rules of that moment: a
//! proposal that has become wrong meanwhile changes nothing and stays open.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::{
            granting::{self, RoleGrantDraft},
            moving,
            rights::Right,
        },
        session::{self, LiveSession},
        values::reason,
    },
    store::{Account, ApprovalRow, ApprovalState, NamedApproval, Unit},
    wire::approval::{ApprovalProblem, MoveProblem},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A proposal that nobody has decided on by then is over.
pub const LASTS: Duration = Duration::hours(72);
/// Proposals on one page, and read for it: those of others are left out.
const LISTED: i64 = 50;
const READ: i64 = 500;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposal {
    GrantRole(RoleGrantDraft),
    /// To another agency, which accepts.
    Move {
        to: Uuid,
    },
}

impl Proposal {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::GrantRole(_) => "grant-role",
            Self::Move { .. } => "move",
        }
    }

    /// The right that proposing and deciding it needs.
    #[must_use]
    pub fn right(&self) -> Right {
        match self {
            Self::GrantRole(_) => Right::GrantRoles,
            Self::Move { .. } => Right::MovePeople,
        }
    }

    /// Whose people somebody has to have that right of to decide: of whoever receives a person.
    fn decided_over(&self, portal: &Portal, person: &Account) -> Option<String> {
        match self {
            Self::GrantRole(_) => Some(person.agency.clone()),
            Self::Move { to } => {
                portal.commons.get().agencies.agency(*to).map(|agency| agency.text.clone())
            }
        }
    }

    fn check(&self, portal: &Portal, person: &Account) -> Result<(), ApprovalProblem> {
        let tree = &portal.commons.get().agencies;
        match self {
            Self::GrantRole(draft) => {
                granting::check(tree, draft, portal.now()).map(drop).map_err(ApprovalProblem::Role)
            }
            Self::Move { to } => {
                moving::check(person).map_err(ApprovalProblem::Move)?;
                let is_there = tree.agency(*to).is_some();
                is_there.then_some(()).ok_or(ApprovalProblem::Move(MoveProblem::Agency))
            }
        }
    }

    async fn carry_out(
        &self,
        portal: &Portal,
        unit: &mut Unit,
        visitor: &Visitor,
        person: &Account,
        requester: Uuid,
    ) -> Result<Result<(), ApprovalProblem>, Fault> {
        Ok(match self {
            Self::GrantRole(draft) => {
                granting::grant_in(portal, unit, visitor, person, draft, requester)
                    .await?
                    .map_err(ApprovalProblem::Role)
            }
            Self::Move { to } => moving::move_in(portal, unit, visitor, person, *to)
                .await?
                .map_err(ApprovalProblem::Move),
        })
    }
}

/// Lays something about a person before somebody else; the proposal's id.
///
/// # Errors
/// When the database fails; then nothing was proposed.
pub async fn propose(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    person: Uuid,
    proposal: &Proposal,
    typed_reason: &str,
) -> Result<Result<Uuid, ApprovalProblem>, Fault> {
    let Ok(reason) = reason::read(typed_reason) else {
        return Ok(Err(ApprovalProblem::Reason));
    };
    let now = portal.now();
    let mut unit = portal.store.write().await?;
    let session = session::hold_with(portal, &mut unit, session, person).await?;
    let is_theirs =
        |one: &Account| one.id != session.account && session.may(proposal.right(), &one.agency);
    let Some(person) = unit.account(person).await?.filter(is_theirs) else {
        return Ok(Err(ApprovalProblem::Gone));
    };
    if let Err(problem) = proposal.check(portal, &person) {
        return Ok(Err(problem));
    }
    if unit.has_open_approval(proposal.kind(), person.id, now).await? {
        return Ok(Err(ApprovalProblem::Waits));
    }
    let row = ApprovalRow {
        id: portal.new_id(),
        kind: proposal.kind().to_owned(),
        agency: proposal.decided_over(portal, &person),
        account_id: Some(person.id),
        proposal: serde_json::to_string(proposal)
            .map_err(|_| Fault::Corrupt("an unwritable proposal"))?,
        reason,
        state: ApprovalState::Open,
        requested_by: Some(session.account),
        requested_at: now,
        expires_at: now + LASTS,
        decided_by: None,
        decided_at: None,
    };
    unit.add_approval(&row).await?;
    let object = format!("{} {}", row.kind, row.id);
    record_for_both(
        portal,
        &mut unit,
        visitor,
        Event::ApprovalRequested,
        &session,
        &person,
        &object,
    )
    .await?;
    unit.commit().await?;
    Ok(Ok(row.id))
}

/// In the record of the person, and in that of whoever acts.
async fn record_for_both(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    event: Event,
    session: &LiveSession,
    person: &Account,
    object: &str,
) -> Result<(), Fault> {
    let masked_nip = person.nip.masked();
    let theirs = Holder { account: Some(person.id), masked_nip: masked_nip.clone() };
    let actors = Holder { account: Some(session.account), masked_nip };
    let events = [(event, theirs, object.to_owned()), (event, actors, object.to_owned())];
    audit::record_all(portal, unit, &events, visitor).await
}

/// What somebody does with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalDecision {
    Approve,
    Refuse,
    /// By whoever proposed it.
    Withdraw,
}

fn read(row: &ApprovalRow) -> Result<Proposal, Fault> {
    serde_json::from_str(&row.proposal).map_err(|_| Fault::Corrupt("an unreadable proposal"))
}

/// Decides on a proposal.
///
/// # Errors
/// When the database fails; then it waits as before.
pub async fn decide(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    decision: ApprovalDecision,
) -> Result<Result<(), ApprovalProblem>, Fault> {
    let gone = Ok(Err(ApprovalProblem::Gone));
    let mut unit = portal.store.write().await?;
    let Some(row) = unit.approval(id).await? else { return gone };
    let Some(person) = row.account_id else { return gone };
    // Accounts before what belongs to them, as everywhere.
    let session = session::hold_with(portal, &mut unit, session, person).await?;
    let (Some(row), Some(person)) = (unit.lock_approval(id).await?, unit.account(person).await?)
    else {
        return gone;
    };
    let proposal = read(&row)?;
    if row.state != ApprovalState::Open || !may_decide(&session, &row, &proposal, decision) {
        return gone;
    }
    let now = portal.now();
    if row.expires_at <= now {
        return Ok(Err(ApprovalProblem::Expired));
    }
    if !session.is_fresh(now) {
        return Ok(Err(ApprovalProblem::NotFresh));
    }
    let requester = row.requested_by.unwrap_or_default();
    let (state, event) = match decision {
        ApprovalDecision::Approve => {
            let done = proposal.carry_out(portal, &mut unit, visitor, &person, requester).await?;
            if let Err(problem) = done {
                return Ok(Err(problem));
            }
            (ApprovalState::Approved, Event::ApprovalGiven)
        }
        ApprovalDecision::Refuse => (ApprovalState::Refused, Event::ApprovalRefused),
        ApprovalDecision::Withdraw => (ApprovalState::Withdrawn, Event::ApprovalWithdrawn),
    };
    if !unit.close_approval(id, state, session.account, now).await? {
        return gone;
    }
    let object = format!("{} {}", row.kind, row.id);
    record_for_both(portal, &mut unit, visitor, event, &session, &person, &object).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Whether somebody may decide so: their own proposal is theirs to take back alone.
fn may_decide(
    session: &LiveSession,
    row: &ApprovalRow,
    proposal: &Proposal,
    decision: ApprovalDecision,
) -> bool {
    let is_own = row.requested_by == Some(session.account);
    if decision == ApprovalDecision::Withdraw {
        return is_own;
    }
    let is_about_them = row.account_id == Some(session.account);
    let reaches = row.agency.as_deref().is_some_and(|text| session.may(proposal.right(), text));
    !is_own && !is_about_them && reaches
}

/// A proposal as somebody sees it.
#[derive(Debug, Clone)]
pub struct SeenProposal {
    pub row: NamedApproval,
    pub proposal: Proposal,
    pub may_decide: bool,
    pub may_withdraw: bool,
    pub is_expired: bool,
}

/// Proposals in one state that somebody made or may decide on, the latest first; `before`: the last one of the
/// page before.
///
/// # Errors
/// When the database fails.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
    state: ApprovalState,
    before: Option<(OffsetDateTime, Uuid)>,
) -> Result<Vec<SeenProposal>, Fault> {
    let now = portal.now();
    let before = before.unwrap_or((now + Duration::DAY, Uuid::max()));
    let rows = portal.store.read().await?.approvals(state, before, READ).await?;
    let mut seen = Vec::new();
    for row in rows {
        let proposal = read(&row.approval)?;
        let one = &row.approval;
        let may_decide = may_decide(session, one, &proposal, ApprovalDecision::Approve);
        let may_withdraw = one.requested_by == Some(session.account);
        if !may_decide && !may_withdraw {
            continue;
        }
        let is_expired = one.expires_at <= now;
        seen.push(SeenProposal { row, proposal, may_decide, may_withdraw, is_expired });
        if i64::try_from(seen.len()).unwrap_or(LISTED) >= LISTED {
            break;
        }
    }
    Ok(seen)
}

#[cfg(test)]
mod tests;
