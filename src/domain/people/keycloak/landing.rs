//! Bringing exports in: one thread reads and sorts out, another writes some thousand people at a time, each
//! batch in one unit of work with its rows of the record. What has landed stays, whatever comes of the rest:
//! the same files brought in again change nothing for whoever came. Memory does not grow with the files.

use super::{
    super::account_import::{self, Agencies, Note, TooManyAgencies},
    decision::{self, PriorClaims, TakeOverDecision},
    not_taken::{NotTaken, NotTakenKind, Whose},
    person::{self, MovedPerson, MovingTerms},
    reading::{ExportContents, ExportEntry, ExportFile, ExportProblem},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::account_import::change::RowChange,
        seal::Purpose,
    },
    store::{Authenticator, KnownPerson, SeenPeople, StoreError, TakenOverRow, Unit},
};
use secrecy::ExposeSecret;
use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    mem,
    sync::Arc,
};
use tokio::{
    sync::mpsc::{self, Sender},
    task::{JoinError, spawn_blocking},
};
use uuid::Uuid;

/// People who become lasting together: some tenths of a second for SQLite's one writer.
const BATCH: usize = 5_000;
/// An authenticator that its person gave no name.
const APP: &str = "Aplikasi autentikator";

/// How many people each thing happened to, and what stayed behind how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenOver {
    pub contents: ExportContents,
    pub new: u64,
    /// Accounts that were here before.
    pub joined: u64,
    /// They came when the files were brought in before.
    pub came_before: u64,
    pub refused: u64,
    /// Accounts of services, which are no people.
    pub services: u64,
    pub passwords: u64,
    pub authenticators: u64,
    pub left_behind: BTreeMap<NotTakenKind, u64>,
}

/// Whoever shows what comes of it.
pub trait Watcher: Send + Sync + 'static {
    fn refused(&self, whose: &Whose, why: &NotTaken);
    fn left_behind(&self, whose: &Whose, what: &NotTaken);
    fn note(&self, whose: &Whose, note: &Note);
    fn wildcard(&self, service: &str, address: &str);
    /// Of a file that was read to its end.
    fn was_read(&self, file: &str, contents: ExportContents);
    fn landed(&self, people: u64);
}

#[derive(Debug, thiserror::Error)]
pub enum TakeOverError {
    #[error("{0}: {1}")]
    File(String, ExportProblem),
    #[error(transparent)]
    Agencies(#[from] TooManyAgencies),
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("the files were not read to their end: {0}")]
    Reading(#[from] JoinError),
}

impl From<StoreError> for TakeOverError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// A person, and whose they are in the report.
type Placed = (Whose, MovedPerson);

/// Brings in files, each with its name. What was taken of them, also where an error stopped it: what landed
/// before has landed.
pub async fn take_over<R, F>(
    portal: &Portal,
    visitor: &Visitor,
    files: F,
    terms: MovingTerms,
    watcher: Arc<dyn Watcher>,
) -> (TakenOver, Result<(), TakeOverError>)
where
    R: Read + Send + 'static,
    F: Iterator<Item = (String, std::io::Result<R>)> + Send + 'static,
{
    let mut totals = TakenOver::default();
    let brought = bring(portal, visitor, files, &terms, watcher, &mut totals).await;
    (totals, brought)
}

async fn bring<R, F>(
    portal: &Portal,
    visitor: &Visitor,
    files: F,
    terms: &MovingTerms,
    watcher: Arc<dyn Watcher>,
    totals: &mut TakenOver,
) -> Result<(), TakeOverError>
where
    R: Read + Send + 'static,
    F: Iterator<Item = (String, std::io::Result<R>)> + Send + 'static,
{
    let known = portal.store.read().await?.people_by_agency().await?;
    let agencies = Agencies::of_portal(known, &portal.commons.get().agencies);
    let (sender, mut batches) = mpsc::channel(1);
    let mut reading = Reading {
        terms: terms.clone(),
        agencies,
        watcher: Arc::clone(&watcher),
        batches: sender,
        batch: Vec::with_capacity(BATCH),
        totals: TakenOver::default(),
    };
    let reader = spawn_blocking(move || {
        let read = reading.read_all(files);
        (reading.totals, read)
    });
    let seen = if terms.is_dry_run { Some(SeenPeople::start().await?) } else { None };
    let mut landing = Landing { portal, visitor, terms, watcher: watcher.as_ref(), totals, seen };
    let mut landed = Ok(());
    while let Some(batch) = batches.recv().await {
        let people = batch.len() as u64;
        landed = landing.land(&batch).await;
        if landed.is_err() {
            // Whoever reads finds nobody listening, and ends.
            break;
        }
        watcher.landed(people);
    }
    drop(batches);
    let (read_totals, read) = reader.await?;
    totals.add(read_totals);
    landed?;
    read
}

impl TakenOver {
    fn add(&mut self, read: Self) {
        self.contents = read.contents;
        self.refused += read.refused;
        self.services += read.services;
        for (kind, times) in read.left_behind {
            *self.left_behind.entry(kind).or_default() += times;
        }
    }

