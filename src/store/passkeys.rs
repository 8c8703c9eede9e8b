//! Passkeys: public keys of `WebAuthn` credentials.

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PasskeyRow {
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: String,
    pub credential_id: Vec<u8>,
    /// The public key and its counters, as JSON.
    pub credential: String,
    pub created_at: OffsetDateTime,
    pub last_used_at: OffsetDateTime,
}

impl Unit {
    pub async fn passkeys_of(&mut self, account: Uuid) -> Result<Vec<PasskeyRow>> {
        const SQL: &str = "SELECT id, account_id, name, credential_id, credential, created_at, \
                 last_used_at FROM passkeys WHERE account_id = $1 ORDER BY id";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(account).fetch_all(c).await)?)
    }

    pub async fn passkey(&mut self, credential_id: &[u8]) -> Result<Option<PasskeyRow>> {
        const SQL: &str = "SELECT id, account_id, name, credential_id, credential, created_at, \
                 last_used_at FROM passkeys WHERE credential_id = $1";
        Ok(on!(self, |c| sqlx::query_as(SQL).bind(credential_id).fetch_optional(c).await)?)
    }

    pub async fn add_passkey(&mut self, passkey: &PasskeyRow) -> Result<()> {
        const SQL: &str = "INSERT INTO passkeys (id, account_id, name, credential_id, credential, \
                 created_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on!(self, |c| sqlx::query(SQL)
            .bind(passkey.id)
            .bind(passkey.account_id)
            .bind(&passkey.name)
            .bind(&passkey.credential_id)
            .bind(&passkey.credential)
            .bind(passkey.created_at)
            .bind(passkey.last_used_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Notes a use, and what the authenticator's counters say now. Whether it is still there.
    pub async fn use_passkey(
        &mut self,
        id: Uuid,
        credential: &str,
        now: OffsetDateTime,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE passkeys SET credential = $2, last_used_at = $3 WHERE id = $1";
        let used = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(credential)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }

    /// Whether the account has such a passkey.
    pub async fn rename_passkey(&mut self, account: Uuid, id: Uuid, name: &str) -> Result<bool> {
        const SQL: &str = "UPDATE passkeys SET name = $3 WHERE id = $2 AND account_id = $1";
        let renamed = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(id)
            .bind(name)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(renamed == 1)
    }

    /// Whether the account had such a passkey.
    pub async fn remove_passkey(&mut self, account: Uuid, id: Uuid) -> Result<bool> {
        const SQL: &str = "DELETE FROM passkeys WHERE id = $2 AND account_id = $1";
        let removed = on!(self, |c| sqlx::query(SQL)
            .bind(account)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(removed == 1)
    }

    pub async fn remove_passkeys_of(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM passkeys WHERE account_id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
        Ok(())
    }

    /// Finishes a `WebAuthn` ceremony. `true` for exactly one caller, however many ask at once.
    pub async fn finish_ceremony(&mut self, id: Uuid, expires_at: OffsetDateTime) -> Result<bool> {
        const SQL: &str = "INSERT INTO finished_ceremonies (id, expires_at) VALUES ($1, $2) \
             ON CONFLICT (id) DO NOTHING";
        let finished = on!(self, |c| sqlx::query(SQL)
            .bind(id)
            .bind(expires_at)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(finished == 1)
    }
}
