//! Which operators saw or changed somebody ([`crate::domain::people::access`]).

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AccessRow {
    pub id: Uuid,
    pub account_id: Uuid,
    pub operator_id: Uuid,
    pub operator_name: String,
    pub agency: String,
    pub act: String,
    pub reason: String,
    pub at: OffsetDateTime,
}

impl Unit {
    /// Adds one, unless it is there already.
    pub async fn add_access(&mut self, access: &AccessRow) -> Result<()> {
        const SQL: &str = "INSERT INTO accesses (id, account_id, operator_id, operator_name, agency, \
                 act, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
        on!(self, |c| sqlx::query(SQL)
            .bind(access.id)
            .bind(access.account_id)
            .bind(access.operator_id)
            .bind(&access.operator_name)
            .bind(&access.agency)
            .bind(&access.act)
            .bind(&access.reason)
            .bind(access.at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn has_access(&mut self, id: Uuid) -> Result<bool> {
        const SQL: &str = "SELECT COUNT(*) FROM accesses WHERE id = $1";
        let count: i64 = on!(self, |c| sqlx::query_scalar(SQL).bind(id).fetch_one(c).await)?;
        Ok(count > 0)
    }

    /// Those to an account before a moment and an id, the latest first.
    pub async fn accesses_to(
        &mut self,
        account: Uuid,
        before: (OffsetDateTime, Uuid),
        limit: i64,
    ) -> Result<Vec<AccessRow>> {
        const SQL: &str = "SELECT id, account_id, operator_id, operator_name, agency, act, reason, at \
             FROM accesses WHERE account_id = $1 AND (at, id) < ($2, $3) \
             ORDER BY at DESC, id DESC LIMIT $4";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(account)
            .bind(before.0)
            .bind(before.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }
}
