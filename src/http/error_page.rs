//! Errors as pages for people, with the right status, in their language and with a number to quote.

use super::{AppState, context::page_context};
use crate::{
    app::{Prepared, shell},
    paths,
    web::request::{CurrentSession, accepts_page, current_of},
    wire::error::ApiError,
};
use axum::{
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderValue, Request, StatusCode, header},
    middleware::Next,
    response::Response,
};
use leptos::prelude::provide_context;
use std::mem;

/// The longest error of a server function, as it writes it. Bytes.
const LONGEST_ERROR: usize = 64;
/// What browsers are told to wait while nothing can be saved: an operator has to make room. Seconds.
const ROOM_AFTER: &str = "60";

/// The error's page, in answer to `request`; it knows who is logged in.
pub async fn render(state: &AppState, request: Request<Body>, error: ApiError) -> Response {
    let request = with_session(state, request, error.status()).await;
    let mut response = rendered(state, request, Prepared::Failure(error), error.status()).await;
    if error == ApiError::CannotSave {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(ROOM_AFTER));
    }
    response
}

/// A page in place of the one that was asked for; it knows who is logged in.
pub async fn render_prepared(
    state: &AppState,
    request: Request<Body>,
    prepared: Prepared,
    status: StatusCode,
) -> Response {
    rendered(state, with_session(state, request, status).await, prepared, status).await
}

async fn rendered(
    state: &AppState,
    request: Request<Body>,
    prepared: Prepared,
    status: StatusCode,
) -> Response {
    let options = state.leptos.clone();
    let context = page_context(state);
    let context = move || {
        context();
        provide_context(prepared.clone());
    };
    let render =
        leptos_axum::render_app_async_with_context(context, move || shell(options.clone()));
    let mut response = render(request).await;
    *response.status_mut() = status;
    response
}

/// Looks up whose page it is, where nobody has done so yet and the database may be asked.
async fn with_session(
    state: &AppState,
    request: Request<Body>,
    status: StatusCode,
) -> Request<Body> {
    let (mut parts, body) = request.into_parts();
    let broken = status.is_server_error();
    if !broken
        && parts.extensions.get::<CurrentSession>().is_none()
        // The error is what there is to say; without a database it is said to nobody in particular.
        && let Ok(session) = current_of(&state.portal, &state.settings, &parts).await
    {
        parts.extensions.insert(CurrentSession { session, belongings: None });
    }
    Request::from_parts(parts, body)
}

/// A form that was not carried out is answered with a page. Left alone, Leptos would redirect back
/// with the error in the URL, where any link could put one.
pub async fn for_forms(
    State(state): State<AppState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    if !request.uri().path().starts_with(paths::API) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let wants_page = accepts_page(&parts.headers);
    let mut response = next.run(Request::from_parts(parts.clone(), body)).await;
    let answer = response.headers().get(header::CONTENT_TYPE);
    if answer.is_some_and(|answer| answer.as_bytes().starts_with(b"text/html")) {
        // A page already.
        return response;
    }
    let error = match response.status() {
        StatusCode::BAD_REQUEST => ApiError::BadRequest,
        StatusCode::FORBIDDEN => ApiError::Forbidden,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => ApiError::NotFound,
        StatusCode::SERVICE_UNAVAILABLE => why_unavailable(mem::take(response.body_mut())).await,
        StatusCode::INSUFFICIENT_STORAGE => ApiError::CannotSave,
        status if status.is_server_error() => ApiError::Internal,
        // Leptos' own redirect: the form could not be read.
        StatusCode::FOUND => ApiError::BadRequest,
        status => {
            // Leptos' own, too: it names the page that the browser says it came from.
            if !status.is_redirection() {
                response.headers_mut().remove(header::LOCATION);
            }
            return response;
        }
    };
    if wants_page || error.status() == StatusCode::SERVICE_UNAVAILABLE {
        return render(&state, Request::from_parts(parts, Body::empty()), error).await;
    }
    response
}

/// Two causes have one status; the function's own answer says which it was.
async fn why_unavailable(body: Body) -> ApiError {
    let said = to_bytes(body, LONGEST_ERROR).await.unwrap_or_default();
    serde_json::from_slice(&said).unwrap_or(ApiError::Busy)
}
