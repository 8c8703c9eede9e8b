//! Known devices: browsers that have logged in to an account before.

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

impl Unit {
    /// Which of these token hashes are known, and to which accounts, that logged in there after
    /// `since`. Empty ones are nobody's.
    pub async fn known_devices(
        &mut self,
        hashes: &[Vec<u8>; 8],
        since: OffsetDateTime,
    ) -> Result<Vec<(Vec<u8>, Uuid)>> {
        const SQL: &str = "SELECT token_hash, account_id FROM known_devices \
             WHERE token_hash IN ($1, $2, $3, $4, $5, $6, $7, $8) AND last_seen_at > $9";
        Ok(on!(self, |c| hashes
            .iter()
            .fold(sqlx::query_as(SQL), |query, hash| query.bind(hash.as_slice()))
            .bind(since)
            .fetch_all(c)
            .await)?)
    }

    /// Every browser is a stranger to the account, but the one with the token hash `keep`.
    pub async fn forget_devices_of(&mut self, account: Uuid, keep: Option<&[u8]>) -> Result<()> {
        const SQL: &str = "DELETE FROM known_devices WHERE account_id = $1 AND token_hash <> $2";
        let keep = keep.unwrap_or_default();
        on!(self, |c| sqlx::query(SQL).bind(account).bind(keep).execute(c).await.map(drop))?;
        Ok(())
    }

    pub async fn remember_device(
        &mut self,
        token_hash: &[u8],
        account: Uuid,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO known_devices (token_hash, account_id, created_at, \
                 last_seen_at) VALUES ($1, $2, $3, $3) \
             ON CONFLICT (token_hash, account_id) DO UPDATE SET last_seen_at = excluded.last_seen_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(token_hash)
            .bind(account)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}
