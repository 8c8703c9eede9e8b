//! What somebody does with a job on many people: orders it, lets it run, ends it, takes it back.

use super::{
    approval,
    bulk_job::{self, BulkTerms, BulkWhom},
    bulk_run,
    people::{self, AskedPeople},
    proposal::Proposal,
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
        people::account_import::read_number,
        session::{self, LiveSession},
        values::{reason, text},
    },
    store::{BulkJobRow, Unit},
    wire::{
        bulk::{BulkAct, BulkFields, BulkProblem, BulkState, MOST_NUMBERS},
        people::ReasonProblem,
    },
};
use std::collections::HashSet;
use time::Duration;
use uuid::Uuid;

/// Jobs that somebody orders within a day.
const MOST_A_DAY: i64 = 100;
/// Pieces of a selection that whoever orders a job waits for: a thousand people.
const PIECES: usize = 2;
/// Characters of a line that is no number.
const LONGEST_LINE: usize = 40;

/// A job that can be ordered.
#[derive(Debug)]
pub struct BulkDraft {
    act: BulkAct,
    terms: BulkTerms,
    reason: String,
}

/// Reads a form.
///
/// # Errors
/// All that is wrong with it.
pub fn read(session: &LiveSession, fields: &BulkFields) -> Result<BulkDraft, Vec<BulkProblem>> {
    let mut problems = Vec::new();
    let act = fields.act.parse().ok().filter(|act| BulkAct::OF_PEOPLE.contains(act));
    if act.is_none() {
        problems.push(BulkProblem::Act);
    }
    let mut to = None;
    if act == Some(BulkAct::Move) {
        to = session.agencies().spelled(&fields.to).map(|agency| agency.id);
        if to.is_none() {
            problems.push(BulkProblem::To);
        }
    }
    let whom = whom(session, fields).map_err(|problem| problems.push(problem)).ok();
    let reason = reason::read(&fields.reason)
        .map_err(|wrong| problems.push(BulkProblem::Reason(wrong)))
        .ok();
    match (act, whom, reason) {
        (Some(act), Some(whom), Some(reason)) if problems.is_empty() => {
            let over = Some(Vec::new());
            Ok(BulkDraft { act, terms: BulkTerms { whom, to, over }, reason })
        }
        _ => Err(problems),
    }
}

fn whom(session: &LiveSession, fields: &BulkFields) -> Result<BulkWhom, BulkProblem> {
    let numbers = numbers(&fields.numbers);
    if numbers.len() > MOST_NUMBERS {
        return Err(BulkProblem::TooManyNumbers { numbers: numbers.len() });
    }
    if !numbers.is_empty() {
        return Ok(BulkWhom::Numbered(numbers));
    }
    let BulkFields { query, agency, role, state, .. } = fields;
    if [query, agency, role, state].iter().all(|asked| asked.trim().is_empty()) {
        return Err(BulkProblem::Whom);
    }
    let asked = AskedPeople { query, agency, role, state, after: "" };
    people::criteria(session.agencies(), asked).map_err(|_| BulkProblem::Search)?;
    let [query, agency, role, state] = [query, agency, role, state].map(Clone::clone);
    Ok(BulkWhom::Found { query, agency, role, state })
}

/// Each once; a line that is no number stays as it was typed.
fn numbers(typed: &str) -> Vec<String> {
    let lines = typed.split(['\n', '\r', ',', ';', '\t']).map(str::trim);
    let read = |line: &str| match read_number(line) {
        Ok(nip) => nip.as_str().to_owned(),
        Err(_) => text::shown_again(&line.chars().take(LONGEST_LINE).collect::<String>()),
    };
    let mut seen = HashSet::new();
    let numbers = lines.filter(|line| !line.is_empty()).map(read);
    numbers.filter(|number| seen.insert(number.clone())).collect()
}

/// Why there is no job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkNotOrdered {
    NotTheirs,
    /// They ordered as many within a day as anybody may: each writes down whom it is about.
    TooMany,
}

/// Orders a job: whom it is about is written down, and nothing else happens yet.
///
/// # Errors
/// When the database fails; then there is none.
pub async fn order(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    draft: BulkDraft,
) -> Result<Result<Uuid, BulkNotOrdered>, Fault> {
    let BulkDraft { act, terms, reason } = draft;
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    if session.demand(bulk_job::right(act)).is_err() {
        return Ok(Err(BulkNotOrdered::NotTheirs));
    }
    let now = portal.now();
    if unit.count_bulk_jobs_since(session.account, now - Duration::DAY).await? >= MOST_A_DAY {
        return Ok(Err(BulkNotOrdered::TooMany));
    }
    let job = BulkJobRow {
        id: portal.new_id(),
        act,
        state: BulkState::Selecting,
        terms: terms.to_text()?,
        reason,
        ordered_by: session.account,
        ordered_at: now,
        address: visitor.address.to_string(),
        user_agent: visitor.user_agent.clone(),
        place: None,
        selected: 0,
        refused: 0,
        done: 0,
        failed: 0,
        approval_id: None,
        ended_at: None,
    };
    unit.add_bulk_job(&job).await?;
    unit.commit().await?;
    // Few people are written down at once; of many the job goes on.
    for _ in 0..PIECES {
        if !bulk_run::select_piece(portal, job.id).await? {
            break;
        }
    }
    Ok(Ok(job.id))
}

