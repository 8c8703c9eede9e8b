//! Services that people sign in to, and their secrets.

use crate::store::{Engine, Pools, Result, Store, Unit, inline, on, on_postgres};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientRow {
    pub id: String,
    /// As in the file, in JSON.
    pub filed: Option<String>,
    /// By an administrator, in JSON; it wins.
    pub decided: Option<String>,
    pub disabled_at: Option<OffsetDateTime>,
}

/// The hash of a secret that was made for a client.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientSecretRow {
    pub id: Uuid,
    pub client_id: String,
    pub secret_hash: Vec<u8>,
    pub created_at: OffsetDateTime,
    pub expires_at: Option<OffsetDateTime>,
}

/// By the bytes of its name, in place ([`crate::store::inline`]).
const IN_PLACE: &str =
    "SELECT id, filed, decided, disabled_at FROM clients WHERE id = CAST($1 AS TEXT)";

impl ClientRow {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            filed: row.get(1)?,
            decided: row.get(2)?,
            disabled_at: inline::perhaps_time(row, 3)?,
        })
    }
}

impl Store {
    /// One client, in the quickest way there is.
    pub async fn client(&self, id: &str) -> Result<Option<ClientRow>> {
        if let Pools::Sqlite { inline, .. } = &self.0
            && let Ok(found) = inline.one(IN_PLACE, id.as_bytes(), ClientRow::read)
        {
            return Ok(found);
        }
        self.read().await?.client(id).await
    }
}

impl Unit {
    pub async fn clients(&mut self) -> Result<Vec<ClientRow>> {
        const SQL: &str = "SELECT id, filed, decided, disabled_at FROM clients ORDER BY id";
        Ok(on!(self, |c| sqlx::query_as(SQL).fetch_all(c).await)?)
    }

    pub async fn client(&mut self, id: &str) -> Result<Option<ClientRow>> {
        const SQL: &str = "SELECT id, filed, decided, disabled_at FROM clients WHERE id = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(id).fetch_optional(c).await)?)
    }

    /// Nobody else decides on clients until the unit ends; people are signed in there meanwhile.
    pub async fn lock_clients(&mut self) -> Result<()> {
        const LOCKING: &str = concat!("LOCK TABLE clients", " IN SHARE ROW EXCLUSIVE MODE");
        if let Engine::Postgres(held) = self.engine() {
            on_postgres!(held, |c| sqlx::query(LOCKING).execute(c).await.map(drop))?;
        }
        // The embedded one's writer has locked the whole database already.
        Ok(())
    }

    /// The same, and nobody changes it until the unit ends.
    pub async fn lock_client(&mut self, id: &str) -> Result<Option<ClientRow>> {
        const LOCKING: &str = concat!(
            "SELECT id, filed, decided, disabled_at FROM clients WHERE id = $1",
            " FOR UPDATE"
        );
        self.client_locked(id, LOCKING).await
    }

    /// The same, and others may hold it as well.
    pub async fn hold_client(&mut self, id: &str) -> Result<Option<ClientRow>> {
        const LOCKING: &str = concat!(
            "SELECT id, filed, decided, disabled_at FROM clients WHERE id = $1",
            " FOR KEY SHARE"
        );
        self.client_locked(id, LOCKING).await
    }

    async fn client_locked(
        &mut self,
        id: &str,
        locking: &'static str,
    ) -> Result<Option<ClientRow>> {
        if let Engine::Postgres(held) = self.engine() {
            let row = on_postgres!(held, |c| {
                sqlx::query_as(locking).bind(id).fetch_optional(c).await
            });
            return Ok(row?);
        }
        // Its writer has locked the whole database already.
        self.client(id).await
    }

    /// The secrets of one client that are good at that moment.
    pub async fn secrets_of_client(
        &mut self,
        client: &str,
        now: OffsetDateTime,
    ) -> Result<Vec<ClientSecretRow>> {
        const SQL: &str = "SELECT id, client_id, secret_hash, created_at, expires_at \
             FROM client_secrets WHERE client_id = $1 AND (expires_at IS NULL OR expires_at > $2) \
             ORDER BY created_at";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(client).bind(now).fetch_all(c).await)?)
    }

    /// Takes over what a row says, in place of the one before.
    pub async fn set_client(
        &mut self,
        row: &ClientRow,
        (logout_uri, logout_as): (Option<&str>, &str),
        by: Option<Uuid>,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO clients \
                 (id, filed, decided, logout_uri, logout_as, disabled_at, changed_by, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (id) DO UPDATE SET filed = excluded.filed, decided = excluded.decided, \
                 logout_uri = excluded.logout_uri, logout_as = excluded.logout_as, \
                 disabled_at = excluded.disabled_at, \
                 changed_by = excluded.changed_by, changed_at = excluded.changed_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(&row.id)
            .bind(&row.filed)
            .bind(&row.decided)
            .bind(logout_uri)
            .bind(logout_as)
            .bind(row.disabled_at)
            .bind(by)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn remove_client(&mut self, id: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM clients WHERE id = $1";
        on!(self, |c| sqlx::query(SQL).bind(id).execute(c).await.map(drop))?;
        Ok(())
    }

    pub async fn add_client_secret(&mut self, secret: &ClientSecretRow) -> Result<()> {
        const SQL: &str = "INSERT INTO client_secrets \
                 (id, client_id, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
        on!(self, |c| sqlx::query(SQL)
            .bind(secret.id)
            .bind(&secret.client_id)
            .bind(&secret.secret_hash)
            .bind(secret.created_at)
            .bind(secret.expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Those that end at some time end now: there are two at most.
    pub async fn end_older_client_secrets(
        &mut self,
        client: &str,
        now: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "UPDATE client_secrets SET expires_at = $2 \
             WHERE client_id = $1 AND expires_at IS NOT NULL AND expires_at > $2";
        on!(self, |c| sqlx::query(SQL).bind(client).bind(now).execute(c).await.map(drop))?;
        Ok(())
    }

    /// From then on the client's secrets are no longer good, but for those that end sooner.
    pub async fn end_client_secrets(&mut self, client: &str, at: OffsetDateTime) -> Result<()> {
        const SQL: &str = "UPDATE client_secrets SET expires_at = $2 \
             WHERE client_id = $1 AND (expires_at IS NULL OR expires_at > $2)";
        on!(self, |c| sqlx::query(SQL).bind(client).bind(at).execute(c).await.map(drop))?;
        Ok(())
    }
}
