//! People of a file in the order of their numbers, however many. In the order of a file, almost every
//! row of a large import touches another page of the index of numbers, and each is written many
//! times; in this order once.
//!
//! They wait in a database of SQLite's own, also where the portal's is PostgreSQL: a file without a
//! name among the machine's temporary ones, gone with its connection.

use super::{FiledPerson, Result};
use sqlx::{
    Connection, Executor, QueryBuilder, Sqlite, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

/// Rows of one statement.
const ROWS: usize = 500;

/// The last row of a file with a number.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SortedPerson {
    #[sqlx(flatten)]
    pub row: FiledPerson,
    /// How many rows have its number.
    pub times: i64,
    /// The lines of the others, added up: of one other its line.
    pub earlier: i64,
}

pub struct Sorting {
    connection: SqliteConnection,
    /// How many were taken out again.
    taken: i64,
}

impl Sorting {
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
                "CREATE TABLE unsorted (line INTEGER, nip TEXT, name TEXT, email TEXT, agency TEXT, \
                     roles TEXT)",
            )
            .await?;
        Ok(Self { connection, taken: 0 })
    }

    /// # Errors
    /// When there is no more room for temporary files.
    pub async fn put_unsorted(&mut self, people: &[FiledPerson]) -> Result<()> {
        for people in people.chunks(ROWS) {
            let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO unsorted ");
            query.push_values(people, |mut values, person| {
                values.push_bind(person.line);
                values.push_bind(&person.nip);
                values.push_bind(&person.name);
                values.push_bind(&person.email);
                values.push_bind(&person.agency);
                values.push_bind(&person.roles);
            });
            query.build().execute(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Of several rows with one number the last one stays. How many there are then.
    ///
    /// # Errors
    /// When there is no more room for temporary files.
    pub async fn sort(&mut self) -> Result<u64> {
        // Beside one MAX, SQLite takes plain columns from the row that has it
        // (https://www.sqlite.org/lang_select.html#bare_columns_in_an_aggregate_query).
        let sort = "CREATE TABLE sorted AS SELECT MAX(line) AS line, nip, name, email, agency, roles, \
                         COUNT(*) AS times, SUM(line) - MAX(line) AS earlier \
                     FROM unsorted GROUP BY nip ORDER BY nip";
        self.connection.execute(sort).await?;
        self.connection.execute("DROP TABLE unsorted").await?;
        let rows: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(rowid), 0) FROM sorted")
            .fetch_one(&mut self.connection)
            .await?;
        Ok(u64::try_from(rows).unwrap_or_default())
    }

    /// The next people, at most so many; none after the last.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub async fn take_sorted(&mut self, limit: u32) -> Result<Vec<SortedPerson>> {
        let up_to = self.taken + i64::from(limit);
        let people = sqlx::query_as(
            "SELECT line, nip, name, email, agency, roles, times, earlier FROM sorted \
             WHERE rowid > $1 AND rowid <= $2 ORDER BY rowid",
        )
        .bind(self.taken)
        .bind(up_to)
        .fetch_all(&mut self.connection)
        .await?;
        self.taken = up_to;
        Ok(people)
    }
}
