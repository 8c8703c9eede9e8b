//! The services that people sign in to, as administrators' pages show them.

use super::client_form;
use crate::{
    domain::{
        Fault, Portal,
        launcher::view::person,
        session::LiveSession,
        sso::{
            client::ClientSettings,
            clients::{self, RegisteredClient},
            issuer::Issuer,
        },
        values::calendar,
    },
    i18n::Language,
    store::{ClientSecretRow, DeliveryRow, DeliveryState},
    wire::clients::{
        ClientEditView, ClientListView, ClientSetup, ClientSource, ClientState, ListedClient,
        ListedSecret, UntoldLogouts,
    },
};

/// How many deliveries in trouble are looked at.
const LOOKED_AT: i64 = 1000;

/// Every client, those first of which something needs attention.
///
/// # Errors
/// When the database fails.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
    language: Language,
) -> Result<ClientListView, Fault> {
    let commons = portal.commons.get();
    let troubled = portal.store.read().await?.troubled_deliveries(LOOKED_AT).await?;
    let service_of = |settings: &ClientSettings| {
        let service = commons.service(settings.service.as_deref()?)?;
        Some(service.tile(language).name.clone())
    };
    let row = |one: RegisteredClient| ListedClient {
        source: source(&one),
        enabled: one.enabled,
        untold: untold(&troubled, &one.client.id),
        service: service_of(&one.client.settings),
        name: one.client.settings.client_name,
        id: one.client.id,
    };
    let mut rows: Vec<_> = clients::all(portal).await?.into_iter().map(row).collect();
    rows.sort_by_key(|row| row.untold == UntoldLogouts::default());
    Ok(ClientListView { person: person(session), notice: None, rows })
}

/// The page of one client; none where there is none of that id.
///
/// # Errors
/// When the database fails.
pub async fn find(
    portal: &Portal,
    session: &LiveSession,
    id: &str,
    language: Language,
) -> Result<Option<ClientEditView>, Fault> {
    let Some(found) = clients::registered(portal, id).await? else { return Ok(None) };
    let mut unit = portal.store.read().await?;
    let secrets = unit.secrets_of_client(id, portal.now()).await?;
    let troubled = unit.troubled_deliveries(LOOKED_AT).await?;
    let settings = &found.client.settings;
    let state = ClientState {
        name: settings.client_name.clone(),
        source: source(&found),
        enabled: found.enabled,
        untold: untold(&troubled, id),
        beyond_form: beyond_form(settings),
        secrets: secrets.iter().map(|secret| listed(secret, language)).collect(),
        secrets_in_file: settings.client_secret_sha256.len(),
        setup: setup(portal, id, settings),
    };
    let fields = client_form::fields(id, settings);
    Ok(Some(ClientEditView { state: Some(state), fields, ..new(portal, session, language) }))
}

/// The page for one that is yet to be registered.
#[must_use]
pub fn new(portal: &Portal, session: &LiveSession, language: Language) -> ClientEditView {
    let commons = portal.commons.get();
    let tiles = commons.services.iter().map(|one| one.tile(language));
    let mut services: Vec<_> = tiles.map(|tile| (tile.slug.clone(), tile.name.clone())).collect();
    services.sort_by_key(|(_, name)| name.to_lowercase());
    ClientEditView {
        person: person(session),
        notice: None,
        state: None,
        new_secret: None,
        services,
        has_keycloak: portal.sso.has(Issuer::Keycloak),
        fields: client_form::fields("", &ClientSettings::named(String::new())),
        refused: Vec::new(),
    }
}

fn source(one: &RegisteredClient) -> ClientSource {
    match (one.decided, one.in_file) {
        (false, _) => ClientSource::File,
        (true, false) => ClientSource::Console,
        (true, true) => ClientSource::ConsoleOverFile,
    }
}

fn untold(troubled: &[DeliveryRow], id: &str) -> UntoldLogouts {
    let count =
        |state| troubled.iter().filter(|row| row.client_id == id && row.state == state).count();
    UntoldLogouts { failed: count(DeliveryState::Failed), waiting: count(DeliveryState::Due) }
}

fn listed(secret: &ClientSecretRow, language: Language) -> ListedSecret {
    ListedSecret {
        made: calendar::moment_in_words(secret.created_at, language),
        until: secret.expires_at.map(|until| calendar::moment_in_words(until, language)),
    }
}

/// What is said of it that no field of the form shows.
fn beyond_form(settings: &ClientSettings) -> Vec<String> {
    let usual = ClientSettings::named(String::new());
    [
        ("scope", settings.scope.is_some()),
        ("grant_types", settings.grant_types != usual.grant_types),
        ("agencies", !settings.agencies.is_empty()),
        ("sector_identifier", settings.sector_identifier.is_some()),
        ("jwks", settings.jwks.is_some()),
        ("client_secret_sha256", !settings.client_secret_sha256.is_empty()),
        ("introspects_all", settings.introspects_all),
    ]
    .into_iter()
    .filter(|(_, is_said)| *is_said)
    .map(|(name, _)| name.to_owned())
    .collect()
}

fn setup(portal: &Portal, id: &str, settings: &ClientSettings) -> ClientSetup {
    let issuer = portal.sso.identifier(settings.issuer, &portal.origin);
    let keycloak = issuer
        .split_once("/realms/")
        .filter(|_| settings.issuer == Issuer::Keycloak)
        .map(|(server, realm)| (server.to_owned(), realm.to_owned()));
    let endpoints = settings.issuer.endpoints();
    ClientSetup {
        authorization: format!("{issuer}{}", endpoints.authorization),
        token: format!("{issuer}{}", endpoints.token),
        userinfo: format!("{issuer}{}", endpoints.userinfo),
        client_id: id.to_owned(),
        redirect_uri: settings.redirect_uris.first().cloned(),
        has_secret: clients::uses_secrets(settings),
        keycloak,
        issuer,
    }
}

#[cfg(test)]
mod tests;
