//! The request that a server function answers, and its response.

use super::cookies;
use crate::{
    config::Settings,
    domain::{
        Fault, Portal,
        client::{Client, LONGEST_USER_AGENT},
        session::{self, LiveSession, Stage},
    },
    http::client_address::ClientAddress,
    paths,
    ui::Site,
    wire::{
        error::ApiError,
        flash::{Flash, Notice},
    },
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// The portal and its settings, from the router.
pub fn portal() -> Result<Arc<Portal>, ApiError> {
    use_context().ok_or_else(|| broken("no portal in the context"))
}

pub fn settings() -> Result<Arc<Settings>, ApiError> {
    use_context().ok_or_else(|| broken("no settings in the context"))
}

pub fn parts() -> Result<Parts, ApiError> {
    use_context().ok_or_else(|| broken("no request in the context"))
}

pub(super) fn response() -> Result<ResponseOptions, ApiError> {
    use_context().ok_or_else(|| broken("no response in the context"))
}

/// The browser that asks.
pub fn client() -> Result<Client, ApiError> {
    client_of(&parts()?, &*settings()?).ok_or_else(|| broken("no client address"))
}

/// The browser behind a request that has passed [`crate::http::client_address`].
pub fn client_of(parts: &Parts, settings: &Settings) -> Option<Client> {
    let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let user_agent = user_agent.unwrap_or_default().chars().take(LONGEST_USER_AGENT).collect();
    Some(Client {
        address: parts.extensions.get::<ClientAddress>()?.0,
        user_agent,
        session: cookies::session(&parts.headers, settings),
        device: cookies::device(&parts.headers, settings),
    })
}

/// The session of whoever is logged in; anybody else is sent to the login page and back here
/// afterwards.
pub async fn logged_in() -> Result<LiveSession, ApiError> {
    let (portal, client) = (portal()?, client()?);
    let session = session::current(&portal, &client).await.map_err(fault)?;
    let here = use_context::<Site>().map(|site| site.here).unwrap_or_default();
    match session {
        Some(session) if session.stage == Stage::Authenticated => return Ok(session),
        None if client.session.is_some() => {
            let notice = Notice::SessionEnded;
            cookies::set_flash(&Flash::Notice { notice, nip: String::new() })?;
        }
        // Never logged in here, or an enrolment is going on: nothing has ended.
        _ => {}
    }
    redirect(&paths::login_then(&here))?;
    Err(ApiError::Unauthenticated)
}

/// The session, where somebody is logged in.
pub async fn session() -> Result<Option<LiveSession>, ApiError> {
    let session = session::current(&*portal()?, &client()?).await.map_err(fault)?;
    Ok(session.filter(|session| session.stage == Stage::Authenticated))
}

/// Answers with "see other" (RFC 9110 §15.4.4): after a form, the browser gets the next page.
pub fn redirect(path: &str) -> Result<(), ApiError> {
    let location = HeaderValue::from_str(path).map_err(|_| broken("an impossible redirect"))?;
    let response = response()?;
    response.insert_header(header::LOCATION, location);
    response.set_status(StatusCode::SEE_OTHER);
    Ok(())
}

/// Answers with an error; `http::error_page` makes it a page for people.
#[must_use]
pub fn fail(error: ApiError) -> ApiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(error.status());
    }
    error
}

/// Something is broken on our side: the cause goes to the log, once.
#[must_use]
pub fn fault(fault: Fault) -> ApiError {
    tracing::error!(error = %fault, "a request failed");
    fail(ApiError::Internal)
}

pub(super) fn broken_cookie() -> ApiError {
    broken("a cookie that cannot be written")
}

fn broken(what: &'static str) -> ApiError {
    tracing::error!(error = what, "a request failed");
    fail(ApiError::Internal)
}
