//! An announcement: its severity in words and shape, who speaks, how long it holds.

use super::{
    badge::{Badge, Look},
    icon::Icon,
    memo::Memo,
};
use crate::{
    i18n::{Language, t},
    paths,
    wire::launcher::{Announcement, MoreAnnouncements, Severity},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Characters of a text that stand on the launcher: more than two lines of the widest screen.
const BEGINNING: usize = 320;

/// What a reader can do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// On the launcher: its beginning, and a button of the form `acknowledge`.
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

/// One row for all the others, which leads to their page.
#[must_use]
pub fn more_html(more: &MoreAnnouncements) -> Arc<str> {
    static MEMO: Memo<Announcement> = Memo::new();
    let count = u8::try_from(more.count).unwrap_or(u8::MAX);
    MEMO.html(&more.first.id, count, &more.first, || {
        let words = &t().announcements;
        let (_, _, icon, _) = appearance(more.first.severity);
        view! {
            <a class="more-announcements" href=paths::ANNOUNCEMENTS>
                <Icon name=icon />
                <b>{(words.count)(u32::from(count))}</b>
                " "
                <span lang=more.first.language.map(Language::tag)>{more.first.title.clone()}</span>
            </a>
        }
        .to_html()
    })
}

/// Its class, and the look, icon and word of its badge.
fn appearance(severity: Severity) -> (&'static str, Look, &'static str, &'static str) {
    let word = severity.in_words(t());
    match severity {
        Severity::Information => ("announcement", Look::Quiet, "speakerphone", word),
        Severity::Warning => {
            ("announcement announcement-warning", Look::Warning, "alert-triangle", word)
        }
        Severity::Important => {
            ("announcement announcement-important", Look::Strong, "alert-triangle", word)
        }
    }
}

#[component]
fn Article(announcement: Arc<Announcement>, offer: Offer) -> impl IntoView {
    let words = &t().announcements;
    let (class, look, icon, word) = appearance(announcement.severity);
    let lang = announcement.language.map(Language::tag);
    let title = || view! { <span lang=lang>{announcement.title.clone()}</span> };
    let badge = view! { <Badge look=look icon=icon text=word /> };
    match offer {
        Offer::ReadOnly => view! {
            <article class=class id=announcement.id.clone()>
                <h2>{badge}" "{title()}</h2>
                <div class="prose" lang=lang inner_html=announcement.body.clone()></div>
                <p class="hint">
                    <span translate="no">{announcement.agency.clone()}</span>
                    {format!(" · {} {}", words.until, announcement.until)}
                </p>
            </article>
        }
        .into_any(),
        Offer::Acknowledge => view! {
            <article class=class>
                <h3>{badge}" "{title()}</h3>
                <p class="beginning" lang=lang inner_html=beginning(&announcement.body)></p>
                <div class="acknowledge">
                    <button
                        class="button button-secondary"
                        form="acknowledge"
                        name="announcement"
                        value=announcement.id.clone()
                    >
                        {words.acknowledge}
                    </button>
                    <a href=format!("{}#{}", paths::ANNOUNCEMENTS, announcement.id)>
                        {words.read}
                        <span class="visually-hidden">": "{title()}</span>
                    </a>
                </div>
            </article>
        }
        .into_any(),
    }
}

/// The first words of sanitised HTML, without its elements; entities stay as they are.
fn beginning(html: &str) -> String {
    const INLINE: [&str; 3] = ["strong", "em", "a"];
    let mut text = String::new();
    for piece in html.split('<') {
        // What precedes the first element, or what follows a tag.
        let (tag, after) = piece.split_once('>').unwrap_or(("em", piece));
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push(' ');
        }
        text.push_str(after);
    }
    let words = text.split_whitespace();
    let mut beginning = String::new();
    for word in words {
        if beginning.chars().count() + word.chars().count() > BEGINNING {
            beginning.push('…');
            break;
        }
        beginning.push_str(word);
        beginning.push(' ');
    }
    beginning.truncate(beginning.trim_end().len());
    beginning
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_text_has_no_elements_and_is_cut_between_words() {
        let html = "<p>Sistem <strong>tutup</strong>, &lt;sebentar&gt;.</p>\n<ul><li>satu</li><li>dua</li></ul>";
        assert_eq!(beginning(html), "Sistem tutup, &lt;sebentar&gt;. satu dua");
        assert_eq!(beginning(""), "");
        let long = format!("<p>{}</p>", "&amp;kata ".repeat(500));
        let cut = beginning(&long);
        assert!(cut.len() <= BEGINNING + 4 && cut.ends_with('…'), "{cut}");
        assert_eq!(beginning(&"x".repeat(2000)), "…");
    }
}
