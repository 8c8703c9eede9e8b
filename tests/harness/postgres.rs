//! PostgreSQL: a new database on the server that the tests were given, or a server of one's own
//! that may be stopped and started again (`scripts/postgres-cluster`).

use super::Result;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio, id},
    sync::atomic::{AtomicU32, Ordering},
};

/// The address of a new database on the server that `scripts/postgres-test` started.
///
/// # Errors
/// When there is no such server.
pub async fn new_database() -> Result<String> {
    let server = env::var("TEST_DATABASE_URL");
    let server = server.map_err(|_| "no PostgreSQL: run scripts/postgres-test cargo test")?;
    new_database_on(&server).await
}

async fn new_database_on(server: &str) -> Result<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("harness_{}_{}", id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let mut connection = PgConnection::connect(server).await?;
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
    connection.close().await?;
    let (base, _) = server.rsplit_once('/').ok_or("an address without a database")?;
    Ok(format!("{base}/{name}"))
}

/// A server of one's own. It is removed when dropped, and also when this process is killed.
pub struct Cluster {
    keeper: Child,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// # Errors
    /// When PostgreSQL cannot be started.
    pub fn create() -> Result<Self> {
        let mut keeper = script(&["keep"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        let said = keeper.stdout.as_mut().ok_or("nothing to read from")?;
        BufReader::new(said).read_line(&mut line)?;
        let (folder, port) = line.trim().split_once(' ').ok_or("PostgreSQL did not start")?;
        Ok(Self { keeper, folder: folder.into(), port: port.parse()? })
    }

    /// The address of a new database.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn new_database(&self) -> Result<String> {
        let server = format!("postgres://postgres@127.0.0.1:{}/postgres", self.port);
        new_database_on(&server).await
    }

    /// Stops it as its administrator does: connections are closed, what was begun is undone.
    ///
    /// # Errors
    /// When it does not stop.
    pub fn stop(&self) -> Result<()> {
        self.tell("stop")
    }

    /// # Errors
    /// When it does not start.
    pub fn start(&self) -> Result<()> {
        self.tell("start")
    }

    fn tell(&self, what: &str) -> Result<()> {
        let status = script(&[what]).arg(&self.folder).stdin(Stdio::null()).status()?;
        if status.success() { Ok(()) } else { Err(format!("PostgreSQL did not {what}").into()) }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The keeper removes the server when there is nothing more to read.
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn script(arguments: &[&str]) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(root.join("scripts/postgres-cluster"));
    command.args(arguments);
    command
}
