//! Codes that the enrolment after a reset asks for, as hashes. See [`crate::domain::recovery::enrolment_code`].

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EnrolmentCodeRow {
    pub account_id: Uuid,
    pub reset_id: Uuid,
    pub code_hash: String,
    pub expires_at: OffsetDateTime,
}

impl Unit {
    /// Puts a code in the place of whatever code the account had.
    pub async fn set_enrolment_code(&mut self, code: &EnrolmentCodeRow) -> Result<()> {
        const SQL: &str = "INSERT INTO enrolment_codes (account_id, reset_id, code_hash, expires_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET \
                 reset_id = excluded.reset_id, code_hash = excluded.code_hash, \
                 expires_at = excluded.expires_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(code.account_id)
            .bind(code.reset_id)
            .bind(&code.code_hash)
            .bind(code.expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The code of an account, while it holds.
    pub async fn enrolment_code_of(
        &mut self,
        account: Uuid,
        now: OffsetDateTime,
    ) -> Result<Option<EnrolmentCodeRow>> {
        const SQL: &str = "SELECT account_id, reset_id, code_hash, expires_at FROM enrolment_codes \
             WHERE account_id = $1 AND expires_at > $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).bind(now).fetch_optional(c).await)?)
    }

    /// Takes a code away. `true` for exactly one caller, while it is the account's.
    pub async fn take_enrolment_code(&mut self, code: &EnrolmentCodeRow) -> Result<bool> {
        const SQL: &str = "DELETE FROM enrolment_codes \
             WHERE account_id = $1 AND reset_id = $2 AND code_hash = $3";
        let taken = on!(self, |c| sqlx::query(SQL)
            .bind(code.account_id)
            .bind(code.reset_id)
            .bind(&code.code_hash)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(taken == 1)
    }

    pub async fn remove_enrolment_code_of(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM enrolment_codes WHERE account_id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
        Ok(())
    }
}
