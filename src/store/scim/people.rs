//! People as the systems of their agencies know them. Pages go by the account's id, which nothing changes:
//! whoever is there all along comes once, whatever others write meanwhile.

use crate::store::{Engine, Result, Unit, on, on_postgres};
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

/// The next people of one agency.
const OF_AGENCY: &str =
    "SELECT id FROM accounts WHERE agency = $1 AND id > $2 ORDER BY id LIMIT $3";
/// The same of several, each by its own beginning of the index.
const OF_AGENCIES: &str = "SELECT page.id FROM unnest(CAST($1 AS TEXT[])) AS one(agency) CROSS JOIN LATERAL \
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

    /// The next people of these agencies, in the order of their ids.
    pub async fn people_of_agencies(
        &mut self,
        agencies: &[String],
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<ProvisionedAccount>> {
        let mut ids: Vec<Uuid> = match self.engine() {
            Engine::Sqlite(c) => {
                let mut ids = Vec::new();
                for agency in agencies {
                    let of_one = sqlx::query_scalar::<_, Uuid>(OF_AGENCY)
                        .bind(agency)
                        .bind(after)
                        .bind(limit);
                    ids.extend(of_one.fetch_all(&mut *c).await?);
                }
                ids
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_scalar(OF_AGENCIES)
                    .bind(agencies)
                    .bind(after)
                    .bind(limit)
                    .fetch_all(c)
                    .await
            })?,
        };
        ids.sort_unstable();
        ids.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let ids: Vec<_> = ids.iter().map(|id| format!("\"{}\"", id.simple())).collect();
                let ids = format!("[{}]", ids.join(","));
                sqlx::query_as(&**AMONG_SQLITE).bind(ids).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(ids).fetch_all(c).await
            })?,
        })
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
