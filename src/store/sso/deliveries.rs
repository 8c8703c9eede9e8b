//! That somebody has left, to be told to services.

use crate::store::{Result, Unit, on};
use std::sync::LazyLock;
use strum::{EnumString, IntoStaticStr};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum DeliveryState {
    Due,
    Reached,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeliveryRow {
    /// What the session is called at the client.
    pub sid: String,
    pub session_id: Uuid,
    pub client_id: String,
    pub subject: String,
    pub address: String,
    /// In which issuer's name, signed how.
    pub issued_as: String,
    #[sqlx(try_from = "String")]
    pub state: DeliveryState,
    pub attempts: i64,
    pub due_at: OffsetDateTime,
    pub created_at: OffsetDateTime,
    pub problem: Option<String>,
}

/// Looked for as due again, SQLite would walk over all that are. Whose they are stands in the text, for the index.
const CLAIM: &str = "UPDATE logout_deliveries SET due_at = $2, attempts = attempts + 1 \
     WHERE state NOT IN ('reached', 'failed') AND due_at <= $1 AND sid IN \
         (SELECT sid FROM logout_deliveries WHERE state = 'due' AND is_of_many = FALSE AND due_at <= $1 \
          ORDER BY attempts, due_at LIMIT $3) \
     RETURNING sid, session_id, client_id, subject, address, issued_as, state, attempts, due_at, \
         created_at, problem";
static CLAIM_OF_MANY: LazyLock<String> = LazyLock::new(|| CLAIM.replace("FALSE", "TRUE"));

impl Unit {
    /// Claims what is due, of units of many people or of others, what was tried least first, so that nobody else tries
    /// it before `until`.
    pub async fn claim_deliveries(
        &mut self,
        is_of_many: bool,
        now: OffsetDateTime,
        until: OffsetDateTime,
        most: usize,
    ) -> Result<Vec<DeliveryRow>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let sql = if is_of_many { CLAIM_OF_MANY.as_str() } else { CLAIM };
        Ok(on!(self, |c| sqlx::query_as(sql).bind(now).bind(until).bind(most).fetch_all(c).await)?)
    }

    /// How it went; `due_at`: when to try again, where that is of use.
    pub async fn note_delivery(
        &mut self,
        delivery: &DeliveryRow,
        state: DeliveryState,
        due_at: OffsetDateTime,
        problem: Option<&str>,
    ) -> Result<()> {
        const SQL: &str = "UPDATE logout_deliveries SET state = $2, due_at = $3, problem = $4 \
             WHERE sid = $1 AND state = 'due'";
        on!(self, |c| sqlx::query(SQL)
            .bind(&delivery.sid)
            .bind(<&str>::from(state))
            .bind(due_at)
            .bind(problem)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// How many are in a state, counted up to `most`.
    pub async fn count_deliveries(&mut self, state: DeliveryState, most: i64) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM \
             (SELECT sid FROM logout_deliveries WHERE state = $1 LIMIT $2) AS few";
        let state = <&str>::from(state);
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(state).bind(most).fetch_one(c).await)?)
    }

    /// Who is, or was, told of the end of a session.
    pub async fn deliveries_of(&mut self, session: Uuid) -> Result<Vec<DeliveryRow>> {
        const SQL: &str = "SELECT sid, session_id, client_id, subject, address, issued_as, state, attempts, due_at, \
                 created_at, problem FROM logout_deliveries WHERE session_id = $1 ORDER BY client_id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(session).fetch_all(c).await)?)
    }

    /// Those that failed, or were tried more than once, the latest first.
    pub async fn troubled_deliveries(&mut self, most: i64) -> Result<Vec<DeliveryRow>> {
        const SQL: &str = "SELECT sid, session_id, client_id, subject, address, issued_as, state, attempts, due_at, \
                 created_at, problem FROM logout_deliveries \
             WHERE problem IS NOT NULL ORDER BY created_at DESC LIMIT $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(most).fetch_all(c).await)?)
    }
}
