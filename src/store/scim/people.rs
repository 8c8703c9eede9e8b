//! People as the systems of their agencies know them. Pages go by the account's id, which nothing changes:
//! whoever is there all along comes once, whatever others write meanwhile.

use crate::store::{Engine, Result, Unit, json_ids, json_texts, on, on_postgres};
use sqlx::Connection;
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

/// An account with what its agency's systems know of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ProvisionedAccount {
    pub id: Uuid,
    pub nip: String,
    pub name: String,
    pub email: Option<String>,
    pub agency: String,
    pub roles: String,
    /// How many roles were granted besides.
    pub role_grant_count: i64,
    pub created_at: OffsetDateTime,
    pub disabled_at: Option<OffsetDateTime>,
    /// What it is called in the source.
    pub external_id: Option<String>,
    /// When the source changed it last.
    pub changed_at: Option<OffsetDateTime>,
    /// Since when it is disabled by the source.
    pub disabled_by_source_at: Option<OffsetDateTime>,
    /// Since when it is no longer there for the source.
    pub deleted_at: Option<OffsetDateTime>,
}

impl ProvisionedAccount {
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// By its source, or that it was disabled.
    #[must_use]
    pub fn last_modified(&self) -> OffsetDateTime {
        let changes = [Some(self.created_at), self.changed_at, self.disabled_at];
        changes.into_iter().flatten().max().unwrap_or(self.created_at)
    }
}

const BY_ID: &str = "SELECT a.id, a.nip, a.name, a.email, a.agency, a.roles, a.role_grant_count, \
         a.created_at, \
         a.disabled_at, r.external_id, r.changed_at, r.disabled_at AS disabled_by_source_at, \
         r.deleted_at \
     FROM accounts a LEFT JOIN scim_resources r ON r.account_id = a.id WHERE a.id = $1";

static BY_NUMBER: LazyLock<String> = LazyLock::new(|| BY_ID.replace("a.id = $1", "a.nip = $1"));
static BY_EXTERNAL_ID: LazyLock<String> = LazyLock::new(|| {
    BY_ID
        .replace("a.id = $1", "r.external_id = $1 ORDER BY a.id LIMIT $2")
        .replace("LEFT JOIN", "JOIN")
});
static AMONG_SQLITE: LazyLock<String> = LazyLock::new(|| {
    BY_ID.replace("a.id = $1", "a.id IN (SELECT unhex(value) FROM json_each($1)) ORDER BY a.id")
});
static AMONG_POSTGRES: LazyLock<String> =
    LazyLock::new(|| BY_ID.replace("a.id = $1", "a.id = ANY($1) ORDER BY a.id"));
static NEXT: LazyLock<String> =
    LazyLock::new(|| BY_ID.replace("a.id = $1", "a.id > $1 ORDER BY a.id LIMIT $2"));

/// The next people of one agency.
const OF_AGENCY: &str =
    "SELECT id FROM accounts WHERE agency = $1 AND id > $2 ORDER BY id LIMIT $3";
/// The same of several, one after another.
const OF_AGENCIES: &str = "SELECT one.place, page.id \
     FROM unnest(CAST($1 AS TEXT[])) WITH ORDINALITY AS one(agency, place) CROSS JOIN LATERAL \
         (SELECT id FROM accounts WHERE accounts.agency = one.agency AND id > $2 \
          ORDER BY id LIMIT $3) AS page ORDER BY one.place, page.id";
/// The next people of agencies that have few: all of theirs are put in order.
const OF_SMALL_ON_SQLITE: &str = "SELECT id FROM accounts \
     WHERE agency IN (SELECT value FROM json_each($1)) AND id > $2 ORDER BY +id LIMIT $3";
const OF_SMALL_ON_POSTGRES: &str = "SELECT page.id \
     FROM unnest(CAST($1 AS TEXT[])) AS one(agency) CROSS JOIN LATERAL \
         (SELECT id FROM accounts WHERE accounts.agency = one.agency AND id > $2 \
          ORDER BY id LIMIT $3) AS page ORDER BY page.id LIMIT $3";

