//! A service that is not for this person to open: whom to ask, and what they usually need. Their search
//! finds it; it leads nowhere.

use super::memo::Memo;
use crate::{
    i18n::t,
    wire::launcher::{Tile, Viewer},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The service as HTML. It is rendered once for everybody.
#[must_use]
pub fn handled_html(tile: &Arc<Tile>) -> Arc<str> {
    static MEMO: Memo<Tile> = Memo::new();
    MEMO.html(&tile.slug, 0, tile, || view! { <Handled tile=Arc::clone(tile) /> }.to_html())
}

#[component]
fn Handled(tile: Arc<Tile>) -> impl IntoView {
    // What is for employees is not an operator's work: whoever works for an agency only is told so.
    let employees = !tile.viewers.contains(&Viewer::Operator);
    view! {
        <li class="handled" data-words=tile.searched().line()>
            <h3 translate="no">{tile.name.clone()}</h3>
            <p class="hint">{tile.purpose.clone()}</p>
            {employees.then(|| view! { <p>{t().launcher.for_employees}</p> })}
            <Guidance tile=Arc::clone(&tile) />
        </li>
    }
}

/// Whom to ask and what to bring, as far as it is known.
#[component]
pub fn Guidance(tile: Arc<Tile>) -> impl IntoView {
    let words = &t().launcher;
    let facts = [(words.ask, tile.ask.clone()), (words.bring, tile.bring.clone())];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let facts = facts.map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> });
    let facts = facts.collect_view();
    (!facts.is_empty()).then(|| view! { <dl class="guidance">{facts}</dl> })
}
