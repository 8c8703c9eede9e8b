//! Recovery codes, as hashes. See [`crate::domain::credentials::recovery_code`].

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RecoveryCodeRow {
    pub id: Uuid,
    /// A PHC string; the codes of one set share salt and cost.
    pub code_hash: String,
}

impl Unit {
    pub async fn unused_recovery_codes_of(
        &mut self,
        account: Uuid,
    ) -> Result<Vec<RecoveryCodeRow>> {
        const SQL: &str = "SELECT id, code_hash FROM recovery_codes \
             WHERE account_id = $1 AND used_at IS NULL ORDER BY id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    /// Replaces the codes of an account, used ones too.
    pub async fn replace_recovery_codes(
        &mut self,
        account: Uuid,
        codes: &[RecoveryCodeRow],
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO recovery_codes (id, account_id, code_hash, created_at) \
             VALUES ($1, $2, $3, $4)";
        self.remove_recovery_codes_of(account).await?;
        for code in codes {
            on!(self, |c| sqlx::query(SQL)
                .bind(code.id)
                .bind(account)
                .bind(&code.code_hash)
                .bind(now)
                .execute(c)
                .await
                .map(drop))?;
        }
        Ok(())
    }

    pub async fn remove_recovery_codes_of(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM recovery_codes WHERE account_id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Uses a code up. `true` for exactly one caller, however many ask at once.
    pub async fn use_recovery_code(&mut self, id: Uuid, now: OffsetDateTime) -> Result<bool> {
        const SQL: &str =
            "UPDATE recovery_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
        let used = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }
}
