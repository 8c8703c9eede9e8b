//! What sign-ins gave.

use crate::{
    domain::{
        people::role::Roles,
        values::{methods::Methods, nip::Nip},
    },
    store::{
        Engine, Pair, Pools, Result, SessionAge, Store, Unit, inline, on, on_pair, on_postgres,
        pair,
    },
};
use rusqlite::Row;
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

/// A grant that begins.
#[derive(Debug, Clone)]
pub struct NewGrant<'a> {
    pub id: Uuid,
    pub client_id: &'a str,
    pub account_id: Uuid,
    pub session_id: Uuid,
    pub subject: &'a str,
    /// What the session is called at the client, unless it has a name there already.
    pub sid: &'a str,
    pub scope: &'a str,
    pub proved_at: OffsetDateTime,
    pub methods: Methods,
    pub salt: &'a [u8],
    pub expires_at: OffsetDateTime,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GrantRow {
    pub id: Uuid,
    pub client_id: String,
    pub account_id: Uuid,
    pub session_id: Uuid,
    pub subject: String,
    pub sid: String,
    pub scope: String,
    pub proved_at: OffsetDateTime,
    #[sqlx(try_from = "String")]
    pub methods: Methods,
    pub salt: Vec<u8>,
    pub generation: i64,
    pub renewed_at: OffsetDateTime,
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
}

/// Whose session a service asks about, and what the service may know of them.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SignedIn {
    #[sqlx(flatten)]
    pub age: SessionAge,
    pub account_id: Uuid,
    pub proved_at: OffsetDateTime,
    #[sqlx(try_from = "String")]
    pub methods: Methods,
    #[sqlx(try_from = "String")]
    pub nip: Nip,
    pub name: String,
    pub agency: String,
    #[sqlx(try_from = "String")]
    pub roles: Roles,
    pub email: Option<String>,
    pub role_grant_count: i64,
}

/// A service that one is signed in to.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct GrantOfSession {
    pub session_id: Uuid,
    pub client_id: String,
    pub since: OffsetDateTime,
}

const SIGNED_IN: &str = "SELECT s.id, s.public_device, s.last_seen_at, s.expires_at, s.account_id, \
         s.proved_at, s.methods, a.nip, a.name, a.agency, a.roles, a.email, \
         a.role_grant_count \
     FROM sessions s JOIN accounts a ON a.id = s.account_id \
     WHERE s.id = $1 AND s.stage = 'authenticated' AND a.disabled_at IS NULL";
/// The same as PostgreSQL keeps it locked: nobody ends it meanwhile.
static HOLDING: LazyLock<String> = LazyLock::new(|| format!("{SIGNED_IN} FOR NO KEY UPDATE OF s"));
const GRANT: &str = "SELECT id, client_id, account_id, session_id, subject, scope, \
         proved_at, methods, salt, generation, renewed_at, created_at, expires_at, ended_at, sid \
     FROM grants WHERE id = $1";

impl GrantRow {
    /// The columns of [`GRANT`], in their order.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: inline::uuid(row, 0)?,
            client_id: row.get(1)?,
            account_id: inline::uuid(row, 2)?,
            session_id: inline::uuid(row, 3)?,
            subject: row.get(4)?,
            scope: row.get(5)?,
            proved_at: inline::time(row, 6)?,
            methods: inline::typed(row, 7)?,
            salt: row.get(8)?,
            generation: row.get(9)?,
            renewed_at: inline::time(row, 10)?,
            created_at: inline::time(row, 11)?,
            expires_at: inline::time(row, 12)?,
            ended_at: inline::perhaps_time(row, 13)?,
            sid: row.get(14)?,
        })
    }
}

