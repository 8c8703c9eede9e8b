//! A portal as an operator runs it: the program itself, with a folder, a key and a database.

use super::{Person, Result, make_newcomers, make_people};
use asn_digital::store::Store;
use data_encoding::HEXLOWER;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use procfs::process::{Process, Status};
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    net::{SocketAddr, TcpListener},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Every installation of the harness seals with this key.
pub const KEY: [u8; 32] = [7; 32];
/// How long a portal may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with a key, and the database that belongs to it: embedded, or a PostgreSQL's.
pub struct Installation {
    pub folder: PathBuf,
    pub database_url: Option<String>,
    pub program: PathBuf,
    temporary: Option<TempDir>,
}

impl Installation {
    /// A new one in a temporary folder. `program`: `env!("CARGO_BIN_EXE_asn-digital")`.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn new(program: &str, database_url: Option<String>) -> Result<Self> {
        let temporary = tempfile::tempdir()?;
        let mut installation = Self::at(temporary.path(), program, database_url)?;
        installation.temporary = Some(temporary);
        Ok(installation)
    }

    /// One in a folder that stays.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn at(folder: &Path, program: &str, database_url: Option<String>) -> Result<Self> {
        let folder = folder.to_owned();
        fs::create_dir_all(folder.join("data"))?;
        fs::create_dir_all(folder.join("site/pkg"))?;
        let key = folder.join("data/asn-digital.key");
        if !key.exists() {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(key)?;
            writeln!(file, "{}", HEXLOWER.encode(&KEY))?;
        }
        Ok(Self { folder, database_url, program: program.into(), temporary: None })
    }

    pub fn database_file(&self) -> PathBuf {
        self.folder.join("data/asn-digital.sqlite3")
    }

    /// The database, past the portal.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn store(&self) -> Result<Store> {
        Ok(match &self.database_url {
            Some(url) => Store::connect_postgres(url).await?,
            None => Store::open_sqlite(&self.database_file()).await?,
        })
    }

    /// People who can log in at once, straight into the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people(&self, count: usize) -> Result<Vec<Person>> {
        let store = self.store().await?;
        let people = make_people(&store, count).await?;
        store.close().await;
        Ok(people)
    }

    /// People who have yet to set up an authenticator, straight into the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newcomers(&self, count: usize) -> Result<Vec<Person>> {
        let store = self.store().await?;
        let people = make_newcomers(&store, count).await?;
        store.close().await;
        Ok(people)
    }

    /// The program with this installation's environment, and nothing of the machine's own.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear().current_dir(&self.folder).args(arguments);
        command.env("ASN_DATA_DIR", self.folder.join("data"));
        command.env("ASN_SITE_ROOT", self.folder.join("site"));
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs a command to its end.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self, arguments: &[&str]) -> Result<Output> {
        Ok(self.command(arguments).stdin(Stdio::null()).output()?)
    }

    /// Starts a node and waits until it is ready. It listens where the system likes, and believes
    /// what this machine says of a client's address.
    ///
    /// # Errors
    /// When it does not become ready; the message holds the end of its log.
    pub async fn start(&self, arguments: &[&str]) -> Result<Node> {
        self.start_at(free_address()?, arguments).await
    }

    /// The same at an address of the caller's choice: that of a node before, say.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_at(&self, address: SocketAddr, arguments: &[&str]) -> Result<Node> {
        let mut node = self.spawn(address, arguments)?;
        node.wait_until_ready().await?;
        Ok(node)
    }

    /// Starts a node and does not wait for it.
    ///
    /// # Errors
    /// When the program cannot be run.
    pub fn spawn(&self, address: SocketAddr, arguments: &[&str]) -> Result<Node> {
        let log = self.folder.join(format!("node-{}.log", address.port()));
        let file = File::options().create(true).append(true).open(&log)?;
        let child = self
            .command(&["serve", "--listen", &address.to_string()])
            .args(["--trusted-proxies", "127.0.0.1"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()?;
        Ok(Node { child, address, log })
    }
}

/// The system picks a port; the next moment it is almost surely still free.
///
/// # Errors
/// When there is none.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// A running portal, killed when dropped.
pub struct Node {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

impl Node {
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote to its log so far.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// # Errors
    /// When it ends instead, or takes too long.
    pub async fn wait_until_ready(&mut self) -> Result<()> {
        let start = Instant::now();
        loop {
            let answer = super::Visitor::new(self.address).get("/readyz").await;
            if answer.is_ok_and(|answer| answer.status.is_success()) {
                return Ok(());
            }
            let ended = self.child.try_wait()?;
            if ended.is_some() || start.elapsed() > PATIENCE {
                return Err(format!("the portal is not ready ({ended:?}):\n{}", self.log()).into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it at once, as a power failure of the process: nothing is finished.
    ///
    /// # Errors
    /// When the process is gone already.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop, and waits until it has: requests in flight are finished.
    ///
    /// # Errors
    /// When it does not stop in time.
    pub async fn stop(mut self) -> Result<ExitStatus> {
        self.signal(Signal::SIGTERM)?;
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if start.elapsed() > PATIENCE {
                return Err("the portal does not stop".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// # Errors
    /// When the process is gone.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        Ok(kill(Pid::from_raw(i32::try_from(self.pid())?), signal)?)
    }

    /// Resident memory now, in MiB.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn resident_mib(&self) -> Result<f64> {
        mib(self.status()?.vmrss)
    }

    /// The most it ever was, in MiB.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn peak_mib(&self) -> Result<f64> {
        mib(self.status()?.vmhwm)
    }

    fn status(&self) -> Result<Status> {
        Ok(Process::new(i32::try_from(self.pid())?)?.status()?)
    }
}

fn mib(kib: Option<u64>) -> Result<f64> {
    Ok(f64::from(u32::try_from(kib.ok_or("the process has ended")?)?) / 1024.0)
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
