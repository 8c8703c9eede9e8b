//! Links and codes that were sent to a mailbox, as hashes.

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

impl Unit {
    /// Keeps a token. Earlier ones stay: whoever asks again must not make the first letter useless.
    pub async fn add_mailed_token(
        &mut self,
        token_hash: &[u8],
        account: Uuid,
        purpose: &str,
        expires_at: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO mailed_tokens (token_hash, account_id, purpose, expires_at) \
             VALUES ($1, $2, $3, $4)";
        on!(self, |c| sqlx::query(SQL)
            .bind(token_hash)
            .bind(account)
            .bind(purpose)
            .bind(expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn remove_mailed_tokens_of(&mut self, account: Uuid, purpose: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM mailed_tokens WHERE account_id = $1 AND purpose = $2";
        on!(self, |c| sqlx::query(SQL).bind(account).bind(purpose).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Whose token this is, while it holds; one that holds beyond `latest` was made by a clock that was
    /// ahead, and does not.
    pub async fn mailed_token(
        &mut self,
        token_hash: &[u8],
        purpose: &str,
        now: OffsetDateTime,
        latest: OffsetDateTime,
    ) -> Result<Option<Uuid>> {
        const SQL: &str = "SELECT account_id FROM mailed_tokens \
             WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND expires_at <= $4";
        Ok(on!(self, |c| sqlx::query_scalar(SQL)
            .bind(token_hash)
            .bind(purpose)
            .bind(now)
            .bind(latest)
            .fetch_optional(c)
            .await)?)
    }

    /// Takes it away while it holds: whose it was, for exactly one caller.
    pub async fn take_mailed_token(
        &mut self,
        token_hash: &[u8],
        purpose: &str,
        now: OffsetDateTime,
        latest: OffsetDateTime,
    ) -> Result<Option<Uuid>> {
        const SQL: &str = "DELETE FROM mailed_tokens \
             WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND expires_at <= $4 RETURNING account_id";
        Ok(on!(self, |c| sqlx::query_scalar(SQL)
            .bind(token_hash)
            .bind(purpose)
            .bind(now)
            .bind(latest)
            .fetch_optional(c)
            .await)?)
    }
}
