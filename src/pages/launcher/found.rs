//! What a search has found: services to open, services to ask somebody for, or a way on from nothing.

use super::parts::tile_elsewhere;
use crate::{
    i18n::t,
    paths,
    ui::{handled::handled_html, icon::Icon},
    wire::{
        launcher::{LauncherView, Tile},
        search,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// What the help under an empty result suggests, as far as it leads this person into a service.
const SUGGESTIONS: [&str; 6] =
    ["skp", "profil", "kartu pegawai", "naik pangkat", "cpns", "bantuan"];
/// How many of them.
const SUGGESTED: usize = 3;

/// A search and what it found.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub query: String,
    /// Only the beginning of what was typed.
    pub is_part: bool,
    /// `None` without a search.
    pub found: Option<Found>,
}

/// As HTML, the best first.
#[derive(Debug, Clone, Default)]
pub struct Found {
    tiles: Vec<Arc<str>>,
    handled: Vec<Arc<str>>,
}

impl Found {
    #[must_use]
    pub fn count(&self) -> usize {
        self.tiles.len() + self.handled.len()
    }
}

impl Search {
    #[must_use]
    pub fn of(view: &LauncherView) -> Self {
        let found = (!search::is_empty(&view.query)).then(|| {
            let all = view.tiles.iter().chain(&*view.handled);
            let mut found = Found::default();
            for at in search::rank(&view.query, all.map(|tile| tile.searched())) {
                if let Some(tile) = view.tiles.get(at) {
                    found.tiles.push(tile_elsewhere(view, tile));
                } else if let Some(tile) = view.handled.get(at - view.tiles.len()) {
                    found.handled.push(handled_html(tile));
                }
            }
            found
        });
        Self { query: view.query.clone(), is_part: view.query_is_part, found }
    }
}

/// What was found, or that it was nothing; hidden until something is searched for.
#[component]
pub fn Results(search: Search, tiles: Arc<[Arc<Tile>]>) -> impl IntoView {
    let words = &t().launcher;
    let nothing = search.found.as_ref().is_some_and(|found| found.count() == 0);
    let found = search.found.unwrap_or_default();
    view! {
        <p class="hint" id="sebagian" role="status" hidden=!search.is_part>{words.search_is_part}</p>
        <section class="results" id="hasil" aria-labelledby="h-hasil" hidden=found.tiles.is_empty()>
            <h2 id="h-hasil">{words.results}</h2>
            <ul class="tile-grid" inner_html=found.tiles.concat()></ul>
        </section>
        <section class="results" id="diurus" aria-labelledby="h-diurus" hidden=found.handled.is_empty()>
            <h2 id="h-diurus">{words.handled}</h2>
            <p class="hint">{words.handled_hint}</p>
            <ul class="handled-list" inner_html=found.handled.concat()></ul>
        </section>
        <NothingFound query=search.query tiles=tiles hidden=!nothing />
    }
}

/// What is searched while typing, besides the tiles in their groups. It stands behind all that is seen:
/// on a slow network the tiles do not wait for it.
#[component]
pub fn Handled(tiles: Arc<[Arc<Tile>]>) -> impl IntoView {
    let all: String = tiles.iter().map(|tile| handled_html(tile).to_string()).collect();
    view! { <ul id="operator" hidden inner_html=all></ul> }
}

#[component]
fn NothingFound(query: String, tiles: Arc<[Arc<Tile>]>, hidden: bool) -> impl IntoView {
    let words = &t().launcher;
    let heading = if hidden { words.nothing_typed.to_owned() } else { (words.nothing)(&query) };
    let leads_on = |word: &&str| {
        let found = search::rank(word, tiles.iter().map(|tile| tile.searched()));
        found.first().and_then(|at| tiles.get(*at)).is_some_and(|tile| tile.can_be_opened())
    };
    let suggestions = SUGGESTIONS.into_iter().filter(leads_on).take(SUGGESTED);
    let suggestions = suggestions.map(|word| {
        view! { <a href=paths::search(word)>{word}</a>", " }
    });
    let suggestions = suggestions.collect_view();
    view! {
        <div class="empty" id="kosong" hidden=hidden>
            <Icon name="search" class="icon medal" />
            <h2>{heading}</h2>
            <p>
                {words.try_words}" "{suggestions}{words.or_ask}" "
                <a href=paths::service(paths::HELP_DESK)>{t().service.ask_help_desk}</a>"."
            </p>
            <p>
                <a class="button button-secondary" href=paths::LAUNCHER>{words.show_all}</a>
            </p>
        </div>
    }
}