    fn count(&mut self, what: &NotTaken) {
        *self.left_behind.entry(what.kind()).or_default() += 1;
    }
}

struct Reading {
    terms: MovingTerms,
    agencies: Agencies,
    watcher: Arc<dyn Watcher>,
    batches: Sender<Vec<Placed>>,
    batch: Vec<Placed>,
    totals: TakenOver,
}

impl Reading {
    fn read_all<R: Read>(
        &mut self,
        files: impl Iterator<Item = (String, std::io::Result<R>)>,
    ) -> Result<(), TakeOverError> {
        for (name, input) in files {
            let mut too_many = None;
            let read = input
                .map_err(ExportProblem::from)
                .and_then(ExportFile::open)
                .and_then(|file| file.read(|found| self.found(&name, found, &mut too_many)));
            if let Some(too_many) = too_many {
                return Err(too_many.into());
            }
            match read {
                Ok(contents) => {
                    self.watcher.was_read(&name, contents);
                    let all = &mut self.totals.contents;
                    all.people += contents.people;
                    all.services += contents.services;
                    all.federated += contents.federated;
                }
                Err(problem) => {
                    self.send();
                    return Err(TakeOverError::File(name, problem));
                }
            }
        }
        self.send();
        Ok(())
    }

    /// Whether anybody listens.
    fn send(&mut self) -> bool {
        let full = mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.batches.blocking_send(full).is_ok()
    }

    /// Whether to go on.
    fn found(
        &mut self,
        file: &str,
        found: ExportEntry,
        too_many: &mut Option<TooManyAgencies>,
    ) -> bool {
        let (place, user) = match found {
            ExportEntry::Person(place, user) => (place, user),
            ExportEntry::Wildcard { service, address } => {
                self.watcher.wildcard(&service, &address);
                return true;
            }
        };
        let Some(user) = user else {
            let whose = Whose::new(file, place, None, None);
            self.refuse(&whose, &NotTaken::Unreadable);
            return true;
        };
        if user.service_account_client_id.is_some() {
            self.totals.services += 1;
            return true;
        }
        let number = person::number(&user, &self.terms);
        let whose = Whose::new(file, place, user.id.as_deref(), number);
        let mut person = match person::read(&user, &self.terms, place) {
            Ok(person) => person,
            Err(why) => {
                self.refuse(&whose, &why);
                return true;
            }
        };
        if let Some(agency) = &mut person.row.agency {
            match self.agencies.settle(agency, place) {
                Ok(note) => {
                    if let Some(note) = &note {
                        self.watcher.note(&whose, note);
                    }
                }
                Err(error) => {
                    *too_many = Some(error);
                    return false;
                }
            }
        }
        self.batch.push((whose, person));
        self.batch.len() < BATCH || self.send()
    }

    fn refuse(&mut self, whose: &Whose, why: &NotTaken) {
        self.totals.refused += 1;
        self.totals.count(why);
        self.watcher.refused(whose, why);
    }
}

struct Landing<'a> {
    portal: &'a Portal,
    visitor: &'a Visitor,
    terms: &'a MovingTerms,
    watcher: &'a dyn Watcher,
    totals: &'a mut TakenOver,
    /// In a dry run, whom nobody would know of otherwise.
    seen: Option<SeenPeople>,
}

/// What is written of a batch.
#[derive(Default)]
struct Written {
    new: Vec<RowChange>,
    rows: Vec<TakenOverRow>,
    apps: Vec<Authenticator>,
    subjects: Vec<(Uuid, String)>,
    events: Vec<(Event, Holder, String)>,
}

