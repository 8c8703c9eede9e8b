//! The search: a GET form that, once awake, also finds while typing. The page holds every service
//! already, so it asks nobody. `/` goes to it, the arrow keys walk through what it found, Enter
//! opens the best.
//!
//! The island that awakes has no text of its own, and reads none off the page: whatever a browser that
//! translates the page has made of it, it awakes and finds by the portal's own words.

use crate::{i18n::t, paths, ui::icon::Icon};
use leptos::prelude::*;

#[component]
pub fn SearchForm(query: String) -> impl IntoView {
    let words = &t().launcher;
    view! {
        <div class="search-bar">
            <form class="search" role="search" method="get" action=paths::LAUNCHER>
                <label class="visually-hidden" for="cari">{words.search_label}</label>
                <input
                    id="cari"
                    type="search"
                    name=paths::QUERY
                    value=query
                    placeholder=words.search_placeholder
                    autocomplete="off"
                    enterkeyhint="search"
                    aria-controls="hasil diurus"
                    aria-keyshortcuts="/"
                />
                <button class="button">
                    <Icon name="search" />
                    <span class="wide-word">{words.search}</span>
                </button>
            </form>
        </div>
        <SearchBox found=words.found.to_owned() />
    }
}

/// `found`: what is said before the number of services; an island knows no language of its own.
#[island]
pub fn SearchBox(found: String) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    awake::listen(found);
    #[cfg(not(feature = "hydrate"))]
    let _ = found;
}

#[cfg(feature = "hydrate")]
mod awake {
    use crate::wire::search::{Searched, first_part, is_empty, rank};
    use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::document};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

    /// For as long as the page is open.
    pub fn listen(words: String) {
        let typing = window_event_listener(ev::input, move |event| {
            let input =
                event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input.filter(|input| input.id() == "cari") {
                show(&input.value(), &words);
            }
        });
        let keys = window_event_listener(ev::keydown, |event| {
            if move_on(&event).is_some() {
                event.prevent_default();
            }
        });
        std::mem::forget((typing, keys));
    }

    /// Shows what `query` finds instead of everything, and how much that is.
    fn show(query: &str, words: &str) {
        let searching = !is_empty(query);
        let mut all_found: Vec<Element> = if searching { all("#semua .tile") } else { Vec::new() };
        let tiles = all_found.len();
        if searching {
            all_found.extend(all("#operator > li"));
        }
        let lines: Vec<String> = all_found
            .iter()
            .map(|one| one.get_attribute("data-words").unwrap_or_default())
            .collect();
        let found = rank(query, lines.iter().map(|line| Searched::parse(line)));
        let (open, ask): (Vec<usize>, Vec<usize>) = found.iter().partition(|at| **at < tiles);
        fill("#hasil", open.iter().filter_map(|at| all_found.get(*at)));
        fill("#diurus", ask.iter().filter_map(|at| all_found.get(*at)));
        set_hidden("#kosong", !searching || !found.is_empty());
        set_hidden("#jelajah", searching);
        set_hidden("#sebagian", !first_part(query).1);
        if let Some(status) = one("#jumlah") {
            let text = searching.then(|| format!("{words} {}", found.len()));
            status.set_text_content(text.as_deref());
        }
    }

    /// Copies of what was found into a section, which is hidden without any.
    fn fill<'a>(section: &str, found: impl Iterator<Item = &'a Element>) {
        let Some(list) = one(&format!("{section} ul")) else { return };
        list.set_inner_html("");
        for original in found {
            if let Ok(Ok(copy)) =
                original.clone_node_with_deep(true).map(JsCast::dyn_into::<Element>)
            {
                // An id stands once on a page.
                let _ = copy.remove_attribute("id");
                let _ = list.append_child(&copy);
            }
        }
        set_hidden(section, list.first_element_child().is_none());
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
