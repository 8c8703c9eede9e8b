//! Sessions, by the hash of their token. See [`crate::domain::session`] for their stages; only
//! [`crate::domain::session::ending`] ends one.

use super::{
    Engine, Pools, Result, ShelfRow, Store, Unit, inline, on, on_postgres, typed::SessionStage,
};
use crate::domain::{
    people::role::Roles,
    values::{methods::Methods, nip::Nip, renewal::Renewal},
};
use rusqlite::Row;
use sqlx::{FromRow, PgConnection, Row as _, postgres::PgRow};
use std::{collections::HashMap, sync::LazyLock};
use time::OffsetDateTime;
use uuid::Uuid;

/// What says whether a session is over by itself.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionAge {
    pub id: Uuid,
    /// Somebody else's computer: a short session that leaves nothing.
    pub public_device: bool,
    pub last_seen_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// One that has ended just now.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EndedSession {
    pub id: Uuid,
    pub account_id: Uuid,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Session {
    #[sqlx(flatten)]
    pub age: SessionAge,
    pub account_id: Uuid,
    #[sqlx(try_from = "String")]
    pub stage: SessionStage,
    pub sealed_secret: Option<Vec<u8>>,
    pub granted_step: Option<i64>,
    /// From where it was opened.
    pub address: String,
    pub user_agent: String,
    pub created_at: OffsetDateTime,
    /// When its person last proved to be there.
    pub proved_at: OffsetDateTime,
    /// How.
    #[sqlx(try_from = "String")]
    pub methods: Methods,
}

/// A session with the account it belongs to.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionOfAccount {
    #[sqlx(flatten)]
    pub session: Session,
    #[sqlx(try_from = "String")]
    pub nip: Nip,
    pub name: String,
    pub agency: String,
    #[sqlx(try_from = "String")]
    pub roles: Roles,
    #[sqlx(try_from = "String")]
    pub renewal: Renewal,
    /// How many roles were granted to them, whether they count now or not.
    pub role_grant_count: i64,
}

/// The same with what its person's launcher and own pages show, in one query: the page people look at
/// most asks for both.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionAtHome {
    #[sqlx(flatten)]
    pub session: SessionOfAccount,
    pub recovery_codes_left: i64,
    /// Resets that its person may still cancel: none or one.
    pub open_resets: i64,
    #[sqlx(flatten)]
    pub shelf: ShelfRow,
}

#[derive(Debug)]
pub struct NewSession<'a> {
    pub id: Uuid,
    pub token_hash: &'a [u8],
    pub account_id: Uuid,
    pub stage: SessionStage,
    pub sealed_secret: Option<&'a [u8]>,
    pub granted_step: Option<i64>,
    pub public_device: bool,
    pub address: &'a str,
    pub user_agent: &'a str,
    pub methods: Methods,
    pub expires_at: OffsetDateTime,
}

/// Who asks.
const BY_TOKEN: &str = "SELECT s.id, s.account_id, s.stage, s.sealed_secret, s.granted_step, \
         s.public_device, s.address, s.user_agent, s.created_at, s.proved_at, \
         s.last_seen_at, s.expires_at, a.nip, a.name, a.agency, a.roles, a.renewal, s.methods, \
         a.role_grant_count, \
         s.token_hash \
     FROM sessions s JOIN accounts a ON a.id = s.account_id \
     WHERE s.token_hash = $1 AND a.disabled_at IS NULL";

/// What nearly every page asks.
const BY_TOKEN_AT_HOME: &str = "SELECT s.id, s.account_id, s.stage, s.sealed_secret, s.granted_step, \
         s.public_device, s.address, s.user_agent, s.created_at, s.proved_at, \
         s.last_seen_at, s.expires_at, a.nip, a.name, a.agency, a.roles, a.renewal, s.methods, \
         a.role_grant_count, \
         (SELECT COUNT(*) FROM recovery_codes r \
          WHERE r.account_id = a.id AND r.used_at IS NULL) AS recovery_codes_left, \
         (SELECT COUNT(*) FROM resets r WHERE r.account_id = a.id \
          AND r.state IN ('waiting', 'requested')) AS open_resets, \
         h.favourites, COALESCE(h.recents, '') AS recents, \
         COALESCE(h.acknowledged, '') AS acknowledged, s.token_hash \
     FROM sessions s JOIN accounts a ON a.id = s.account_id \
     LEFT JOIN shelves h ON h.account_id = s.account_id \
     WHERE s.token_hash = $1 AND a.disabled_at IS NULL";