impl SignedIn {
    /// The columns of [`SIGNED_IN`], in their order.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            age: SessionAge {
                id: inline::uuid(row, 0)?,
                public_device: row.get(1)?,
                last_seen_at: inline::time(row, 2)?,
                expires_at: inline::time(row, 3)?,
            },
            account_id: inline::uuid(row, 4)?,
            proved_at: inline::time(row, 5)?,
            methods: inline::typed(row, 6)?,
            nip: inline::typed(row, 7)?,
            name: row.get(8)?,
            agency: row.get(9)?,
            roles: inline::typed(row, 10)?,
            email: row.get(11)?,
            role_grant_count: row.get(12)?,
        })
    }
}

impl Store {
    /// One grant, in the quickest way there is ([`crate::store::inline`]).
    pub async fn grant(&self, id: Uuid) -> Result<Option<GrantRow>> {
        if let Pools::Sqlite { inline, .. } = &self.0
            && let Ok(found) = inline.one(GRANT, id.as_bytes(), GrantRow::read)
        {
            return Ok(found);
        }
        self.read().await?.grant(id).await
    }

    /// Whoever is logged in by this session, by its id; likewise.
    pub async fn signed_in(&self, session: Uuid) -> Result<Option<SignedIn>> {
        if let Pools::Sqlite { inline, .. } = &self.0
            && let Ok(found) = inline.one(SIGNED_IN, session.as_bytes(), SignedIn::read)
        {
            return Ok(found);
        }
        self.read().await?.signed_in(session).await
    }
}

impl Unit {
    /// Whoever is logged in by this session, by its id.
    async fn signed_in(&mut self, session: Uuid) -> Result<Option<SignedIn>> {
        Ok(on!(self, |c| sqlx::query_as(SIGNED_IN).bind(session).fetch_optional(c).await)?)
    }

    /// The same, and nobody ends the session until the unit ends.
    pub async fn hold_signed_in(&mut self, session: Uuid) -> Result<Option<SignedIn>> {
        Ok(match self.engine() {
            // Its writer has locked the whole database already.
            Engine::Sqlite(c) => sqlx::query_as(SIGNED_IN).bind(session).fetch_optional(c).await?,
            Engine::Postgres(held) => on_postgres!(held, |c| {
                sqlx::query_as(&**HOLDING).bind(session).fetch_optional(c).await
            })?,
        })
    }

    /// Adds a grant; what the session is called at its client. It is had by exactly one caller with this id.
    pub async fn add_grant(
        &mut self,
        new: &NewGrant<'_>,
        now: OffsetDateTime,
    ) -> Result<Option<String>> {
        const SQL: &str = "INSERT INTO grants (id, client_id, account_id, session_id, subject, \
                 scope, proved_at, methods, salt, generation, renewed_at, created_at, expires_at, sid) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10, $11, COALESCE( \
                 (SELECT sid FROM grants WHERE session_id = $4 AND client_id = $2 \
                  AND ended_at IS NULL LIMIT 1), $12)) \
             ON CONFLICT (id) DO NOTHING RETURNING sid";
        Ok(on!(self, |c| sqlx::query_scalar(SQL)
            .bind(new.id)
            .bind(new.client_id)
            .bind(new.account_id)
            .bind(new.session_id)
            .bind(new.subject)
            .bind(new.scope)
            .bind(new.proved_at)
            .bind(new.methods.name())
            .bind(new.salt)
            .bind(now)
            .bind(new.expires_at)
            .bind(new.sid)
            .fetch_optional(c)
            .await)?)
    }

    /// Whether a session is, or was, called so at any client.
    pub async fn is_called(&mut self, session: Uuid, sid: &str) -> Result<bool> {
        const SQL: &str = "SELECT COUNT(*) FROM grants WHERE session_id = $1 AND sid = $2";
        let times: i64 =
            on!(self, |c| sqlx::query_scalar(SQL).bind(session).bind(sid).fetch_one(c).await)?;
        Ok(times > 0)
    }

    pub async fn grant(&mut self, id: Uuid) -> Result<Option<GrantRow>> {
        Ok(on!(self, |c| sqlx::query_as(GRANT).bind(id).fetch_optional(c).await)?)
    }

