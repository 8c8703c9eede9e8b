//! `/kelola/massal/ID/tidak-berubah.csv`: whom an act on many people left as they are, and why, as a file for
//! spreadsheets, however many.

use super::{AppState, error_page};
use crate::{
    domain::{
        Fault,
        console::bulk_view::{self, LeftOut, LeftOutPlace},
        session::{LiveSession, Stage},
        values::spreadsheet,
    },
    i18n::{BulkWords, bulk_words_in},
    paths,
    web::{cookies::Jar, fault::blame, request::current_of},
    wire::{bulk::BulkAct, error::ApiError},
};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Request, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use futures_util::{StreamExt, stream};
use uuid::Uuid;

const FILE: &str = "attachment; filename=\"tidak-berubah.csv\"";

pub async fn file(
    State(state): State<AppState>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let error = match answer(&state, &parts, &id).await {
        Ok(Ok(answer)) => return answer,
        Ok(Err(error)) => error,
        Err(fault) => blame(Some(&state.portal), &fault),
    };
    error_page::render(&state, Request::from_parts(parts, Body::empty()), error).await
}

async fn answer(
    state: &AppState,
    parts: &Parts,
    id: &str,
) -> Result<Result<Response, ApiError>, Fault> {
    let session = current_of(&state.portal, &state.settings, parts).await?;
    let is_in = |session: &LiveSession| session.stage == Stage::Authenticated;
    let Some(session) = session.filter(is_in) else {
        return Ok(Ok(Redirect::to(&paths::login_then(paths::MANAGE_BULK)).into_response()));
    };
    let Ok(id) = id.parse::<Uuid>() else { return Ok(Err(ApiError::NotFound)) };
    let Some(job) = bulk_view::with_left_out(&state.portal, &session, id).await? else {
        return Ok(Err(ApiError::NotFound));
    };
    let is_import = job.act == BulkAct::Import;
    let language = Jar::of(&parts.headers, &state.settings).language().unwrap_or_default();
    let words = bulk_words_in(language);
    let names = if is_import {
        vec![words.csv_line, words.csv_reason]
    } else {
        vec![words.csv_number, words.csv_agency, words.csv_reason]
    };
    let first = format!("{}{}", spreadsheet::MARK, spreadsheet::line(names));
    let pages = stream::unfold(
        (state.clone(), Some(LeftOutPlace::BEGINNING), first),
        move |(state, place, before)| async move {
            let place = place?;
            match bulk_view::left_out(&state.portal, id, place, language).await {
                Ok((people, next)) => {
                    let text = lines(words, &people, before);
                    Some((Ok(text), (state, next, String::new())))
                }
                Err(error) => {
                    tracing::error!(%error, "a file of those who were left out is cut off");
                    Some((Err(std::io::Error::other("cut off")), (state, None, String::new())))
                }
            }
        },
    );
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, FILE)];
    // Whoever compresses it asks once more after its end.
    Ok(Ok((headers, Body::from_stream(pages.fuse())).into_response()))
}

fn lines(words: &BulkWords, people: &[LeftOut], mut text: String) -> String {
    for one in people {
        let reason = one.refusal.map(|refusal| refusal.in_words(words)).unwrap_or_default();
        text += &if let Some(note) = &one.note {
            spreadsheet::line([&one.line.to_string(), note])
        } else {
            spreadsheet::line([&*one.nip, &one.agency, reason])
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn each_of_those_left_out_has_a_line_with_the_reason() {
        let one = LeftOut {
            line: 0,
            note: None,
            nip: "x".into(),
            agency: "Ambon".into(),
            refusal: Some(crate::wire::bulk::BulkRefusal::NoMailbox),
        };
        let text = lines(bulk_words_in(Language::Indonesian), &[one], "a\r\n".into());
        assert_eq!(text, "a\r\n\"x\",\"Ambon\",\"tidak punya surel\"\r\n");
    }
}
