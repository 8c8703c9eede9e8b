//! A service as a tile: icon, name, one line of purpose, its state when it has trouble; beside it
//! the way to its own page and the star.

use super::{icon::Icon, memo::Memo};
use crate::{
    i18n::t,
    paths,
    wire::launcher::{self, ServiceState},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What the star beside a tile does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Star {
    /// There is none: nobody is logged in.
    None,
    Pin,
    Unpin,
}

/// The tile as HTML. It is rendered once for everybody.
#[must_use]
pub fn tile_html(tile: &Arc<launcher::Tile>, star: Star) -> Arc<str> {
    static MEMO: Memo<launcher::Tile> = Memo::new();
    MEMO.html(&tile.slug, star as u8, tile, || {
        view! { <Tile tile=Arc::clone(tile) star=star /> }.to_html()
    })
}

#[component]
fn Tile(tile: Arc<launcher::Tile>, star: Star) -> impl IntoView {
    let elsewhere = tile.address.is_some() && tile.state == ServiceState::Available;
    let slug = tile.slug.clone();
    view! {
        <li
            class="tile"
            data-slug=tile.slug.clone()
            data-synonyms=(!tile.synonyms.is_empty()).then(|| tile.synonyms.clone())
        >
            <a href=paths::open(&slug)>
                <Icon name=tile.icon.clone() />
                <b>
                    {tile.name.clone()}
                    {elsewhere.then(|| view! {
                        <Icon name="external-link" />
                        <span class="visually-hidden">{t().common.elsewhere}</span>
                    })}
                </b>
                <span class="tile-purpose">{tile.purpose.clone()}</span>
                <State tile=Arc::clone(&tile) />
            </a>
            <a
                class="tile-about"
                href=paths::service(&slug)
                aria-label=(t().launcher.about)(&tile.name)
            >
                <Icon name="info-circle" />
            </a>
            <StarButton name=tile.name.clone() slug=slug star=star />
        </li>
    }
}

#[component]
fn StarButton(name: String, slug: String, star: Star) -> impl IntoView {
    let words = &t().launcher;
    let (form, class, icon, label) = match star {
        Star::None => return None,
        Star::Pin => ("pin", None, "star", (words.pin)(&name)),
        Star::Unpin => ("unpin", Some("pinned"), "star-filled", (words.unpin)(&name)),
    };
    Some(view! {
        <button class=class form=form name="service" value=slug aria-label=label>
            <Icon name=icon />
        </button>
    })
}

/// Why a service cannot be used now, in words, shape and colour; nothing when it can.
#[component]
pub fn State(tile: Arc<launcher::Tile>) -> impl IntoView {
    let words = &t().launcher;
    let [_, maintenance, disruption, blocked] = words.states;
    let (class, icon, word) = match tile.state {
        ServiceState::Available => return None,
        ServiceState::Maintenance => ("badge state state-maintenance", "tool", maintenance),
        ServiceState::Disruption => ("badge state state-disruption", "alert-triangle", disruption),
        ServiceState::Blocked => ("badge state state-blocked", "lock", blocked),
    };
    let until = tile.until.as_ref().map(|until| format!(" {} {until}", words.until));
    Some(view! { <span class=class><Icon name=icon />{word}{until}</span> })
}
