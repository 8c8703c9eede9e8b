//! Jobs on many people as their pages show them: to whoever ordered one, and to whoever may decide on it.

use super::bulk_job::{self, BulkTerms, BulkWhom, may_be_undone};
use crate::{
    domain::{
        Fault, Portal,
        people::{access::Before, account_import, authority::Reached, rights::Right},
        session::LiveSession,
        values::{calendar, nip::Nip},
    },
    i18n::Language,
    store::{BulkJobRow, BulkPersonRow, BulkPersonState, NamedBulkJob, Unit},
    wire::bulk::{BulkRefusal, BulkSample, BulkState, FileView, ListedBulk},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Jobs on a page.
const PAGE: usize = 30;
/// People whom a page shows of each kind.
const SAMPLE: i64 = 10;
/// Rows that are read at a time for a file.
const ROWS: i64 = 1000;

/// A job that somebody may see; to all others it is not there.
///
/// # Errors
/// When the database fails.
async fn find(
    unit: &mut Unit,
    session: &LiveSession,
    id: Uuid,
) -> Result<Option<BulkJobRow>, Fault> {
    let Some(job) = unit.bulk_job(id).await? else { return Ok(None) };
    let is_own = job.ordered_by == session.account;
    let terms = BulkTerms::of(&job)?;
    let is_shown = is_own
        || job.state != BulkState::Selecting
            && bulk_job::reaches(session, job.act, terms.over.as_deref());
    Ok((is_shown && session.demand(bulk_job::right(job.act)).is_ok()).then_some(job))
}

/// Those that somebody ordered, and all for whoever reaches everybody; the latest first, and where older ones begin.
///
/// # Errors
/// When the database fails.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
    before: Option<Before>,
    language: Language,
) -> Result<(Vec<ListedBulk>, Option<Before>), Fault> {
    let Before(at, id) = before.unwrap_or(Before::END);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut unit = portal.store.read().await?;
    let mut rows = if session.reached(Right::ChangePeople) == Ok(Reached::Everybody) {
        unit.bulk_jobs((at, id), limit).await?
    } else {
        unit.bulk_jobs_of(session.account, (at, id), limit).await?
    };
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let older = rows.last().filter(|_| has_more).map(|row| Before(row.job.ordered_at, row.job.id));
    let mut listed = Vec::new();
    for NamedBulkJob { job, orderer } in rows {
        listed.push(ListedBulk {
            id: job.id.to_string(),
            act: job.act,
            state: job.state,
            to: destination(session, &BulkTerms::of(&job)?),
            who: orderer,
            when: calendar::moment_in_words(job.ordered_at, language),
            people: bulk_job::people(&job),
        });
    }
    Ok((listed, older))
}

fn destination(session: &LiveSession, terms: &BulkTerms) -> Option<String> {
    let agency = terms.to.and_then(|to| session.agencies().agency(to));
    agency.map(|agency| agency.text.clone())
}

/// What the page of a job shows.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a view: each says one thing of the page")]
pub struct SeenBulk {
    pub job: BulkJobRow,
    pub orderer: String,
    pub to: Option<String>,
    pub undoes: Option<Uuid>,
    pub sample: Vec<BulkSample>,
    pub left_out: Vec<BulkSample>,
    pub file: Option<FileView>,
    pub needs_second: bool,
    pub is_expired: bool,
    pub may_send: bool,
    pub may_cancel: bool,
    pub may_decide: bool,
    pub may_undo: bool,
}

