//! On the way to a service, and out of all of them.

use crate::wire::{
    error::ApiError,
    person::Person,
    sso::{ConfirmView, LoggedOutView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash::{self, Flash},
    gate, request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        Portal,
        launcher::view::person,
        sso::{clients, consent, end_session::AfterLogout, request::AuthorizationRequest},
    },
    paths,
    wire::{
        notice::Notice,
        sso::{LeadsBack, Learns, Told},
    },
};
#[cfg(feature = "ssr")]
use std::time::Duration;
#[cfg(feature = "ssr")]
use uuid::Uuid;

/// How long the page after a logout waits for services to be told: most answer sooner.
#[cfg(feature = "ssr")]
const PATIENCE: Duration = Duration::from_millis(1500);
#[cfg(feature = "ssr")]
const AGAIN: Duration = Duration::from_millis(75);

/// Who asks for what.
#[server(prefix = "/api", endpoint = "sso/confirm-page")]
pub async fn confirm_page(#[server(default)] sealed: String) -> Result<ConfirmView, ApiError> {
    let portal = request::portal()?;
    let Some(asked) = AuthorizationRequest::open(&portal, &sealed) else {
        // What nobody sealed is not sent on.
        redirect(paths::RESUME)?;
        return Err(ApiError::Unauthenticated);
    };
    let Some(session) = gate::session().await? else {
        redirect(&paths::login_then(&paths::resume(&sealed)))?;
        return Err(ApiError::Unauthenticated);
    };
    let client = clients::enabled(&portal, &asked.client).await.map_err(answer::fault)?;
    let Some(client) = client else {
        redirect(&paths::resume(&sealed))?;
        return Err(ApiError::Unauthenticated);
    };
    Ok(ConfirmView {
        person: person(&session),
        name: client.settings.client_name,
        first_party: client.settings.first_party,
        learns: asked.scopes().iter().map(Learns::from).collect(),
        request: sealed,
    })
}

/// On to the service, or back to it with a no.
#[server(prefix = "/api", endpoint = "sso/confirm")]
pub async fn confirm(
    #[server(default)] sealed: String,
    #[server(default)] answer: String,
) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let Some(asked) = AuthorizationRequest::open(&portal, &sealed) else {
        return redirect(paths::RESUME);
    };
    let asked = if answer == "ya" {
        consent::confirm(&portal, &visitor, &session, asked).await.map_err(answer::fault)?
    } else {
        asked.denied()
    };
    redirect(&paths::resume(&asked.seal(&portal).map_err(answer::fault)?))
}

/// Whether to log out, where a service asked for it; who is not logged in is told that they are not.
#[server(prefix = "/api", endpoint = "sso/log-out-page")]
pub async fn log_out_page(#[server(default)] onward: String) -> Result<Person, ApiError> {
    let Some(session) = gate::session().await? else {
        redirect(&paths::logged_out(Some(&onward)))?;
        return Err(ApiError::Unauthenticated);
    };
    Ok(person(&session))
}

/// Which services know that one has left. Shown once, to the browser that left. Where a service waits, it goes on
/// there by itself, unless somebody comes back to it, or something has to be said.
#[server(prefix = "/api", endpoint = "sso/logged-out-page")]
pub async fn logged_out_page(#[server(default)] onward: String) -> Result<LoggedOutView, ApiError> {
    let portal = request::portal()?;
    let onward = AfterLogout::open(&portal, &onward).await.map_err(answer::fault)?;
    let onward = onward.map(|(client, address)| LeadsBack {
        name: client.settings.client_name,
        address,
        by_itself: false,
    });
    let Some(Flash::Left { session }) = flash::take_flash()? else {
        return Ok(LoggedOutView { onward, ..LoggedOutView::default() });
    };
    let told = told_of(&portal, &session).await?;
    let by_itself = told.iter().all(|(_, state)| *state == Told::Reached);
    let onward = onward.map(|onward| LeadsBack { by_itself, ..onward });
    Ok(LoggedOutView { told, onward })
}

/// Waits a moment for those that are being told.
#[cfg(feature = "ssr")]
async fn told_of(portal: &Portal, session: &str) -> Result<Vec<(String, Told)>, ApiError> {
    let Ok(session) = session.parse::<Uuid>() else {
        return Ok(Vec::new());
    };
    let began = std::time::Instant::now();
    loop {
        let told = consent::told_of(portal, session).await.map_err(answer::fault)?;
        let waits = told.iter().any(|(_, state)| *state == Told::Due);
        if !waits || began.elapsed() > PATIENCE {
            return Ok(told);
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Takes back what a service may know.
#[server(prefix = "/api", endpoint = "sso/withdraw")]
pub async fn withdraw_consent(#[server(default)] client: String) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let withdrawn = consent::withdraw(&portal, &visitor, &session, &client).await;
    if withdrawn.map_err(answer::fault)? {
        flash::set_notice(Notice::ConsentWithdrawn)?;
    }
    redirect(paths::ACCOUNT)
}
