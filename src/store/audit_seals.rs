//! Seals of archived segments of the record, and what they let go. See [`crate::domain::audit::segment`].

use super::{AuditEvent, Result, Unit, on};
use time::OffsetDateTime;

/// Which rows of a chain were archived.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditSeal {
    /// −1: rows from before there were chains.
    pub chain: i64,
    pub last_position: i64,
    pub first_position: i64,
    /// Seals that were made together have one number, and know how many they are.
    pub segment: i64,
    pub parts: i64,
    /// Of the row before the first; empty where there is none.
    pub mac_before: Vec<u8>,
    /// Of the last row.
    pub mac: Vec<u8>,
    pub sealed_at: OffsetDateTime,
    pub seal: Vec<u8>,
}

impl Unit {
    /// Every seal, chain by chain, each in the order of its rows.
    pub async fn audit_seals(&mut self) -> Result<Vec<AuditSeal>> {
        const SQL: &str = "SELECT chain, last_position, first_position, segment, parts, mac_before, \
                 mac, sealed_at, seal FROM audit_seals ORDER BY chain, last_position";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    pub async fn add_audit_seal(&mut self, seal: &AuditSeal) -> Result<()> {
        const SQL: &str = "INSERT INTO audit_seals (chain, last_position, first_position, segment, \
                 parts, mac_before, mac, sealed_at, seal) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on!(self, |c| sqlx::query(SQL)
            .bind(seal.chain)
            .bind(seal.last_position)
            .bind(seal.first_position)
            .bind(seal.segment)
            .bind(seal.parts)
            .bind(&seal.mac_before)
            .bind(&seal.mac)
            .bind(seal.sealed_at)
            .bind(&seal.seal)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Removes rows of a chain up to a position, the first ones first, at most so many; how many there
    /// were. The triggers let go only what a seal covers.
    pub async fn drop_audit_events(&mut self, chain: i64, last: i64, most: i64) -> Result<u64> {
        const SQL: &str = "DELETE FROM audit_events WHERE id IN \
                 (SELECT id FROM audit_events WHERE chain = $1 AND position <= $2 \
                  ORDER BY position LIMIT $3)";
        Ok(on!(self, |c| sqlx::query(SQL)
            .bind(chain)
            .bind(last)
            .bind(most)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// The same of those that stand in no chain.
    pub async fn drop_unchained_audit_events(&mut self) -> Result<u64> {
        const SQL: &str = "DELETE FROM audit_events \
             WHERE chain IS NULL AND position IS NULL AND mac IS NULL";
        let done =
            on!(self, |c| sqlx::query(SQL).execute(c).await.map(|done| done.rows_affected()));
        Ok(done?)
    }

    /// How many rows of a chain stand at this position or before it.
    pub async fn count_audit_events_up_to(&mut self, chain: i64, last: i64) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM audit_events WHERE chain = $1 AND position <= $2";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(chain).bind(last).fetch_one(c).await)?)
    }

    /// The code of the row at a position.
    pub async fn mac_of_audit_event(
        &mut self,
        chain: i64,
        position: i64,
    ) -> Result<Option<Vec<u8>>> {
        const SQL: &str = "SELECT mac FROM audit_events \
             WHERE chain = $1 AND position = $2 AND mac IS NOT NULL";
        Ok(on!(self, |c| sqlx::query_scalar(SQL)
            .bind(chain)
            .bind(position)
            .fetch_optional(c)
            .await)?)
    }

    /// Ids after one, each with whether its row stands in none of the chains, or only half in one.
    pub async fn audit_places(
        &mut self,
        after: uuid::Uuid,
        limit: i64,
    ) -> Result<Vec<(uuid::Uuid, bool)>> {
        const SQL: &str = "SELECT id, (chain IS NULL OR chain NOT BETWEEN 0 AND 15 \
                 OR position IS NULL OR position < 1 OR mac IS NULL) AS is_outside \
             FROM audit_events WHERE id > $1 ORDER BY id LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(c).await)?)
    }

    /// Rows that stand in none of the chains, or only half in one, after an id.
    pub async fn audit_events_outside(
        &mut self,
        after: uuid::Uuid,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        const SQL: &str = "SELECT id, at, event, account_id, subject, address, user_agent, object, \
                 chain, position, mac FROM audit_events \
             WHERE id > $1 AND (chain IS NULL OR chain NOT BETWEEN 0 AND 15 \
                 OR position IS NULL OR position < 1 OR mac IS NULL) ORDER BY id LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(c).await)?)
    }
}
