//! `/beranda`: every service that is for this person, in the groups of a career.
//!
//! All tiles are in the page; the search hides what it does not find. The server does so for the
//! GET form, and [`SearchBox`], the one island, does the same while typing.

use super::{home::HELP_DESK, page};
use crate::{
    api,
    i18n::{Language, language, t},
    paths,
    ui::{icon::Icon, layout::Layout, tile::Tile},
    wire::launcher::{self, Group, LauncherView, matches},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

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
    let found: Vec<bool> =
        view.tiles.iter().map(|tile| matches(&view.query, &tile.searched_text())).collect();
    let count = found.iter().filter(|found| **found).count();
    let names = Group::ALL.into_iter().zip(words.groups);
    let links = names
        .filter(|(group, _)| view.tiles.iter().any(|tile| tile.group == *group))
        .map(|(group, name)| view! { <li><a href=format!("#{}", group.slug())>{name}</a></li> })
        .collect_view();
    let status = (!view.query.is_empty()).then(|| format!("{} {count}", words.found));
    let groups = groups_html(view.tiles, &found);
    view! {
        <Layout title=words.title main_class="wrap launcher" person=Some(view.person)>
            <h1>{words.title}</h1>
            <SearchBox
                query=view.query.clone()
                label=words.search_label.to_owned()
                placeholder=words.search_placeholder.to_owned()
                button=words.search.to_owned()
                found=words.found.to_owned()
            />
            <p class="visually-hidden" role="status" id="jumlah">{status}</p>
            <nav class="group-nav" aria-label=words.groups_label><ul>{links}</ul></nav>
            <div class="groups" inner_html=groups></div>
            <NothingFound query=view.query hidden={count > 0} />
        </Layout>
    }
}

/// The groups as HTML. Without a search they are the same for everybody with the same roles and
/// language, so they are rendered once: what is remembered is keyed by all that it was made from.
fn groups_html(tiles: Vec<launcher::Tile>, found: &[bool]) -> Arc<str> {
    type Rendered = HashMap<(Language, Vec<launcher::Tile>), Arc<str>>;
    static RENDERED: RwLock<Option<Rendered>> = RwLock::new(None);
    if found.contains(&false) {
        return render_groups(&tiles, found);
    }
    let key = (language(), tiles);
    let rendered = RENDERED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(html) = rendered.as_ref().and_then(|rendered| rendered.get(&key)) {
        return Arc::clone(html);
    }
    drop(rendered);
    let html = render_groups(&key.1, found);
    let mut rendered = RENDERED.write().unwrap_or_else(PoisonError::into_inner);
    rendered.get_or_insert_default().insert(key, Arc::clone(&html));
    html
}

/// `found`: for each tile, whether the search finds it.
fn render_groups(tiles: &[launcher::Tile], found: &[bool]) -> Arc<str> {
    let groups = Group::ALL.into_iter().zip(t().launcher.groups).filter_map(|(group, name)| {
        let tiles = tiles.iter().zip(found.iter().copied());
        let tiles: Vec<_> = tiles.filter(|(tile, _)| tile.group == group).collect();
        (!tiles.is_empty()).then(|| tile_group(group.slug(), name, &tiles))
    });
    groups.collect_view().to_html().into()
}

fn tile_group(
    slug: &'static str,
    name: &'static str,
    tiles: &[(&launcher::Tile, bool)],
) -> impl IntoView + use<> {
    let heading = format!("h-{slug}");
    let labelled_by = heading.clone();
    let hidden = tiles.iter().all(|(_, found)| !found);
    let tiles = tiles.iter().map(|(tile, found)| {
        view! { <Tile tile=(*tile).clone() hidden=!found /> }
    });
    view! {
        <section class="group" id=slug aria-labelledby=labelled_by hidden=hidden>
            <h2 id=heading>{name}</h2>
            <ul class="tile-grid">{tiles.collect_view()}</ul>
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
fn SearchBox(
    query: String,
    label: String,
    placeholder: String,
    button: String,
    found: String,
) -> impl IntoView {
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
                    on:input=move |event| filter(&event_target_value(&event), &found)
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
fn filter(query: &str, words: &str) {
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
                let hit = matches(query, &searched_text(&tile));
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
            status.set_text_content(Some(&format!("{words} {found}")));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (query, words);
}

/// What [`launcher::Tile::searched_text`] is, read off a tile on the page.
#[cfg(feature = "hydrate")]
fn searched_text(tile: &web_sys::HtmlElement) -> String {
    let element = |selector: &str| tile.query_selector(selector).ok().flatten();
    // The name is the first text; the sign for another site comes after it.
    let name =
        element("b").and_then(|name| name.first_child()).and_then(|text| text.text_content());
    let purpose = element(".tile-purpose").and_then(|purpose| purpose.text_content());
    let texts = [name, purpose, tile.get_attribute("data-synonyms")];
    texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
