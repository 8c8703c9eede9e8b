//! Many requests in one: `/Bulk` (RFC 7644 §3.7). Each is carried out by itself, as if it had come alone; what is left when
//! time is up is answered as not begun, and can be sent again.

use super::{
    answer,
    ask::{ScimAsked, answered},
};
use crate::{
    domain::scim::{
        bulk::{self, BulkMethod, BulkOperation, MadeInBulk, RESPONSE},
        error::{NoAnswer, ScimProblem},
        patch,
        people::{self, IfMatch},
        user,
    },
    http::AppState,
    store::ProvisionedAccount,
};
use axum::{body::Body, extract::State, http::Request, http::StatusCode, response::Response};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// Less than a request may take.
const PATIENCE: Duration = Duration::from_secs(12);

pub async fn bulk(State(state): State<AppState>, request: Request<Body>) -> Response {
    answered(&state, request, async |asked| {
        let request = bulk::read(&asked.json()?)?;
        let begun = Instant::now();
        let (mut made, mut errors, mut answers) = (MadeInBulk::default(), 0, Vec::new());
        for mut operation in request.operations {
            if request.fail_on_errors.is_some_and(|most| errors >= most) {
                break;
            }
            let done = if begun.elapsed() > PATIENCE {
                let detail = "not begun: the request took too long; send it again";
                Err(ScimProblem::new(503, detail))
            } else {
                one(&state, asked, &mut operation, &made).await
            };
            if let (Ok((_, Some(person))), Some(name)) = (&done, &operation.bulk_id) {
                made.add(name, person.id.to_string());
            }
            errors += usize::from(done.is_err());
            answers.push(said(asked, &operation, done));
        }
        let answer = json!({ "schemas": [RESPONSE], "Operations": answers });
        Ok(answer::json(StatusCode::OK, &answer))
    })
    .await
}

type Done = Result<(StatusCode, Option<ProvisionedAccount>), ScimProblem>;

/// Carries one out.
async fn one(
    state: &AppState,
    asked: &ScimAsked,
    operation: &mut BulkOperation,
    made: &MadeInBulk,
) -> Done {
    made.resolve(operation)?;
    let done = carried_out(state, asked, operation).await;
    done.map_err(|why| answer::told(state, &why))
}

async fn carried_out(
    state: &AppState,
    asked: &ScimAsked,
    operation: &BulkOperation,
) -> Result<(StatusCode, Option<ProvisionedAccount>), NoAnswer> {
    let (portal, source) = (&state.portal, &asked.source);
    let seen = operation.version.clone().map(IfMatch);
    let path = operation.path.trim_start_matches('/');
    let id = path.strip_prefix("Users").map(|rest| rest.trim_matches('/'));
    let id = id.ok_or_else(|| ScimProblem::new(404, "operations are for /Users"))?;
    let empty = Map::new();
    let body = operation.data.as_object().unwrap_or(&empty);
    Ok(match (operation.method, id) {
        (BulkMethod::Post, "") => {
            (StatusCode::CREATED, Some(people::create(portal, source, body).await?))
        }
        (BulkMethod::Post, _) | (_, "") => {
            return Err(ScimProblem::new(404, "this method is not for this path").into());
        }
        (BulkMethod::Put, id) => {
            let done = people::replace(portal, source, id, body, seen.as_ref()).await?;
            (StatusCode::OK, Some(done))
        }
        (BulkMethod::Patch, id) => {
            let operations = patch::read(&operation.data)?;
            let done = people::patch(portal, source, id, &operations, seen.as_ref()).await?;
            (StatusCode::OK, Some(done))
        }
        (BulkMethod::Delete, id) => {
            people::delete(portal, source, id, seen.as_ref()).await?;
            (StatusCode::NO_CONTENT, None)
        }
    })
}

/// What is answered to one.
fn said(asked: &ScimAsked, operation: &BulkOperation, done: Done) -> Value {
    let mut said = Map::from_iter([("method".to_owned(), json!(<&str>::from(operation.method)))]);
    let mut add = |name: &str, value: Value| {
        said.insert(name.to_owned(), value);
    };
    if let Some(name) = &operation.bulk_id {
        add("bulkId", json!(name));
    }
    match done {
        Ok((status, person)) => {
            add("status", json!(status.as_str()));
            let location = match person {
                Some(person) => {
                    add("version", json!(user::version(&person)));
                    format!("{}/Users/{}", asked.base, person.id)
                }
                None => format!("{}{}", asked.base, operation.path),
            };
            add("location", json!(location));
        }
        Err(problem) => {
            add("status", json!(problem.status.to_string()));
            if operation.method != BulkMethod::Post {
                add("location", json!(format!("{}{}", asked.base, operation.path)));
            }
            add("response", problem.body());
        }
    }
    Value::Object(said)
}
