//! Authenticators: the apps that make a person's one-time codes.

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Authenticator {
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: String,
    pub sealed_secret: Vec<u8>,
    /// The last time step whose code was accepted.
    pub last_step: i64,
}

impl Unit {
    pub async fn authenticators_of(&mut self, account: Uuid) -> Result<Vec<Authenticator>> {
        const SQL: &str = "SELECT id, account_id, name, sealed_secret, last_step \
                           FROM authenticators WHERE account_id = $1 ORDER BY id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    pub async fn add_authenticator(
        &mut self,
        authenticator: &Authenticator,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO authenticators \
             (id, account_id, name, sealed_secret, last_step, created_at, last_used_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $6)";
        on!(self, |c| sqlx::query(SQL)
            .bind(authenticator.id)
            .bind(authenticator.account_id)
            .bind(&authenticator.name)
            .bind(&authenticator.sealed_secret)
            .bind(authenticator.last_step)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Burns a time step and all before it. `true` for exactly one caller, however many ask at
    /// once on however many nodes.
    pub async fn burn_step(
        &mut self,
        authenticator: Uuid,
        step: i64,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE authenticators SET last_step = $2, last_used_at = $3 \
                           WHERE id = $1 AND last_step < $2";
        let burned = on!(self, |c| sqlx::query(SQL)
            .bind(authenticator)
            .bind(step)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(burned == 1)
    }
}
