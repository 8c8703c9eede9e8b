//! How a session begins, and how it goes on under another token.

use super::{Computer, LiveSession, Stage};
use crate::{
    domain::{
        Fault, Portal,
        guard::visitor::Visitor,
        values::{methods::Methods, reference_token::ReferenceToken},
    },
    store::{NewSession, Unit},
};
use time::OffsetDateTime;
use uuid::Uuid;

/// A session that begins.
pub(in crate::domain) struct Opening {
    pub id: Uuid,
    pub account: Uuid,
    pub stage: Stage,
    pub computer: Computer,
    pub methods: Methods,
}

/// Starts a session; the token is for the browser alone.
pub(in crate::domain) async fn start(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    new: &Opening,
) -> Result<ReferenceToken, Fault> {
    let token = ReferenceToken::generate(portal.random());
    let now = portal.now();
    let sealed_secret = match &new.stage {
        Stage::Enrolling { sealed_secret } => Some(sealed_secret.as_slice()),
        _ => None,
    };
    let new = NewSession {
        id: new.id,
        token_hash: &token.hash(),
        account_id: new.account,
        stage: new.stage.column(),
        sealed_secret,
        granted_step: new.stage.granted_step(),
        public_device: new.computer == Computer::Public,
        address: &visitor.address.to_string(),
        user_agent: &visitor.user_agent,
        methods: new.methods,
        expires_at: now + new.stage.lifetime(portal.limits.of(new.computer)),
    };
    unit.add_session(&new, now).await?;
    Ok(token)
}

/// Gives this browser's session another token, since its person has just proved to be there
/// (ASVS 5.0 §7.2.4), in this way.
pub(in crate::domain) async fn renew(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    methods: Methods,
) -> Result<ReferenceToken, Fault> {
    renew_since(portal, unit, session, (portal.now(), methods)).await
}

/// The same, but when and how they proved it stays as it was.
pub(in crate::domain) async fn renew_unproved(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<ReferenceToken, Fault> {
    renew_since(portal, unit, session, (session.proved_at, session.methods)).await
}

async fn renew_since(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    proved: (OffsetDateTime, Methods),
) -> Result<ReferenceToken, Fault> {
    let token = ReferenceToken::generate(portal.random());
    let renewed = unit.renew_session(session.id, &token.hash(), proved, portal.now()).await?;
    if renewed { Ok(token) } else { Err(Fault::SessionOver) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        session::{current, leaving::log_out, open_sessions},
        testing::{NIP, TestPortal},
    };
    use time::Duration;

    #[tokio::test]
    async fn each_session_has_a_token_of_its_own_and_the_time_of_its_stage_and_computer() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let mut tokens = Vec::new();
        for (stage, computer, minutes) in [
            (Stage::Enrolling { sealed_secret: vec![1] }, Computer::Own, 15),
            (Stage::Enrolled { step: 7 }, Computer::Own, 15),
            (Stage::PasswordProved { step: Some(7) }, Computer::Public, 15),
            (Stage::Authenticated, Computer::Own, 12 * 60),
            (Stage::Authenticated, Computer::Public, 60),
        ] {
            let methods = Methods::Passkey;
            let opening =
                Opening { id: portal.new_id(), account: account.id, stage, computer, methods };
            let mut unit = portal.store.write().await.unwrap();
            let visitor = Visitor::command_line();
            let token = start(&portal, &mut unit, &visitor, &opening).await.unwrap();
            unit.commit().await.unwrap();
            let session = current(&portal, Some(&token)).await.unwrap().unwrap();
            assert_eq!((session.id, session.stage), (opening.id, opening.stage));
            assert_eq!((session.computer, session.methods), (computer, methods));
            assert_eq!(session.expires_at - portal.now(), Duration::minutes(minutes));
            assert!(!tokens.contains(&token));
            tokens.push(token);
        }
    }

    #[tokio::test]
    async fn under_another_token_it_is_the_same_session_and_the_old_one_opens_nothing() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        portal.clock.advance(600);
        let mut unit = portal.store.write().await.unwrap();
        let unproved = renew_unproved(&portal, &mut unit, &session).await.unwrap();
        unit.commit().await.unwrap();
        let now = current(&portal, Some(&unproved)).await.unwrap().unwrap();
        assert_eq!((now.id, now.proved_at), (session.id, session.proved_at));
        let mut unit = portal.store.write().await.unwrap();
        let passkey = Methods::Passkey;
        let proved = renew(&portal, &mut unit, &session, passkey).await.unwrap();
        unit.commit().await.unwrap();
        let now = current(&portal, Some(&proved)).await.unwrap().unwrap();
        assert_eq!((now.id, now.proved_at, now.methods), (session.id, portal.now(), passkey));
        assert_eq!(now.expires_at, session.expires_at, "it lasts no longer for that");
        for old in [&visitor.session.unwrap(), &unproved] {
            assert!(current(&portal, Some(old)).await.unwrap().is_none());
        }
        assert_eq!(open_sessions(&portal, account.id).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn nobody_gets_another_token_before_the_login_or_after_the_end() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (_, waiting) = portal.session(&account, Stage::PasswordProved { step: None }).await;
        let (visitor, over) = portal.session(&account, Stage::Authenticated).await;
        log_out(&portal, &visitor).await.unwrap();
        for session in [waiting, over] {
            let mut unit = portal.store.write().await.unwrap();
            let renewed = renew(&portal, &mut unit, &session, session.methods).await;
            assert!(matches!(renewed, Err(Fault::SessionOver)));
            let renewed = renew_unproved(&portal, &mut unit, &session).await;
            assert!(matches!(renewed, Err(Fault::SessionOver)));
        }
    }
}
