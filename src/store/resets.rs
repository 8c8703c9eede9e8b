//! Resets of all authenticators of an account. See [`crate::domain::recovery::reset`] for the states.

use super::{Engine, ResetPhase, Result, Unit, json_texts, on, on_postgres};
use crate::domain::{people::role::Roles, values::nip::Nip};
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ResetRow {
    pub id: Uuid,
    pub account_id: Uuid,
    #[sqlx(try_from = "String")]
    pub state: ResetPhase,
    pub agency: Option<String>,
    pub reason: Option<String>,
    pub requested_by: Option<Uuid>,
    pub decided_by: Option<Uuid>,
    pub effective_at: Option<OffsetDateTime>,
    pub cancel_token_hash: Vec<u8>,
    pub created_at: OffsetDateTime,
}

/// A reset with the names of those it concerns.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NamedReset {
    #[sqlx(flatten)]
    pub reset: ResetRow,
    #[sqlx(try_from = "String")]
    pub nip: Nip,
    pub name: String,
    /// Where the person is now.
    pub person_agency: String,
    #[sqlx(try_from = "String")]
    pub roles: Roles,
    pub role_grant_count: i64,
    pub requester: Option<String>,
    pub decider: Option<String>,
    /// What the person has to prove themselves with, and resets after this one.
    pub later: i64,
}

/// One text for both would look at every reset there ever was.
const ASSISTED: &str = "SELECT r.id, r.account_id, r.state, r.agency, r.reason, \
         r.requested_by, r.decided_by, r.effective_at, r.cancel_token_hash, r.created_at, \
         p.nip, p.name, p.agency AS person_agency, p.roles, p.role_grant_count, \
         q.name AS requester, d.name AS decider, \
         (SELECT COUNT(*) FROM authenticators t WHERE t.account_id = r.account_id) \
         + (SELECT COUNT(*) FROM passkeys k WHERE k.account_id = r.account_id) \
         + (SELECT COUNT(*) FROM resets n WHERE n.account_id = r.account_id \
            AND n.state = 'done' AND n.decided_at > r.decided_at) AS later \
     FROM resets r JOIN accounts p ON p.id = r.account_id \
     LEFT JOIN accounts q ON q.id = r.requested_by \
     LEFT JOIN accounts d ON d.id = r.decided_by \
     WHERE r.agency IS NOT NULL ORDER BY r.created_at DESC, r.id DESC LIMIT $1";
/// Of any of these agencies.
static AMONG_SQLITE: LazyLock<String> =
    LazyLock::new(|| ASSISTED.replace("IS NOT NULL", "IN (SELECT value FROM json_each($2))"));
static AMONG_POSTGRES: LazyLock<String> =
    LazyLock::new(|| ASSISTED.replace("IS NOT NULL", "= ANY($2)"));

impl Unit {
    /// How many wait or are to be decided on, counted up to `most`.
    pub async fn count_open_resets(&mut self, most: i64) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM (SELECT account_id FROM resets \
             WHERE state IN ('waiting', 'requested') LIMIT $1) AS few";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(most).fetch_one(c).await)?)
    }

    /// Starts a reset, unless one is under way for the account. Whether it was started.
    pub async fn add_reset(&mut self, reset: &ResetRow) -> Result<bool> {
        const SQL: &str = "INSERT INTO resets (id, account_id, state, agency, reason, \
                 requested_by, effective_at, cancel_token_hash, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
        let added = on!(self, |c| sqlx::query(SQL)
            .bind(reset.id)
            .bind(reset.account_id)
            .bind(reset.state.name())
            .bind(&reset.agency)
            .bind(&reset.reason)
            .bind(reset.requested_by)
            .bind(reset.effective_at)
            .bind(&reset.cancel_token_hash)
            .bind(reset.created_at)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// Moves a reset from one state to another. `true` for exactly one caller, however many
    /// decide at once.
    pub async fn move_reset(
        &mut self,
        id: Uuid,
        from: ResetPhase,
        to: ResetPhase,
        by: Option<Uuid>,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE resets SET state = $3, decided_by = $4, decided_at = $5 \
             WHERE id = $1 AND state = $2";
        let moved = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(from.name())
            .bind(to.name())
            .bind(by)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(moved == 1)
    }

    /// The one that is waiting or requested.
    pub async fn open_reset_of(&mut self, account: Uuid) -> Result<Option<ResetRow>> {
        const SQL: &str = "SELECT id, account_id, state, agency, reason, requested_by, decided_by, \
                 effective_at, cancel_token_hash, created_at FROM resets \
             WHERE account_id = $1 AND state IN ('waiting', 'requested')";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_optional(c).await)?)
    }

    pub async fn reset_by_cancel_token(&mut self, token_hash: &[u8]) -> Result<Option<ResetRow>> {
        const SQL: &str = "SELECT id, account_id, state, agency, reason, requested_by, decided_by, \
                 effective_at, cancel_token_hash, created_at FROM resets \
             WHERE cancel_token_hash = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(token_hash).fetch_optional(c).await)?)
    }

    /// The reset that removed the account's authenticators last.
    pub async fn last_reset_of(&mut self, account: Uuid) -> Result<Option<ResetRow>> {
        const SQL: &str = "SELECT id, account_id, state, agency, reason, requested_by, decided_by, \
                 effective_at, cancel_token_hash, created_at FROM resets \
             WHERE account_id = $1 AND state = 'done' ORDER BY decided_at DESC, id DESC LIMIT 1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_optional(c).await)?)
    }

    pub async fn reset(&mut self, id: Uuid) -> Result<Option<ResetRow>> {
        const SQL: &str = "SELECT id, account_id, state, agency, reason, requested_by, decided_by, \
                 effective_at, cancel_token_hash, created_at FROM resets WHERE id = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(id).fetch_optional(c).await)?)
    }

    /// Self-service resets whose waiting time is over.
    pub async fn due_resets(&mut self, now: OffsetDateTime, limit: i64) -> Result<Vec<ResetRow>> {
        const SQL: &str = "SELECT id, account_id, state, agency, reason, requested_by, decided_by, \
                 effective_at, cancel_token_hash, created_at FROM resets \
             WHERE state = 'waiting' AND effective_at <= $1 ORDER BY effective_at LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(now).bind(limit).fetch_all(c).await)?)
    }

    /// Assisted resets that nobody decided on since before this moment.
    pub async fn stale_requests(
        &mut self,
        before: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<ResetRow>> {
        const SQL: &str = "SELECT id, account_id, state, agency, reason, requested_by, decided_by, \
                 effective_at, cancel_token_hash, created_at FROM resets \
             WHERE state = 'requested' AND created_at <= $1 ORDER BY created_at LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(before).bind(limit).fetch_all(c).await)?)
    }

    /// Assisted resets, the newest first; of these agencies, or with `None` of all.
    pub async fn assisted_resets(
        &mut self,
        agencies: Option<&[String]>,
        limit: i64,
    ) -> Result<Vec<NamedReset>> {
        let Some(agencies) = agencies else {
            return Ok(on!(self, |c| sqlx::query_as(ASSISTED).bind(limit).fetch_all(c).await)?);
        };
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let agencies = json_texts(agencies);
                sqlx::query_as(&**AMONG_SQLITE).bind(limit).bind(agencies).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(limit).bind(agencies).fetch_all(c).await
            })?,
        })
    }
}
