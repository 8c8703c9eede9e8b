//! Drafts: writing, publishing and ending announcements.
//!
//! A draft may be incomplete, so nothing is lost while something is missing; [`problems`] says what. A text
//! that cannot be kept whole is not kept at all ([`text`]). An operator speaks for their own agency to its people, and looks after what speaks to
//! them alone; an administrator to everybody.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
        launcher::announcement::{Draft, Managed, is_blank},
        people::{
            authority::Reached,
            rights::{NotTheirs, Right},
        },
        session::{self, LiveSession},
        values::{calendar, text},
    },
    store::AnnouncementRow,
    wire::{
        launcher::Severity,
        manage::{Addressees, DraftProblem, DraftText, LONGEST_BODY, LONGEST_TITLE},
        text::TextProblem,
        zone::Zone,
    },
};
use time::OffsetDateTime;
use uuid::Uuid;

/// How long an announcement is shown unless its writer says otherwise. Days.
const SHOWN: i64 = 7;
/// How many the list of an agency shows.
const LISTED: i64 = 50;

/// A new one, with its times filled in: from `now`, for some days.
#[must_use]
pub fn blank(now: OffsetDateTime, zone: Zone) -> Draft {
    Draft {
        severity: Severity::Information,
        addressees: Addressees::Agency,
        title_id: String::new(),
        title_en: String::new(),
        body_id: String::new(),
        body_en: String::new(),
        zone,
        starts_at: Some(now),
        ends_at: Some(calendar::end_of_day(now, SHOWN, zone)),
    }
}

impl Draft {
    /// The same with its texts as they are kept; everything that is wrong with them at once.
    fn read(mut self) -> Result<Self, Vec<(DraftText, TextProblem)>> {
        let mut problems = Vec::new();
        let mut keep = |field, typed: &mut String, read: Result<String, TextProblem>| match read {
            Ok(text) => *typed = text,
            Err(problem) => problems.push((field, problem)),
        };
        let title = |typed: &str| text::line(typed, LONGEST_TITLE);
        let body = |typed: &str| text::lines(typed, LONGEST_BODY);
        let read = [title(&self.title_id), title(&self.title_en)];
        let [title_id, title_en] = read;
        let [body_id, body_en] = [body(&self.body_id), body(&self.body_en)];
        keep(DraftText::TitleId, &mut self.title_id, title_id);
        keep(DraftText::BodyId, &mut self.body_id, body_id);
        keep(DraftText::TitleEn, &mut self.title_en, title_en);
        keep(DraftText::BodyEn, &mut self.body_en, body_en);
        if problems.is_empty() { Ok(self) } else { Err(problems) }
    }
}

/// What is missing before `draft` can be published, at `now`.
#[must_use]
pub fn problems(draft: &Draft, now: OffsetDateTime) -> Vec<DraftProblem> {
    let [title_en, body_en] = [&draft.title_en, &draft.body_en].map(|text| is_blank(text));
    let mut problems = Vec::new();
    let mut check = |wrong: bool, problem| {
        if wrong {
            problems.push(problem);
        }
    };
    check(is_blank(&draft.title_id), DraftProblem::TitleId);
    check(is_blank(&draft.body_id), DraftProblem::BodyId);
    check(title_en && !body_en, DraftProblem::TitleEn);
    check(body_en && !title_en, DraftProblem::BodyEn);
    check(draft.starts_at.is_none(), DraftProblem::StartsAt);
    match (draft.starts_at, draft.ends_at) {
        (_, None) => check(true, DraftProblem::EndsAt),
        (_, Some(end)) if end <= now => check(true, DraftProblem::EndsInThePast),
        (Some(start), Some(end)) => check(end <= start, DraftProblem::EndsBeforeItStarts),
        _ => {}
    }
    problems
}

/// Why a draft was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSaved {
    NotYours,
    /// These texts cannot be kept as they are.
    Texts(Vec<(DraftText, TextProblem)>),
}

/// Why nothing was published or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPublished {
    NotYours,
    /// A fresh proof is needed first.
    NotFresh,
    /// It is not what its writer saw any more.
    Changed,
}

