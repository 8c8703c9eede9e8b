//! Which pages of other sites may read an answer (the Fetch standard's CORS protocol): what anybody may know,
//! everybody's; what is issued to a client, that client's. No answer counts a cookie.

use crate::{
    domain::sso::{client::Client, clients},
    http::AppState,
};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
const HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type");
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

fn set(headers: &mut HeaderMap, origin: HeaderValue) {
    // Some libraries send cookies along. Here none counts.
    if origin != "*" {
        let credentials = HeaderValue::from_static("true");
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials);
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}

/// A browser asks whether a page may ask. Which client it is of is not yet known, so any may; the answer is
/// readable to its own pages only.
pub async fn preflight(headers: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(origin) = headers.get(header::ORIGIN) {
        set(response.headers_mut(), origin.clone());
        allow_usual(response.headers_mut());
    }
    response
}

/// The same for what anybody may know.
pub async fn anybody() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    set(response.headers_mut(), HeaderValue::from_static("*"));
    allow_usual(response.headers_mut());
    response
}

fn allow_usual(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
}

/// An answer that anybody may read.
pub fn public(mut response: Response) -> Response {
    set(response.headers_mut(), HeaderValue::from_static("*"));
    response
}

/// An answer that the client's own pages may read.
pub fn allow(parts: &Parts, client: &Client, response: Response) -> Response {
    let origin = parts.headers.get(header::ORIGIN);
    match origin.and_then(|origin| origin.to_str().ok()) {
        Some(origin) if client.has_origin(origin) => readable(parts, response),
        _ => response,
    }
}

/// The same for a client that has yet to prove who it is: what is wrong with that is no secret.
pub async fn named(
    state: &AppState,
    parts: &Parts,
    client: Option<&str>,
    response: Response,
) -> Response {
    match client {
        Some(id) if parts.headers.contains_key(header::ORIGIN) => {
            match clients::enabled(&state.portal, id).await {
                Ok(Some(client)) => allow(parts, &client, response),
                _ => response,
            }
        }
        _ => response,
    }
}

/// An answer that the page which asked may read.
pub fn readable(parts: &Parts, mut response: Response) -> Response {
    if let Some(origin) = parts.headers.get(header::ORIGIN) {
        set(response.headers_mut(), origin.clone());
    }
    response
}
