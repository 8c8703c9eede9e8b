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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        session::{Stage, leaving},
        testing::{ANOTHER_NIP, NIP, TestPortal},
    };

    #[tokio::test]
    async fn only_the_last_message_is_shown_and_that_once_in_its_own_session() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (_, session) = portal.session(&account, Stage::Authenticated).await;
        let other = portal.account(ANOTHER_NIP, "employee").await;
        let (_, elsewhere) = portal.session(&other, Stage::Authenticated).await;
        keep(&portal, session.id, b"first").await.unwrap();
        keep(&portal, session.id, b"second").await.unwrap();
        assert_eq!(take(&portal, elsewhere.id).await.unwrap(), None);
        assert_eq!(take(&portal, session.id).await.unwrap().unwrap(), b"second");
        assert_eq!(take(&portal, session.id).await.unwrap(), None);
    }

    #[tokio::test]
    async fn after_five_minutes_a_message_is_shown_no_more() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (_, session) = portal.session(&account, Stage::Authenticated).await;
        for (seconds, shown) in [(299, true), (300, false)] {
            keep(&portal, session.id, b"saved").await.unwrap();
            portal.clock.advance(seconds);
            assert_eq!(take(&portal, session.id).await.unwrap().is_some(), shown, "{seconds}");
        }
    }

    #[tokio::test]
    async fn nobody_without_a_session_leaves_a_message() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        leaving::log_out(&portal, &visitor).await.unwrap();
        for nobodys in [session.id, portal.new_id()] {
            keep(&portal, nobodys, b"saved").await.unwrap();
            assert_eq!(take(&portal, nobodys).await.unwrap(), None);
        }
    }
}
