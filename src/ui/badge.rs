//! A badge: a state in a word, and a colour that says no more than the word.

use super::icon::Icon;
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Over, or of no consequence.
    Quiet,
    Good,
    /// Needs attention.
    Warning,
    Bad,
    /// Must be read.
    Strong,
}

#[component]
pub fn Badge(
    look: Look,
    /// Of the sprite.
    #[prop(optional)]
    icon: Option<&'static str>,
    #[prop(into)] text: String,
) -> impl IntoView {
    let class = match look {
        Look::Quiet => "badge",
        Look::Good => "badge badge-good",
        Look::Warning => "badge badge-warning",
        Look::Bad => "badge badge-bad",
        Look::Strong => "badge badge-strong",
    };
    view! { <span class=class>{icon.map(|name| view! { <Icon name=name /> })}{text}</span> }
}
