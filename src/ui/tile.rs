//! A service as a tile: icon, name, one line of purpose, its state when it has trouble; beside it
//! the star. What the search looks at stands on it, too.

use super::{
    badge::{Badge, Look},
    icon::Icon,
    memo::Memo,
};
use crate::{
    i18n::t,
    paths,
    wire::launcher::{self, ServiceState},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Where a tile stands, which decides what its star does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Where nobody is logged in: there is no star.
    Public,
    /// In its group: the one place that the page comes back to.
    Group,
    /// In its group, and among the favourites.
    Pinned,
    /// Among the favourites.
    Favourite,
    /// Among the last opened, or what a search has found.
    Elsewhere,
    /// The same, when it is among the favourites, too.
    PinnedElsewhere,
    /// In its group, just taken off the favourites.
    Unpinned,
    /// The same, elsewhere.
    UnpinnedElsewhere,
}

impl Stand {
    /// The form of its star.
    fn form(self) -> Option<&'static str> {
        match self {
            Self::Public => None,
            Self::Group | Self::Elsewhere | Self::Unpinned | Self::UnpinnedElsewhere => Some("pin"),
            Self::Pinned | Self::PinnedElsewhere => Some("unpin"),
            Self::Favourite => Some("unpin-favourite"),
        }
    }
}

/// The tile as HTML. It is rendered once for everybody.
#[must_use]
pub fn tile_html(tile: &Arc<launcher::Tile>, stand: Stand) -> Arc<str> {
    static MEMO: Memo<launcher::Tile> = Memo::new();
    MEMO.html(&tile.slug, stand as u8, tile, || {
        view! { <Tile tile=Arc::clone(tile) stand=stand /> }.to_html()
    })
}

#[component]
fn Tile(tile: Arc<launcher::Tile>, stand: Stand) -> impl IntoView {
    let slug = tile.slug.clone();
    let in_group = matches!(stand, Stand::Group | Stand::Pinned | Stand::Unpinned);
    let undo = matches!(stand, Stand::Unpinned | Stand::UnpinnedElsewhere);
    view! {
        <li
            class="tile"
            id=in_group.then(|| paths::tile_id(&slug))
            data-slug=tile.slug.clone()
            data-words=tile.searched().line()
        >
            <a href=paths::open(&slug)>
                <Icon name=tile.icon.clone() />
                <b translate="no">
                    {tile.name.clone()}
                    {tile.can_be_opened().then(|| view! {
                        <Icon name="external-link" />
                        <span class="visually-hidden">{t().common.elsewhere}</span>
                    })}
                </b>
                <span class="tile-purpose">{tile.purpose.clone()}</span>
                <State tile=Arc::clone(&tile) />
            </a>
            {stand.form().map(|form| star(form, &tile))}
            {undo.then(|| view! { <Undo form="restore" slug=tile.slug.clone() /> })}
        </li>
    }
}

fn star(form: &'static str, tile: &launcher::Tile) -> impl IntoView + use<> {
    let words = &t().launcher;
    let (class, icon, label) = match form {
        "pin" => (None, "star", (words.pin)(&tile.name)),
        _ => (Some("pinned"), "star-filled", (words.unpin)(&tile.name)),
    };
    view! {
        <button class=class form=form name="service" value=tile.slug.clone() aria-label=label>
            <Icon name=icon />
        </button>
    }
}

/// Puts back what was just taken off the favourites. It is said once: the view that the browser keeps
/// leaves it out.
#[component]
pub fn Undo(form: &'static str, slug: String) -> impl IntoView {
    view! {
        <button class="undo" form=form name="service" value=slug data-once="">
            {t().launcher.undo}
        </button>
    }
}

/// Why the portal does not open a service, in words, shape and colour; nothing when it does.
#[component]
pub fn State(tile: Arc<launcher::Tile>) -> impl IntoView {
    let words = &t().launcher;
    let (look, icon, word) = match tile.state {
        ServiceState::Available if tile.address.is_some() => return None,
        ServiceState::Available => (Look::Quiet, "building-bank", words.through_agency),
        ServiceState::Maintenance => (Look::Warning, "tool", words.maintenance),
        ServiceState::Disruption => (Look::Bad, "alert-triangle", words.disruption),
        ServiceState::Blocked => (Look::Quiet, "lock", words.blocked),
    };
    let until = tile.until.as_ref().map(|until| format!(" {} {until}", words.until));
    let text = format!("{word}{}", until.unwrap_or_default());
    Some(view! { <Badge look=look icon=icon text=text /> })
}
