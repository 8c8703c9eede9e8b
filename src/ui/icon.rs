//! Icons: decoration beside words, never instead of them, so they are hidden from screen readers.

use crate::paths;
use leptos::prelude::*;

/// One icon of the sprite (Tabler Icons, MIT), which the browser loads once.
#[component]
pub fn Icon(
    #[prop(into)] name: String,
    #[prop(default = "icon")] class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=paths::icon(&name)></use>
        </svg>
    }
}

/// The icons of the pages before login, drawn in place: those pages make no further request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Lock,
    Check,
    Shield,
    Alert,
    Back,
    Person,
}

#[component]
pub fn InlineIcon(mark: Mark, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    let path = match mark {
        Mark::Lock => {
            "M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2zm3-2V7a4 4 0 1 1 \
             8 0v4"
        }
        Mark::Check => "M3 12a9 9 0 1 0 18 0 9 9 0 0 0-18 0m6 0 2 2 4-4",
        Mark::Shield => {
            "M11.46 20.85A12 12 0 0 1 3.5 6 12 12 0 0 0 12 3a12 12 0 0 0 8.5 3 12 12 0 0 1-.09 \
             7.06M15 19l2 2 4-4"
        }
        Mark::Person => {
            "M3 12a9 9 0 1 0 18 0 9 9 0 0 0-18 0m6-2a3 3 0 1 0 6 0 3 3 0 0 0-6 0M6.2 18.8A4 4 0 0 1 10 \
             16h4a4 4 0 0 1 3.8 2.8"
        }
        Mark::Alert => "M3 12a9 9 0 1 0 18 0 9 9 0 0 0-18 0m9-4v4m0 4v.01",
        Mark::Back => "M5 12h14M5 12l6 6m-6-6 6-6",
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}

/// The word mark's kawung motif; `id="kw2"` can be reused on the same page.
#[component]
pub fn Kawung() -> impl IntoView {
    view! {
        <svg viewBox="7 7 50 50" aria-hidden="true">
            <g id="kw2">
                <g id="kw1" transform="rotate(45 32 32)">
                    <ellipse cx="32" cy="15.6" rx="8.6" ry="13.2" stroke="none"></ellipse>
                    <path d="M32 8v5m0 5v5"></path>
                </g>
                <use href="#kw1" transform="rotate(90 32 32)"></use>
            </g>
            <use href="#kw2" transform="rotate(180 32 32)"></use>
        </svg>
    }
}
