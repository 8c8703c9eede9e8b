//! The way back to the page above: the same on every page, and the first thing on it.

use super::icon::{InlineIcon, Mark};
use leptos::prelude::*;

#[component]
pub fn BackLink(#[prop(into)] href: String, label: &'static str) -> impl IntoView {
    view! {
        <p>
            <a class="back" href=href>
                <InlineIcon mark=Mark::Back />
                {label}
            </a>
        </p>
    }
}
