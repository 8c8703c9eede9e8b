//! Links out of letters carry a key. It is moved from the address to a cookie at once, so that it
//! stays neither in the history nor in what the page sends on (ASVS 5.0 §14.2.1).

use super::AppState;
use crate::{api::cookies, domain::token::Token, paths};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Method, Request, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn take_key(
    State(state): State<AppState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let uri = request.uri();
    let page = match uri.path() {
        paths::NEW_PASSWORD => paths::NEW_PASSWORD,
        paths::CANCEL_RESET => paths::CANCEL_RESET,
        _ => return next.run(request).await,
    };
    let prefix = format!("{}=", paths::KEY);
    let key = uri.query().and_then(|query| query.strip_prefix(&prefix)).and_then(Token::parse);
    let Some(key) = key.filter(|_| request.method() == Method::GET) else {
        return next.run(request).await;
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_static(page));
    if let Ok(cookie) = cookies::link_header(&state.settings, &key).parse() {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}