/// The newest announcements to the people of their agency; an administrator's list has all.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
) -> Result<Result<Vec<Managed>, NotTheirs>, Fault> {
    let Ok(reached) = session.reached(Right::WriteAnnouncements) else {
        return Ok(Err(NotTheirs));
    };
    let rows = portal.store.read().await?.announcements_of(reached.agencies(), LISTED).await?;
    Ok(Ok(rows.into_iter().map(Managed::read).collect()))
}

/// One announcement to work on.
pub async fn find(
    portal: &Portal,
    session: &LiveSession,
    id: Uuid,
) -> Result<Result<Managed, NotTheirs>, Fault> {
    let row = portal.store.read().await?.announcement(id).await?;
    match row.filter(|row| is_theirs(row, session)) {
        Some(row) => Ok(Ok(Managed::read(row))),
        None => Ok(Err(NotTheirs)),
    }
}

/// Whoever speaks for agencies looks after what is said to their people alone, whoever wrote it. What
/// speaks to others is not theirs, also when somebody of their agency said it.
fn is_theirs(row: &AnnouncementRow, session: &LiveSession) -> bool {
    let is_of_theirs = session.may(Right::WriteAnnouncements, &row.agency);
    speaks_to_all(session) || is_of_theirs && row.addressees == Addressees::Agency
}

/// Whether this person speaks to people of every agency, and so may choose to whom.
#[must_use]
pub fn speaks_to_all(session: &LiveSession) -> bool {
    session.reached(Right::WriteAnnouncements) == Ok(Reached::Everybody)
}

/// Keeps a draft: a new one, or `id` again. An operator's is for their own agency, whatever was
/// asked for. The draft's id.
///
/// # Errors
/// When the database fails; then nothing was changed.
pub async fn save(
    portal: &Portal,
    session: &LiveSession,
    id: Option<Uuid>,
    draft: Draft,
) -> Result<Result<Uuid, NotSaved>, Fault> {
    if !session.roles.may(Right::WriteAnnouncements) {
        return Ok(Err(NotSaved::NotYours));
    }
    let draft = match draft.read() {
        Ok(draft) => draft,
        Err(problems) => return Ok(Err(NotSaved::Texts(problems))),
    };
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    if !session.roles.may(Right::WriteAnnouncements) {
        return Ok(Err(NotSaved::NotYours));
    }
    let existing = match id {
        Some(id) => match unit.lock_announcement(id).await?.filter(|row| is_theirs(row, session)) {
            Some(row) => Some(row),
            None => return Ok(Err(NotSaved::NotYours)),
        },
        None => None,
    };
    let agency = existing.as_ref().map_or(&session.agency, |row| &row.agency).clone();
    if !session.may(Right::WriteAnnouncements, &agency) {
        return Ok(Err(NotSaved::NotYours));
    }
    let addressees = if speaks_to_all(session) { draft.addressees } else { Addressees::Agency };
    let row = AnnouncementRow {
        id: existing.as_ref().map_or_else(|| portal.new_id(), |row| row.id),
        author_id: session.account,
        agency,
        severity: draft.severity,
        addressees,
        title_id: draft.title_id,
        title_en: draft.title_en,
        body_id: draft.body_id,
        body_en: draft.body_en,
        zone: draft.zone,
        starts_at: draft.starts_at,
        ends_at: draft.ends_at,
        published_at: None,
    };
    let written = unit.save_draft(&row, portal.now()).await?;
    unit.commit().await?;
    Ok(if written { Ok(row.id) } else { Err(NotSaved::NotYours) })
}

/// Publishes a draft that is complete, after a fresh proof; the problems of one that is not. `seen`: what
/// its writer had before them, where they asked for it some time ago.
///
/// # Errors
/// When the database fails; then nothing was published.
pub async fn publish(
    portal: &Portal,
    session: &LiveSession,
    visitor: &Visitor,
    id: Uuid,
    seen: Option<&Draft>,
) -> Result<Result<Vec<DraftProblem>, NotPublished>, Fault> {
    let now = portal.now();
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let row = unit.lock_announcement(id).await?.filter(|row| is_theirs(row, session));
    let Some(row) = row else {
        return Ok(Err(NotPublished::NotYours));
    };
    let draft = Managed::read(row).draft;
    if seen.is_some_and(|seen| *seen != draft) {
        return Ok(Err(NotPublished::Changed));
    }
    let problems = problems(&draft, now);
    if problems.is_empty() && !session.is_fresh(now) {
        return Ok(Err(NotPublished::NotFresh));
    }
    if problems.is_empty() && unit.publish_announcement(id, now).await? {
        let event = Event::AnnouncementPublished;
        let object = id.to_string();
        audit::record_about(portal, &mut unit, event, &session.holder(), visitor, &object).await?;
        unit.commit().await?;
        portal.refresh_commons().await?;
    }
    Ok(Ok(problems))
}

