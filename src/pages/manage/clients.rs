//! `/kelola/masuk-tunggal`: the services that people sign in to, for administrators.

use super::tabs;
use crate::{
    api,
    i18n::client_words,
    pages::page,
    paths,
    ui::{
        badge::{Badge, Look},
        icon::Icon,
        layout::Layout,
    },
    wire::{
        clients::{ClientListView, ClientSource, ListedClient, UntoldLogouts},
        person::ConsoleArea,
    },
};
use leptos::prelude::*;

#[component]
pub fn ClientListPage() -> impl IntoView {
    page(api::clients::client_list(), |view| view! { <List view=view /> })
}

#[component]
fn List(view: ClientListView) -> impl IntoView {
    let words = client_words();
    let ClientListView { person, notice, rows } = view;
    let is_empty = rows.is_empty();
    let tabs = tabs(ConsoleArea::Clients, &person.console);
    view! {
        <Layout title=words.title notice=notice person=Some(person)>
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                </div>
                <div class="actions">
                    <a class="button" href=paths::NEW_CLIENT>
                        <Icon name="plus" />
                        {words.new}
                    </a>
                </div>
                {is_empty.then(|| view! { <p>{words.none}</p> })}
                {(!is_empty).then(|| view! {
                    <table class="list">
                        <thead>
                            <tr>
                                <th scope="col">{words.column_name}</th>
                                <th scope="col">{words.id_short}</th>
                                <th scope="col">{words.column_tile}</th>
                                <th scope="col">{words.column_source}</th>
                                <th scope="col">{words.column_state}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                })}
            </div>
        </Layout>
    }
}

fn row(row: ListedClient) -> impl IntoView {
    let words = client_words();
    view! {
        <tr>
            <th scope="row" data-label=words.column_name>
                <a href=paths::manage_client(&row.id)>{row.name}</a>
            </th>
            <td data-label=words.id_short translate="no">{row.id}</td>
            <td data-label=words.column_tile>{row.service.unwrap_or_else(|| "–".to_owned())}</td>
            <td data-label=words.column_source>{source_in_words(row.source)}</td>
            <td data-label=words.column_state>{state(row.enabled)}{untold(row.untold)}</td>
        </tr>
    }
}

/// Where it is said what a client is.
pub(super) fn source_in_words(source: ClientSource) -> &'static str {
    let words = client_words();
    match source {
        ClientSource::File => words.source_file,
        ClientSource::Console => words.source_console,
        ClientSource::ConsoleOverFile => words.source_over_file,
    }
}

/// In words, shape and colour.
pub(super) fn state(enabled: bool) -> impl IntoView {
    let words = client_words();
    let (look, icon, word) = if enabled {
        (Look::Good, "circle-check", words.enabled)
    } else {
        (Look::Quiet, "lock", words.disabled)
    };
    view! { <Badge look=look icon=icon text=word /> }
}

/// What a service does not know of who has left.
pub(super) fn untold(untold: UntoldLogouts) -> impl IntoView {
    let words = client_words();
    let UntoldLogouts { failed, waiting } = untold;
    let badge = |look, text| view! { " "<Badge look=look icon="alert-triangle" text=text /> };
    (
        (failed > 0).then(|| badge(Look::Bad, (words.untold_failed)(failed))),
        (waiting > 0).then(|| badge(Look::Warning, (words.untold_waiting)(waiting))),
    )
}
