//! How large a request may be ([`super::policy`]). A body is read to its end before anything else happens,
//! so that one without a length cannot grow past the limit.

use super::{AppState, error_page, policy::AnswerKind};
use crate::wire::error::ApiError;
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Request, header},
    middleware::Next,
    response::Response,
};
use http_body_util::{BodyExt, Limited};

/// Answers what is longer than a form of ours with a page that says so.
pub async fn body(State(state): State<AppState>, request: Request<Body>, next: Next) -> Response {
    let longest = AnswerKind::asked(request.uri().path()).policy().longest_body.unwrap_or_default();
    let (parts, body) = request.into_parts();
    let Some(body) = read(&parts.headers, body, longest).await else {
        let request = Request::from_parts(parts, Body::empty());
        return error_page::render(&state, request, ApiError::TooLarge).await;
    };
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// The whole body, where it has at most so many bytes.
pub async fn read(headers: &HeaderMap, body: Body, longest: usize) -> Option<Bytes> {
    let announced = headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > longest) {
        return None;
    }
    Some(Limited::new(body, longest).collect().await.ok()?.to_bytes())
}
