//! What a page needs to use passkeys; without a script it shows none of it.

use super::{
    icon::{InlineIcon, Mark},
    script::script,
};
use crate::i18n::t;
use leptos::{nonce::use_nonce, prelude::*};
use std::sync::LazyLock;

static SCRIPT: LazyLock<String> = LazyLock::new(|| script(include_str!("passkey.js")));

/// Proves who one is with a passkey; `ceremony`: `login` or `step-up`. [`PasskeyError`] and then
/// [`PasskeyScript`] follow it.
#[component]
pub fn PasskeyButton(ceremony: &'static str, #[prop(into)] next: String) -> impl IntoView {
    view! {
        <button
            class="button button-secondary"
            type="button"
            data-passkey=ceremony
            data-next=next
            hidden
        >
            <InlineIcon mark=Mark::Shield />
            {t().second_factor.passkey}
        </button>
    }
}

/// Where the script says what went wrong; it follows what starts a ceremony.
#[component]
pub fn PasskeyError() -> impl IntoView {
    let words = &t().second_factor;
    view! {
        <p
            class="field-error"
            role="alert"
            data-passkey-error=""
            data-cancelled=words.passkey_cancelled
            data-known=words.passkey_known
            data-failed=words.passkey_failed
            hidden
        ></p>
    }
}

#[component]
pub fn PasskeyScript() -> impl IntoView {
    view! { <script nonce=use_nonce() inner_html=SCRIPT.as_str()></script> }
}
