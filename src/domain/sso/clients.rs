//! Which clients there are: those of a file, and what administrators decided, which wins.

use super::{
    client::{Client, ClientSettings, FIELDS, is_id},
    client_check::ClientProblem,
    deliveries,
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::rights::Right,
        random,
        session::{self, LiveSession},
    },
    store::{ClientRow, ClientSecretRow, Unit},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long the secret before is still good, once another one was made.
pub const OVERLAP: Duration = Duration::days(14);

/// A file of clients.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientFile {
    #[serde(default)]
    client: Vec<FiledClient>,
}

#[derive(Debug, Deserialize)]
struct FiledClient {
    client_id: String,
    #[serde(flatten)]
    settings: toml::Table,
}

/// What is wrong with a file, in one line.
#[derive(Debug, thiserror::Error)]
pub enum ClientFileError {
    #[error("it is no list of [[client]]: {0}")]
    Form(String),
    #[error("client \"{0}\": {1}")]
    Client(String, String),
    #[error("client \"{0}\" stands there twice")]
    Twice(String),
}

/// Reads a file of clients, each checked.
///
/// # Errors
/// [`ClientFileError`]: the first thing that is wrong.
pub fn parse(text: &str) -> Result<Vec<Client>, ClientFileError> {
    let file: ClientFile =
        toml::from_str(text).map_err(|error| ClientFileError::Form(error.to_string()))?;
    let mut seen = HashSet::new();
    let client = |filed: FiledClient| {
        let id = filed.client_id;
        let wrong = |error: String| ClientFileError::Client(id.clone(), error);
        let unknown = filed.settings.keys().find(|field| !FIELDS.contains(&field.as_str()));
        if let Some(field) = unknown {
            return Err(wrong(format!("unknown field `{field}`")));
        }
        let settings: ClientSettings = filed
            .settings
            .try_into()
            .map_err(|error: toml::de::Error| wrong(error.message().into()))?;
        settings.check(&id).map_err(|error| wrong(error.to_string()))?;
        if seen.insert(id.clone()) {
            Ok(Client { id, settings })
        } else {
            Err(ClientFileError::Twice(id))
        }
    };
    file.client.into_iter().map(client).collect()
}

/// A client as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredClient {
    pub client: Client,
    pub enabled: bool,
    pub in_file: bool,
    pub decided: bool,
}

impl RegisteredClient {
    /// # Errors
    /// When the database holds what is no client.
    fn read(row: &ClientRow) -> Result<Self, Fault> {
        let counts = row.decided.as_deref().or(row.filed.as_deref()).unwrap_or_default();
        let settings =
            serde_json::from_str(counts).map_err(|_| Fault::Corrupt("a client that is none"))?;
        Ok(Self {
            client: Client { id: row.id.clone(), settings },
            enabled: row.disabled_at.is_none(),
            in_file: row.filed.is_some(),
            decided: row.decided.is_some(),
        })
    }
}

/// Every client, by its identifier.
///
/// # Errors
/// When the database fails.
pub async fn all(portal: &Portal) -> Result<Vec<RegisteredClient>, Fault> {
    let rows = portal.store.read().await?.clients().await?;
    rows.iter().map(RegisteredClient::read).collect()
}

/// One client, whether it is let in or not.
///
/// # Errors
/// When the database fails.
pub async fn registered(portal: &Portal, id: &str) -> Result<Option<RegisteredClient>, Fault> {
    if !is_id(id) {
        return Ok(None);
    }
    portal.store.client(id).await?.as_ref().map(RegisteredClient::read).transpose()
}

/// One that is let in.
///
/// # Errors
/// When the database fails.
pub async fn enabled(portal: &Portal, id: &str) -> Result<Option<Client>, Fault> {
    let registered = registered(portal, id).await?;
    Ok(registered.filter(|one| one.enabled).map(|one| one.client))
}

