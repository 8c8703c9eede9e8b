//! What went wrong in the database. Where an operator can do something about it, it has a name of
//! its own: in each of these cases nothing was written, and what was committed before is all there.

use sqlx::{migrate::MigrateError, postgres::PgDatabaseError, sqlite::SqliteError};
use std::{io, path::PathBuf};

/// The database did not do what it was asked to; the cause is for the operator's log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk that holds the database is full: {0}")]
    DiskFull(Cause),
    #[error("the database or its disk is read-only: {0}")]
    ReadOnly(Cause),
    /// A file system that turns read-only after an error shows itself like this, too.
    #[error("the disk that holds the database cannot be written or read: {0}")]
    Disk(Cause),
    /// It passes when the server is promoted, or its address leads to another one.
    #[error("the database server takes no changes: it is a standby, or was made read-only")]
    Standby,
    #[error("the database failed: {0}")]
    Database(Cause),
    #[error("the database could not be brought up to date: {0}")]
    Migration(MigrateError),
    #[error("the address of the database cannot be read; it looks like postgres://user@host/name")]
    Address,
    #[error("sslrootcert {0}: {1}")]
    RootCertificate(String, String),
    #[error(
        "there is no trusted TLS to the database at {0}: {1}. Its certificate has to bear that name, \
         and to come from a CA that this machine knows or sslrootcert names"
    )]
    Tls(String, String),
    #[error(
        "the database is behind a pool that lends its connections for one transaction: let it lend \
         them for a session (PgBouncer: pool_mode = session), or name PostgreSQL itself"
    )]
    Shared,
    #[error("the folder {0} for the database could not be made: {1}")]
    Folder(PathBuf, io::Error),
}

type Cause = sqlx::Error;

/// Primary result codes (<https://www.sqlite.org/rescode.html>): the last byte of extended ones.
mod sqlite {
    pub const READONLY: i32 = 8;
    pub const IOERR: i32 = 10;
    pub const FULL: i32 = 13;
    pub const CANTOPEN: i32 = 14;
}

/// What a standby answers to a change (PostgreSQL's documentation, appendix A).
pub(super) const READ_ONLY_TRANSACTION: &str = "25006";

/// SQLSTATEs of its disk.
mod postgres {
    pub const DISK_FULL: &str = "53100";
    pub const IO_ERROR: &str = "58030";
}

impl StoreError {
    /// Whether it is the disk below the database that takes nothing more: for everybody, and until
    /// an operator does something about it.
    #[must_use]
    pub fn is_of_the_disk(&self) -> bool {
        matches!(self, Self::DiskFull(_) | Self::ReadOnly(_) | Self::Disk(_))
    }

    /// Whether the database is away, starting, stopping, a standby, too slow or out of room: nothing is
    /// wrong with what it was asked, and it passes by itself or by an operator's hand (PostgreSQL's
    /// classes 08, 53 and 57).
    #[must_use]
    pub fn is_outage(&self) -> bool {
        match self.cause() {
            _ if matches!(self, Self::Standby | Self::Tls(..)) => true,
            Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) => true,
            _ => self.has_code(&["08", "53", "57"]),
        }
    }

    /// Whether waiting for it is of no use: somebody has to change something first.
    #[must_use]
    pub fn is_by_configuration(&self) -> bool {
        matches!(self, Self::Tls(..))
    }

    /// Whether a lock was not to be had in time, or two waited for each other.
    pub(super) fn is_in_the_way(&self) -> bool {
        self.has_code(&["55P03", "40P01"])
    }

    /// Whether PostgreSQL's own code begins with one of these.
    fn has_code(&self, codes: &[&str]) -> bool {
        let database = self.cause().and_then(|error| error.as_database_error());
        let postgres = database.and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
        postgres.is_some_and(|error| codes.iter().any(|one| error.code().starts_with(one)))
    }

    fn cause(&self) -> Option<&Cause> {
        match self {
            Self::DiskFull(cause)
            | Self::ReadOnly(cause)
            | Self::Disk(cause)
            | Self::Database(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let database = error.as_database_error();
        if let Some(sqlite) = database.and_then(|e| e.try_downcast_ref::<SqliteError>()) {
            return match primary_code(sqlite) {
                sqlite::FULL => Self::DiskFull(error),
                sqlite::READONLY | sqlite::CANTOPEN => Self::ReadOnly(error),
                sqlite::IOERR => Self::Disk(error),
                _ => Self::Database(error),
            };
        }
        match database.and_then(|e| e.try_downcast_ref()).map(PgDatabaseError::code) {
            Some(postgres::DISK_FULL) => Self::DiskFull(error),
            Some(READ_ONLY_TRANSACTION) => Self::Standby,
            Some(postgres::IO_ERROR) => Self::Disk(error),
            _ => Self::Database(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => cause.into(),
            error => Self::Migration(error),
        }
    }
}

fn primary_code(error: &SqliteError) -> i32 {
    use sqlx::error::DatabaseError as _;
    let code: i32 = error.code().and_then(|code| code.parse().ok()).unwrap_or_default();
    code & 0xff
}
