//! The audit record: rows are added, never changed or removed; triggers in both engines see to it,
//! and the chain they form shows whoever went past the triggers. See [`crate::domain::audit`].

use super::{Engine, Pair, Result, Unit, on, on_pair, on_postgres, pair};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEvent {
    pub id: Uuid,
    pub at: OffsetDateTime,
    pub event: String,
    pub account_id: Option<Uuid>,
    #[sqlx(rename = "subject")]
    pub masked_nip: String,
    pub address: String,
    pub user_agent: String,
    /// What it was about, beyond whose it is.
    pub object: Option<String>,
    /// Where it stands; rows from before there were chains stand nowhere.
    pub chain: Option<i64>,
    /// Counts from 1.
    pub position: Option<i64>,
    pub mac: Option<Vec<u8>>,
}

/// A row, and which agency its person belongs to now.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RecordedEvent {
    #[sqlx(flatten)]
    pub event: AuditEvent,
    pub agency: Option<String>,
}

/// The end of a chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditChain {
    pub chain: i64,
    pub length: i64,
    /// Of its last row; empty while there is none.
    pub mac: Vec<u8>,
}

impl Unit {
    /// The end of a chain. The row stays locked until the unit ends, so that rows are added one
    /// after another.
    pub async fn lock_audit_chain(&mut self, chain: i64) -> Result<AuditChain> {
        const SQL: &str = "SELECT chain, length, mac FROM audit_chains WHERE chain = $1";
        const LOCKING: &str =
            concat!("SELECT chain, length, mac FROM audit_chains WHERE chain = $1", " FOR UPDATE");
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => sqlx::query_as(SQL).bind(chain).fetch_one(c).await?,
            Engine::Postgres(held) => {
                on_postgres!(held, |c| sqlx::query_as(LOCKING).bind(chain).fetch_one(c).await)?
            }
        })
    }

    /// Adds a row at the end of its chain, which it is from then on.
    pub async fn append_audit_event(&mut self, event: &AuditEvent) -> Result<()> {
        const SQL: Pair = pair!(
            "INSERT INTO audit_events (chain, position, mac, id, at, event, account_id, subject, \
                 address, user_agent, object) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            "UPDATE audit_chains SET length = $2, mac = $3 WHERE chain = $1"
        );
        on_pair!(self, SQL, |c, sql| sqlx::query(sql)
            .bind(event.chain)
            .bind(event.position)
            .bind(&event.mac)
            .bind(event.id)
            .bind(event.at)
            .bind(&event.event)
            .bind(event.account_id)
            .bind(&event.masked_nip)
            .bind(&event.address)
            .bind(&event.user_agent)
            .bind(&event.object)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn set_audit_chain(&mut self, end: &AuditChain) -> Result<()> {
        const SQL: &str = "UPDATE audit_chains SET length = $2, mac = $3 WHERE chain = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(end.chain)
            .bind(end.length)
            .bind(&end.mac)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn audit_chains(&mut self) -> Result<Vec<AuditChain>> {
        const SQL: &str = "SELECT chain, length, mac FROM audit_chains ORDER BY chain";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// What happened to an account, the newest first.
    pub async fn audit_events_of(&mut self, account: Uuid, limit: i64) -> Result<Vec<AuditEvent>> {
        const SQL: &str = "SELECT id, at, event, account_id, subject, address, user_agent, object, \
                 chain, position, mac FROM audit_events \
             WHERE account_id = $1 ORDER BY at DESC, chain DESC, position DESC LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).bind(limit).fetch_all(c).await)?)
    }

    /// What happened to an account before a moment and an event, the latest first.
    pub async fn audit_events_before(
        &mut self,
        account: Uuid,
        before: (OffsetDateTime, Uuid),
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        const SQL: &str = "SELECT id, at, event, account_id, subject, address, user_agent, object, \
                 chain, position, mac FROM audit_events \
             WHERE account_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(account)
            .bind(before.0)
            .bind(before.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Rows before one id and not before another one, the latest first.
    pub async fn audit_events_by_id(
        &mut self,
        before: Uuid,
        first: Uuid,
        limit: i64,
    ) -> Result<Vec<RecordedEvent>> {
        const SQL: &str = "SELECT e.id, e.at, e.event, e.account_id, e.subject, e.address, \
                 e.user_agent, e.object, e.chain, e.position, e.mac, a.agency \
             FROM audit_events e LEFT JOIN accounts a ON a.id = e.account_id \
             WHERE e.id < $1 AND e.id >= $2 ORDER BY e.id DESC LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(before)
            .bind(first)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// What happened to an account before a moment and after an event, in the order of time.
    pub async fn audit_events_between(
        &mut self,
        account: Uuid,
        after: (OffsetDateTime, Uuid),
        until: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        const SQL: &str = "SELECT id, at, event, account_id, subject, address, user_agent, object, \
                 chain, position, mac FROM audit_events \
             WHERE account_id = $1 AND (at, id) > ($2, $3) AND at < $4 ORDER BY at, id LIMIT $5";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(account)
            .bind(after.0)
            .bind(after.1)
            .bind(until)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// The rows of a chain after a position, in order.
    pub async fn audit_events_of_chain(
        &mut self,
        chain: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        const SQL: &str = "SELECT id, at, event, account_id, subject, address, user_agent, object, \
                 chain, position, mac FROM audit_events \
             WHERE chain = $1 AND position > $2 ORDER BY position LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(chain)
            .bind(after)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Rows that stand in no chain: from before there were chains.
    pub async fn unchained_audit_events(&mut self) -> Result<Vec<AuditEvent>> {
        const SQL: &str = "SELECT id, at, event, account_id, subject, address, user_agent, object, \
                 chain, position, mac FROM audit_events \
             WHERE chain IS NULL AND position IS NULL AND mac IS NULL ORDER BY at, id";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }
}
