//! What a person should know about their account at once: a reset under way, few recovery codes.

use super::{
    form::PostForm,
    icon::{Icon, InlineIcon, Mark},
};
use crate::{api, i18n::t, paths, wire::account::OpenReset};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn ResetAlarm(reset: OpenReset) -> impl IntoView {
    let words = &t().account;
    let text = match reset {
        OpenReset::Waiting { at } => (words.waiting_reset)(&at),
        OpenReset::Requested => words.requested_reset.to_owned(),
    };
    view! {
        <section class="bar bar-alarm" aria-labelledby="h-siaga">
            <InlineIcon mark=Mark::Alert />
            <span><b id="h-siaga">{text}</b></span>
            <PostForm action=api::reset::CancelReset::PATH>
                <input type="hidden" name="own" value="yes" />
                <button class="button">{words.cancel_reset}</button>
            </PostForm>
        </section>
    }
}

#[component]
pub fn FewCodes(left: i64) -> impl IntoView {
    let words = &t().account;
    view! {
        <p class="bar">
            <Icon name="key" />
            <span>{(words.few_codes)(left)}</span>
            <a class="button button-secondary" href=format!("{}#kode", paths::ACCOUNT)>
                {words.few_codes_link}
            </a>
        </p>
    }
}
