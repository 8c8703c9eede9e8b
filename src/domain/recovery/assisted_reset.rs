//! Resets with two people: somebody has come to their operator, who asks; another one decides.
//!
//! Whoever asked is then shown a code for the person ([`super::enrolment_code`]). Nobody decides on what they asked for, or on themselves; operators act within their own agency and
//! never on an administrator. The states are drawn in [`super::reset`].

use super::{reset::complete, stale_request, tell::tell};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
        mail::Letter,
        people::{
            access,
            rights::{NotTheirs, Right},
        },
        session::{self, LiveSession},
        values::{calendar, nip::Nip, reason, reference_token::ReferenceToken},
    },
    i18n::Language,
    paths,
    store::{Account, NamedReset, ResetPhase, ResetRow},
    wire::{
        people::{PersonAct, ReasonProblem},
        reset::{ListedReset, RequestProblem, ResetState},
    },
};
use uuid::Uuid;

/// Resets on the operators' page.
const LISTED: i64 = 100;

/// Whether somebody with these roles, of this agency, may ask for or decide on a reset of `person`. A
/// disabled account is nobody's to reset.
pub(in crate::domain) fn is_in_scope(session: &LiveSession, person: &Account) -> bool {
    let is_self = person.id == session.account;
    let right = Right::to_reset(&person.roles, person.role_grant_count > 0);
    let is_theirs = session.may(right, &person.agency);
    !is_self && !person.is_disabled() && is_theirs
}

/// Asks for a reset of somebody who has come to their operator.
///
/// # Errors
/// When something is broken; then nothing was asked for.
pub async fn request(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    nip: &Nip,
    reason: &str,
) -> Result<Result<(), RequestProblem>, Fault> {
    let reason = match reason::read(reason) {
        Ok(reason) => reason,
        Err(ReasonProblem::Text(problem)) => return Ok(Err(RequestProblem::ReasonText(problem))),
        Err(ReasonProblem::Short) => return Ok(Err(RequestProblem::Reason)),
    };
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let person = unit.account_by_nip(nip.as_str()).await?;
    // Somebody of another agency is as good as nobody.
    let person = match person {
        Some(person) if is_in_scope(session, &person) => person,
        _ => return Ok(Err(RequestProblem::NotYours)),
    };
    let cancel = ReferenceToken::generate(portal.random());
    let now = portal.now();
    let reset = ResetRow {
        id: portal.new_id(),
        account_id: person.id,
        state: ResetPhase::Requested,
        agency: Some(person.agency.clone()),
        reason: Some(reason.clone()),
        requested_by: Some(session.account),
        decided_by: None,
        effective_at: None,
        cancel_token_hash: cancel.hash(),
        created_at: now,
    };
    stale_request::expire_in(portal, &mut unit, visitor, person.id).await?;
    if !unit.add_reset(&reset).await? {
        return Ok(Err(RequestProblem::AlreadyOpen));
    }
    access::note(portal, &mut unit, session, person.id, PersonAct::ResetRequested, &reason).await?;
    let link = paths::with_key(&portal.origin, paths::CANCEL_RESET, &cancel.to_text());
    let letter = Letter::ResetRequested { link: &link };
    tell(portal, &mut unit, visitor, &reset, &letter, Event::ResetRequested).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Approve,
    Refuse,
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Decided {
    Done,
    /// A fresh proof is needed first.
    NotFresh,
    /// It was asked for too long ago.
    Expired,
    /// It was decided or cancelled, or is not theirs: the same to them.
    Over,
}

/// Decides on a reset that somebody else has asked for, after a fresh proof.
///
/// # Errors
/// When something is broken; then it is as it was.
pub async fn decide(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    decision: Decision,
) -> Result<Decided, Fault> {
    if !session.is_fresh(portal.now()) {
        return Ok(Decided::NotFresh);
    }
    let mut unit = portal.store.write().await?;
    let Some(reset) = unit.reset(id).await? else {
        return Ok(Decided::Over);
    };
    let session = &session::hold_with(portal, &mut unit, session, reset.account_id).await?;
    let Some(person) = unit.account(reset.account_id).await? else {
        return Ok(Decided::Over);
    };
    if reset.requested_by == Some(session.account) || !is_in_scope(session, &person) {
        return Ok(Decided::Over);
    }
    if stale_request::is_expired(&reset, portal.now()) {
        return Ok(Decided::Expired);
    }
    let (to, event) = match decision {
        Decision::Approve => (ResetPhase::Done, Event::ResetApproved),
        Decision::Refuse => (ResetPhase::Refused, Event::ResetRefused),
    };
    if !unit.move_reset(id, ResetPhase::Requested, to, Some(session.account), portal.now()).await? {
        return Ok(Decided::Over);
    }
    let reason = reset.reason.as_deref().unwrap_or_default();
    access::note(portal, &mut unit, session, person.id, PersonAct::ResetDecided, reason).await?;
    if decision == Decision::Approve {
        complete(portal, &mut unit, visitor, &reset).await?;
    }
    let holder = session.holder();
    let object = id.to_string();
    audit::record_about(portal, &mut unit, event, &holder, visitor, &object).await?;
    unit.commit().await?;
    Ok(Decided::Done)
}

/// The assisted resets that somebody may see: of whom they reach.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
    language: Language,
) -> Result<Result<Vec<ListedReset>, NotTheirs>, Fault> {
    let Ok(reached) = session.reached(Right::ResetPeople) else { return Ok(Err(NotTheirs)) };
    let rows = portal.store.read().await?.assisted_resets(reached.agencies(), LISTED).await?;
    let listed = |row: NamedReset| {
        let right = Right::to_reset(&row.roles, row.role_grant_count > 0);
        if !session.may(right, &row.person_agency) {
            return Ok(None);
        }
        let state = match (row.reset.state, row.reset.decided_by) {
            _ if stale_request::is_expired(&row.reset, portal.now()) => ResetState::Expired,
            (stale_request::EXPIRED, None) => ResetState::Expired,
            (ResetPhase::Requested, _) => ResetState::Requested,
            (ResetPhase::Done, _) => ResetState::Done,
            (ResetPhase::Cancelled, _) => ResetState::Cancelled,
            (ResetPhase::Refused, Some(_)) => ResetState::Refused,
            (ResetPhase::Waiting, _) => {
                return Err(Fault::Corrupt("an assisted reset that waits by itself"));
            }
        };
        let is_party = row.reset.requested_by == Some(session.account)
            || row.reset.account_id == session.account;
        Ok(Some(ListedReset {
            id: row.reset.id.to_string(),
            name: row.name,
            masked_nip: row.nip.masked(),
            reason: row.reset.reason.unwrap_or_default(),
            requester: row.requester.unwrap_or_default(),
            decider: row.decider,
            when: calendar::moment_in_words(row.reset.created_at, language),
            state,
            may_decide: state == ResetState::Requested && !is_party,
            may_show_code: state == ResetState::Done
                && row.later == 0
                && row.reset.requested_by == Some(session.account),
        }))
    };
    rows.into_iter().filter_map(|row| listed(row).transpose()).collect::<Result<_, _>>().map(Ok)
}

#[cfg(test)]
mod tests;
