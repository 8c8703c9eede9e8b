//! What the endpoints answer: an error of the protocol, or what a browser brings back to a service.

use crate::{
    domain::sso::{
        authorize::AuthorizationResponse,
        client_authentication::NotLetIn,
        problem::{ErrorCode, OAuthError},
        request::ResponseMode,
    },
    http::policy::{self, AnswerKind},
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use html_escape::encode_double_quoted_attribute as quoted;
use serde_json::json;
use url::{Url, form_urlencoded};

/// An error of the token endpoint and its neighbours (RFC 6749 §5.2).
pub fn problem(problem: OAuthError) -> Response {
    let status = match problem.code {
        ErrorCode::InvalidClient | ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
        ErrorCode::SlowDown => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    };
    let said = json!({ "error": problem.code.name(), "error_description": problem.description });
    (status, Json(said)).into_response()
}

/// A client that was not let in. Why stands in the log.
pub fn not_let_in(why: &NotLetIn) -> Response {
    let (code, description) = match why {
        NotLetIn::Form => (ErrorCode::InvalidRequest, "client authentication cannot be read"),
        NotLetIn::Wait(_) => (ErrorCode::SlowDown, "too many wrong secrets, wait a moment"),
        _ => (ErrorCode::InvalidClient, "client authentication failed"),
    };
    let mut response = problem(OAuthError::new(code, description));
    if code == ErrorCode::InvalidClient {
        let challenge = HeaderValue::from_static("Basic realm=\"ASN Digital\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    if let NotLetIn::Wait(seconds) = why {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

/// Sends a browser back to a service with an answer. `nonce`: for the script of a form.
pub fn back(answer: AuthorizationResponse, nonce: &str) -> Response {
    let AuthorizationResponse { back, mut fields, .. } = answer;
    if let Some(state) = back.state {
        fields.push(("state", state));
    }
    match back.mode {
        ResponseMode::FormPost => form_post(&back.redirect_uri, &fields, nonce),
        ResponseMode::Query => {
            let Ok(mut uri) = Url::parse(&back.redirect_uri) else {
                return problem(OAuthError::invalid_request("redirect_uri is no address"));
            };
            uri.query_pairs_mut().extend_pairs(fields);
            Redirect::to(uri.as_str()).into_response()
        }
        ResponseMode::Fragment => {
            let fields =
                form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            Redirect::to(&format!("{}#{fields}", back.redirect_uri)).into_response()
        }
    }
}

/// A page whose form sends itself (OAuth 2.0 Form Post Response Mode); without scripts by a button.
fn form_post(redirect_uri: &str, fields: &[(&'static str, String)], nonce: &str) -> Response {
    let input = |(name, value): &(&str, String)| {
        format!(r#"<input type="hidden" name="{name}" value="{}">"#, quoted(value))
    };
    let inputs = fields.iter().map(input).collect::<Vec<_>>().concat();
    let page = format!(
        "<!DOCTYPE html><html lang=\"id\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Melanjutkan…</title></head>\
         <body><form method=\"post\" action=\"{}\">{inputs}\
         <p>Anda sudah masuk. Melanjutkan ke layanan…</p>\
         <p lang=\"en\">You are logged in. Going on to the service…</p>\
         <button>Lanjutkan / <span lang=\"en\">Go on</span></button></form>\
         <script nonce=\"{nonce}\">document.forms[0].submit()</script></body></html>",
        quoted(redirect_uri)
    );
    let mut response = Html(page).into_response();
    response.extensions_mut().insert(AnswerKind::FormPost);
    policy::form_post(&mut response, nonce);
    response
}
