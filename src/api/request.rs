//! The request that a server function answers, and its response.

use crate::{
    config::Settings,
    domain::{Fault, Portal, guard::visitor::Visitor},
    web::{
        fault::blame,
        request::{accepts_page, visitor_of},
    },
    wire::error::ApiError,
};
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// The portal and its settings, from the router.
pub fn portal() -> Result<Arc<Portal>, ApiError> {
    use_context().ok_or_else(|| broken("no portal in the context"))
}

pub fn settings() -> Result<Arc<Settings>, ApiError> {
    use_context().ok_or_else(|| broken("no settings in the context"))
}

pub fn parts() -> Result<Parts, ApiError> {
    use_context().ok_or_else(|| broken("no request in the context"))
}

pub(super) fn response() -> Result<ResponseOptions, ApiError> {
    use_context().ok_or_else(|| broken("no response in the context"))
}

/// The browser that asks.
pub fn visitor() -> Result<Visitor, ApiError> {
    visitor_of(&parts()?, &*settings()?).ok_or_else(|| broken("no visitor address"))
}

/// The address of the page that is asked for.
pub fn here() -> Result<String, ApiError> {
    let here = parts()?.uri.into_parts().path_and_query;
    Ok(here.map(|here| here.as_str().to_owned()).unwrap_or_default())
}

/// Whether a person follows a form or a link, and not a script.
pub fn wants_page() -> Result<bool, ApiError> {
    Ok(accepts_page(&parts()?.headers))
}

/// Answers with an error; `http::error_page` makes it a page for people.
#[must_use]
pub fn fail(error: ApiError) -> ApiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(error.status());
    }
    error
}

/// Something is broken on our side: the cause goes to the log, once.
pub(super) fn failed(fault: &Fault) -> ApiError {
    fail(blame(use_context::<Arc<Portal>>().as_deref(), fault))
}

pub(super) fn broken_cookie() -> ApiError {
    broken("a cookie that cannot be written")
}

pub(super) fn broken(what: &'static str) -> ApiError {
    tracing::error!(error = what, "a request failed");
    fail(ApiError::Internal)
}
