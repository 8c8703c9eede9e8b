//! What waits for a second person, and what became of it ([`crate::domain::console::approval`]).

use super::{Engine, Result, Unit, on, on_postgres, typed::ApprovalState};
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ApprovalRow {
    pub id: Uuid,
    pub kind: String,
    /// Whose people it is about; `None`: the portal as a whole.
    pub agency: Option<String>,
    pub account_id: Option<Uuid>,
    /// What of the portal it is about, where it is about nobody.
    pub object: Option<String>,
    /// JSON.
    pub proposal: String,
    pub reason: String,
    #[sqlx(try_from = "String")]
    pub state: ApprovalState,
    pub requested_by: Option<Uuid>,
    pub requested_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<OffsetDateTime>,
}

/// The same with the names of those whom it concerns.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NamedApproval {
    #[sqlx(flatten)]
    pub approval: ApprovalRow,
    pub person: Option<String>,
    pub person_nip: Option<String>,
    pub person_agency: Option<String>,
    pub requester: Option<String>,
    pub decider: Option<String>,
}

const BY_ID: &str = "SELECT id, kind, agency, account_id, object, proposal, reason, state, \
         requested_by, requested_at, expires_at, decided_by, decided_at FROM approvals WHERE id = $1";

/// The same as PostgreSQL keeps it locked.
static LOCKING: LazyLock<String> = LazyLock::new(|| format!("{BY_ID} FOR UPDATE"));

impl Unit {
    pub async fn add_approval(&mut self, row: &ApprovalRow) -> Result<()> {
        const SQL: &str = "INSERT INTO approvals (id, kind, agency, account_id, object, proposal, \
                 reason, state, requested_by, requested_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        on!(self, |c| sqlx::query(SQL)
            .bind(row.id)
            .bind(&row.kind)
            .bind(&row.agency)
            .bind(row.account_id)
            .bind(&row.object)
            .bind(&row.proposal)
            .bind(&row.reason)
            .bind(row.state.name())
            .bind(row.requested_by)
            .bind(row.requested_at)
            .bind(row.expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn approval(&mut self, id: Uuid) -> Result<Option<ApprovalRow>> {
        Ok(on!(self, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?)
    }

    /// One that nobody else decides on until the unit ends.
    pub async fn lock_approval(&mut self, id: Uuid) -> Result<Option<ApprovalRow>> {
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await?,
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**LOCKING).bind(id).fetch_optional(c).await
            })?,
        })
    }

    /// Whether it was open.
    pub async fn close_approval(
        &mut self,
        id: Uuid,
        state: ApprovalState,
        by: Uuid,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE approvals SET state = $2, decided_by = $3, decided_at = $4 \
             WHERE id = $1 AND state = 'open'";
        let closed = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(state.name())
            .bind(by)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(closed == 1)
    }

    /// In one state, after a moment, the latest first, before one.
    pub async fn approvals(
        &mut self,
        state: ApprovalState,
        after: OffsetDateTime,
        before: (OffsetDateTime, Uuid),
        limit: usize,
    ) -> Result<Vec<NamedApproval>> {
        const SQL: &str = "SELECT w.id, w.kind, w.agency, w.account_id, w.object, w.proposal, w.reason, \
                 w.state, w.requested_by, w.requested_at, w.expires_at, w.decided_by, \
                 w.decided_at, p.name AS person, p.nip AS person_nip, p.agency AS person_agency, \
                 q.name AS requester, d.name AS decider \
             FROM approvals w LEFT JOIN accounts p ON p.id = w.account_id \
             LEFT JOIN accounts q ON q.id = w.requested_by \
             LEFT JOIN accounts d ON d.id = w.decided_by \
             WHERE w.state = $1 AND w.requested_at > $5 AND w.requested_at <= $2 \
                 AND (w.requested_at < $2 OR w.id < $3) \
             ORDER BY w.requested_at DESC, w.id DESC LIMIT $4";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(state.name())
            .bind(before.0)
            .bind(before.1)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .bind(after)
            .fetch_all(c)
            .await)?)
    }

    /// How many wait at `now`, counted up to `most`.
    pub async fn count_open_approvals(&mut self, now: OffsetDateTime, most: i64) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM \
             (SELECT id FROM approvals WHERE state = 'open' AND expires_at > $1 LIMIT $2) AS few";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(now).bind(most).fetch_one(c).await)?)
    }

    /// Whether something of a kind waits for an account, or for what it is about, already.
    pub async fn has_open_approval(
        &mut self,
        kind: &str,
        account: Option<Uuid>,
        object: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const OF_ACCOUNT: &str = "SELECT COUNT(*) FROM approvals WHERE account_id = $1 \
             AND kind = $2 AND state = 'open' AND expires_at > $3";
        const OF_OBJECT: &str = "SELECT COUNT(*) FROM approvals WHERE object = $1 \
             AND kind = $2 AND state = 'open' AND expires_at > $3";
        let open: i64 = match account {
            Some(account) => on!(self, |c| sqlx::query_scalar(OF_ACCOUNT)
                .bind(account)
                .bind(kind)
                .bind(now)
                .fetch_one(c)
                .await)?,
            None => on!(self, |c| sqlx::query_scalar(OF_OBJECT)
                .bind(object)
                .bind(kind)
                .bind(now)
                .fetch_one(c)
                .await)?,
        };
        Ok(open > 0)
    }
}
