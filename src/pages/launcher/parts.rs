//! The parts of the launcher that differ from person to person, and what decides the rest of it.

use crate::{
    i18n::t,
    paths,
    ui::{
        announcement::{Offer, announcement_html, more_html},
        icon::Icon,
        memo::Memo,
        tile::{Stand, Undo, tile_html},
    },
    wire::{
        launcher::{Changed, Density, LauncherView, Tile},
        person::ConsoleArea,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// Around the name of a part in a page with holes: private-use characters, which stand in nobody's
/// name and no markup.
pub const OPENS: char = '\u{E000}';
pub const CLOSES: char = '\u{E001}';

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Name,
    MaskedNip,
    NipEnding,
    Announcements,
    Favourites,
    /// The rows in which the favourites are arranged.
    Rows,
    Recents,
    Tile(Arc<Tile>),
}

impl Part {
    /// All but the tiles.
    const SINGLE: [Self; 7] = [
        Self::Name,
        Self::MaskedNip,
        Self::NipEnding,
        Self::Announcements,
        Self::Favourites,
        Self::Rows,
        Self::Recents,
    ];

    /// In capitals, so that no slug can be mistaken for it.
    fn name(&self) -> &str {
        match self {
            Self::Name => "NAME",
            Self::MaskedNip => "MASKED-NIP",
            Self::NipEnding => "NIP-ENDING",
            Self::Announcements => "ANNOUNCEMENTS",
            Self::Favourites => "FAVOURITES",
            Self::Rows => "ROWS",
            Self::Recents => "RECENTS",
            Self::Tile(tile) => &tile.slug,
        }
    }

    /// What stands for it in a page with holes.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{OPENS}{}{CLOSES}", self.name())
    }

    /// The part of that name, unless it is a tile.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::SINGLE.into_iter().find(|part| part.name() == name)
    }

    /// Whether it is text, which has yet to be escaped; else it is HTML.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Name | Self::MaskedNip | Self::NipEnding)
    }

    /// This person's part.
    #[must_use]
    pub fn of(&self, view: &LauncherView) -> String {
        let mut html = String::new();
        self.write(&mut html, view);
        html
    }

    /// The same, at the end of `html`.
    pub fn write(&self, html: &mut String, view: &LauncherView) {
        match self {
            Self::Name => html.push_str(&view.person.name),
            Self::MaskedNip => html.push_str(&view.person.masked_nip),
            Self::NipEnding => html.push_str(&view.person.nip_ending),
            Self::Announcements => write_announcements(html, view),
            Self::Favourites => write_favourites(html, view),
            Self::Recents => {
                for tile in view.tiles_of(&view.recents) {
                    html.push_str(&tile_elsewhere(view, tile));
                }
            }
            Self::Rows => write_rows(html, view),
            Self::Tile(tile) => html.push_str(&tile_in_group(view, tile)),
        }
    }
}

/// A tile in its group, with the star that it has for this person.
fn tile_in_group(view: &LauncherView, tile: &Arc<Tile>) -> Arc<str> {
    let stand = [Stand::Pinned, Stand::Unpinned, Stand::Group];
    tile_html(tile, of_star(view, tile, stand))
}

/// The same outside of its group.
#[must_use]
pub fn tile_elsewhere(view: &LauncherView, tile: &Arc<Tile>) -> Arc<str> {
    let stand = [Stand::PinnedElsewhere, Stand::UnpinnedElsewhere, Stand::Elsewhere];
    tile_html(tile, of_star(view, tile, stand))
}

/// One of what a tile is when it is a favourite, was one until now, or is none.
fn of_star(view: &LauncherView, tile: &Tile, [pinned, unpinned, none]: [Stand; 3]) -> Stand {
    match view.unpinned() {
        _ if view.favourites.contains(&tile.slug) => pinned,
        Some((taken, _)) if taken.slug == tile.slug => unpinned,
        _ => none,
    }
}

fn write_announcements(html: &mut String, view: &LauncherView) {
    for one in &view.announcements {
        html.push_str(&announcement_html(one, Offer::Acknowledge));
    }
    if view.changed == Some(Changed::Acknowledged) {
        let thanks = t().launcher.acknowledged;
        html.push_str(&view! { <p class="hint" data-once="">{thanks}</p> }.to_html());
    }
    if let Some(more) = &view.more_announcements {
        html.push_str(&more_html(more));
    }
}

