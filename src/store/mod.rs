//! The database: the only place that names sqlx, and rusqlite for what sqlx cannot do.
//!
//! [`Store`] is one type over two engines. A [`Unit`] is one unit of work: a reading one sees one
//! connection, a writing one is a transaction that changes nothing until [`Unit::commit`]. Every
//! query is one SQL text that both engines understand, run by the [`on!`] macro on whichever there
//! is. `Ok(None)` means "not there"; `Err` means "broken".

mod accesses;
mod accounts;
mod agencies;
mod announcements;
mod approvals;
mod audit;
mod audit_seals;
mod authenticators;
mod bulk;
mod bulk_jobs;
mod checkpoint;
mod devices;
pub mod embedded;
mod enrolment_codes;
mod error;
mod flashes;
mod former_numbers;
mod inline;
mod installation;
mod leases;
mod lookups;
mod mailbox_links;
mod mailed_tokens;
mod migrations;
mod name_words;
mod opening;
mod outbox;
mod passing;
mod passkeys;
mod people;
mod pool;
mod recovery_codes;
mod resets;
mod role_grants;
mod rows;
mod scim;
mod server;
mod services;
mod sessions;
mod shelves;
mod sorting;
mod sso;
mod strangers;
mod taken_over;
mod throttles;
pub mod transfer;
mod typed;
mod way;

pub use accesses::AccessRow;
pub use accounts::{Account, AccountAtLogin, FiledPerson, ImportedAccount, Unreachable};
pub use agencies::{AgencyRow, UndecidedText};
pub use announcements::AnnouncementRow;
pub use approvals::{ApprovalRow, NamedApproval};
pub use audit::{AuditChain, AuditEvent, RecordedEvent};
pub use audit_seals::AuditSeal;
pub use authenticators::{Authenticator, CodeAlgorithm, CodeTerms};
pub use bulk_jobs::{BulkJobRow, BulkJobUnderWay, BulkPersonRow, NamedBulkJob};
pub use enrolment_codes::EnrolmentCodeRow;
pub use error::StoreError;
pub use leases::LeaseRow;
pub use mailbox_links::MailboxLink;
pub use outbox::OutgoingMail;
pub use passing::{Passing, SLICE};
pub use passkeys::PasskeyRow;
pub use people::{FoundPerson, OTHER_WORDS, OnTheWay};
pub use recovery_codes::RecoveryCodeRow;
pub use resets::{NamedReset, ResetRow};
pub use role_grants::RoleGrantRow;
pub use rows::Sum;
pub use scim::{ProvisionedAccount, ScimTokenRow};
pub use services::{ServiceRow, ServiceSettingsRow};
pub use sessions::{
    EndedSession, NewSession, Session, SessionAge, SessionAtHome, SessionOfAccount,
};
pub use shelves::ShelfRow;
pub use sorting::{SortedPerson, Sorting};
pub use sso::{
    ClientRow, ClientSecretRow, ConsentRow, DeliveryRow, DeliveryState, GrantOfSession, GrantRow,
    NewGrant, SignedIn, SigningKeyRow,
};
pub use strangers::RefusedStrangers;
pub use taken_over::{KnownPerson, SeenPeople, TakenOverRow};
pub use throttles::Throttle;
pub use typed::{ApprovalState, BulkPersonState, ResetPhase, SessionStage, Viewers};

use crate::metrics::{self, Stopwatch};
use inline::InlineReaders;
use lookups::Lookups;
use pool::{CONNECTIONS, Held, Pool};
use server::Pulse;
use sqlx::{Connection, Sqlite, SqliteConnection, SqlitePool, Transaction, pool::PoolConnection};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;
use uuid::Uuid;

/// How long closing may wait for those who still hold a connection.
const CLOSING: Duration = Duration::from_secs(5);
/// Where statements are logged that take longer than a second.
pub const SLOW_STATEMENTS: &str = "sqlx::query";

type Result<T> = std::result::Result<T, StoreError>;

#[derive(Debug, Clone)]
pub struct Store(Pools);

#[derive(Debug, Clone)]
enum Pools {
    /// SQLite has one writer; asking for it in a queue of our own is fairer than its busy loop.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
        checkpointer: SqlitePool,
        inline: Arc<InlineReaders>,
    },
    Postgres {
        pool: Arc<Pool>,
        lookups: Arc<Lookups>,
        pulse: Arc<Pulse>,
    },
}

impl Store {
    /// The newest change of the schema that is in the database and that this program does not
    /// know: a newer one has been here. It may, see `docs/adr/0016-expand-then-contract.md`.
    pub async fn unknown_migration(&self) -> Result<Option<i64>> {
        let newest = self.newest_migration().await?;
        // Both engines' migrations have the same numbers: tests/walls.
        let known = migrations::sqlite().iter().map(|one| one.version).max();
        Ok(newest.filter(|_| newest > known))
    }

