//! Known devices: browsers that have logged in to an account before.

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

impl Unit {
    pub async fn is_known_device(&mut self, token_hash: &[u8], account: Uuid) -> Result<bool> {
        const SQL: &str =
            "SELECT COUNT(*) FROM known_devices WHERE token_hash = $1 AND account_id = $2";
        let count: i64 = on!(self, |c| sqlx::query_scalar(SQL)
            .bind(token_hash)
            .bind(account)
            .fetch_one(c)
            .await)?;
        Ok(count == 1)
    }

    pub async fn forget_devices_of(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM known_devices WHERE account_id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
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
