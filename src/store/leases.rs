//! Leases: which node does a job for all of them. See [`crate::domain::lease`].

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

/// Which node does a job for all of them.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LeaseRow {
    pub job: String,
    pub holder: Uuid,
    pub expires_at: OffsetDateTime,
}

impl Unit {
    /// Those that are held at `now`.
    pub async fn leases(&mut self, now: OffsetDateTime) -> Result<Vec<LeaseRow>> {
        const SQL: &str =
            "SELECT job, holder, expires_at FROM leases WHERE expires_at > $1 ORDER BY job";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(now).fetch_all(c).await)?)
    }

    /// Takes a lease that nobody holds at `now`, or that lasts beyond `latest`, or prolongs one's own.
    /// `true` for exactly one holder, however many ask at once.
    pub async fn take_lease(
        &mut self,
        job: &str,
        holder: Uuid,
        now: OffsetDateTime,
        until: OffsetDateTime,
        latest: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "INSERT INTO leases (job, holder, expires_at) VALUES ($1, $2, $4) \
             ON CONFLICT (job) DO UPDATE \
                 SET holder = excluded.holder, expires_at = excluded.expires_at \
                 WHERE leases.expires_at <= $3 OR leases.expires_at > $5 \
                     OR leases.holder = excluded.holder";
        let taken = on!(self, |c| sqlx::query(SQL)
            .bind(job)
            .bind(holder)
            .bind(now)
            .bind(until)
            .bind(latest)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(taken == 1)
    }

    /// Gives up whatever a node holds.
    pub async fn give_up_leases(&mut self, holder: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM leases WHERE holder = $1";
        on!(self, |c| sqlx::query(SQL).bind(holder).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Who holds a lease at `now`.
    pub async fn lease_holder(&mut self, job: &str, now: OffsetDateTime) -> Result<Option<Uuid>> {
        const SQL: &str = "SELECT holder FROM leases WHERE job = $1 AND expires_at > $2";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(job).bind(now).fetch_optional(c).await)?)
    }
}
