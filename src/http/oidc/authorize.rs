//! Where a service sends a browser to sign somebody in.

use super::{refusal, response};
use crate::{
    domain::{
        random,
        sso::{
            authorize::{self, Begun, Next, Refusal, Why},
            issuer::Issuer,
            parameters::{Parameters, Unreadable},
            request::Unanswerable,
        },
        values::renewal::Renewal,
    },
    http::{AppState, error_page},
    paths,
    web::{fault::blame, request::current_of},
    wire::error::ApiError,
};
use axum::{
    body::{Body, to_bytes},
    extract::State,
    http::{Request, StatusCode, request::Parts},
    middleware::Next as Route,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

/// The whole query of a browser whose form could not be read: that is said by GET, on a page.
const TOO_LONG: &str = "terlalu=panjang";
const TOO_MANY: &str = "terlalu=banyak";

fn read(query: &str) -> Result<Parameters, Unreadable> {
    match query {
        TOO_LONG => Err(Unreadable::TooLong),
        TOO_MANY => Err(Unreadable::TooMany),
        query => Parameters::parse(query.as_bytes()),
    }
}

/// By GET, from a browser with its session.
pub async fn ask(
    issuer: Issuer,
    State(state): State<AppState>,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let begun = match read(query) {
        Ok(sent) => authorize::begin(&state.portal, issuer, &sent).await,
        Err(Unreadable::TooMany) => Ok(unanswerable(Unanswerable::TooMany)),
        Err(Unreadable::TooLong | Unreadable::Twice(_)) => Ok(unanswerable(Unanswerable::TooLong)),
    };
    match begun {
        Ok(begun) => go_on(&state, parts, begun).await,
        Err(fault) => failed(&state, parts, blame(Some(&state.portal), &fault)).await,
    }
}

fn unanswerable(why: Unanswerable) -> Begun {
    let why = Why::Unanswerable(why);
    Begun::Over(Next::Refuse(Box::new(Refusal { why, client: None })))
}

/// By POST, from a page of the service: a browser brings no session with it (RFC 6265bis §5.5.1.4), so it is
/// sent here again. Without whom the service expects: nobody's number stands in an address.
pub async fn sent(request: Request<Body>) -> Response {
    let path = request.uri().path().to_owned();
    let body = to_bytes(request.into_body(), usize::MAX).await.unwrap_or_default();
    let query = match Parameters::parse(&body) {
        Ok(sent) => sent.without("login_hint").to_query(),
        Err(Unreadable::TooMany) => TOO_MANY.to_owned(),
        Err(Unreadable::TooLong | Unreadable::Twice(_)) => TOO_LONG.to_owned(),
    };
    Redirect::to(&format!("{path}?{query}")).into_response()
}

/// The same where the form was too long to be taken in: a browser is shown a page of it, too.
pub async fn or_said_by_get(request: Request<Body>, route: Route) -> Response {
    let path = request.uri().path().to_owned();
    let response = route.run(request).await;
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Redirect::to(&format!("{path}?{TOO_LONG}")).into_response()
        }
        _ => response,
    }
}

/// On with a request that was sealed in the address of a tab.
pub async fn resume(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let sent = Parameters::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let sent = sent.unwrap_or_default();
    let sealed = sent.any(paths::REQUEST).unwrap_or_default();
    match authorize::resume(&state.portal, sealed).await {
        Ok(begun) => go_on(&state, parts, begun).await,
        Err(fault) => failed(&state, parts, blame(Some(&state.portal), &fault)).await,
    }
}

async fn go_on(state: &AppState, parts: Parts, begun: Begun) -> Response {
    let next = match begun {
        Begun::Over(next) => next,
        Begun::Ready(ready) => {
            let (client, request) = *ready;
            let next = async {
                let session = current_of(&state.portal, &state.settings, &parts).await?;
                authorize::go_on(&state.portal, client, request, session).await
            };
            match next.await {
                Ok(next) => next,
                Err(fault) => {
                    return failed(state, parts, blame(Some(&state.portal), &fault)).await;
                }
            }
        }
    };
    let to = |page: &str| Redirect::to(page).into_response();
    match next {
        Next::Answer(answer) => {
            refusal::note(&answer, &parts.uri);
            let nonce: [u8; 16] = random::bytes(state.portal.random());
            response::back(answer, &STANDARD_NO_PAD.encode(nonce))
        }
        Next::LogIn(sealed) => to(&paths::login_then(&paths::resume(&sealed))),
        Next::ProveAgain(sealed) => to(&paths::then(paths::PROOF, &paths::resume(&sealed))),
        Next::Renew(renewal, sealed) => {
            let page = match renewal {
                Renewal::Authenticator => paths::ADD_AUTHENTICATOR,
                Renewal::Nothing | Renewal::Password | Renewal::Both => paths::PASSWORD,
            };
            to(&paths::then(page, &paths::resume(&sealed)))
        }
        Next::Confirm(sealed) => to(&paths::confirm(&sealed)),
        Next::Refuse(why) => {
            refusal::page(state, Request::from_parts(parts, Body::empty()), *why).await
        }
    }
}

async fn failed(state: &AppState, parts: Parts, error: ApiError) -> Response {
    error_page::render(state, Request::from_parts(parts, Body::empty()), error).await
}
