//! Bringing a file in: it is read and sorted wholly before the first account changes, so that what is
//! wrong with the file as such stops it while nothing has happened. Then accounts change some thousand
//! at a time, or a few beside requests, each batch with its letters and its rows of the record in one
//! unit of work. Memory does not grow with the file.

use super::{
    AccountFile, FileProblem, Note, RowProblem,
    agencies::{Agencies, TooManyAgencies},
    change::{self, Privileges, RowChange},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        mail::{self, Letter},
        pace,
        people::access,
        values::mailbox,
    },
    store::{Account, FiledPerson, SortedPerson, Sorting, StoreError, Unit},
    wire::people::PersonAct,
};
use std::{collections::HashMap, io::Read, mem, sync::Arc};
use tokio::{
    sync::mpsc::{self, Sender},
    task::{JoinError, spawn_blocking},
};

/// Rows that are read and sorted together, and become lasting together where nobody is kept waiting: a second for
/// SQLite's one writer.
const BATCH: u32 = 10_000;

/// How a file is brought in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms {
    pub privileges: Privileges,
    /// Everything is looked at and nothing changed.
    pub is_dry_run: bool,
    /// Requests are answered meanwhile.
    pub is_beside_others: bool,
}

/// How many people each thing happened to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused: u64,
    /// Rows for whose number a later one counts.
    pub repeated: u64,
    /// Of the changed.
    pub lost_mailboxes: u64,
    pub lost_privileges: u64,
}

/// Whoever shows what comes of it.
pub trait Listener: Send + Sync + 'static {
    fn refused(&self, line: u64, problem: &RowProblem);
    fn note(&self, line: u64, note: &Note);
    /// Every row was read; so many people are looked at now.
    fn was_read(&self, people: u64);
    fn looked_at(&self, people: u64);
    /// Who brings it in for which reason, where whom it changes is to read that.
    fn operator(&self) -> Option<(&Account, &str)> {
        None
    }
    /// Whether a change may be made; `is_granted`: of somebody who was granted a role besides.
    ///
    /// # Errors
    /// Why not.
    fn check(&self, _change: &RowChange, _is_granted: bool) -> Result<(), RowProblem> {
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    File(#[from] FileProblem),
    #[error(transparent)]
    Agencies(#[from] TooManyAgencies),
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("the file was not read to its end: {0}")]
    Reading(#[from] JoinError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// # Errors
/// When the file as such is wrong, then nothing was changed; or when the database fails, then the
/// batches before have landed, and the same file can be brought in again.
pub async fn import<R: Read + Send + 'static>(
    portal: &Portal,
    visitor: &Visitor,
    file: AccountFile<R>,
    terms: Terms,
    listener: Arc<dyn Listener>,
) -> Result<Totals, ImportError> {
    let known = if file.names_agencies() {
        portal.store.read().await?.people_by_agency().await?
    } else {
        Vec::new()
    };
    // One thread reads and checks while another sorts.
    let (sender, mut batches) = mpsc::channel(1);
    let reading = spawn_blocking({
        let agencies = Agencies::of_portal(known, &portal.commons.get().agencies);
        let listener = Arc::clone(&listener);
        move || read_all(file, agencies, listener.as_ref(), &sender)
    });
    let mut sorting = Sorting::start().await?;
    while let Some(batch) = batches.recv().await {
        sorting.put_unsorted(&batch).await?;
    }
    let mut totals = Totals { refused: reading.await??, ..Totals::default() };
    listener.was_read(sorting.sort().await?);
    // One thread takes out what another writes.
    let (sender, mut batches) = mpsc::channel(1);
    tokio::spawn(async move {
        loop {
            let batch = sorting.take_sorted(BATCH).await;
            let is_last = batch.as_ref().map_or(true, Vec::is_empty);
            if sender.send(batch).await.is_err() || is_last {
                break;
            }
        }
    });
    while let Some(batch) = batches.recv().await {
        let people = batch?;
        let landing = Landing { portal, visitor, terms, listener: listener.as_ref() };
        let at_a_time = if terms.is_beside_others { pace::PEOPLE } else { people.len().max(1) };
        for some in people.chunks(at_a_time) {
            let landed = landing.land(some, &mut totals);
            if terms.is_beside_others {
                pace::piece(&portal.store, landed).await?;
            } else {
                landed.await?;
            }
            listener.looked_at(some.len() as u64);
        }
    }
    Ok(totals)
}

/// Sends good rows on and names bad ones; how many these were.
fn read_all<R: Read>(
    mut file: AccountFile<R>,
    mut agencies: Agencies,
    listener: &dyn Listener,
    batches: &Sender<Vec<FiledPerson>>,
) -> Result<u64, ImportError> {
    let size = BATCH as usize;
    let mut batch = Vec::with_capacity(size);
    let mut refused = 0;
    let mut is_foreign = false;
    while let Some((line, row)) = file.next_row()? {
        if let Some(first) = file.first_foreign_line().filter(|_| !is_foreign) {
            listener.note(first, &Note::OldEncoding);
            is_foreign = true;
        }
        match row {
            Ok(mut person) => {
                if let Some(agency) = &mut person.agency
                    && let Some(note) = agencies.settle(agency, line)?
                {
                    listener.note(line, &note);
                }
                batch.push(person);
            }
            Err(problem) => {
                refused += 1;
                listener.refused(line, &problem);
            }
        }
        if batch.len() == size {
            let full = mem::replace(&mut batch, Vec::with_capacity(size));
            // Whoever stopped listening has failed, and says why.
            if batches.blocking_send(full).is_err() {
                return Ok(refused);
            }
        }
    }
    let _ = batches.blocking_send(batch);
    Ok(refused)
}

struct Landing<'a> {
    portal: &'a Portal,
    visitor: &'a Visitor,
    terms: Terms,
    listener: &'a dyn Listener,
}

impl Landing<'_> {
    async fn land(&self, people: &[SortedPerson], totals: &mut Totals) -> Result<(), Fault> {
        let mut unit = self.portal.store.write_in_bulk().await?;
        let numbers: Vec<&str> = people.iter().map(|person| person.row.nip.as_str()).collect();
        let known = unit.accounts_by_nips(&numbers).await?;
        let mut known: HashMap<_, _> =
            known.into_iter().map(|account| (account.nip.clone(), account)).collect();
        let ids: Vec<_> = known.values().map(|account| account.id).collect();
        let granted = unit.granted_among(&ids).await?;
        let newcomers = people.iter().map(|person| &person.row.nip);
        let newcomers: Vec<_> =
            newcomers.filter(|nip| !known.contains_key(*nip)).cloned().collect();
        let former = unit.former_numbers_among(&newcomers).await?;
        let mut changes = Vec::new();
        for person in people {
            let row = &person.row;
            let line = u64::try_from(row.line).unwrap_or_default();
            if person.times > 1 {
                totals.repeated += u64::try_from(person.times - 1).unwrap_or_default();
                let other = (person.times == 2).then_some(person.earlier);
                self.listener.note(line, &Note::Repeated { times: person.times, other });
            }
            let before = known.remove(&row.nip);
            if former.contains(&row.nip) {
                totals.refused += 1;
                self.listener.refused(line, &RowProblem::FormerNumber);
                continue;
            }
            // Only now, since ids in the order of the file would be strewn over their index.
            let id = before.as_ref().map_or_else(|| self.portal.new_id(), |old| old.id);
            let change = change::of_row(row, before, id, self.terms.privileges);
            let checked = change.and_then(|change| self.stays_where_it_is(change));
            let checked = checked.and_then(|change| {
                if !change.is_nothing() {
                    self.listener.check(&change, granted.contains(&id))?;
                }
                Ok(change)
            });
            match checked {
                Ok(change) if change.is_nothing() => totals.unchanged += 1,
                Ok(change) => {
                    self.count(line, &change, totals);
                    changes.push(change);
                }
                Err(problem) => {
                    totals.refused += 1;
                    self.listener.refused(line, &problem);
                }
            }
        }
        if !self.terms.is_dry_run && !changes.is_empty() {
            write_changes(self.portal, self.visitor, &mut unit, &changes).await?;
            if let Some((operator, reason)) = self.listener.operator() {
                let people = changes.iter().map(|change| change.after.id);
                let act = PersonAct::Imported;
                access::note_all(self.portal, &mut unit, operator, people, act, reason).await?;
            }
            unit.commit().await?;
        }
        Ok(())
    }

    /// The change, unless it takes privileges to another agency where those must stay.
    fn stays_where_it_is(&self, change: RowChange) -> Result<RowChange, RowProblem> {
        let roles = change.moved_privileges(&self.portal.commons.get().agencies);
        if self.terms.privileges == Privileges::Stay && !roles.is_empty() {
            return Err(RowProblem::MovesPrivileges { nip: change.masked_nip(), roles });
        }
        Ok(change)
    }

    fn count(&self, line: u64, change: &RowChange, totals: &mut Totals) {
        if change.is_new() {
            totals.new += 1;
            return;
        }
        totals.changed += 1;
        if let Some(mailbox) = change.lost_mailbox() {
            totals.lost_mailboxes += 1;
            let nip = change.masked_nip();
            let mailbox = mailbox.to_owned();
            self.listener.note(line, &Note::LosesMailbox { nip, mailbox });
        }
        let roles = change.taken();
        if !roles.is_empty() {
            totals.lost_privileges += 1;
            self.listener.note(line, &Note::LosesPrivilege { nip: change.masked_nip(), roles });
        }
    }
}

