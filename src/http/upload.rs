//! A clerk's file that comes by a browser: read as it comes and kept piece by piece, whatever its size, so that neither
//! memory nor a limit for forms stands in its way. It is a form of our own pages all the same: origin, session, whose
//! page it stood on, and what has to be renewed first are asked as of any other.

use super::{AppState, error_page, origin};
use crate::{
    domain::{
        Fault,
        console::bulk_import::{self, LARGEST, PIECE, SentFile},
        people::rights::Right,
        session::{LiveSession, Stage},
        values::renewal::Renewal,
    },
    paths,
    web::{
        fault::blame,
        request::{current_of, visitor_of},
    },
    wire::{bulk::FileTrouble, error::ApiError},
};
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, header, request::Parts},
    middleware::from_fn_with_state,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use multer::Multipart;
use uuid::Uuid;

/// Bytes of a field that is no file.
const LONGEST_FIELD: usize = 8 * 1024;
/// A file that is too large is read on and thrown away up to here, since most browsers show no answer before they have
/// sent all of it.
const MOST_READ: u64 = 8 * LARGEST;

pub fn routes(state: &AppState) -> Router<AppState> {
    Router::new()
        .route(paths::UPLOAD, post(file))
        .layer(from_fn_with_state(state.clone(), origin::check))
}

async fn file(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let error = match take(&state, &parts, body).await {
        Ok(Ok(page)) => return Redirect::to(&page).into_response(),
        Ok(Err(error)) => error,
        Err(fault) => blame(Some(&state.portal), &fault),
    };
    error_page::render(&state, Request::from_parts(parts, Body::empty()), error).await
}

/// The page to go on to.
async fn take(
    state: &AppState,
    parts: &Parts,
    body: Body,
) -> Result<Result<String, ApiError>, Fault> {
    let portal = &state.portal;
    let session = current_of(portal, &state.settings, parts).await?;
    let is_in = |session: &LiveSession| session.stage == Stage::Authenticated;
    let Some(session) = session.filter(is_in) else {
        return Ok(Ok(paths::login_then(paths::IMPORT)));
    };
    match session.renewal {
        Renewal::Nothing => {}
        Renewal::Authenticator => return Ok(Ok(paths::ADD_AUTHENTICATOR.to_owned())),
        _ => return Ok(Ok(paths::PASSWORD.to_owned())),
    }
    if session.demand(Right::ImportPeople).is_err() {
        return Ok(Err(ApiError::NotFound));
    }
    let boundary = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let Some(Ok(boundary)) = boundary.map(multer::parse_boundary) else {
        return Ok(Err(ApiError::BadRequest));
    };
    let Some(visitor) = visitor_of(parts, &state.settings) else {
        return Ok(Err(ApiError::BadRequest));
    };
    let Some((job, trouble)) = bulk_import::begin(portal, &visitor, &session).await? else {
        return Ok(Err(ApiError::NotFound));
    };
    // Whatever becomes of this request, nothing of the file stays that no job tells of.
    let mut unfinished = Unfinished { state: state.clone(), job: Some(job) };
    let form = Multipart::new(body.into_data_stream(), boundary);
    let (sent, owner) = read(state, form, job, trouble).await?;
    if owner.as_deref() != Some(session.owner().as_str()) {
        bulk_import::forget(portal, job).await?;
        unfinished.job = None;
        return Ok(Err(ApiError::SomebodyElse));
    }
    bulk_import::complete(portal, &visitor, &session, job, sent).await?;
    unfinished.job = None;
    Ok(Ok(paths::manage_bulk(&job.to_string())))
}

/// A job whose file has not come to its end.
struct Unfinished {
    state: AppState,
    job: Option<Uuid>,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(job) = self.job.take() {
            let state = self.state.clone();
            tokio::spawn(async move {
                if let Err(error) = bulk_import::forget(&state.portal, job).await {
                    tracing::warn!(%error, "a file that broke off is removed later");
                }
            });
        }
    }
}

/// Reads the form, whose file is thrown away where there is `trouble` already; and whose page it stood on.
async fn read(
    state: &AppState,
    mut form: Multipart<'_>,
    job: Uuid,
    trouble: Option<FileTrouble>,
) -> Result<(SentFile, Option<String>), Fault> {
    let mut sent = SentFile { trouble: Some(FileTrouble::Empty), ..SentFile::default() };
    let mut owner = None;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok((sent, owner)),
            Err(_) => {
                sent.trouble = Some(FileTrouble::CutOff);
                return Ok((sent, owner));
            }
        };
        match field.name().unwrap_or_default() {
            "file" => {
                sent.name = field.file_name().unwrap_or_default().to_owned();
                let job = trouble.is_none().then_some(job);
                sent.trouble = trouble.clone().or(keep(state, field, job).await?);
            }
            name => {
                let name = name.to_owned();
                let text = text_of(field).await;
                match name.as_str() {
                    "reason" => sent.reason = text.unwrap_or_default(),
                    "privileges" => sent.privileges = text.is_some_and(|text| !text.is_empty()),
                    paths::OWNER => owner = text,
                    _ => {}
                }
            }
        }
    }
}

async fn text_of(mut field: multer::Field<'_>) -> Option<String> {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = field.chunk().await {
        if bytes.len() + chunk.len() > LONGEST_FIELD {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).ok()
}

/// Keeps the file of a job, or reads it for none; what is wrong with it.
async fn keep(
    state: &AppState,
    mut field: multer::Field<'_>,
    job: Option<Uuid>,
) -> Result<Option<FileTrouble>, Fault> {
    let (mut piece, mut position, mut read) = (Vec::with_capacity(PIECE), 0, 0_u64);
    loop {
        let chunk = match field.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(_) => return Ok(Some(FileTrouble::CutOff)),
        };
        read += chunk.len() as u64;
        if read > MOST_READ {
            break;
        }
        let Some(job) = job.filter(|_| read <= LARGEST) else { continue };
        piece.extend_from_slice(&chunk);
        if piece.len() >= PIECE {
            bulk_import::put(&state.portal, job, position, &piece).await?;
            piece.clear();
            position += 1;
        }
    }
    if read > LARGEST {
        return Ok(Some(FileTrouble::TooLarge));
    }
    if let Some(job) = job.filter(|_| !piece.is_empty()) {
        bulk_import::put(&state.portal, job, position, &piece).await?;
    }
    Ok((read == 0).then_some(FileTrouble::Empty))
}
