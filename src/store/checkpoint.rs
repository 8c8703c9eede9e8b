//! SQLite's log, copied into the database beside whoever writes
//! (`docs/adr/0050-the-log-is-copied-beside-the-writer.md`).

use super::{Pools, Result, Store};

/// How often at most the log is copied in one turn.
const COPIES: usize = 3;

impl Store {
    /// Copies what is in SQLite's log into the database, beside whoever writes meanwhile, so that no commit has to.
    /// `false` where there is nothing of the kind to do: PostgreSQL does so by itself.
    ///
    /// # Errors
    /// When the disk refuses; then the log grows, and the writer tries it, too.
    pub async fn checkpoint(&self) -> Result<bool> {
        let Pools::Sqlite { checkpointer, .. } = &self.0 else { return Ok(false) };
        let mut connection = checkpointer.acquire().await?;
        let mut lengths = Vec::with_capacity(COPIES);
        while is_more_to_copy(&lengths) {
            let copy = sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)");
            let copied: sqlx::Result<(bool, i64, i64)> = copy.fetch_one(&mut *connection).await;
            match copied {
                Ok((_, pages, _)) => lengths.push(pages),
                Err(error) => {
                    // As in `without_writer`.
                    let _ = connection.close().await;
                    return Err(error.into());
                }
            }
        }
        Ok(true)
    }
}

/// Whether something may have been committed while the log was copied: SQLite begins it anew only with nothing left to
/// copy, and it grows until then. `lengths`: of the log, in pages, when each copy began.
fn is_more_to_copy(lengths: &[i64]) -> bool {
    let is_as_before = matches!(lengths, [.., before, now] if before == now);
    lengths.len() < COPIES && !is_as_before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_copied_until_nothing_came_meanwhile_but_not_for_ever() {
        for (lengths, is_more) in [
            (&[][..], true),
            (&[600], true),
            (&[600, 600], false),
            (&[600, 610], true),
            // Begun anew meanwhile.
            (&[600, 4], true),
            (&[600, 610, 620], false),
        ] {
            assert_eq!(is_more_to_copy(lengths), is_more, "{lengths:?}");
        }
    }
}
