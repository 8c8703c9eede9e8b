//! Bringing the schema up to date. Older and newer programs work side by side while nodes are
//! renewed one after another, so a change only ever adds (`docs/adr/0016-expand-then-contract.md`).

use super::{Result, StoreError};
use sqlx::{Connection, PgConnection, migrate::Migrator, postgres::PgConnectOptions};
use std::time::Duration;
use tokio::time::sleep;

/// How often a node tries to migrate past the locks of others, and how long it leaves them between.
const ATTEMPTS: u32 = 100;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(200);

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
pub(super) async fn run_on_postgres(options: &PgConnectOptions) -> Result<()> {
    let mut migrations = sqlx::migrate!("migrations/postgres");
    migrations.set_ignore_missing(true);
    let options = options.clone().options([("lock_timeout", "500")]);
    let mut attempts = 0;
    loop {
        let mut connection = PgConnection::connect_with(&options).await?;
        let migrated = migrations.run(&mut connection).await.map_err(StoreError::from);
        // This also gives up the migrations' own lock.
        let _ = connection.close().await;
        attempts += 1;
        match migrated {
            Err(error) if error.is_in_the_way() && attempts < ATTEMPTS => {
                sleep(BETWEEN_ATTEMPTS).await;
            }
            done => return done,
        }
    }
}
