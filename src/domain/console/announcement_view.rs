//! Announcements as their operators' pages show them, and what their form says.

use super::announcement::{blank, problems, speaks_to_all};
use crate::{
    domain::{
        launcher::{
            announcement::{Draft, Managed, as_read, texts},
            view::person,
        },
        session::LiveSession,
        values::{calendar, text},
    },
    i18n::Language,
    wire::{
        manage::{AnnouncementEditView, AnnouncementStage, DraftFields, ListedAnnouncement},
        zone::Zone,
    },
};
use time::OffsetDateTime;

fn stage(one: &Managed, now: OffsetDateTime) -> AnnouncementStage {
    match (one.is_published, one.draft.starts_at, one.draft.ends_at) {
        (false, _, _) => AnnouncementStage::Draft,
        (true, _, Some(end)) if end <= now => AnnouncementStage::Over,
        (true, Some(start), _) if start > now => AnnouncementStage::Planned,
        _ => AnnouncementStage::Current,
    }
}

/// A row of the list.
#[must_use]
pub fn listed(one: Managed, now: OffsetDateTime, language: Language) -> ListedAnnouncement {
    let stage = stage(&one, now);
    let (title, _, other) = texts(&one.draft, language);
    let title = title.to_owned();
    let ends = in_words(&one.draft, one.draft.ends_at, language);
    ListedAnnouncement {
        id: one.id.to_string(),
        title,
        language: other,
        agency: one.agency,
        stage,
        ends,
    }
}

/// A moment in the zone that its writer chose.
fn in_words(draft: &Draft, moment: Option<OffsetDateTime>, language: Language) -> Option<String> {
    moment.map(|moment| calendar::moment_in(draft.zone, moment, language))
}

/// What was typed, as far as it can be read.
#[must_use]
pub fn draft(fields: &DraftFields) -> Draft {
    Draft {
        severity: fields.severity,
        addressees: fields.addressees,
        title_id: fields.title_id.clone(),
        title_en: fields.title_en.clone(),
        body_id: fields.body_id.clone(),
        body_en: fields.body_en.clone(),
        zone: fields.zone,
        starts_at: calendar::read_local(&fields.starts, fields.zone),
        ends_at: calendar::read_local(&fields.ends, fields.zone),
    }
}

/// The other way round.
#[must_use]
pub fn fields(draft: &Draft) -> DraftFields {
    let local = |moment: Option<OffsetDateTime>| {
        moment.map(|moment| calendar::to_local(moment, draft.zone)).unwrap_or_default()
    };
    DraftFields {
        severity: draft.severity,
        addressees: draft.addressees,
        title_id: draft.title_id.clone(),
        title_en: draft.title_en.clone(),
        body_id: draft.body_id.clone(),
        body_en: draft.body_en.clone(),
        zone: draft.zone,
        starts: local(draft.starts_at),
        ends: local(draft.ends_at),
    }
}

/// What cannot be kept, as far as it can be shown.
#[must_use]
pub fn shown_again(fields: &DraftFields) -> DraftFields {
    DraftFields {
        title_id: text::shown_again(&fields.title_id),
        title_en: text::shown_again(&fields.title_en),
        body_id: text::shown_again(&fields.body_id),
        body_en: text::shown_again(&fields.body_en),
        ..fields.clone()
    }
}

/// One that is there, for whoever edits it.
#[must_use]
pub fn edited(
    session: &LiveSession,
    one: &Managed,
    now: OffsetDateTime,
    language: Language,
) -> AnnouncementEditView {
    let draft = &one.draft;
    let stage = stage(one, now);
    let is_draft = stage == AnnouncementStage::Draft;
    let is_written = !(draft.body_id.is_empty() && draft.body_en.is_empty());
    AnnouncementEditView {
        person: person(session),
        is_administrator: speaks_to_all(session),
        notice: None,
        id: Some(one.id.to_string()),
        stage,
        refused: Vec::new(),
        problems: if is_draft { problems(draft, now) } else { Vec::new() },
        preview: is_written.then(|| Language::ALL.map(|language| as_read(one, language))),
        begins: in_words(draft, draft.starts_at, language).filter(|_| !is_draft),
        fields: fields(draft),
    }
}

/// One that is not there yet.
#[must_use]
pub fn new(session: &LiveSession, now: OffsetDateTime, zone: Zone) -> AnnouncementEditView {
    let draft = blank(now, zone);
    AnnouncementEditView {
        person: person(session),
        is_administrator: speaks_to_all(session),
        notice: None,
        id: None,
        stage: AnnouncementStage::Draft,
        refused: Vec::new(),
        problems: problems(&draft, now),
        preview: None,
        begins: None,
        fields: fields(&draft),
    }
}
