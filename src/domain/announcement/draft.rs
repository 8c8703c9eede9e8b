//! Drafts: writing, publishing and ending announcements.
//!
//! A draft keeps whatever was typed, so nothing is lost while something is missing; [`problems`]
//! says what. An operator speaks for their own agency to its people, and looks after what speaks to
//! them alone; an administrator to everybody.

use super::{audience, severity};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        client::Client,
        commons,
        role::Role,
        session::{self, LiveSession},
    },
    store::AnnouncementRow,
    wire::{
        launcher::Severity,
        manage::{AnnouncementAudience, DraftProblem},
    },
};
use time::OffsetDateTime;
use uuid::Uuid;

/// Characters.
pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_BODY: usize = 2000;
/// How many the list of an agency shows.
const LISTED: i64 = 50;

/// What somebody typed, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub severity: Severity,
    pub audience: AnnouncementAudience,
    pub title_id: String,
    pub title_en: String,
    pub body_id: String,
    pub body_en: String,
    pub starts_at: Option<OffsetDateTime>,
    pub ends_at: Option<OffsetDateTime>,
}

/// What is missing before `draft` can be published, at `now`.
#[must_use]
pub fn problems(draft: &Draft, now: OffsetDateTime) -> Vec<DraftProblem> {
    let empty = |text: &str| text.trim().is_empty();
    let mut problems = Vec::new();
    let mut check = |wrong: bool, problem| {
        if wrong {
            problems.push(problem);
        }
    };
    check(empty(&draft.title_id), DraftProblem::TitleId);
    check(empty(&draft.title_en), DraftProblem::TitleEn);
    check(empty(&draft.body_id), DraftProblem::BodyId);
    check(empty(&draft.body_en), DraftProblem::BodyEn);
    check(draft.starts_at.is_none(), DraftProblem::StartsAt);
    match (draft.starts_at, draft.ends_at) {
        (_, None) => check(true, DraftProblem::EndsAt),
        (_, Some(end)) if end <= now => check(true, DraftProblem::EndsInThePast),
        (Some(start), Some(end)) => check(end <= start, DraftProblem::EndsBeforeItStarts),
        _ => {}
    }
    problems
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
    fn read(row: AnnouncementRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            agency: row.agency.clone(),
            is_published: row.published_at.is_some(),
            draft: Draft {
                severity: severity(&row)?,
                audience: audience(&row)?,
                title_id: row.title_id,
                title_en: row.title_en,
                body_id: row.body_id,
                body_en: row.body_en,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
            },
        })
    }
}

/// Only operators and administrators announce anything; to others there is no such thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotYours;

/// Why nothing was published or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    NotYours,
    /// A fresh proof is needed first.
    NotFresh,
}

/// The newest announcements to the people of their agency; an administrator's list has all.
///
/// # Errors
/// When the database fails.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
) -> Result<Result<Vec<Managed>, NotYours>, Fault> {
    if !session.roles.may_announce() {
        return Ok(Err(NotYours));
    }
    let all = session.roles.has(Role::Administrator);
    let agency = (!all).then_some(session.agency.as_str());
    let rows = portal.store.read().await?.announcements_of(agency, LISTED).await?;
    rows.into_iter().map(Managed::read).collect::<Result<_, _>>().map(Ok)
}

/// One announcement to work on.
///
/// # Errors
/// When the database fails.
pub async fn find(
    portal: &Portal,
    session: &LiveSession,
    id: Uuid,
) -> Result<Result<Managed, NotYours>, Fault> {
    let row = portal.store.read().await?.announcement(id).await?;
    match row.filter(|row| is_theirs(row, session)) {
        Some(row) => Managed::read(row).map(Ok),
        None => Ok(Err(NotYours)),
    }
}

