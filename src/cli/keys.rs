//! `asn-digital keys rotate`: another key, while the portal runs.

use super::{
    CommandResult, key,
    open::{KEY_ID, open_for_command},
};
use crate::{
    config::DataOptions,
    domain::{Fault, Portal, audit, random::SystemRandom, seal::Purpose},
};
use std::process::ExitCode;
use uuid::Uuid;

/// Secrets that are sealed anew together.
const BATCH: i64 = 500;

/// Makes a new key and seals every stored secret with it. Safe to be stopped and run again: what is
/// sealed with an older key still opens, and is sealed anew the next time. Older keys stay in the
/// file, for whatever was backed up or waits in the outbox; they sign no further row of the record.
pub async fn rotate(data: &DataOptions) -> CommandResult {
    let portal = open_for_command(data).await?;
    let before = portal.sealer.key_id();
    let sealer = key::add(&data.key_path(), &SystemRandom)?;
    let mut unit = portal.store.write().await?;
    unit.set_installation(KEY_ID, &sealer.key_id()).await?;
    unit.commit().await?;
    let portal = Portal { sealer, ..portal };
    audit::record_rotation(&portal).await?;
    let resealed = reseal(&portal).await?;
    println!(
        "key {before} replaced by {}; {resealed} secrets sealed anew; the older key stays in {} for \
         backups",
        portal.sealer.key_id(),
        data.key_path().display()
    );
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn reseal(portal: &Portal) -> Result<u64, Fault> {
    let mut after = Uuid::nil();
    let mut resealed = 0;
    loop {
        let mut unit = portal.store.write().await?;
        let batch = unit.authenticators_after(after, BATCH).await?;
        for (id, sealed) in &batch {
            after = *id;
            if portal.sealer.is_current(sealed) {
                continue;
            }
            let purpose = Purpose::Authenticator(*id);
            let secret = portal.sealer.open(purpose, sealed)?;
            let anew = portal.sealer.seal(purpose, &secret, portal.random())?;
            unit.reseal_authenticator(*id, sealed, &anew).await?;
            resealed += 1;
        }
        unit.commit().await?;
        if batch.is_empty() {
            return Ok(resealed);
        }
    }
}