/// The same, and nobody takes that back until the unit ends.
pub(super) async fn hold_enabled(unit: &mut Unit, id: &str) -> Result<Option<Client>, Fault> {
    let row = unit.hold_client(id).await?;
    let registered = row.as_ref().map(RegisteredClient::read).transpose()?;
    Ok(registered.filter(|one| one.enabled).map(|one| one.client))
}

/// The client whose tile is that of a service.
///
/// # Errors
/// When the database fails.
pub async fn of_service(portal: &Portal, slug: &str) -> Result<Option<Client>, Fault> {
    let ours = |one: &RegisteredClient| {
        one.enabled && one.client.settings.service.as_deref() == Some(slug)
    };
    Ok(all(portal).await?.into_iter().find(ours).map(|one| one.client))
}

/// Takes a file over: what it no longer names is gone, unless an administrator decided on it.
///
/// # Errors
/// When the database fails; then everything is as before.
pub async fn take_over(portal: &Portal, filed: &[Client]) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let now = portal.now();
    for client in filed {
        let row = unit.lock_client(&client.id).await?;
        let decided = row.as_ref().and_then(|row| row.decided.clone());
        let disabled_at = row.as_ref().and_then(|row| row.disabled_at);
        let filed = Some(json_of(&client.settings)?);
        if row.as_ref().is_some_and(|row| row.filed == filed) {
            continue;
        }
        let row = ClientRow { id: client.id.clone(), filed, decided, disabled_at };
        save(&mut unit, &row, None, now).await?;
    }
    for row in unit.clients().await? {
        if row.filed.is_none() || filed.iter().any(|client| client.id == row.id) {
            continue;
        }
        // Nobody gets tokens or decides on it meanwhile.
        let Some(row) = unit.lock_client(&row.id).await? else {
            continue;
        };
        if row.decided.is_some() {
            save(&mut unit, &ClientRow { filed: None, ..row }, None, now).await?;
        } else {
            remove_in(&mut unit, &row.id, now).await?;
        }
    }
    unit.commit().await?;
    Ok(())
}

fn json_of(settings: &ClientSettings) -> Result<String, Fault> {
    serde_json::to_string(settings).map_err(|_| Fault::Seal)
}

async fn save(
    unit: &mut Unit,
    row: &ClientRow,
    by: Option<Uuid>,
    now: OffsetDateTime,
) -> Result<(), Fault> {
    let settings = RegisteredClient::read(row)?.client.settings;
    let logout_as = deliveries::issued_as(&settings);
    let logout = (settings.backchannel_logout_uri.as_deref(), &*logout_as);
    unit.set_client(row, logout, by, now).await?;
    Ok(())
}

/// Whoever is signed in there is told that they are no longer, and the client is gone.
async fn remove_in(unit: &mut Unit, id: &str, now: OffsetDateTime) -> Result<(), Fault> {
    unit.end_grants_of_client(id, now).await?;
    unit.remove_client(id).await?;
    Ok(())
}

/// Who decides on a client.
#[derive(Debug, Clone, Copy)]
pub enum Decider<'a> {
    /// An administrator, logged in and proved anew.
    Administrator(&'a LiveSession),
    CommandLine,
}

