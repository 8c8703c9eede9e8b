//! How large a request may be: a form of ours is a few hundred bytes, but for an announcement.

use super::{AppState, error_page};
use crate::{api::manage::SaveAnnouncement, wire::error::ApiError};
use axum::{
    body::Body,
    extract::State,
    http::{Request, header},
    middleware::Next,
    response::Response,
};
use http_body_util::{BodyExt, Limited};
use leptos::server_fn::ServerFn;

/// Bytes.
const LONGEST_BODY: usize = 32 * 1024;
/// Room for two texts of the longest, each of their characters as twelve bytes, and for some more, so that
/// what is too long is refused with the numbers. Bytes.
pub const LONGEST_OF_ALL: usize = 128 * 1024;

/// Reads a body to its end before anything else happens, so that one without a length cannot
/// grow past the limit, and answers a larger one with a page that says so.
pub async fn body(State(state): State<AppState>, request: Request<Body>, next: Next) -> Response {
    let longest = match request.uri().path() {
        SaveAnnouncement::PATH => LONGEST_OF_ALL,
        _ => LONGEST_BODY,
    };
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let (parts, body) = request.into_parts();
    if announced.is_none_or(|length| length <= longest)
        && let Ok(body) = Limited::new(body, longest).collect().await
    {
        return next.run(Request::from_parts(parts, Body::from(body.to_bytes()))).await;
    }
    let request = Request::from_parts(parts, Body::empty());
    error_page::render(&state, request, ApiError::TooLarge).await
}
