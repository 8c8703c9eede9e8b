//! What services read about an issuer before anybody signs in (OpenID Connect Discovery 1.0, RFC 8414), and the
//! keys that its tokens are proved by. Everybody's, and kept for a while.

use super::cors;
use crate::{
    domain::sso::{issuer::Issuer, jws::Algorithm, scope::Scope},
    http::{AppState, policy::AnswerKind},
    paths::fnv1a,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::{Value, json};
use strum::VariantArray;

/// keycloak-js looks there whether a frame of the issuer gets its cookies.
pub const THIRD_PARTY_COOKIES: &str = "/protocol/openid-connect/3p-cookies/step1.html";

pub async fn configuration(
    issuer: Issuer,
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Response {
    kept(&headers, &document(&state, issuer))
}

fn document(state: &AppState, issuer: Issuer) -> Value {
    let identifier = state.portal.sso.identifier(issuer, &state.portal.origin);
    let endpoints = issuer.endpoints();
    let at = |endpoint: &str| format!("{identifier}{endpoint}");
    let algorithms: Vec<_> = Algorithm::VARIANTS.iter().map(|one| one.name()).collect();
    let scopes: Vec<_> = Scope::VARIANTS.iter().map(|one| one.name()).collect();
    let methods = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];
    let with_secret = &methods[..3];
    json!({
        "issuer": identifier,
        "authorization_endpoint": at(endpoints.authorization),
        "token_endpoint": at(endpoints.token),
        "userinfo_endpoint": at(endpoints.userinfo),
        "jwks_uri": at(endpoints.jwks),
        "introspection_endpoint": at(endpoints.introspection),
        "revocation_endpoint": at(endpoints.revocation),
        "pushed_authorization_request_endpoint": at(endpoints.pushed_authorization_request),
        "end_session_endpoint": at(endpoints.end_session),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "acr_values_supported": ["aal2", "phr"],
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": algorithms,
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_methods_supported": with_secret,
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
        "claims_supported": [
            "sub", "iss", "aud", "azp", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash",
            "name", "preferred_username", "nip", "agency", "email", "email_verified", "roles",
        ],
        "claim_types_supported": ["normal"],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "require_pushed_authorization_requests": false,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": false,
        "ui_locales_supported": ["id", "en"],
    })
}

pub async fn jwks(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let keys = state.portal.sso.keys.published(state.portal.now());
    kept(&headers, &json!(keys))
}

fn kept(asked: &HeaderMap, document: &Value) -> Response {
    let text = document.to_string();
    let tag = format!("\"{:08x}{:x}\"", fnv1a(text.as_bytes()), text.len());
    let known =
        asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], text).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.extensions_mut().insert(AnswerKind::Published);
    cors::public(response)
}

/// The frame tells its page that it gets no cookies, so that keycloak-js asks by redirects only. The script's
/// hash stands in [`crate::http::policy`].
pub async fn third_party_cookies() -> Response {
    let page = "<!DOCTYPE html><html><body>\
        <script>parent.postMessage(\"unsupported\", \"*\")</script></body></html>";
    let mut response = Html(page).into_response();
    response.extensions_mut().insert(AnswerKind::Frame);
    response
}
