//! An announcement: its severity in words and shape, who speaks, how long it holds.

use super::{icon::Icon, memo::Memo};
use crate::{
    i18n::{Language, t},
    wire::launcher::{Announcement, Severity},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What a reader can do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// An important one is acknowledged by a button of the form `acknowledge`.
    Acknowledge,
    ReadOnly,
}

/// The announcement as HTML. It is rendered once for everybody.
#[must_use]
pub fn announcement_html(announcement: &Arc<Announcement>, offer: Offer) -> Arc<str> {
    static MEMO: Memo<Announcement> = Memo::new();
    MEMO.html(&announcement.id, offer as u8, announcement, || {
        view! { <Article announcement=Arc::clone(announcement) offer=offer /> }.to_html()
    })
}

/// On the launcher only an important one stands open; the others unfold.
#[component]
fn Article(announcement: Arc<Announcement>, offer: Offer) -> impl IntoView {
    let words = &t().announcements;
    let [information, warning, important] = words.severities;
    let (class, icon, word) = match announcement.severity {
        Severity::Information => {
            ("announcement announcement-information", "speakerphone", information)
        }
        Severity::Warning => ("announcement announcement-warning", "alert-triangle", warning),
        Severity::Important => ("announcement announcement-important", "alert-triangle", important),
    };
    let lang = announcement.language.map(Language::tag);
    let title = match lang {
        Some(lang) => view! { <span lang=lang>{announcement.title.clone()}</span> }.into_any(),
        None => announcement.title.clone().into_any(),
    };
    let badge = view! { <span class="badge"><Icon name=icon />{word}</span> };
    let body = view! {
        <div class="prose" lang=lang inner_html=announcement.body.clone()></div>
        <p class="hint">
            {format!("{} · {} {}", announcement.agency, words.until, announcement.until)}
        </p>
    };
    match (offer, announcement.severity) {
        (Offer::ReadOnly, _) => view! {
            <article class=class><h2>{badge}" "{title}</h2>{body}</article>
        }
        .into_any(),
        (Offer::Acknowledge, Severity::Important) => view! {
            <article class=class>
                <h3>{badge}" "{title}</h3>
                {body}
                <button
                    class="button button-secondary"
                    form="acknowledge"
                    name="announcement"
                    value=announcement.id.clone()
                >
                    {words.acknowledge}
                </button>
            </article>
        }
        .into_any(),
        (Offer::Acknowledge, _) => view! {
            <details class="fold">
                <summary><span>{badge}" "{title}</span></summary>
                {body}
            </details>
        }
        .into_any(),
    }
}
