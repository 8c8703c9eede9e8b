//! Four eyes: what one person proposes and another one decides.
//!
//! A proposal is kept as it was made, for 72 hours. It is about a person, or about the portal as a whole. Whoever
//! decides has the same right over whom it is about, is neither who proposed it nor whom it concerns, and has
//! proved who they are within five minutes. What is approved is done in the unit of work in which it is
//! approved, under the rules of that moment: a proposal that has become wrong meanwhile changes nothing and stays
//! open.

use super::{bulk_job, proposal::Proposal};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::{
            access::{self, Before},
            authority::{Authority, Reached},
        },
        session::{self, LiveSession},
        values::reason,
    },
    store::{Account, ApprovalRow, ApprovalState, NamedApproval, Unit},
    wire::{
        approval::{ApprovalProblem, ProposalState},
        people::PersonAct,
    },
};
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A proposal that nobody has decided on by then is over.
pub const LASTS: Duration = Duration::hours(72);
/// Proposals on one page.
const LISTED: usize = 50;
/// Read at a time, and for one page at most: those of others are left out.
const READ: usize = 500;
const MOST: usize = 10 * READ;

/// Lays something before somebody else; the proposal's id. `person`: whom it is about, `None` for the portal.
///
/// # Errors
/// When the database fails; then nothing was proposed.
pub async fn propose(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    person: Option<Uuid>,
    proposal: &Proposal,
    typed_reason: &str,
) -> Result<Result<Uuid, ApprovalProblem>, Fault> {
    let Ok(reason) = reason::read(typed_reason) else {
        return Ok(Err(ApprovalProblem::Reason));
    };
    let now = portal.now();
    let mut unit = portal.store.write().await?;
    let session = match person {
        Some(person) => session::hold_with(portal, &mut unit, session, person).await?,
        None => session::hold(portal, &mut unit, session).await?,
    };
    let is_theirs =
        |one: &Account| one.id != session.account && session.may(proposal.right(), &one.agency);
    let may_propose = match proposal.proposed_over(portal) {
        Some(agency) => session.may(proposal.right(), &agency),
        None => session.has_everywhere(proposal.right()),
    };
    let person = match person {
        Some(person) => unit.account(person).await?.filter(is_theirs).map(Some),
        None => may_propose.then_some(None),
    };
    let Some(person) = person else {
        return Ok(Err(ApprovalProblem::Gone));
    };
    if let Err(problem) = proposal.check(portal, person.as_ref()) {
        return Ok(Err(problem));
    }
    let (kind, object) = (proposal.kind().name(), proposal.object());
    let account = person.as_ref().map(|person| person.id);
    if unit.has_open_approval(kind, account, object, now).await? {
        return Ok(Err(ApprovalProblem::Waits));
    }
    let row = ApprovalRow {
        agency: proposal.decided_over(portal, person.as_ref()),
        account_id: account,
        ..row_of(portal, &session, proposal, reason)?
    };
    unit.add_approval(&row).await?;
    let event = Event::ApprovalRequested;
    record_for_both(portal, &mut unit, visitor, event, &session, person.as_ref(), &row).await?;
    if let (Some(person), Some(act)) = (&person, proposal.act()) {
        access::note(portal, &mut unit, &session, person.id, act, &row.reason).await?;
    }
    unit.commit().await?;
    Ok(Ok(row.id))
}

/// A proposal that has yet to be kept, about the portal as a whole.
fn row_of(
    portal: &Portal,
    session: &LiveSession,
    proposal: &Proposal,
    reason: String,
) -> Result<ApprovalRow, Fault> {
    let now = portal.now();
    Ok(ApprovalRow {
        id: portal.new_id(),
        kind: proposal.kind().name().to_owned(),
        agency: None,
        account_id: None,
        object: proposal.object().map(str::to_owned),
        proposal: serde_json::to_string(proposal)
            .map_err(|_| Fault::Corrupt("an unwritable proposal"))?,
        reason,
        state: ApprovalState::Open,
        requested_by: Some(session.account),
        requested_at: now,
        expires_at: now + LASTS,
        decided_by: None,
        decided_at: None,
    })
}

