//! How many characters of a text there are, of how many there may be: as of when the page was sent, and with
//! a script while somebody types. The same script takes away what is no longer missing.

use super::script::script;
use crate::i18n::t;
use leptos::{nonce::use_nonce, prelude::*};
use std::sync::LazyLock;

static SCRIPT: LazyLock<String> = LazyLock::new(|| script(include_str!("writing.js")));

pub struct Counter {
    pub id: String,
    characters: usize,
    longest: usize,
}

impl Counter {
    /// As the rules count: an end of a line is one character (`domain::text`).
    #[must_use]
    pub fn of(field: &str, value: &str, longest: usize) -> Self {
        Self { id: format!("{field}-hitungan"), characters: value.trim().chars().count(), longest }
    }
}

pub fn counted(counter: Counter) -> impl IntoView {
    let Counter { id, characters, longest } = counter;
    let words = &t().common;
    let over = characters.saturating_sub(longest);
    view! {
        <p class="hint counter" id=id data-longest=longest>
            <span>{(words.number)(characters)}</span>
            {(words.of_characters)(longest)}
            <b hidden={over == 0}>{words.take_away}<span>{(words.number)(over)}</span></b>
        </p>
    }
}

/// For pages with counters.
#[component]
pub fn WritingScript() -> impl IntoView {
    view! { <script nonce=use_nonce() inner_html=SCRIPT.as_str()></script> }
}
