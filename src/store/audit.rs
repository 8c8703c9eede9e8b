//! The audit record: rows are added, never changed or removed; triggers in both engines see to it.

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEvent {
    pub id: Uuid,
    pub at: OffsetDateTime,
    pub event: String,
    pub account_id: Option<Uuid>,
    pub subject: String,
    pub address: String,
    pub user_agent: String,
    /// What it was about, beyond whose it is.
    pub object: Option<String>,
}

impl Unit {
    pub async fn add_audit_event(&mut self, event: &AuditEvent) -> Result<()> {
        const SQL: &str = "INSERT INTO audit_events \
             (id, at, event, account_id, subject, address, user_agent, object) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(self, |c| sqlx::query(SQL)
            .bind(event.id)
            .bind(event.at)
            .bind(&event.event)
            .bind(event.account_id)
            .bind(&event.subject)
            .bind(&event.address)
            .bind(&event.user_agent)
            .bind(&event.object)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// What happened to an account, oldest first.
    pub async fn audit_events_of(&mut self, account: Uuid) -> Result<Vec<AuditEvent>> {
        const SQL: &str = "SELECT id, at, event, account_id, subject, address, user_agent, object \
                           FROM audit_events WHERE account_id = $1 ORDER BY at, id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }
}
