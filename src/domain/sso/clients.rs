//! Which clients there are, and what is decided of them by hand: that wins over a file ([`super::client_file`]).

use super::{
    client::{Client, ClientSettings, is_id},
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
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long the secret before is still good, once another one was made.
pub const OVERLAP: Duration = Duration::days(14);

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
    pub(super) fn read(row: &ClientRow) -> Result<Self, Fault> {
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
    all_in(&mut portal.store.read().await?).await
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

pub(super) fn json_of(settings: &ClientSettings) -> Result<String, Fault> {
    serde_json::to_string(settings).map_err(|_| Fault::Seal)
}

pub(super) async fn save(
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
pub(super) async fn remove_in(unit: &mut Unit, id: &str, now: OffsetDateTime) -> Result<(), Fault> {
    unit.end_grants_of_client(id, now).await?;
    unit.remove_client(id).await?;
    Ok(())
}

/// A tile signs in to one client, and two name it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{first}\" and \"{second}\" have the same service \"{service}\": a tile signs in to one client"
)]
pub struct SameTile {
    pub service: String,
    pub first: String,
    pub second: String,
}

impl SameTile {
    /// The first of these that has the tile of another one.
    pub fn among<'a>(clients: impl IntoIterator<Item = &'a Client>) -> Result<(), Self> {
        let mut seen: HashMap<&str, &Client> = HashMap::new();
        for client in clients {
            let Some(service) = client.settings.service.as_deref() else { continue };
            if let Some(first) = seen.insert(service, client) {
                let (first, second) = (first.id.clone(), client.id.clone());
                return Err(Self { service: service.to_owned(), first, second });
            }
        }
        Ok(())
    }

    /// The same of one that is not kept yet; `others`: as they are, perhaps with itself.
    pub fn with(client: &Client, others: &[RegisteredClient]) -> Result<(), Self> {
        let mut others = others.iter().map(|one| &one.client);
        let is_other =
            |one: &&Client| one.id != client.id && one.settings.service == client.settings.service;
        match others.find(is_other) {
            Some(other) => Self::among([other, client]),
            None => Ok(()),
        }
    }
}

/// Every client, as it is in this unit.
pub(super) async fn all_in(unit: &mut Unit) -> Result<Vec<RegisteredClient>, Fault> {
    unit.clients().await?.iter().map(RegisteredClient::read).collect()
}

/// Who decides on a client.
#[derive(Debug, Clone, Copy)]
pub enum Decider<'a> {
    /// An administrator, logged in and proved anew.
    Administrator(&'a LiveSession),
    CommandLine,
}

/// What is done with a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

impl ClientDecision {
    /// Whether it says where people sign in and what is told of them: that no administrator decides alone.
    /// Stopping a client and exchanging its secret wait for nobody.
    #[must_use]
    pub fn needs_two(&self) -> bool {
        matches!(self, Self::Register(_) | Self::Describe(_))
    }

    /// What is described.
    #[must_use]
    pub fn settings(&self) -> Option<&ClientSettings> {
        match self {
            Self::Register(settings) | Self::Describe(settings) => Some(settings),
            _ => None,
        }
    }

    /// # Errors
    /// What is wrong with what is described.
    pub fn check(&self, id: &str) -> Result<(), ClientProblem> {
        self.settings().map_or(Ok(()), |settings| settings.check(id))
    }
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
    #[error("that needs a second administrator")]
    NeedsSecond,
    #[error(transparent)]
    Wrong(#[from] ClientProblem),
    #[error(transparent)]
    SameTile(#[from] SameTile),
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
    if let Err(problem) = decision.check(id) {
        return Ok(Err(problem.into()));
    }
    if !is_id(id) {
        return Ok(Err(Undecided::Unknown));
    }
    let mut unit = portal.store.write().await?;
    // In the order in which whoever exchanges a code holds client and session: neither waits for the other.
    lock(&mut unit, id).await?;
    let holder = match by {
        Decider::Administrator(session) => {
            let session = session::hold(portal, &mut unit, session).await?;
            if !session.roles.may(Right::ManageClients) {
                return Ok(Err(Undecided::NotTheirs));
            }
            if decision.needs_two() {
                return Ok(Err(Undecided::NeedsSecond));
            }
            if !session.is_fresh(portal.now()) {
                return Ok(Err(Undecided::NotFresh));
            }
            session.holder()
        }
        Decider::CommandLine => Holder { account: None, masked_nip: "*".to_owned() },
    };
    let made = match carry_out(portal, &mut unit, visitor, &holder, id, decision).await? {
        Ok(made) => made,
        Err(undecided) => return Ok(Err(undecided)),
    };
    unit.commit().await?;
    portal.sso.deliveries.notify_one();
    Ok(Ok(made))
}

/// Keeps a client, and that there are no others, as they are until the unit ends: before any session.
pub(in crate::domain) async fn lock(unit: &mut Unit, id: &str) -> Result<(), Fault> {
    unit.lock_clients().await?;
    unit.lock_client(id).await?;
    Ok(())
}

/// The same in a unit that [`lock`]ed the client, for whoever may.
pub(in crate::domain) async fn carry_out(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    holder: &Holder,
    id: &str,
    decision: ClientDecision,
) -> Result<Result<Option<String>, Undecided>, Fault> {
    let (by, now) = (holder.account, portal.now());
    let row = unit.lock_client(id).await?;
    let mut made = None;
    match (row, decision) {
        (Some(_), ClientDecision::Register(_)) => return Ok(Err(Undecided::Taken)),
        (row, ClientDecision::Register(settings) | ClientDecision::Describe(settings)) => {
            let empty =
                ClientRow { id: id.to_owned(), filed: None, decided: None, disabled_at: None };
            let row = row.unwrap_or(empty);
            let row = ClientRow { decided: Some(json_of(&settings)?), ..row };
            let client = Client { id: id.to_owned(), settings: *settings };
            if let Err(same) = SameTile::with(&client, &all_in(unit).await?) {
                return Ok(Err(same.into()));
            }
            save(unit, &row, by, now).await?;
        }
        (None, _) => return Ok(Err(Undecided::Unknown)),
        (Some(row), ClientDecision::Disable) => {
            save(unit, &ClientRow { disabled_at: Some(now), ..row }, by, now).await?;
            unit.end_grants_of_client(id, now).await?;
        }
        (Some(row), ClientDecision::Enable) => {
            save(unit, &ClientRow { disabled_at: None, ..row }, by, now).await?;
        }
        (Some(row), ClientDecision::TakeBack) if row.filed.is_none() => {
            remove_in(unit, id, now).await?;
        }
        (Some(row), ClientDecision::TakeBack) => {
            let row = ClientRow { decided: None, ..row };
            let client = RegisteredClient::read(&row)?.client;
            if let Err(same) = SameTile::with(&client, &all_in(unit).await?) {
                return Ok(Err(same.into()));
            }
            save(unit, &row, by, now).await?;
        }
        (Some(row), ClientDecision::NewSecret) => {
            let settings = RegisteredClient::read(&row)?.client.settings;
            if !uses_secrets(&settings) {
                return Ok(Err(Undecided::NoSecret));
            }
            made = Some(add_secret(portal, unit, id).await?);
        }
    }
    audit::record_about(portal, unit, Event::ClientChanged, holder, visitor, id).await?;
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
