//! The warning before a session ends for want of use (WCAG 2.2 2.2.1, ASVS 5.0 §7.3.1); without a
//! script it just ends. The script reckons by a clock that nobody sets, and ends nothing before the
//! portal has said that it is over.

use super::{form::PostForm, script::script};
use crate::{api, i18n::t};
use leptos::{nonce::use_nonce, prelude::*, server_fn::ServerFn};
use std::sync::LazyLock;

static SCRIPT: LazyLock<String> = LazyLock::new(|| script(include_str!("idle.js")));
/// How long before the end.
const WARNING_SECONDS: u32 = 120;

#[component]
pub fn IdleWarning(idle_seconds: u32) -> impl IntoView {
    let words = &t().account;
    view! {
        <dialog
            class="dialog"
            id="diam"
            data-idle=idle_seconds
            data-warn=WARNING_SECONDS
            data-ask=api::session::SessionLeft::PATH
            aria-labelledby="diam-judul"
            aria-describedby="diam-isi"
        >
            <h2 id="diam-judul">{words.idle_title}</h2>
            <div class="stack">
                <p id="diam-isi">{words.idle_text}</p>
                <p class="countdown"><span>{words.idle_left}</span>" "<b data-left="" translate="no">"2:00"</b></p>
                <p
                    class="visually-hidden"
                    aria-live="polite"
                    data-announce=words.idle_announce
                ></p>
            </div>
            <div class="actions">
                <PostForm attr:data-prolong="" action=api::account::ProlongSession::PATH>
                    <button class="button">{words.idle_stay}</button>
                </PostForm>
                <PostForm action=api::session::Logout::PATH busy=t().common.logging_out>
                    <button class="button button-secondary">{t().common.log_out}</button>
                </PostForm>
            </div>
        </dialog>
        <script nonce=use_nonce() inner_html=SCRIPT.as_str()></script>
    }
}
