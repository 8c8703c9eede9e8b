//! The request that a server function answers, and its response.

use super::cookies;
use crate::{
    config::Settings,
    domain::{
        Fault, Portal,
        client::Client,
        login::LoginError,
        session::{Computer, LiveSession, Stage},
    },
    paths,
    ui::Site,
    web::{
        fault::blame,
        request::{accepts_page, client_of, current_of},
    },
    wire::{
        error::ApiError,
        flash::{Flash, Notice},
    },
};
use http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// Tells the service worker whether it may keep a page for use without a network.
pub const KEEP: &str = "x-asn-keep";

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

/// The live session of this browser, whatever its stage.
pub async fn current() -> Result<Option<LiveSession>, ApiError> {
    current_of(&*portal()?, &*settings()?, &parts()?).await.map_err(fault)
}

/// The session of whoever is logged in; anybody else is sent to the login page and back here
/// afterwards. Who has to renew a password or an authenticator never gets here before it is done,
/// but where they do it ([`crate::http::renewal`]).
pub async fn logged_in() -> Result<LiveSession, ApiError> {
    let (session, client) = (current().await?, client()?);
    if session.as_ref().is_some_and(|session| session.computer == Computer::Public) {
        let keep_nothing = HeaderValue::from_static("no");
        response()?.insert_header(HeaderName::from_static(KEEP), keep_nothing);
    }
    match session {
        Some(session) if session.stage == Stage::Authenticated => Ok(session),
        None if client.session.is_some() => Err(session_over()),
        // Never logged in here, or an enrolment is going on: nothing has ended.
        _ => {
            redirect(&paths::login_then(&here()))?;
            Err(ApiError::Unauthenticated)
        }
    }
}

/// The address of the page that is asked for.
fn here() -> String {
    use_context::<Site>().map(|site| site.here).unwrap_or_default()
}

/// Sends somebody whose session is over to the login page, which says so.
fn session_over() -> ApiError {
    let sent = cookies::set_notice(Notice::SessionEnded);
    let sent = sent.and_then(|()| redirect(&paths::login_then(&here())));
    sent.err().unwrap_or(ApiError::Unauthenticated)
}

/// Whether a person follows a form or a link, and not a script.
pub fn wants_page() -> Result<bool, ApiError> {
    Ok(accepts_page(&parts()?.headers))
}

/// Asks who is logged in to prove it once more, and to come back here.
pub fn ask_for_proof(next: &str) -> Result<(), ApiError> {
    redirect(&paths::then(paths::PROOF, next))
}

/// The session of whoever has proved the password and has yet to bring the second factor; anybody
/// else is sent to the login page.
pub async fn password_proved() -> Result<LiveSession, ApiError> {
    match current().await? {
        Some(session) if matches!(session.stage, Stage::PasswordProved { .. }) => Ok(session),
        Some(session) if session.stage == Stage::Authenticated => {
            redirect(paths::LAUNCHER)?;
            Err(ApiError::Unauthenticated)
        }
        _ => {
            cookies::set_notice(Notice::SessionEnded)?;
            redirect(paths::LOGIN)?;
            Err(ApiError::Unauthenticated)
        }
    }
}

/// What a rule refused because hashing is busy, or because something is broken.
#[must_use]
pub fn login_error(error: LoginError) -> ApiError {
    match error {
        LoginError::Busy(_) => fail(ApiError::Busy),
        LoginError::Fault(error) => fault(error),
    }
}

/// The session, where somebody is logged in.
pub async fn session() -> Result<Option<LiveSession>, ApiError> {
    Ok(current().await?.filter(|session| session.stage == Stage::Authenticated))
}

/// Answers with "see other" (RFC 9110 §15.4.4): after a form, the browser gets the next page. Where
/// that would end at another site, it gets [`paths::ONWARD`], from which it goes on by itself, once.
pub fn redirect(path: &str) -> Result<(), ApiError> {
    if !paths::leads_away(path) {
        return see_other(path);
    }
    if parts()?.method == Method::POST {
        cookies::set_flash(&Flash::GoOn)?;
    }
    see_other(&paths::then(paths::ONWARD, path))
}

fn see_other(path: &str) -> Result<(), ApiError> {
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

/// Something is broken on our side: the cause goes to the log, once. Or the session was ended
/// meanwhile, which its person is told where they log in again.
#[must_use]
pub fn fault(fault: Fault) -> ApiError {
    if matches!(fault, Fault::SessionOver) {
        return session_over();
    }
    fail(blame(use_context::<Arc<Portal>>().as_deref(), &fault))
}

pub(super) fn broken_cookie() -> ApiError {
    broken("a cookie that cannot be written")
}

fn broken(what: &'static str) -> ApiError {
    tracing::error!(error = what, "a request failed");
    fail(ApiError::Internal)
}
