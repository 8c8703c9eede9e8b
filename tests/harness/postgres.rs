//! PostgreSQL: a new database on the server that the tests were given, or a server of one's own
//! that may be stopped and started again (`scripts/postgres-cluster`).

use super::Result;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{
    env,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr},
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
        Self::keep(&mut script(&["keep"]))
    }

    /// Another one that follows this one and takes no writes until it is promoted.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn standby(&self) -> Result<Self> {
        Self::keep(script(&["standby"]).arg(&self.folder))
    }

    fn keep(script: &mut Command) -> Result<Self> {
        let mut keeper = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let line = first_line(&mut keeper)?;
        let (folder, port) = line.split_once(' ').ok_or("PostgreSQL did not start")?;
        Ok(Self { keeper, folder: folder.into(), port: port.parse()? })
    }

    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// The address of a new database.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn new_database(&self) -> Result<String> {
        new_database_on(&format!("postgres://postgres@{}/postgres", self.address())).await
    }

    /// A standby takes writes from now on.
    ///
    /// # Errors
    /// When it does not.
    pub fn promote(&self) -> Result<()> {
        self.tell("promote")
    }

    /// Whoever likes may connect by TLS from now on.
    ///
    /// # Errors
    /// When the server does not take the files.
    pub fn offer_tls(&self, certificate: &Path, key: &Path) -> Result<()> {
        let mut script = script(&["tls"]);
        let status = script.arg(&self.folder).arg(certificate).arg(key).status()?;
        if status.success() { Ok(()) } else { Err("PostgreSQL offers no TLS".into()) }
    }

    /// A `PgBouncer` in front of it that lends connections for a `session` or a `transaction`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn pgbouncer(&self, mode: &str) -> Result<Pooler> {
        let mut script = script(&["pgbouncer"]);
        script.arg(&self.folder).arg(mode).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = script.spawn()?;
        let port = first_line(&mut keeper)?.parse()?;
        Ok(Pooler { keeper, address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)) })
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

/// A `PgBouncer`, ended when dropped.
pub struct Pooler {
    keeper: Child,
    pub address: SocketAddr,
}

impl Drop for Pooler {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn first_line(keeper: &mut Child) -> Result<String> {
    let mut line = String::new();
    let said = keeper.stdout.as_mut().ok_or("nothing to read from")?;
    BufReader::new(said).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

fn script(arguments: &[&str]) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(root.join("scripts/postgres-cluster"));
    command.args(arguments);
    command
}
