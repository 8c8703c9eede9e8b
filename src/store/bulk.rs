//! Many rows by one statement: for imports, and for synthetic data.
//!
//! A statement holds as many rows as one that is prepared once can hold on either engine; its text
//! differs by the number of rows only.

use super::{
    AccessRow, AuditEvent, Authenticator, Engine, GrantRow, ImportedAccount, OutgoingMail, Pools,
    RecoveryCodeRow, Result, Session, ShelfRow, Store, Unit, name_words::NewName, on, on_postgres,
};
use sqlx::{AssertSqlSafe, Executor, QueryBuilder};
use std::{collections::HashMap, sync::LazyLock, time::Duration};
use time::OffsetDateTime;
use uuid::Uuid;

/// Rows of one statement. SQLite takes 32,766 values and PostgreSQL 65,535; beyond some hundred
/// rows there is nothing more to gain.
const ROWS: usize = 500;

const BY_NIP: &str = "SELECT id, nip, name, email, agency, roles FROM accounts WHERE nip = $1";

/// The same for many, by one value that holds them all. PostgreSQL locks them, each after the one before
/// in the order of their numbers, so that two imports never wait for each other in a circle.
static AMONG_SQLITE: LazyLock<String> =
    LazyLock::new(|| BY_NIP.replace("= $1", "IN (SELECT value FROM json_each($1))"));
static AMONG_POSTGRES: LazyLock<String> =
    LazyLock::new(|| BY_NIP.replace("= $1", "= ANY($1) ORDER BY nip FOR NO KEY UPDATE"));

const TOKENS_OF: &str = "DELETE FROM mailed_tokens WHERE account_id = $1";
const CODES_OF: &str = "DELETE FROM enrolment_codes WHERE account_id = $1";
const MAILBOX_LINKS_OF: &str = "DELETE FROM mailbox_links WHERE account_id = $1";

/// Adds rows: `INSERT` into table and columns, and the values of one row.
macro_rules! insert {
    ($unit:expr, $into:literal, $rows:expr, |$row:pat_param| [$($value:expr),* $(,)?]) => {
        for rows in $rows.chunks(ROWS) {
            on!($unit, |c| {
                let mut query = QueryBuilder::new($into);
                query.push_values(rows, |mut values, $row| {
                    $(values.push_bind($value);)*
                });
                query.build().execute(c).await.map(drop)
            })?;
        }
    };
}

