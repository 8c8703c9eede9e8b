//! The built site's files. What has its hash in its name, or a version in its query, is kept for
//! ever; the few others for a day. What is not there is a page that says so.
//!
//! Whether an address can be a file's is decided here, before the disk is asked: an address with
//! empty, hidden or endless parts is none, and never leads to a redirect.

use super::{AppState, error_page, policy::AnswerKind};
use crate::{web::request::accepts_page, wire::error::ApiError};
use axum::{
    body::Body,
    extract::State,
    http::{Method, Request, StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use std::io::ErrorKind;
use tower_http::services::ServeDir;

/// Of a file's address. Bytes.
const LONGEST: usize = 128;

const TOUCH_ICON: &str = "/icons/apple-touch-icon.png";

pub async fn file_or_not_found(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let answer = file(&state, &parts).await;
    let request = Request::from_parts(parts, Body::empty());
    match answer {
        Ok(answer) => answer,
        Err(ApiError::NotFound) => not_found(&state, request).await,
        Err(error) => error_page::render(&state, request, error).await,
    }
}

/// A page that says so; a line for a program that asks for a file, or for what a site may have
/// (`/sitemap.xml`, `/.well-known/…`), and takes no page.
pub async fn not_found(state: &AppState, request: Request<Body>) -> Response {
    if request.uri().path().contains('.') && !accepts_page(request.headers()) {
        return (StatusCode::NOT_FOUND, "404 Not Found\n").into_response();
    }
    error_page::render(state, request, ApiError::NotFound).await
}

async fn file(state: &AppState, parts: &Parts) -> Result<Response, ApiError> {
    let asked = parts.uri.path();
    if !matches!(parts.method, Method::GET | Method::HEAD) || !can_be_a_file(asked) {
        return Err(ApiError::NotFound);
    }
    let path = known_as(asked);
    let mut folder = ServeDir::new(state.leptos.site_root.as_ref())
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let mut request = Request::from_parts(parts.clone(), Body::empty());
    if path != asked {
        *request.uri_mut() = Uri::from_static(TOUCH_ICON);
    }
    let answer = folder.try_call(request).await;
    let answer = answer.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ApiError::NotFound,
        _ => {
            tracing::error!(%error, "a file of the site cannot be read");
            ApiError::Internal
        }
    })?;
    // Only what is there is kept.
    if !answer.status().is_success() && answer.status() != StatusCode::NOT_MODIFIED {
        return Err(ApiError::NotFound);
    }
    let hashed = state.leptos.hash_files && path.starts_with("/pkg/");
    let versioned = parts.uri.query().is_some_and(|query| query.starts_with("v="));
    let kind = if hashed || versioned { AnswerKind::VersionedFile } else { AnswerKind::File };
    let mut answer = answer.into_response();
    answer.extensions_mut().insert(kind);
    Ok(answer)
}

/// The file that an address stands for. iPhones ask for their icon by names of their own, with sizes, at
/// the top.
fn known_as(path: &str) -> &str {
    let touch_icon =
        path.strip_prefix("/apple-touch-icon").and_then(|size| size.strip_suffix(".png"));
    touch_icon.filter(|size| !size.contains('/')).map_or(path, |_| TOUCH_ICON)
}

/// Only files of ours have a dot in their name, and their names are short and plain.
fn can_be_a_file(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_part =
        |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(is_plain);
    path.len() <= LONGEST
        && path.contains('.')
        && path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_for_iphones_has_many_names_and_no_other_address_is_one() {
        for name in ["", "-precomposed", "-120x120", "-120x120-precomposed"] {
            assert_eq!(known_as(&format!("/apple-touch-icon{name}.png")), TOUCH_ICON);
        }
        for other in ["/apple-touch-icon/x.png", "/apple-touch-icon.svg", "/x/apple-touch-icon.png"]
        {
            assert_eq!(known_as(other), other);
        }
    }

    #[test]
    fn only_a_plain_name_can_be_a_files() {
        for name in [
            "/favicon.svg",
            "/manifest.webmanifest",
            "/icons/icon-192.png",
            "/pkg/asn-digital.2Zt-_x0Yq.css",
        ] {
            assert!(can_be_a_file(name), "{name}");
        }
        let long = format!("/pkg/{}.js", "x".repeat(LONGEST));
        for address in [
            "",
            "*",
            "/",
            "/beranda",
            "//pkg/.",
            "/pkg/.",
            "/pkg/..",
            "/pkg/./x.js",
            "/pkg/../x.js",
            "//pkg/x.js",
            "/pkg//x.js",
            "/pkg/x.js/",
            "/.git/x.js",
            "/pkg/.x.js",
            "/pkg/%2e%2e/x.js",
            "/pkg/x%00.js",
            "/pkg/\\x.js",
            "/pkg/x:.js",
            "pkg/x.js",
            &long,
        ] {
            assert!(!can_be_a_file(address), "{address}");
        }
    }
}
