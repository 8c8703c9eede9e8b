//! A service as a tile: icon, name, one line of purpose; the whole tile is the link.

use super::icon::Icon;
use crate::{i18n::t, paths, wire::launcher};
use leptos::prelude::*;

#[component]
pub fn Tile(
    tile: launcher::Tile,
    /// Not shown, because a search does not find it.
    #[prop(default = false)]
    hidden: bool,
) -> impl IntoView {
    let elsewhere = tile.address.is_some();
    let href = tile.address.unwrap_or_else(|| paths::service(&tile.slug));
    let synonyms = tile.synonyms.join(" ");
    view! {
        <li class="tile" hidden=hidden data-synonyms=(!synonyms.is_empty()).then_some(synonyms)>
            <a href=href>
                <Icon name=tile.icon />
                <b>
                    {tile.name}
                    {elsewhere.then(|| view! {
                        <Icon name="external-link" />
                        <span class="visually-hidden">{t().common.elsewhere}</span>
                    })}
                </b>
                <span class="tile-purpose">{tile.purpose}</span>
            </a>
        </li>
    }
}