    /// The newest change of the schema that is in the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_migration(&self) -> Result<Option<i64>> {
        const SQL: &str = "SELECT MAX(version) FROM _sqlx_migrations";
        let mut unit = self.read().await?;
        Ok(on!(unit, |c| sqlx::query_scalar(SQL).fetch_one(c).await)?)
    }

    /// A unit of work that only reads.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn read(&self) -> Result<Unit> {
        Ok(match &self.0 {
            Pools::Sqlite { readers, .. } => {
                let reader = async { Ok(readers.acquire().await?) };
                let reader = timed(&metrics::SQLITE_READERS, reader).await?;
                Unit::of(Work::SqliteReader(reader))
            }
            Pools::Postgres { pool, .. } => {
                Unit::of(Work::Postgres(timed(&metrics::POSTGRES, pool.acquire()).await?))
            }
        })
    }

    /// A unit of work that writes: all of it on [`Unit::commit`], nothing otherwise. What is
    /// committed lasts, also when the machine loses power the next moment.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn write(&self) -> Result<Unit> {
        self.begin("PRAGMA synchronous = FULL; BEGIN IMMEDIATE", "BEGIN").await
    }

    /// The same for what may be forgotten, such as counts of attempts: it outlives this process,
    /// but does not wait for the disk, so the last moments before a power failure may be lost.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn write_forgettable(&self) -> Result<Unit> {
        self.begin(
            "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE",
            "BEGIN; SET LOCAL synchronous_commit = off",
        )
        .await
    }

    /// The same for many people at once, with more memory for the pages that they touch and for undoing
    /// a statement: the next unit of [`Store::write`], or [`Store::close`], makes lasting what came before
    /// it. Its letters are sent, and services told of its logouts, after those of others.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn write_in_bulk(&self) -> Result<Unit> {
        let unit = self.begin(
            "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; \
             BEGIN IMMEDIATE",
            "BEGIN; SET LOCAL synchronous_commit = off",
        );
        Ok(Unit { is_of_many: true, ..unit.await? })
    }

    async fn begin(&self, on_sqlite: &'static str, on_postgres: &'static str) -> Result<Unit> {
        Ok(Unit::of(match &self.0 {
            Pools::Sqlite { writer, .. } => {
                let begin = async { Ok(writer.begin_with(on_sqlite).await?) };
                match timed(&metrics::SQLITE_WRITER, begin).await {
                    Ok(begun) => Work::SqliteWriter(begun),
                    Err(error) => return Err(without_writer(writer, error).await),
                }
            }
            Pools::Postgres { pool, .. } => {
                let begin = async {
                    let mut held = pool.acquire().await?;
                    held.begin(on_postgres).await?;
                    Ok(held)
                };
                Work::Postgres(timed(&metrics::POSTGRES, begin).await?)
            }
        }))
    }

    /// Whether it is SQLite, in this process: all who change something wait for one writer.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self.0, Pools::Sqlite { .. })
    }

    /// For whoever watches.
    #[must_use]
    pub fn pools(&self) -> Vec<PoolUse> {
        match &self.0 {
            Pools::Sqlite { readers, writer, .. } => vec![
                PoolUse::of(&metrics::SQLITE_READERS, readers),
                PoolUse::of(&metrics::SQLITE_WRITER, writer),
            ],
            Pools::Postgres { pool, .. } => {
                let (size, idle) = pool.count();
                vec![PoolUse { name: metrics::POSTGRES.name, size, idle, max: CONNECTIONS }]
            }
        }
    }

    /// Where it lies, for the operator's log: a file, or the name of a server.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.0 {
            Pools::Sqlite { writer, .. } => {
                writer.connect_options().get_filename().display().to_string()
            }
            Pools::Postgres { pool, .. } => pool.server.host().to_owned(),
        }
    }

    /// Whether the database answers, and takes changes.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        match &self.0 {
            Pools::Sqlite { readers, .. } => Ok(readers.acquire().await?.ping().await?),
            Pools::Postgres { pulse, pool, .. } => {
                pulse.feel().await.inspect_err(|_| pool.forget())
            }
        }
    }

    /// Waits for work in progress, for some seconds, and closes every connection.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { readers, writer, checkpointer, inline } => {
                inline.close();
                let closed = async {
                    tokio::join!(readers.close(), checkpointer.close());
                    // By itself: SQLite removes its log when a connection closes as the last one, and of
                    // several that close at once none may be.
                    writer.close().await;
                };
                let _ = timeout(CLOSING, closed).await;
            }
            Pools::Postgres { pool, lookups, pulse } => {
                lookups.close().await;
                pool.close().await;
                pulse.close().await;
            }
        }
    }
}

