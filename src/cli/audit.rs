//! `asn-digital audit …`: checking the record, and taking it elsewhere.

use super::{Outcome, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{audit, seal::to_hex},
    store::AuditEvent,
};
use serde_json::json;
use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};
use time::format_description::well_known::Rfc3339;

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
