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
    /// Somebody else's computer: a short session that leaves nothing.
    pub public_device: bool,
    /// From where it was opened.
    pub address: String,
    pub user_agent: String,
    pub created_at: OffsetDateTime,
    /// When its person last proved to be there.
    pub proved_at: OffsetDateTime,
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
    pub renewal: String,
    pub recovery_codes_left: i64,
    /// Resets that its person may still cancel: none or one.
    pub open_resets: i64,
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
    pub public_device: bool,
    pub address: &'a str,
    pub user_agent: &'a str,
    pub expires_at: OffsetDateTime,
}

impl Unit {
    pub async fn session(&mut self, token_hash: &[u8]) -> Result<Option<SessionOfAccount>> {
        const SQL: &str = "SELECT s.id, s.account_id, s.stage, s.sealed_secret, s.granted_step, \
                 s.public_device, s.address, s.user_agent, s.created_at, s.proved_at, \
                 s.last_seen_at, s.expires_at, a.nip, a.name, a.agency, a.roles, a.renewal, \
                 (SELECT COUNT(*) FROM recovery_codes r \
                  WHERE r.account_id = a.id AND r.used_at IS NULL) AS recovery_codes_left, \
                 (SELECT COUNT(*) FROM resets r WHERE r.account_id = a.id \
                  AND r.state IN ('waiting', 'requested')) AS open_resets, \
                 h.favourites, COALESCE(h.recents, '') AS recents, \
                 COALESCE(h.acknowledged, '') AS acknowledged \
             FROM sessions s JOIN accounts a ON a.id = s.account_id \
             LEFT JOIN shelves h ON h.account_id = s.account_id WHERE s.token_hash = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(token_hash).fetch_optional(c).await)?)
    }

    pub async fn add_session(&mut self, new: &NewSession<'_>, now: OffsetDateTime) -> Result<()> {
        const SQL: &str = "INSERT INTO sessions (id, token_hash, account_id, stage, sealed_secret, \
                 granted_step, public_device, address, user_agent, created_at, proved_at, \
                 last_seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $11)";
        on!(self, |c| sqlx::query(SQL)
            .bind(new.id)
            .bind(new.token_hash)
            .bind(new.account_id)
            .bind(new.stage)
            .bind(new.sealed_secret)
            .bind(new.granted_step)
            .bind(new.public_device)
            .bind(new.address)
            .bind(new.user_agent)
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

    /// Everything that is open for an account.
    pub async fn sessions_of(&mut self, account: Uuid) -> Result<Vec<Session>> {
        const SQL: &str = "SELECT id, account_id, stage, sealed_secret, granted_step, \
                 public_device, address, user_agent, created_at, proved_at, last_seen_at, \
                 expires_at FROM sessions WHERE account_id = $1 ORDER BY last_seen_at DESC, id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    /// Ends every session of an account but `keep`; how many there were.
    pub async fn end_sessions_of(&mut self, account: Uuid, keep: Option<Uuid>) -> Result<u64> {
        const SQL: &str = "DELETE FROM sessions WHERE account_id = $1 AND id <> $2";
        let keep = keep.unwrap_or_default();
        Ok(on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(keep)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Gives a session another token, and notes that its person has just proved to be there.
    pub async fn renew_session(
        &mut self,
        id: Uuid,
        token_hash: &[u8],
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE sessions SET token_hash = $2, proved_at = $3, last_seen_at = $3 \
             WHERE id = $1 AND stage = 'authenticated'";
        let renewed = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(token_hash)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(renewed == 1)
    }

    /// Keeps, or forgets, the secret of an authenticator that is being set up while logged in.
    /// `true` for exactly one caller that takes `old` away.
    pub async fn set_pending_secret(
        &mut self,
        id: Uuid,
        old: Option<&[u8]>,
        new: Option<&[u8]>,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE sessions SET sealed_secret = $3 WHERE id = $1 \
             AND stage = 'authenticated' AND COALESCE(sealed_secret, $4) = COALESCE($2, $4)";
        let none: &[u8] = &[];
        let set = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(old)
            .bind(new)
            .bind(none)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(set == 1)
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

    /// Removes sessions that are over: past their end, or last seen before `idle_since`, on
    /// somebody else's computer before `public_idle_since`.
    pub async fn remove_dead_sessions(
        &mut self,
        now: OffsetDateTime,
        idle_since: OffsetDateTime,
        public_idle_since: OffsetDateTime,
    ) -> Result<u64> {
        const SQL: &str = "DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2 \
             OR (last_seen_at <= $3 AND public_device)";
        Ok(on!(self, |c| sqlx::query(SQL)
            .bind(now)
            .bind(idle_since)
            .bind(public_idle_since)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }
}
