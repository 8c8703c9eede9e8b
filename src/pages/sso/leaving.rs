//! `/keluar`: a service asked to log out; `/keluar/selesai`: one is logged out, and which services know.

use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{forget::ForgetScript, form::PostForm, layout::Layout},
    wire::{
        person::Person,
        sso::{LoggedOutView, Told},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Meta;
use leptos_router::hooks::use_query_map;

#[component]
pub fn LogOutPage() -> impl IntoView {
    let onward = sealed();
    let asked = api::sso::log_out_page(onward.clone());
    page(asked, |person| view! { <Ask person=person onward=onward /> })
}

/// Where to afterwards.
fn sealed() -> String {
    use_query_map().read_untracked().get(paths::REQUEST).unwrap_or_default()
}

#[component]
fn Ask(person: Person, onward: String) -> impl IntoView {
    let words = &t().leaving;
    view! {
        <Layout title=words.title person=Some(person)>
            <div class="page narrow">
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                <div class="actions">
                    <PostForm action=api::session::Logout::PATH busy=t().common.logging_out>
                        {(!onward.is_empty()).then(|| view! {
                            <input type="hidden" name="onward" value=onward />
                        })}
                        <button class="button">{t().common.log_out}</button>
                    </PostForm>
                    <a class="button button-secondary" href=paths::LAUNCHER>{words.stay}</a>
                </div>
            </div>
        </Layout>
    }
}

#[component]
pub fn LoggedOutPage() -> impl IntoView {
    page(api::sso::logged_out_page(sealed()), |view| view! { <Done view=view /> })
}

#[component]
fn Done(view: LoggedOutView) -> impl IntoView {
    let words = &t().leaving;
    let failed = view.told.iter().any(|(_, told)| *told != Told::Reached);
    let has_any = !view.told.is_empty();
    let told = view.told.into_iter().map(|(name, told)| {
        let state = match told {
            Told::Due => words.due,
            Told::Reached => words.reached,
            Told::Failed => words.failed,
        };
        view! { <li><b translate="no">{name}</b>": "{state}</li> }
    });
    let goes_on = view.onward.clone().filter(|onward| onward.by_itself);
    let back = view.onward.map(|onward| {
        let label = (words.back)(&onward.name);
        view! { <a class="button" href=onward.address>{label}</a> }
    });
    let quiet = if back.is_some() { "button button-secondary" } else { "button" };
    view! {
        {goes_on.map(|onward| view! {
            <Meta http_equiv="refresh" content=format!("0; url={}", onward.address) />
        })}
        <Layout title=words.done>
            <div class="page narrow">
                <h1>{words.done}</h1>
                <p class="lead">{words.done_lead}</p>
                {has_any.then(|| view! {
                    <h2>{words.told}</h2>
                    <ul class="bullets">{told.collect_view()}</ul>
                })}
                {failed.then(|| view! { <p>{words.failed_hint}</p> })}
                <div class="actions">
                    {back}
                    <a class=quiet href=paths::LOGIN>{words.log_in_again}</a>
                </div>
            </div>
            <ForgetScript />
        </Layout>
    }
}
