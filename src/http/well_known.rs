//! Addresses that browsers, password managers and researchers ask every site for (RFC 8615).

use super::{AppState, Plain, files};
use crate::paths;
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{Request, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Serialize;
use time::Duration;

const CHANGE_PASSWORD: &str = "/.well-known/change-password";
const PASSKEY_ENDPOINTS: &str = "/.well-known/passkey-endpoints";
const SECURITY: &str = "/.well-known/security.txt";

/// For how long whoever reports a weakness may rely on the address: what an operator has changed since is
/// asked for again.
const SECURITY_HOLDS: Duration = Duration::days(30);

pub fn routes() -> [Plain; 3] {
    [
        (CHANGE_PASSWORD.to_owned(), get(change_password)),
        (PASSKEY_ENDPOINTS.to_owned(), get(passkey_endpoints)),
        (SECURITY.to_owned(), get(security)),
    ]
}

/// Where a password manager sends its person to change a password
/// (<https://www.w3.org/TR/change-password-url/>). Who is not logged in comes there after a login.
async fn change_password() -> Redirect {
    Redirect::to(paths::PASSWORD)
}

#[derive(Serialize)]
struct PasskeyEndpoints {
    enroll: String,
    manage: String,
}

/// Where a password manager offers to make a passkey, and to look after one
/// (<https://www.w3.org/TR/passkey-endpoints/>).
async fn passkey_endpoints(State(state): State<AppState>, request: Request<Body>) -> Response {
    if state.portal.passkeys.is_none() {
        return files::not_found(&state, request).await;
    }
    let whole = |path: &str| format!("{}{path}", state.settings.public_origin.as_str());
    let enroll = whole(paths::ADD_PASSKEY);
    let manage = whole(paths::ACCOUNT);
    Json(PasskeyEndpoints { enroll, manage }).into_response()
}

/// Whom to tell of a weakness (RFC 9116), where an operator has said so.
async fn security(State(state): State<AppState>, request: Request<Body>) -> Response {
    let contacts = &state.settings.security_contacts;
    if contacts.is_empty() {
        return files::not_found(&state, request).await;
    }
    let last = (state.portal.now() + SECURITY_HOLDS).date();
    let year = last.year();
    let month = u8::from(last.month());
    let day = last.day();
    let expires = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    let contacts: Vec<_> = contacts.iter().map(|one| format!("Contact: {one}\n")).collect();
    let contacts = contacts.concat();
    let canonical = format!("{}{SECURITY}", state.settings.public_origin.as_str());
    let text = format!(
        "{contacts}Expires: {expires}\nPreferred-Languages: id, en\nCanonical: {canonical}\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
