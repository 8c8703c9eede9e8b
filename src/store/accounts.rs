//! Accounts: who a person is, and the hash of the password.

use super::{Engine, Result, Unit, json_ids, name_words::NewName, on, on_postgres};
use crate::domain::{
    people::role::Roles,
    values::{nip::Nip, renewal::Renewal},
};
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Account {
    pub id: Uuid,
    /// It can change, the id cannot.
    #[sqlx(try_from = "String")]
    pub nip: Nip,
    pub name: String,
    pub email: Option<String>,
    pub agency: String,
    #[sqlx(try_from = "String")]
    pub roles: Roles,
    /// A PHC string, or none for people who never had a password.
    pub password_hash: Option<String>,
    #[sqlx(try_from = "String")]
    pub renewal: Renewal,
    pub password_changed_at: Option<OffsetDateTime>,
    pub password_mailed_at: Option<OffsetDateTime>,
    /// Since when nobody logs in to it.
    pub disabled_at: Option<OffsetDateTime>,
    /// How many roles were granted to them, whether they count now or not.
    pub role_grant_count: i64,
    /// Until then a mailbox that was corrected resets nothing.
    pub mailbox_rests_until: Option<OffsetDateTime>,
}

/// Whose number was typed at a login, with what decides what is asked of them.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AccountAtLogin {
    #[sqlx(flatten)]
    pub account: Account,
    /// Authenticators, apps and passkeys alike.
    pub authenticators: i64,
    /// Resets that are waiting or requested: none or one.
    pub open_resets: i64,
}

/// What an import says of one person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ImportedAccount {
    pub id: Uuid,
    pub nip: String,
    pub name: String,
    pub email: Option<String>,
    pub agency: String,
    pub roles: String,
}

/// What one line of a file says of a person: `None` where the file has no such column.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FiledPerson {
    pub line: i64,
    pub nip: String,
    pub name: Option<String>,
    /// Empty: none.
    pub email: Option<String>,
    pub agency: Option<String>,
    pub roles: Option<String>,
}

/// Somebody whose mailbox refuses letters.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Unreachable {
    pub id: Uuid,
    pub nip: String,
    pub name: String,
    pub email: Option<String>,
    pub agency: String,
    pub mailbox_refused_at: OffsetDateTime,
}

pub(super) const BY_ID: &str = "SELECT id, nip, name, email, agency, roles, password_hash, renewal, \
         password_changed_at, password_mailed_at, disabled_at, role_grant_count, \
                 mailbox_rests_until FROM accounts WHERE id = $1";

/// The same as PostgreSQL keeps it locked: with others who do so, and alone. Neither stands in the way
/// of rows that refer to it.
static HOLDING: LazyLock<String> = LazyLock::new(|| format!("{BY_ID} FOR SHARE"));
static LOCKING: LazyLock<String> = LazyLock::new(|| format!("{BY_ID} FOR NO KEY UPDATE"));

/// All of them, and each with a yes or no: looked for among those who refuse, PostgreSQL would walk over these.
const REFUSING: &str = "SELECT id, mailbox_refused_at IS NOT NULL FROM accounts WHERE id = $1";
static REFUSING_SQLITE: LazyLock<String> =
    LazyLock::new(|| REFUSING.replace("= $1", "IN (SELECT unhex(value) FROM json_each($1))"));
static REFUSING_POSTGRES: LazyLock<String> =
    LazyLock::new(|| REFUSING.replace("= $1", "= ANY($1)"));

impl Unit {
    pub async fn account_at_login(&mut self, nip: &str) -> Result<Option<AccountAtLogin>> {
        const SQL: &str = "SELECT a.id, a.nip, a.name, a.email, a.agency, a.roles, \
                 a.password_hash, a.renewal, a.password_changed_at, a.password_mailed_at, \
                 a.disabled_at, a.role_grant_count, a.mailbox_rests_until, \
                 (SELECT COUNT(*) FROM authenticators t WHERE t.account_id = a.id) \
                 + (SELECT COUNT(*) FROM passkeys p WHERE p.account_id = a.id) \
                     AS authenticators, \
                 (SELECT COUNT(*) FROM resets r WHERE r.account_id = a.id \
                  AND r.state IN ('waiting', 'requested')) AS open_resets \
             FROM accounts a WHERE a.nip = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(nip).fetch_optional(c).await)?)
    }

