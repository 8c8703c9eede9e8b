//! Which client asks: what it brought, and its keys where it publishes them itself.

use super::response::{not_let_in, problem};
use crate::{
    domain::{
        guard::visitor::Visitor,
        sso::{
            client::{Client, LONGEST_ID},
            client_authentication::{self, Door, NotLetIn, Presented},
            clients,
            issuer::Issuer,
            parameters::Parameters,
            problem::{ErrorCode, OAuthError},
        },
    },
    http::AppState,
    web::{fault::blame, request::visitor_of},
    wire::error::ApiError,
};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderValue, Request, header, request::Parts},
    response::Response,
};

/// A form, as it was sent.
///
/// # Errors
/// The answer to one that is none.
pub async fn form(request: Request<Body>) -> Result<(Parts, Parameters), Response> {
    let (parts, body) = request.into_parts();
    let refused = |description| problem(OAuthError::invalid_request(description));
    let kind = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_form = |kind: &[u8]| kind.starts_with(b"application/x-www-form-urlencoded");
    if !kind.is_some_and(is_form) {
        return Err(refused("the body is application/x-www-form-urlencoded"));
    }
    // It was read as a whole already, within its limit.
    let body = to_bytes(body, usize::MAX).await.map_err(|_| refused("the body cannot be read"))?;
    let sent = Parameters::parse(&body).map_err(|unreadable| problem(unreadable.into()))?;
    Ok((parts, sent))
}

/// The client behind a form.
///
/// # Errors
/// The answer to one that does not prove who it is.
pub async fn authenticated(
    state: &AppState,
    issuer: Issuer,
    parts: &Parts,
    sent: &Parameters,
) -> Result<Client, Response> {
    let portal = &state.portal;
    let authorization = parts.headers.get(header::AUTHORIZATION);
    let authorization = authorization.map(|value| value.to_str().unwrap_or_default());
    let Some(visitor) = visitor_of(parts, &state.settings) else {
        return Err(broken(ApiError::Internal));
    };
    let presented = Presented::read(authorization, sent).map_err(|why| {
        note(sent.any("client_id").unwrap_or_default(), &visitor, sent, &why);
        not_let_in(&why)
    })?;
    let keys = match &presented {
        Presented::Assertion { client, .. } => {
            let client = clients::enabled(portal, client).await;
            let client = client.map_err(|fault| broken(blame(Some(portal), &fault)))?;
            let uri = client.and_then(|client| client.settings.jwks_uri);
            match uri {
                Some(uri) => state.client_keys.of(&uri, presented.key_id().as_deref()).await,
                None => None,
            }
        }
        _ => None,
    };
    let identifier = portal.sso.identifier(issuer, &portal.origin);
    let here = format!("{}{}", portal.origin, parts.uri.path());
    let token = format!("{identifier}{}", issuer.endpoints().token);
    let door = Door { issuer, audiences: vec![identifier, here, token] };
    let client =
        client_authentication::authenticate(portal, &visitor, &door, &presented, keys.as_deref());
    match client.await {
        Ok(client) => client.map_err(|why| {
            // Whoever waits was told of already.
            if !matches!(why, NotLetIn::Wait(_)) {
                note(presented.client(), &visitor, sent, &why);
            }
            not_let_in(&why)
        }),
        Err(fault) => Err(broken(blame(Some(portal), &fault))),
    }
}

/// Tells the operator; `id`: what it called itself, which may be anything.
fn note(id: &str, visitor: &Visitor, sent: &Parameters, refusal: &NotLetIn) {
    let id: String = id.chars().take(LONGEST_ID).collect();
    tracing::warn!(client = id.escape_debug().to_string(), address = %visitor.address, %refusal,
        fields = sent.names(), "a client was not let in");
}

/// A form, and the client that proved to have sent it.
pub struct Asking {
    pub parts: Parts,
    pub sent: Parameters,
    pub client: Client,
}

/// # Errors
/// The answer to one that is no form, or of nobody who is let in.
pub async fn asking(
    state: &AppState,
    issuer: Issuer,
    request: Request<Body>,
) -> Result<Asking, Response> {
    let (parts, sent) = form(request).await?;
    let client = authenticated(state, issuer, &parts, &sent).await?;
    Ok(Asking { parts, sent, client })
}

/// What is broken on our side, in the words of the protocol.
pub fn broken(error: ApiError) -> Response {
    let passes = matches!(error, ApiError::Unavailable | ApiError::Busy | ApiError::CannotSave);
    let code = if passes { ErrorCode::TemporarilyUnavailable } else { ErrorCode::ServerError };
    problem(OAuthError::new(code, "something is broken here, try again later"))
}