/// An administrator's are all; an operator's those to the people of their own agency alone, whoever
/// wrote them. What speaks to others is not theirs, also when somebody of their agency said it.
fn is_theirs(row: &AnnouncementRow, session: &LiveSession) -> bool {
    let to_their_people =
        row.agency == session.agency && row.audience == AnnouncementAudience::Agency.name();
    session.roles.has(Role::Administrator) || (session.roles.may_announce() && to_their_people)
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
) -> Result<Result<Uuid, NotYours>, Fault> {
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    if !session.roles.may_announce() {
        return Ok(Err(NotYours));
    }
    let existing = match id {
        Some(id) => match unit.lock_announcement(id).await?.filter(|row| is_theirs(row, session)) {
            Some(row) => Some(row),
            None => return Ok(Err(NotYours)),
        },
        None => None,
    };
    let is_administrator = session.roles.has(Role::Administrator);
    let audience = if is_administrator { draft.audience } else { AnnouncementAudience::Agency };
    let cut = |text: String, longest: usize| text.chars().take(longest).collect::<String>();
    let row = AnnouncementRow {
        id: existing.as_ref().map_or_else(|| portal.new_id(), |row| row.id),
        author_id: session.account,
        agency: existing.map_or_else(|| session.agency.clone(), |row| row.agency),
        severity: draft.severity.name().to_owned(),
        audience: audience.name().to_owned(),
        title_id: cut(draft.title_id, LONGEST_TITLE),
        title_en: cut(draft.title_en, LONGEST_TITLE),
        body_id: cut(draft.body_id, LONGEST_BODY),
        body_en: cut(draft.body_en, LONGEST_BODY),
        starts_at: draft.starts_at,
        ends_at: draft.ends_at,
        published_at: None,
    };
    let written = unit.save_draft(&row, portal.now()).await?;
    unit.commit().await?;
    Ok(if written { Ok(row.id) } else { Err(NotYours) })
}

/// Publishes a draft that is complete, after a fresh proof; the problems of one that is not.
///
/// # Errors
/// When the database fails; then nothing was published.
pub async fn publish(
    portal: &Portal,
    session: &LiveSession,
    client: &Client,
    id: Uuid,
) -> Result<Result<Vec<DraftProblem>, Refused>, Fault> {
    let now = portal.now();
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let row = unit.lock_announcement(id).await?.filter(|row| is_theirs(row, session));
    let Some(row) = row else {
        return Ok(Err(Refused::NotYours));
    };
    let problems = problems(&Managed::read(row)?.draft, now);
    if problems.is_empty() && !session.is_fresh(now) {
        return Ok(Err(Refused::NotFresh));
    }
    if problems.is_empty() && unit.publish_announcement(id, now).await? {
        let (event, object) = (Event::AnnouncementPublished, id.to_string());
        audit::record_about(portal, &mut unit, event, &session.subject(), client, &object).await?;
        unit.commit().await?;
        commons::refresh(portal).await?;
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
    client: &Client,
    id: Uuid,
) -> Result<Result<(), Refused>, Fault> {
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let row = unit.lock_announcement(id).await?.filter(|row| is_theirs(row, session));
    if row.is_none() {
        return Ok(Err(Refused::NotYours));
    }
    if !session.is_fresh(portal.now()) {
        return Ok(Err(Refused::NotFresh));
    }
    if unit.end_announcement(id, portal.now()).await? {
        let (event, object) = (Event::AnnouncementEnded, id.to_string());
        audit::record_about(portal, &mut unit, event, &session.subject(), client, &object).await?;
        unit.commit().await?;
        commons::refresh(portal).await?;
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_everything_that_is_missing() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let mut draft = Draft {
            severity: Severity::Information,
            audience: AnnouncementAudience::Everyone,
            title_id: " ".into(),
            title_en: String::new(),
            body_id: String::new(),
            body_en: String::new(),
            starts_at: None,
            ends_at: None,
        };
        assert_eq!(problems(&draft, now).len(), 6);
        for text in
            [&mut draft.title_id, &mut draft.title_en, &mut draft.body_id, &mut draft.body_en]
        {
            *text = "x".into();
        }
        draft.starts_at = Some(now + time::Duration::hours(2));
        draft.ends_at = Some(now + time::Duration::hours(1));
        assert_eq!(problems(&draft, now), [DraftProblem::EndsBeforeItStarts]);
        draft.ends_at = Some(now);
        assert_eq!(problems(&draft, now), [DraftProblem::EndsInThePast]);
        draft.ends_at = Some(now + time::Duration::hours(3));
        assert_eq!(problems(&draft, now), []);
    }
}
