//! Moving an embedded installation to PostgreSQL, table by table, each in the order of its primary
//! key. What there is to copy is read off the two schemas, so that no table can be forgotten.
//!
//! A batch is one statement, so the target holds the first rows of a table and no others: how many
//! it has is where an interrupted copy goes on. While a copy is not finished, a table of its own
//! marks the target and names the source ([`MARK`]); no portal serves such a database.

use super::{
    Pools, Store, StoreError,
    embedded::{self, Alone},
    on,
    rows::{ColumnKind, Sum, write_value},
    server::Server,
};
use futures_util::TryStreamExt;
use rusqlite::Statement;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, raw_sql};
use std::{collections::BTreeSet, time::Duration};

/// Rows that become lasting together.
const BATCH: u64 = 5000;
/// The table that an unfinished copy is known by.
const MARK: &str = "unfinished_copy";

#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("PostgreSQL refused: {0}")]
    Target(#[from] sqlx::Error),
    #[error("the embedded database cannot be read: {0}")]
    Source(#[from] rusqlite::Error),
    #[error("{0} is not the same in both schemas: bring both up to date with this program")]
    Schema(String),
    #[error("row {row} of {table} holds in {column} what PostgreSQL cannot keep")]
    Value { table: String, column: String, row: u64 },
    #[error("the target is not empty: its table {0} has rows. Make a new, empty database")]
    NotEmpty(String),
    #[error(
        "the target holds the unfinished copy of another database, or this one was changed since. \
         Make a new, empty database"
    )]
    AnotherSource,
}

type Result<T> = std::result::Result<T, TransferError>;

/// A table as both engines have it.
#[derive(Debug, Clone)]
pub struct Table {
    pub name: String,
    columns: Vec<(String, ColumnKind)>,
}

impl Table {
    fn column_list(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        names.join(", ")
    }
}

/// Lines for a table, each with a line feed at its end.
#[derive(Debug)]
pub struct Batch {
    /// Its place in the list of tables.
    pub table: usize,
    pub rows: u64,
    lines: Vec<u8>,
}

impl Alone {
    /// The sum of each table. Nobody else can write, so it stays true.
    pub fn sums(&self, tables: &[Table]) -> Result<Vec<Sum>> {
        let sum_of = |table| {
            let mut sum = Sum::default();
            self.each_line(table, 0, |line| {
                sum.add(line);
                true
            })?;
            Ok(sum)
        };
        tables.iter().map(sum_of).collect()
    }

    /// Hands `take` every row that is not in the target yet. `present`: how many of each table are.
    /// `take` says whether it wants more.
    pub fn batches(
        &self,
        tables: &[Table],
        present: &[u64],
        mut take: impl FnMut(Batch) -> bool,
    ) -> Result<()> {
        for (number, (table, present)) in tables.iter().zip(present).enumerate() {
            let empty = || Batch { table: number, rows: 0, lines: Vec::new() };
            let mut batch = empty();
            self.each_line(table, *present, |line| {
                batch.lines.extend(line);
                batch.lines.push(b'\n');
                batch.rows += 1;
                batch.rows < BATCH || take(std::mem::replace(&mut batch, empty()))
            })?;
            if batch.rows > 0 && !take(batch) {
                break;
            }
        }
        Ok(())
    }

    /// Rows after the first `skip`, in the order of the primary key, while `more` wants more.
    fn each_line(
        &self,
        table: &Table,
        skip: u64,
        mut more: impl FnMut(&[u8]) -> bool,
    ) -> Result<()> {
        let mut statement = self.statement(table, skip)?;
        let mut rows = statement.query([])?;
        let mut line = Vec::new();
        let mut number = skip;
        while let Some(row) = rows.next()? {
            number += 1;
            line.clear();
            for (index, (column, kind)) in table.columns.iter().enumerate() {
                if index > 0 {
                    line.push(b'\t');
                }
                write_value(&mut line, *kind, row.get_ref(index)?).ok_or_else(|| {
                    let table = table.name.clone();
                    let column = column.clone();
                    TransferError::Value { table, column, row: number }
                })?;
            }
            if !more(&line) {
                break;
            }
        }
        Ok(())
    }