/// In the record of the person, if it is about one, and in that of whoever acts.
async fn record_for_both(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    event: Event,
    session: &LiveSession,
    person: Option<&Account>,
    row: &ApprovalRow,
) -> Result<(), Fault> {
    let object = match &row.object {
        Some(object) => format!("{} {object} {}", row.kind, row.id),
        None => format!("{} {}", row.kind, row.id),
    };
    let masked_nip = person.map_or_else(|| session.nip.masked(), |person| person.nip.masked());
    let actors = Holder { account: Some(session.account), masked_nip };
    let events: Vec<_> = person
        .map(Holder::of)
        .into_iter()
        .chain([actors])
        .map(|holder| (event, holder, object.clone()))
        .collect();
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
    let proposal = Proposal::of(&row)?;
    if let Proposal::Bulk { .. } = proposal {
        return decide_on_many(portal, visitor, session, unit, row, decision).await;
    }
    proposal.lock(&mut unit).await?;
    // Accounts before what belongs to them, as everywhere.
    let session = match row.account_id {
        Some(person) => session::hold_with(portal, &mut unit, session, person).await?,
        None => session::hold(portal, &mut unit, session).await?,
    };
    let Some(row) = unit.lock_approval(id).await? else { return gone };
    let person = match row.account_id {
        None => None,
        Some(person) => match unit.account(person).await? {
            Some(person) => Some(person),
            None => return gone,
        },
    };
    let proposal = Proposal::of(&row)?;
    let now = portal.now();
    if let Err(problem) = judge(&session, &row, &proposal, decision, now) {
        return Ok(Err(problem));
    }
    let person = person.as_ref();
    let (state, event, act) = match decision {
        ApprovalDecision::Approve => {
            let requester = requester_of(portal, &mut unit, &row, &proposal, person).await?;
            let Some(requester) = requester else { return Ok(Err(ApprovalProblem::Stale)) };
            let by = session.holder();
            let done =
                proposal.carry_out(portal, &mut unit, visitor, person, &by, requester).await?;
            if let Err(problem) = done {
                return Ok(Err(problem));
            }
            (ApprovalState::Approved, Event::ApprovalGiven, PersonAct::ProposalApproved)
        }
        ApprovalDecision::Refuse => {
            (ApprovalState::Refused, Event::ApprovalRefused, PersonAct::ProposalRefused)
        }
        ApprovalDecision::Withdraw => {
            (ApprovalState::Withdrawn, Event::ApprovalWithdrawn, PersonAct::ProposalWithdrawn)
        }
    };
    if !unit.close_approval(id, state, session.account, now).await? {
        return gone;
    }
    record_for_both(portal, &mut unit, visitor, event, &session, person, &row).await?;
    if let Some(person) = person {
        access::note(portal, &mut unit, &session, person.id, act, &row.reason).await?;
    }
    unit.commit().await?;
    if state == ApprovalState::Approved {
        proposal.tell(portal).await?;
    }
    Ok(Ok(()))
}

/// Who made a proposal, while they could do so still: it is as good as the right behind it. An agency that
/// somebody has left gives them to nobody.
async fn requester_of(
    portal: &Portal,
    unit: &mut Unit,
    row: &ApprovalRow,
    proposal: &Proposal,
    person: Option<&Account>,
) -> Result<Option<Uuid>, Fault> {
    let Some(id) = row.requested_by else { return Ok(None) };
    let requester = unit.account(id).await?.filter(|one| !one.is_disabled());
    let Some(requester) = requester else { return Ok(None) };
    let granted = unit.role_grants_of(id).await?;
    let tree = Arc::clone(&portal.commons.get().agencies);
    let now = portal.now();
    let authority = Authority::of(tree, &requester.roles, &requester.agency, &granted, now);
    let right = proposal.right();
    let over = person.map(|person| person.agency.clone());
    let could = match over.or_else(|| proposal.proposed_over(portal)) {
        Some(agency) => authority.may(right, &agency),
        None => authority.reached(right) == Ok(Reached::Everybody),
    };
    Ok(could.then_some(id))
}

/// Lays a job on many people before somebody else, in the unit in which it begins to wait; the proposal's id.
pub(super) async fn propose_in(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    proposal: &Proposal,
    reason: &str,
) -> Result<Uuid, Fault> {
    let row = row_of(portal, session, proposal, reason.to_owned())?;
    unit.add_approval(&row).await?;
    Ok(row.id)
}

