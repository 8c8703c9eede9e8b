//! ASN Digital: one door for Indonesia's civil servants.
//!
//! `docs/ARCHITECTURE.md` walks one login through these modules. Data flows one way: a browser's
//! form → `api` (or `http`, where a protocol asks for it) → `domain` → `store`; what comes back
//! are `wire` types, redirects and pages. `tests/walls` holds the walls between them.

#![recursion_limit = "256"]

pub mod api;
pub mod app;
pub mod i18n;
pub mod pages;
pub mod paths;
pub mod ui;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod domain;
#[cfg(feature = "ssr")]
pub mod fixtures;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod loopback;
#[cfg(feature = "ssr")]
pub mod memory;
#[cfg(feature = "ssr")]
pub mod metrics;
#[cfg(feature = "ssr")]
pub mod outgoing;
#[cfg(feature = "ssr")]
pub mod scheduling;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod web;

/// Wakes the islands of a page that the server rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
