//! What has to be renewed comes before everything else: whoever must choose a new password, or set up
//! a new authenticator, is led there from every page and every form. All routes are behind this
//! door, those to come too; what stays open is listed here, and nothing else is
//! ([`crate::domain::values::renewal`]).

use super::{
    AppState, error_page,
    owner::{self, FOR_ANYBODY},
};
use crate::{
    api::{
        account::{AddAuthenticator, CancelAdding, Disown, EndSession, ProlongSession},
        language::ChooseLanguage,
        passkey::{BeginPasskey, FinishPasskey},
        password::{ChangePassword, SetPassword},
        reset::CancelReset,
        second_factor::{ProofCode, ProofRecoveryCode},
        session::{Logout, SessionLeft},
    },
    domain::{Fault, session::Stage, values::renewal::Renewal},
    paths,
    web::{
        fault::blame,
        request::{CurrentSession, look_up},
    },
    wire::error::ApiError,
};
use axum::{
    body::Body,
    extract::State,
    http::{Request, Uri, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use leptos::server_fn::ServerFn;
use url::form_urlencoded;

/// Leaving, staying, the language, and what a person does against an intruder: whose session it is
/// does not matter, or it must not wait. A letter's link for a new password renews it, too.
const OPEN: [&str; 10] = [
    Logout::PATH,
    ProlongSession::PATH,
    SessionLeft::PATH,
    ChooseLanguage::PATH,
    EndSession::PATH,
    Disown::PATH,
    paths::CANCEL_RESET,
    CancelReset::PATH,
    paths::NEW_PASSWORD,
    SetPassword::PATH,
];
const OPEN_FOR_PASSWORD: [&str; 1] = [ChangePassword::PATH];
/// Setting one up needs a fresh proof.
const OPEN_FOR_AUTHENTICATOR: [&str; 7] = [
    AddAuthenticator::PATH,
    CancelAdding::PATH,
    paths::PROOF,
    ProofCode::PATH,
    ProofRecoveryCode::PATH,
    BeginPasskey::PATH,
    FinishPasskey::PATH,
];

/// Where something is renewed that has to be, and what is open for it.
fn duty(renewal: Renewal) -> Option<(&'static str, &'static [&'static str])> {
    match renewal {
        Renewal::Nothing => None,
        Renewal::Password | Renewal::Both => Some((paths::PASSWORD, &OPEN_FOR_PASSWORD)),
        Renewal::Authenticator => Some((paths::ADD_AUTHENTICATOR, &OPEN_FOR_AUTHENTICATOR)),
    }
}

/// Where a person wants to go: the page that goes on by itself stands for where it leads.
fn wanted(uri: &Uri) -> String {
    let mut asked = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    match asked.find(|(name, _)| uri.path() == paths::ONWARD && name == paths::NEXT) {
        Some((_, next)) => next.into_owned(),
        None => uri.path_and_query().map_or(paths::HOME, |here| here.as_str()).to_owned(),
    }
}

/// The launcher's layer may have looked it up already.
async fn current_of(state: &AppState, parts: &Parts) -> Result<CurrentSession, Fault> {
    match parts.extensions.get::<CurrentSession>() {
        Some(current) => Ok(current.clone()),
        None => look_up(&state.portal, &state.settings, parts).await,
    }
}

/// Looks up the session, once for whatever answers the request; refuses a form from a page of somebody
/// else ([`owner`]); and leads away who has something to renew.
pub async fn first(State(state): State<AppState>, request: Request<Body>, next: Next) -> Response {
    let path = request.uri().path();
    if OPEN.contains(&path) && FOR_ANYBODY.contains(&path) {
        return next.run(request).await;
    }
    let (mut parts, mut body) = request.into_parts();
    let current = match current_of(&state, &parts).await {
        Ok(current) => current,
        Err(fault) => {
            let error = blame(Some(&state.portal), &fault);
            let request = Request::from_parts(parts, Body::empty());
            return error_page::render(&state, request, error).await;
        }
    };
    let session = current.session.as_ref();
    if let Some(session) = session.filter(|_| owner::asks(&parts)) {
        let Some(read) = owner::theirs(body, session).await else {
            tracing::info!("a form from a page of somebody else was refused");
            let request = Request::from_parts(parts, Body::empty());
            return error_page::render(&state, request, ApiError::SomebodyElse).await;
        };
        body = read;
    }
    let logged_in = session.filter(|session| session.stage == Stage::Authenticated);
    if let Some((page, open)) = logged_in.and_then(|session| duty(session.renewal)) {
        let path = parts.uri.path();
        if path != page && !OPEN.contains(&path) && !open.contains(&path) {
            return Redirect::to(&paths::then(page, &wanted(&parts.uri))).into_response();
        }
    }
    parts.extensions.insert(current);
    next.run(Request::from_parts(parts, body)).await
}
