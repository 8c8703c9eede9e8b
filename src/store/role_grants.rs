//! Roles that people hold over a part of the tree of agencies, for a time
//! ([`crate::domain::people::authority`]). How many somebody holds stands with the account, so that of nearly
//! everybody nothing more is asked.

use super::{Result, Unit, on};
use crate::domain::people::role::Role;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RoleGrantRow {
    pub id: Uuid,
    pub account_id: Uuid,
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// Over whose people: of this agency and all below it; `None`: everybody.
    pub agency_id: Option<Uuid>,
    /// The number of the decree of an acting post.
    pub decree: Option<String>,
    pub starts_at: OffsetDateTime,
    pub ends_at: Option<OffsetDateTime>,
    pub granted_by: Option<Uuid>,
    pub granted_at: OffsetDateTime,
}

impl Unit {
    /// All that somebody holds, those that have not begun or are over, too.
    pub async fn role_grants_of(&mut self, account: Uuid) -> Result<Vec<RoleGrantRow>> {
        const SQL: &str = "SELECT id, account_id, role, agency_id, decree, starts_at, ends_at, \
                 granted_by, granted_at FROM role_grants WHERE account_id = $1 \
             ORDER BY granted_at, id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    pub async fn role_grant(&mut self, id: Uuid) -> Result<Option<RoleGrantRow>> {
        const SQL: &str = "SELECT id, account_id, role, agency_id, decree, starts_at, ends_at, \
                 granted_by, granted_at FROM role_grants WHERE id = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(id).fetch_optional(c).await)?)
    }

    /// The account is locked in this unit.
    pub async fn add_role_grant(&mut self, grant: &RoleGrantRow) -> Result<()> {
        const SQL: &str = "INSERT INTO role_grants (id, account_id, role, agency_id, decree, \
                 starts_at, ends_at, granted_by, granted_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on!(self, |c| sqlx::query(SQL)
            .bind(grant.id)
            .bind(grant.account_id)
            .bind(grant.role.name())
            .bind(grant.agency_id)
            .bind(&grant.decree)
            .bind(grant.starts_at)
            .bind(grant.ends_at)
            .bind(grant.granted_by)
            .bind(grant.granted_at)
            .execute(c)
            .await
            .map(drop))?;
        self.count_role_grants(grant.account_id).await
    }

    /// Whether it was there. The account is locked in this unit.
    pub async fn remove_role_grant(&mut self, id: Uuid, account: Uuid) -> Result<bool> {
        const SQL: &str = "DELETE FROM role_grants WHERE id = $1 AND account_id = $2";
        let removed = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(account)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        self.count_role_grants(account).await?;
        Ok(removed == 1)
    }

    async fn count_role_grants(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "UPDATE accounts SET role_grant_count = \
                 (SELECT COUNT(*) FROM role_grants g WHERE g.account_id = $1) WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
        Ok(())
    }
}