    pub async fn account_by_nip(&mut self, nip: &str) -> Result<Option<Account>> {
        const SQL: &str = "SELECT id, nip, name, email, agency, roles, password_hash, renewal, \
                 password_changed_at, password_mailed_at, disabled_at, role_grant_count, \
                 mailbox_rests_until FROM accounts WHERE nip = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(nip).fetch_optional(c).await)?)
    }

    pub async fn account(&mut self, id: Uuid) -> Result<Option<Account>> {
        Ok(on!(self, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?)
    }

    /// An account that stays as it is until the unit ends: whoever gives it another password or
    /// disables it waits. Others may hold it, too.
    pub async fn hold_account(&mut self, id: Uuid) -> Result<Option<Account>> {
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await?,
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**HOLDING).bind(id).fetch_optional(c).await
            })?,
        })
    }

    /// The same, but nobody else holds it meanwhile: for whoever changes it or what belongs to it.
    /// Not after [`Unit::hold_account`]: two that hold it and want it alone wait for each other.
    pub async fn lock_account(&mut self, id: Uuid) -> Result<Option<Account>> {
        Ok(match self.engine() {
            Engine::Sqlite(c) => sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await?,
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**LOCKING).bind(id).fetch_optional(c).await
            })?,
        })
    }

    pub async fn count_accounts(&mut self) -> Result<i64> {
        Ok(on!(self, |c| sqlx::query_scalar("SELECT COUNT(*) FROM accounts").fetch_one(c).await)?)
    }

    /// Adds a person, or brings the one with this number up to date; never touches a password.
    /// The id of the account that has the number now: another one than `person.id` says that the
    /// account was there before.
    pub async fn import_account(
        &mut self,
        person: &ImportedAccount,
        now: OffsetDateTime,
    ) -> Result<Uuid> {
        const SQL: &str = "INSERT INTO accounts (id, nip, name, email, agency, roles, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (nip) DO UPDATE SET name = excluded.name, email = excluded.email, \
                 agency = excluded.agency, roles = excluded.roles \
             RETURNING id";
        let before = self.account_by_nip(&person.nip).await?;
        let id = on!(self, |c| sqlx::query_scalar(SQL)
            .bind(person.id)
            .bind(&person.nip)
            .bind(&person.name)
            .bind(&person.email)
            .bind(&person.agency)
            .bind(&person.roles)
            .bind(now)
            .fetch_one(c)
            .await)?;
        let old = before.as_ref().map(|before| before.name.as_str());
        self.keep_name_words(&[NewName { id, old, new: &person.name }]).await?;
        Ok(id)
    }

    /// Gives somebody, whose account is locked, another name.
    pub async fn set_name(&mut self, account: &Account, name: &str) -> Result<()> {
        const SQL: &str = "UPDATE accounts SET name = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account.id).bind(name).execute(c).await.map(drop))?;
        let changed = NewName { id: account.id, old: Some(&account.name), new: name };
        self.keep_name_words(&[changed]).await
    }

    /// Gives an account, which is locked, another mailbox, of which nobody knows yet whether it takes letters.
    pub async fn move_mailbox(
        &mut self,
        account: Uuid,
        mailbox: &str,
        rests_until: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "UPDATE accounts SET email = $2, mailbox_refused_at = NULL, mailbox_rests_until = $3 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(mailbox)
            .bind(rests_until)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// A letter to an account's mailbox was refused for good. Whether that is news, and the mailbox
    /// still the account's.
    pub async fn note_mailbox_refuses(
        &mut self,
        account: Uuid,
        mailbox: &str,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE accounts SET mailbox_refused_at = $3 \
             WHERE id = $1 AND email = $2 AND mailbox_refused_at IS NULL";
        let noted = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(mailbox)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(noted == 1)
    }

    /// Those of these accounts whose mailbox refuses letters.
    pub async fn refusing_among(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>> {
        let there: Vec<(Uuid, bool)> = match self.engine() {
            Engine::Sqlite(c) => {
                sqlx::query_as(&**REFUSING_SQLITE).bind(json_ids(ids)).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**REFUSING_POSTGRES).bind(ids).fetch_all(c).await
            })?,
        };
        Ok(there.into_iter().filter_map(|(id, refuses)| refuses.then_some(id)).collect())
    }

    /// A letter to an account's mailbox was sent.
    pub async fn note_mailbox_takes(&mut self, account: Uuid, mailbox: &str) -> Result<()> {
        const SQL: &str = "UPDATE accounts SET mailbox_refused_at = NULL \
             WHERE id = $1 AND email = $2 AND mailbox_refused_at IS NOT NULL";
        on!(self, |c| sqlx::query(SQL).bind(account).bind(mailbox).execute(c).await.map(drop))?;
        Ok(())
    }

    /// People whose mailbox refuses letters, those after a moment and a person in the order of time.
    pub async fn unreachable_people(
        &mut self,
        after: (OffsetDateTime, Uuid),
        limit: i64,
    ) -> Result<Vec<Unreachable>> {
        const SQL: &str = "SELECT id, nip, name, email, agency, mailbox_refused_at FROM accounts \
             WHERE mailbox_refused_at >= $1 AND (mailbox_refused_at > $1 OR id > $2) \
             ORDER BY mailbox_refused_at, id LIMIT $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(after.0)
            .bind(after.1)
            .bind(limit)
            .fetch_all(c)
            .await)?)
    }

    /// How many mailboxes refused a letter since a moment, counted up to `most`.
    pub async fn count_refused_mailboxes(
        &mut self,
        since: OffsetDateTime,
        most: i64,
    ) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM \
             (SELECT id FROM accounts WHERE mailbox_refused_at >= $1 LIMIT $2) AS few";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(since).bind(most).fetch_one(c).await)?)
    }

    /// Sets a new password. `mailed_at`: when it was set by a link sent to the mailbox.
    pub async fn set_password(
        &mut self,
        account: Uuid,
        hash: &str,
        now: OffsetDateTime,
        mailed_at: Option<OffsetDateTime>,
    ) -> Result<()> {
        const SQL: &str = "UPDATE accounts SET password_hash = $2, password_changed_at = $3, \
                 password_mailed_at = $4 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(hash)
            .bind(now)
            .bind(mailed_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn set_renewal(&mut self, account: Uuid, renewal: Renewal) -> Result<()> {
        const SQL: &str = "UPDATE accounts SET renewal = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(renewal.name())
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Disables an account, or with `None` enables it again. Whether it was the other way before.
    pub async fn set_disabled(
        &mut self,
        account: Uuid,
        at: Option<OffsetDateTime>,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE accounts SET disabled_at = $2 \
             WHERE id = $1 AND (disabled_at IS NULL) = ($3 = 1)";
        let set = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(at)
            .bind(i64::from(at.is_some()))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(set == 1)
    }

    /// Stores the same password under another hash, unless it was changed meanwhile. Whether it was
    /// the one of the `old` hash.
    pub async fn rehash_password(&mut self, account: Uuid, old: &str, new: &str) -> Result<bool> {
        const SQL: &str =
            "UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
        let rehashed = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(old)
            .bind(new)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(rehashed == 1)
    }

    /// Gives an account of a test or a demonstration a password, without more ado.
    pub async fn set_password_hash(&mut self, account: Uuid, hash: &str) -> Result<()> {
        const SQL: &str = "UPDATE accounts SET password_hash = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).bind(hash).execute(c).await.map(drop))?;
        Ok(())
    }
}