/// Waits for a connection, and notes how long that took.
async fn timed<T>(
    pool: &metrics::PoolGauges,
    connection: impl Future<Output = Result<T>>,
) -> Result<T> {
    let watch = Stopwatch::start();
    let connection = connection.await;
    pool.wait.record(watch.seconds());
    if connection.as_ref().is_err_and(StoreError::is_outage) {
        pool.timeouts.increment(1);
    }
    connection
}

/// Connections of one pool at one moment.
#[derive(Debug, Clone, Copy)]
pub struct PoolUse {
    pub name: &'static str,
    pub size: u32,
    pub idle: usize,
    pub max: u32,
}

impl PoolUse {
    fn of<DB: sqlx::Database>(pool: &metrics::PoolGauges, connections: &sqlx::Pool<DB>) -> Self {
        let max = connections.options().get_max_connections();
        Self { name: pool.name, size: connections.size(), idle: connections.num_idle(), max }
    }
}

/// Closes the writer when the disk was the reason that it could not begin: one that was opened while
/// the disk was read-only stays so afterwards.
async fn without_writer(writer: &SqlitePool, error: StoreError) -> StoreError {
    if error.is_of_the_disk()
        && let Ok(connection) = writer.acquire().await
    {
        let _ = connection.close().await;
    }
    error
}

/// A unit of work. See [`Store::read`] and [`Store::write`].
pub struct Unit {
    work: Work,
    /// Whether it changes many people at once ([`Store::write_in_bulk`]).
    is_of_many: bool,
}

enum Work {
    SqliteReader(PoolConnection<Sqlite>),
    SqliteWriter(Transaction<'static, Sqlite>),
    Postgres(Held),
}

/// The connection below a unit of work.
enum Engine<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut Held),
}

impl Unit {
    fn of(work: Work) -> Self {
        Self { work, is_of_many: false }
    }

    /// Whether its letters are sent, and services told of its logouts, after those of others.
    pub fn set_of_many(&mut self, is_of_many: bool) {
        self.is_of_many = is_of_many;
    }

    /// Makes a writing unit's changes last. A unit that is dropped instead changes nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn commit(self) -> Result<()> {
        match self.work {
            Work::SqliteWriter(transaction) => transaction.commit().await?,
            Work::Postgres(mut held) => held.commit().await?,
            Work::SqliteReader(_) => {}
        }
        Ok(())
    }

    fn engine(&mut self) -> Engine<'_> {
        match &mut self.work {
            Work::SqliteReader(connection) => Engine::Sqlite(connection),
            Work::SqliteWriter(transaction) => Engine::Sqlite(transaction),
            Work::Postgres(held) => Engine::Postgres(held),
        }
    }
}

/// Texts as SQLite takes many in one value, where PostgreSQL takes an array.
fn json_texts(texts: &[String]) -> String {
    serde_json::json!(texts).to_string()
}

/// The same of ids, which SQLite compares with `unhex(value)`.
fn json_ids(ids: &[Uuid]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| id.simple().to_string()).collect();
    json_texts(&ids)
}

/// Runs one expression on a connection to PostgreSQL, and watches over it ([`pool`]).
macro_rules! on_postgres {
    ($held:expr, |$connection:ident| $work:expr) => {
        match $held.statement() {
            Ok((watch, $connection)) => watch.over(async { $work }).await,
            Err(error) => Err(error),
        }
    };
}
use on_postgres;

/// Runs one expression on the connection of whichever engine a unit works on.
macro_rules! on {
    ($unit:expr, |$connection:ident| $work:expr) => {
        match $unit.engine() {
            $crate::store::Engine::Sqlite($connection) => $work,
            $crate::store::Engine::Postgres(held) => {
                $crate::store::on_postgres!(held, |$connection| $work)
            }
        }
    };
}
use on;

/// Two changes in one round: a text for SQLite, which takes several statements in one, and a text for
/// PostgreSQL, which takes a change within another. Neither sees what the other does.
struct Pair {
    sqlite: &'static str,
    postgres: &'static str,
}

/// The values of both are numbered together, those of the second first, so that each text stands alone, too.
macro_rules! pair {
    ($first:literal, $second:literal) => {
        Pair {
            sqlite: concat!($first, "; ", $second),
            postgres: concat!("WITH first AS (", $first, ") ", $second),
        }
    };
}
use pair;

/// Runs one expression with a [`Pair`] on whichever engine a unit works on.
macro_rules! on_pair {
    ($unit:expr, $pair:expr, |$connection:ident, $sql:ident| $work:expr) => {
        match ($unit.engine(), $pair) {
            ($crate::store::Engine::Sqlite($connection), Pair { sqlite: $sql, .. }) => $work,
            ($crate::store::Engine::Postgres(held), Pair { postgres: $sql, .. }) => {
                $crate::store::on_postgres!(held, |$connection| $work)
            }
        }
    };
}
use on_pair;
