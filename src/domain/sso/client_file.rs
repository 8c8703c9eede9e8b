//! A file of clients, as one installation after another may be given the same: read, checked, taken over.

use super::{
    client::{Client, ClientSettings, FIELDS},
    clients::{self, SameTile},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
    },
    store::ClientRow,
};
use serde::Deserialize;
use std::collections::HashSet;

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
    #[error(transparent)]
    SameTile(#[from] SameTile),
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
    let clients: Vec<_> = file.client.into_iter().map(client).collect::<Result<_, _>>()?;
    SameTile::among(&clients)?;
    Ok(clients)
}

/// Takes a file over: what it no longer names is gone, unless it was decided on by hand. What changes by that is in
/// the record.
///
/// # Errors
/// When the database fails; then everything is as before.
pub async fn take_over(
    portal: &Portal,
    filed: &[Client],
) -> Result<Result<(), ClientFileError>, Fault> {
    let mut unit = portal.store.write().await?;
    let now = portal.now();
    // Nodes that start at once take it over one after another: what changes is written down once.
    unit.lock_clients().await?;
    let mut changed = Vec::new();
    for client in filed {
        let row = unit.lock_client(&client.id).await?;
        let decided = row.as_ref().and_then(|row| row.decided.clone());
        let disabled_at = row.as_ref().and_then(|row| row.disabled_at);
        let filed = Some(clients::json_of(&client.settings)?);
        if row.as_ref().is_some_and(|row| row.filed == filed) {
            continue;
        }
        let row = ClientRow { id: client.id.clone(), filed, decided, disabled_at };
        clients::save(&mut unit, &row, None, now).await?;
        changed.push(row.id);
    }
    for row in unit.clients().await? {
        if row.filed.is_none() || filed.iter().any(|client| client.id == row.id) {
            continue;
        }
        // Nobody gets tokens or decides on it meanwhile.
        let Some(row) = unit.lock_client(&row.id).await? else {
            continue;
        };
        changed.push(row.id.clone());
        if row.decided.is_some() {
            clients::save(&mut unit, &ClientRow { filed: None, ..row }, None, now).await?;
        } else {
            clients::remove_in(&mut unit, &row.id, now).await?;
        }
    }
    // What was decided by hand may have the tile of one in the file.
    let named: HashSet<_> = filed.iter().map(|client| &client.id).collect();
    let all = clients::all_in(&mut unit).await?;
    for one in all.iter().filter(|one| named.contains(&one.client.id)) {
        if let Err(same) = SameTile::with(&one.client, &all) {
            return Ok(Err(same.into()));
        }
    }
    let of = |id: String| {
        let nobody = Holder { account: None, masked_nip: "*".to_owned() };
        (Event::ClientChanged, nobody, id)
    };
    let events: Vec<_> = changed.into_iter().map(of).collect();
    audit::record_all(portal, &mut unit, &events, &Visitor::file_of_clients()).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests;
