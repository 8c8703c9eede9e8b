//! The words of people's names, by which they are searched for: kept in the unit that gives somebody a name, so
//! that whoever is there is found. Every way to a name comes through here.

use super::{Engine, Result, Unit, on, on_postgres};
use crate::domain::values::name_words::rotations;
use sqlx::QueryBuilder;
use std::sync::LazyLock;
use uuid::Uuid;

/// Rows of one statement.
const ROWS: usize = 500;

const NAMED: &str = "SELECT id, name FROM accounts WHERE id > $1 ORDER BY id LIMIT $2";
/// The same as PostgreSQL keeps them until the unit ends, so that no other name comes between.
static HOLDING: LazyLock<String> = LazyLock::new(|| format!("{NAMED} FOR SHARE"));

/// A name that somebody has from now on.
pub(super) struct NewName<'a> {
    pub id: Uuid,
    pub old: Option<&'a str>,
    pub new: &'a str,
}

impl Unit {
    pub(super) async fn keep_name_words(&mut self, names: &[NewName<'_>]) -> Result<()> {
        let mut added = Vec::new();
        for name in names.iter().filter(|name| name.old != Some(name.new)) {
            let new = rotations(name.new);
            for old in name.old.map(rotations).unwrap_or_default() {
                if !new.contains(&old) {
                    self.remove_name_word(&old, name.id).await?;
                }
            }
            added.extend(new.into_iter().map(|rotation| (rotation, name.id)));
        }
        self.add_name_words(added).await
    }

    /// Adds what is not there yet. In their order, so that neighbours are written together.
    async fn add_name_words(&mut self, mut words: Vec<(String, Uuid)>) -> Result<()> {
        words.sort();
        for words in words.chunks(ROWS) {
            on!(self, |c| {
                let mut query = QueryBuilder::new("INSERT INTO name_words (rotation, account_id) ");
                query.push_values(words, |mut values, (rotation, id)| {
                    values.push_bind(rotation);
                    values.push_bind(*id);
                });
                query.push(" ON CONFLICT DO NOTHING");
                query.build().execute(c).await.map(drop)
            })?;
        }
        Ok(())
    }

    async fn remove_name_word(&mut self, rotation: &str, id: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM name_words WHERE rotation = $1 AND account_id = $2";
        on!(self, |c| sqlx::query(SQL).bind(rotation).bind(id).execute(c).await.map(drop))?;
        Ok(())
    }

    /// The words of those who were there before there was such a table: of the next people after one. The
    /// last of them; none where nobody is left.
    pub async fn prepare_name_words(&mut self, after: Uuid, limit: i64) -> Result<Option<Uuid>> {
        let people: Vec<(Uuid, String)> = match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => sqlx::query_as(NAMED).bind(after).bind(limit).fetch_all(c).await?,
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**HOLDING).bind(after).bind(limit).fetch_all(c).await
            })?,
        };
        let names: Vec<_> =
            people.iter().map(|(id, name)| NewName { id: *id, old: None, new: name }).collect();
        self.keep_name_words(&names).await?;
        Ok(people.last().map(|(id, _)| *id))
    }

    /// As if there had been no such table: for tests of those who were there before it.
    #[cfg(test)]
    pub async fn forget_name_words(&mut self) -> Result<()> {
        on!(self, |c| sqlx::query("DELETE FROM name_words").execute(c).await.map(drop))?;
        Ok(())
    }
}
