//! Whoever sees that nobody is logged in tells every service worker so: one that was not in charge of the page where
//! somebody logged out knows nothing of it, and not every browser clears what a logout tells it to.

use super::script::script;
use leptos::{nonce::use_nonce, prelude::*};
use std::sync::LazyLock;

static SCRIPT: LazyLock<String> = LazyLock::new(|| script(include_str!("forget.js")));

#[component]
pub fn ForgetScript() -> impl IntoView {
    view! { <script nonce=use_nonce() inner_html=SCRIPT.as_str()></script> }
}