/// What is done with a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientDecision {
    /// It is described for the first time.
    Register(Box<ClientSettings>),
    /// It is described anew, or for the first time.
    Describe(Box<ClientSettings>),
    Disable,
    Enable,
    /// What an administrator decided is taken back: it is as in the file, or gone.
    TakeBack,
    /// Another secret; those before are good for a while.
    NewSecret,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undecided {
    #[error("there is no such client")]
    Unknown,
    #[error("there is one of that name already")]
    Taken,
    #[error("that is for administrators")]
    NotTheirs,
    /// A fresh proof is needed first.
    #[error("that needs a fresh proof")]
    NotFresh,
    #[error(transparent)]
    Wrong(#[from] ClientProblem),
    #[error("it proves who it is without a secret")]
    NoSecret,
}

/// Carries a decision out; the secret that was made, which nobody sees again.
///
/// # Errors
/// When the database fails; then nothing was done.
pub async fn decide(
    portal: &Portal,
    visitor: &Visitor,
    by: Decider<'_>,
    id: &str,
    decision: ClientDecision,
) -> Result<Result<Option<String>, Undecided>, Fault> {
    // What is wrong is said before a proof is asked for.
    if let ClientDecision::Register(settings) | ClientDecision::Describe(settings) = &decision
        && let Err(problem) = settings.check(id)
    {
        return Ok(Err(problem.into()));
    }
    if !is_id(id) {
        return Ok(Err(Undecided::Unknown));
    }
    let mut unit = portal.store.write().await?;
    let now = portal.now();
    let holder = match by {
        Decider::Administrator(session) => {
            let session = session::hold(portal, &mut unit, session).await?;
            if !session.roles.may(Right::ManageClients) {
                return Ok(Err(Undecided::NotTheirs));
            }
            if !session.is_fresh(now) {
                return Ok(Err(Undecided::NotFresh));
            }
            session.holder()
        }
        Decider::CommandLine => Holder { account: None, masked_nip: "*".to_owned() },
    };
    let row = unit.lock_client(id).await?;
    let by = holder.account;
    let mut made = None;
    match (row, decision) {
        (Some(_), ClientDecision::Register(_)) => return Ok(Err(Undecided::Taken)),
        (row, ClientDecision::Register(settings) | ClientDecision::Describe(settings)) => {
            let empty =
                ClientRow { id: id.to_owned(), filed: None, decided: None, disabled_at: None };
            let row = row.unwrap_or(empty);
            let row = ClientRow { decided: Some(json_of(&settings)?), ..row };
            save(&mut unit, &row, by, now).await?;
        }
        (None, _) => return Ok(Err(Undecided::Unknown)),
        (Some(row), ClientDecision::Disable) => {
            save(&mut unit, &ClientRow { disabled_at: Some(now), ..row }, by, now).await?;
            unit.end_grants_of_client(id, now).await?;
        }
        (Some(row), ClientDecision::Enable) => {
            save(&mut unit, &ClientRow { disabled_at: None, ..row }, by, now).await?;
        }
        (Some(row), ClientDecision::TakeBack) if row.filed.is_none() => {
            remove_in(&mut unit, id, now).await?;
        }
        (Some(row), ClientDecision::TakeBack) => {
            save(&mut unit, &ClientRow { decided: None, ..row }, by, now).await?;
        }
        (Some(row), ClientDecision::NewSecret) => {
            let settings = RegisteredClient::read(&row)?.client.settings;
            if !uses_secrets(&settings) {
                return Ok(Err(Undecided::NoSecret));
            }
            made = Some(add_secret(portal, &mut unit, id).await?);
        }
    }
    audit::record_about(portal, &mut unit, Event::ClientChanged, &holder, visitor, id).await?;
    unit.commit().await?;
    portal.sso.deliveries.notify_one();
    Ok(Ok(made))
}

/// Whether a client proves who it is by a secret.
#[must_use]
pub fn uses_secrets(settings: &ClientSettings) -> bool {
    use super::client::ClientAuthentication::{SecretBasic, SecretPost};
    matches!(settings.token_endpoint_auth_method, SecretBasic | SecretPost)
}

async fn add_secret(portal: &Portal, unit: &mut Unit, client: &str) -> Result<String, Fault> {
    let bytes: [u8; 32] = random::bytes(portal.random());
    let secret = URL_SAFE_NO_PAD.encode(bytes);
    let now = portal.now();
    unit.end_older_client_secrets(client, now).await?;
    unit.end_client_secrets(client, now + OVERLAP).await?;
    let row = ClientSecretRow {
        id: portal.new_id(),
        client_id: client.to_owned(),
        secret_hash: Sha256::digest(&secret).to_vec(),
        created_at: now,
        expires_at: None,
    };
    unit.add_client_secret(&row).await?;
    Ok(secret)
}

#[cfg(test)]
mod tests;
