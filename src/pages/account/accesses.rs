//! `/akun/akses`: which operators saw or changed one's account, and one's own data as a file.

use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{back::BackLink, layout::Layout},
    wire::people::{AccessesView, ListedAccess},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn AccessesPage() -> impl IntoView {
    let before = use_query_map().read_untracked().get(paths::BEFORE).unwrap_or_default();
    page(api::people::accesses_page(before), |view| view! { <Accesses view=view /> })
}

#[component]
fn Accesses(view: AccessesView) -> impl IntoView {
    let words = &t().accesses;
    let older = view.older.map(|older| paths::before(paths::ACCESSES, &older));
    let is_none = view.accesses.is_empty();
    let days = view.accesses.chunk_by(|one, next| one.day == next.day).map(|accesses| {
        let day = accesses.first().map(|access| access.day.clone());
        view! {
            <div>
                <h2 class="day">{day}</h2>
                <dl class="facts">{accesses.iter().map(access).collect_view()}</dl>
            </div>
        }
    });
    let days = days.collect_view();
    view! {
        <Layout title=words.title person=Some(view.person)>
            <div class="page">
                <BackLink href=paths::ACCOUNT label=t().account.back />
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                </div>
                {if is_none {
                    view! { <p class="hint">{words.none}</p> }.into_any()
                } else {
                    view! { <div class="stack">{days}</div> }.into_any()
                }}
                <p class="actions">
                    {older.map(|older| view! {
                        <a class="button button-secondary" href=older>{words.older}</a>
                    })}
                    {(!view.is_first).then(|| view! {
                        <a class="more" href=paths::ACCESSES>{words.latest}</a>
                    })}
                </p>
                <p class="hint">{words.strange}</p>
                <section class="stack" aria-labelledby="h-data">
                    <h2 id="h-data">{words.data}</h2>
                    <p>{words.data_hint}</p>
                    <p><a class="button button-secondary" href=paths::OWN_DATA>{words.download}</a></p>
                </section>
            </div>
        </Layout>
    }
}

fn access(one: &ListedAccess) -> impl IntoView + use<> {
    let words = &t().accesses;
    let reason = one.reason.clone();
    view! {
        <div>
            <dt>{one.time.clone()}</dt>
            <dd>
                {one.act.in_words(t())}
                {(!reason.is_empty()).then(|| view! { <p>"“"{reason}"”"</p> })}
                <p class="hint">
                    <span translate="no">{one.who.clone()}</span>
                    ", "{words.agency}" "<span translate="no">{one.agency.clone()}</span>
                </p>
            </dd>
        </div>
    }
}
