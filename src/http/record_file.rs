//! `/kelola/catatan/berkas`: what was asked of the record, as a file.

use super::{AppState, error_page};
use crate::{
    domain::{
        Fault,
        audit::refusals,
        console::record_file::{self, NoRecordFile},
        session::Stage,
    },
    paths,
    web::{
        cookies::Jar,
        fault::blame,
        request::{current_of, visitor_of},
    },
    wire::{error::ApiError, record::RecordFields},
};
use axum::{
    body::Body,
    extract::State,
    http::{Request, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use url::form_urlencoded;

const FILE: &str = "attachment; filename=\"catatan.csv\"";

pub async fn file(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let error = match answer(&state, &parts).await {
        Ok(Some(answer)) => return answer,
        Ok(None) => ApiError::NotFound,
        Err(fault) => blame(Some(&state.portal), &fault),
    };
    error_page::render(&state, Request::from_parts(parts, Body::empty()), error).await
}

/// As the page's own address says it.
fn asked(parts: &Parts) -> RecordFields {
    let mut fields = RecordFields::default();
    let query = parts.uri.query().unwrap_or_default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let field = match &*name {
            paths::WHOSE => &mut fields.number,
            paths::EVENT => &mut fields.event,
            paths::AGENCY => &mut fields.agency,
            paths::FIRST_DAY => &mut fields.from,
            paths::LAST_DAY => &mut fields.until,
            _ => continue,
        };
        *field = value.into_owned();
    }
    fields
}

/// `None`: to whoever asks it is not there.
async fn answer(state: &AppState, parts: &Parts) -> Result<Option<Response>, Fault> {
    let fields = asked(parts);
    let page = paths::record(paths::MANAGE_RECORD, &fields, None);
    // Without what was asked for where that would make a long head.
    let page = paths::safe_page(&page).unwrap_or(paths::MANAGE_RECORD);
    let session = current_of(&state.portal, &state.settings, parts).await?;
    let Some(session) = session.filter(|session| session.stage == Stage::Authenticated) else {
        return Ok(Some(Redirect::to(&paths::login_then(page)).into_response()));
    };
    let Some(visitor) = visitor_of(parts, &state.settings) else { return Ok(None) };
    let language = Jar::of(&parts.headers, &state.settings).language().unwrap_or_default();
    let file = record_file::file(&state.portal, &visitor, &session, &fields, language).await?;
    Ok(Some(match file {
        Ok(text) => {
            let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
            ([kind, (header::CONTENT_DISPOSITION, FILE)], text).into_response()
        }
        Err(NoRecordFile::NotFresh) => {
            Redirect::to(&paths::then(paths::PROOF, page)).into_response()
        }
        Err(NoRecordFile::Refused) => Redirect::to(page).into_response(),
        Err(NoRecordFile::NotTheirs) => {
            let path = parts.uri.path();
            refusals::refused_right(&state.portal, &visitor, &session, path).await?;
            return Ok(None);
        }
    }))
}
