//! `asn-digital synth`: a database as full as that of the whole civil service, or a file to import.
//! One thread makes the rows, another writes them; memory does not grow with their number.

use super::{CommandResult, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{Fault, Portal, console::agencies, credentials::totp::TotpSecret, values::nip::Nip},
    fixtures::synth::{self, Record},
    store::{
        AuditEvent, Authenticator, GrantRow, ImportedAccount, RecoveryCodeRow, Session, ShelfRow,
    },
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use secrecy::SecretString;
use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
    ops::Range,
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Instant,
};
use tokio::sync::mpsc;
use uuid::Uuid;

/// People, or rows of the record, that are written together.
const BATCH: u64 = 10_000;

type Problem = Box<dyn Error>;

#[derive(Debug, Clone, Copy, Args)]
pub struct SynthOptions {
    /// How many people
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=synth::MOST))]
    accounts: u64,

    /// The same seed makes the same people
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Of a hundred people, how many are logged in
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(0..=100))]
    sessions_percent: u64,

    /// Services that each of those is signed in to
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=100))]
    services: u64,

    /// Rows of the audit record for each person, spread over the last year
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u64).range(0..=1000))]
    audit_rows: u64,
}

/// Into the database, or with `csv` into a file for `accounts import`.
pub async fn synth(data: &DataOptions, options: SynthOptions, csv: Option<&Path>) -> CommandResult {
    match csv {
        Some(path) => write_csv(options, path),
        None => fill(data, options).await,
    }
}

fn write_csv(options: SynthOptions, path: &Path) -> CommandResult {
    let file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut csv = csv::Writer::from_writer(BufWriter::new(file));
    csv.write_record(["nip", "name", "email", "agency", "roles"])?;
    for i in 0..options.accounts {
        let person = synth::person(options.seed, i);
        let email = person.email.as_deref().unwrap_or_default();
        csv.write_record([&person.nip, &person.name, email, &person.agency, &person.roles])?;
    }
    csv.flush()?;
    println!("{} people in {}", options.accounts, path.display());
    Ok(ExitCode::SUCCESS)
}

/// A realm's export with the same people.
pub fn write_keycloak(options: SynthOptions, path: &Path) -> CommandResult {
    let file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut out = BufWriter::new(file);
    synth::realm(&mut out, options.seed, options.accounts)?;
    out.flush()?;
    println!("{} people in {}", options.accounts, path.display());
    Ok(ExitCode::SUCCESS)
}

async fn fill(data: &DataOptions, options: SynthOptions) -> CommandResult {
    let portal = Arc::new(open_for_command(data).await?);
    if !synth::begin(&portal).await? {
        return Err("synthetic data goes only into an empty database".into());
    }
    let place = portal.passwords.admit()?;
    let hash = place.hash(&SecretString::from(synth::PASSWORD), portal.random()).await?;
    let mut unit = portal.store.write().await?;
    let agencies = agencies::import_in(&portal, &mut unit, &synth::agencies()).await?;
    agencies.map_err(|(_, problem)| format!("a synthetic agency is broken: {problem:?}"))?;
    unit.commit().await?;
    people(&portal, options, &hash).await?;
    record(&portal, options).await?;
    portal.store.analyse().await?;
    let what = format!("{} people of seed {}", options.accounts, options.seed);
    synth::finish(&portal, &what).await?;
    portal.store.close().await;

    let first = synth::person(options.seed, 0).nip;
    let first = Nip::parse(&first).map_err(|_| "a synthetic number that is no NIP")?;
    let key = TotpSecret::from_bytes(&synth::KEY)?.provisioning(&first)?.key;
    println!(
        "everybody's password is {}, the key of everybody's authenticator {key}; the first of \
         them is {}",
        synth::PASSWORD,
        first.as_str()
    );
    Ok(ExitCode::SUCCESS)
}

/// Some people, and what they have.
#[derive(Default)]
struct People {
    accounts: Vec<ImportedAccount>,
    authenticators: Vec<Authenticator>,
    recovery_codes: Vec<(Uuid, RecoveryCodeRow)>,
    shelves: Vec<(Uuid, ShelfRow)>,
    sessions: Vec<(Vec<u8>, Session)>,
    grants: Vec<GrantRow>,
}

