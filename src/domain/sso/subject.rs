//! What a service calls a person by (OpenID Connect Core 1.0 §8). Never the number, and never another one.

use super::{
    client::{Client, SubjectType},
    issuer::Issuer,
};
use crate::{
    domain::{Fault, Portal, random},
    store::Unit,
};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// The fact noted in the database: what pairwise subjects are made with. It outlives every key.
const SALT: &str = "pairwise-salt";
/// Bytes of a subject, and of what names a session to one service.
const BYTES: usize = 24;

/// Makes the secret of pairwise subjects, once, and reads it.
///
/// # Errors
/// When the database fails.
pub async fn prepare(portal: &Portal) -> Result<(), Fault> {
    let fresh: [u8; 32] = random::bytes(portal.random());
    let mut unit = portal.store.write().await?;
    let salt = unit.note_installation(SALT, &HEXLOWER.encode(&fresh)).await?;
    unit.commit().await?;
    let _ = portal.sso.pairwise_salt.set(salt);
    Ok(())
}

/// Services that moved from Keycloak with their address alone know people who moved by what they were there:
/// mostly the account's id, which came with them.
fn keeps_former(client: &Client) -> bool {
    let settings = &client.settings;
    settings.subject_type == SubjectType::Public && settings.issuer == Issuer::Keycloak
}

/// # Errors
/// When the secret of pairwise subjects was not read, or the database fails.
pub async fn of(portal: &Portal, client: &Client, account: Uuid) -> Result<String, Fault> {
    if keeps_former(client) {
        return of_in(portal, &mut portal.store.read().await?, client, account).await;
    }
    own(portal, client, account)
}

/// The same in a unit of work.
///
/// # Errors
/// As [`of`].
pub async fn of_in(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    account: Uuid,
) -> Result<String, Fault> {
    let former = if keeps_former(client) { unit.former_subject(account).await? } else { None };
    former.map_or_else(|| own(portal, client, account), Ok)
}

/// What the portal itself calls them.
fn own(portal: &Portal, client: &Client, account: Uuid) -> Result<String, Fault> {
    match client.settings.subject_type {
        SubjectType::Public => Ok(account.to_string()),
        SubjectType::Pairwise => {
            let salt = portal.sso.pairwise_salt.get().ok_or(Fault::Seal)?;
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(salt.as_bytes())
                .map_err(|_| Fault::Seal)?;
            mac.update(client.sector().as_bytes());
            mac.update(&[0]);
            mac.update(account.as_bytes());
            Ok(short(&mac.finalize().into_bytes()))
        }
    }
}

/// What a session is called at one service from now on: no other session is, and none was.
#[must_use]
pub fn new_session_id(portal: &Portal) -> String {
    let bytes: [u8; BYTES] = random::bytes(portal.random());
    short(&bytes)
}

fn short(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes.get(..BYTES).unwrap_or_default())
}
