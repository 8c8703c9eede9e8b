//! `/buka/SLUG`: the way into a service. Checks the right, notes what was opened, then passes on to
//! the configured address and nowhere else. Single sign-on begins here.

use super::{AppState, error_page};
use crate::{
    domain::launcher::view::{ServiceOpening, open},
    paths,
    web::{fault::blame, request::at_home_of},
    wire::error::ApiError,
};
use axum::{
    body::Body,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, Request},
    response::{IntoResponse, Redirect, Response},
};

pub async fn service(
    State(state): State<AppState>,
    slug: Result<Path<String>, PathRejection>,
    request: Request<Body>,
) -> Response {
    let Ok(Path(slug)) = slug else {
        // Bytes that are no text name nothing.
        return error_page::render(&state, request, ApiError::NotFound).await;
    };
    let (parts, _) = request.into_parts();
    let opening = match at_home_of(&state.portal, &state.settings, &parts).await {
        Ok(person) => open(&state.portal, person, &slug, is_by_hand(&parts.headers)).await,
        Err(fault) => Err(fault),
    };
    let error = match opening {
        Ok(ServiceOpening::Elsewhere(address)) => return Redirect::to(&address).into_response(),
        Ok(ServiceOpening::About) => return Redirect::to(&paths::service(&slug)).into_response(),
        Ok(ServiceOpening::LogIn) => {
            return Redirect::to(&paths::login_then(&paths::open(&slug))).into_response();
        }
        Ok(ServiceOpening::NotFound) => ApiError::NotFound,
        Err(fault) => blame(Some(&state.portal), &fault),
    };
    error_page::render(&state, Request::from_parts(parts, Body::empty()), error).await
}

/// Whether a person followed a link of ours, a bookmark or a shortcut: another site's link, or a
/// browser that fetches ahead, does not write down what they opened.
fn is_by_hand(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("?"));
    let ahead = headers.contains_key("sec-purpose") || headers.contains_key("purpose");
    !ahead && matches!(site, None | Some("same-origin" | "none"))
}
