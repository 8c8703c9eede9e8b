//! Assertions of clients that were used.

use crate::store::{Result, Unit, on};
use time::OffsetDateTime;

impl Unit {
    /// Notes that this one was used. `true` for exactly one caller.
    pub async fn use_assertion(
        &mut self,
        client: &str,
        jti_hash: &[u8],
        expires_at: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "INSERT INTO used_assertions (client_id, jti_hash, expires_at) \
             VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let added = on!(self, |c| sqlx::query(SQL)
            .bind(client)
            .bind(jti_hash)
            .bind(expires_at)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }
}
