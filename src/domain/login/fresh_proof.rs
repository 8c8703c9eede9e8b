//! Proving once more to be there, while logged in (step-up, ASVS 5.0 §7.5.1): by a one-time code or a
//! recovery code, which are checked as at a login ([`super::second_factor`]); by a passkey in
//! [`crate::domain::credentials::passkey`]. The session goes on with another token.

use super::{
    claimant::Claimant,
    second_factor::{
        Answer, Proved, Refused, attempt_at_code, check, record_clock, refuse, use_recovery_code,
    },
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        credentials::password::HashingError,
        guard::{known_device::Known, visitor::Visitor},
        session::{self, LiveSession},
        values::{one_time_code::OneTimeCode, reference_token::ReferenceToken},
    },
    wire::login::SecondFactorProblem,
};

/// By a one-time code.
///
/// # Errors
/// When something is broken; then nothing was proved.
pub async fn by_code(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    code: &OneTimeCode,
) -> Result<Answer<ReferenceToken>, Fault> {
    let account = session.its_account(portal).await?;
    let claimant = Claimant::of(session, &account);
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let known = Known::of(portal, visitor, &mut unit).await?;
    let attempt = attempt_at_code(portal, &known, &account);
    let answer = match check(portal, &mut unit, visitor, &claimant, &known, &attempt, code).await? {
        Ok(Proved { fit, drawing }) => {
            if fit.burn(portal, &mut unit).await? {
                let methods = session.methods.then_code();
                let token = session::renew(portal, &mut unit, session, methods).await?;
                let event = Event::ProvedAgain;
                let holder = session.holder();
                audit::record(portal, &mut unit, event, &holder, visitor).await?;
                record_clock(portal, &mut unit, visitor, &account, fit).await?;
                Ok(token)
            } else {
                drawing.count(&mut unit).await?;
                let event = Event::UsedCodeRefused;
                refuse(portal, &mut unit, visitor, &claimant, event, false).await?;
                Err(Refused(SecondFactorProblem::UsedCode))
            }
        }
        Err(refused) => Err(refused),
    };
    unit.commit().await?;
    Ok(answer)
}

