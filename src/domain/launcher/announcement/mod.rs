//! Announcements: what operators tell people on their launchers.
//!
//! ```text
//!   Draft ── complete, published after a fresh proof ──▶ Published ── its end ──▶ over
//! ```
//!
//! Here is what is shown; [`draft`] is what is edited, and [`markdown`] what becomes of its text.

pub mod markdown;

use crate::{
    domain::{Fault, values::calendar},
    i18n::Language,
    store::AnnouncementRow,
    wire::{
        launcher::{Announcement, Severity},
        manage::Addressees,
        zone::Zone,
    },
};
pub use markdown::html;
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;

/// What somebody typed, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub severity: Severity,
    pub addressees: Addressees,
    pub title_id: String,
    pub title_en: String,
    pub body_id: String,
    pub body_en: String,
    /// In which its times are meant, and shown to everybody.
    pub zone: Zone,
    pub starts_at: Option<OffsetDateTime>,
    pub ends_at: Option<OffsetDateTime>,
}

/// An announcement as its operators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Managed {
    pub id: Uuid,
    pub draft: Draft,
    pub agency: String,
    pub is_published: bool,
}

impl Managed {
    pub(in crate::domain) fn read(row: AnnouncementRow) -> Self {
        Self {
            id: row.id,
            agency: row.agency,
            is_published: row.published_at.is_some(),
            draft: Draft {
                severity: row.severity,
                addressees: row.addressees,
                title_id: row.title_id,
                title_en: row.title_en,
                body_id: row.body_id,
                body_en: row.body_en,
                zone: row.zone,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
            },
        }
    }
}

/// A published announcement that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub id: Uuid,
    pub severity: Severity,
    pub addressees: Addressees,
    pub agency: String,
    starts_at: OffsetDateTime,
    ends_at: OffsetDateTime,
    indonesian: Arc<Announcement>,
    english: Arc<Announcement>,
}

impl Published {
    pub(in crate::domain) fn read(row: &AnnouncementRow) -> Result<Self, Fault> {
        let one = Managed::read(row.clone());
        let (Some(starts_at), Some(ends_at)) = (row.starts_at, row.ends_at) else {
            return Err(Fault::Corrupt("a published announcement that is not complete"));
        };
        Ok(Self {
            id: row.id,
            severity: one.draft.severity,
            addressees: one.draft.addressees,
            starts_at,
            ends_at,
            indonesian: Arc::new(as_read(&one, Language::Indonesian)),
            english: Arc::new(as_read(&one, Language::English)),
            agency: one.agency,
        })
    }

    #[must_use]
    pub fn is_current(&self, now: OffsetDateTime) -> bool {
        self.starts_at <= now && now < self.ends_at
    }

    #[must_use]
    pub fn in_language(&self, language: Language) -> &Arc<Announcement> {
        match language {
            Language::Indonesian => &self.indonesian,
            Language::English => &self.english,
        }
    }
}

/// Title and text for whoever reads this language, and which one they are in where it is another: without
/// English, that is Indonesian.
#[must_use]
pub fn texts(draft: &Draft, language: Language) -> (&str, &str, Option<Language>) {
    let is_translated = ![&draft.title_en, &draft.body_en].iter().any(|text| is_blank(text));
    match language {
        Language::English if is_translated => (&draft.title_en, &draft.body_en, None),
        Language::English => (&draft.title_id, &draft.body_id, Some(Language::Indonesian)),
        Language::Indonesian => (&draft.title_id, &draft.body_id, None),
    }
}

pub(in crate::domain) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// An announcement, or what will be one, as whoever reads this language sees it.
#[must_use]
pub fn as_read(one: &Managed, language: Language) -> Announcement {
    let draft = &one.draft;
    let (title, body, other) = texts(draft, language);
    let until = draft.ends_at.map(|end| calendar::moment_in(draft.zone, end, language));
    Announcement {
        id: one.id.to_string(),
        severity: draft.severity,
        agency: one.agency.clone(),
        title: title.to_owned(),
        body: html(body),
        language: other,
        until: until.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_english_its_readers_get_the_indonesian_text_marked_as_such() {
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let row = |title_en: &str, body_en: &str| AnnouncementRow {
            id: Uuid::nil(),
            author_id: Uuid::nil(),
            agency: "BKN".into(),
            severity: Severity::Information,
            addressees: Addressees::Everyone,
            title_id: "Tutup".into(),
            title_en: title_en.into(),
            body_id: "Isi".into(),
            body_en: body_en.into(),
            zone: Zone::Wit,
            starts_at: Some(at(0)),
            ends_at: Some(at(1_795_345_200)),
            published_at: Some(at(0)),
        };
        let read = |title_en: &str, body_en: &str| {
            let published = Published::read(&row(title_en, body_en)).unwrap();
            let english = published.in_language(Language::English);
            assert_eq!(published.in_language(Language::Indonesian).title, "Tutup");
            assert_eq!(english.until, "22 November 2026 20:00 WIT");
            (english.title.clone(), english.body.clone(), english.language)
        };
        let title = "Tutup".to_owned();
        let body = "<p>Isi</p>\n".to_owned();
        for (title_en, body_en) in [("", ""), ("Closed", ""), ("", "Text"), (" ", "\n")] {
            let indonesian = Some(Language::Indonesian);
            assert_eq!(read(title_en, body_en), (title.clone(), body.clone(), indonesian));
        }
        assert_eq!(read("Closed", "Text"), ("Closed".into(), "<p>Text</p>\n".into(), None));
    }
}
