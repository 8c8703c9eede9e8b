//! What is answered: a resource, a list of them, or an error, as SCIM writes them.

use crate::{
    domain::scim::error::{NoAnswer, ScimProblem},
    http::{AppState, problem::Problem},
    web::fault::blame,
    wire::error::ApiError,
};
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

const SCIM: HeaderValue = HeaderValue::from_static("application/scim+json");

/// # Panics
/// Never: what stands in a [`Value`] can be written.
pub fn json(status: StatusCode, value: &Value) -> Response {
    let mut response = (status, Body::from(value.to_string())).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, SCIM);
    response
}

/// A resource with its entity tag, and where a new one is.
pub fn resource(status: StatusCode, value: &Value) -> Response {
    let mut response = json(status, value);
    let meta = |name: &str| value.pointer(&format!("/meta/{name}")).and_then(Value::as_str);
    let header_of = |text: &str| HeaderValue::try_from(text).ok();
    let headers = response.headers_mut();
    if let Some(version) = meta("version").and_then(header_of) {
        headers.insert(header::ETAG, version);
    }
    if status == StatusCode::CREATED
        && let Some(location) = meta("location").and_then(header_of)
    {
        headers.insert(header::LOCATION, location);
    }
    response
}

pub fn problem(problem: &ScimProblem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = json(status, &problem.body());
    let headers = response.headers_mut();
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer realm=\"ASN Digital\"");
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

pub fn none(state: &AppState, why: &NoAnswer) -> Response {
    problem(&told(state, why))
}

/// What a client is told; what is broken on our side is logged.
pub fn told(state: &AppState, why: &NoAnswer) -> ScimProblem {
    match why {
        NoAnswer::Refused(problem) => problem.clone(),
        NoAnswer::Broken(fault) => broken(blame(Some(&state.portal), fault)),
    }
}

pub fn broken(error: ApiError) -> ScimProblem {
    ScimProblem::new(error.status().as_u16(), "something is broken here: try again later")
}

/// What went wrong before a route was reached, or in place of its answer.
pub fn in_words(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.headers().get(header::CONTENT_TYPE) == Some(&SCIM) {
        return response;
    }
    let detail = match status {
        StatusCode::NOT_FOUND => "there is nothing at this address",
        StatusCode::METHOD_NOT_ALLOWED => "this method is not for this address",
        StatusCode::PAYLOAD_TOO_LARGE => {
            "the body is too long: 1 MiB, and 5 MiB at /Bulk, is the most"
        }
        _ => "something is broken here: try again later",
    };
    let said = problem(&ScimProblem::new(status.as_u16(), detail));
    let (mut parts, _) = response.into_parts();
    let (said, body) = said.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(said.headers);
    parts.extensions.remove::<Problem>();
    Response::from_parts(parts, body)
}
