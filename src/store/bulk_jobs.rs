//! Acts on many people at once, and whom they are about ([`crate::domain::console::bulk_job`]).

use super::{
    Account, Engine, Result, Unit, accounts::BY_ID, json_ids, json_texts, on, on_postgres,
    typed::BulkPersonState,
};
use crate::wire::bulk::{BulkAct, BulkRefusal, BulkState};
use sqlx::QueryBuilder;
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

/// Rows of one statement.
const ROWS: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BulkJobRow {
    pub id: Uuid,
    #[sqlx(try_from = "String")]
    pub act: BulkAct,
    #[sqlx(try_from = "String")]
    pub state: BulkState,
    /// JSON.
    pub terms: String,
    pub reason: String,
    pub ordered_by: Uuid,
    pub ordered_at: OffsetDateTime,
    pub address: String,
    pub user_agent: String,
    /// JSON: where the selection goes on; of one that runs, the position of whoever was settled last.
    pub place: Option<String>,
    pub selected: i64,
    pub refused: i64,
    pub done: i64,
    pub failed: i64,
    pub approval_id: Option<Uuid>,
    pub ended_at: Option<OffsetDateTime>,
}

/// One that is to go on.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct BulkJobUnderWay {
    pub id: Uuid,
    #[sqlx(try_from = "String")]
    pub act: BulkAct,
    #[sqlx(try_from = "String")]
    pub state: BulkState,
}

/// One with the name of whoever ordered it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NamedBulkJob {
    #[sqlx(flatten)]
    pub job: BulkJobRow,
    pub orderer: String,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BulkPersonRow {
    pub position: i64,
    pub account_id: Option<Uuid>,
    pub nip: String,
    pub agency: String,
    pub is_disabled: bool,
    pub target: Option<String>,
    #[sqlx(try_from = "String")]
    pub state: BulkPersonState,
    pub refusal: Option<String>,
    /// Of a file: what is wrong with the line at this position.
    pub note: Option<String>,
    pub settled_at: Option<OffsetDateTime>,
}

const JOB: &str = "SELECT id, act, state, terms, reason, ordered_by, ordered_at, address, user_agent, \
         place, selected, refused, done, failed, approval_id, ended_at FROM bulk_jobs WHERE id = $1";

/// The same as PostgreSQL keeps it locked.
static LOCKING_JOB: LazyLock<String> = LazyLock::new(|| format!("{JOB} FOR UPDATE"));

static AMONG_SQLITE: LazyLock<String> =
    LazyLock::new(|| BY_ID.replace("= $1", "IN (SELECT unhex(value) FROM json_each($1))"));
static AMONG_POSTGRES: LazyLock<String> = LazyLock::new(|| BY_ID.replace("= $1", "= ANY($1)"));
static LOCKING_POSTGRES: LazyLock<String> =
    LazyLock::new(|| format!("{} ORDER BY id FOR NO KEY UPDATE", *AMONG_POSTGRES));
static NUMBERED_SQLITE: LazyLock<String> =
    LazyLock::new(|| BY_ID.replace("id = $1", "nip IN (SELECT value FROM json_each($1))"));
static NUMBERED_POSTGRES: LazyLock<String> =
    LazyLock::new(|| BY_ID.replace("id = $1", "nip = ANY($1)"));

const GRANTED: &str = "SELECT account_id FROM role_grants WHERE account_id = $1";
static GRANTED_SQLITE: LazyLock<String> =
    LazyLock::new(|| GRANTED.replace("= $1", "IN (SELECT unhex(value) FROM json_each($1))"));
static GRANTED_POSTGRES: LazyLock<String> = LazyLock::new(|| GRANTED.replace("= $1", "= ANY($1)"));

const SETTLE: &str = "UPDATE bulk_people SET state = $2, refusal = $3, settled_at = $4 \
     WHERE job_id = $1 AND position = $5";
static SETTLE_SQLITE: LazyLock<String> =
    LazyLock::new(|| SETTLE.replace("= $5", "IN (SELECT value FROM json_each($5))"));
