//! The search: a GET form that, once awake, also finds while typing. The page holds every tile
//! already, so it asks nobody. `/` goes to it, the arrow keys walk through what it found, Enter
//! opens the best.

use crate::{paths, ui::icon::Icon};
use leptos::prelude::*;

/// The words come as properties, because an island knows no language of its own.
#[island]
pub fn SearchBox(
    query: String,
    label: String,
    placeholder: String,
    button: String,
    found: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    awake::listen_to_keys();
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
                    aria-controls="hasil"
                    aria-keyshortcuts="/"
                    on:input=move |event| show(&event_target_value(&event), &found)
                />
                <button class="button">
                    <Icon name="search" />
                    <span class="search-word">{button}</span>
                </button>
            </form>
        </div>
    }
}

/// Shows what `query` finds instead of everything, and how much that is.
fn show(query: &str, words: &str) {
    #[cfg(feature = "hydrate")]
    awake::show(query, words);
    #[cfg(not(feature = "hydrate"))]
    let _ = (query, words);
}

#[cfg(feature = "hydrate")]
mod awake {
    use crate::wire::search::{Searched, is_empty, rank};
    use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::document};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

    pub fn show(query: &str, words: &str) {
        let searching = !is_empty(query);
        let tiles: Vec<Element> = if searching { all("#semua .tile") } else { Vec::new() };
        let texts: Vec<[String; 3]> = tiles.iter().map(texts).collect();
        let searched =
            texts.iter().map(|[name, purpose, synonyms]| Searched { name, purpose, synonyms });
        let found = rank(query, searched);
        if let Some(list) = one("#hasil ul") {
            list.set_inner_html("");
            for tile in found.iter().filter_map(|at| tiles.get(*at)) {
                if let Ok(copy) = tile.clone_node_with_deep(true) {
                    let _ = list.append_child(&copy);
                }
            }
        }
        set_hidden("#hasil", found.is_empty());
        set_hidden("#kosong", !searching || !found.is_empty());
        set_hidden("#jelajah", searching);
        if let Some(status) = one("#jumlah") {
            let text = searching.then(|| format!("{words} {}", found.len()));
            status.set_text_content(text.as_deref());
        }
    }

    /// Name, purpose and synonyms, read off a tile.
    fn texts(tile: &Element) -> [String; 3] {
        let within = |selector: &str| tile.query_selector(selector).ok().flatten();
        // The name is the first text; the sign for another site comes after it.
        let name = within("b").and_then(|name| name.first_child());
        let name = name.and_then(|text| text.text_content());
        let purpose = within(".tile-purpose").and_then(|purpose| purpose.text_content());
        [name, purpose, tile.get_attribute("data-synonyms")].map(Option::unwrap_or_default)
    }

    pub fn listen_to_keys() {
        let handle = window_event_listener(ev::keydown, |event| {
            if move_on(&event).is_some() {
                event.prevent_default();
            }
        });
        // For as long as the page is open.
        std::mem::forget(handle);
    }

    /// What a key does to the search; `None` when it is none of ours.
    fn move_on(event: &KeyboardEvent) -> Option<()> {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
            return None;
        }
        let input: HtmlInputElement = one("#cari")?.dyn_into().ok()?;
        let here: HtmlElement = document().active_element()?.dyn_into().ok()?;
        let in_search = here == *input;
        let links: Vec<HtmlElement> = all("#hasil:not([hidden]) .tile > a:first-child");
        let at = links.iter().position(|link| *link == here);
        match (event.key().as_str(), in_search, at) {
            ("/", _, _) if !is_field(&here) => input.focus().ok(),
            ("ArrowDown", true, _) => links.first()?.focus().ok(),
            ("ArrowDown", false, Some(at)) => links.get(at + 1)?.focus().ok(),
            ("ArrowUp", false, Some(at)) if at > 0 => links.get(at - 1)?.focus().ok(),
            ("ArrowUp" | "Escape", false, Some(_)) => input.focus().ok(),
            ("Enter", true, _) => {
                links.first()?.click();
                Some(())
            }
            _ => None,
        }
    }

    fn is_field(element: &HtmlElement) -> bool {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    }

    fn one(selector: &str) -> Option<Element> {
        document().query_selector(selector).ok().flatten()
    }

    fn all<T: JsCast>(selector: &str) -> Vec<T> {
        let Ok(list) = document().query_selector_all(selector) else {
            return Vec::new();
        };
        (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
    }

    fn set_hidden(selector: &str, hidden: bool) {
        if let Some(element) =
            one(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok())
        {
            element.set_hidden(hidden);
        }
    }
}