    fn statement(&self, table: &Table, skip: u64) -> Result<Statement<'_>> {
        let key: Vec<String> = self
            .0
            .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")?
            .query_map([&table.name], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let columns = table.column_list();
        let key = key.join(", ");
        let name = &table.name;
        Ok(self.0.prepare(&format!(
            "SELECT {columns} FROM \"{name}\" ORDER BY {key} LIMIT -1 OFFSET {skip}"
        ))?)
    }

    /// Every column, as "table.column".
    fn columns(&self) -> Result<BTreeSet<String>> {
        let mut columns = BTreeSet::new();
        for table in embedded::tables(&self.0)? {
            let mut names = self.0.prepare("SELECT name FROM pragma_table_info(?1)")?;
            for name in names.query_map([&table], |row| row.get::<_, String>(0))? {
                columns.insert(format!("{table}.{}", name?));
            }
        }
        Ok(columns)
    }
}

/// PostgreSQL, brought up to date.
#[derive(Debug)]
pub struct Target(PgConnection);

impl Target {
    pub async fn connect(url: &str) -> Result<Self> {
        Store::connect_postgres_for_command(url).await?.close().await;
        let mut connection = Server::at(url)?.connect(Duration::ZERO).await?;
        // The forms that `rows` writes. A batch that a power failure takes is copied again.
        let forms = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex'; \
                     SET synchronous_commit = off";
        connection.execute(raw_sql(forms)).await?;
        Ok(Self(connection))
    }

