//! What signs tokens.

use crate::store::{Result, Unit, on};
use time::OffsetDateTime;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SigningKeyRow {
    pub id: String,
    pub algorithm: String,
    pub sealed_key: Vec<u8>,
    pub public_jwk: String,
    pub created_at: OffsetDateTime,
    pub signs_from: OffsetDateTime,
}

impl Unit {
    /// Every key, the one that signs from the latest moment last.
    pub async fn signing_keys(&mut self) -> Result<Vec<SigningKeyRow>> {
        const SQL: &str = "SELECT id, algorithm, sealed_key, public_jwk, created_at, signs_from \
             FROM signing_keys ORDER BY signs_from, id";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// Which key of this algorithm signs at that moment.
    pub async fn due_signing_key(
        &mut self,
        algorithm: &str,
        now: OffsetDateTime,
    ) -> Result<Option<String>> {
        const SQL: &str = "SELECT id FROM signing_keys WHERE algorithm = $1 AND signs_from <= $2 \
             ORDER BY signs_from DESC LIMIT 1";
        Ok(on!(self, |c| sqlx::query_scalar(SQL)
            .bind(algorithm)
            .bind(now)
            .fetch_optional(c)
            .await)?)
    }

    pub async fn add_signing_key(&mut self, key: &SigningKeyRow) -> Result<()> {
        const SQL: &str = "INSERT INTO signing_keys \
                 (id, algorithm, sealed_key, public_jwk, created_at, signs_from) \
             VALUES ($1, $2, $3, $4, $5, $6)";
        on!(self, |c| sqlx::query(SQL)
            .bind(&key.id)
            .bind(&key.algorithm)
            .bind(&key.sealed_key)
            .bind(&key.public_jwk)
            .bind(key.created_at)
            .bind(key.signs_from)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn reseal_signing_key(&mut self, id: &str, old: &[u8], new: &[u8]) -> Result<()> {
        const SQL: &str =
            "UPDATE signing_keys SET sealed_key = $3 WHERE id = $1 AND sealed_key = $2";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(old).bind(new).execute(c).await.map(drop))?;
        Ok(())
    }

    pub async fn remove_signing_key(&mut self, id: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM signing_keys WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Locks the keys, so that nobody else adds one meanwhile.
    pub async fn lock_signing_keys(&mut self) -> Result<()> {
        if let crate::store::Engine::Postgres(held) = self.engine() {
            const LOCK: &str = "LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE";
            crate::store::on_postgres!(held, |c| sqlx::query(LOCK).execute(c).await)?;
        }
        Ok(())
    }
}
