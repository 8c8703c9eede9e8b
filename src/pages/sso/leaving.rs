//! `/keluar`: a service asked to log out; `/keluar/selesai`: one is logged out, and which services know.

use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{form::PostForm, layout::Layout},
    wire::{
        person::Person,
        sso::{LoggedOutView, Told},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn LogOutPage() -> impl IntoView {
    page(api::sso::log_out_page(), |person| view! { <Ask person=person /> })
}

#[component]
fn Ask(person: Person) -> impl IntoView {
    let words = &t().leaving;
    view! {
        <Layout title=words.title person=Some(person)>
            <div class="page narrow">
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                <div class="actions">
                    <PostForm action=api::session::Logout::PATH busy=t().common.logging_out>
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
    page(api::sso::logged_out_page(), |view| view! { <Done view=view /> })
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
    view! {
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
                    <a class="button" href=paths::LOGIN>{words.log_in_again}</a>
                </div>
            </div>
        </Layout>
    }
}
