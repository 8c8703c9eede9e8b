//! What services ask with their own credentials: tokens, about tokens, and to keep a request for a browser.

use super::{
    client::{Asking, asking, authenticated, broken, form},
    cors,
    response::problem,
};
use crate::{
    domain::sso::{
        access, authorize, client::GrantType, issuer::Issuer, parameters::Parameters,
        problem::OAuthError, request::PUSHED, token as domain,
    },
    http::{AppState, observe::TokenRequest},
    metrics::TokenOutcome,
    web::{fault::blame, request::visitor_of},
    wire::error::ApiError,
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// RFC 6749 §3.2.
pub async fn token(
    issuer: Issuer,
    State(state): State<AppState>,
    request: Request<Body>,
) -> Response {
    let (parts, sent) = match form(request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let client = match authenticated(&state, issuer, &parts, &sent).await {
        Ok(client) => client,
        // Its name stands in the form, so its pages may read what is wrong.
        Err(response) => {
            return cors::named(&state, &parts, sent.any("client_id"), response).await;
        }
    };
    let Some(visitor) = visitor_of(&parts, &state.settings) else {
        return broken(ApiError::Internal);
    };
    let exchanged = domain::exchange(&state.portal, &visitor, &client, &sent).await;
    let (mut response, outcome) = match exchanged {
        Ok(Ok(tokens)) => (Json(tokens).into_response(), outcome(&sent)),
        Ok(Err(refused)) => {
            tracing::info!(client = %client, error = refused.code.name(),
                description = refused.description, fields = sent.names(), "no token was issued");
            (problem(refused), TokenOutcome::Refused)
        }
        Err(fault) => (broken(blame(Some(&state.portal), &fault)), TokenOutcome::Failed),
    };
    response.extensions_mut().insert(TokenRequest { client: client.id.clone(), outcome });
    cors::allow(&parts, &client, response)
}

/// What was given for a request that was found right.
fn outcome(sent: &Parameters) -> TokenOutcome {
    match sent.any("grant_type").and_then(|name| name.parse().ok()) {
        Some(GrantType::AuthorizationCode) => TokenOutcome::SignedIn,
        Some(GrantType::RefreshToken) => TokenOutcome::Refreshed,
        Some(GrantType::ClientCredentials) | None => TokenOutcome::OwnToken,
    }
}

/// The token that a client asks about.
fn token_in(sent: &Parameters) -> Result<&str, OAuthError> {
    sent.one("token")?.ok_or(OAuthError::invalid_request("token is missing"))
}

/// RFC 7662 §2.
pub async fn introspect(
    issuer: Issuer,
    State(state): State<AppState>,
    request: Request<Body>,
) -> Response {
    let Asking { sent, client, .. } = match asking(&state, issuer, request).await {
        Ok(asking) => asking,
        Err(response) => return response,
    };
    if client.settings.is_public() {
        return problem(OAuthError::invalid_request(
            "only a client with a secret or a key may ask",
        ));
    }
    let token = match token_in(&sent) {
        Ok(token) => token,
        Err(refused) => return problem(refused),
    };
    let looked = async {
        let found = access::look(&state.portal, token).await?;
        match found {
            Some(access) => Ok(Some(access)),
            None => access::look_at_refresh_token(&state.portal, &client, token).await,
        }
    };
    match looked.await {
        Ok(found) => {
            Json(access::introspection(&state.portal, &client, found.as_ref())).into_response()
        }
        Err(fault) => broken(blame(Some(&state.portal), &fault)),
    }
}

/// RFC 7009 §2: the answer is the same whether there was such a token.
pub async fn revoke(
    issuer: Issuer,
    State(state): State<AppState>,
    request: Request<Body>,
) -> Response {
    let Asking { parts, sent, client } = match asking(&state, issuer, request).await {
        Ok(asking) => asking,
        Err(response) => return response,
    };
    let token = match token_in(&sent) {
        Ok(token) => token,
        Err(refused) => return problem(refused),
    };
    let response = match domain::revoke_token(&state.portal, &client, token).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(fault) => broken(blame(Some(&state.portal), &fault)),
    };
    cors::allow(&parts, &client, response)
}

/// RFC 9126 §2.
pub async fn push(
    issuer: Issuer,
    State(state): State<AppState>,
    request: Request<Body>,
) -> Response {
    let Asking { sent, client, .. } = match asking(&state, issuer, request).await {
        Ok(asking) => asking,
        Err(response) => return response,
    };
    match authorize::push(&state.portal, &client, &sent) {
        Ok(Ok(uri)) => {
            let said = json!({ "request_uri": uri, "expires_in": PUSHED.whole_seconds() });
            (StatusCode::CREATED, Json(said)).into_response()
        }
        Ok(Err(refused)) => problem(refused),
        Err(fault) => broken(blame(Some(&state.portal), &fault)),
    }
}
