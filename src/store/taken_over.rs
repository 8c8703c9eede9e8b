//! People of another provider: whom the portal knows already, and what comes with them.

use super::{Engine, ImportedAccount, Result, Unit, on, on_postgres};
use crate::domain::values::renewal::Renewal;
use sqlx::{
    Connection, Executor, QueryBuilder, Sqlite, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{collections::HashMap, sync::LazyLock};
use time::OffsetDateTime;
use uuid::Uuid;

/// Rows of one statement.
const ROWS: usize = 500;

/// Somebody whose number another provider's file has, too.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct KnownPerson {
    #[sqlx(flatten)]
    pub account: ImportedAccount,
    pub password_hash: Option<String>,
    pub disabled_at: Option<OffsetDateTime>,
    pub taken_over_at: Option<OffsetDateTime>,
    /// Apps and passkeys alike.
    pub authenticators: i64,
}

/// What comes with somebody, besides what every account has.
#[derive(Debug, Clone)]
pub struct TakenOverRow {
    pub account: Uuid,
    pub password_hash: Option<String>,
    pub password_changed_at: Option<OffsetDateTime>,
    pub renewal: Option<Renewal>,
    pub disabled_at: Option<OffsetDateTime>,
}

const BY_NUMBER: &str = "SELECT a.id, a.nip, a.name, a.email, a.agency, a.roles, a.password_hash, \
         a.disabled_at, a.taken_over_at, \
         (SELECT COUNT(*) FROM authenticators t WHERE t.account_id = a.id) \
         + (SELECT COUNT(*) FROM passkeys p WHERE p.account_id = a.id) AS authenticators \
     FROM accounts a WHERE a.nip = $1";

/// The same for many, by one value that holds them all; PostgreSQL locks them, in the order of their numbers.
static AMONG_SQLITE: LazyLock<String> =
    LazyLock::new(|| BY_NUMBER.replace("= $1", "IN (SELECT value FROM json_each($1))"));
static AMONG_POSTGRES: LazyLock<String> = LazyLock::new(|| {
    BY_NUMBER.replace("a.nip = $1", "a.nip = ANY($1) ORDER BY a.nip FOR NO KEY UPDATE")
});

const FORMER: &str = "SELECT subject, account_id FROM former_subjects WHERE subject = $1";
static FORMER_SQLITE: LazyLock<String> =
    LazyLock::new(|| FORMER.replace("= $1", "IN (SELECT value FROM json_each($1))"));
static FORMER_POSTGRES: LazyLock<String> = LazyLock::new(|| FORMER.replace("= $1", "= ANY($1)"));

const SAME_ID: &str = "SELECT id FROM accounts WHERE id = $1";