/// The accounts; then what was sent to old mailboxes is good for nothing, they are told, and it is
/// written down, which comes last.
pub async fn write_changes(
    portal: &Portal,
    visitor: &Visitor,
    unit: &mut Unit,
    changes: &[RowChange],
) -> Result<(), Fault> {
    let accounts: Vec<_> = changes.iter().map(|change| &change.after).collect();
    unit.import_accounts(&accounts, portal.now()).await?;
    let mut moved = Vec::new();
    let mut letters = Vec::new();
    let mut events = Vec::new();
    for change in changes {
        let after = &change.after;
        let holder = || Holder { account: Some(after.id), masked_nip: change.masked_nip() };
        if let Some((old, new)) = change.changed_roles() {
            events.push((Event::RolesChanged, holder(), format!("{old} → {new}")));
        }
        let Some(old) = change.moved_mailbox() else { continue };
        moved.push(after.id);
        let masked = |mailbox: Option<&str>| mailbox.map_or("-".to_owned(), mailbox::masked);
        let new = after.email.as_deref();
        let moves = format!("{} → {}", masked(old), masked(new));
        events.push((Event::MailboxChanged, holder(), moves));
        if let Some(old) = old {
            let new = new.map(mailbox::masked);
            let letter = match &new {
                Some(to) => Letter::MailboxMoved { to },
                None => Letter::MailboxRemoved,
            };
            letters.push(mail::written(portal, visitor, (after.id, &after.name, old), &letter)?);
        }
    }
    unit.forget_what_was_mailed_to(&moved).await?;
    unit.add_letters(&letters).await?;
    audit::record_all(portal, unit, &events, visitor).await
}

#[cfg(test)]
mod tests;
