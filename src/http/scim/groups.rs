//! Agencies: `/Groups`, which can be read and not changed.

use super::{
    answer,
    ask::{self, ScimAsked, answered},
};
use crate::{
    domain::scim::{
        error::{NoAnswer, ScimProblem, ScimType},
        group::{self, GroupField},
        listing::{MOST, UserQuery},
        predicate,
        projection::Projection,
        schema::LIST,
    },
    http::AppState,
};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Request, StatusCode},
    response::Response,
};
use serde_json::json;

pub async fn list(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        let (query, projection) = (asked.query()?, asked.projection()?);
        listed(asked, &query, &projection)
    })
    .await
}

pub async fn search(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        let body = asked.object()?;
        let (query, projection) = ask::searched(&body)?;
        listed(asked, &query, &projection)
    })
    .await
}

/// By index: there are only so many agencies.
fn listed(
    asked: &ScimAsked,
    query: &UserQuery,
    projection: &Projection,
) -> Result<Response, NoAnswer> {
    if query.cursor.as_deref().is_some_and(|cursor| !cursor.is_empty()) {
        let detail = "groups have no cursors: ask by startIndex and count";
        return Err(ScimProblem::bad(ScimType::InvalidCursor, detail).into());
    }
    let filter = query.filter.as_deref().filter(|filter| !filter.trim().is_empty());
    let predicate = filter.map(predicate::read::<GroupField>).transpose()?;
    let scope = &asked.source.scope;
    let found = group::found(scope, predicate.as_ref());
    let start = usize::try_from(query.start_index.unwrap_or(1).max(1)).unwrap_or(usize::MAX);
    let count = usize::try_from(query.count.unwrap_or(MOST).clamp(0, MOST)).unwrap_or_default();
    let page = found.iter().skip(start - 1).take(count);
    let resources: Vec<_> =
        page.map(|agency| projection.of(group::resource(agency, &asked.base))).collect();
    let said = json!({
        "schemas": [LIST], "totalResults": found.len(), "startIndex": start,
        "itemsPerPage": resources.len(), "Resources": resources,
    });
    Ok(answer::json(StatusCode::OK, &said))
}

pub async fn look(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    answered(&state, request, async |asked| {
        let groups = asked.source.scope.groups();
        let found = groups.iter().find(|group| group.id.to_string() == id);
        let found = found.ok_or_else(ScimProblem::not_there)?;
        let resource = group::resource(found, &asked.base);
        Ok(answer::json(StatusCode::OK, &asked.projection()?.of(resource)))
    })
    .await
}

pub async fn refused(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |_| {
        let detail = "groups are the agencies, and read only: whose group a person is in follows from the \
                      department of that user";
        let problem = ScimProblem::new(403, detail);
        Err(ScimProblem { kind: Some(ScimType::Mutability), ..problem }.into())
    })
    .await
}
