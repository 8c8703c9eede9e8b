//! Sessions, by the hash of their token. See [`crate::domain::session`] for their stages.

use super::{Result, ShelfRow, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Session {
    pub id: Uuid,
    pub account_id: Uuid,
    pub stage: String,
    pub sealed_secret: Option<Vec<u8>>,
    pub granted_step: Option<i64>,
    pub last_seen_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// A session with the account it belongs to and what that keeps on its launcher, in one query:
/// every page asks for the former, and the page people look at most for both.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionOfAccount {
    #[sqlx(flatten)]
    pub session: Session,
    pub nip: String,
    pub name: String,
    pub agency: String,
    pub roles: String,
    #[sqlx(flatten)]
    pub shelf: ShelfRow,
}

#[derive(Debug)]
pub struct NewSession<'a> {
    pub id: Uuid,
    pub token_hash: &'a [u8],
    pub account_id: Uuid,
    pub stage: &'a str,
    pub sealed_secret: Option<&'a [u8]>,
    pub granted_step: Option<i64>,
    pub expires_at: OffsetDateTime,
}

impl Unit {
    pub async fn session(&mut self, token_hash: &[u8]) -> Result<Option<SessionOfAccount>> {
        const SQL: &str = "SELECT s.id, s.account_id, s.stage, s.sealed_secret, s.granted_step, \
                 s.last_seen_at, s.expires_at, a.nip, a.name, a.agency, a.roles, \
                 h.favourites, COALESCE(h.recents, '') AS recents, \
                 COALESCE(h.acknowledged, '') AS acknowledged \
             FROM sessions s JOIN accounts a ON a.id = s.account_id \
             LEFT JOIN shelves h ON h.account_id = s.account_id WHERE s.token_hash = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(token_hash).fetch_optional(c).await)?)
    }

    pub async fn add_session(&mut self, new: &NewSession<'_>, now: OffsetDateTime) -> Result<()> {
        const SQL: &str = "INSERT INTO sessions (id, token_hash, account_id, stage, sealed_secret, \
                 granted_step, created_at, last_seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
        on!(self, |c| sqlx::query(SQL)
            .bind(new.id)
            .bind(new.token_hash)
            .bind(new.account_id)
            .bind(new.stage)
            .bind(new.sealed_secret)
            .bind(new.granted_step)
            .bind(now)
            .bind(new.expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn touch_session(&mut self, id: Uuid, now: OffsetDateTime) -> Result<()> {
        const SQL: &str = "UPDATE sessions SET last_seen_at = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(now).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Turns an enrolling session into an enrolled one. `true` for exactly one caller.
    pub async fn finish_enrolling(&mut self, id: Uuid, granted_step: i64) -> Result<bool> {
        const SQL: &str = "UPDATE sessions SET stage = 'enrolled', sealed_secret = NULL, \
                 granted_step = $2 WHERE id = $1 AND stage = 'enrolling'";
        let finished = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(granted_step)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(finished == 1)
    }

    pub async fn end_sessions_of(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM sessions WHERE account_id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
        Ok(())
    }

    pub async fn end_enrolling_sessions_of(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM sessions WHERE account_id = $1 AND stage = 'enrolling'";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Ends a session. `true` for exactly one caller, however many ask at once.
    pub async fn end_session(&mut self, id: Uuid) -> Result<bool> {
        const SQL: &str = "DELETE FROM sessions WHERE id = $1";
        let ended = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(ended == 1)
    }

    /// Removes sessions that are over: past their end, or last seen before `idle_since`.
    pub async fn remove_dead_sessions(
        &mut self,
        now: OffsetDateTime,
        idle_since: OffsetDateTime,
    ) -> Result<u64> {
        const SQL: &str = "DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2";
        Ok(on!(self, |c| sqlx::query(SQL)
            .bind(now)
            .bind(idle_since)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
