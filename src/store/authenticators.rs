//! Authenticators: the apps that make a person's one-time codes.

use super::{Result, Unit, on};
use strum::{EnumString, IntoStaticStr, VariantArray};
use time::OffsetDateTime;
use uuid::Uuid;

/// What codes are hashed with (RFC 6238 §1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "UPPERCASE")]
pub enum CodeAlgorithm {
    #[default]
    Sha1,
    Sha256,
    Sha512,
}

/// How an authenticator makes its codes. Those that are activated here are of the default kind, which every
/// app knows; others came with their person from another provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct CodeTerms {
    #[sqlx(try_from = "String")]
    pub algorithm: CodeAlgorithm,
    pub digits: i64,
    /// Seconds of a time step.
    pub period: i64,
}

impl Default for CodeTerms {
    fn default() -> Self {
        Self { algorithm: CodeAlgorithm::default(), digits: 6, period: 30 }
    }
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Authenticator {
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: String,
    pub sealed_secret: Vec<u8>,
    #[sqlx(flatten)]
    pub terms: CodeTerms,
    /// The last time step whose code was accepted, in true time.
    pub last_step: i64,
    /// How many steps the phone's clock is ahead (positive) or behind.
    pub clock_offset: i64,
    /// By how much a code was off that fitted another moment, and its step.
    pub suspected_offset: Option<i64>,
    pub suspected_step: Option<i64>,
    pub created_at: OffsetDateTime,
    pub last_used_at: OffsetDateTime,
}

impl Unit {
    pub async fn authenticators_of(&mut self, account: Uuid) -> Result<Vec<Authenticator>> {
        const SQL: &str = "SELECT id, account_id, name, sealed_secret, algorithm, digits, period, \
                 last_step, clock_offset, suspected_offset, suspected_step, created_at, \
                 last_used_at \
             FROM authenticators WHERE account_id = $1 ORDER BY id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    /// Adds an authenticator; `last_step` is the step of the code that proved it.
    pub async fn add_authenticator(&mut self, authenticator: &Authenticator) -> Result<()> {
        const SQL: &str = "INSERT INTO authenticators \
             (id, account_id, name, sealed_secret, algorithm, digits, period, last_step, \
              created_at, last_used_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        on!(self, |c| sqlx::query(SQL)
            .bind(authenticator.id)
            .bind(authenticator.account_id)
            .bind(&authenticator.name)
            .bind(&authenticator.sealed_secret)
            .bind(<&str>::from(authenticator.terms.algorithm))
            .bind(authenticator.terms.digits)
            .bind(authenticator.terms.period)
            .bind(authenticator.last_step)
            .bind(authenticator.created_at)
            .bind(authenticator.last_used_at)
            .execute(c)
            .await
            .map(drop))?;
        self.note_used_step(authenticator.id, authenticator.last_step, authenticator.created_at)
            .await?;
        Ok(())
    }

    /// Burns a time step, and in true time all before it. `step` counts as the phone does, which
    /// is `offset` steps ahead. `true` for exactly one caller, however many ask at once on however
    /// many nodes; for anybody else, the unit must not be committed. A last step after `latest` was
    /// burned by a clock that was ahead, and burns none before it but those that were used.
    pub async fn burn_step(
        &mut self,
        authenticator: Uuid,
        step: i64,
        offset: i64,
        now: OffsetDateTime,
        latest: i64,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE authenticators SET last_step = $2, clock_offset = $3, \
                 suspected_offset = NULL, suspected_step = NULL, last_used_at = $4 \
             WHERE id = $1 AND (last_step < $2 OR last_step > $5)";
        // A step that was used before proves no offset.
        if !self.note_used_step(authenticator, step, now).await? {
            return Ok(false);
        }
        let burned = on!(self, |c| sqlx::query(SQL)
            .bind(authenticator)
            .bind(step - offset)
            .bind(offset)
            .bind(now)
            .bind(latest)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(burned == 1)
    }

    /// Burns a step as the phone counts it. Whether it was good until now.
    pub async fn note_used_step(
        &mut self,
        authenticator: Uuid,
        step: i64,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "INSERT INTO used_steps (authenticator_id, step, used_at) \
             VALUES ($1, $2, $3) ON CONFLICT (authenticator_id, step) DO NOTHING";
        let noted = on!(self, |c| sqlx::query(SQL)
            .bind(authenticator)
            .bind(step)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(noted == 1)
    }

    /// Notes that the last code fitted another moment: by how many steps it was off, and the phone's step.
    pub async fn suspect_clock(
        &mut self,
        authenticator: Uuid,
        suspected: Option<(i64, i64)>,
    ) -> Result<()> {
        const SQL: &str = "UPDATE authenticators SET suspected_offset = $2, suspected_step = $3 \
             WHERE id = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(authenticator)
            .bind(suspected.map(|(offset, _)| offset))
            .bind(suspected.map(|(_, step)| step))
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Whether the account has such an authenticator.
    pub async fn rename_authenticator(
        &mut self,
        account: Uuid,
        id: Uuid,
        name: &str,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE authenticators SET name = $3 WHERE id = $2 AND account_id = $1";
        let renamed = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(id)
            .bind(name)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(renamed == 1)
    }

    /// Whether the account had such an authenticator.
    pub async fn remove_authenticator(&mut self, account: Uuid, id: Uuid) -> Result<bool> {
        const SQL: &str = "DELETE FROM authenticators WHERE id = $2 AND account_id = $1";
        let removed = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(removed == 1)
    }

    /// Removes every authenticator of an account but `keep`.
    pub async fn remove_authenticators_of(
        &mut self,
        account: Uuid,
        keep: Option<Uuid>,
    ) -> Result<()> {
        const SQL: &str = "DELETE FROM authenticators WHERE account_id = $1 AND id <> $2";
        let keep = keep.unwrap_or_default();
        on!(self, |c| sqlx::query(SQL).bind(account).bind(keep).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Authenticators in the order of their ids, after `after`, to seal them anew.
    pub async fn authenticators_after(
        &mut self,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<(Uuid, Vec<u8>)>> {
        const SQL: &str = "SELECT id, sealed_secret FROM authenticators WHERE id > $1 \
             ORDER BY id LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(c).await)?)
    }

    /// Replaces a sealed secret, unless it has changed meanwhile.
    pub async fn reseal_authenticator(&mut self, id: Uuid, old: &[u8], new: &[u8]) -> Result<()> {
        const SQL: &str = "UPDATE authenticators SET sealed_secret = $3 \
             WHERE id = $1 AND sealed_secret = $2";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(old).bind(new).execute(c).await.map(drop))?;
        Ok(())
    }
}