fn write_favourites(html: &mut String, view: &LauncherView) {
    let tiles = view.tiles_of(&view.favourites).map(|tile| tile_html(tile, Stand::Favourite));
    write_with_unpinned(html, view, "restore-favourite", tiles);
}

fn write_rows(html: &mut String, view: &LauncherView) {
    let count = view.favourites.len();
    let rows = view.tiles_of(&view.favourites).enumerate();
    let rows = rows.map(|(at, tile)| row_html(tile, Place::of(at, count)));
    write_with_unpinned(html, view, "restore-row", rows);
}

/// Items, and in the place of one that was just taken away that it can be put back.
fn write_with_unpinned(
    html: &mut String,
    view: &LauncherView,
    form: &'static str,
    items: impl Iterator<Item = Arc<str>>,
) {
    let mut items: Vec<Arc<str>> = items.collect();
    if let Some((tile, place)) = view.unpinned() {
        let said = (t().launcher.unpinned)(&tile.name);
        let slug = tile.slug.clone();
        let row = view! {
            <li class="undone" data-once="">
                <span>{said}</span>
                <Undo form=form slug=slug />
            </li>
        };
        items.insert(place.min(items.len()), row.to_html().into());
    }
    html.push_str(&items.concat());
}

/// Where a row stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Only,
    First,
    Between,
    Last,
}

impl Place {
    pub const ALL: [Self; 4] = [Self::Only, Self::First, Self::Between, Self::Last];

    /// That of row `at`, from 0, of `count`.
    #[must_use]
    pub fn of(at: usize, count: usize) -> Self {
        match (at == 0, at + 1 == count) {
            (true, true) => Self::Only,
            (true, false) => Self::First,
            (false, false) => Self::Between,
            (false, true) => Self::Last,
        }
    }
}

/// A row as HTML. It is rendered once for everybody.
#[must_use]
pub fn row_html(tile: &Arc<Tile>, place: Place) -> Arc<str> {
    static MEMO: Memo<Tile> = Memo::new();
    MEMO.html(&tile.slug, place as u8, tile, || row(tile, place).to_html())
}

fn row(tile: &Arc<Tile>, place: Place) -> impl IntoView + use<> {
    let words = &t().launcher;
    let slug = tile.slug.clone();
    let is_first = matches!(place, Place::Only | Place::First);
    let is_last = matches!(place, Place::Only | Place::Last);
    let button = |form: &'static str, label: String, icon: &'static str, disabled: bool| {
        view! {
            <button
                form=form
                name="service"
                value=slug.clone()
                aria-label=label
                disabled=disabled
            >
                <Icon name=icon />
            </button>
        }
    };
    view! {
        <li data-slug=slug.clone()>
            <span class="handle" hidden aria-hidden="true"><Icon name="grip-vertical" /></span>
            <a class="arrange-name" href=paths::service(&tile.slug) translate="no">
                {tile.name.clone()}
            </a>
            {button("earlier", (words.earlier)(&tile.name), "arrow-up", is_first)}
            {button("later", (words.later)(&tile.name), "arrow-down", is_last)}
            {button("unpin-row", (words.unpin)(&tile.name), "x", false)}
        </li>
    }
}

/// What decides how the page looks, besides its parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shape {
    pub density: Density,
    pub console: Vec<ConsoleArea>,
    pub idle_seconds: u32,
    pub favourites: FavouritesAre,
    pub has_recents: bool,
    pub has_announcements: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FavouritesAre {
    Suggested,
    Chosen,
    Missing,
}

impl Shape {
    #[must_use]
    pub fn of(view: &LauncherView) -> Self {
        Self {
            density: view.density,
            console: view.person.console.clone(),
            idle_seconds: view.person.idle_seconds,
            favourites: match (view.suggested, view.favourites.is_empty()) {
                // What was just taken away can be put back in its place.
                (_, true) if view.unpinned().is_none() => FavouritesAre::Missing,
                (true, _) => FavouritesAre::Suggested,
                (false, _) => FavouritesAre::Chosen,
            },
            has_recents: !view.recents.is_empty(),
            has_announcements: !view.has_no_announcements()
                || view.changed == Some(Changed::Acknowledged),
        }
    }
}
