//! The launcher's page around what differs from person to person.
//!
//! [`Frame`] holds the differing parts as HTML, so that the page can be rendered in two ways that
//! cannot disagree: whole, with the parts of one person; and once for everybody, with a hole in
//! place of each part, to be filled later (`docs/adr/0007-launcher-template.md`).

use super::{
    parts::{FavouritesAre, Part, Shape, star_tile},
    search_box::SearchBox,
};
use crate::{
    api,
    i18n::t,
    paths,
    ui::{form::PostForm, icon::Icon, layout::Layout, notice::notice, safety::SafetyBars},
    wire::{
        account::Safety,
        flash::Notice,
        launcher::{Density, Group, LauncherView, Person, Tile},
        search,
    },
};
use leptos::{nonce::use_nonce, prelude::*, server_fn::ServerFn};
use std::sync::Arc;

/// Changes in place, dragging, installing, updating. Everything it does works without it.
const SCRIPT: &str = include_str!("../../ui/launcher.js");
/// What the help under an empty result suggests, as far as it finds something for this person.
const SUGGESTIONS: [&str; 6] = ["skp", "naik pangkat", "absen", "pensiun", "cpns", "bantuan"];
/// How many of them.
const SUGGESTED: usize = 3;

/// A search and what it found.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub query: String,
    /// Tiles, the best first; `None` without a search.
    pub results: Option<Vec<Arc<str>>>,
}

impl Search {
    #[must_use]
    pub fn of(view: &LauncherView) -> Self {
        let results = (!search::is_empty(&view.query)).then(|| {
            let found = search::rank(&view.query, view.tiles.iter().map(|tile| tile.searched()));
            let tiles = found.into_iter().filter_map(|at| view.tiles.get(at));
            tiles.map(|tile| star_tile(view, tile)).collect()
        });
        Self { query: view.query.clone(), results }
    }
}

/// How the page was asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub search: Search,
    pub notice: Option<Notice>,
    pub safety: Safety,
    /// The favourites are being arranged.
    pub arranging: bool,
}

/// The page of `shape`, with `part` in each place that differs. `tiles`: all that the person may
/// see.
#[component]
pub fn Frame(
    shape: Shape,
    tiles: Arc<[Arc<Tile>]>,
    part: Arc<dyn Fn(Part) -> String + Send + Sync>,
    asked: Asked,
) -> impl IntoView {
    let words = &t().launcher;
    let person = Person {
        name: part(Part::Name),
        masked_nip: part(Part::MaskedNip),
        nip_ending: part(Part::NipEnding),
        manages: shape.manages,
        idle_seconds: shape.idle_seconds,
    };
    let Asked { search: Search { query, results }, notice: flash, safety, arranging } = asked;
    let searching = results.is_some();
    let found = results.as_ref().map(Vec::len);
    let status = found.map(|found| format!("{} {found}", words.found));
    let main_class = match shape.density {
        Density::Comfortable => "wrap launcher",
        Density::Dense => "wrap launcher dense",
    };
    view! {
        <Layout title=words.title main_class=main_class person=Some(person)>
            <div class="launcher-head">
                <h1>{words.title}</h1>
                {shape.manages.then(|| view! {
                    <a class="button button-secondary" href=paths::MANAGE_ANNOUNCEMENTS>
                        {t().common.manage}
                    </a>
                })}
                <DensitySwitch density=shape.density />
            </div>
            <SearchBox
                query=query.clone()
                label=words.search_label.to_owned()
                placeholder=words.search_placeholder.to_owned()
                button=words.search.to_owned()
                found=words.found.to_owned()
            />
            <p class="visually-hidden" role="status" id="jumlah">{status}</p>
            <div id="pesan" aria-live="polite">
                {flash.map(notice)}
                <SafetyBars safety=safety />
            </div>
            <Bars />
            <section
                class="results"
                id="hasil"
                aria-labelledby="h-hasil"
                hidden=found.unwrap_or(0) == 0
            >
                <h2 id="h-hasil">{words.results}</h2>
                <ul class="tile-grid" inner_html=results.unwrap_or_default().concat()></ul>
            </section>
            <NothingFound query=query tiles=tiles.clone() hidden=found != Some(0) />
            <section
                class="announcements"
                id="pengumuman"
                aria-labelledby="h-pengumuman"
                hidden=!shape.has_announcements
            >
                <h2 id="h-pengumuman">{t().announcements.title}</h2>
                <div inner_html=part(Part::Announcements)></div>
                <p><a href=paths::ANNOUNCEMENTS>{t().announcements.all}</a></p>
            </section>
            <div id="jelajah" hidden=searching>
                <GroupLinks tiles=tiles.clone() />
                <Favourites shape=shape.clone() part=Arc::clone(&part) arranging=arranging />
                <section
                    class="group"
                    id="terakhir"
                    aria-labelledby="h-terakhir"
                    hidden=!shape.has_recents
                >
                    <h2 id="h-terakhir">{words.recents}</h2>
                    <ul class="tile-grid" inner_html=part(Part::Recents)></ul>
                </section>
                <div class="groups" id="semua">{groups(&tiles, &*part).collect_view()}</div>
            </div>
            <InstallOffer />
            <PostForm id="pin" action=api::shelf::Pin::PATH />
            <PostForm id="unpin" action=api::shelf::Unpin::PATH />
            <PostForm id="earlier" action=api::shelf::Earlier::PATH />
            <PostForm id="later" action=api::shelf::Later::PATH />
            <PostForm id="acknowledge" action=api::shelf::Acknowledge::PATH />
            <script nonce=use_nonce() inner_html=SCRIPT></script>
        </Layout>
    }
}

