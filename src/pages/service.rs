//! `/layanan/SLUG`: what a service is for, who uses it and how to reach it.

use super::{home::HELP_DESK, page};
use crate::{
    api,
    i18n::t,
    paths,
    ui::{icon::Icon, layout::Layout},
    wire::launcher::{Audience, Group, ServiceView},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

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
    let host =
        tile.address.as_deref().map(|address| address.trim_start_matches("https://").to_owned());
    let is_help_desk = tile.slug == HELP_DESK;
    view! {
        <Layout title=tile.name.clone() person=view.person>
            <div class="page narrow">
                <p>
                    <a class="back" href=back><Icon name="arrow-left" />{words.all}</a>
                </p>
                <div class="service-head">
                    <Icon name=tile.icon class="icon medal" />
                    <div>
                        <h1>{tile.name.clone()}</h1>
                        <p class="lead">{tile.purpose}</p>
                    </div>
                </div>
                {tile.address.map(|address| view! {
                    <div class="actions">
                        <a class="button" href=address>
                            {(words.open)(&tile.name)}
                            <Icon name="external-link" />
                            <span class="visually-hidden">{t().common.elsewhere}</span>
                        </a>
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
                                    <a href=paths::service(HELP_DESK)>{words.ask_help_desk}</a>"."
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
