//! A session with what its person's launcher and own pages show: looked up at once, and only by a browser's
//! pages.

use super::shelf::Shelf;
use crate::domain::{
    Fault, Portal,
    session::{LiveSession, used},
    values::reference_token::ReferenceToken,
};

/// What somebody's own pages show, besides who they are. Only a browser's pages ask for it.
#[derive(Debug, Clone)]
pub struct Belongings {
    pub recovery_codes_left: i64,
    /// Whether there is a reset that may still be cancelled.
    pub has_open_reset: bool,
    pub shelf: Shelf,
}

/// Somebody with what is theirs, looked up at once.
#[derive(Debug, Clone)]
pub struct AtHome {
    pub session: LiveSession,
    pub belongings: Belongings,
}

/// The live session with this token, with what is its person's; also keeps it from falling idle.
pub async fn current(
    portal: &Portal,
    token: Option<&ReferenceToken>,
) -> Result<Option<AtHome>, Fault> {
    let Some(token) = token else {
        return Ok(None);
    };
    let token_hash = token.hash();
    let Some(row) = portal.store.session_at_home(&token_hash).await? else {
        return Ok(None);
    };
    let belongings = Belongings {
        recovery_codes_left: row.recovery_codes_left,
        has_open_reset: row.open_resets > 0,
        shelf: Shelf::read(&row.shelf),
    };
    let session = used(portal, token_hash, row.session).await?;
    Ok(session.map(|session| AtHome { session, belongings }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            guard::visitor::Visitor,
            recovery::disabled::{self, Standing},
            session::{SessionLimits, Stage},
            testing::{ANOTHER_NIP, NIP, TestPortal},
        },
        store::{RecoveryCodeRow, ShelfRow},
    };

    #[tokio::test]
    async fn with_a_session_comes_what_is_its_persons_and_of_codes_what_is_left() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let another = portal.account(ANOTHER_NIP, "employee").await;
        let code = || RecoveryCodeRow { id: portal.new_id(), code_hash: "hash".into() };
        let codes = [code(), code(), code()];
        let shelf = ShelfRow { recents: "myasn".into(), ..ShelfRow::default() };
        let mut unit = portal.store.write().await.unwrap();
        unit.replace_recovery_codes(account.id, &codes, portal.now()).await.unwrap();
        unit.use_recovery_code(codes[0].id, portal.now()).await.unwrap();
        unit.lock_shelf(account.id).await.unwrap();
        unit.set_shelf(account.id, &shelf).await.unwrap();
        unit.commit().await.unwrap();
        portal.reset(&account, None).await;
        for (account, left, is_open, recents) in
            [(&account, 2, true, &["myasn"][..]), (&another, 0, false, &[])]
        {
            let (visitor, session) = portal.session(account, Stage::Authenticated).await;
            let home = current(&portal, visitor.session.as_ref()).await.unwrap().unwrap();
            assert_eq!((home.session.id, home.session.account), (session.id, account.id));
            let Belongings { recovery_codes_left, has_open_reset, shelf } = home.belongings;
            assert_eq!((recovery_codes_left, has_open_reset), (left, is_open));
            assert_eq!(shelf.recents, recents);
        }
    }

    #[tokio::test]
    async fn no_token_an_unknown_one_and_one_of_a_disabled_account_are_nobodys() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let unknown = ReferenceToken::generate(portal.random());
        for token in [None, Some(&unknown)] {
            assert!(current(&portal, token).await.unwrap().is_none());
        }
        let (visitor, _) = portal.session(&account, Stage::Authenticated).await;
        let by = Visitor::command_line();
        let _ = disabled::change(&portal, &by, &account.nip, Standing::Disabled).await.unwrap();
        assert!(current(&portal, visitor.session.as_ref()).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn looking_at_ones_pages_keeps_the_session_from_falling_idle() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (visitor, _) = portal.session(&account, Stage::Authenticated).await;
        let idle = SessionLimits::OWN.idle.whole_seconds();
        for (passed, is_there) in [(idle - 1, true), (idle - 1, true), (idle, false)] {
            portal.clock.advance(passed);
            let home = current(&portal, visitor.session.as_ref()).await.unwrap();
            assert_eq!(home.is_some(), is_there);
        }
    }
}