/// Ends a published announcement at once, after a fresh proof.
///
/// # Errors
/// When the database fails; then it goes on.
pub async fn end(
    portal: &Portal,
    session: &LiveSession,
    visitor: &Visitor,
    id: Uuid,
) -> Result<Result<(), NotPublished>, Fault> {
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let row = unit.lock_announcement(id).await?.filter(|row| is_theirs(row, session));
    if row.is_none() {
        return Ok(Err(NotPublished::NotYours));
    }
    if !session.is_fresh(portal.now()) {
        return Ok(Err(NotPublished::NotFresh));
    }
    if unit.end_announcement(id, portal.now()).await? {
        let event = Event::AnnouncementEnded;
        let object = id.to_string();
        audit::record_about(portal, &mut unit, event, &session.holder(), visitor, &object).await?;
        unit.commit().await?;
        portal.refresh_commons().await?;
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_everything_that_is_missing() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let mut draft = Draft { starts_at: None, ends_at: None, ..blank(now, Zone::Wib) };
        draft.title_id = " ".into();
        let missing = [DraftProblem::TitleId, DraftProblem::BodyId, DraftProblem::StartsAt];
        assert_eq!(problems(&draft, now), [&missing[..], &[DraftProblem::EndsAt]].concat());
        (draft.title_id, draft.body_id) = ("x".into(), "x".into());
        draft.starts_at = Some(now + time::Duration::hours(2));
        draft.ends_at = Some(now + time::Duration::hours(1));
        assert_eq!(problems(&draft, now), [DraftProblem::EndsBeforeItStarts]);
        draft.ends_at = Some(now);
        assert_eq!(problems(&draft, now), [DraftProblem::EndsInThePast]);
        draft.ends_at = Some(now + time::Duration::hours(3));
        assert_eq!(problems(&draft, now), []);
    }

    #[test]
    fn english_may_be_missing_but_not_half_of_it() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let mut draft = blank(now, Zone::Wib);
        (draft.title_id, draft.body_id) = ("Judul".into(), "Isi".into());
        assert_eq!(problems(&draft, now), [], "and the times are filled in");
        draft.title_en = "Title".into();
        assert_eq!(problems(&draft, now), [DraftProblem::BodyEn]);
        (draft.title_en, draft.body_en) = (" ".into(), "Text".into());
        assert_eq!(problems(&draft, now), [DraftProblem::TitleEn]);
        draft.title_en = "Title".into();
        assert_eq!(problems(&draft, now), []);
    }

    #[test]
    fn every_text_that_cannot_be_kept_is_named_with_its_numbers() {
        let draft = Draft {
            title_id: "x".repeat(121),
            title_en: "a\0b".into(),
            body_id: "y\r\n".repeat(1000),
            body_en: "z".repeat(2341),
            ..blank(OffsetDateTime::UNIX_EPOCH, Zone::Wib)
        };
        let too_long = |characters, limit| TextProblem::TooLong { characters, limit };
        assert_eq!(
            draft.clone().read(),
            Err(vec![
                (DraftText::TitleId, too_long(121, 120)),
                (DraftText::TitleEn, TextProblem::Unreadable),
                (DraftText::BodyEn, too_long(2341, 2000)),
            ])
        );
        let kept = Draft {
            title_id: " a  b ".into(),
            title_en: String::new(),
            body_en: String::new(),
            ..draft
        };
        let kept = kept.read().unwrap();
        assert_eq!((&*kept.title_id, kept.body_id.len()), ("a b", 1999));
    }
}