/// By a recovery code, which is used up.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing was proved.
pub async fn by_recovery_code(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    typed: &str,
) -> Result<Answer<ReferenceToken>, HashingError> {
    let account = session.its_account(portal).await?;
    let claimant = Claimant::of(session, &account);
    let used = match use_recovery_code(portal, visitor, &claimant, typed).await? {
        Ok(used) => used,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut unit = used.told(portal, visitor, &account).await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let methods = session.methods.then_recovery_code();
    let token = session::renew(portal, &mut unit, session, methods).await?;
    let holder = session.holder();
    audit::record(portal, &mut unit, Event::RecoveryCodeUsed, &holder, visitor).await?;
    unit.commit().await?;
    Ok(Ok(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            session::{FRESH, Stage, current, leaving::log_out, open_sessions},
            testing::{ANOTHER_NIP, NIP, TestPortal},
        },
        i18n::Language,
        store::Account,
    };

    /// Somebody logged in whose proof is no longer fresh.
    async fn stale(portal: &TestPortal, account: &Account) -> (Visitor, LiveSession) {
        let (visitor, session) = portal.session(account, Stage::Authenticated).await;
        portal.clock.advance(FRESH.whole_seconds());
        assert!(!session.is_fresh(portal.now()));
        (visitor, session)
    }

    async fn is_fresh(portal: &TestPortal, token: Option<&ReferenceToken>) -> Option<bool> {
        let session = current(portal, token).await.unwrap();
        session.map(|session| session.is_fresh(portal.now()))
    }

    #[tokio::test]
    async fn a_code_makes_the_same_session_fresh_under_another_token() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let app = portal.authenticator(&account).await;
        let (visitor, session) = stale(&portal, &account).await;
        let code = app.code_at(portal.now()).unwrap();
        let token = by_code(&portal, &visitor, &session, &code).await.unwrap().unwrap();
        assert_eq!(is_fresh(&portal, Some(&token)).await, Some(true));
        assert_eq!(is_fresh(&portal, visitor.session.as_ref()).await, None);
        let open = open_sessions(&portal, account.id).await.unwrap();
        assert_eq!(open.iter().map(|one| one.age.id).collect::<Vec<_>>(), [session.id]);
        assert_eq!(portal.events(&account).await, ["proved-again"]);
    }

    #[tokio::test]
    async fn a_used_or_a_wrong_code_proves_nothing_and_is_counted() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let app = portal.authenticator(&account).await;
        let used = app.code_at(portal.now()).unwrap();
        let wrong = app.code_at(portal.now() + time::Duration::HOUR).unwrap();
        let (other, session) = portal.session(&account, Stage::Authenticated).await;
        assert!(by_code(&portal, &other, &session, &used).await.unwrap().is_ok());
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        for (code, problem) in [
            (&used, SecondFactorProblem::UsedCode),
            (&wrong, SecondFactorProblem::WrongCode),
            (&used, SecondFactorProblem::UsedCode),
            (&wrong, SecondFactorProblem::WrongCode),
            (&used, SecondFactorProblem::UsedCode),
            (&used, SecondFactorProblem::Wait { seconds: 30 }),
        ] {
            let answer = by_code(&portal, &visitor, &session, code).await.unwrap();
            assert_eq!(answer.unwrap_err(), Refused(problem));
        }
        portal.clock.advance(FRESH.whole_seconds());
        assert_eq!(is_fresh(&portal, visitor.session.as_ref()).await, Some(false));
    }

    #[tokio::test]
    async fn a_recovery_code_proves_once_and_its_owner_is_told() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let other = portal.account(ANOTHER_NIP, "employee").await;
        let own = portal.recovery_codes(&account).await;
        let others = portal.recovery_codes(&other).await;
        let (mut visitor, session) = stale(&portal, &account).await;
        let answer = by_recovery_code(&portal, &visitor, &session, &own[0]).await.unwrap();
        visitor.session = Some(answer.unwrap());
        assert_eq!(is_fresh(&portal, visitor.session.as_ref()).await, Some(true));
        let now = current(&portal, visitor.session.as_ref()).await.unwrap().unwrap();
        for typed in [&own[0], &others[0]] {
            let answer = by_recovery_code(&portal, &visitor, &now, typed).await.unwrap();
            assert_eq!(answer, Err(Refused(SecondFactorProblem::WrongRecoveryCode)));
        }
        let refused = "recovery-code-refused";
        assert_eq!(portal.events(&account).await, ["recovery-code-used", refused, refused]);
        let words = &Language::Indonesian.messages().mail;
        assert_eq!(portal.letters().await, [words.recovery_code_used.subject]);
    }

    #[tokio::test]
    async fn in_a_session_that_is_over_nothing_is_proved_and_no_code_is_used_up() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let app = portal.authenticator(&account).await;
        let paper = portal.recovery_codes(&account).await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        log_out(&portal, &visitor).await.unwrap();
        let code = app.code_at(portal.now()).unwrap();
        let answer = by_code(&portal, &visitor, &session, &code).await;
        assert!(matches!(answer, Err(Fault::SessionOver)));
        let answer = by_recovery_code(&portal, &visitor, &session, &paper[0]).await;
        assert!(matches!(answer, Err(HashingError::Fault(Fault::SessionOver))));
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        let token = by_code(&portal, &visitor, &session, &code).await.unwrap().unwrap();
        let visitor = Visitor { session: Some(token), ..visitor };
        let session = current(&portal, visitor.session.as_ref()).await.unwrap().unwrap();
        assert!(by_recovery_code(&portal, &visitor, &session, &paper[0]).await.unwrap().is_ok());
    }
}
