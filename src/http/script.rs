//! `/pkg/launcher.….js`: the launcher's script, under a name that changes with it. A page of another build
//! asks for another name, which is not there, and works without it.

use super::policy::AnswerKind;
use crate::ui::script::Kept;
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

pub async fn kept(script: &'static Kept) -> Response {
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    let mut response = ([(header::CONTENT_TYPE, kind)], script.text.as_str()).into_response();
    response.extensions_mut().insert(AnswerKind::VersionedFile);
    response
}
