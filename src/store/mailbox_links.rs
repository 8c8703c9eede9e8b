//! Links to mailboxes that are to be confirmed, as hashes: at most one of an account.

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub struct MailboxLink {
    pub account_id: Uuid,
    /// The one that it was sent to.
    pub mailbox: String,
}

impl Unit {
    /// Keeps a link, in the place of an earlier one: a link confirms the mailbox that it was sent to.
    pub async fn set_mailbox_link(
        &mut self,
        token_hash: &[u8],
        link: &MailboxLink,
        expires_at: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO mailbox_links (token_hash, account_id, mailbox, expires_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET \
                 token_hash = excluded.token_hash, mailbox = excluded.mailbox, \
                 expires_at = excluded.expires_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(token_hash)
            .bind(link.account_id)
            .bind(&link.mailbox)
            .bind(expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn remove_mailbox_link_of(&mut self, account: Uuid) -> Result<()> {
        const SQL: &str = "DELETE FROM mailbox_links WHERE account_id = $1";
        on!(self, |c| sqlx::query(SQL).bind(account).execute(c).await.map(drop))?;
        Ok(())
    }

    /// What a link confirms, while it holds; one that holds beyond `latest` was made by a clock that was
    /// ahead, and does not.
    pub async fn mailbox_link(
        &mut self,
        token_hash: &[u8],
        now: OffsetDateTime,
        latest: OffsetDateTime,
    ) -> Result<Option<MailboxLink>> {
        const SQL: &str = "SELECT account_id, mailbox FROM mailbox_links \
             WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(token_hash)
            .bind(now)
            .bind(latest)
            .fetch_optional(c)
            .await)?)
    }

    /// Takes it away while it holds: what it confirms, for exactly one caller.
    pub async fn take_mailbox_link(
        &mut self,
        token_hash: &[u8],
        now: OffsetDateTime,
        latest: OffsetDateTime,
    ) -> Result<Option<MailboxLink>> {
        const SQL: &str = "DELETE FROM mailbox_links \
             WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3 RETURNING account_id, mailbox";
        Ok(on!(self, |c| sqlx::query_as(SQL)
            .bind(token_hash)
            .bind(now)
            .bind(latest)
            .fetch_optional(c)
            .await)?)
    }

    /// The mailbox of an account that waits to be confirmed.
    pub async fn unconfirmed_mailbox_of(
        &mut self,
        account: Uuid,
        now: OffsetDateTime,
    ) -> Result<Option<String>> {
        const SQL: &str =
            "SELECT mailbox FROM mailbox_links WHERE account_id = $1 AND expires_at > $2";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(account).bind(now).fetch_optional(c).await)?)
    }
}
