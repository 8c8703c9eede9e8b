//! The services that one is signed in to, or allowed to know something.

use crate::{
    api, i18n::t, pages::sso::confirm::learnt, ui::form::PostForm, wire::sso::UsedService,
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn Services(list: Vec<UsedService>) -> impl IntoView {
    let words = &t().used_services;
    let nothing = list.is_empty().then(|| view! { <p>{words.nothing}</p> });
    let rows = list.into_iter().map(|one| {
        let learns = one.learns.map(|learns| {
            let learns: Vec<_> = learns.into_iter().map(learnt).collect();
            let knows = format!("{} {}", words.knows, learns.join("; "));
            view! {
                <p class="hint">{knows}</p>
                <PostForm action=api::sso::WithdrawConsent::PATH>
                    <input type="hidden" name="client" value=one.client />
                    <button class="button button-quiet">{words.withdraw}</button>
                </PostForm>
            }
        });
        let since = match one.since {
            Some(since) => format!("{} {since}", words.since),
            None => words.not_signed_in.to_owned(),
        };
        view! {
            <li>
                <div>
                    <b translate="no">{one.name}</b>
                    <p class="hint">{since}</p>
                    {learns}
                </div>
            </li>
        }
    });
    view! {
        <section aria-labelledby="h-layanan">
            <div>
                <h2 id="h-layanan">{words.title}</h2>
                <p class="hint">{words.hint}</p>
            </div>
            <div class="stack">
                {nothing}
                <ul class="rows">{rows.collect_view()}</ul>
            </div>
        </section>
    }
}