/// What became of the wish to let a job run, or to end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum BulkSent {
    Running,
    /// A second person decides.
    Waiting,
    Cancelled,
    /// A fresh proof is needed first.
    NotFresh,
    /// It is not theirs, or no longer to be decided: the same to them.
    Gone,
}

/// The job of whoever asks, as it is while the unit lasts.
async fn own(
    unit: &mut Unit,
    session: &LiveSession,
    id: Uuid,
) -> Result<Option<BulkJobRow>, Fault> {
    Ok(unit.lock_bulk_job(id).await?.filter(|job| job.ordered_by == session.account))
}

/// Whether a job waits for nobody: what was asked for is over.
async fn is_forgotten(portal: &Portal, unit: &mut Unit, job: &BulkJobRow) -> Result<bool, Fault> {
    let Some(approval) = job.approval_id.filter(|_| job.state == BulkState::Waiting) else {
        return Ok(false);
    };
    Ok(unit.approval(approval).await?.is_none_or(|one| one.expires_at <= portal.now()))
}

/// Lets a job run, or lays it before a second person.
///
/// # Errors
/// When the database fails; then it waits as before.
pub async fn send(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
) -> Result<BulkSent, Fault> {
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    let Some(mut job) = own(&mut unit, &session, id).await? else { return Ok(BulkSent::Gone) };
    let may_be_sent =
        job.state == BulkState::Ready || is_forgotten(portal, &mut unit, &job).await?;
    if !may_be_sent
        || bulk_job::people(&job) == 0
        || session.demand(bulk_job::right(job.act)).is_err()
    {
        return Ok(BulkSent::Gone);
    }
    if !session.is_fresh(portal.now()) {
        return Ok(BulkSent::NotFresh);
    }
    let sent = if bulk_job::needs_second(&job) {
        let terms = BulkTerms::of(&job)?;
        let proposal = Proposal::Bulk {
            job: id,
            act: job.act,
            people: bulk_job::people(&job),
            to: terms.to,
            over: terms.over,
        };
        let asked =
            approval::propose_in(portal, &mut unit, &session, &proposal, &job.reason).await?;
        job.approval_id = Some(asked);
        job.state = BulkState::Waiting;
        BulkSent::Waiting
    } else {
        job.state = BulkState::Running;
        BulkSent::Running
    };
    unit.set_bulk_job(&job).await?;
    record(portal, &mut unit, visitor, Event::BulkSent, &session, &job).await?;
    unit.commit().await?;
    if sent == BulkSent::Running {
        bulk_run::run_piece(portal, id).await?;
    }
    Ok(sent)
}

async fn record(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    event: Event,
    session: &LiveSession,
    job: &BulkJobRow,
) -> Result<(), Fault> {
    let object = format!("{} {} {}", job.act.name(), bulk_job::people(job), job.id);
    audit::record_about(portal, unit, event, &session.holder(), visitor, &object).await
}

/// Ends a job: who was changed stays so, nobody else is.
///
/// # Errors
/// When the database fails; then it goes on.
pub async fn cancel(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
) -> Result<BulkSent, Fault> {
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    let asked = unit.bulk_job(id).await?.and_then(|job| job.approval_id);
    // Before the job, as whoever decides does.
    if let Some(asked) = asked {
        unit.lock_approval(asked).await?;
    }
    let job = own(&mut unit, &session, id).await?.filter(|job| !job.state.is_over());
    let Some(mut job) = job else { return Ok(BulkSent::Gone) };
    let now = portal.now();
    if let Some(asked) = job.approval_id {
        approval::withdraw_in(&mut unit, &session, asked, now).await?;
    }
    job.state = BulkState::Cancelled;
    job.ended_at = Some(now);
    unit.drop_bulk_file(id).await?;
    unit.set_bulk_job(&job).await?;
    record(portal, &mut unit, visitor, Event::BulkCancelled, &session, &job).await?;
    unit.commit().await?;
    Ok(BulkSent::Cancelled)
}

/// Orders the job that takes another one back, of those who are still as it left them.
///
/// # Errors
/// When the database fails; then there is none.
pub async fn undo(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    typed_reason: &str,
) -> Result<Result<Result<Uuid, BulkNotOrdered>, ReasonProblem>, Fault> {
    let reason = match reason::read(typed_reason) {
        Ok(reason) => reason,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let job = portal.store.read().await?.bulk_job(id).await?;
    let job =
        job.filter(|job| job.ordered_by == session.account && bulk_job::may_be_undone(portal, job));
    let Some(act) = job.and_then(|job| bulk_job::opposite(job.act)) else {
        return Ok(Ok(Err(BulkNotOrdered::NotTheirs)));
    };
    let terms = BulkTerms { whom: BulkWhom::ChangedBy(id), to: None, over: Some(Vec::new()) };
    Ok(Ok(order(portal, visitor, session, BulkDraft { act, terms, reason }).await?))
}
