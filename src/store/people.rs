//! Looking for people among millions. Each question walks along an index, from where the page before ended;
//! none counts everybody, and none skips rows.

use super::{Engine, Result, Unit, json_ids, json_texts, on, on_postgres};
use crate::domain::{people::role::Roles, values::nip::Nip};
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

/// Somebody on a walk: what the walk is in the order of, and who.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OnTheWay {
    pub agency: String,
    pub key: String,
    pub id: Uuid,
}

/// Words of a name besides the one that is walked along.
pub const OTHER_WORDS: usize = 4;

/// What a list shows of somebody, and what decides whether they are meant.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FoundPerson {
    pub id: Uuid,
    #[sqlx(try_from = "String")]
    pub nip: Nip,
    pub name: String,
    pub agency: String,
    #[sqlx(try_from = "String")]
    pub roles: Roles,
    pub disabled_at: Option<OffsetDateTime>,
    pub mailbox_refused_at: Option<OffsetDateTime>,
    /// How many roles were granted to them, whether they count now or not.
    pub role_grant_count: i64,
    pub has_password: bool,
    /// Apps and passkeys.
    pub authenticators: i64,
    /// None or one.
    pub open_resets: i64,
}

const PERSON: &str = "SELECT a.id, a.nip, a.name, a.agency, a.roles, a.disabled_at, \
         a.mailbox_refused_at, a.role_grant_count, a.password_hash IS NOT NULL AS has_password, \
         (SELECT COUNT(*) FROM authenticators t WHERE t.account_id = a.id) \
         + (SELECT COUNT(*) FROM passkeys p WHERE p.account_id = a.id) AS authenticators, \
         (SELECT COUNT(*) FROM resets r WHERE r.account_id = a.id \
          AND r.state IN ('waiting', 'requested')) AS open_resets \
     FROM accounts a WHERE a.id = $1";

static AMONG_SQLITE: LazyLock<String> =
    LazyLock::new(|| PERSON.replace("= $1", "IN (SELECT unhex(value) FROM json_each($1))"));
static AMONG_POSTGRES: LazyLock<String> =
    LazyLock::new(|| PERSON.replace("a.id = $1", "a.id = ANY($1)"));

impl Unit {
    /// These people, in no order.
    pub async fn people(&mut self, ids: &[Uuid]) -> Result<Vec<FoundPerson>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                sqlx::query_as(&**AMONG_SQLITE).bind(json_ids(ids)).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(ids).fetch_all(c).await
            })?,
        })
    }

    /// By number, from after one number to another one.
    pub async fn people_by_number(
        &mut self,
        after: &str,
        numbers: (&str, &str),
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        // One bound below: of two SQLite would walk from the first it reads.
        const SQL: &str = "SELECT '' AS agency, nip AS key, id FROM accounts \
             WHERE nip >= $1 AND nip <> $2 AND nip <= $3 ORDER BY nip LIMIT $4";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(after.max(numbers.0))
            .bind(after)
            .bind(numbers.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// By the names that have a word, up to `below`, turned so that they begin with it; `others` stand in
    /// them, too.
    pub async fn people_by_word(
        &mut self,
        after: (&str, Uuid),
        below: &str,
        others: &[String; OTHER_WORDS],
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        const SQL: &str = "SELECT '' AS agency, rotation AS key, account_id AS id FROM name_words \
             WHERE (rotation, account_id) > ($1, $2) AND rotation < $3 \
             AND rotation LIKE $4 AND rotation LIKE $5 AND rotation LIKE $6 AND rotation LIKE $7 \
             ORDER BY rotation, account_id LIMIT $8";
        let [a, b, c_, d] = others;
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(after.0)
            .bind(after.1)
            .bind(below)
            .bind(a)
            .bind(b)
            .bind(c_)
            .bind(d)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Of one agency by name.
    pub async fn people_of_agency(
        &mut self,
        agency: &str,
        after: (&str, Uuid),
        numbers: (&str, &str),
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        const SQL: &str = "SELECT agency, name AS key, id FROM accounts \
             WHERE agency = $1 AND (name, id) > ($2, $3) AND nip >= $4 AND nip <= $5 \
             ORDER BY name, id LIMIT $6";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(agency)
            .bind(after.0)
            .bind(after.1)
            .bind(numbers.0)
            .bind(numbers.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Of one agency by id.
    pub async fn people_of_agency_by_id(
        &mut self,
        agency: &str,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        const SQL: &str = "SELECT agency, '' AS key, id FROM accounts \
             WHERE agency = $1 AND id > $2 ORDER BY id LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(agency)
            .bind(after)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Everybody, agency by agency and by name.
    pub async fn people_of_all(
        &mut self,
        after: (&str, &str, Uuid),
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        const SQL: &str = "SELECT agency, name AS key, id FROM accounts \
             WHERE (agency, name, id) > ($1, $2, $3) \
             ORDER BY agency, name, id LIMIT $4";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(after.0)
            .bind(after.1)
            .bind(after.2)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// By name those who are disabled.
    pub async fn people_disabled(
        &mut self,
        after: (&str, Uuid),
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        const SQL: &str = "SELECT '' AS agency, name AS key, id FROM accounts \
             WHERE disabled_at IS NOT NULL AND (name, id) > ($1, $2) ORDER BY name, id LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(after.0)
            .bind(after.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// By name those with a role that is not everybody's.
    pub async fn people_privileged(
        &mut self,
        after: (&str, Uuid),
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        const SQL: &str = "SELECT '' AS agency, name AS key, id FROM accounts \
             WHERE (roles <> 'employee' OR role_grant_count > 0) AND (name, id) > ($1, $2) ORDER BY name, id LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(after.0)
            .bind(after.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// Those with a reset that waits or that somebody decides on, the oldest accounts first.
    pub async fn people_with_open_reset(
        &mut self,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<OnTheWay>> {
        const SQL: &str = "SELECT '' AS agency, '' AS key, account_id AS id FROM resets \
             WHERE state IN ('waiting', 'requested') AND account_id > $1 \
             ORDER BY account_id LIMIT $2";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(c).await)?)
    }

    /// How many names have a word, counted up to `most`.
    pub async fn count_names(&mut self, word: &str, below: &str, most: i64) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM (SELECT rotation FROM name_words \
             WHERE rotation >= $1 AND rotation < $2 LIMIT $3) AS few";
        Ok(on!(self, |c| sqlx::query_scalar(SQL)
            .bind(word)
            .bind(below)
            .bind(most)
            .fetch_one(c)
            .await)?)
    }

    /// How many people these agencies have together, counted up to `most`.
    pub async fn count_people_of(&mut self, agencies: &[String], most: i64) -> Result<i64> {
        const FEW_ON_SQLITE: &str = "SELECT COUNT(*) FROM (SELECT agency FROM accounts \
             WHERE agency IN (SELECT value FROM json_each($1)) LIMIT $2) AS few";
        const FEW_ON_POSTGRES: &str = "SELECT COUNT(*) FROM (SELECT page.agency \
             FROM unnest(CAST($1 AS TEXT[])) AS one(agency) CROSS JOIN LATERAL \
                 (SELECT agency FROM accounts WHERE accounts.agency = one.agency LIMIT $2) AS page \
             LIMIT $2) AS few";
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let agencies = json_texts(agencies);
                sqlx::query_scalar(FEW_ON_SQLITE).bind(agencies).bind(most).fetch_one(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_scalar(FEW_ON_POSTGRES).bind(agencies).bind(most).fetch_one(c).await
            })?,
        })
    }
}
