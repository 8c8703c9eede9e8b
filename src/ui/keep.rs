//! Ways to keep what a page shows: copied, shared, printed. They work by a script only and are hidden
//! without one; where the browser refuses, the text is selected, and the page says what to do.

use super::script::script;
use crate::i18n::t;
use leptos::{nonce::use_nonce, prelude::*};
use std::sync::LazyLock;

static SCRIPT: LazyLock<String> = LazyLock::new(|| script(include_str!("keep.js")));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Copy,
    /// By what the phone offers; only on phones, and where the browser can.
    Share,
    /// Not on phones, which have no printer.
    Print,
}

#[component]
pub fn KeepButton(
    way: Way,
    /// The id of the element whose text it is.
    of: &'static str,
    /// What is kept, for whoever hears a button among others.
    #[prop(optional)]
    what: Option<&'static str>,
) -> impl IntoView {
    let words = &t().keep;
    let (name, class, label) = match way {
        Way::Copy => ("copy", "button button-secondary", words.copy),
        Way::Share => ("share", "button button-secondary phone-only", words.share),
        Way::Print => ("print", "button button-secondary wide-only", words.print),
    };
    let refused = match way {
        Way::Copy => words.copy_refused,
        Way::Share => words.share_refused,
        Way::Print => "",
    };
    view! {
        <button
            class=class
            type="button"
            aria-controls=of
            data-keep=name
            data-done=words.copied
            data-refused=refused
            hidden
        >
            <span aria-live="polite">{label}</span>
            {what.map(|what| view! { <span class="visually-hidden">" "{what}</span> })}
        </button>
    }
}

/// Where it is said that the browser refused; and the script, below all the buttons.
#[component]
pub fn KeepScript() -> impl IntoView {
    view! {
        <p class="field-error" aria-live="assertive" data-said=""></p>
        <script nonce=use_nonce() inner_html=SCRIPT.as_str()></script>
    }
}
