//! Reading one row of the embedded database right where it is asked for. sqlx gives each SQLite
//! connection a thread of its own; waking it and being woken by it costs several times what finding
//! a row by its key does (`docs/adr/0017-the-session-is-read-in-place.md`). For what nearly every
//! request asks, and for nothing that searches, sorts or writes: the request's thread does it itself.
//! Whoever fails here asks again in the usual way.

use super::typed::Unknown;
use rusqlite::{
    Connection, OptionalExtension, Row,
    types::{Type, ValueRef},
};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

/// Connections that are open and not in use: at most as many as threads ever asked at once.
#[derive(Debug)]
pub(super) struct InlineReaders {
    file: PathBuf,
    idle: Mutex<Idle>,
}

/// None: the store was closed.
type Idle = Option<Vec<Connection>>;

impl InlineReaders {
    pub fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), idle: Mutex::new(Some(Vec::new())) }
    }

    /// The row with this key, where there is one.
    ///
    /// # Errors
    /// When SQLite fails or the row is of another form. Nobody waits for a lock.
    pub fn one<T>(
        &self,
        sql: &str,
        key: &[u8],
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        let connection = match self.idle(|idle| idle.as_mut().map(Vec::pop)) {
            Some(Some(connection)) => connection,
            Some(None) => self.open()?,
            None => return Err(rusqlite::Error::InvalidQuery),
        };
        let found = connection.prepare_cached(sql)?.query_row([key], read).optional()?;
        self.idle(|idle| idle.as_mut().map(|idle| idle.push(connection)));
        Ok(found)
    }

    /// From here on everybody has to ask in the usual way.
    pub fn close(&self) {
        self.idle(|idle| *idle = None);
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let connection = Connection::open(&self.file)?;
        connection.pragma_update(None, "query_only", "on")?;
        connection.busy_timeout(std::time::Duration::ZERO)?;
        Ok(connection)
    }

    fn idle<T>(&self, work: impl FnOnce(&mut Idle) -> T) -> T {
        work(&mut self.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub(super) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

/// What a column of text means ([`super::typed`]).
pub(super) fn typed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: TryFrom<String, Error = Unknown>,
{
    T::try_from(row.get(column)?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// As sqlx writes it.
pub(super) fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<OffsetDateTime> {
    let text = row.get_ref(column)?.as_str()?;
    OffsetDateTime::parse(text, &Rfc3339).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// The same where there may be none.
pub(super) fn perhaps_time(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<OffsetDateTime>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => time(row, column).map(Some),
    }
}