static SETTLE_POSTGRES: LazyLock<String> = LazyLock::new(|| SETTLE.replace("= $5", "= ANY($5)"));

const MOVE: &str = "UPDATE accounts SET agency = $2, roles = $3 WHERE id = $1";
static MOVE_SQLITE: LazyLock<String> =
    LazyLock::new(|| MOVE.replace("= $1", "IN (SELECT unhex(value) FROM json_each($1))"));
static MOVE_POSTGRES: LazyLock<String> = LazyLock::new(|| MOVE.replace("id = $1", "id = ANY($1)"));

impl Unit {
    pub async fn add_bulk_job(&mut self, job: &BulkJobRow) -> Result<()> {
        const SQL: &str = "INSERT INTO bulk_jobs (id, act, state, terms, reason, ordered_by, \
                 ordered_at, address, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on!(self, |c| sqlx::query(SQL)
            .bind(job.id)
            .bind(job.act.name())
            .bind(job.state.name())
            .bind(&job.terms)
            .bind(&job.reason)
            .bind(job.ordered_by)
            .bind(job.ordered_at)
            .bind(&job.address)
            .bind(&job.user_agent)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn bulk_job(&mut self, id: Uuid) -> Result<Option<BulkJobRow>> {
        Ok(on!(self, |c| sqlx::query_as(JOB).bind(id).fetch_optional(c).await)?)
    }

    /// One that nobody else changes until the unit ends.
    pub async fn lock_bulk_job(&mut self, id: Uuid) -> Result<Option<BulkJobRow>> {
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => sqlx::query_as(JOB).bind(id).fetch_optional(c).await?,
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**LOCKING_JOB).bind(id).fetch_optional(c).await
            })?,
        })
    }

    /// Writes down how far a job has come; it is locked in this unit.
    pub async fn set_bulk_job(&mut self, job: &BulkJobRow) -> Result<()> {
        const SQL: &str = "UPDATE bulk_jobs SET state = $2, terms = $3, place = $4, selected = $5, \
                 refused = $6, done = $7, failed = $8, approval_id = $9, ended_at = $10 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(job.id)
            .bind(job.state.name())
            .bind(&job.terms)
            .bind(&job.place)
            .bind(job.selected)
            .bind(job.refused)
            .bind(job.done)
            .bind(job.failed)
            .bind(job.approval_id)
            .bind(job.ended_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Why a job is ordered, where that came after its beginning.
    pub async fn set_bulk_reason(&mut self, job: Uuid, reason: &str) -> Result<()> {
        const SQL: &str = "UPDATE bulk_jobs SET reason = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(job).bind(reason).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Removes a job that came to nothing, with all that belongs to it.
    pub async fn remove_bulk_job(&mut self, job: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM bulk_jobs WHERE id = $1 AND state = 'uploading'";
        on!(self, |c| sqlx::query(SQL).bind(job).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Those that are under way: what somebody waits to see checked before what is carried out, and of each the
    /// oldest first.
    pub async fn bulk_jobs_under_way(&mut self) -> Result<Vec<BulkJobUnderWay>> {
        const SQL: &str = "SELECT id, act, state FROM bulk_jobs WHERE state IN ('selecting', 'running') \
             ORDER BY state DESC, ordered_at, id";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// The latest first, before one.
    pub async fn bulk_jobs(
        &mut self,
        before: (OffsetDateTime, Uuid),
        limit: i64,
    ) -> Result<Vec<NamedBulkJob>> {
        const SQL: &str = "SELECT j.id, j.act, j.state, j.terms, j.reason, j.ordered_by, \
                 j.ordered_at, j.address, j.user_agent, j.place, j.selected, j.refused, j.done, \
                 j.failed, j.approval_id, j.ended_at, a.name AS orderer \
             FROM bulk_jobs j JOIN accounts a ON a.id = j.ordered_by \
             WHERE (j.ordered_at, j.id) < ($1, $2) ORDER BY j.ordered_at DESC, j.id DESC LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(before.0)
            .bind(before.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// The same of those that somebody ordered.
    pub async fn bulk_jobs_of(
        &mut self,
        orderer: Uuid,
        before: (OffsetDateTime, Uuid),
        limit: i64,
    ) -> Result<Vec<NamedBulkJob>> {
        const SQL: &str = "SELECT j.id, j.act, j.state, j.terms, j.reason, j.ordered_by, \
                 j.ordered_at, j.address, j.user_agent, j.place, j.selected, j.refused, j.done, \
                 j.failed, j.approval_id, j.ended_at, a.name AS orderer \
             FROM bulk_jobs j JOIN accounts a ON a.id = j.ordered_by \
             WHERE j.ordered_by = $1 AND (j.ordered_at, j.id) < ($2, $3) \
             ORDER BY j.ordered_at DESC, j.id DESC LIMIT $4";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(orderer)
            .bind(before.0)
            .bind(before.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Writes down whom a job is about. Whoever is there already is left as they are.
    pub async fn add_bulk_people(&mut self, job: Uuid, people: &[BulkPersonRow]) -> Result<()> {
        for people in people.chunks(ROWS) {
            on!(self, |c| {
                let mut query = QueryBuilder::new(
                    "INSERT INTO bulk_people (job_id, position, account_id, nip, agency, is_disabled, \
                         target, state, refusal, note) ",
                );
                query.push_values(people, |mut values, person| {
                    values.push_bind(job);
                    values.push_bind(person.position);
                    values.push_bind(person.account_id);
                    values.push_bind(&person.nip);
                    values.push_bind(&person.agency);
                    values.push_bind(person.is_disabled);
                    values.push_bind(&person.target);
                    values.push_bind(person.state.name());
                    values.push_bind(&person.refusal);
                    values.push_bind(&person.note);
                });
                query.push(" ON CONFLICT DO NOTHING");
                query.build().execute(c).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Those of a job in one state, in their order, after a position.
    pub async fn bulk_people(
        &mut self,
        job: Uuid,
        state: BulkPersonState,
        after: i64,
        limit: i64,
    ) -> Result<Vec<BulkPersonRow>> {
        // SQLite would walk over everybody of the job by its key, had it not to find the positions first.
        const SQL: &str = "SELECT position, account_id, nip, agency, is_disabled, target, state, \
                 refusal, note, settled_at FROM bulk_people \
             WHERE job_id = $1 AND position IN (SELECT position FROM bulk_people \
                 WHERE job_id = $1 AND state = $2 AND position > $3 ORDER BY position LIMIT $4) \
             ORDER BY position";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(job)
            .bind(state.name())
            .bind(after)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Notes what became of some.
    pub async fn settle_bulk_people(
        &mut self,
        job: Uuid,
        positions: &[i64],
        refusal: Option<BulkRefusal>,
        now: OffsetDateTime,
    ) -> Result<()> {
        let state = if refusal.is_none() { BulkPersonState::Done } else { BulkPersonState::Failed };
        let refusal = refusal.map(BulkRefusal::name);
        match self.engine() {
            Engine::Sqlite(c) => {
                let positions = serde_json::json!(positions).to_string();
                sqlx::query(&**SETTLE_SQLITE)
                    .bind(job)
                    .bind(state.name())
                    .bind(refusal)
                    .bind(now)
                    .bind(positions)
                    .execute(c)
                    .await?;
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query(&**SETTLE_POSTGRES)
                    .bind(job)
                    .bind(state.name())
                    .bind(refusal)
                    .bind(now)
                    .bind(positions)
                    .execute(c)
                    .await
                    .map(drop)
            })?,
        }
        Ok(())
    }

    /// How many somebody has ordered after a moment.
    pub async fn count_bulk_jobs_since(
        &mut self,
        account: Uuid,
        moment: OffsetDateTime,
    ) -> Result<i64> {
        const SQL: &str =
            "SELECT COUNT(*) FROM bulk_jobs WHERE ordered_by = $1 AND ordered_at > $2";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(account).bind(moment).fetch_one(c).await)?)
    }

    /// Whether somebody has a file that is neither brought in nor given up.
    pub async fn has_unfinished_import(&mut self, account: Uuid) -> Result<bool> {
        const SQL: &str = "SELECT COUNT(*) FROM bulk_jobs WHERE ordered_by = $1 \
             AND act = 'import' AND ended_at IS NULL";
        let unfinished: i64 =
            on!(self, |c| sqlx::query_scalar(SQL).bind(account).fetch_one(c).await)?;
        Ok(unfinished > 0)
    }

    /// Adds a piece of the file that a job brings in.
    pub async fn add_bulk_file(&mut self, job: Uuid, position: i64, bytes: &[u8]) -> Result<()> {
        const SQL: &str = "INSERT INTO bulk_files (job_id, position, bytes) VALUES ($1, $2, $3)";
        on!(self, |c| sqlx::query(SQL)
            .bind(job)
            .bind(position)
            .bind(bytes)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn bulk_file(&mut self, job: Uuid, position: i64) -> Result<Option<Vec<u8>>> {
        const SQL: &str = "SELECT bytes FROM bulk_files WHERE job_id = $1 AND position = $2";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(job).bind(position).fetch_optional(c).await)?)
    }

    /// Removes the file that a job brought in.
    pub async fn drop_bulk_file(&mut self, job: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM bulk_files WHERE job_id = $1";
        on!(self, |c| sqlx::query(SQL).bind(job).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Those of these accounts who were granted a role, whether it counts now or not.
    pub async fn granted_among(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                sqlx::query_scalar(&**GRANTED_SQLITE).bind(json_ids(ids)).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_scalar(&**GRANTED_POSTGRES).bind(ids).fetch_all(c).await
            })?,
        })
    }

    /// These accounts, which stay as they are until the unit ends: locked one after another in the order of
    /// their ids, as everywhere.
    pub async fn lock_accounts(&mut self, ids: &[Uuid]) -> Result<Vec<Account>> {
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => {
                sqlx::query_as(&**AMONG_SQLITE).bind(json_ids(ids)).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**LOCKING_POSTGRES).bind(ids).fetch_all(c).await
            })?,
        })
    }

    /// The same without a lock, in no order.
    pub async fn accounts_among(&mut self, ids: &[Uuid]) -> Result<Vec<Account>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                sqlx::query_as(&**AMONG_SQLITE).bind(json_ids(ids)).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(ids).fetch_all(c).await
            })?,
        })
    }

    /// Those of these numbers who have an account, in no order.
    pub async fn accounts_numbered(&mut self, numbers: &[String]) -> Result<Vec<Account>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let numbers = json_texts(numbers);
                sqlx::query_as(&**NUMBERED_SQLITE).bind(numbers).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**NUMBERED_POSTGRES).bind(numbers).fetch_all(c).await
            })?,
        })
    }

    /// How many of a job are in one state.
    pub async fn count_bulk_people(&mut self, job: Uuid, state: BulkPersonState) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM bulk_people WHERE job_id = $1 AND state = $2";
        let state = state.name();
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(job).bind(state).fetch_one(c).await)?)
    }

    /// Another agency for these accounts, by what stands with its people, and other roles.
    pub async fn move_accounts(&mut self, ids: &[Uuid], agency: &str, roles: &str) -> Result<()> {
        match self.engine() {
            Engine::Sqlite(c) => {
                sqlx::query(&**MOVE_SQLITE)
                    .bind(json_ids(ids))
                    .bind(agency)
                    .bind(roles)
                    .execute(c)
                    .await?;
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query(&**MOVE_POSTGRES)
                    .bind(ids)
                    .bind(agency)
                    .bind(roles)
                    .execute(c)
                    .await
                    .map(drop)
            })?,
        }
        Ok(())
    }
}