impl Unit {
    pub async fn provisioned_account(&mut self, id: Uuid) -> Result<Option<ProvisionedAccount>> {
        Ok(on!(self, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?)
    }

    pub async fn provisioned_account_by_nip(
        &mut self,
        nip: &str,
    ) -> Result<Option<ProvisionedAccount>> {
        Ok(on!(self, |c| sqlx::query_as(&**BY_NUMBER).bind(nip).fetch_optional(c).await)?)
    }

    /// People by what they are called in their source, in whatever agency, so many at most.
    pub async fn provisioned_accounts_by_external_id(
        &mut self,
        external_id: &str,
        limit: i64,
    ) -> Result<Vec<ProvisionedAccount>> {
        Ok(on!(self, |c| sqlx::query_as(&**BY_EXTERNAL_ID)
            .bind(external_id)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// The next people of these agencies, in the order of their ids: some, at most `limit`; and whether more may
    /// come. Of an agency `each` are looked at, and whoever is behind the last of one that has more may not be the
    /// next.
    pub async fn people_of_agencies(
        &mut self,
        agencies: &[String],
        after: Uuid,
        each: usize,
        limit: usize,
    ) -> Result<(Vec<ProvisionedAccount>, bool)> {
        let rows = i64::try_from(each).unwrap_or(i64::MAX);
        let parts: Vec<Vec<Uuid>> = match self.engine() {
            Engine::Sqlite(c) => {
                // Whoever moves from one of them to another meanwhile is in one of them.
                let mut moment = c.begin().await?;
                let mut parts = Vec::with_capacity(agencies.len());
                for agency in agencies {
                    let part = sqlx::query_scalar(OF_AGENCY).bind(agency).bind(after).bind(rows);
                    parts.push(part.fetch_all(&mut *moment).await?);
                }
                moment.commit().await?;
                parts
            }
            Engine::Postgres(held) => {
                let rows: Vec<(i64, Uuid)> = on_postgres!(held, |c| {
                    let parts = sqlx::query_as(OF_AGENCIES).bind(agencies).bind(after).bind(rows);
                    parts.fetch_all(c).await
                })?;
                let parts = rows.chunk_by(|one, other| one.0 == other.0);
                parts.map(|part| part.iter().map(|(_, id)| *id).collect()).collect()
            }
        };
        let unfinished = parts.iter().filter(|part| part.len() >= each);
        let whole_up_to = unfinished.filter_map(|part| part.last().copied()).min();
        let mut ids: Vec<Uuid> = parts.into_iter().flatten().collect();
        ids.retain(|id| whole_up_to.is_none_or(|last| *id <= last));
        ids.sort_unstable();
        let goes_on = whole_up_to.is_some() || ids.len() > limit;
        ids.truncate(limit);
        Ok((self.provisioned_among(&ids).await?, goes_on))
    }

    /// The same for agencies that together have few people, however many agencies they are.
    pub async fn people_of_small_agencies(
        &mut self,
        agencies: &[String],
        after: Uuid,
        limit: usize,
    ) -> Result<(Vec<ProvisionedAccount>, bool)> {
        let rows = i64::try_from(limit).unwrap_or(i64::MAX);
        let ids: Vec<Uuid> = match self.engine() {
            Engine::Sqlite(c) => {
                let agencies = json_texts(agencies);
                let ids = sqlx::query_scalar(OF_SMALL_ON_SQLITE).bind(agencies);
                ids.bind(after).bind(rows).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                let ids = sqlx::query_scalar(OF_SMALL_ON_POSTGRES).bind(agencies);
                ids.bind(after).bind(rows).fetch_all(c).await
            })?,
        };
        let goes_on = ids.len() >= limit;
        Ok((self.provisioned_among(&ids).await?, goes_on))
    }

    /// In the order of their ids.
    async fn provisioned_among(&mut self, ids: &[Uuid]) -> Result<Vec<ProvisionedAccount>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                sqlx::query_as(&**AMONG_SQLITE).bind(json_ids(ids)).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(ids).fetch_all(c).await
            })?,
        })
    }

    /// The same of whatever agencies: so many, unless no more come.
    pub async fn people_after(
        &mut self,
        after: Uuid,
        limit: usize,
    ) -> Result<(Vec<ProvisionedAccount>, bool)> {
        let rows = i64::try_from(limit).unwrap_or(i64::MAX);
        let people: Vec<_> =
            on!(self, |c| sqlx::query_as(&**NEXT).bind(after).bind(rows).fetch_all(c).await)?;
        let goes_on = people.len() == limit;
        Ok((people, goes_on))
    }

    /// What the source of an account says of it besides.
    pub async fn set_scim_resource(&mut self, person: &ProvisionedAccount) -> Result<()> {
        const SQL: &str = "INSERT INTO scim_resources \
                 (account_id, external_id, changed_at, disabled_at, deleted_at) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (account_id) DO UPDATE SET external_id = excluded.external_id, \
                 changed_at = excluded.changed_at, disabled_at = excluded.disabled_at, \
                 deleted_at = excluded.deleted_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(person.id)
            .bind(&person.external_id)
            .bind(person.changed_at.unwrap_or(person.created_at))
            .bind(person.disabled_by_source_at)
            .bind(person.deleted_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}