    /// Uses up a refresh token: the grant goes from `generation` to the next one. `true` for exactly one
    /// caller, and only while the grant has not ended.
    pub async fn renew_grant(
        &mut self,
        id: Uuid,
        generation: i64,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE grants SET generation = generation + 1, renewed_at = $3 \
             WHERE id = $1 AND generation = $2 AND ended_at IS NULL";
        let renewed = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(generation)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(renewed == 1)
    }

    /// Ends a grant; its row stays as long as its session, so that the code it came from stays used, and the
    /// service is told of the session's end.
    pub async fn end_grant(&mut self, id: Uuid, now: OffsetDateTime) -> Result<()> {
        const SQL: &str = "UPDATE grants SET ended_at = $2 \
             WHERE id = $1 AND ended_at IS NULL";
        on!(self, |c| sqlx::query(SQL).bind(id).bind(now).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Ends what sign-ins in this session gave, and notes whom to tell.
    pub async fn end_grants_of_session(
        &mut self,
        session: Uuid,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: Pair = pair!(
            "INSERT INTO logout_deliveries (sid, session_id, client_id, subject, address, issued_as, \
                 state, attempts, due_at, created_at, is_of_many) \
             SELECT g.sid, g.session_id, g.client_id, MIN(g.subject), c.logout_uri, c.logout_as, \
                 'due', 0, $2, $2, $3 \
             FROM grants g JOIN clients c ON c.id = g.client_id \
             WHERE g.session_id = $1 AND c.logout_uri IS NOT NULL \
             GROUP BY g.sid, g.session_id, g.client_id, c.logout_uri, c.logout_as \
             ON CONFLICT (sid) DO NOTHING",
            "UPDATE grants SET ended_at = $2 \
             WHERE session_id = $1 AND ended_at IS NULL"
        );
        let is_of_many = self.is_of_many;
        on_pair!(self, SQL, |c, sql| sqlx::query(sql)
            .bind(session)
            .bind(now)
            .bind(is_of_many)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The same for every session that is no more.
    pub async fn end_grants_without_session(&mut self, now: OffsetDateTime) -> Result<()> {
        const SQL: Pair = pair!(
            "INSERT INTO logout_deliveries (sid, session_id, client_id, subject, address, issued_as, \
                 state, attempts, due_at, created_at, is_of_many) \
             SELECT g.sid, g.session_id, g.client_id, MIN(g.subject), c.logout_uri, c.logout_as, \
                 'due', 0, $1, $1, TRUE \
             FROM grants g JOIN clients c ON c.id = g.client_id \
             WHERE g.ended_at IS NULL AND c.logout_uri IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = g.session_id) \
             GROUP BY g.sid, g.session_id, g.client_id, c.logout_uri, c.logout_as \
             ON CONFLICT (sid) DO NOTHING",
            "UPDATE grants SET ended_at = $1 WHERE ended_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = grants.session_id)"
        );
        on_pair!(self, SQL, |c, sql| sqlx::query(sql).bind(now).execute(c).await.map(drop))?;
        Ok(())
    }

    /// The same for one client that is no more, or no longer let in.
    pub async fn end_grants_of_client(&mut self, client: &str, now: OffsetDateTime) -> Result<()> {
        const SQL: Pair = pair!(
            "INSERT INTO logout_deliveries (sid, session_id, client_id, subject, address, issued_as, \
                 state, attempts, due_at, created_at, is_of_many) \
             SELECT g.sid, g.session_id, g.client_id, MIN(g.subject), c.logout_uri, c.logout_as, \
                 'due', 0, $2, $2, TRUE \
             FROM grants g JOIN clients c ON c.id = g.client_id \
             WHERE g.client_id = $1 AND g.ended_at IS NULL AND c.logout_uri IS NOT NULL \
             GROUP BY g.sid, g.session_id, g.client_id, c.logout_uri, c.logout_as \
             ON CONFLICT (sid) DO NOTHING",
            "UPDATE grants SET ended_at = $2 \
             WHERE client_id = $1 AND ended_at IS NULL"
        );
        on_pair!(self, SQL, |c, sql| sqlx::query(sql)
            .bind(client)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The same for what one person has at one client.
    pub async fn end_grants_of_person(
        &mut self,
        account: Uuid,
        client: &str,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: Pair = pair!(
            "INSERT INTO logout_deliveries (sid, session_id, client_id, subject, address, issued_as, \
                 state, attempts, due_at, created_at) \
             SELECT g.sid, g.session_id, g.client_id, MIN(g.subject), c.logout_uri, c.logout_as, \
                 'due', 0, $3, $3 \
             FROM sessions s JOIN grants g ON g.session_id = s.id JOIN clients c ON c.id = g.client_id \
             WHERE s.account_id = $1 AND g.client_id = $2 AND g.ended_at IS NULL \
             AND c.logout_uri IS NOT NULL \
             GROUP BY g.sid, g.session_id, g.client_id, c.logout_uri, c.logout_as \
             ON CONFLICT (sid) DO NOTHING",
            "UPDATE grants SET ended_at = $3 WHERE client_id = $2 \
             AND ended_at IS NULL AND session_id IN (SELECT id FROM sessions WHERE account_id = $1)"
        );
        on_pair!(self, SQL, |c, sql| sqlx::query(sql)
            .bind(account)
            .bind(client)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The services that somebody is signed in to, by any of their sessions.
    pub async fn grants_of_account(&mut self, account: Uuid) -> Result<Vec<GrantOfSession>> {
        const SQL: &str = "SELECT g.session_id, g.client_id, MIN(g.created_at) AS since \
             FROM sessions s JOIN grants g ON g.session_id = s.id \
             WHERE s.account_id = $1 AND g.ended_at IS NULL \
             GROUP BY g.session_id, g.client_id ORDER BY g.client_id, g.session_id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    pub async fn count_grants(&mut self) -> Result<i64> {
        Ok(on!(self, |c| sqlx::query_scalar("SELECT COUNT(*) FROM grants").fetch_one(c).await)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{session::Stage, testing::TestPortal};

    #[tokio::test]
    async fn what_is_read_in_place_is_what_is_there() {
        let portal = TestPortal::new().await;
        let account = portal.account(crate::domain::testing::NIP, "employee operator").await;
        let (_, session) = portal.session(&account, Stage::Authenticated).await;
        let ids = [Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3)];
        let mut unit = portal.store.write().await.unwrap();
        for id in &ids[..2] {
            let new = NewGrant {
                sid: "sid",
                id: *id,
                client_id: "layanan",
                account_id: account.id,
                session_id: session.id,
                subject: "subjek",
                scope: "openid",
                proved_at: portal.now(),
                methods: Methods::Passkey,
                salt: b"garam",
                expires_at: session.expires_at,
            };
            assert_eq!(unit.add_grant(&new, portal.now()).await.unwrap().as_deref(), Some("sid"));
        }
        unit.end_grant(ids[1], portal.now()).await.unwrap();
        unit.commit().await.unwrap();

        let Pools::Sqlite { inline, .. } = &portal.store.0 else { panic!("an embedded database") };
        for id in ids {
            let there = inline.one(GRANT, id.as_bytes(), GrantRow::read).unwrap();
            let usual = portal.store.read().await.unwrap().grant(id).await.unwrap();
            assert_eq!(there.is_some(), id != ids[2]);
            assert_eq!(format!("{there:?}"), format!("{usual:?}"));
        }
        for id in [session.id, account.id] {
            let there = inline.one(SIGNED_IN, id.as_bytes(), SignedIn::read).unwrap();
            let usual = portal.store.read().await.unwrap().signed_in(id).await.unwrap();
            assert_eq!(there.is_some(), id == session.id);
            assert_eq!(format!("{there:?}"), format!("{usual:?}"));
        }
    }
}
