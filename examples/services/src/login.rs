//! Signing in: `/masuk` sends the browser to the portal, `/masuk/kembali` is where it comes back with a code.
//!
//! Between the two a cookie keeps what nobody else may know: `state` (in its name), which shows that this browser
//! began; `nonce`, which ties the ID token to it; and the PKCE verifier, which ties the code to it.

use crate::{
    clock, cookies,
    pages::{self, Trouble},
    provider::Problem,
    service::App,
};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use openidconnect::{
    AuthenticationFlow, CsrfToken, LanguageTag, LoginHint, Nonce, PkceCodeChallenge, Scope,
    core::CoreResponseType, url::Url,
};
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Browsers keep cookies of 4 KB; nobody's page needs an address as long as this.
const LONGEST_TARGET: usize = 1_000;

/// From a link of our own nothing; from the portal's tile as OpenID Connect Core §4 says.
#[derive(Debug, Default, Deserialize)]
pub struct Invitation {
    iss: Option<String>,
    target_link_uri: Option<String>,
    login_hint: Option<String>,
}

/// Where the browser is to be after the login, or no login. The issuer has to be ours: anybody can send people here,
/// and must not choose where they type their password. So has the target: else this were a way to anywhere.
fn accept(invitation: &Invitation, issuer: &str, origin: &str) -> Result<String, Trouble> {
    if invitation.iss.as_deref().is_some_and(|iss| iss != issuer) {
        return Err(Trouble::Invitation);
    }
    let Some(target) = &invitation.target_link_uri else { return Ok(format!("{origin}/")) };
    let url = Url::parse(target).map_err(|_| Trouble::Invitation)?;
    if url.origin().ascii_serialization() != origin || target.len() > LONGEST_TARGET {
        return Err(Trouble::Invitation);
    }
    Ok(url.into())
}

/// What one login under way remembers, in its cookie.
#[derive(Debug, Deserialize, Serialize)]
struct Attempt {
    nonce: Nonce,
    verifier: String,
    target: String,
}

impl Attempt {
    fn write(&self) -> String {
        BASE64.encode(serde_json::json!(self).to_string())
    }

    fn read(value: &str) -> Option<Self> {
        serde_json::from_slice(&BASE64.decode(value).ok()?).ok()
    }
}

pub async fn begin(
    State(app): State<App>,
    invitation: Result<Query<Invitation>, QueryRejection>,
) -> Response {
    let Ok(Query(invitation)) = invitation else {
        return pages::trouble(&app, &Trouble::Invitation);
    };
    match accept(&invitation, app.provider.issuer(), &app.origin) {
        Ok(target) => {
            let sent = to_portal(&app, target, invitation.login_hint).await;
            sent.unwrap_or_else(|problem| pages::problem(&app, &problem))
        }
        Err(trouble) => pages::trouble(&app, &trouble),
    }
}

async fn to_portal(app: &App, target: String, hint: Option<String>) -> Result<Response, Problem> {
    let client = app.provider.client().await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let mut request = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("profile".to_owned()))
        .add_scope(Scope::new("roles".to_owned()))
        .add_ui_locale(LanguageTag::new("id".to_owned()))
        .set_pkce_challenge(challenge);
    if let Some(hint) = hint {
        request = request.set_login_hint(LoginHint::new(hint));
    }
    let (url, state, nonce) = request.url();
    let attempt = Attempt { nonce, verifier: verifier.into_secret(), target };
    let mut answer = Redirect::to(url.as_str()).into_response();
    let cookie = cookies::attempt(app.service.client_id, state.secret(), &attempt.write());
    cookies::set(answer.headers_mut(), &cookie);
    Ok(answer)
}

/// What the portal sends back by the browser.
#[derive(Debug, Default, Deserialize)]
pub struct Answer {
    state: Option<String>,
    iss: Option<String>,
    code: Option<String>,
    error: Option<String>,
}

/// The code and what belongs to it, where the answer is the portal's and to something that this browser began.
fn judge<'a>(
    answer: &'a Answer,
    attempt: Option<&'a Attempt>,
    issuer: &str,
) -> Result<(&'a str, &'a Attempt), Trouble> {
    let attempt = attempt.ok_or(Trouble::NotBegunHere)?;
    // RFC 9207: else another provider's answer could pass for the portal's.
    if answer.iss.as_deref() != Some(issuer) {
        return Err(Trouble::NotUnderstood);
    }
    match (&answer.error, &answer.code) {
        (Some(error), _) => Err(Trouble::Refused(error.clone())),
        (None, Some(code)) => Ok((code, attempt)),
        (None, None) => Err(Trouble::NotUnderstood),
    }
}

pub async fn finish(
    State(app): State<App>,
    headers: HeaderMap,
    answer: Result<Query<Answer>, QueryRejection>,
) -> Response {
    let answer = answer.map(|Query(answer)| answer).unwrap_or_default();
    let name =
        cookies::attempt_name(app.service.client_id, answer.state.as_deref().unwrap_or_default());
    let attempt = cookies::find(&headers, &name).and_then(Attempt::read);
    let mut page = match judge(&answer, attempt.as_ref(), app.provider.issuer()) {
        Ok((code, attempt)) => sign_in(&app, &headers, code, attempt)
            .await
            .unwrap_or_else(|problem| pages::problem(&app, &problem)),
        Err(trouble) => pages::trouble(&app, &trouble),
    };
    // Whatever came of it, this attempt is used up.
    if attempt.is_some() {
        cookies::set(page.headers_mut(), &cookies::gone(&name, "/masuk"));
    }
    page
}

async fn sign_in(
    app: &App,
    headers: &HeaderMap,
    code: &str,
    attempt: &Attempt,
) -> Result<Response, Problem> {
    let session =
        app.provider.exchange(code, &attempt.verifier, &attempt.nonce, clock::seconds()).await?;
    // Whoever was signed in here before is not any more, and nobody keeps a cookie from before.
    if let Some(before) = cookies::session_token(app.service.client_id, headers) {
        app.sessions.close(before);
    }
    let token = app.sessions.open(session, Instant::now());
    let mut answer = Redirect::to(&attempt.target).into_response();
    cookies::set(answer.headers_mut(), &cookies::session(app.service.client_id, &token));
    Ok(answer)
}
