//! Numbers that people had before: each stays its person's for ever ([`crate::domain::people::renumbering`]).

use super::{Account, Engine, Result, Unit, json_texts, on, on_postgres};
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

const AMONG: &str = "SELECT nip FROM former_numbers WHERE nip = $1";
static AMONG_SQLITE: LazyLock<String> =
    LazyLock::new(|| AMONG.replace("= $1", "IN (SELECT value FROM json_each($1))"));
static AMONG_POSTGRES: LazyLock<String> = LazyLock::new(|| AMONG.replace("= $1", "= ANY($1)"));

impl Unit {
    /// Gives an account, which is locked in this unit, the number `to` and keeps the one that it had. Whether it
    /// may: nobody has that number, and nobody else ever had it. Where not, nothing comes of this unit.
    pub async fn change_number(
        &mut self,
        account: Uuid,
        from: &str,
        to: &str,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE accounts SET nip = $2 WHERE id = $1 \
             AND NOT EXISTS (SELECT 1 FROM accounts other WHERE other.nip = $2) \
             AND NOT EXISTS (SELECT 1 FROM former_numbers f \
                 WHERE f.nip = $2 AND f.account_id <> $1)";
        const BACK: &str = "DELETE FROM former_numbers WHERE nip = $1";
        const KEEP: &str =
            "INSERT INTO former_numbers (nip, account_id, changed_at) VALUES ($1, $2, $3)";
        let changed = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(to)
            .execute(c)
            .await
            .map(|done| done.rows_affected()));
        let changed = match changed {
            // Somebody else got it a moment ago.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => 0,
            changed => changed?,
        };
        if changed == 0 {
            return Ok(false);
        }
        on!(self, |c| sqlx::query(BACK).bind(to).execute(c).await.map(drop))?;
        on!(self, |c| sqlx::query(KEEP)
            .bind(from)
            .bind(account)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(true)
    }

    /// Whoever had this number before.
    pub async fn account_of_former_number(&mut self, nip: &str) -> Result<Option<Account>> {
        const SQL: &str = "SELECT a.id, a.nip, a.name, a.email, a.agency, a.roles, \
                 a.password_hash, a.renewal, a.password_changed_at, a.password_mailed_at, \
                 a.disabled_at, a.role_grant_count, a.mailbox_rests_until \
             FROM former_numbers f JOIN accounts a ON a.id = f.account_id WHERE f.nip = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(nip).fetch_optional(c).await)?)
    }

    /// Numbers that an account had before, the latest first.
    pub async fn former_numbers_of(
        &mut self,
        account: Uuid,
    ) -> Result<Vec<(String, OffsetDateTime)>> {
        const SQL: &str = "SELECT nip, changed_at FROM former_numbers WHERE account_id = $1 \
             ORDER BY changed_at DESC, nip";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    /// Those of these numbers that somebody had before.
    pub async fn former_numbers_among(&mut self, numbers: &[String]) -> Result<Vec<String>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => {
                let numbers = json_texts(numbers);
                sqlx::query_scalar(&**AMONG_SQLITE).bind(numbers).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_scalar(&**AMONG_POSTGRES).bind(numbers).fetch_all(c).await
            })?,
        })
    }
}
