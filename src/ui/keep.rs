//! Ways to keep what a page shows: copied, shared, printed. They work by a script only and are hidden
//! without one; where the browser refuses, the text is selected, and the page says what to do.

use super::{
    notice::{NoticeBox, Tone},
    script::script,
};
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

/// A secret that was just made: this page shows it, and no other one.
#[component]
pub fn ShownOnce(
    /// Of the element that holds it.
    id: &'static str,
    secret: String,
    title: &'static str,
    /// What it is, for whoever hears the button that copies it.
    what: &'static str,
    /// That it is shown once, and what to do with it.
    note: String,
) -> impl IntoView {
    view! {
        <NoticeBox tone=Tone::Success>
            <h2>{title}</h2>
            <div class="key-row">
                <code class="key" id=id translate="no">{secret}</code>
                <KeepButton way=Way::Copy of=id what=what />
            </div>
            <p>{note}</p>
        </NoticeBox>
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
