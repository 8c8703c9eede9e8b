//! Mail that waits to be sent.

use super::{Engine, Result, Unit, json_ids, on, on_postgres};
use std::{slice, sync::LazyLock};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OutgoingMail {
    pub id: Uuid,
    /// Whom it is for; unknown for one that a version before this has written.
    pub account_id: Option<Uuid>,
    pub recipient: String,
    pub sealed_message: Vec<u8>,
    /// How often it was tried.
    pub attempts: i64,
    pub created_at: OffsetDateTime,
    pub next_attempt_at: OffsetDateTime,
}

/// What waits in the outbox.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OutboxState {
    pub letters: i64,
    pub oldest: Option<OffsetDateTime>,
}

/// Whose letters stands in the text, and what was ahead in another statement: otherwise PostgreSQL would look at
/// all that wait, and sort them.
const DUE: &str = "SELECT id, account_id, recipient, sealed_message, attempts, created_at, next_attempt_at \
     FROM outbox WHERE is_of_many = FALSE AND next_attempt_at <= $1 ORDER BY next_attempt_at LIMIT $2";
static AHEAD: LazyLock<String> = LazyLock::new(|| DUE.replace("<=", ">"));
static DUE_OF_MANY: LazyLock<String> = LazyLock::new(|| DUE.replace("FALSE", "TRUE"));
static AHEAD_OF_MANY: LazyLock<String> = LazyLock::new(|| AHEAD.replace("FALSE", "TRUE"));

const CLAIM: &str = "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $2 \
     WHERE id = $1 AND (next_attempt_at <= $3 OR next_attempt_at > $4) RETURNING id";
static CLAIM_SQLITE: LazyLock<String> =
    LazyLock::new(|| CLAIM.replace("= $1", "IN (SELECT unhex(value) FROM json_each($1))"));
/// What another node claims at this moment is not waited for.
static CLAIM_POSTGRES: LazyLock<String> = LazyLock::new(|| {
    CLAIM.replace("= $1", "IN (SELECT id FROM outbox WHERE id = ANY($1) FOR UPDATE SKIP LOCKED)")
});

const REMOVE: &str = "DELETE FROM outbox WHERE id = $1";
static REMOVE_SQLITE: LazyLock<String> =
    LazyLock::new(|| REMOVE.replace("= $1", "IN (SELECT unhex(value) FROM json_each($1))"));
static REMOVE_POSTGRES: LazyLock<String> = LazyLock::new(|| REMOVE.replace("= $1", "= ANY($1)"));

impl Unit {
    /// Counts every letter that waits, along an index: as many as people whom a job has changed just now. Ids are
    /// in the order of time.
    pub async fn outbox_state(&mut self) -> Result<OutboxState> {
        const SQL: &str = "SELECT (SELECT COUNT(*) FROM outbox) AS letters, \
                 (SELECT created_at FROM outbox ORDER BY id LIMIT 1) AS oldest";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_one(c).await)?)
    }

    /// Whether more than so many letters of units of many people wait.
    pub async fn are_more_to_many(&mut self, than: i64) -> Result<bool> {
        const SQL: &str = "SELECT next_attempt_at FROM outbox WHERE is_of_many = TRUE \
             LIMIT 1 OFFSET $1";
        let one: Option<OffsetDateTime> =
            on!(self, |c| sqlx::query_scalar(SQL).bind(than).fetch_optional(c).await)?;
        Ok(one.is_some())
    }

    pub async fn add_mail(&mut self, mail: &OutgoingMail) -> Result<()> {
        self.add_letters(slice::from_ref(mail)).await
    }

    /// What is due at `now`, the oldest first, and then what is only due after `latest`: letters of units of many
    /// people, or those of others.
    pub async fn due_mail(
        &mut self,
        is_of_many: bool,
        now: OffsetDateTime,
        latest: OffsetDateTime,
        limit: usize,
    ) -> Result<Vec<OutgoingMail>> {
        let texts = if is_of_many {
            [DUE_OF_MANY.as_str(), AHEAD_OF_MANY.as_str()]
        } else {
            [DUE, AHEAD.as_str()]
        };
        let mut due: Vec<OutgoingMail> = Vec::new();
        for (sql, moment) in texts.into_iter().zip([now, latest]) {
            let room = limit.saturating_sub(due.len());
            if room > 0 {
                due.append(&mut on!(self, |c| sqlx::query_as(sql)
                    .bind(moment)
                    .bind(i64::try_from(room).unwrap_or(i64::MAX))
                    .fetch_all(c)
                    .await)?);
            }
        }
        Ok(due)
    }

    /// Claims one attempt of each of these letters that is still due at `now`, or only after `latest`, until `until`.
    /// Which of them were had: each by exactly one node.
    pub async fn claim_mail(
        &mut self,
        ids: &[Uuid],
        now: OffsetDateTime,
        latest: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Vec<Uuid>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let claim = sqlx::query_scalar(&**CLAIM_SQLITE).bind(json_ids(ids));
                claim.bind(until).bind(now).bind(latest).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                let claim = sqlx::query_scalar(&**CLAIM_POSTGRES).bind(ids);
                claim.bind(until).bind(now).bind(latest).fetch_all(c).await
            })?,
        })
    }

    pub async fn postpone_mail(&mut self, id: Uuid, until: OffsetDateTime) -> Result<()> {
        const SQL: &str = "UPDATE outbox SET next_attempt_at = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(until).execute(c).await.map(drop))?;
        Ok(())
    }

    pub async fn remove_mail(&mut self, ids: &[Uuid]) -> Result<()> {
        match self.engine() {
            Engine::Sqlite(c) => {
                sqlx::query(&**REMOVE_SQLITE).bind(json_ids(ids)).execute(c).await?;
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query(&**REMOVE_POSTGRES).bind(ids).execute(c).await.map(drop)
            })?,
        }
        Ok(())
    }
}
