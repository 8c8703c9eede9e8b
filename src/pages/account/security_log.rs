//! `/akun/catatan`: what happened to the account, in plain words.

use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{form::PostForm, layout::Layout},
    wire::account::{ListedEvent, SecurityLogView},
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn SecurityLogPage() -> impl IntoView {
    page(api::account::security_log(), |view: SecurityLogView| {
        let words = &t().account;
        view! {
            <Layout title=words.events person=Some(view.person)>
                <div class="page">
                    <p><a class="back" href=paths::ACCOUNT>{words.back}</a></p>
                    <h1>{words.events}</h1>
                    <Events events=view.events />
                    <h2>{words.disown_title}</h2>
                    <Disown />
                </div>
            </Layout>
        }
    })
}

#[component]
pub(super) fn Events(events: Vec<ListedEvent>) -> impl IntoView {
    if events.is_empty() {
        return view! { <p class="hint">{t().account.no_events}</p> }.into_any();
    }
    let events = events.into_iter().map(|event| {
        view! {
            <div>
                <dt>{event.when}</dt>
                <dd>
                    {event.what}
                    {event.is_grave.then(|| view! {
                        " "<span class="badge">{t().account.attention}</span>
                    })}
                    <p class="hint">{event.source}</p>
                </dd>
            </div>
        }
    });
    view! { <dl class="facts">{events.collect_view()}</dl> }.into_any()
}

/// "This was not me."
#[component]
pub(super) fn Disown() -> impl IntoView {
    let words = &t().account;
    view! {
        <div class="notice">
            <div class="stack">
                <p>{words.disown_text}</p>
                <PostForm class="actions" action=api::account::Disown::PATH>
                    <button class="button">{words.disown}</button>
                </PostForm>
            </div>
        </div>
    }
}
