//! `asn-digital keys rotate`: another key, while the portal runs.

use super::{
    CommandResult, key,
    open::{KEY_ID, open_for_command},
};
use crate::{
    config::DataOptions,
    domain::{
        Fault, Portal, audit,
        random::SystemRandom,
        seal::Purpose,
        sso::signing_keys::{self, Turn},
    },
};
use std::process::ExitCode;
use time::format_description::well_known::Rfc3339;
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
    let resealed = reseal(&portal).await? + reseal_signing_keys(&portal).await?;
    println!(
        "key {before} replaced by {}; {resealed} secrets sealed anew; the older key stays in {} for \
         backups",
        portal.sealer.key_id(),
        data.key_path().display()
    );
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Another key to sign tokens with, of each algorithm.
pub async fn rotate_signing(data: &DataOptions, at_once: bool) -> CommandResult {
    let portal = open_for_command(data).await?;
    signing_keys::look_after(&portal).await?;
    let turn = if at_once { Turn::AtOnce } else { Turn::Announced };
    let from = signing_keys::rotate(&portal, turn).await?;
    let from = from.format(&Rfc3339)?;
    println!(
        "new signing keys are published now and sign from {from} on; the ones before stay published for a day"
    );
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn reseal_signing_keys(portal: &Portal) -> Result<u64, Fault> {
    let mut unit = portal.store.write().await?;
    let mut resealed = 0;
    for row in unit.signing_keys().await? {
        if portal.sealer.is_current(&row.sealed_key) {
            continue;
        }
        let key = portal.sealer.open(Purpose::SigningKey, &row.sealed_key)?;
        let anew = portal.sealer.seal(Purpose::SigningKey, &key, portal.random())?;
        unit.reseal_signing_key(&row.id, &row.sealed_key, &anew).await?;
        resealed += 1;
    }
    unit.commit().await?;
    Ok(resealed)
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
