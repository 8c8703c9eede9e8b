//! Good news, or what a person needs to know before going on.

use super::icon::{InlineIcon, Mark};
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Success,
    Warning,
}

#[component]
pub fn Notice(tone: Tone, text: &'static str) -> impl IntoView {
    let (class, mark) = match tone {
        Tone::Success => ("notice notice-success", Mark::Check),
        Tone::Warning => ("notice notice-warning", Mark::Alert),
    };
    view! {
        <div class=class role="status">
            <InlineIcon mark=mark />
            <p>{text}</p>
        </div>
    }
}