    /// Every table of both schemas, those that others refer to first.
    pub async fn tables(&mut self, source: &Alone) -> Result<Vec<Table>> {
        let columns: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL) \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::text::regnamespace \
             AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' \
             AND c.relname NOT IN ('_sqlx_migrations', $1) ORDER BY c.relname, a.attnum",
        )
        .bind(MARK)
        .fetch_all(&mut self.0)
        .await?;
        let mut names = source.columns()?;
        let mut tables: Vec<Table> = Vec::new();
        for (table, column, kind) in columns {
            let name = format!("{table}.{column}");
            let kind = ColumnKind::of_postgres(&kind).filter(|_| names.remove(&name));
            let column = (column, kind.ok_or(TransferError::Schema(name))?);
            match tables.last_mut() {
                Some(last) if last.name == table => last.columns.push(column),
                _ => tables.push(Table { name: table, columns: vec![column] }),
            }
        }
        if let Some(name) = names.pop_first() {
            return Err(TransferError::Schema(name));
        }
        let references: Vec<(String, String)> = sqlx::query_as(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint \
             WHERE contype = 'f' AND connamespace = current_schema()::text::regnamespace \
             AND conrelid <> confrelid",
        )
        .fetch_all(&mut self.0)
        .await?;
        in_order(tables, &references)
    }

    /// Marks an empty target as that of this source, or finds where its copy was interrupted: how
    /// many rows of each table are there.
    pub async fn begin(&mut self, tables: &[Table], sums: &[Sum]) -> Result<Vec<u64>> {
        let source = fingerprint(tables, sums);
        if self.is_marked().await? {
            let noted: String = sqlx::query_scalar("SELECT source FROM unfinished_copy")
                .fetch_one(&mut self.0)
                .await?;
            if noted != source {
                return Err(TransferError::AnotherSource);
            }
        } else {
            let mut transaction = self.0.begin().await?;
            // The ends of chains without a row are the migrations' own.
            transaction.execute("DELETE FROM audit_chains WHERE length = 0").await?;
            for table in tables {
                let any = format!("SELECT EXISTS (SELECT FROM \"{}\")", table.name);
                if sqlx::query_scalar(AssertSqlSafe(any)).fetch_one(&mut *transaction).await? {
                    return Err(TransferError::NotEmpty(table.name.clone()));
                }
            }
            transaction.execute("CREATE TABLE unfinished_copy (source TEXT NOT NULL)").await?;
            sqlx::query("INSERT INTO unfinished_copy VALUES ($1)")
                .bind(source)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        let mut present = Vec::with_capacity(tables.len());
        for table in tables {
            let count = format!("SELECT COUNT(*) FROM \"{}\"", table.name);
            let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut self.0).await?;
            present.push(u64::try_from(rows).unwrap_or_default());
        }
        Ok(present)
    }

    async fn is_marked(&mut self) -> Result<bool> {
        Ok(sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL")
            .bind(MARK)
            .fetch_one(&mut self.0)
            .await?)
    }

    /// All of a batch, or nothing.
    pub async fn add(&mut self, tables: &[Table], batch: &Batch) -> Result<()> {
        let Some(table) = tables.get(batch.table) else { return Ok(()) };
        let copy = format!("COPY \"{}\" ({}) FROM STDIN", table.name, table.column_list());
        let mut lines = self.0.copy_in_raw(&copy).await?;
        lines.send(&batch.lines[..]).await?;
        lines.finish().await?;
        Ok(())
    }

    /// The sum of each table, of what PostgreSQL reads out of it.
    pub async fn sums(&mut self, tables: &[Table]) -> Result<Vec<Sum>> {
        let mut sums = Vec::with_capacity(tables.len());
        for table in tables {
            let copy = format!("COPY \"{}\" ({}) TO STDOUT", table.name, table.column_list());
            let mut sum = Sum::default();
            // One message is one row.
            let mut lines = self.0.copy_out_raw(&copy).await?;
            while let Some(line) = lines.try_next().await? {
                sum.add(line.strip_suffix(b"\n").unwrap_or(&line));
            }
            sums.push(sum);
        }
        Ok(sums)
    }

    /// From now on a portal may serve it.
    pub async fn finish(mut self) -> Result<()> {
        let finish = "SET synchronous_commit = on; DROP TABLE unfinished_copy; ANALYZE";
        self.0.execute(raw_sql(finish)).await?;
        Ok(self.0.close().await?)
    }
}

/// Tables after those that they refer to.
fn in_order(mut waiting: Vec<Table>, references: &[(String, String)]) -> Result<Vec<Table>> {
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    while let Some(first) = waiting.first().map(|table| table.name.clone()) {
        let is_ready = |table: &Table| {
            let mut parents = references.iter().filter(|(child, _)| *child == table.name);
            parents.all(|(_, parent)| ordered.iter().any(|table| table.name == *parent))
        };
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_ready);
        if ready.is_empty() {
            return Err(TransferError::Schema(first));
        }
        ordered.extend(ready);
        waiting = rest;
    }
    Ok(ordered)
}

/// Names a source by everything that is in it.
fn fingerprint(tables: &[Table], sums: &[Sum]) -> String {
    let mut all = Sum::default();
    for (table, sum) in tables.iter().zip(sums) {
        all.add(format!("{} {} {:032x}", table.name, sum.rows, sum.checksum).as_bytes());
    }
    format!("{:032x}", all.checksum)
}

impl Store {
    /// Whether it is the target of a copy that was not finished.
    pub async fn is_unfinished_copy(&self) -> super::Result<bool> {
        match &self.0 {
            Pools::Sqlite { .. } => Ok(false),
            Pools::Postgres { .. } => {
                const SQL: &str = "SELECT to_regclass($1) IS NOT NULL";
                let mut unit = self.read().await?;
                Ok(on!(unit, |c| sqlx::query_scalar(SQL).bind(MARK).fetch_one(c).await)?)
            }
        }
    }
}
