//! Announcements: what operators tell people on their launchers.
//!
//! ```text
//!   Draft ── complete, published after a fresh proof ──▶ Published ── its end ──▶ over
//! ```
//!
//! Here is what is shown; [`draft`] is what is edited, and [`markdown`] what becomes of its text.

pub mod draft;
pub mod markdown;

use super::{Fault, calendar, role::Role, session::LiveSession};
use crate::{
    i18n::Language,
    store::AnnouncementRow,
    wire::{
        launcher::{Announcement, Severity},
        manage::AnnouncementAudience,
    },
};
pub use draft::{
    Draft, LONGEST_BODY, LONGEST_TITLE, Managed, NotYours, Refused, end, find, list, problems,
    publish, save,
};
pub use markdown::html;
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;

/// A published announcement that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub id: Uuid,
    pub severity: Severity,
    pub audience: AnnouncementAudience,
    pub agency: String,
    starts_at: OffsetDateTime,
    ends_at: OffsetDateTime,
    indonesian: Arc<Announcement>,
    english: Arc<Announcement>,
}

impl Published {
    pub(super) fn read(row: &AnnouncementRow) -> Result<Self, Fault> {
        let broken = Fault::Corrupt("a published announcement that is not complete");
        let (Some(starts_at), Some(ends_at)) = (row.starts_at, row.ends_at) else {
            return Err(broken);
        };
        let severity = severity(row)?;
        let in_language = |language| {
            let (title, body) = match language {
                Language::Indonesian => (&row.title_id, &row.body_id),
                Language::English => (&row.title_en, &row.body_en),
            };
            Arc::new(Announcement {
                id: row.id.to_string(),
                severity,
                agency: row.agency.clone(),
                title: title.clone(),
                body: html(body),
                until: calendar::moment_in_words(ends_at, language),
            })
        };
        Ok(Self {
            id: row.id,
            severity,
            audience: audience(row)?,
            agency: row.agency.clone(),
            starts_at,
            ends_at,
            indonesian: in_language(Language::Indonesian),
            english: in_language(Language::English),
        })
    }

    /// Whether it is meant for this person, at `now`.
    #[must_use]
    pub fn is_for(&self, session: &LiveSession, now: OffsetDateTime) -> bool {
        let addressed = match self.audience {
            AnnouncementAudience::Everyone => true,
            AnnouncementAudience::Operators => {
                session.roles.has(Role::Operator) || session.roles.has(Role::Administrator)
            }
            AnnouncementAudience::Agency => self.agency == session.agency,
        };
        addressed && self.starts_at <= now && now < self.ends_at
    }

    #[must_use]
    pub fn in_language(&self, language: Language) -> &Arc<Announcement> {
        match language {
            Language::Indonesian => &self.indonesian,
            Language::English => &self.english,
        }
    }
}

fn severity(row: &AnnouncementRow) -> Result<Severity, Fault> {
    Severity::from_name(&row.severity).ok_or(Fault::Corrupt("an unknown severity"))
}

fn audience(row: &AnnouncementRow) -> Result<AnnouncementAudience, Fault> {
    AnnouncementAudience::from_name(&row.audience).ok_or(Fault::Corrupt("an unknown audience"))
}
