//! `/beranda`: every service that is for this person, in the groups of a career.
//!
//! All tiles are in the page; the search hides what it does not find. The server does so for the
//! GET form, and [`SearchBox`], the one island, does the same while typing.

use super::{home::HELP_DESK, page};
use crate::{
    api,
    i18n::t,
    paths,
    ui::{icon::Icon, layout::Layout, tile::Tile},
    wire::launcher::{self, Group, LauncherView, matches},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the help under an empty result suggests.
const SUGGESTIONS: [&str; 3] = ["skp", "naik pangkat", "pensiun"];

#[component]
pub fn LauncherPage() -> impl IntoView {
    let query = use_query_map().read_untracked().get(paths::QUERY).unwrap_or_default();
    page(api::launcher::launcher(query), |view| view! { <Launcher view=view /> })
}

#[component]
fn Launcher(view: LauncherView) -> impl IntoView {
    let words = &t().launcher;
    let tiles: Vec<(launcher::Tile, bool)> = view
        .tiles
        .into_iter()
        .map(|tile| {
            let found = matches(&view.query, &tile.searched_text());
            (tile, found)
        })
        .collect();
    let found = tiles.iter().filter(|(_, found)| *found).count();
    let groups = Group::ALL.into_iter().zip(words.groups).filter_map(|(group, name)| {
        let tiles: Vec<_> = tiles.iter().filter(|(tile, _)| tile.group == group).cloned().collect();
        (!tiles.is_empty()).then(|| (group.slug(), name, tiles))
    });
    let groups: Vec<_> = groups.collect();
    let links = groups.iter().map(|(slug, name, _)| {
        view! { <li><a href=format!("#{slug}")>{*name}</a></li> }
    });
    let links = links.collect_view();
    let typed = view.query.clone();
    view! {
        <Layout title=words.title main_class="wrap launcher" person=Some(view.person)>
            <h1>{words.title}</h1>
            <SearchBox
                query=view.query
                label=words.search_label.to_owned()
                placeholder=words.search_placeholder.to_owned()
                button=words.search.to_owned()
            />
            <p class="visually-hidden" role="status" id="jumlah">
                {(!typed.is_empty()).then(|| (words.found)(found))}
            </p>
            <nav class="group-nav" aria-label=words.groups_label><ul>{links}</ul></nav>
            <div class="groups">
                {groups
                    .into_iter()
                    .map(|(slug, name, tiles)| view! { <TileGroup slug=slug name=name tiles=tiles /> })
                    .collect_view()}
            </div>
            <NothingFound query=typed hidden={found > 0} />
        </Layout>
    }
}

#[component]
fn TileGroup(
    slug: &'static str,
    name: &'static str,
    /// Each with whether the search finds it.
    tiles: Vec<(launcher::Tile, bool)>,
) -> impl IntoView {
    let heading = format!("h-{slug}");
    let labelled_by = heading.clone();
    let hidden = tiles.iter().all(|(_, found)| !found);
    view! {
        <section class="group" id=slug aria-labelledby=labelled_by hidden=hidden>
            <h2 id=heading>{name}</h2>
            <ul class="tile-grid">
                {tiles
                    .into_iter()
                    .map(|(tile, found)| view! { <Tile tile=tile hidden=!found /> })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn NothingFound(query: String, hidden: bool) -> impl IntoView {
    let words = &t().launcher;
    let heading = if query.is_empty() || hidden {
        words.nothing_typed.to_owned()
    } else {
        (words.nothing)(&query)
    };
    let suggestions = SUGGESTIONS.map(|word| {
        let href = format!("{}?{}={}", paths::LAUNCHER, paths::QUERY, word.replace(' ', "+"));
        view! { <a href=href>{word}</a>", " }
    });
    view! {
        <div class="empty" id="kosong" hidden=hidden>
            <Icon name="search" class="icon medal" />
            <h2>{heading}</h2>
            <p>
                {words.try_words}" "{suggestions.collect_view()}{words.or_ask}" "
                <a href=paths::service(HELP_DESK)>{t().service.ask_help_desk}</a>"."
            </p>
            <p>
                <a class="button button-secondary" href=paths::LAUNCHER>{words.show_all}</a>
            </p>
        </div>
    }
}

/// The search: a GET form that also filters as you type. The words come as properties, because an
/// island knows no language of its own.
#[island]
fn SearchBox(query: String, label: String, placeholder: String, button: String) -> impl IntoView {
    view! {
        <div class="search-bar">
            <form class="search" role="search" method="get" action=paths::LAUNCHER>
                <label class="visually-hidden" for="cari">{label}</label>
                <input
                    id="cari"
                    type="search"
                    name=paths::QUERY
                    value=query
                    placeholder=placeholder
                    autocomplete="off"
                    enterkeyhint="search"
                    on:input=move |event| filter(&event_target_value(&event))
                />
                <button class="button">
                    <Icon name="search" />
                    <span class="search-word">{button}</span>
                </button>
            </form>
        </div>
    }
}

/// Hides the tiles that `query` does not find, the groups left empty, and shows or hides the help.
fn filter(query: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let elements = |root: &web_sys::Element, selector: &str| {
            let found = root.query_selector_all(selector).ok();
            let found = found
                .into_iter()
                .flat_map(|list| (0..list.length()).filter_map(move |index| list.item(index)));
            found.filter_map(|node| node.dyn_into::<web_sys::HtmlElement>().ok())
        };
        let Some(page) = document().document_element() else {
            return;
        };
        let mut found = 0;
        for group in elements(&page, ".group").collect::<Vec<_>>() {
            let mut found_here = 0;
            for tile in elements(&group, ".tile") {
                let synonyms = tile.get_attribute("data-synonyms").unwrap_or_default();
                let text = format!("{} {synonyms}", tile.text_content().unwrap_or_default());
                let hit = matches(query, &text);
                tile.set_hidden(!hit);
                found_here += usize::from(hit);
            }
            group.set_hidden(found_here == 0);
            found += found_here;
        }
        for help in elements(&page, "#kosong") {
            help.set_hidden(found > 0);
        }
        for status in elements(&page, "#jumlah") {
            status.set_text_content(Some(&found.to_string()));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = query;
}
