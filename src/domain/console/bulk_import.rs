//! Bringing in a clerk's file that came by a browser, by the code of `accounts import`: looked at first, then, once a
//! second person has agreed, carried out. The file lies in the database until then, so that any node has it. Broken off,
//! it is begun again: who has landed is as the file says, so nothing changes for them, and nobody is told twice.

use super::bulk_job::{self, BulkTerms, BulkWhom, Orderer, orderer, visitor_of};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
        lease::{self, Job},
        people::{
            account_import::{
                self, AccountFile, FileProblem, ImportError, Listener, Note, Privileges, RowChange,
                RowProblem, Terms, Totals,
            },
            authority::Authority,
            rights::Right,
            role::Roles,
        },
        session::{self, LiveSession},
        values::{naming, reason},
    },
    store::{Account, BulkJobRow, BulkPersonRow, BulkPersonState, Store},
    wire::bulk::{BulkAct, BulkRefusal, BulkState, FileCounts, FileTrouble},
};
use std::{
    collections::BTreeSet,
    io::{self, Read},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::mpsc::{self, Receiver},
    task::spawn_blocking,
    time::sleep,
};
use uuid::Uuid;

/// Bytes of a file: some millions of people.
pub const LARGEST: u64 = 512 * 1024 * 1024;
/// Bytes of one piece of it.
pub const PIECE: usize = 1024 * 1024;
/// Refused lines that are kept; the others are counted.
const KEPT_LINES: usize = 10_000;
/// How often it is written down how far it is, and looked whether it is to go on.
const TELL_EVERY: Duration = Duration::from_secs(2);
/// Characters of the name of a file.
const LONGEST_NAME: usize = 100;

/// Begins a job whose file comes piece by piece, and what is wrong with it already: whoever has a file that is not
/// brought in yet sends no other, so that nobody fills the disk. `None`: not theirs.
///
/// # Errors
/// When the database fails; then there is none.
pub async fn begin(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<Option<(Uuid, Option<FileTrouble>)>, Fault> {
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    if session.demand(Right::ImportPeople).is_err() {
        return Ok(None);
    }
    let is_another = unit.has_unfinished_import(session.account).await?;
    let whom =
        BulkWhom::Filed { name: String::new(), privileges: false, counts: None, trouble: None };
    let job = BulkJobRow {
        id: portal.new_id(),
        act: BulkAct::Import,
        state: BulkState::Uploading,
        terms: BulkTerms { whom, to: None, over: Some(Vec::new()) }.to_text()?,
        reason: String::new(),
        ordered_by: session.account,
        ordered_at: portal.now(),
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
    Ok(Some((job.id, is_another.then_some(FileTrouble::Another))))
}

/// Keeps a piece of the file.
///
/// # Errors
/// When the database fails.
pub async fn put(portal: &Portal, job: Uuid, position: i64, bytes: &[u8]) -> Result<(), Fault> {
    let mut unit = portal.store.write_in_bulk().await?;
    unit.add_bulk_file(job, position, bytes).await?;
    Ok(unit.commit().await?)
}

/// Removes what came of a file that is not brought in.
///
/// # Errors
/// When the database fails; then it is removed later.
pub async fn forget(portal: &Portal, job: Uuid) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    unit.remove_bulk_job(job).await?;
    Ok(unit.commit().await?)
}

/// What was sent with a file.
#[derive(Debug, Default)]
pub struct SentFile {
    pub name: String,
    pub reason: String,
    pub privileges: bool,
    /// What is wrong with it already.
    pub trouble: Option<FileTrouble>,
}

/// All of the file is there, or what came of it is good for nothing: then it is removed, and the job says why.
///
/// # Errors
/// When the database fails.
pub async fn complete(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    sent: SentFile,
) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    let uploading = |job: &BulkJobRow| job.state == BulkState::Uploading;
    let Some(job) = unit.lock_bulk_job(id).await?.filter(uploading) else { return Ok(()) };
    let reason = reason::read(&sent.reason);
    let trouble = sent.trouble.or(reason.is_err().then_some(FileTrouble::Reason));
    let state = if trouble.is_some() { BulkState::Unreadable } else { BulkState::Selecting };
    if trouble.is_some() {
        unit.drop_bulk_file(id).await?;
    }
    let name: String = naming::in_one_form(&sent.name).chars().take(LONGEST_NAME).collect();
    // Who is an operator or an administrator is said by administrators alone.
    let privileges = sent.privileges && session.demand(Right::GrantRoles).is_ok();
    let whom = BulkWhom::Filed { name, privileges, counts: None, trouble };
    let terms = BulkTerms { whom, to: None, over: Some(Vec::new()) }.to_text()?;
    let ended_at = (state == BulkState::Unreadable).then(|| portal.now());
    unit.set_bulk_job(&BulkJobRow { state, terms, ended_at, ..job }).await?;
    unit.set_bulk_reason(id, &reason.unwrap_or_default()).await?;
    let (holder, object) = (session.holder(), format!("import {id}"));
    audit::record_about(portal, &mut unit, Event::FileUploaded, &holder, visitor, &object).await?;
    Ok(unit.commit().await?)
}

