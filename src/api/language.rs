//! The language switch: `POST /api/language`.

use crate::wire::error::ApiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{answer::redirect, cookies, request::fail};
#[cfg(feature = "ssr")]
use crate::{i18n::Language, paths};

/// Remembers the language in this browser and returns to the page.
#[server(prefix = "/api", endpoint = "language")]
pub async fn choose_language(
    #[server(default)] language: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let language = Language::from_tag(&language).ok_or_else(|| fail(ApiError::BadRequest))?;
    cookies::set_language(language)?;
    redirect(paths::safe_page(&next).unwrap_or(paths::HOME))
}
