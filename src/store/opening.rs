//! Opening a database: which connections there are, and how patient they are.

use super::{
    Pools, Result, Store, StoreError,
    inline::InlineReaders,
    lookups::Lookups,
    migrations,
    pool::Pool,
    server::{Pulse, Server},
};
use sqlx::{
    Connection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path, sync::Arc, time::Duration};

/// Readers that one node keeps on SQLite.
const READERS: u32 = 16;
/// How long a request may wait for a connection before it is told that something is wrong.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long PostgreSQL may work on one statement of a request, locks that it waits for included.
const STATEMENT: Duration = Duration::from_secs(8);
/// And on one of a command: it may touch every row there is.
const STATEMENT_OF_COMMAND: Duration = Duration::from_hours(1);

/// Pages in SQLite's log at which the writer itself copies them into the database: 16 MiB. While a portal runs,
/// [`Store::checkpoint`] comes before.
const LONGEST_LOG: &str = "4000";

impl Store {
    /// Opens the embedded database, makes it where there is none, and brings it up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or migrated.
    pub async fn open_sqlite(file: &Path) -> Result<Self> {
        if let Some(folder) = file.parent() {
            // Whoever else uses the machine need not look into it.
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(|error| StoreError::Folder(folder.to_owned(), error))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        // A file does not go away between two queries, and stays open: that is how others see that
        // it is in use (`embedded::Alone`).
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(PATIENCE)
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        // Where the disk fails in the midst of it, SQLite ends a transaction by itself, and the
        // connection goes on counting it as open: it would begin no other one. Another takes its place.
        let writer = pool()
            .max_connections(1)
            .before_acquire(|writer, _| Box::pin(async { Ok(!writer.is_in_transaction()) }))
            .connect_with(options.clone().pragma("wal_autocheckpoint", LONGEST_LOG))
            .await?;
        migrations::sqlite().run(&writer).await?;
        let checkpointer = pool().max_connections(1).connect_lazy_with(options.clone());
        let readers = pool()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        let inline = Arc::new(InlineReaders::new(file));
        Ok(Self(Pools::Sqlite { readers, writer, checkpointer, inline }))
    }

    /// Connects to PostgreSQL, to answer requests, and brings the schema up to date; several nodes may
    /// do so at once.
    ///
    /// # Errors
    /// When the address is not one, or the server does not answer.
    pub async fn connect_postgres(url: &str) -> Result<Self> {
        Self::connect(url, STATEMENT).await
    }

    /// The same for a command, which may ask for what takes long.
    ///
    /// # Errors
    /// When the address is not one, or the server does not answer.
    pub async fn connect_postgres_for_command(url: &str) -> Result<Self> {
        Self::connect(url, STATEMENT_OF_COMMAND).await
    }

    async fn connect(url: &str, statement: Duration) -> Result<Self> {
        let server = Server::at(url)?;
        server.check().await?;
        migrations::run_on_postgres(&server).await?;
        let lookups = Arc::new(Lookups::start(&server));
        let pulse = Arc::new(Pulse::of(server.clone()));
        Ok(Self(Pools::Postgres { pool: Pool::of(server, statement), lookups, pulse }))
    }

    /// Whether a PostgreSQL answers, and with what, before anything is asked of it.
    ///
    /// # Errors
    /// When it does not.
    pub async fn reach_postgres(url: &str) -> Result<()> {
        Server::at(url)?.check().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::OutgoingMail;
    use std::fs;
    use time::OffsetDateTime;
    use uuid::Uuid;

    #[tokio::test]
    async fn what_was_committed_is_copied_beside_the_writer_and_not_by_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.sqlite3");
        let store = Store::open_sqlite(&file).await.unwrap();
        assert!(store.checkpoint().await.unwrap());
        let size = || fs::metadata(&file).unwrap().len();
        let before = size();
        // More than a thousand pages.
        let letter = OutgoingMail {
            id: Uuid::from_u128(1),
            account_id: None,
            recipient: "sri@kemenag.go.id".into(),
            sealed_message: vec![0; 8 << 20],
            attempts: 0,
            created_at: OffsetDateTime::UNIX_EPOCH,
            next_attempt_at: OffsetDateTime::UNIX_EPOCH,
        };
        let mut unit = store.write().await.unwrap();
        unit.add_mail(&letter).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(size(), before, "it stands in the log");
        let writing = store.write().await.unwrap();
        assert!(store.checkpoint().await.unwrap());
        assert!(size() > before + (8 << 20));
        drop(writing);
        store.close().await;
        assert!(!file.with_extension("sqlite3-wal").exists(), "no connection is left");
    }
}
