//! `/akun/catatan`: what happened to the account, in plain words.

use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{
        back::BackLink,
        badge::{Badge, Look},
        form::PostForm,
        layout::Layout,
        notice::{NoticeBox, Tone},
    },
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
                    <BackLink href=paths::ACCOUNT label=words.back />
                    <h1>{words.events}</h1>
                    <Events events=view.events is_part=false />
                    <h2>{words.disown_title}</h2>
                    <Disown />
                </div>
            </Layout>
        }
    })
}

/// Day by day, the newest first; `is_part`: below a heading that is not the page's.
#[component]
pub(in crate::pages) fn Events(events: Vec<ListedEvent>, is_part: bool) -> impl IntoView {
    if events.is_empty() {
        return view! { <p class="hint">{t().account.no_events}</p> }.into_any();
    }
    let days = events.chunk_by(|one, next| one.day == next.day).map(|events| {
        let day = events.first().map(|event| event.day.clone());
        let heading = if is_part {
            view! { <h3 class="day">{day}</h3> }.into_any()
        } else {
            view! { <h2 class="day">{day}</h2> }.into_any()
        };
        view! {
            <div>{heading}<dl class="facts">{events.iter().map(event).collect_view()}</dl></div>
        }
    });
    view! { <div class="stack">{days.collect_view()}</div> }.into_any()
}

fn event(event: &ListedEvent) -> impl IntoView + use<> {
    view! {
        <div>
            <dt>{event.time.clone()}</dt>
            <dd>
                {event.what.clone()}
                {event.is_grave.then(|| view! {
                    " "<Badge look=Look::Warning text=t().account.attention />
                })}
                <p class="hint">{event.source.clone()}</p>
            </dd>
        </div>
    }
}

/// "This was not me."
#[component]
pub(super) fn Disown() -> impl IntoView {
    let words = &t().account;
    view! {
        <NoticeBox tone=Tone::Neutral>
            <p>{words.disown_text}</p>
            <PostForm class="actions" action=api::account::Disown::PATH>
                <button class="button">{words.disown}</button>
            </PostForm>
        </NoticeBox>
    }
}
