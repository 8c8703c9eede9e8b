//! Tokens, by their hashes; and whom the systems of an agency disabled lately.

use crate::store::{Engine, Pools, Result, Store, Unit, inline, on, on_postgres};
use rusqlite::Row;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ScimTokenRow {
    pub id: Uuid,
    pub token_hash: Vec<u8>,
    /// What stands with the people of the agency that it is for.
    pub agency: String,
    pub name: String,
    pub created_by: Option<Uuid>,
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    pub last_used_at: Option<OffsetDateTime>,
    pub ended_at: Option<OffsetDateTime>,
}

const BY_HASH: &str = "SELECT id, token_hash, agency, name, created_by, created_at, expires_at, \
         last_used_at, ended_at FROM scim_tokens WHERE token_hash = $1";

impl ScimTokenRow {
    /// The columns of [`BY_HASH`], in their order.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: inline::uuid(row, 0)?,
            token_hash: row.get(1)?,
            agency: row.get(2)?,
            name: row.get(3)?,
            created_by: row.get::<_, Option<[u8; 16]>>(4)?.map(Uuid::from_bytes),
            created_at: inline::time(row, 5)?,
            expires_at: inline::time(row, 6)?,
            last_used_at: inline::perhaps_time(row, 7)?,
            ended_at: inline::perhaps_time(row, 8)?,
        })
    }
}

impl Store {
    /// The token of that hash, in the quickest way there is ([`inline`]).
    pub async fn scim_token(&self, hash: &[u8]) -> Result<Option<ScimTokenRow>> {
        if let Pools::Sqlite { inline, .. } = &self.0
            && let Ok(found) = inline.one(BY_HASH, hash, ScimTokenRow::read)
        {
            return Ok(found);
        }
        let unit = &mut self.read().await?;
        Ok(on!(unit, |c| sqlx::query_as(BY_HASH).bind(hash).fetch_optional(c).await)?)
    }
}

impl Unit {
    /// In the order of their agencies, after one; from the first on where that is none.
    pub async fn scim_tokens(
        &mut self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ScimTokenRow>> {
        const PLACE: &str = "SELECT agency FROM scim_tokens WHERE id = $1";
        const SQL: &str = "SELECT id, token_hash, agency, name, created_by, created_at, expires_at, \
                 last_used_at, ended_at FROM scim_tokens \
             WHERE agency >= $1 AND (agency > $1 OR id > $2) ORDER BY agency, id LIMIT $3";
        let after = after.unwrap_or_default();
        let place: Option<String> =
            on!(self, |c| sqlx::query_scalar(PLACE).bind(after).fetch_optional(c).await)?;
        let (agency, id) = place.map_or((String::new(), Uuid::nil()), |agency| (agency, after));
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(&agency)
            .bind(id)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(c)
            .await)?)
    }

    pub async fn add_scim_token(&mut self, token: &ScimTokenRow) -> Result<()> {
        const SQL: &str = "INSERT INTO scim_tokens (id, token_hash, agency, name, created_by, \
                 created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on!(self, |c| sqlx::query(SQL)
            .bind(token.id)
            .bind(&token.token_hash)
            .bind(&token.agency)
            .bind(&token.name)
            .bind(token.created_by)
            .bind(token.created_at)
            .bind(token.expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The token that ended by this; `None` where there is none, or it had ended.
    pub async fn end_scim_token(
        &mut self,
        id: Uuid,
        at: OffsetDateTime,
    ) -> Result<Option<ScimTokenRow>> {
        const SQL: &str = "UPDATE scim_tokens SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL \
             RETURNING id, token_hash, agency, name, created_by, created_at, expires_at, \
                 last_used_at, ended_at";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(id).bind(at).fetch_optional(c).await)?)
    }

    pub async fn note_scim_token_used(&mut self, id: Uuid, at: OffsetDateTime) -> Result<()> {
        const SQL: &str = "UPDATE scim_tokens SET last_used_at = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(at).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Whoever disables somebody for an agency waits for the others who do.
    pub async fn lock_scim_disables(&mut self, agency: &str) -> Result<()> {
        const LOCKING: &str = concat!(
            "SELECT id FROM scim_tokens WHERE agency = $1 ORDER BY agency, id",
            " FOR NO KEY UPDATE"
        );
        // SQLite's writer has locked the whole database already.
        if let Engine::Postgres(held) = self.engine() {
            on_postgres!(held, |c| {
                sqlx::query(LOCKING).bind(agency).fetch_all(c).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// How many people were disabled since a moment, by agency.
    pub async fn scim_disables_by_agency(
        &mut self,
        since: OffsetDateTime,
    ) -> Result<Vec<(String, i64)>> {
        const SQL: &str = "SELECT agency, COUNT(*) FROM scim_disables WHERE at > $1 \
             GROUP BY agency ORDER BY agency";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(since).fetch_all(c).await)?)
    }

    /// How many people were disabled for an agency since a moment.
    pub async fn count_scim_disables(
        &mut self,
        agency: &str,
        since: OffsetDateTime,
    ) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM scim_disables WHERE agency = $1 AND at > $2";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(agency).bind(since).fetch_one(c).await)?)
    }

    /// Counting starts anew; how many were counted.
    pub async fn forget_scim_disables(&mut self, agency: &str) -> Result<u64> {
        const SQL: &str = "DELETE FROM scim_disables WHERE agency = $1";
        Ok(on!(self, |c| sqlx::query(SQL)
            .bind(agency)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }

    /// Somebody was disabled for an agency; who is disabled again counts once.
    pub async fn note_scim_disable(
        &mut self,
        agency: &str,
        account: Uuid,
        at: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO scim_disables (agency, account_id, at) VALUES ($1, $2, $3) \
             ON CONFLICT (agency, account_id) DO UPDATE SET at = excluded.at";
        on!(self, |c| sqlx::query(SQL)
            .bind(agency)
            .bind(account)
            .bind(at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}
