//! The embedded database as a file: copied while a portal writes to it, examined, held alone. With
//! SQLite's own calls, by rusqlite: sqlx has none for a backup (<https://sqlite.org/backup.html>).
//! Everything here blocks its thread.

use rusqlite::{
    Connection, ErrorCode, OpenFlags,
    backup::{Backup, StepResult},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

/// Pages copied between two looks at the progress: 4 MiB.
const PAGES: i32 = 1024;
/// How long a portal that starts or stops at this moment is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// A file cannot be used as the embedded database.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{0} is in use: stop the portal, and whatever else has it open")]
    InUse(PathBuf),
    #[error("{0} is no database of ASN Digital")]
    NotOurs(PathBuf),
    #[error("{0} is damaged: {1}")]
    Damaged(PathBuf, String),
    #[error("{0}: {1}")]
    Sqlite(PathBuf, rusqlite::Error),
}

impl FileError {
    fn of(file: &Path, error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::InUse(file.to_owned())
            }
            Some(ErrorCode::NotADatabase) => Self::NotOurs(file.to_owned()),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(file.to_owned(), error.to_string()),
            _ => Self::Sqlite(file.to_owned(), error),
        }
    }

    /// The same of the file that this one is a copy of.
    #[must_use]
    pub fn about(self, file: &Path) -> Self {
        let file = file.to_owned();
        match self {
            Self::InUse(_) => Self::InUse(file),
            Self::NotOurs(_) => Self::NotOurs(file),
            Self::Damaged(_, found) => Self::Damaged(file, found),
            Self::Sqlite(_, error) => Self::Sqlite(file, error),
        }
    }
}

type Result<T> = std::result::Result<T, FileError>;

/// What a database file holds.
#[derive(Debug)]
pub struct Contents {
    /// In all tables together.
    pub rows: i64,
    /// The number of the last migration.
    pub schema: i64,
    /// What is true of the whole installation: the table of that name.
    pub facts: BTreeMap<String, String>,
}

/// The last migration that this program knows.
#[must_use]
pub fn newest_schema() -> i64 {
    super::migrations::sqlite().iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// Copies the database at `from`, as it is at this moment, into the empty file `to`. Others may read
/// and write meanwhile and do not wait. `progress` is told bytes copied, and how many there are.
///
/// # Errors
/// When one of the two cannot be used; `to` is then worthless.
pub fn copy(from: &Path, to: &Path, mut progress: impl FnMut(u64, u64)) -> Result<()> {
    // Not read-only: who has it open last clears its log away.
    let source = open(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let copied = |work: rusqlite::Result<()>| work.map_err(|error| FileError::of(from, error));
    let mut copy = open(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Nothing lasts before the caller has synchronised the whole file.
    run(to, &copy, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    copied((|| {
        // One snapshot for the whole copy: without it, the copy would begin anew whenever somebody
        // writes. In WAL mode no writer waits for a reader.
        source.execute_batch("BEGIN")?;
        let size: u32 = source.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        source.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()))?;
        let backup = Backup::new(&source, &mut copy)?;
        let bytes = |pages: i32| u64::try_from(pages).unwrap_or_default() * u64::from(size);
        while backup.step(PAGES)? != StepResult::Done {
            let state = backup.progress();
            progress(bytes(state.pagecount - state.remaining), bytes(state.pagecount));
        }
        Ok(())
    })())?;
    drop(copy);
    settle(to)
}

/// Makes one file of the database: what its write-ahead log holds moves into it.
///
/// # Errors
/// When it cannot be used.
pub fn settle(file: &Path) -> Result<()> {
    let connection = open(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    run(file, &connection, "PRAGMA journal_mode = DELETE")
}

/// Reads the whole file: whether it is ours, whole, and what it holds.
///
/// # Errors
/// What is wrong with it.
pub fn examine(file: &Path) -> Result<Contents> {
    let connection = open(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let named = |error| FileError::of(file, error);
    let ours: i64 = connection
        .query_row(
            "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('_sqlx_migrations', 'installation')",
            [],
            |row| row.get(0),
        )
        .map_err(named)?;
    if ours != 2 {
        return Err(FileError::NotOurs(file.to_owned()));
    }
    for check in ["PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"] {
        let found = first_finding(&connection, check).map_err(named)?;
        if let Some(finding) = found.filter(|finding| finding != "ok") {
            return Err(FileError::Damaged(file.to_owned(), finding.replace('\n', " ")));
        }
    }
    contents(&connection).map_err(named)
}

fn first_finding(connection: &Connection, check: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare(check)?;
    let mut rows = statement.query([])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

fn contents(connection: &Connection) -> rusqlite::Result<Contents> {
    let schema =
        connection.query_row("SELECT MAX(version) FROM _sqlx_migrations", [], |row| row.get(0))?;
    let facts = connection
        .prepare("SELECT name, value FROM installation")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut rows = 0;
    for table in tables(connection)? {
        let count = format!("SELECT COUNT(*) FROM \"{table}\"");
        rows += connection.query_row(&count, [], |row| row.get::<_, i64>(0))?;
    }
    Ok(Contents { rows, schema, facts })
}

/// The tables that are the product's own.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' \
             AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// The database with nobody else in it, as one file, until this is dropped.
#[derive(Debug)]
pub struct Alone(pub(super) Connection);

impl Alone {
    /// # Errors
    /// [`FileError::InUse`] while any other program has it open, a portal above all.
    pub fn with(file: &Path) -> Result<Self> {
        let connection = open(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Whoever has the database open holds a lock of SQLite's own, also between two queries.
        run(
            file,
            &connection,
            "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; \
             BEGIN EXCLUSIVE; COMMIT",
        )?;
        Ok(Self(connection))
    }
}

fn open(file: &Path, how: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(file, how | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    connection
        .and_then(|connection| connection.busy_timeout(PATIENCE).map(|()| connection))
        .map_err(|error| FileError::of(file, error))
}

fn run(file: &Path, connection: &Connection, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(|error| FileError::of(file, error))
}