/// The same of many tokens, as PostgreSQL understands it.
fn of_many(sql: &str) -> String {
    sql.replace("s.token_hash = $1", "s.token_hash = ANY($1)")
}
static BY_TOKENS: LazyLock<String> = LazyLock::new(|| of_many(BY_TOKEN));
static BY_TOKENS_AT_HOME: LazyLock<String> = LazyLock::new(|| of_many(BY_TOKEN_AT_HOME));

/// One that nobody ends meanwhile, as PostgreSQL keeps it locked.
static HOLDING: LazyLock<String> = LazyLock::new(|| format!("{BY_TOKEN} FOR NO KEY UPDATE OF s"));

impl Store {
    /// A session with this token, unless its account is disabled; in the quickest way there is
    /// (see [`inline`] and [`super::lookups`]).
    pub async fn session(&self, token_hash: &[u8]) -> Result<Option<SessionOfAccount>> {
        let found = match &self.0 {
            Pools::Sqlite { inline, .. } => {
                inline.one(BY_TOKEN, token_hash, SessionOfAccount::read).ok()
            }
            Pools::Postgres { lookups, .. } => lookups.session(token_hash).await,
        };
        match found {
            Some(found) => Ok(found),
            None => self.read().await?.session(token_hash).await,
        }
    }

    /// The same with what its person's pages show.
    pub async fn session_at_home(&self, token_hash: &[u8]) -> Result<Option<SessionAtHome>> {
        let found = match &self.0 {
            Pools::Sqlite { inline, .. } => {
                inline.one(BY_TOKEN_AT_HOME, token_hash, SessionAtHome::read).ok()
            }
            Pools::Postgres { lookups, .. } => lookups.session_at_home(token_hash).await,
        };
        match found {
            Some(found) => Ok(found),
            None => self.read().await?.session_at_home(token_hash).await,
        }
    }
}

/// Rows with these tokens, by the hash of their token.
async fn with_tokens<T: for<'r> FromRow<'r, PgRow>>(
    connection: &mut PgConnection,
    sql: &'static str,
    token_hashes: &[&[u8]],
) -> Result<HashMap<Vec<u8>, T>> {
    if token_hashes.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query(sql).bind(token_hashes).fetch_all(connection).await?;
    let keyed = |row: &PgRow| Ok((row.try_get("token_hash")?, T::from_row(row)?));
    Ok(rows.iter().map(keyed).collect::<sqlx::Result<_>>()?)
}

impl SessionOfAccount {
    pub(super) async fn with_tokens(
        connection: &mut PgConnection,
        token_hashes: &[&[u8]],
    ) -> Result<HashMap<Vec<u8>, Self>> {
        with_tokens(connection, &BY_TOKENS, token_hashes).await
    }

    /// The first columns of [`BY_TOKEN`] and [`BY_TOKEN_AT_HOME`], in their order.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            session: Session {
                age: SessionAge {
                    id: inline::uuid(row, 0)?,
                    public_device: row.get(5)?,
                    last_seen_at: inline::time(row, 10)?,
                    expires_at: inline::time(row, 11)?,
                },
                account_id: inline::uuid(row, 1)?,
                stage: inline::typed(row, 2)?,
                sealed_secret: row.get(3)?,
                granted_step: row.get(4)?,
                address: row.get(6)?,
                user_agent: row.get(7)?,
                created_at: inline::time(row, 8)?,
                proved_at: inline::time(row, 9)?,
                methods: inline::typed(row, 17)?,
            },
            nip: inline::typed(row, 12)?,
            name: row.get(13)?,
            agency: row.get(14)?,
            roles: inline::typed(row, 15)?,
            renewal: inline::typed(row, 16)?,
            role_grant_count: row.get(18)?,
        })
    }
}

impl SessionAtHome {
    pub(super) async fn with_tokens(
        connection: &mut PgConnection,
        token_hashes: &[&[u8]],
    ) -> Result<HashMap<Vec<u8>, Self>> {
        with_tokens(connection, &BY_TOKENS_AT_HOME, token_hashes).await
    }

    /// The columns of [`BY_TOKEN_AT_HOME`], in their order.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            session: SessionOfAccount::read(row)?,
            recovery_codes_left: row.get(19)?,
            open_resets: row.get(20)?,
            shelf: ShelfRow {
                favourites: row.get(21)?,
                recents: row.get(22)?,
                acknowledged: row.get(23)?,
            },
        })
    }
}

