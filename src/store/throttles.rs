//! Throttles: what is remembered of each budget. See [`crate::domain::guard::throttle`].

use super::{Pools, Result, Store, Unit, inline, on};
use rusqlite::Row;
use time::OffsetDateTime;

#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Throttle {
    pub attempts: i64,
    /// From when on they fade: a little before the last attempt, or right then. (Programs before
    /// budgets faded took it for the last attempt itself; both may run at once.)
    pub last_attempt_at: OffsetDateTime,
    pub wait_until: OffsetDateTime,
}

const BY_KEY: &str =
    "SELECT attempts, last_attempt_at, wait_until FROM throttles WHERE subject = $1";

impl Throttle {
    /// The columns of [`BY_KEY`], in their order.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            attempts: row.get(0)?,
            last_attempt_at: inline::time(row, 1)?,
            wait_until: inline::time(row, 2)?,
        })
    }
}

impl Store {
    /// What is remembered of `key`, in the quickest way there is ([`inline`]); `None` where there is nothing yet.
    pub async fn throttle(&self, key: &[u8]) -> Result<Option<Throttle>> {
        if let Pools::Sqlite { inline, .. } = &self.0
            && let Ok(found) = inline.one(BY_KEY, key, Throttle::read)
        {
            return Ok(found);
        }
        let unit = &mut self.read().await?;
        Ok(on!(unit, |c| sqlx::query_as(BY_KEY).bind(key).fetch_optional(c).await)?)
    }
}

impl Unit {
    /// What is remembered of `key`, made where there is nothing yet. The row stays locked
    /// until the unit ends, so that attempts at once are counted one after another.
    pub async fn lock_throttle(&mut self, key: &[u8], now: OffsetDateTime) -> Result<Throttle> {
        const SQL: &str = "INSERT INTO throttles (subject, attempts, last_attempt_at, wait_until) \
             VALUES ($1, 0, $2, $2) \
             ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject \
             RETURNING attempts, last_attempt_at, wait_until";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(key).bind(now).fetch_one(c).await)?)
    }

    /// The same where it still is `old`. Whether it was; then it stays locked, too.
    pub async fn replace_throttle(
        &mut self,
        key: &[u8],
        old: Throttle,
        new: Throttle,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE throttles SET attempts = $2, last_attempt_at = $3, \
                 wait_until = $4 WHERE subject = $1 AND attempts = $5 AND last_attempt_at = $6 \
                 AND wait_until = $7";
        let replaced = on!(self, |c| sqlx::query(SQL)
            .bind(key)
            .bind(new.attempts)
            .bind(new.last_attempt_at)
            .bind(new.wait_until)
            .bind(old.attempts)
            .bind(old.last_attempt_at)
            .bind(old.wait_until)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(replaced == 1)
    }

    pub async fn set_throttle(&mut self, key: &[u8], throttle: Throttle) -> Result<()> {
        const SQL: &str = "UPDATE throttles SET attempts = $2, last_attempt_at = $3, \
                 wait_until = $4 WHERE subject = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(key)
            .bind(throttle.attempts)
            .bind(throttle.last_attempt_at)
            .bind(throttle.wait_until)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Removes what is remembered of these.
    pub async fn forget_throttles(&mut self, subjects: &[Vec<u8>; 4]) -> Result<()> {
        const SQL: &str = "DELETE FROM throttles WHERE subject IN ($1, $2, $3, $4)";
        let [a, b, c, d] = subjects;
        on!(self, |connection| sqlx::query(SQL)
            .bind(a)
            .bind(b)
            .bind(c)
            .bind(d)
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }
}
