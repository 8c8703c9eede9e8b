//! `/akun/data`: one's own data as a file, after a fresh proof: it holds what pages show masked.

use super::{AppState, error_page};
use crate::{
    domain::{Fault, people::own_data, session::Stage},
    paths,
    web::{fault::blame, request::current_of},
};
use axum::{
    body::Body,
    extract::State,
    http::{Request, header},
    response::{IntoResponse, Redirect, Response},
};

const FILE: &str = "attachment; filename=\"asn-digital.json\"";

pub async fn file(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    match answer(&state, &parts).await {
        Ok(answer) => answer,
        Err(fault) => {
            let error = blame(Some(&state.portal), &fault);
            error_page::render(&state, Request::from_parts(parts, Body::empty()), error).await
        }
    }
}

async fn answer(state: &AppState, parts: &axum::http::request::Parts) -> Result<Response, Fault> {
    let session = current_of(&state.portal, &state.settings, parts).await?;
    let Some(session) = session.filter(|session| session.stage == Stage::Authenticated) else {
        return Ok(Redirect::to(&paths::login_then(paths::ACCESSES)).into_response());
    };
    if !session.is_fresh(state.portal.now()) {
        return Ok(Redirect::to(&paths::then(paths::PROOF, paths::ACCESSES)).into_response());
    }
    let data = own_data::of(&state.portal, &session).await?;
    let text = format!("{data:#}\n");
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CONTENT_DISPOSITION, FILE)];
    Ok((headers, text).into_response())
}
