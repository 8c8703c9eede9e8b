//! Opening a database: which connections there are, and how patient they are.

use super::{
    Pools, Result, Store, StoreError, inline::InlineReaders, lookups::Lookups, migrations,
};
use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path, str::FromStr, sync::Arc,
    time::Duration,
};
use tokio::time::timeout;

/// Connections that one node keeps to PostgreSQL, and readers that it keeps on SQLite.
const CONNECTIONS: u32 = 16;
/// How long a request may wait for a connection before it is told that something is wrong.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection to PostgreSQL that rested longer is asked whether it is still there before it is used:
/// that costs as much as a query. One that was used a moment ago and is gone fails its request.
const RESTED: Duration = Duration::from_secs(1);
/// How long the database may take to say that it is there.
const PING_PATIENCE: Duration = Duration::from_secs(1);
/// Where a node is lost with its machine, its open units of work, and the locks they hold, are
/// given up by the server after so long without a word. Milliseconds; no unit of ours pauses so long.
const ABANDONED: [(&str, &str); 1] = [("idle_in_transaction_session_timeout", "15000")];

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
            .connect_with(options.clone())
            .await?;
        migrations::sqlite().run(&writer).await?;
        let readers = pool()
            .max_connections(CONNECTIONS)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        let inline = Arc::new(InlineReaders::new(file));
        Ok(Self(Pools::Sqlite { readers, writer, inline }, None))
    }

    /// Connects to PostgreSQL and brings the schema up to date; several nodes may do so at once.
    ///
    /// # Errors
    /// When the address is not one, or the server does not answer.
    pub async fn connect_postgres(url: &str) -> Result<Self> {
        let options = postgres_options(url)?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|connection, used| {
                Box::pin(async move {
                    if used.idle_for >= RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options.clone())
            .await?;
        migrations::run_on_postgres(&options).await?;
        let pulse = PgPoolOptions::new().max_connections(1).acquire_timeout(PING_PATIENCE);
        let lookups = Arc::new(Lookups::start(&options));
        Ok(Self(Pools::Postgres { pool, lookups }, Some(pulse.connect_lazy_with(options))))
    }

    /// Whether a PostgreSQL answers, and with what, before anything is asked of it.
    ///
    /// # Errors
    /// When it does not.
    pub async fn reach_postgres(url: &str) -> Result<()> {
        let options = postgres_options(url)?;
        let connection = timeout(PATIENCE, PgConnection::connect_with(&options)).await;
        connection.map_err(|_| sqlx::Error::PoolTimedOut)??.close().await?;
        Ok(())
    }
}

fn postgres_options(url: &str) -> Result<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
    Ok(options.options(ABANDONED))
}
