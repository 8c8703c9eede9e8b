//! Who a token is about (OpenID Connect Core 1.0 §5.3, RFC 6750).

use super::{client::broken, cors};
use crate::{
    domain::sso::{access, issuer::Issuer, parameters::Parameters},
    http::AppState,
    web::fault::blame,
};
use axum::{
    Json,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

pub async fn userinfo(
    issuer: Issuer,
    State(state): State<AppState>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let form = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let in_form = Parameters::parse(&form).unwrap_or_default();
    let authorization = parts.headers.get(header::AUTHORIZATION);
    let in_head = authorization.and_then(|value| value.to_str().ok()?.split_once(' '));
    let in_head = in_head.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let token = match (in_head, in_form.any("access_token")) {
        (Some((_, token)), None) => token.trim(),
        (None, Some(token)) => token,
        (Some(_), Some(_)) => return refused(StatusCode::BAD_REQUEST, Some("invalid_request")),
        (None, None) => return refused(StatusCode::UNAUTHORIZED, None),
    };
    let access = match access::look(&state.portal, token).await {
        Ok(access) => access,
        Err(fault) => return broken(blame(Some(&state.portal), &fault)),
    };
    let access = access.filter(|access| access.client.settings.issuer == issuer);
    let Some(access) = access else {
        let response = refused(StatusCode::UNAUTHORIZED, Some("invalid_token"));
        // Nothing is read there but that it is none.
        return cors::readable(&parts, response);
    };
    let response = match access::userinfo(&access) {
        Some(claims) => Json(claims).into_response(),
        None => refused(StatusCode::FORBIDDEN, Some("insufficient_scope")),
    };
    cors::allow(&parts, &access.client, response)
}

/// RFC 6750 §3.
fn refused(status: StatusCode, error: Option<&'static str>) -> Response {
    let challenge = match error {
        None => "Bearer realm=\"ASN Digital\"",
        Some("invalid_request") => "Bearer realm=\"ASN Digital\", error=\"invalid_request\"",
        Some("insufficient_scope") => "Bearer realm=\"ASN Digital\", error=\"insufficient_scope\"",
        Some(_) => "Bearer realm=\"ASN Digital\", error=\"invalid_token\"",
    };
    let mut response = (status, Json(json!({ "error": error }))).into_response();
    let challenge = HeaderValue::from_static(challenge);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}
