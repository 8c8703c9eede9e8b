//! The built site's files. What has its hash in its name, or a version in its query, is kept for
//! ever; the few others for a day. What is not there is a page that says so.

use super::{AppState, error_page};
use crate::wire::error::ApiError;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Method, Request, header},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;
use tower_http::services::ServeDir;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

pub async fn file_or_not_found(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    // A folder is no file; and only files of ours have a dot in their name.
    if matches!(parts.method, Method::GET | Method::HEAD)
        && !path.ends_with('/')
        && path.contains('.')
    {
        let hashed = state.leptos.hash_files && path.starts_with("/pkg/");
        let versioned = parts.uri.query().is_some_and(|query| query.starts_with("v="));
        let folder =
            ServeDir::new(state.leptos.site_root.as_ref()).precompressed_br().precompressed_gzip();
        let request = Request::from_parts(parts.clone(), Body::empty());
        if let Ok(response) = folder.oneshot(request).await
            && !response.status().is_client_error()
        {
            let mut response = response.into_response();
            let keep = if hashed || versioned { FOR_EVER } else { FOR_A_DAY };
            response.headers_mut().insert(header::CACHE_CONTROL, keep);
            return response;
        }
    }
    error_page::render(&state, Request::from_parts(parts, Body::empty()), ApiError::NotFound).await
}
