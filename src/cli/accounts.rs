//! `asn-digital accounts …`: bringing people in.

use super::{Outcome, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        Portal,
        account_import::{self, Row},
        client::Client,
        disabled::{self, Changed, Standing},
        new_password::{self, SetByOperator},
        nip::Nip,
        renewal::Renewal,
    },
    store::{ImportedAccount, Sorting},
    wire::new_password::{LONGEST, SHORTEST},
};
use csv::{Reader, ReaderBuilder, StringRecord};
use indicatif::{ProgressBar, ProgressStyle};
use secrecy::{ExposeSecret, SecretString};
use std::{
    error::Error,
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
    mem,
    path::Path,
    process::ExitCode,
};
use tokio::sync::mpsc::{self, Sender};
use uuid::Uuid;

/// Rows that become lasting together: some tenths of a second for SQLite's one writer.
const BATCH: u32 = 10_000;

#[derive(Debug, Default)]
struct Tally {
    added: usize,
    updated: usize,
    refused: usize,
}

/// Reads and sorts the file, then writes: memory does not grow with it. Good rows land, each bad one
/// is one line; the exit code is 1 when there was a bad one. Running it again changes nothing more.
pub async fn import(data: &DataOptions, path: &Path, dry_run: bool) -> Outcome {
    let named = |error: io::Error| format!("{}: {error}", path.display());
    let mut file = BufReader::new(File::open(path).map_err(named)?);
    let delimiter = delimiter(&mut file).map_err(named)?;
    let progress = ProgressBar::new(file.get_ref().metadata().map_err(named)?.len());
    progress.set_style(ProgressStyle::with_template(
        "{bar:40} {bytes} of {total_bytes}, {elapsed} elapsed, {eta} left",
    )?);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(progress.wrap_read(file));
    let header = reader.headers()?.clone();
    for column in ["nip", "name", "agency"] {
        if !header.iter().any(|name| name == column) {
            return Err(
                format!("{}: the first line names no column {column}", path.display()).into()
            );
        }
    }

    let portal = open_for_command(data).await?;
    // One thread reads and checks while another sorts.
    let (sender, mut batches) = mpsc::channel(1);
    let reading = tokio::task::spawn_blocking({
        let progress = progress.clone();
        move || read_all(reader, &progress, &sender)
    });
    let mut sorting = Sorting::start().await?;
    while let Some(batch) = batches.recv().await {
        sorting.put_unsorted(&batch).await?;
    }
    let refused = reading.await??;
    let mut tally = Tally { refused, ..Tally::default() };
    progress.set_length(sorting.sort().await?);
    progress.reset();
    progress.set_style(ProgressStyle::with_template(
        "{bar:40} {human_pos} of {human_len} rows written, {elapsed} elapsed, {eta} left",
    )?);
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
        progress.inc(land(&portal, batch?, &mut tally, dry_run).await? as u64);
    }
    progress.finish_and_clear();
    portal.store.close().await;

    let Tally { added, updated, refused } = tally;
    let nothing = if dry_run { "; dry run: nothing was changed" } else { "" };
    println!("{added} added, {updated} updated, {refused} refused{nothing}");
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sends good rows on and names bad ones; how many these were.
fn read_all(
    mut reader: Reader<impl Read>,
    progress: &ProgressBar,
    batches: &Sender<Vec<ImportedAccount>>,
) -> Result<usize, csv::Error> {
    let header = reader.headers()?.clone();
    let size = BATCH as usize;
    let mut batch = Vec::with_capacity(size);
    let mut record = StringRecord::new();
    let mut refused = 0;
    loop {
        let row = match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => read(&record, &header),
            Err(error) if error.is_io_error() => return Err(error),
            Err(error) => Err(error.to_string()),
        };
        match row {
            Ok(account) => batch.push(account),
            Err(problem) => {
                refused += 1;
                let line = record.position().map_or(0, csv::Position::line);
                progress.suspend(|| eprintln!("line {line}: {problem}"));
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

/// Spreadsheets set to Indonesian write semicolons.
fn delimiter(file: &mut BufReader<File>) -> io::Result<u8> {
    let mut line = Vec::new();
    file.take(4096).read_until(b'\n', &mut line)?;
    file.rewind()?;
    Ok(if line.contains(&b';') && !line.contains(&b',') { b';' } else { b',' })
}

fn read(record: &StringRecord, header: &StringRecord) -> Result<ImportedAccount, String> {
    let row: Row = record.deserialize(Some(header)).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        kind => format!("{kind:?}"),
    })?;
    account_import::read(&row, Uuid::nil()).map_err(|problem| problem.to_string())
}

/// Of several rows with one number the last one counts. How many rows there were.
async fn land(
    portal: &Portal,
    mut batch: Vec<ImportedAccount>,
    tally: &mut Tally,
    dry_run: bool,
) -> Result<usize, Box<dyn Error>> {
    let rows = batch.len();
    batch.dedup_by(|later, kept| {
        let is_same = later.nip == kept.nip;
        if is_same {
            mem::swap(later, kept);
        }
        is_same
    });
    // Only now, since ids in the order of the file would be strewn over their index.
    for person in &mut batch {
        person.id = portal.new_id();
    }
    let mut unit = portal.store.write_in_bulk().await?;
    let added = unit.import_accounts(&batch, portal.now()).await?;
    tally.added += added;
    tally.updated += rows - added;
    if !dry_run {
        unit.commit().await?;
    }
    Ok(rows)
}

fn read_nip(typed: &str) -> Result<Nip, &'static str> {
    Nip::parse(typed).map_err(|_| "that is no NIP: 18 digits, of a date and an appointment")
}

/// Disables an account, or enables it again.
pub async fn change_standing(data: &DataOptions, typed: &str, standing: Standing) -> Outcome {
    let nip = read_nip(typed)?;
    let portal = open_for_command(data).await?;
    let changed = disabled::change(&portal, &Client::command_line(), &nip, standing).await?;
    portal.store.close().await;
    let word = match standing {
        Standing::Enabled => "enabled",
        Standing::Disabled => "disabled",
    };
    match changed {
        Changed::Done { sessions } => {
            println!("{} {word}; {sessions} sessions ended", nip.masked());
        }
        Changed::AlreadySo => println!("{} was {word} already", nip.masked()),
        Changed::NoAccount => return Err(no_account(&nip).into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn no_account(nip: &Nip) -> String {
    format!("no account has the NIP {}", nip.masked())
}

/// Sets a password from standard input.
pub async fn set_password(data: &DataOptions, typed: &str, must_change: bool) -> Outcome {
    let nip = read_nip(typed)?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let password = SecretString::from(line.trim_end_matches(['\r', '\n']));
    let characters = password.expose_secret().chars().count();
    if characters < SHORTEST || password.expose_secret().len() > LONGEST {
        return Err(format!(
            "a password has at least {SHORTEST} characters and at most {LONGEST} bytes; standard \
             input held {characters} characters"
        )
        .into());
    }
    let portal = open_for_command(data).await?;
    let (operator, asked) = (Client::command_line(), Renewal::of(must_change, false));
    let set = new_password::set_by_operator(&portal, &operator, &nip, &password, asked).await?;
    portal.store.close().await;
    match set {
        SetByOperator::Done => println!("password set for {}", nip.masked()),
        SetByOperator::NoAccount => return Err(no_account(&nip).into()),
        SetByOperator::Refused(problem) => {
            return Err(format!("that password is refused: {problem:?}").into());
        }
    }
    Ok(ExitCode::SUCCESS)
}