/// A file as its pieces come out of the database.
struct StoredFile {
    pieces: Receiver<Result<Vec<u8>, Fault>>,
    piece: io::Cursor<Vec<u8>>,
}

impl StoredFile {
    fn of(store: Store, job: Uuid) -> Self {
        let (sender, pieces) = mpsc::channel(2);
        tokio::spawn(async move {
            for position in 0.. {
                let piece = async { store.read().await?.bulk_file(job, position).await };
                let Some(piece) = piece.await.map_err(Fault::from).transpose() else { break };
                if sender.send(piece).await.is_err() {
                    break;
                }
            }
        });
        Self { pieces, piece: io::Cursor::default() }
    }
}

impl Read for StoredFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            match self.pieces.blocking_recv() {
                Some(Ok(piece)) => self.piece = io::Cursor::new(piece),
                Some(Err(fault)) => return Err(io::Error::other(fault)),
                None => return Ok(0),
            }
        }
    }
}

/// What is noted while a file is brought in, and whose change is whose.
struct FileNotes {
    orderer: Account,
    reason: String,
    authority: Authority,
    privileges: Privileges,
    looked_at: AtomicU64,
    lines: Mutex<Vec<(u64, String)>>,
    agencies: Mutex<BTreeSet<String>>,
}

impl FileNotes {
    fn of(orderer: Orderer, reason: String, privileges: Privileges) -> Self {
        Self {
            orderer: orderer.account,
            reason,
            authority: orderer.authority,
            privileges,
            looked_at: AtomicU64::new(0),
            lines: Mutex::default(),
            agencies: Mutex::default(),
        }
    }
}

impl Listener for FileNotes {
    fn refused(&self, line: u64, problem: &RowProblem) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < KEPT_LINES {
            lines.push((line, problem.in_both_languages()));
        }
    }

    fn note(&self, _: u64, _: &Note) {}

    fn was_read(&self, _: u64) {}

    fn looked_at(&self, people: u64) {
        self.looked_at.fetch_add(people, Ordering::Relaxed);
    }

    fn operator(&self) -> Option<(&Account, &str)> {
        Some((&self.orderer, &self.reason))
    }

    fn check(&self, change: &RowChange, is_granted: bool) -> Result<(), RowProblem> {
        let before = change.before.as_ref();
        let mut over = before.into_iter().chain([&change.after]).map(|one| one.agency.as_str());
        let may = |agency: &str| self.authority.may(Right::ImportPeople, agency);
        if before.is_some_and(|old| old.id == self.orderer.id) || !over.all(may) {
            return Err(RowProblem::NotYours);
        }
        let is_more = before.is_some_and(|old| {
            Roles::parse(&old.roles).map_or(true, |roles| roles.privileges().next().is_some())
        });
        if self.privileges == Privileges::Stay && (is_more || is_granted) {
            return Err(RowProblem::Privileged { nip: change.masked_nip() });
        }
        let mut agencies = self.agencies.lock().unwrap_or_else(PoisonError::into_inner);
        for one in before.into_iter().chain([&change.after]) {
            if !agencies.contains(&one.agency) {
                agencies.insert(one.agency.clone());
            }
        }
        Ok(())
    }
}

/// Looks at the file of a job, or brings it in.
///
/// # Errors
/// When the database fails; then it is begun again later.
pub async fn carry_on(portal: &Portal, id: Uuid) -> Result<(), Fault> {
    let mut unit = portal.store.read().await?;
    let job = unit.bulk_job(id).await?.filter(|job| job.state.is_under_way());
    let Some(job) = job else { return Ok(()) };
    let orderer = orderer(portal, &mut unit, job.ordered_by).await?;
    drop(unit);
    let may = |one: &Orderer| one.authority.reached(Right::ImportPeople).is_ok();
    let Some(orderer) = orderer.filter(may) else {
        return end(portal, &job, BulkState::Stopped, |_| {}).await;
    };
    let BulkWhom::Filed { privileges, .. } = BulkTerms::of(&job)?.whom else {
        return Err(Fault::Corrupt("an import without a file"));
    };
    let privileges = match orderer.authority.reached(Right::GrantRoles) {
        Ok(_) if privileges => Privileges::MayChange,
        _ => Privileges::Stay,
    };
    let is_dry_run = job.state == BulkState::Selecting;
    let terms = Terms { privileges, is_dry_run, is_beside_others: true };
    let notes = Arc::new(FileNotes::of(orderer, job.reason.clone(), privileges));
    let file = StoredFile::of(portal.store.clone(), id);
    let opened = spawn_blocking(move || AccountFile::open(file)).await;
    let totals = match opened.map_err(ImportError::Reading).and_then(|file| Ok(file?)) {
        Ok(file) => {
            let visitor = visitor_of(&job);
            let listener = Arc::clone(&notes) as Arc<dyn Listener>;
            let import = account_import::import(portal, &visitor, file, terms, listener);
            let mut import = Box::pin(import);
            loop {
                tokio::select! {
                    totals = &mut import => break totals,
                    () = sleep(TELL_EVERY) => {
                        if !goes_on(portal, &job, &notes).await? {
                            return Ok(());
                        }
                    }
                }
            }
        }
        Err(error) => Err(error),
    };
    match totals {
        Ok(totals) => finish(portal, &job, &notes, totals).await,
        Err(ImportError::Fault(fault)) => Err(fault),
        Err(error) => {
            let said = Some(trouble_of(&error));
            end(portal, &job, BulkState::Unreadable, |terms| {
                if let BulkWhom::Filed { trouble, .. } = &mut terms.whom {
                    *trouble = said;
                }
            })
            .await
        }
    }
}