impl Unit {
    /// A session with this token, unless its account is disabled.
    pub async fn session(&mut self, token_hash: &[u8]) -> Result<Option<SessionOfAccount>> {
        Ok(on!(self, |c| sqlx::query_as(BY_TOKEN).bind(token_hash).fetch_optional(c).await)?)
    }

    /// The same with what its person's pages show.
    pub async fn session_at_home(&mut self, token_hash: &[u8]) -> Result<Option<SessionAtHome>> {
        Ok(on!(self, |c| sqlx::query_as(BY_TOKEN_AT_HOME)
            .bind(token_hash)
            .fetch_optional(c)
            .await)?)
    }

    /// One that stays as it is until the unit ends: whoever ends it waits.
    pub async fn hold_session(&mut self, token_hash: &[u8]) -> Result<Option<SessionOfAccount>> {
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => {
                sqlx::query_as(BY_TOKEN).bind(token_hash).fetch_optional(c).await?
            }
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**HOLDING).bind(token_hash).fetch_optional(c).await
            })?,
        })
    }

    pub async fn add_session(&mut self, new: &NewSession<'_>, now: OffsetDateTime) -> Result<()> {
        const SQL: &str = "INSERT INTO sessions (id, token_hash, account_id, stage, sealed_secret, \
                 granted_step, public_device, address, user_agent, created_at, proved_at, \
                 last_seen_at, expires_at, methods) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $11, $12)";
        on!(self, |c| sqlx::query(SQL)
            .bind(new.id)
            .bind(new.token_hash)
            .bind(new.account_id)
            .bind(new.stage.name())
            .bind(new.sealed_secret)
            .bind(new.granted_step)
            .bind(new.public_device)
            .bind(new.address)
            .bind(new.user_agent)
            .bind(now)
            .bind(new.expires_at)
            .bind(new.methods.name())
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn touch_session(&mut self, id: Uuid, now: OffsetDateTime) -> Result<()> {
        const SQL: &str = "UPDATE sessions SET last_seen_at = $2 WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(now).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Turns an enrolling session into an enrolled one. `true` for exactly one caller.
    pub async fn finish_enrolling(&mut self, id: Uuid, granted_step: i64) -> Result<bool> {
        const SQL: &str = "UPDATE sessions SET stage = 'enrolled', sealed_secret = NULL, \
                 granted_step = $2 WHERE id = $1 AND stage = 'enrolling'";
        let finished = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(granted_step)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(finished == 1)
    }

    /// Everything that is open for an account.
    pub async fn sessions_of(&mut self, account: Uuid) -> Result<Vec<Session>> {
        const SQL: &str = "SELECT id, account_id, stage, sealed_secret, granted_step, \
                 public_device, address, user_agent, created_at, proved_at, last_seen_at, \
                 expires_at, methods FROM sessions WHERE account_id = $1 ORDER BY last_seen_at DESC, id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    /// The next sessions of everybody, by id.
    pub async fn sessions_after(&mut self, after: Uuid, most: usize) -> Result<Vec<SessionAge>> {
        const SQL: &str = "SELECT id, public_device, last_seen_at, expires_at FROM sessions \
             WHERE id > $1 ORDER BY id LIMIT $2";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(after).bind(most).fetch_all(c).await)?)
    }

    /// Ends every session of an account but `keep`.
    pub async fn end_sessions_of(
        &mut self,
        account: Uuid,
        keep: Option<Uuid>,
    ) -> Result<Vec<EndedSession>> {
        const SQL: &str = "DELETE FROM sessions WHERE account_id = $1 AND id <> $2 \
             RETURNING id, account_id";
        let keep = keep.unwrap_or_default();
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).bind(keep).fetch_all(c).await)?)
    }

    /// Everybody's, of any stage.
    pub async fn count_sessions(&mut self) -> Result<i64> {
        Ok(on!(self, |c| sqlx::query_scalar("SELECT COUNT(*) FROM sessions").fetch_one(c).await)?)
    }

    /// Ends everybody's sessions. Whoever holds some of them comes first: row by row they would wait for
    /// each other in a circle.
    pub async fn end_all_sessions(&mut self) -> Result<Vec<EndedSession>> {
        const SQL: &str = "DELETE FROM sessions RETURNING id, account_id";
        if let Engine::Postgres(held) = self.engine() {
            const LOCK: &str = "LOCK TABLE sessions IN EXCLUSIVE MODE";
            on_postgres!(held, |c| sqlx::query(LOCK).execute(c).await)?;
        }
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    /// Gives a session another token, and notes when its person last proved to be there, and how.
    pub async fn renew_session(
        &mut self,
        id: Uuid,
        token_hash: &[u8],
        (proved_at, methods): (OffsetDateTime, Methods),
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE sessions SET token_hash = $2, proved_at = $3, last_seen_at = $4, \
                 methods = $5 \
             WHERE id = $1 AND stage = 'authenticated'";
        let renewed = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(token_hash)
            .bind(proved_at)
            .bind(now)
            .bind(methods.name())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(renewed == 1)
    }

    /// Keeps, or forgets, the secret of an authenticator that is being set up while logged in.
    /// `true` for exactly one caller that takes `old` away.
    pub async fn set_pending_secret(
        &mut self,
        id: Uuid,
        old: Option<&[u8]>,
        new: Option<&[u8]>,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE sessions SET sealed_secret = $3 WHERE id = $1 \
             AND stage = 'authenticated' AND COALESCE(sealed_secret, $4) = COALESCE($2, $4)";
        let none: &[u8] = &[];
        let set = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(old)
            .bind(new)
            .bind(none)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(set == 1)
    }

    pub async fn end_enrolling_sessions_of(&mut self, account: Uuid) -> Result<Vec<EndedSession>> {
        const SQL: &str = "DELETE FROM sessions WHERE account_id = $1 AND stage = 'enrolling' \
             RETURNING id, account_id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    /// Ends a session. It is had by exactly one caller, however many ask at once.
    pub async fn end_session(&mut self, id: Uuid) -> Result<Option<EndedSession>> {
        const SQL: &str = "DELETE FROM sessions WHERE id = $1 RETURNING id, account_id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(id).fetch_optional(c).await)?)
    }

    /// The same, unless it was used since then.
    pub async fn end_session_last_seen(
        &mut self,
        id: Uuid,
        last_seen_at: OffsetDateTime,
    ) -> Result<Option<EndedSession>> {
        const SQL: &str = "DELETE FROM sessions WHERE id = $1 AND last_seen_at = $2 \
             RETURNING id, account_id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(id).bind(last_seen_at).fetch_optional(c).await)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ImportedAccount;

    #[tokio::test]
    async fn a_session_read_in_place_is_the_session() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&folder.path().join("test.sqlite3")).await.unwrap();
        let now = OffsetDateTime::from_unix_timestamp(1_795_305_600).unwrap();
        let account = ImportedAccount {
            id: Uuid::from_u128(1),
            nip: "198609262015052001".into(),
            name: "Sri Wahyuni".into(),
            email: None,
            agency: "Pemerintah Kota Ambon".into(),
            roles: "employee".into(),
        };
        let mut unit = store.write().await.unwrap();
        unit.import_account(&account, now).await.unwrap();
        for (number, stage, sealed_secret, granted_step) in [
            (1, SessionStage::Authenticated, None, None),
            (2, SessionStage::Enrolling, Some(&b"sealed"[..]), None),
            (3, SessionStage::Enrolled, None, Some(59_843_520)),
        ] {
            let new = NewSession {
                id: Uuid::from_u128(number),
                token_hash: &number.to_be_bytes(),
                account_id: account.id,
                stage,
                sealed_secret,
                granted_step,
                public_device: number == 2,
                address: "192.0.2.1",
                user_agent: "test",
                methods: Methods::Passkey,
                expires_at: now + time::Duration::hours(1),
            };
            unit.add_session(&new, now).await.unwrap();
        }
        let shelf = ShelfRow { favourites: Some("siasn".into()), ..ShelfRow::default() };
        unit.lock_shelf(account.id).await.unwrap();
        unit.set_shelf(account.id, &shelf).await.unwrap();
        unit.commit().await.unwrap();

        let Pools::Sqlite { inline, .. } = &store.0 else { panic!("an embedded database") };
        for number in 1..=4_u128 {
            let token_hash = number.to_be_bytes();
            let there = inline.one(BY_TOKEN, &token_hash, SessionOfAccount::read).unwrap();
            let usual = store.read().await.unwrap().session(&token_hash).await.unwrap();
            assert_eq!(there.is_some(), number < 4);
            assert_eq!(format!("{there:?}"), format!("{usual:?}"));
            let there = inline.one(BY_TOKEN_AT_HOME, &token_hash, SessionAtHome::read).unwrap();
            let usual = store.read().await.unwrap().session_at_home(&token_hash).await.unwrap();
            assert_eq!(there.is_some(), number < 4);
            assert_eq!(format!("{there:?}"), format!("{usual:?}"));
        }
        store.close().await;
    }
}
