//! `/layanan/SLUG`: what a service is for, who uses it and how to reach it.

use super::page;
use crate::{
    api,
    i18n::{Language, t},
    paths,
    ui::{
        back::BackLink, form::PostForm, handled::Guidance, icon::Icon, layout::Layout, tile::State,
    },
    wire::launcher::{ServiceState, ServiceView, Spot, Tile, Viewer},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

#[component]
pub fn ServicePage() -> impl IntoView {
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    page(api::launcher::service(slug), |view| view! { <Service view=view /> })
}

#[component]
fn Service(view: ServiceView) -> impl IntoView {
    let words = &t().service;
    let tile = view.tile;
    let back = if view.person.is_some() { paths::LAUNCHER } else { paths::HOME };
    let group = tile.group.in_words(t());
    let who = tile.viewers.iter().map(|viewer| match viewer {
        Viewer::Public => words.everyone,
        Viewer::Employee => words.employees,
        Viewer::Operator => words.operators,
    });
    let who = who.collect::<Vec<_>>().join(", ");
    let usable = tile.state == ServiceState::Available;
    let host =
        tile.address.as_deref().map(|address| address.trim_start_matches("https://").to_owned());
    view! {
        <Layout title=tile.name.clone() person=view.person.clone()>
            <div class="page narrow">
                <BackLink href=back label=words.all />
                <div class="service-head">
                    <Icon name=tile.icon.clone() class="icon medal" />
                    <div>
                        <h1 translate="no">{tile.name.clone()}</h1>
                        <p class="lead">{tile.purpose.clone()}</p>
                    </div>
                </div>
                {(!usable).then(|| view! {
                    <div class="notice notice-warning">
                        <Icon name="alert-triangle" />
                        <div>
                            <p><State tile=Arc::clone(&tile) /></p>
                            <p lang=tile.note_language.map(Language::tag)>{tile.note.clone()}</p>
                        </div>
                    </div>
                })}
                {host.is_none().then(|| view! { <ThroughAgency tile=Arc::clone(&tile) /> })}
                <div class="actions">
                    {(usable && host.is_some()).then(|| view! {
                        <a class="button" href=paths::open(&tile.slug)>
                            {(words.open)(&tile.name)}
                            <Icon name="external-link" />
                            <span class="visually-hidden">{t().common.elsewhere}</span>
                        </a>
                    })}
                    {view.person.is_some().then(|| view! {
                        <StarForm slug=tile.slug.clone() is_favourite=view.is_favourite />
                        {view.taken_from.map(|place| view! {
                            <RestoreForm slug=tile.slug.clone() place=place />
                        })}
                    })}
                </div>
                <dl class="facts">
                    <div><dt>{words.group}</dt><dd>{group}</dd></div>
                    <div><dt>{words.who}</dt><dd>{who}</dd></div>
                    <div>
                        <dt>{words.how}</dt>
                        <dd>
                            {if host.is_some() { words.how_known } else { words.how_through_agency }}
                        </dd>
                    </div>
                    {host.map(|host| view! { <div><dt>{words.address}</dt><dd>{host}</dd></div> })}
                </dl>
            </div>
        </Layout>
    }
}

#[component]
fn StarForm(slug: String, is_favourite: bool) -> impl IntoView {
    let words = &t().service;
    let (action, icon, word) = if is_favourite {
        (api::shelf::Unpin::PATH, "star-filled", words.unpin)
    } else {
        (api::shelf::Pin::PATH, "star", words.pin)
    };
    view! {
        <PostForm action=action>
            <input type="hidden" name="from" value=Spot::About.name() />
            <button class="button button-secondary" name="service" value=slug>
                <Icon name=icon />
                {word}
            </button>
        </PostForm>
    }
}

#[component]
fn RestoreForm(slug: String, place: u32) -> impl IntoView {
    view! {
        <PostForm action=api::shelf::Restore::PATH>
            <input type="hidden" name="from" value=Spot::About.name() />
            <input type="hidden" name="place" value=place.to_string() />
            <button class="button button-quiet" name="service" value=slug>{t().launcher.undo}</button>
        </PostForm>
    }
}

/// What to do where the portal does not know the way: the first thing on the page.
#[component]
fn ThroughAgency(tile: Arc<Tile>) -> impl IntoView {
    let words = &t().service;
    let is_help_desk = tile.slug == paths::HELP_DESK;
    view! {
        <section class="choice" aria-labelledby="h-lewat">
            <h2 id="h-lewat">{words.through_agency}</h2>
            <Guidance tile=tile />
            {(!is_help_desk).then(|| view! {
                <p>
                    {words.not_solved}" "
                    <a href=paths::service(paths::HELP_DESK)>{words.ask_help_desk}</a>"."
                </p>
            })}
        </section>
    }
}