fn trouble_of(error: &ImportError) -> FileTrouble {
    match error {
        ImportError::File(FileProblem::Empty) => FileTrouble::Empty,
        ImportError::File(FileProblem::Foreign(_)) => FileTrouble::NotText,
        ImportError::File(FileProblem::Columns(line, _)) => FileTrouble::FirstLine(*line),
        ImportError::File(FileProblem::Rounded) => FileTrouble::Rounded,
        error => FileTrouble::Said(error.to_string()),
    }
}

/// Writes down how far it is; whether it is still to be done, and by this node.
async fn goes_on(portal: &Portal, job: &BulkJobRow, notes: &FileNotes) -> Result<bool, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let now = unit.lock_bulk_job(job.id).await?.filter(|now| now.state == job.state);
    let Some(mut now) = now else { return Ok(false) };
    let looked_at = i64::try_from(notes.looked_at.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
    match now.state {
        BulkState::Running => now.done = looked_at.min(bulk_job::people(&now)),
        _ => now.selected = looked_at,
    }
    unit.set_bulk_job(&now).await?;
    unit.commit().await?;
    lease::take(portal, Job::BulkActs).await
}

async fn finish(
    portal: &Portal,
    job: &BulkJobRow,
    notes: &FileNotes,
    totals: Totals,
) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let now = unit.lock_bulk_job(job.id).await?.filter(|now| now.state == job.state);
    let Some(mut now) = now else { return Ok(()) };
    let is_dry_run = now.state == BulkState::Selecting;
    let state = if is_dry_run { BulkPersonState::Refused } else { BulkPersonState::Failed };
    let lines = notes.lines.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let rows: Vec<_> =
        lines.into_iter().map(|(line, said)| refused_line(line, said, state)).collect();
    unit.add_bulk_people(job.id, &rows).await?;
    let count = |people: u64| i64::try_from(people).unwrap_or(i64::MAX);
    if is_dry_run {
        let mut terms = BulkTerms::of(&now)?;
        for agency in notes.agencies.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            terms.reach_over(agency);
        }
        if let BulkWhom::Filed { counts, .. } = &mut terms.whom {
            *counts = Some(counted(totals));
        }
        now.terms = terms.to_text()?;
        now.refused = count(totals.refused);
        now.selected = count(totals.new + totals.changed) + now.refused;
        now.state = BulkState::Ready;
    } else {
        // Whoever landed before it was broken off counts as unchanged now.
        now.failed = (count(totals.refused) - now.refused).clamp(0, bulk_job::people(&now));
        now.done = bulk_job::people(&now) - now.failed;
        now.state = BulkState::Done;
        now.ended_at = Some(portal.now());
        unit.drop_bulk_file(job.id).await?;
    }
    unit.set_bulk_job(&now).await?;
    Ok(unit.commit().await?)
}

fn counted(totals: Totals) -> FileCounts {
    let Totals { new, changed, unchanged, refused, repeated, lost_mailboxes, lost_privileges } =
        totals;
    FileCounts { new, changed, unchanged, refused, repeated, lost_mailboxes, lost_privileges }
}

fn refused_line(line: u64, said: String, state: BulkPersonState) -> BulkPersonRow {
    BulkPersonRow {
        position: i64::try_from(line).unwrap_or(i64::MAX),
        account_id: None,
        nip: String::new(),
        agency: String::new(),
        is_disabled: false,
        target: None,
        state,
        refusal: Some(BulkRefusal::Line.name().to_owned()),
        note: Some(said),
        settled_at: None,
    }
}

/// Ends a job that cannot be carried on, and removes its file.
async fn end(
    portal: &Portal,
    job: &BulkJobRow,
    state: BulkState,
    why: impl FnOnce(&mut BulkTerms),
) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let now = unit.lock_bulk_job(job.id).await?.filter(|now| now.state == job.state);
    let Some(mut now) = now else { return Ok(()) };
    let mut terms = BulkTerms::of(&now)?;
    why(&mut terms);
    now.terms = terms.to_text()?;
    now.state = state;
    now.ended_at = Some(portal.now());
    unit.drop_bulk_file(job.id).await?;
    unit.set_bulk_job(&now).await?;
    Ok(unit.commit().await?)
}
