//! Reaching a PostgreSQL: with which settings, and whether it is one to work on. Whoever speaks to it
//! speaks through [`Server::connect`], which has an end: also where the network swallows every byte.

use super::{Result, StoreError, way};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, Row,
    postgres::{PgConnectOptions, PgRow},
    raw_sql,
};
use std::{error::Error, io, time::Duration};
use tokio::{sync::Mutex, time::timeout};

/// How long a server may take to let somebody in.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long it may take to say that it is there.
const PING_PATIENCE: Duration = Duration::from_secs(1);
/// Where a node is lost with its machine, its open units of work, and the locks they hold, are
/// given up by the server after so long without a word. No unit of ours pauses so long.
const ABANDONED: Duration = Duration::from_secs(15);

/// A PostgreSQL, by its address.
#[derive(Debug, Clone)]
pub(super) struct Server(PgConnectOptions);

impl Server {
    /// # Errors
    /// When the address is not one.
    pub fn at(url: &str) -> Result<Self> {
        // PgBouncer refuses a connection that asks for this; every server of today does it unasked.
        Ok(Self(way::options(url)?.extra_float_digits(None)))
    }

    /// For the operator's log.
    pub fn host(&self) -> &str {
        self.0.get_host()
    }

    /// A connection to a server that takes writes. The server gives up a statement that takes longer
    /// than `statement`; zero: never.
    ///
    /// # Errors
    /// When it cannot be had, or the server is a standby.
    pub async fn connect(&self, statement: Duration) -> Result<PgConnection> {
        let connected = async {
            let mut connection = self.as_it_is().await?;
            // Set here and not on the way in: PgBouncer passes no settings on.
            let set = format!(
                "SET idle_in_transaction_session_timeout = {}; SET statement_timeout = {}",
                ABANDONED.as_millis(),
                statement.as_millis()
            );
            connection.execute(raw_sql(AssertSqlSafe(set))).await?;
            takes_writes(&mut connection).await?;
            Ok(connection)
        };
        timeout(PATIENCE, connected).await.unwrap_or_else(|_| Err(timed_out().into()))
    }

    /// Whether it answers, takes writes, and can be worked with, before anything is asked of it.
    ///
    /// # Errors
    /// When it is not so.
    pub async fn check(&self) -> Result<()> {
        let checked = async {
            let mut one = self.as_it_is().await?;
            let mut other = self.as_it_is().await?;
            takes_writes(&mut one).await?;
            // Others may use the same pool in between.
            for _ in 0..3 {
                if shares_a_process(&mut one, &mut other).await? {
                    return Err(StoreError::Shared);
                }
            }
            Ok(())
        };
        timeout(PATIENCE, checked).await.unwrap_or_else(|_| Err(timed_out().into()))
    }

    async fn as_it_is(&self) -> Result<PgConnection> {
        PgConnection::connect_with(&self.0).await.map_err(|error| match error {
            sqlx::Error::Tls(cause) => StoreError::Tls(self.host().to_owned(), one_line(&*cause)),
            error => error.into(),
        })
    }
}

/// Whether two connections are one to the server: a pool in between lends its own to each transaction
/// of whoever comes. What a connection was told, or has prepared, would be another one's.
async fn shares_a_process(one: &mut PgConnection, other: &mut PgConnection) -> Result<bool> {
    let first = process(one).await?;
    other.execute("BEGIN").await?;
    let is_shared = process(other).await? == first || process(one).await? != first;
    other.execute("ROLLBACK").await?;
    Ok(is_shared)
}

async fn process(connection: &mut PgConnection) -> sqlx::Result<i32> {
    PgRow::try_get(&connection.fetch_one("VALUES (pg_backend_pid())").await?, 0)
}

fn one_line(error: &dyn Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the server is there, and no standby: one that was promoted or demoted is asked anew.
///
/// # Errors
/// When it is not.
pub(super) async fn takes_writes(connection: &mut PgConnection) -> Result<()> {
    let asked = connection.fetch_one("SHOW transaction_read_only");
    let said = timeout(PING_PATIENCE, asked).await.unwrap_or_else(|_| Err(timed_out()))?;
    let read_only: String = PgRow::try_get(&said, 0)?;
    if read_only == "off" { Ok(()) } else { Err(StoreError::Standby) }
}

/// What becomes of a wait that has to have an end.
pub(super) fn timed_out() -> sqlx::Error {
    sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, "the database did not answer in time"))
}

/// A connection of its own that only answers whether the server is there and takes writes: that must
/// not wait behind requests, or whoever watches would take a busy node for a broken one.
#[derive(Debug)]
pub(super) struct Pulse {
    server: Server,
    connection: Mutex<Option<PgConnection>>,
}

impl Pulse {
    pub fn of(server: Server) -> Self {
        Self { server, connection: Mutex::default() }
    }

    /// # Errors
    /// When it does not answer within a second, or is a standby.
    pub async fn feel(&self) -> Result<()> {
        let felt = async {
            let mut kept = self.connection.lock().await;
            if let Some(mut connection) = kept.take()
                && takes_writes(&mut connection).await.is_ok()
            {
                *kept = Some(connection);
                return Ok(());
            }
            *kept = Some(self.server.connect(PING_PATIENCE).await?);
            Ok(())
        };
        timeout(PING_PATIENCE, felt).await.unwrap_or_else(|_| Err(timed_out().into()))
    }

    pub async fn close(&self) {
        let _ = timeout(PING_PATIENCE, async { self.connection.lock().await.take() }).await;
    }
}
