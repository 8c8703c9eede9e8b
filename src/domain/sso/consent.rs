//! What people allow services to know that are not the state's own. Remembered, and taken back on one's account
//! page.

use super::{
    client::{Client, is_id},
    clients,
    request::AuthorizationRequest,
    scope::Scopes,
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
        session::{self, LiveSession},
    },
    store::DeliveryState,
    wire::sso::Told,
};
use time::OffsetDateTime;
use uuid::Uuid;

/// Whether a service may know all this of somebody.
///
/// # Errors
/// When the database fails.
pub async fn covers(
    portal: &Portal,
    client: &Client,
    account: Uuid,
    scopes: &Scopes,
) -> Result<bool, Fault> {
    if client.settings.first_party {
        return Ok(true);
    }
    let given = portal.store.read().await?.consents_of(account).await?;
    let given = given.iter().find(|one| one.client_id == client.id);
    Ok(given.is_some_and(|one| scopes.is_within(&Scopes::known(&one.scope))))
}

/// The person of a session saw who asks for what, and goes on: the request, further.
///
/// # Errors
/// When the session is over or the database fails; then nothing is allowed.
pub async fn confirm(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    request: AuthorizationRequest,
) -> Result<AuthorizationRequest, Fault> {
    let client = clients::enabled(portal, &request.client).await?;
    if let Some(client) = client.filter(|client| !client.settings.first_party) {
        let scopes = request.scopes().to_string();
        let mut unit = portal.store.write().await?;
        // In the order in which whoever decides on the client does: neither waits for the other.
        let held = clients::hold_enabled(&mut unit, &client.id).await?;
        let session = session::hold(portal, &mut unit, session).await?;
        if held.is_some() {
            unit.give_consent(session.account, &client.id, &scopes, portal.now()).await?;
            let event = Event::ConsentGiven;
            let holder = session.holder();
            audit::record_about(portal, &mut unit, event, &holder, visitor, &client.id).await?;
        }
        unit.commit().await?;
    }
    Ok(AuthorizationRequest { confirmed: Some(session.id), ..request })
}

/// Takes it back: the service is told that one has left, and has to ask again.
///
/// # Errors
/// When the session is over or the database fails; then nothing is taken back.
pub async fn withdraw(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    client: &str,
) -> Result<bool, Fault> {
    if !is_id(client) {
        return Ok(false);
    }
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    let withdrawn = unit.withdraw_consent(session.account, client).await?;
    if withdrawn {
        let now = portal.now();
        unit.end_grants_of_person(session.account, client, now).await?;
        let event = Event::ConsentWithdrawn;
        let holder = session.holder();
        audit::record_about(portal, &mut unit, event, &holder, visitor, client).await?;
    }
    unit.commit().await?;
    portal.sso.deliveries.notify_one();
    Ok(withdrawn)
}

/// A service that somebody is signed in to, or allowed to know something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceUse {
    pub client: String,
    pub name: String,
    /// Since when one is signed in there; `None`: one is not.
    pub since: Option<OffsetDateTime>,
    /// What it may know, and since when, where it had to ask.
    pub consent: Option<(Scopes, OffsetDateTime)>,
}

/// The services that somebody is signed in to, by any of their sessions, or allowed something.
///
/// # Errors
/// When the database fails.
pub async fn services_of(portal: &Portal, account: Uuid) -> Result<Vec<ServiceUse>, Fault> {
    let mut unit = portal.store.read().await?;
    let grants = unit.grants_of_account(account).await?;
    let consents = unit.consents_of(account).await?;
    drop(unit);
    if grants.is_empty() && consents.is_empty() {
        return Ok(Vec::new());
    }
    let used = clients::all(portal).await?.into_iter().filter_map(|registered| {
        let client = registered.client;
        let theirs = grants.iter().filter(|grant| grant.client_id == client.id);
        let since = theirs.map(|grant| grant.since).min();
        let consent = consents.iter().find(|one| one.client_id == client.id);
        let consent = consent.map(|one| (Scopes::known(&one.scope), one.given_at));
        (since.is_some() || consent.is_some()).then_some(ServiceUse {
            client: client.id,
            name: client.settings.client_name,
            since,
            consent,
        })
    });
    Ok(used.collect())
}

/// Who is, or was, told of the end of a session: a service's name for people, and how it went.
///
/// # Errors
/// When the database fails.
pub async fn told_of(portal: &Portal, session: Uuid) -> Result<Vec<(String, Told)>, Fault> {
    let mut unit = portal.store.read().await?;
    let rows = unit.deliveries_of(session).await?;
    drop(unit);
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let client = clients::registered(portal, &row.client_id).await?;
        let name = client.map_or(row.client_id, |one| one.client.settings.client_name);
        let state = match row.state {
            DeliveryState::Due => Told::Due,
            DeliveryState::Reached => Told::Reached,
            DeliveryState::Failed => Told::Failed,
        };
        told.push((name, state));
    }
    Ok(told)
}