/// Takes a proposal back, which is locked in this unit, where nobody has decided on it.
pub(super) async fn withdraw_in(
    unit: &mut Unit,
    session: &LiveSession,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(), Fault> {
    unit.close_approval(id, ApprovalState::Withdrawn, session.account, now).await?;
    Ok(())
}

/// Decides on a job on many people, which each of them will read of.
async fn decide_on_many(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    mut unit: Unit,
    row: ApprovalRow,
    decision: ApprovalDecision,
) -> Result<Result<(), ApprovalProblem>, Fault> {
    let gone = Ok(Err(ApprovalProblem::Gone));
    let session = session::hold(portal, &mut unit, session).await?;
    let Some(row) = unit.lock_approval(row.id).await? else { return gone };
    let proposal = Proposal::of(&row)?;
    let Proposal::Bulk { job, .. } = proposal else { return gone };
    let now = portal.now();
    if let Err(problem) = judge(&session, &row, &proposal, decision, now) {
        return Ok(Err(problem));
    }
    let (state, event, is_done) = match decision {
        ApprovalDecision::Approve => {
            let begun = bulk_job::begin_in(&mut unit, job).await?;
            (ApprovalState::Approved, Event::ApprovalGiven, begun)
        }
        ApprovalDecision::Refuse => {
            let refused = bulk_job::refuse_in(&mut unit, job, now).await?;
            (ApprovalState::Refused, Event::ApprovalRefused, refused)
        }
        ApprovalDecision::Withdraw => {
            let refused = bulk_job::refuse_in(&mut unit, job, now).await?;
            (ApprovalState::Withdrawn, Event::ApprovalWithdrawn, refused)
        }
    };
    if !is_done || !unit.close_approval(row.id, state, session.account, now).await? {
        return gone;
    }
    let object = format!("{} {}", row.kind, job);
    audit::record_about(portal, &mut unit, event, &session.holder(), visitor, &object).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Whether somebody may decide so now.
fn judge(
    session: &LiveSession,
    row: &ApprovalRow,
    proposal: &Proposal,
    decision: ApprovalDecision,
    now: OffsetDateTime,
) -> Result<(), ApprovalProblem> {
    if row.state != ApprovalState::Open || !may_decide(session, row, proposal, decision) {
        Err(ApprovalProblem::Gone)
    } else if row.expires_at <= now {
        Err(ApprovalProblem::Expired)
    } else if !session.is_fresh(now) {
        Err(ApprovalProblem::NotFresh)
    } else {
        Ok(())
    }
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
    let right = proposal.right();
    let reaches = match (proposal, &row.agency, row.account_id) {
        (Proposal::Bulk { act, over, .. }, ..) => bulk_job::reaches(session, *act, over.as_deref()),
        (_, Some(agency), _) => session.may(right, agency),
        (_, None, None) => session.has_everywhere(right),
        (_, None, Some(_)) => false,
    };
    !is_own && !is_about_them && reaches
}

/// A proposal as somebody sees it.
#[derive(Debug, Clone)]
pub struct SeenProposal {
    pub row: NamedApproval,
    pub proposal: Proposal,
    pub may_decide: bool,
    pub may_withdraw: bool,
}

/// Proposals in one state that somebody made or may decide on, the latest first, and where older ones begin;
/// `before`: the last one of the page before.
///
/// # Errors
/// When the database fails.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
    state: ProposalState,
    before: Option<Before>,
) -> Result<(Vec<SeenProposal>, Option<Before>), Fault> {
    let (start, limit) = (OffsetDateTime::UNIX_EPOCH, portal.now() - LASTS);
    let Before(latest, last) = before.unwrap_or(Before::END);
    let (stored, from, mut place) = match state {
        ProposalState::Open => (ApprovalState::Open, limit, (latest, last)),
        ProposalState::Expired => {
            (ApprovalState::Open, start, (latest, last).min((limit, Uuid::max())))
        }
        ProposalState::Approved => (ApprovalState::Approved, start, (latest, last)),
        ProposalState::Refused => (ApprovalState::Refused, start, (latest, last)),
        ProposalState::Withdrawn => (ApprovalState::Withdrawn, start, (latest, last)),
    };
    let (mut seen, mut read) = (Vec::new(), 0);
    loop {
        let rows = portal.store.read().await?.approvals(stored, from, place, READ).await?;
        let is_end = rows.len() < READ;
        read += rows.len();
        for row in rows {
            if seen.len() == LISTED {
                return Ok((seen, Some(Before(place.0, place.1))));
            }
            place = (row.approval.requested_at, row.approval.id);
            seen.extend(seen_by(session, row, state)?);
        }
        if is_end {
            return Ok((seen, None));
        }
        if read >= MOST {
            return Ok((seen, Some(Before(place.0, place.1))));
        }
    }
}

/// A proposal, where it is somebody's to see.
fn seen_by(
    session: &LiveSession,
    row: NamedApproval,
    state: ProposalState,
) -> Result<Option<SeenProposal>, Fault> {
    let proposal = Proposal::of(&row.approval)?;
    let decides = may_decide(session, &row.approval, &proposal, ApprovalDecision::Approve);
    let withdraws = may_decide(session, &row.approval, &proposal, ApprovalDecision::Withdraw);
    let is_open = state == ProposalState::Open;
    let (may_decide, may_withdraw) = (is_open && decides, is_open && withdraws);
    let is_theirs = decides || withdraws;
    Ok(is_theirs.then_some(SeenProposal { row, proposal, may_decide, may_withdraw }))
}

#[cfg(test)]
mod tests;
