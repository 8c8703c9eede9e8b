//! What stays for ever: bytes on disk of a row of the audit record, with its share of the indexes.

use super::{
    PROGRAM, Plan, World,
    capacity::Inputs,
    harness::{Installation, Result},
    inside,
    report::{Engine, Report},
};
use asn_digital::domain::{
    Portal,
    audit::{self, Event, Holder},
    values::nip::Nip,
};
use std::{fs, path::Path};

/// Rows in one unit of work.
const BATCH: usize = 200;

pub async fn measure(
    plan: &Plan,
    world: &World,
    report: &mut Report,
    inputs: &mut Inputs,
) -> Result<()> {
    let bytes = match &world.postgres {
        None => {
            let alone = Installation::new(PROGRAM, None)?;
            // A closed database is one file.
            inside::portal(alone.store().await?).await?.store.close().await;
            let before = size(&alone.database_file())?;
            let portal = inside::portal(alone.store().await?).await?;
            add_rows(&portal, world, plan.audit_rows).await?;
            portal.store.close().await;
            size(&alone.database_file())? - before
        }
        Some(database) => {
            let before = database.size_of_audit_events().await?;
            let portal = inside::portal(world.installation.store().await?).await?;
            add_rows(&portal, world, plan.audit_rows).await?;
            portal.store.close().await;
            database.size_of_audit_events().await? - before
        }
    };
    let each = bytes / plan.audit_rows as f64;
    report.add(world.engine(), "a row of the audit record on disk", format!("{each:.0} B"));
    if world.engine() == Engine::Postgres {
        inputs.bytes_per_audit_row = each;
    }
    Ok(())
}

fn size(file: &Path) -> Result<f64> {
    Ok(fs::metadata(file)?.len() as f64)
}

async fn add_rows(portal: &Portal, world: &World, count: usize) -> Result<()> {
    let members: Vec<_> = world.crowd.members().iter().cycle().take(count).collect();
    for batch in members.chunks(BATCH) {
        let mut unit = portal.store.write().await?;
        for member in batch {
            let nip = Nip::parse(&member.person.nip).map_err(|_| "a number that is no NIP")?;
            let holder = Holder { account: Some(member.person.id), masked_nip: nip.masked() };
            let visitor = inside::visitor(member)?;
            audit::record(portal, &mut unit, Event::LoggedIn, &holder, &visitor).await?;
        }
        unit.commit().await?;
    }
    Ok(())
}
