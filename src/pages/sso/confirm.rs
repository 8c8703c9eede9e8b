//! `/izin`: which service asks for what, before one goes on to it.

use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{form::PostForm, layout::Layout},
    wire::sso::{ConfirmView, Learns},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

#[component]
pub fn ConfirmPage() -> impl IntoView {
    let sealed = use_query_map().read_untracked().get(paths::REQUEST).unwrap_or_default();
    page(api::sso::confirm_page(sealed), |view| view! { <Confirm view=view /> })
}

/// In words.
pub fn learnt(learns: Learns) -> &'static str {
    let words = &t().confirm.scopes;
    match learns {
        Learns::Openid => words.openid,
        Learns::Profile => words.profile,
        Learns::Email => words.email,
        Learns::Phone => words.phone,
        Learns::Address => words.address,
        Learns::Roles => words.roles,
    }
}

#[component]
fn Confirm(view: ConfirmView) -> impl IntoView {
    let words = &t().confirm;
    let title = (words.title)(&view.name);
    let learns = view.learns.into_iter().map(|one| view! { <li>{learnt(one)}</li> });
    let again = view.request.clone();
    let next = paths::resume(&view.request);
    let allow = if view.first_party { words.go_on } else { words.allow };
    view! {
        <Layout title=title.clone() person=Some(view.person.clone())>
            <div class="page narrow">
                <h1>{title}</h1>
                <p class="lead">{(words.lead)(&view.name)}</p>
                <p>
                    {words.signed_in_as}" "<b translate="no">{view.person.name.clone()}</b>
                    " "<span class="hint" translate="no">{view.person.masked_nip.clone()}</span>
                </p>
                <h2>{words.learns}</h2>
                <ul class="bullets">{learns.collect_view()}</ul>
                {(!view.first_party).then(|| view! {
                    <p>{words.third_party}</p>
                    <p class="hint">{words.later}</p>
                })}
                <div class="actions">
                    <PostForm action=api::sso::Confirm::PATH>
                        <input type="hidden" name="sealed" value=view.request />
                        <input type="hidden" name="answer" value="ya" />
                        <button class="button">{allow}</button>
                    </PostForm>
                    <PostForm action=api::sso::Confirm::PATH>
                        <input type="hidden" name="sealed" value=again />
                        <input type="hidden" name="answer" value="tidak" />
                        <button class="button button-secondary">{words.deny}</button>
                    </PostForm>
                </div>
                <PostForm action=api::session::Logout::PATH>
                    <input type="hidden" name="next" value=next />
                    <button class="button button-quiet">{words.somebody_else}</button>
                </PostForm>
            </div>
        </Layout>
    }
}
