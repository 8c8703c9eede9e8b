//! `/layanan/SLUG`: what a service is for, who uses it and how to reach it.

use super::page;
use crate::{
    api,
    i18n::t,
    paths,
    ui::{form::PostForm, icon::Icon, layout::Layout, tile::State},
    wire::launcher::{Audience, Group, ServiceState, ServiceView},
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
    let (words, tile) = (&t().service, view.tile);
    let back = if view.person.is_some() { paths::LAUNCHER } else { paths::HOME };
    let names = Group::ALL.into_iter().zip(t().launcher.groups);
    let group = names.into_iter().find(|(group, _)| *group == tile.group).map(|(_, name)| name);
    let who = tile.audience.iter().map(|audience| match audience {
        Audience::Public => words.everyone,
        Audience::Employee => words.employees,
        Audience::Operator => words.operators,
    });
    let who = who.collect::<Vec<_>>().join(", ");
    let usable = tile.state == ServiceState::Available;
    let host =
        tile.address.as_deref().map(|address| address.trim_start_matches("https://").to_owned());
    let is_help_desk = tile.slug == paths::HELP_DESK;
    view! {
        <Layout title=tile.name.clone() person=view.person.clone()>
            <div class="page narrow">
                <p>
                    <a class="back" href=back><Icon name="arrow-left" />{words.all}</a>
                </p>
                <div class="service-head">
                    <Icon name=tile.icon.clone() class="icon medal" />
                    <div>
                        <h1>{tile.name.clone()}</h1>
                        <p class="lead">{tile.purpose.clone()}</p>
                    </div>
                </div>
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
                    })}
                </div>
                {(!usable).then(|| view! {
                    <div class="notice notice-warning">
                        <Icon name="alert-triangle" />
                        <div>
                            <p><State tile=Arc::clone(&tile) /></p>
                            <p>{tile.note.clone()}</p>
                        </div>
                    </div>
                })}
                <dl class="facts">
                    <div><dt>{words.group}</dt><dd>{group}</dd></div>
                    <div><dt>{words.who}</dt><dd>{who}</dd></div>
                    <div>
                        <dt>{words.how}</dt>
                        <dd>
                            {if host.is_some() || is_help_desk {
                                words.how_known.into_any()
                            } else {
                                view! {
                                    {words.how_unknown}" "
                                    <a href=paths::service(paths::HELP_DESK)>{words.ask_help_desk}</a>"."
                                }
                                .into_any()
                            }}
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
            <button class="button button-secondary" name="service" value=slug>
                <Icon name=icon />
                {word}
            </button>
        </PostForm>
    }
}