/// # Errors
/// When the database fails.
pub async fn view(
    portal: &Portal,
    session: &LiveSession,
    id: Uuid,
    language: Language,
) -> Result<Option<SeenBulk>, Fault> {
    let mut unit = portal.store.read().await?;
    let Some(job) = find(&mut unit, session, id).await? else { return Ok(None) };
    let terms = BulkTerms::of(&job)?;
    let orderer = unit.account(job.ordered_by).await?.map(|one| one.name).unwrap_or_default();
    let mut sample = Vec::new();
    for state in [BulkPersonState::Waiting, BulkPersonState::Done] {
        if sample.is_empty() {
            sample = some(&mut unit, session, id, state).await?;
        }
    }
    let mut left_out = some(&mut unit, session, id, BulkPersonState::Failed).await?;
    left_out.extend(some(&mut unit, session, id, BulkPersonState::Refused).await?);
    let mut file = None;
    if let BulkWhom::Filed { name, privileges, counts, trouble } = &terms.whom {
        let (name, trouble) = (name.clone(), trouble.clone());
        let mut lines = Vec::new();
        for state in [BulkPersonState::Failed, BulkPersonState::Refused] {
            let rows = unit.bulk_people(id, state, -1, SAMPLE).await?;
            let said = |note: String| account_import::said_in(&note, language).to_owned();
            lines.extend(
                rows.into_iter().map(|row| (row.position, row.note.map(said).unwrap_or_default())),
            );
        }
        file = Some(FileView { name, privileges: *privileges, counts: *counts, trouble, lines });
        left_out.clear();
    }
    let is_expired = match job.approval_id.filter(|_| job.state == BulkState::Waiting) {
        Some(asked) => unit.approval(asked).await?.is_none_or(|one| one.expires_at <= portal.now()),
        None => false,
    };
    let is_own = job.ordered_by == session.account;
    Ok(Some(SeenBulk {
        orderer,
        to: destination(session, &terms),
        undoes: match &terms.whom {
            BulkWhom::ChangedBy(before) => Some(*before),
            _ => None,
        },
        sample,
        left_out,
        needs_second: bulk_job::needs_second(&job),
        file,
        is_expired,
        may_send: is_own
            && bulk_job::people(&job) > 0
            && (job.state == BulkState::Ready || is_expired),
        may_cancel: is_own && !job.state.is_over(),
        may_decide: !is_own
            && job.state == BulkState::Waiting
            && !is_expired
            && bulk_job::reaches(session, job.act, terms.over.as_deref()),
        may_undo: is_own && may_be_undone(portal, &job),
        job,
    }))
}

async fn some(
    unit: &mut Unit,
    session: &LiveSession,
    job: Uuid,
    state: BulkPersonState,
) -> Result<Vec<BulkSample>, Fault> {
    let rows = unit.bulk_people(job, state, -1, SAMPLE).await?;
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.account_id).collect();
    let people = unit.accounts_among(&ids).await?;
    let names: HashMap<Uuid, String> =
        people.into_iter().map(|person| (person.id, person.name)).collect();
    let sample = |row: BulkPersonRow| BulkSample {
        name: row.account_id.and_then(|id| names.get(&id).cloned()),
        // What is no number is shown as it was typed.
        masked_nip: Nip::parse(&row.nip).map_or(row.nip.clone(), |nip| nip.masked()),
        agency: session.agencies().called(&row.agency).to_owned(),
        refusal: row.refusal.as_deref().and_then(|name| name.parse().ok()),
    };
    Ok(rows.into_iter().map(sample).collect())
}

/// One line of the file of those who were not changed.
#[derive(Debug)]
pub struct LeftOut {
    /// Of a file.
    pub line: i64,
    pub note: Option<String>,
    pub nip: String,
    pub agency: String,
    pub refusal: Option<BulkRefusal>,
}

/// Where a file of those who were not changed goes on.
#[derive(Debug, Clone, Copy)]
pub struct LeftOutPlace(BulkPersonState, i64);

impl LeftOutPlace {
    pub const BEGINNING: Self = Self(BulkPersonState::Refused, -1);
}

/// The job, where the file is there for somebody.
///
/// # Errors
/// When the database fails.
pub async fn with_left_out(
    portal: &Portal,
    session: &LiveSession,
    id: Uuid,
) -> Result<Option<BulkJobRow>, Fault> {
    find(&mut portal.store.read().await?, session, id).await
}

/// The next of those who were not changed, and where to go on; `None`: at the end.
///
/// # Errors
/// When the database fails.
pub async fn left_out(
    portal: &Portal,
    id: Uuid,
    LeftOutPlace(state, after): LeftOutPlace,
    language: Language,
) -> Result<(Vec<LeftOut>, Option<LeftOutPlace>), Fault> {
    let rows = portal.store.read().await?.bulk_people(id, state, after, ROWS).await?;
    let next = match rows.last() {
        Some(last) => Some(LeftOutPlace(state, last.position)),
        None if state == BulkPersonState::Refused => {
            Some(LeftOutPlace(BulkPersonState::Failed, -1))
        }
        None => None,
    };
    let line = |row: BulkPersonRow| LeftOut {
        line: row.position,
        note: row.note.map(|note| account_import::said_in(&note, language).to_owned()),
        refusal: row.refusal.as_deref().and_then(|name| name.parse().ok()),
        nip: row.nip,
        agency: row.agency,
    };
    Ok((rows.into_iter().map(line).collect(), next))
}
