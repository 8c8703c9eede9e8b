//! `/teruskan`: opens a service after a form. Browsers hold the redirects after a form to the
//! `form-action` of its page; a page that goes on by itself begins a new navigation, without a script.

use super::page;
use crate::{api, i18n::t, paths, ui::layout::Layout, wire::onward::OnwardView};
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::hooks::use_query_map;

#[component]
pub fn OnwardPage() -> impl IntoView {
    let next = use_query_map().read_untracked().get(paths::NEXT).unwrap_or_default();
    page(api::onward::onward_page(next), |view| view! { <Onward view=view /> })
}

#[component]
fn Onward(view: OnwardView) -> impl IntoView {
    let words = &t().onward;
    let name = view.service.unwrap_or_else(|| words.a_service.to_owned());
    let title = format!("{} {name}", words.opening);
    let home = if view.person.is_some() { paths::LAUNCHER } else { paths::HOME };
    view! {
        {view.by_itself.then(|| view! {
            <Meta http_equiv="refresh" content=format!("0; url={}", view.next) />
        })}
        <Layout title=title person=view.person.clone()>
            <div class="page narrow">
                <h1>
                    {words.opening}" "<span translate="no">{name.clone()}</span>
                    {view.by_itself.then_some("…")}
                </h1>
                <p class="lead">
                    {view.person.is_some().then_some(words.logged_in)}" "
                    {if view.by_itself { words.by_itself } else { words.by_hand }}
                </p>
                <div class="actions">
                    <a class="button" href=view.next>{(t().service.open)(&name)}</a>
                    <a class="button button-secondary" href=home>{t().error.not_found.action}</a>
                </div>
            </div>
        </Layout>
    }
}