fn groups<'a>(
    tiles: &'a [Arc<Tile>],
    part: &'a dyn Fn(Part) -> String,
) -> impl Iterator<Item = impl IntoView + use<>> + 'a {
    Group::ALL.into_iter().zip(t().launcher.groups).filter_map(move |(group, name)| {
        let here = tiles.iter().filter(|tile| tile.group == group);
        let html: String = here.map(|tile| part(Part::Tile(Arc::clone(tile)))).collect();
        (!html.is_empty()).then(|| {
            let heading = format!("h-{}", group.slug());
            let labelled_by = heading.clone();
            view! {
                <section class="group" id=group.slug() aria-labelledby=labelled_by>
                    <h2 id=heading>{name}</h2>
                    <ul class="tile-grid" inner_html=html></ul>
                </section>
            }
        })
    })
}

#[component]
fn GroupLinks(tiles: Arc<[Arc<Tile>]>) -> impl IntoView {
    let words = &t().launcher;
    let named = Group::ALL.into_iter().zip(words.groups);
    let links = named
        .filter(|(group, _)| tiles.iter().any(|tile| tile.group == *group))
        .map(|(group, name)| view! { <li><a href=format!("#{}", group.slug())>{name}</a></li> });
    view! {
        <nav class="group-nav" aria-label=words.groups_label>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}

#[component]
fn Favourites(
    shape: Shape,
    part: Arc<dyn Fn(Part) -> String + Send + Sync>,
    arranging: bool,
) -> impl IntoView {
    let words = &t().launcher;
    let hint = match shape.favourites {
        FavouritesAre::Suggested => Some(words.suggested),
        FavouritesAre::Missing => Some(words.no_favourites),
        FavouritesAre::Chosen => None,
    };
    let missing = shape.favourites == FavouritesAre::Missing;
    view! {
        <section class="group" id="favorit" aria-labelledby="h-favorit">
            <h2 id="h-favorit">{words.favourites}</h2>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            <ul class="tile-grid" inner_html=part(Part::Favourites) hidden=missing></ul>
            {(!missing).then(|| view! {
                <details class="fold arrange" id="atur" open=arranging>
                    <summary>{words.arrange}</summary>
                    <ol class="arrange-list" inner_html=part(Part::Rows)></ol>
                </details>
            })}
        </section>
    }
}

#[component]
fn DensitySwitch(density: Density) -> impl IntoView {
    let words = &t().launcher;
    let icons = ["layout-grid", "list"];
    let choices = Density::ALL.into_iter().zip(words.densities).zip(icons);
    let buttons = choices.map(move |((choice, word), icon)| {
        let pressed = if choice == density { "true" } else { "false" };
        view! {
            <button name="density" value=choice.name() aria-pressed=pressed>
                <Icon name=icon />
                <span>{word}</span>
            </button>
        }
    });
    view! {
        <PostForm
            class="density"
            action=api::shelf::ChooseDensity::PATH
            label=words.density
        >
            {buttons.collect_view()}
        </PostForm>
    }
}

/// What only a script or the service worker can know; hidden until they do.
#[component]
fn Bars() -> impl IntoView {
    let words = &t().launcher;
    view! {
        <p class="bar bar-warning" id="luring" hidden>
            <Icon name="wifi-off" />
            <span>{words.offline}" "<b data-saved=""></b>{words.offline_advice}</span>
        </p>
        <p class="bar" id="pembaruan" hidden>
            <Icon name="refresh" />
            <span>{words.update}</span>
            <button class="button button-secondary">{words.reload}</button>
        </p>
    }
}

/// Offered below everything else: it appears late, and must not push away what somebody reaches for.
#[component]
fn InstallOffer() -> impl IntoView {
    let words = &t().launcher;
    view! {
        <p class="bar" id="pasang" hidden>
            <Icon name="download" />
            <span>{words.install}</span>
            <button class="button button-secondary" data-install="">{words.install_button}</button>
            <button class="button button-quiet" data-dismiss="">{words.not_now}</button>
        </p>
    }
}

#[component]
fn NothingFound(query: String, tiles: Arc<[Arc<Tile>]>, hidden: bool) -> impl IntoView {
    let words = &t().launcher;
    let heading = if hidden { words.nothing_typed.to_owned() } else { (words.nothing)(&query) };
    let finds =
        |word: &&str| !search::rank(word, tiles.iter().map(|tile| tile.searched())).is_empty();
    let suggestions = SUGGESTIONS.into_iter().filter(finds).take(SUGGESTED).map(|word| {
        let href = format!("{}?{}={}", paths::LAUNCHER, paths::QUERY, word.replace(' ', "+"));
        view! { <a href=href>{word}</a>", " }
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
