//! Logging out: `POST /api/logout`.

use crate::wire::error::ApiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        cookies,
        request::{self, redirect},
    },
    crate::{
        domain::session,
        paths,
        wire::flash::{Flash, Notice},
    },
    http::{HeaderName, HeaderValue},
};

/// Ends the session on the server and what the browser kept of it. The browser stays known, so
/// that strangers still cannot lock its owner out; that cookie opens nothing by itself.
#[server(prefix = "/api", endpoint = "logout")]
pub async fn logout() -> Result<(), ApiError> {
    session::end(&*request::portal()?, &request::client()?).await.map_err(request::fault)?;
    cookies::clear_session()?;
    let traces = HeaderValue::from_static(r#""cache", "storage""#);
    let header = HeaderName::from_static("clear-site-data");
    request::response()?.insert_header(header, traces);
    cookies::set_flash(&Flash::Notice { notice: Notice::LoggedOut, nip: String::new() })?;
    redirect(paths::LOGIN)
}