async fn people(portal: &Arc<Portal>, options: SynthOptions, hash: &str) -> Result<(), Problem> {
    let SynthOptions { accounts, seed, sessions_percent, services, .. } = options;
    let maker = Arc::clone(portal);
    let now = portal.now();
    let code_hash = hash.to_owned();
    let make = move |numbers: Range<u64>| {
        let sealer = &maker.sealer;
        let random = maker.random();
        let mut people = People::default();
        for i in numbers {
            let person = synth::person(seed, i);
            let id = person.id;
            people.accounts.push(person);
            people.authenticators.push(synth::authenticator(seed, i, id, now, sealer, random)?);
            let codes = synth::recovery_codes(seed, i, &code_hash);
            people.recovery_codes.extend(codes.into_iter().map(|code| (id, code)));
            people.shelves.extend(synth::shelf(seed, i).map(|shelf| (id, shelf)));
            if let Some((token_hash, session)) = synth::session(seed, i, id, sessions_percent, now)
            {
                people.grants.extend(synth::grants(seed, i, &session, services));
                people.sessions.push((token_hash, session));
            }
        }
        Ok(people)
    };
    let mut progress = Progress::new("people", accounts)?;
    let mut batches = in_batches(accounts, make);
    while let Some(batch) = batches.recv().await {
        let people = batch?;
        let mut unit = portal.store.write_in_bulk().await?;
        unit.add_accounts(&people.accounts, hash, now).await?;
        unit.add_authenticators(&people.authenticators).await?;
        unit.add_recovery_codes(&people.recovery_codes, now).await?;
        unit.add_shelves(&people.shelves).await?;
        unit.add_sessions(&people.sessions).await?;
        unit.add_grants(&people.grants).await?;
        unit.commit().await?;
        progress.add(people.accounts.len());
    }
    progress.finish();
    Ok(())
}

async fn record(portal: &Arc<Portal>, options: SynthOptions) -> Result<(), Problem> {
    let SynthOptions { accounts: people, seed, audit_rows: rows, .. } = options;
    let mut chains = portal.store.read().await?.audit_chains().await?;
    let maker = Arc::clone(portal);
    let now = portal.now();
    let record = Record { seed, people, rows, now };
    // A batch knows where the chains end with it.
    let make = move |numbers: Range<u64>| {
        let rows = numbers.map(|number| record.row(number, &mut chains, &maker.sealer));
        Ok((rows.collect::<Result<Vec<AuditEvent>, Fault>>()?, chains.clone()))
    };
    let mut progress = Progress::new("rows of the audit record", people * rows)?;
    let mut batches = in_batches(people * rows, make);
    while let Some(batch) = batches.recv().await {
        let (rows, ends) = batch?;
        let mut unit = portal.store.write_in_bulk().await?;
        unit.add_audit_events(&rows).await?;
        for end in &ends {
            unit.set_audit_chain(end).await?;
        }
        unit.commit().await?;
        progress.add(rows.len());
    }
    progress.finish();
    Ok(())
}

/// Makes things in a thread of its own, a batch or two ahead of whoever writes them.
fn in_batches<T: Send + 'static>(
    total: u64,
    mut make: impl FnMut(Range<u64>) -> Result<T, Fault> + Send + 'static,
) -> mpsc::Receiver<Result<T, Fault>> {
    let (sender, receiver) = mpsc::channel(1);
    std::thread::spawn(move || {
        let mut from = 0;
        while from < total {
            let to = total.min(from + BATCH);
            // Whoever stopped listening has failed, and says why.
            if sender.blocking_send(make(from..to)).is_err() {
                break;
            }
            from = to;
        }
    });
    receiver
}

/// A bar while it lasts, and a rate in the end.
struct Progress {
    what: &'static str,
    bar: ProgressBar,
    start: Instant,
}

impl Progress {
    fn new(what: &'static str, total: u64) -> Result<Self, Problem> {
        let bar = ProgressBar::new(total).with_message(what);
        let template = "{bar:40} {human_pos} of {human_len} {msg}, {elapsed} elapsed, {eta} left";
        bar.set_style(ProgressStyle::with_template(template)?);
        Ok(Self { what, bar, start: Instant::now() })
    }

    fn add(&mut self, rows: usize) {
        self.bar.inc(rows as u64);
    }

    fn finish(self) {
        self.bar.finish_and_clear();
        let rows = self.bar.position();
        let seconds = self.start.elapsed().as_secs_f64();
        #[allow(clippy::cast_precision_loss)] // A rate for people to read.
        let rate = rows as f64 / seconds;
        println!("{rows} {} in {seconds:.1} s: {rate:.0} a second", self.what);
    }
}