impl Unit {
    /// Those of these numbers who have an account; it stays as it is until the unit ends.
    pub async fn known_people(&mut self, numbers: &[&str]) -> Result<Vec<KnownPerson>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let numbers = json(numbers);
                sqlx::query_as(&**AMONG_SQLITE).bind(numbers).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(numbers).fetch_all(c).await
            })?,
        })
    }

    /// Whose these subjects are already: the ids of accounts, or what they were taken over with.
    pub async fn owners_of_subjects(&mut self, subjects: &[&str]) -> Result<HashMap<String, Uuid>> {
        let former: Vec<(String, Uuid)> = match self.engine() {
            Engine::Sqlite(c) => {
                let subjects = json(subjects);
                sqlx::query_as(&**FORMER_SQLITE).bind(subjects).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**FORMER_POSTGRES).bind(subjects).fetch_all(c).await
            })?,
        };
        let ids: Vec<Uuid> =
            subjects.iter().filter_map(|subject| Uuid::parse_str(subject).ok()).collect();
        let mut owners: HashMap<_, _> = former.into_iter().collect();
        for ids in ids.chunks(ROWS) {
            let there: Vec<Uuid> = on!(self, |c| {
                let mut query = QueryBuilder::new(SAME_ID.replace("= $1", "IN ("));
                let mut list = query.separated(", ");
                for id in ids {
                    list.push_bind(id);
                }
                query.push(")");
                query.build_query_scalar().fetch_all(c).await
            })?;
            owners.extend(there.into_iter().map(|id| (id.to_string(), id)));
        }
        Ok(owners)
    }

    /// Gives accounts what came with their people, and notes that they came.
    pub async fn take_over(&mut self, rows: &[TakenOverRow], now: OffsetDateTime) -> Result<()> {
        for rows in rows.chunks(ROWS) {
            on!(self, |c| {
                let mut query = QueryBuilder::new(
                    "UPDATE accounts SET \
                         password_hash = COALESCE(v.column2, accounts.password_hash), \
                         password_changed_at = COALESCE(v.column3, accounts.password_changed_at), \
                         renewal = COALESCE(v.column4, accounts.renewal), \
                         disabled_at = COALESCE(v.column5, accounts.disabled_at), \
                         taken_over_at = v.column6 FROM (",
                );
                query.push_values(rows, |mut values, row| {
                    values.push_bind(row.account);
                    values.push_bind(&row.password_hash);
                    values.push_bind(row.password_changed_at);
                    values.push_bind(row.renewal.map(Renewal::name));
                    values.push_bind(row.disabled_at);
                    values.push_bind(now);
                });
                query.push(") AS v WHERE accounts.id = v.column1");
                query.build().execute(c).await.map(drop)
            })?;
        }
        Ok(())
    }

    pub async fn add_former_subjects(&mut self, subjects: &[(Uuid, String)]) -> Result<()> {
        for subjects in subjects.chunks(ROWS) {
            on!(self, |c| {
                let mut query =
                    QueryBuilder::new("INSERT INTO former_subjects (account_id, subject) ");
                query.push_values(subjects, |mut values, (account, subject)| {
                    values.push_bind(account);
                    values.push_bind(subject);
                });
                query.build().execute(c).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// What services of the old provider know a person by, where it is not the account's id.
    pub async fn former_subject(&mut self, account: Uuid) -> Result<Option<String>> {
        const SQL: &str = "SELECT subject FROM former_subjects WHERE account_id = $1";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(account).fetch_optional(c).await)?)
    }
}

/// A list of texts.
fn json(texts: &[&str]) -> String {
    serde_json::to_string(texts).unwrap_or_default()
}

/// Whom a dry run has seen, since nothing of them is in the database: in one of SQLite's own, a file without
/// a name among the machine's temporary ones, gone with its connection.
pub struct SeenPeople(SqliteConnection);

impl SeenPeople {
    /// # Errors
    /// When there is no room for temporary files.
    pub async fn start() -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename("")
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .pragma("cache_size", "-32768");
        let mut connection = SqliteConnection::connect_with(&options).await?;
        connection
            .execute(
                "CREATE TABLE numbers (number TEXT PRIMARY KEY, subject TEXT) WITHOUT ROWID;
                 CREATE TABLE subjects (subject TEXT PRIMARY KEY, account BLOB) WITHOUT ROWID",
            )
            .await?;
        Ok(Self(connection))
    }

    /// As whom which of the numbers came; and whose the subjects would be.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub async fn among(
        &mut self,
        numbers: &[&str],
        subjects: &[&str],
        owners: &mut HashMap<String, Uuid>,
    ) -> Result<HashMap<String, String>> {
        let came: Vec<(String, String)> = sqlx::query_as(
            "SELECT number, subject FROM numbers WHERE number IN (SELECT value FROM json_each($1))",
        )
        .bind(json(numbers))
        .fetch_all(&mut self.0)
        .await?;
        let taken: Vec<(String, Uuid)> = sqlx::query_as(
            "SELECT subject, account FROM subjects WHERE subject IN (SELECT value FROM json_each($1))",
        )
        .bind(json(subjects))
        .fetch_all(&mut self.0)
        .await?;
        owners.extend(taken);
        Ok(came.into_iter().collect())
    }

    /// # Errors
    /// When there is no more room for temporary files.
    pub async fn note(
        &mut self,
        numbers: &HashMap<String, String>,
        owners: &HashMap<String, Uuid>,
    ) -> Result<()> {
        let numbers: Vec<_> = numbers.iter().collect();
        for numbers in numbers.chunks(ROWS) {
            let mut query = QueryBuilder::<Sqlite>::new("INSERT OR IGNORE INTO numbers ");
            query.push_values(numbers, |mut values, (number, subject)| {
                values.push_bind(*number);
                values.push_bind(*subject);
            });
            query.build().execute(&mut self.0).await?;
        }
        let owners: Vec<_> = owners.iter().collect();
        for owners in owners.chunks(ROWS) {
            let mut query = QueryBuilder::<Sqlite>::new("INSERT OR IGNORE INTO subjects ");
            query.push_values(owners, |mut values, (subject, account)| {
                values.push_bind(*subject);
                values.push_bind(**account);
            });
            query.build().execute(&mut self.0).await?;
        }
        Ok(())
    }
}
