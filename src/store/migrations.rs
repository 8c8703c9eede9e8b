//! Bringing the schema up to date. Older and newer programs work side by side while nodes are
//! renewed one after another, so a change only ever adds (`docs/adr/0016-expand-then-contract.md`).

use super::{
    Result, StoreError,
    server::{Server, timed_out},
};
use sqlx::{Executor, migrate::Migrator};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How often a node tries to migrate past the locks of others, and how long it leaves them between.
const ATTEMPTS: u32 = 100;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(200);

/// All of them together; a network that swallows everything must not hold up a start for ever.
const PATIENCE: Duration = Duration::from_hours(1);

/// A program starts with a newer schema than its own, too: while nodes are renewed one after
/// another, an older one may have to start again.
pub(super) fn sqlite() -> Migrator {
    let mut migrations = sqlx::migrate!("migrations/sqlite");
    migrations.set_ignore_missing(true);
    migrations
}

/// While other nodes work. What has to wait for their locks gives way and tries again, sooner than
/// PostgreSQL looks for deadlocks (after a second): so no request waits long for a migration, or
/// fails because of one.
pub(super) async fn run_on_postgres(server: &Server) -> Result<()> {
    let mut migrations = sqlx::migrate!("migrations/postgres");
    migrations.set_ignore_missing(true);
    let mut attempts = 0;
    loop {
        let mut connection = server.connect(Duration::ZERO).await?;
        let migrating = async {
            connection.execute("SET lock_timeout = 500").await?;
            migrations.run(&mut connection).await.map_err(StoreError::from)
        };
        let migrated = timeout(PATIENCE, migrating).await;
        let migrated = migrated.unwrap_or_else(|_| Err(timed_out().into()));
        // This also gives up the migrations' own lock.
        drop(connection);
        attempts += 1;
        match migrated {
            Err(error) if error.is_in_the_way() && attempts < ATTEMPTS => {
                sleep(BETWEEN_ATTEMPTS).await;
            }
            done => return done,
        }
    }
}