impl Unit {
    /// Adds people, or brings those with the same numbers up to date; see
    /// [`Unit::import_account`]. No number may come twice.
    pub async fn import_accounts(
        &mut self,
        people: &[&ImportedAccount],
        now: OffsetDateTime,
    ) -> Result<()> {
        let numbers: Vec<&str> = people.iter().map(|person| person.nip.as_str()).collect();
        let before = self.accounts_by_nips(&numbers).await?;
        let before: HashMap<&str, &ImportedAccount> =
            before.iter().map(|account| (account.nip.as_str(), account)).collect();
        let names = people.iter().map(|person| {
            let before = before.get(person.nip.as_str());
            NewName {
                id: before.map_or(person.id, |before| before.id),
                old: before.map(|before| before.name.as_str()),
                new: &person.name,
            }
        });
        self.keep_name_words(&names.collect::<Vec<_>>()).await?;
        for people in people.chunks(ROWS) {
            on!(self, |c| {
                let mut query = QueryBuilder::new(
                    "INSERT INTO accounts (id, nip, name, email, agency, roles, created_at) ",
                );
                query.push_values(people, |mut values, person| {
                    values.push_bind(person.id);
                    values.push_bind(&person.nip);
                    values.push_bind(&person.name);
                    values.push_bind(&person.email);
                    values.push_bind(&person.agency);
                    values.push_bind(&person.roles);
                    values.push_bind(now);
                });
                query.push(
                    " ON CONFLICT (nip) DO UPDATE SET name = excluded.name, \
                         email = excluded.email, agency = excluded.agency, roles = excluded.roles, \
                         mailbox_refused_at = CASE \
                             WHEN accounts.email IS DISTINCT FROM excluded.email THEN NULL \
                             ELSE accounts.mailbox_refused_at END",
                );
                query.build().execute(c).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Those of these numbers who have an account; it stays as it is until the unit ends.
    pub async fn accounts_by_nips(&mut self, numbers: &[&str]) -> Result<Vec<ImportedAccount>> {
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => {
                // Digits need no care in JSON.
                let numbers = format!("[\"{}\"]", numbers.join("\",\""));
                sqlx::query_as(&**AMONG_SQLITE).bind(numbers).fetch_all(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**AMONG_POSTGRES).bind(numbers).fetch_all(c).await
            })?,
        })
    }

    /// Every agency that somebody is in, and how many people are.
    pub async fn people_by_agency(&mut self) -> Result<Vec<(String, i64)>> {
        const SQL: &str = "SELECT agency, COUNT(*) FROM accounts GROUP BY agency";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// Makes links and codes useless that were sent to the mailboxes of these accounts.
    pub async fn forget_what_was_mailed_to(&mut self, accounts: &[Uuid]) -> Result<()> {
        for sql in [TOKENS_OF, CODES_OF, MAILBOX_LINKS_OF] {
            match self.engine() {
                Engine::Sqlite(c) => {
                    for account in accounts {
                        sqlx::query(sql).bind(account).execute(&mut *c).await?;
                    }
                }
                Engine::Postgres(held) => on_postgres!(held, |c| {
                    let among = AssertSqlSafe(sql.replace("= $1", "= ANY($1)"));
                    sqlx::query(among).bind(accounts).execute(c).await.map(drop)
                })?,
            }
        }
        Ok(())
    }

    /// Adds letters to the outbox.
    pub async fn add_letters(&mut self, letters: &[OutgoingMail]) -> Result<()> {
        let is_of_many = self.is_of_many;
        insert!(
            self,
            "INSERT INTO outbox (id, account_id, recipient, sealed_message, attempts, created_at, \
                 next_attempt_at, is_of_many) ",
            letters,
            |mail| [
                mail.id,
                mail.account_id,
                &mail.recipient,
                &mail.sealed_message,
                mail.attempts,
                mail.created_at,
                mail.next_attempt_at,
                is_of_many,
            ]
        );
        Ok(())
    }

    /// Adds that operators saw or changed people; see [`Unit::add_access`].
    pub async fn add_accesses(&mut self, accesses: &[AccessRow]) -> Result<()> {
        insert!(
            self,
            "INSERT INTO accesses (id, account_id, operator_id, operator_name, agency, act, reason, \
                 at) ",
            accesses,
            |access| [
                access.id,
                access.account_id,
                access.operator_id,
                &access.operator_name,
                &access.agency,
                &access.act,
                &access.reason,
                access.at,
            ]
        );
        Ok(())
    }

    /// Adds people who are not there yet, all with the same password.
    pub async fn add_accounts(
        &mut self,
        people: &[ImportedAccount],
        password_hash: &str,
        now: OffsetDateTime,
    ) -> Result<()> {
        insert!(
            self,
            "INSERT INTO accounts (id, nip, name, email, agency, roles, created_at, \
                 password_hash, password_changed_at) ",
            people,
            |person| [
                person.id,
                &person.nip,
                &person.name,
                &person.email,
                &person.agency,
                &person.roles,
                now,
                password_hash,
                now,
            ]
        );
        let new =
            people.iter().map(|person| NewName { id: person.id, old: None, new: &person.name });
        self.keep_name_words(&new.collect::<Vec<_>>()).await
    }

    pub async fn add_authenticators(&mut self, authenticators: &[Authenticator]) -> Result<()> {
        insert!(
            self,
            "INSERT INTO authenticators (id, account_id, name, sealed_secret, algorithm, digits, \
                 period, last_step, created_at, last_used_at) ",
            authenticators,
            |app| [
                app.id,
                app.account_id,
                &app.name,
                &app.sealed_secret,
                <&str>::from(app.terms.algorithm),
                app.terms.digits,
                app.terms.period,
                app.last_step,
                app.created_at,
                app.last_used_at,
            ]
        );
        Ok(())
    }

    pub async fn add_recovery_codes(
        &mut self,
        codes: &[(Uuid, RecoveryCodeRow)],
        now: OffsetDateTime,
    ) -> Result<()> {
        insert!(
            self,
            "INSERT INTO recovery_codes (id, account_id, code_hash, created_at) ",
            codes,
            |(account, code)| [code.id, *account, &code.code_hash, now]
        );
        Ok(())
    }

    pub async fn add_shelves(&mut self, shelves: &[(Uuid, ShelfRow)]) -> Result<()> {
        insert!(
            self,
            "INSERT INTO shelves (account_id, favourites, recents, acknowledged) ",
            shelves,
            |(account, shelf)| [account, &shelf.favourites, &shelf.recents, &shelf.acknowledged,]
        );
        Ok(())
    }

    /// Adds sessions by the hashes of their tokens.
    pub async fn add_sessions(&mut self, sessions: &[(Vec<u8>, Session)]) -> Result<()> {
        insert!(
            self,
            "INSERT INTO sessions (id, token_hash, account_id, stage, public_device, address, \
                 user_agent, created_at, proved_at, last_seen_at, expires_at, methods) ",
            sessions,
            |(token_hash, session)| [
                session.age.id,
                token_hash,
                session.account_id,
                session.stage.name(),
                session.age.public_device,
                &session.address,
                &session.user_agent,
                session.created_at,
                session.proved_at,
                session.age.last_seen_at,
                session.age.expires_at,
                session.methods.name(),
            ]
        );
        Ok(())
    }

    pub async fn add_grants(&mut self, grants: &[GrantRow]) -> Result<()> {
        insert!(
            self,
            "INSERT INTO grants (id, client_id, account_id, session_id, subject, scope, proved_at, \
                 methods, salt, generation, renewed_at, created_at, expires_at, sid) ",
            grants,
            |grant| [
                grant.id,
                &grant.client_id,
                grant.account_id,
                grant.session_id,
                &grant.subject,
                &grant.scope,
                grant.proved_at,
                grant.methods.name(),
                &grant.salt,
                grant.generation,
                grant.renewed_at,
                grant.created_at,
                grant.expires_at,
                &grant.sid,
            ]
        );
        Ok(())
    }

    /// Adds rows of the audit record that stand in their chains already.
    pub async fn add_audit_events(&mut self, events: &[AuditEvent]) -> Result<()> {
        insert!(
            self,
            "INSERT INTO audit_events (id, at, event, account_id, subject, address, user_agent, \
                 object, chain, position, mac) ",
            events,
            |event| [
                event.id,
                event.at,
                &event.event,
                event.account_id,
                &event.masked_nip,
                &event.address,
                &event.user_agent,
                &event.object,
                event.chain,
                event.position,
                &event.mac,
            ]
        );
        Ok(())
    }
}

impl Store {
    /// Counts what is where, so that the database finds the quickest ways to it.
    pub async fn analyse(&self) -> Result<()> {
        match &self.0 {
            // As much of each index as SQLite's manual advises for large databases.
            Pools::Sqlite { writer, .. } => {
                writer.execute("PRAGMA analysis_limit = 1000; ANALYZE").await?;
            }
            Pools::Postgres { pool, .. } => {
                // As long as it takes.
                pool.server.connect(Duration::ZERO).await?.execute("ANALYZE").await?;
            }
        }
        Ok(())
    }
}
