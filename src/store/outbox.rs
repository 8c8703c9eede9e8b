//! Mail that waits to be sent.

use super::{Result, Unit, on};
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

impl Unit {
    /// Looks at every letter that waits: there are few, unless the mail server is away.
    pub async fn outbox_state(&mut self) -> Result<OutboxState> {
        const SQL: &str = "SELECT COUNT(*) AS letters, MIN(created_at) AS oldest FROM outbox";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_one(c).await)?)
    }

    pub async fn add_mail(&mut self, mail: &OutgoingMail) -> Result<()> {
        const SQL: &str = "INSERT INTO outbox (id, account_id, recipient, sealed_message, attempts, \
                 created_at, next_attempt_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on!(self, |c| sqlx::query(SQL)
            .bind(mail.id)
            .bind(mail.account_id)
            .bind(&mail.recipient)
            .bind(&mail.sealed_message)
            .bind(mail.attempts)
            .bind(mail.created_at)
            .bind(mail.next_attempt_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// What is due at `now`, or only after `latest`.
    pub async fn due_mail(
        &mut self,
        now: OffsetDateTime,
        latest: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<OutgoingMail>> {
        const SQL: &str = "SELECT id, account_id, recipient, sealed_message, attempts, created_at, \
                 next_attempt_at FROM outbox WHERE next_attempt_at <= $1 \
             UNION ALL SELECT id, account_id, recipient, sealed_message, attempts, created_at, \
                 next_attempt_at FROM outbox WHERE next_attempt_at > $2 \
             ORDER BY next_attempt_at LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(now)
            .bind(latest)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Claims one attempt until `until`. `true` for exactly one node.
    pub async fn claim_mail(&mut self, mail: &OutgoingMail, until: OffsetDateTime) -> Result<bool> {
        const SQL: &str = "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $3 \
             WHERE id = $1 AND attempts = $2";
        let claimed = on!(self, |c| sqlx::query(SQL)
            .bind(mail.id)
            .bind(mail.attempts)
            .bind(until)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(claimed == 1)
    }

    pub async fn postpone_mail(&mut self, id: Uuid, until: OffsetDateTime) -> Result<()> {
        const SQL: &str = "UPDATE outbox SET next_attempt_at = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(until).execute(c).await.map(drop))?;
        Ok(())
    }

    pub async fn remove_mail(&mut self, id: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM outbox WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).execute(c).await.map(drop))?;
        Ok(())
    }
}
