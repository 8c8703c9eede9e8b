//! `asn-digital audit …`: checking the record, and taking it elsewhere.

use super::{CommandResult, audit_line, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        audit::{CHAINS, Event, verify as domain},
        values::nip::Nip,
    },
};
use clap::Args;
use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};
use time::{Date, Duration, OffsetDateTime, format_description::well_known::Iso8601};
use uuid::Uuid;

/// Rows read at a time.
const BATCH: i64 = 1000;

/// Exit code 1 when a row was altered, added or removed, or a seal is not ours; each finding is a line.
pub async fn verify(data: &DataOptions) -> CommandResult {
    let portal = open_for_command(data).await?;
    let found = domain::verify(&portal).await?;
    portal.store.close().await;
    for tampering in &found.tampering {
        eprintln!("{tampering}");
    }
    if found.archived > 0 {
        println!("{} rows are in archives", found.archived);
    }
    println!("{} rows checked, {} chains broken", found.rows, found.tampering.len());
    Ok(if found.tampering.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every row as one line of JSON on standard output: those that stand in no chain, which say so, and then
/// chain by chain, each in its order.
pub async fn export(data: &DataOptions) -> CommandResult {
    let portal = open_for_command(data).await?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut unit = portal.store.read().await?;
    let mut after = Uuid::nil();
    loop {
        let rows = unit.audit_events_outside(after, BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in &rows {
            writeln!(out, "{}", audit_line::of_row(row, Some(false))?)?;
        }
    }
    for chain in (0..CHAINS).map(i64::from) {
        let mut after = 0;
        loop {
            let rows = unit.audit_events_of_chain(chain, after, BATCH).await?;
            let Some(last) = rows.last().and_then(|row| row.position) else { break };
            after = last;
            for row in &rows {
                writeln!(out, "{}", audit_line::of_row(row, None)?)?;
            }
        }
    }
    out.flush()?;
    drop(unit);
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Args)]
pub struct SearchOptions {
    /// Whose events
    #[arg(long)]
    nip: String,

    /// The first day, as 2026-01-31; days are those of UTC
    #[arg(long, value_parser = day)]
    since: Option<Date>,

    /// The last day
    #[arg(long, value_parser = day)]
    until: Option<Date>,

    /// Only events of this name, such as logged-in
    #[arg(long, value_parser = |name: &str| name.parse::<Event>().map_err(|_| "there is no such event"))]
    event: Option<Event>,
}

pub fn day(text: &str) -> Result<Date, time::error::Parse> {
    Date::parse(text, &Iso8601::DATE)
}

/// What happened to one person, as lines of JSON on standard output, the oldest first. Each says whether
/// the portal wrote it.
pub async fn search(data: &DataOptions, options: &SearchOptions) -> CommandResult {
    let nip = Nip::parse(&options.nip)
        .map_err(|_| "that is no NIP: 18 digits, of a date and an appointment")?;
    let midnight = |day: Option<Date>| day.map(|day| day.midnight().assume_utc());
    let until = midnight(options.until.and_then(Date::next_day));
    let mut after = (midnight(options.since).unwrap_or(OffsetDateTime::UNIX_EPOCH), Uuid::nil());
    let portal = open_for_command(data).await?;
    let mut unit = portal.store.read().await?;
    let Some(account) = unit.account_by_nip(nip.as_str()).await? else {
        return Err(format!("no account has the NIP {}", nip.masked()).into());
    };
    let until = until.unwrap_or_else(|| portal.now() + Duration::days(1));
    let seals = unit.audit_seals().await?;
    let mut forged = 0;
    let mut out = BufWriter::new(io::stdout().lock());
    loop {
        let rows = unit.audit_events_between(account.id, after, until, BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = (last.at, last.id);
        for row in
            rows.iter().filter(|row| options.event.is_none_or(|event| row.event == event.name()))
        {
            let genuine = domain::is_genuine(&portal, &mut unit, &seals, row).await?;
            writeln!(out, "{}", audit_line::of_row(row, Some(genuine))?)?;
            forged += u64::from(!genuine);
        }
    }
    out.flush()?;
    drop(unit);
    portal.store.close().await;
    if let Some(sealed_at) = seals.iter().map(|seal| seal.sealed_at).max() {
        eprintln!("older rows are in archives, the last of {}: look there, too", sealed_at.date());
    }
    if forged > 0 {
        eprintln!("{forged} rows were not written by the portal: they say \"genuine\":false");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
