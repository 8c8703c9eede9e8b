//! Announcements, drafts included. See [`crate::domain::launcher::announcement`].

use super::{Engine, Result, Unit, json_texts, on, on_postgres};
use crate::wire::{launcher::Severity, manage::Addressees, zone::Zone};
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AnnouncementRow {
    pub id: Uuid,
    pub author_id: Uuid,
    pub agency: String,
    #[sqlx(try_from = "String")]
    pub severity: Severity,
    #[sqlx(try_from = "String", rename = "audience")]
    pub addressees: Addressees,
    pub title_id: String,
    pub title_en: String,
    pub body_id: String,
    pub body_en: String,
    #[sqlx(try_from = "String")]
    pub zone: Zone,
    pub starts_at: Option<OffsetDateTime>,
    pub ends_at: Option<OffsetDateTime>,
    pub published_at: Option<OffsetDateTime>,
}

const NEWEST: &str = "SELECT id, author_id, agency, severity, audience, title_id, title_en, \
         body_id, body_en, zone, starts_at, ends_at, published_at \
     FROM announcements ORDER BY id DESC LIMIT $1";
/// To the people of any of these agencies.
fn newest_of(any: &str) -> String {
    let theirs = format!("FROM announcements WHERE agency {any} AND audience = 'agency'");
    NEWEST.replace("FROM announcements", &theirs)
}
static AMONG_SQLITE: LazyLock<String> =
    LazyLock::new(|| newest_of("IN (SELECT value FROM json_each($2))"));
static AMONG_POSTGRES: LazyLock<String> = LazyLock::new(|| newest_of("= ANY($2)"));

impl Unit {
    /// Published ones that are not over, the latest beginning first.
    pub async fn current_announcements(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Vec<AnnouncementRow>> {
        const SQL: &str = "SELECT id, author_id, agency, severity, audience, title_id, title_en, \
                 body_id, body_en, zone, starts_at, ends_at, published_at \
             FROM announcements WHERE published_at IS NOT NULL AND ends_at > $1 \
             ORDER BY starts_at DESC, id DESC";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(now).fetch_all(c).await)?)
    }

    pub async fn announcement(&mut self, id: Uuid) -> Result<Option<AnnouncementRow>> {
        const SQL: &str = "SELECT id, author_id, agency, severity, audience, title_id, title_en, \
                 body_id, body_en, zone, starts_at, ends_at, published_at \
             FROM announcements WHERE id = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(id).fetch_optional(c).await)?)
    }

    /// The same, locked until the unit ends: what is decided on is what was looked at.
    pub async fn lock_announcement(&mut self, id: Uuid) -> Result<Option<AnnouncementRow>> {
        const LOCKING: &str = concat!(
            "SELECT id, author_id, agency, severity, audience, title_id, title_en, body_id, \
                 body_en, zone, starts_at, ends_at, published_at FROM announcements WHERE id = $1",
            " FOR UPDATE"
        );
        match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(_) => self.announcement(id).await,
            Engine::Postgres(held) => Ok(on_postgres!(held, |c| {
                sqlx::query_as(LOCKING).bind(id).fetch_optional(c).await
            })?),
        }
    }

    /// The newest that speak to the people of these agencies, or all with `None`.
    pub async fn announcements_of(
        &mut self,
        agencies: Option<&[String]>,
        limit: i64,
    ) -> Result<Vec<AnnouncementRow>> {
        let Some(agencies) = agencies else {
            return Ok(on!(self, |c| sqlx::query_as(NEWEST).bind(limit).fetch_all(c).await)?);
        };
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let agencies = json_texts(agencies);
                sqlx::query_as(&**AMONG_SQLITE).bind(limit).bind(agencies).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(limit).bind(agencies).fetch_all(c).await
            })?,
        })
    }

    /// Adds a draft, or changes one; a published announcement stays as it is. Whether it was
    /// written.
    pub async fn save_draft(
        &mut self,
        draft: &AnnouncementRow,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "INSERT INTO announcements (id, author_id, agency, severity, audience, \
                 title_id, title_en, body_id, body_en, zone, starts_at, ends_at, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, \
                 audience = excluded.audience, title_id = excluded.title_id, \
                 title_en = excluded.title_en, body_id = excluded.body_id, \
                 body_en = excluded.body_en, zone = excluded.zone, \
                 starts_at = excluded.starts_at, ends_at = excluded.ends_at, changed_at = excluded.changed_at \
             WHERE announcements.published_at IS NULL";
        let written = on!(self, |c| sqlx::query(SQL)
            .bind(draft.id)
            .bind(draft.author_id)
            .bind(&draft.agency)
            .bind(draft.severity.name())
            .bind(draft.addressees.name())
            .bind(&draft.title_id)
            .bind(&draft.title_en)
            .bind(&draft.body_id)
            .bind(&draft.body_en)
            .bind(draft.zone.name())
            .bind(draft.starts_at)
            .bind(draft.ends_at)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(written == 1)
    }

    /// `true` for exactly one caller.
    pub async fn publish_announcement(&mut self, id: Uuid, now: OffsetDateTime) -> Result<bool> {
        const SQL: &str = "UPDATE announcements SET published_at = $2, changed_at = $2 \
             WHERE id = $1 AND published_at IS NULL";
        let published = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(published == 1)
    }

    /// Ends a published announcement now. `true` for exactly one caller.
    pub async fn end_announcement(&mut self, id: Uuid, now: OffsetDateTime) -> Result<bool> {
        const SQL: &str = "UPDATE announcements SET ends_at = $2, changed_at = $2 \
             WHERE id = $1 AND published_at IS NOT NULL AND ends_at > $2";
        let ended = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(ended == 1)
    }
}
