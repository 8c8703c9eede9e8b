//! `asn-digital audit archive` and `drop`: old rows of the record into a file, and then out of the table.
//! Nothing is removed that was not read back from a file on the disk and found whole.

use super::{
    CommandResult,
    audit_line::{self, Read},
    open::open_for_command,
    partial_file::PartialFile,
};
use crate::{
    config::DataOptions,
    domain::{
        Portal,
        audit::segment::{self, Reader, UNCHAINED},
        guard::visitor::Visitor,
        seal::Sealer,
    },
    store::{AuditSeal, Unit},
};
use std::{
    error::Error,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
    process::ExitCode,
};
use time::Date;

/// Rows read at a time.
const BATCH: i64 = 1000;

/// Writes the rows up to a day that are in no archive yet to a new file, with their seal. The table stays
/// as it is.
pub async fn archive(data: &DataOptions, file: &Path, last_day: Date) -> CommandResult {
    let exists = format!("{} exists: name another file", file.display());
    if file.try_exists()? {
        return Err(exists.into());
    }
    let until = last_day.next_day().ok_or("there is no day after that")?.midnight().assume_utc();
    let portal = open_for_command(data).await?;
    if until > portal.now() {
        return Err("that day is not over yet".into());
    }
    let seals = segment::seal(&portal, until).await?.map_err(|wrong| {
        format!("the record is not as it was written, and is not archived: {wrong}")
    })?;
    if seals.is_empty() {
        return Err("there is nothing up to that day that is not archived yet".into());
    }
    let partial = PartialFile::of(file)?;
    let named = |error: std::io::Error| format!("{}: {error}", partial.path().display());
    write(&portal, partial.path(), &seals).await?;
    partial.sync().map_err(named)?;
    let rows = check(&portal.sealer, partial.path())?.rows;
    if file.try_exists()? {
        return Err(exists.into());
    }
    partial.put_in_place().map_err(|error| format!("{}: {error}", file.display()))?;
    portal.store.close().await;
    println!(
        "{}: {rows} rows, written, brought to the disk and checked. They are still in the database: \
         keep the file in two places, then `asn-digital audit drop {}`",
        file.display(),
        file.display()
    );
    Ok(ExitCode::SUCCESS)
}

async fn write(portal: &Portal, path: &Path, seals: &[AuditSeal]) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(OpenOptions::new().write(true).open(path)?);
    for seal in seals {
        writeln!(out, "{}", audit_line::of_seal(seal)?)?;
    }
    let mut unit = portal.store.read().await?;
    for seal in seals {
        write_rows(&mut unit, &mut out, seal).await?;
    }
    out.flush()?;
    Ok(())
}

async fn write_rows(
    unit: &mut Unit,
    out: &mut impl Write,
    seal: &AuditSeal,
) -> Result<(), Box<dyn Error>> {
    if seal.chain == UNCHAINED {
        for row in unit.unchained_audit_events().await? {
            writeln!(out, "{}", audit_line::of_row(&row, None)?)?;
        }
        return Ok(());
    }
    let mut after = seal.first_position - 1;
    while after < seal.last_position {
        let most = BATCH.min(seal.last_position - after);
        let rows = unit.audit_events_of_chain(seal.chain, after, most).await?;
        let Some(last) = rows.last().and_then(|row| row.position) else { break };
        after = last;
        for row in &rows {
            writeln!(out, "{}", audit_line::of_row(row, None)?)?;
        }
    }
    Ok(())
}

/// A file that was read and found whole.
struct Whole {
    seals: Vec<AuditSeal>,
    rows: u64,
}

/// Reads an archive to its end: whether its seals are ours, and every row is in its place.
fn check(sealer: &Sealer, path: &Path) -> Result<Whole, Box<dyn Error>> {
    let named = |wrong: &dyn std::fmt::Display| format!("{}: {wrong}", path.display());
    let file = File::open(path).map_err(|error| named(&error))?;
    let mut lines = BufReader::new(file).lines().enumerate();
    let mut seals = Vec::new();
    let first = loop {
        let Some((number, line)) = lines.next() else { break None };
        match audit_line::read(&line?) {
            Some(Read::Seal(seal)) => seals.push(seal),
            Some(Read::Row(row)) => break Some(row),
            None => return Err(named(&format!("line {} is none of ours", number + 1)).into()),
        }
    };
    if seals.is_empty() {
        return Err(named(&"it has no seal").into());
    }
    let mut reader = Reader::new(sealer, &seals).map_err(|wrong| named(&wrong))?;
    if let Some(row) = first {
        reader.row(&row).map_err(|wrong| named(&wrong))?;
    }
    for (number, line) in lines {
        let Some(Read::Row(row)) = audit_line::read(&line?) else {
            return Err(named(&format!("line {} is no row of the record", number + 1)).into());
        };
        reader.row(&row).map_err(|wrong| named(&wrong))?;
    }
    let rows = reader.finish().map_err(|wrong| named(&wrong))?;
    Ok(Whole { seals, rows })
}

/// Checks an archive against its seal, and the seal against the installation's key.
pub async fn verify(data: &DataOptions, file: &Path) -> CommandResult {
    let portal = open_for_command(data).await?;
    let whole = check(&portal.sealer, file)?;
    portal.store.close().await;
    println!("{}: {} rows checked, as they were sealed", file.display(), whole.rows);
    Ok(ExitCode::SUCCESS)
}

/// Removes the rows of an archive from the table, which keeps their seal.
pub async fn drop_rows(data: &DataOptions, file: &Path) -> CommandResult {
    let portal = open_for_command(data).await?;
    let whole = check(&portal.sealer, file)?;
    // It may have been copied here a moment ago.
    File::open(file)?.sync_all()?;
    let dropped = segment::drop(&portal, &Visitor::command_line(), &whole.seals).await?;
    portal.store.close().await;
    let dropped = dropped.map_err(|problem| format!("nothing was removed. {problem}"))?;
    println!("{dropped} rows removed; they are in {}", file.display());
    Ok(ExitCode::SUCCESS)
}
