//! Messages for the next page of a session. See [`crate::domain::flash`].

use super::{Result, Unit, on};
use time::OffsetDateTime;
use uuid::Uuid;

impl Unit {
    /// Keeps a message in place of the one before; none where the session has ended meanwhile.
    pub async fn keep_flash(
        &mut self,
        session: Uuid,
        sealed: &[u8],
        expires_at: OffsetDateTime,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO flashes (session_id, sealed, expires_at) \
             SELECT id, $2, $3 FROM sessions WHERE id = $1 \
             ON CONFLICT (session_id) DO UPDATE \
             SET sealed = excluded.sealed, expires_at = excluded.expires_at";
        on!(self, |c| sqlx::query(SQL)
            .bind(session)
            .bind(sealed)
            .bind(expires_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Takes it away, and gives it to exactly one caller before its end.
    pub async fn take_flash(
        &mut self,
        session: Uuid,
        now: OffsetDateTime,
    ) -> Result<Option<Vec<u8>>> {
        const SQL: &str =
            "DELETE FROM flashes WHERE session_id = $1 AND expires_at > $2 RETURNING sealed";
        Ok(on!(self, |c| sqlx::query_scalar(SQL).bind(session).bind(now).fetch_optional(c).await)?)
    }
}
