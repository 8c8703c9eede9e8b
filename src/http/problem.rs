//! What went wrong, said to a machine (RFC 9457): the status, its name, and the number by which an operator
//! finds the request in the log. Never a word of what was sent, nor of why something is broken.

use crate::web::request::RequestId;
use axum::http::HeaderMap;
use axum::{
    Json,
    body::Body,
    http::{HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// The numbers that a machine is answered with where a route has no other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    detail: Option<&'static str>,
}

impl Problem {
    pub const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND);
    pub const TOO_LARGE: Self = Self::new(StatusCode::PAYLOAD_TOO_LARGE);

    #[must_use]
    pub const fn new(status: StatusCode) -> Self {
        Self { status, detail: None }
    }

    /// The same with a sentence for whoever reads it.
    #[must_use]
    pub const fn because(self, detail: &'static str) -> Self {
        Self { detail: Some(detail), ..self }
    }
}

/// It is written out by [`told`], which knows the request's number.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// As it is sent. The type is `about:blank`: the status says what kind of problem it is.
#[derive(Serialize)]
struct Told {
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

/// The number of the request, as in the operator's log.
pub fn reference(request: &Request<Body>) -> Option<RequestId> {
    request.extensions().get().copied()
}

/// The answer, with a problem in it where it is an error that says nothing in JSON itself.
pub fn told(response: Response, reference: Option<RequestId>) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || speaks_json(response.headers()) {
        return response;
    }
    let detail = response.extensions().get::<Problem>().and_then(|problem| problem.detail);
    let title = status.canonical_reason().unwrap_or("Error");
    let reference = reference.map(|number| number.to_string());
    let body = Json(Told { title, status: status.as_u16(), detail, reference }).into_response();
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let problem = HeaderValue::from_static("application/problem+json");
    parts.headers.insert(header::CONTENT_TYPE, problem);
    Response::from_parts(parts, body.into_body())
}

/// Whether an answer speaks JSON already, in the words of its own protocol.
fn speaks_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}