impl Landing<'_> {
    async fn land(&mut self, people: &[Placed]) -> Result<(), TakeOverError> {
        let mut unit = self.portal.store.write_in_bulk().await?;
        let numbers: Vec<&str> = people.iter().map(|(_, one)| one.row.nip.as_str()).collect();
        let known = unit.known_people(&numbers).await?;
        let known: HashMap<&str, &KnownPerson> =
            known.iter().map(|one| (one.account.nip.as_str(), one)).collect();
        let all: Vec<_> = numbers.iter().map(|nip| (*nip).to_owned()).collect();
        let replaced = unit.former_numbers_among(&all).await?;
        let subjects: Vec<&str> = people.iter().map(|(_, one)| one.subject.as_str()).collect();
        let mut owners = unit.owners_of_subjects(&subjects).await?;
        let mut came = match &mut self.seen {
            Some(seen) => seen.among(&numbers, &subjects, &mut owners).await?,
            None => HashMap::new(),
        };
        let mut written = Written::default();
        for (whose, person) in people {
            let nip = person.row.nip.as_str();
            let known = known.get(nip).copied();
            let claims = PriorClaims {
                number_came_as: came.get(nip).map(String::as_str),
                subject_is: owners.get(&person.subject).copied(),
                number_was_replaced: replaced.iter().any(|one| one == nip),
            };
            let new_id = self.portal.new_id();
            let decided = decision::decide(person, known, claims, self.terms, new_id);
            let decided = match decided {
                Ok(TakeOverDecision::Nothing) => {
                    self.totals.came_before += 1;
                    continue;
                }
                Ok(decided) => decided,
                Err(why) => {
                    self.totals.refused += 1;
                    self.totals.count(&why);
                    self.watcher.refused(whose, &why);
                    continue;
                }
            };
            came.insert(nip.to_owned(), person.subject.clone());
            let account = self.take(whose, person, decided, &mut written)?;
            owners.insert(person.subject.clone(), account);
        }
        if self.terms.is_dry_run {
            if let Some(seen) = &mut self.seen {
                seen.note(&came, &owners).await?;
            }
        } else if !written.rows.is_empty() {
            self.write(&mut unit, &written).await?;
            unit.commit().await?;
        }
        Ok(())
    }

    /// Notes what is to be written; of which account.
    fn take(
        &mut self,
        whose: &Whose,
        person: &MovedPerson,
        decided: TakeOverDecision,
        written: &mut Written,
    ) -> Result<Uuid, Fault> {
        let portal = self.portal;
        let now = portal.now();
        let (account, is_new, takes_proofs) = match &decided {
            TakeOverDecision::New(change) => (change.after.id, true, true),
            TakeOverDecision::Proofs(id) => (*id, false, true),
            TakeOverDecision::SubjectAlone(id) => (*id, false, false),
            TakeOverDecision::Nothing => return Err(Fault::Corrupt("a decision that is none")),
        };
        let was_here = if takes_proofs { NotTaken::WasHere } else { NotTaken::HasOwn };
        for what in person.left_behind.iter().chain((!is_new).then_some(&was_here)) {
            self.totals.count(what);
            self.watcher.left_behind(whose, what);
        }
        if is_new {
            self.totals.new += 1;
        } else {
            self.totals.joined += 1;
        }
        let holder = || Holder { account: Some(account), masked_nip: whose.number.clone() };
        let password = person.password.as_ref().filter(|_| takes_proofs);
        if password.is_some() {
            self.totals.passwords += 1;
            if !is_new {
                written.events.push((Event::PasswordSet, holder(), "Keycloak".to_owned()));
            }
        }
        for app in person.apps.iter().filter(|_| takes_proofs) {
            self.totals.authenticators += 1;
            let name = app.name.clone().unwrap_or_else(|| APP.to_owned());
            if !is_new {
                written.events.push((Event::AuthenticatorAdded, holder(), name.clone()));
            }
            let id = portal.new_id();
            let purpose = Purpose::Authenticator(id);
            let key = app.key.expose_secret();
            let since = app.since.map_or(now, |since| since.min(now));
            written.apps.push(Authenticator {
                id,
                account_id: account,
                name,
                sealed_secret: portal.sealer.seal(purpose, key, portal.random())?,
                terms: app.terms,
                last_step: 0,
                clock_offset: 0,
                suspected_offset: None,
                suspected_step: None,
                created_at: since,
                last_used_at: since,
            });
        }
        let is_disabled = is_new && person.is_disabled;
        written.rows.push(TakenOverRow {
            account,
            password_hash: password.map(|password| password.hash.clone()),
            password_changed_at: password.map(|one| one.since.map_or(now, |at| at.min(now))),
            renewal: takes_proofs.then_some(person.renewal),
            disabled_at: is_disabled.then_some(now),
        });
        if account.to_string() != person.subject {
            written.subjects.push((account, person.subject.clone()));
        }
        if let TakeOverDecision::New(change) = decided {
            written.new.push(*change);
        }
        Ok(account)
    }

    async fn write(&self, unit: &mut Unit, written: &Written) -> Result<(), Fault> {
        let portal = self.portal;
        account_import::write_changes(portal, self.visitor, unit, &written.new).await?;
        unit.take_over(&written.rows, portal.now()).await?;
        unit.add_authenticators(&written.apps).await?;
        unit.add_former_subjects(&written.subjects).await?;
        audit::record_all(portal, unit, &written.events, self.visitor).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_without_a_name_gets_one_that_people_may_give() {
        assert_eq!(crate::domain::values::device_name::parse(APP).as_deref(), Ok(APP));
    }
}
