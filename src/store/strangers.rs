//! Attempts with numbers that nobody has, by network and hour, until they are written down.

use super::{Result, Unit, on};
use time::OffsetDateTime;

/// What one network tried in one hour.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RefusedStrangers {
    pub network: String,
    pub attempts: i64,
}

impl Unit {
    pub async fn count_stranger(&mut self, hour: OffsetDateTime, network: &str) -> Result<()> {
        const SQL: &str = "INSERT INTO refused_strangers (hour, network, attempts) \
             VALUES ($1, $2, 1) ON CONFLICT (hour, network) \
             DO UPDATE SET attempts = refused_strangers.attempts + 1";
        on!(self, |c| sqlx::query(SQL).bind(hour).bind(network).execute(c).await.map(drop))?;
        Ok(())
    }

    /// The first hour before this moment in which somebody tried.
    pub async fn hour_of_strangers(
        &mut self,
        before: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>> {
        const SQL: &str =
            "SELECT hour FROM refused_strangers WHERE hour < $1 ORDER BY hour LIMIT 1";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(before).fetch_optional(c).await)?)
    }

    /// The networks that tried most in an hour.
    pub async fn loudest_strangers(
        &mut self,
        hour: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<RefusedStrangers>> {
        const SQL: &str = "SELECT network, attempts FROM refused_strangers \
             WHERE hour = $1 ORDER BY attempts DESC, network LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(hour).bind(limit).fetch_all(c).await)?)
    }

    /// How many networks tried in an hour, and how often together.
    pub async fn sum_of_strangers(&mut self, hour: OffsetDateTime) -> Result<(i64, i64)> {
        const SQL: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(attempts), 0) AS BIGINT) \
             FROM refused_strangers WHERE hour = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(hour).fetch_one(c).await)?)
    }

    pub async fn remove_strangers(&mut self, hour: OffsetDateTime) -> Result<()> {
        const SQL: &str = "DELETE FROM refused_strangers WHERE hour = $1";
        on!(self, |c| sqlx::query(SQL).bind(hour).execute(c).await.map(drop))?;
        Ok(())
    }
}
