//! A database of our own on the PostgreSQL server that `TEST_DATABASE_URL` names, and what that
//! server has done so far.

use super::{harness::Result, machine};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::env;

pub struct Database {
    pub url: String,
    server: String,
    name: String,
    /// The server's first process, when it runs on this machine.
    postmaster: Option<u32>,
}

impl Database {
    /// None without a server.
    pub async fn create() -> Result<Option<Self>> {
        Self::named(&format!("bench_{}", std::process::id())).await
    }

    /// One of that name, which may be there already. None without a server.
    pub async fn named(name: &str) -> Result<Option<Self>> {
        let Ok(server) = env::var("TEST_DATABASE_URL") else {
            return Ok(None);
        };
        let name = name.to_owned();
        let mut connection = PgConnection::connect(&server).await?;
        let sql = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)";
        if !sqlx::query_scalar::<_, bool>(sql).bind(&name).fetch_one(&mut connection).await? {
            connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        }
        let backend: i32 =
            sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut connection).await?;
        let (base, _) = server.rsplit_once('/').ok_or("TEST_DATABASE_URL names no database")?;
        let url = format!("{base}/{name}");
        let postmaster = machine::parent_of(backend.unsigned_abs()).ok();
        Ok(Some(Self { url, server, name, postmaster }))
    }

    pub async fn remove(&self) -> Result<()> {
        let mut connection = PgConnection::connect(&self.server).await?;
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        connection.execute(AssertSqlSafe(drop)).await?;
        Ok(())
    }

    /// Processor time of the whole server so far, in seconds.
    pub fn processor_seconds(&self) -> Result<f64> {
        self.postmaster.map_or(Ok(f64::NAN), machine::processor_seconds_of_family)
    }

    /// Bytes written to the write-ahead log so far.
    pub async fn log_bytes(&self) -> Result<f64> {
        let sql = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8";
        let mut connection = PgConnection::connect(&self.server).await?;
        Ok(sqlx::query_scalar(sql).fetch_one(&mut connection).await?)
    }

    /// Transactions committed in this database so far, by connections that are closed.
    pub async fn commits(&self) -> Result<f64> {
        let sql = "SELECT xact_commit::float8 FROM pg_stat_database WHERE datname = $1";
        let mut connection = PgConnection::connect(&self.server).await?;
        Ok(sqlx::query_scalar(sql).bind(&self.name).fetch_one(&mut connection).await?)
    }

    /// Bytes of a table with its indexes.
    pub async fn size_of_audit_events(&self) -> Result<f64> {
        let mut connection = PgConnection::connect(&self.url).await?;
        let sql = "SELECT pg_total_relation_size('audit_events')::float8";
        Ok(sqlx::query_scalar(sql).fetch_one(&mut connection).await?)
    }

    /// After this, whatever page is touched next goes into the log as a whole.
    pub async fn checkpoint(&self) -> Result<()> {
        PgConnection::connect(&self.server).await?.execute("CHECKPOINT").await?;
        Ok(())
    }
}

/// What the server calls itself.
pub async fn version() -> Result<Option<String>> {
    let Ok(server) = env::var("TEST_DATABASE_URL") else {
        return Ok(None);
    };
    let mut connection = PgConnection::connect(&server).await?;
    let version: String =
        sqlx::query_scalar("SHOW server_version").fetch_one(&mut connection).await?;
    Ok(Some(format!("PostgreSQL {version}")))
}
