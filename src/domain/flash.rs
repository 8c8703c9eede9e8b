//! Messages for the next page that are too long for a cookie: one for each session, sealed, the last
//! one only, for five minutes. Nobody without a session can leave one, so strangers write nothing, and
//! nobody can pile them up. (`docs/adr/0022-long-messages-lie-on-the-server.md`)

use super::{Fault, Portal, seal::Purpose};
use time::Duration;
use uuid::Uuid;

/// A message that is not shown by then is not shown any more, wherever it lies.
pub const LASTS: Duration = Duration::minutes(5);

/// Keeps the message for the next page of a session, in place of the one before.
///
/// # Errors
/// When the database fails; then the one before may still be there.
pub async fn keep(portal: &Portal, session: Uuid, message: &[u8]) -> Result<(), Fault> {
    let sealed = portal.sealer.seal(Purpose::KeptFlash(session), message, portal.random())?;
    let mut unit = portal.store.write_forgettable().await?;
    unit.keep_flash(session, &sealed, portal.now() + LASTS).await?;
    unit.commit().await?;
    Ok(())
}

/// Takes it away.
///
/// # Errors
/// When the database fails, or no key of ours opens it.
pub async fn take(portal: &Portal, session: Uuid) -> Result<Option<Vec<u8>>, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let sealed = unit.take_flash(session, portal.now()).await?;
    unit.commit().await?;
    sealed.map(|sealed| portal.sealer.open(Purpose::KeptFlash(session), &sealed)).transpose()
}
