//! Who may pass: the session of the browser that asks, where it is what a page or a form needs; anybody
//! else is led to where they can get it.

use super::{
    answer::{fault, redirect, session_over},
    flash, request,
};
use crate::{
    domain::{
        audit::refusals,
        launcher::at_home::AtHome,
        people::rights::{NotTheirs, Right},
        session::{Computer, LiveSession, Stage},
    },
    paths,
    web::request::{at_home_of, current_of},
    wire::{error::ApiError, notice::Notice},
};
use http::{HeaderName, HeaderValue};

/// Tells the service worker whether it may keep a page for use without a network.
pub const KEEP: &str = "x-asn-keep";

/// The live session of this browser, whatever its stage.
pub async fn current() -> Result<Option<LiveSession>, ApiError> {
    let portal = request::portal()?;
    let settings = request::settings()?;
    current_of(&portal, &settings, &request::parts()?).await.map_err(fault)
}

/// The session, where somebody is logged in.
pub async fn session() -> Result<Option<LiveSession>, ApiError> {
    Ok(current().await?.filter(|session| session.stage == Stage::Authenticated))
}

/// The session of whoever is logged in; anybody else is sent to the login page and back here
/// afterwards. Who has to renew a password or an authenticator never gets here before it is done,
/// but where they do it (`http::renewal`).
pub async fn logged_in() -> Result<LiveSession, ApiError> {
    let session = current().await?;
    let visitor = request::visitor()?;
    if session.as_ref().is_some_and(|session| session.computer == Computer::Public) {
        let keep_nothing = HeaderValue::from_static("no");
        request::response()?.insert_header(HeaderName::from_static(KEEP), keep_nothing);
    }
    match session {
        Some(session) if session.stage == Stage::Authenticated => Ok(session),
        None if visitor.session.is_some() => Err(session_over()),
        // Never logged in here, or an enrolment is going on: nothing has ended.
        _ => {
            redirect(&paths::login_then(&request::here()?))?;
            Err(ApiError::Unauthenticated)
        }
    }
}

/// The same with what is theirs.
pub async fn at_home() -> Result<AtHome, ApiError> {
    logged_in().await?;
    found_at_home().await?.ok_or_else(session_over)
}

/// The same, where somebody is logged in.
pub async fn visitor() -> Result<Option<AtHome>, ApiError> {
    let at_home = found_at_home().await?;
    Ok(at_home.filter(|at_home| at_home.session.stage == Stage::Authenticated))
}

async fn found_at_home() -> Result<Option<AtHome>, ApiError> {
    let portal = request::portal()?;
    let settings = request::settings()?;
    at_home_of(&portal, &settings, &request::parts()?).await.map_err(fault)
}

/// The session of whoever is logged in and has a right; to anybody else what they ask for is not there.
pub async fn allowed(right: Right) -> Result<LiveSession, ApiError> {
    let session = logged_in().await?;
    match session.demand(right) {
        Ok(()) => Ok(session),
        Err(NotTheirs) => Err(not_theirs(&session).await),
    }
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
            flash::set_notice(Notice::SessionEnded)?;
            redirect(paths::LOGIN)?;
            Err(ApiError::Unauthenticated)
        }
    }
}

/// What somebody's roles do not allow is not there for them; that they asked is written down.
pub async fn not_theirs(session: &LiveSession) -> ApiError {
    let noted = async {
        let portal = request::portal()?;
        let visitor = request::visitor()?;
        let path = request::parts()?.uri.path().to_owned();
        refusals::refused_right(&portal, &visitor, session, &path).await.map_err(fault)
    };
    match noted.await {
        Ok(()) => request::fail(ApiError::NotFound),
        Err(error) => error,
    }
}

/// Asks who is logged in to prove it once more, and to come back here.
pub fn ask_for_proof(next: &str) -> Result<(), ApiError> {
    redirect(&paths::then(paths::PROOF, next))
}
