//! People: `/Users` (RFC 7644 §3.3–§3.6).

use super::{
    answer,
    ask::{self, ScimAsked, answered},
};
use crate::{
    domain::scim::{
        error::NoAnswer,
        listing::{self, UserPage, UserQuery},
        patch,
        people::{self, tags_name},
        projection::Projection,
        schema::LIST,
        user,
    },
    http::AppState,
    store::ProvisionedAccount,
};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

/// What somebody looks like who was made, changed or asked for.
fn shown(
    asked: &ScimAsked,
    status: StatusCode,
    person: &ProvisionedAccount,
) -> Result<Response, NoAnswer> {
    let whole = user::resource(person, &asked.source.scope, &asked.base);
    let mut response = answer::resource(status, &whole);
    if let projection @ (Projection::Only(_) | Projection::Without(_)) = asked.projection()? {
        let part = answer::json(status, &projection.of(whole));
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(axum::http::header::CONTENT_LENGTH);
        response = Response::from_parts(parts, part.into_body());
    }
    Ok(response)
}

pub async fn list(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        let query = asked.query()?;
        let projection = asked.projection()?;
        listed(&state, asked, &query, &projection).await
    })
    .await
}

pub async fn search(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        let body = asked.object()?;
        let (query, projection) = ask::searched(&body)?;
        listed(&state, asked, &query, &projection).await
    })
    .await
}

async fn listed(
    state: &AppState,
    asked: &ScimAsked,
    query: &UserQuery,
    projection: &Projection,
) -> Result<Response, NoAnswer> {
    let page = listing::list(&state.portal, &asked.source, query).await?;
    let UserPage { people, total, start_index, next_cursor } = page;
    let resources = people
        .iter()
        .map(|person| projection.of(user::resource(person, &asked.source.scope, &asked.base)));
    let resources: Vec<_> = resources.collect();
    let mut said = Map::from_iter([
        ("schemas".to_owned(), json!([LIST])),
        ("itemsPerPage".to_owned(), json!(resources.len())),
        ("Resources".to_owned(), Value::Array(resources)),
    ]);
    let others = [
        ("totalResults", total.map(Value::from)),
        ("startIndex", start_index.map(Value::from)),
        ("nextCursor", next_cursor.map(Value::from)),
    ];
    said.extend(others.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    Ok(answer::json(StatusCode::OK, &Value::Object(said)))
}

pub async fn create(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        let body = asked.object()?;
        let person = people::create(&state.portal, &asked.source, &body).await?;
        shown(asked, StatusCode::CREATED, &person)
    })
    .await
}

pub async fn look(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    answered(&state, request, async |asked| {
        let person = people::look(&state.portal, &asked.source, &id).await?;
        let seen = asked.if_none_match();
        if seen.is_some_and(|tags| tags_name(&tags, &user::version(&person))) {
            return Ok(StatusCode::NOT_MODIFIED.into_response());
        }
        shown(asked, StatusCode::OK, &person)
    })
    .await
}

pub async fn replace(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    answered(&state, request, async |asked| {
        let (body, seen) = (asked.object()?, asked.if_match());
        let done = people::replace(&state.portal, &asked.source, &id, &body, seen.as_ref());
        shown(asked, StatusCode::OK, &done.await?)
    })
    .await
}

pub async fn patch(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    answered(&state, request, async |asked| {
        let operations = patch::read(&asked.json()?)?;
        let seen = asked.if_match();
        let done = people::patch(&state.portal, &asked.source, &id, &operations, seen.as_ref());
        shown(asked, StatusCode::OK, &done.await?)
    })
    .await
}

pub async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    answered(&state, request, async |asked| {
        let seen = asked.if_match();
        people::delete(&state.portal, &asked.source, &id, seen.as_ref()).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}
