//! What people allowed services to know.

use crate::store::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ConsentRow {
    pub client_id: String,
    pub scope: String,
    pub given_at: OffsetDateTime,
}

impl Unit {
    pub async fn consents_of(&mut self, account: Uuid) -> Result<Vec<ConsentRow>> {
        const SQL: &str = "SELECT client_id, scope, given_at FROM consents \
             WHERE account_id = $1 ORDER BY given_at, client_id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    /// In place of what was allowed before.
    pub async fn give_consent(
        &mut self,
        account: Uuid,
        client: &str,
        scope: &str,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO consents (account_id, client_id, scope, given_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, client_id) \
             DO UPDATE SET scope = excluded.scope, given_at = excluded.given_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(client)
            .bind(scope)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Whether there was one.
    pub async fn withdraw_consent(&mut self, account: Uuid, client: &str) -> Result<bool> {
        const SQL: &str = "DELETE FROM consents WHERE account_id = $1 AND client_id = $2";
        let removed = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(client)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(removed == 1)
    }
}
