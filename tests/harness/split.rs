//! A ministry is split: everybody in it is moved, by a job that a node carries on.

use super::Result;
use asn_digital::{
    domain::{
        clock::{Clock, SystemClock},
        random::{SystemRandom, new_id},
    },
    fixtures::synth,
    store::{AgencyRow, BulkJobRow, ImportedAccount, Store},
    wire::{
        agency::AgencyKind,
        bulk::{BulkAct, BulkState},
        zone::Zone,
    },
};
use std::time::Duration;
use uuid::Uuid;

const BEFORE: &str = "Kementerian Lama";
pub const AFTER: &str = "Kementerian Baru";
/// People who are added in one unit.
const BATCH: usize = 10_000;

/// Makes so many people and whoever orders that they are moved; the job, whose selection has yet to be made.
///
/// # Errors
/// When the database fails.
pub async fn order(store: &Store, people: u64) -> Result<Uuid> {
    let now = SystemClock.now();
    let [orderer, agency, job] = std::array::from_fn(|_| new_id(&SystemRandom, now));
    for from in (0..people).step_by(BATCH) {
        let some: Vec<_> = (from..people.min(from + BATCH as u64))
            .map(|i| ImportedAccount { agency: BEFORE.into(), ..synth::person(1, i) })
            .map(|person| ImportedAccount { roles: "employee".into(), ..person })
            .collect();
        let mut unit = store.write_in_bulk().await?;
        unit.add_accounts(&some, "no hash", now).await?;
        unit.commit().await?;
    }
    let mut unit = store.write().await?;
    let administrator = ImportedAccount {
        id: orderer,
        nip: "190001011920011001".into(),
        name: "Pengelola".into(),
        email: None,
        agency: "Portal".into(),
        roles: "administrator".into(),
    };
    unit.import_account(&administrator, now).await?;
    let row = AgencyRow {
        id: agency,
        parent_id: None,
        code: None,
        name: AFTER.into(),
        text: AFTER.into(),
        kind: AgencyKind::Ministry,
        zone: Zone::Wib,
    };
    unit.change_agencies(agency).await?;
    unit.put_agency(&row, now).await?;
    unit.put_agency_text(AFTER, agency).await?;
    let whom = serde_json::json!({"query": "", "agency": BEFORE, "role": "", "state": ""});
    let terms = serde_json::json!({"whom": {"found": whom}, "to": agency, "over": []});
    unit.add_bulk_job(&BulkJobRow {
        id: job,
        act: BulkAct::Move,
        state: BulkState::Selecting,
        terms: terms.to_string(),
        reason: "Kementerian dipecah menurut Perpres".into(),
        ordered_by: orderer,
        ordered_at: now,
        address: "192.0.2.1".into(),
        user_agent: "harness".into(),
        place: None,
        selected: 0,
        refused: 0,
        done: 0,
        failed: 0,
        approval_id: None,
        ended_at: None,
    })
    .await?;
    unit.commit().await?;
    Ok(job)
}

/// Lets it run, as if a second person had agreed.
///
/// # Errors
/// When the database fails.
pub async fn approve(store: &Store, job: Uuid) -> Result<()> {
    let mut unit = store.write().await?;
    let ready = unit.lock_bulk_job(job).await?.ok_or("no job")?;
    unit.set_bulk_job(&BulkJobRow { state: BulkState::Running, ..ready }).await?;
    Ok(unit.commit().await?)
}

/// Waits until the job is so far.
///
/// # Errors
/// When the database fails.
pub async fn wait(
    store: &Store,
    job: Uuid,
    is_so_far: impl Fn(&BulkJobRow) -> bool,
) -> Result<BulkJobRow> {
    loop {
        let row = store.read().await?.bulk_job(job).await?.ok_or("no job")?;
        if is_so_far(&row) {
            return Ok(row);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
