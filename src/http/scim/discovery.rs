//! What a client finds out by itself (RFC 7644 §4).

use super::{answer, ask::answered};
use crate::{
    domain::scim::{
        error::ScimProblem,
        schema::{
            list_of_all, one_of, resource_types as types, schemas as all_schemas,
            service_provider_config,
        },
    },
    http::AppState,
};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Request, StatusCode},
    response::Response,
};

pub async fn config(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        Ok(answer::json(StatusCode::OK, &service_provider_config(&asked.base)))
    })
    .await
}

pub async fn resource_types(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        Ok(answer::json(StatusCode::OK, &list_of_all(types(&asked.base, &asked.source.scope))))
    })
    .await
}

pub async fn resource_type(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    answered(&state, request, async |asked| {
        let found = one_of(types(&asked.base, &asked.source.scope), &id)
            .ok_or_else(ScimProblem::not_there)?;
        Ok(answer::json(StatusCode::OK, &found))
    })
    .await
}

pub async fn schemas(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        Ok(answer::json(
            StatusCode::OK,
            &list_of_all(all_schemas(&asked.base, &asked.source.scope)),
        ))
    })
    .await
}

pub async fn schema(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    answered(&state, request, async |asked| {
        let found = one_of(all_schemas(&asked.base, &asked.source.scope), &id)
            .ok_or_else(ScimProblem::not_there)?;
        Ok(answer::json(StatusCode::OK, &found))
    })
    .await
}

/// Users and groups at once (RFC 7644 §3.4.3).
pub async fn search_everything(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |_| {
        let detail = "search users at /Users/.search, groups at /Groups/.search";
        Err(ScimProblem::new(501, detail).into())
    })
    .await
}

/// A token is no person (RFC 7644 §3.11).
pub async fn nobody(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |_| {
        Err(ScimProblem::new(501, "a token is no person, so /Me is nobody").into())
    })
    .await
}
