//! `asn-digital audit …`: checking the record, and taking it elsewhere.

use super::{Outcome, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        audit::{self, Event},
        nip::Nip,
        seal::to_hex,
    },
    store::AuditEvent,
};
use clap::Args;
use serde_json::json;
use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};
use time::{
    Date, Duration, OffsetDateTime,
    format_description::well_known::{Iso8601, Rfc3339},
};
use uuid::Uuid;

/// Rows read at a time.
const BATCH: i64 = 1000;

/// Exit code 1 when a row was altered or removed; each finding is a line.
pub async fn verify(data: &DataOptions) -> Outcome {
    let portal = open_for_command(data).await?;
    let found = audit::verify(&portal).await?;
    portal.store.close().await;
    for tampering in &found.tampering {
        eprintln!("{tampering}");
    }
    if found.unchained > 0 {
        println!("{} rows stand in no chain", found.unchained);
    }
    println!("{} rows checked, {} chains broken", found.rows, found.tampering.len());
    Ok(if found.tampering.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every row as one line of JSON on standard output: chain by chain, each in its order.
pub async fn export(data: &DataOptions) -> Outcome {
    let portal = open_for_command(data).await?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut unit = portal.store.read().await?;
    for row in unit.unchained_audit_events().await? {
        writeln!(out, "{}", line(&row)?)?;
    }
    for end in unit.audit_chains().await? {
        let mut after = 0;
        loop {
            let rows = unit.audit_events_of_chain(end.chain, after, BATCH).await?;
            let Some(last) = rows.last().and_then(|row| row.position) else { break };
            after = last;
            for row in &rows {
                writeln!(out, "{}", line(row)?)?;
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
    #[arg(long, value_parser = |name: &str| Event::from_name(name).ok_or("there is no such event"))]
    event: Option<Event>,
}

fn day(text: &str) -> Result<Date, time::error::Parse> {
    Date::parse(text, &Iso8601::DATE)
}

/// What happened to one person, as lines of JSON on standard output, the oldest first.
pub async fn search(data: &DataOptions, options: &SearchOptions) -> Outcome {
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
    let mut out = BufWriter::new(io::stdout().lock());
    loop {
        let rows = unit.audit_events_between(account.id, after, until, BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = (last.at, last.id);
        for row in
            rows.iter().filter(|row| options.event.is_none_or(|event| row.event == event.name()))
        {
            writeln!(out, "{}", line(row)?)?;
        }
    }
    out.flush()?;
    drop(unit);
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn line(row: &AuditEvent) -> Result<String, time::error::Format> {
    let line = json!({
        "id": row.id.to_string(),
        "at": row.at.format(&Rfc3339)?,
        "event": row.event,
        "account": row.account_id.map(|id| id.to_string()),
        "subject": row.subject,
        "address": row.address,
        "user_agent": row.user_agent,
        "object": row.object,
        "chain": row.chain,
        "position": row.position,
        "mac": row.mac.as_deref().map(to_hex),
    });
    Ok(line.to_string())
}
