//! What opens a session that has proved the password, and what does not.

use super::*;
use crate::{
    domain::{
        credentials::totp::{TotpSecret, step_of},
        recovery::disabled::{self, Standing},
        session::{current, leaving::log_out, open_sessions},
        testing::{ANOTHER_NIP, NIP, TestPortal},
    },
    i18n::Language,
};
use time::Duration;

const NOBODYS: &str = "23456-789AB";

async fn waiting(portal: &TestPortal, account: &Account) -> (Visitor, LiveSession) {
    portal.session(account, Stage::PasswordProved { step: None }).await
}

/// What the code that an app shows so many seconds from now opens in a new session.
async fn code(
    portal: &TestPortal,
    account: &Account,
    app: &TotpSecret,
    seconds: i64,
) -> Result<LoggedIn, SecondFactorProblem> {
    let (visitor, session) = waiting(portal, account).await;
    let code = app.code_at(portal.now() + Duration::seconds(seconds)).unwrap();
    let answer = by_code(portal, &visitor, &session, &code).await.unwrap();
    answer.map_err(|Refused(problem)| problem)
}

async fn recovery_code(
    portal: &TestPortal,
    account: &Account,
    typed: &str,
) -> Result<LoggedIn, SecondFactorProblem> {
    let (visitor, session) = waiting(portal, account).await;
    let answer = by_recovery_code(portal, &visitor, &session, typed).await.unwrap();
    answer.map_err(|Refused(problem)| problem)
}

async fn codes_left(portal: &TestPortal, account: &Account) -> usize {
    let mut unit = portal.store.read().await.unwrap();
    unit.unused_recovery_codes_of(account.id).await.unwrap().len()
}

#[tokio::test]
async fn a_code_opens_one_session_and_a_used_one_is_counted() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let app = portal.authenticator(&account).await;
    let (visitor, session) = waiting(&portal, &account).await;
    let right = app.code_at(portal.now()).unwrap();
    let logged_in = by_code(&portal, &visitor, &session, &right).await.unwrap().unwrap();
    let open = current(&portal, Some(&logged_in.session)).await.unwrap().unwrap();
    assert_eq!(open.stage, Stage::Authenticated);
    assert!(current(&portal, visitor.session.as_ref()).await.unwrap().is_none());
    for _ in 0..5 {
        let used = code(&portal, &account, &app, 0).await.unwrap_err();
        assert_eq!(used, SecondFactorProblem::UsedCode);
    }
    let older = code(&portal, &account, &app, -30).await.unwrap_err();
    assert_eq!(older, SecondFactorProblem::Wait { seconds: 30 });
    let mut expected = vec!["logged-in"];
    expected.extend(["used-code-refused"; 5]);
    assert_eq!(portal.events(&account).await, expected);
    assert_eq!(open_sessions(&portal, account.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_sixth_wrong_code_waits_and_then_the_right_one_opens() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let app = portal.authenticator(&account).await;
    for _ in 0..5 {
        let wrong = code(&portal, &account, &app, 3600).await.unwrap_err();
        assert_eq!(wrong, SecondFactorProblem::WrongCode);
    }
    for (seconds, passes) in [(30, 29), (1, 1)] {
        let early = code(&portal, &account, &app, 0).await.unwrap_err();
        assert_eq!(early, SecondFactorProblem::Wait { seconds });
        portal.clock.advance(passes);
    }
    assert!(code(&portal, &account, &app, 0).await.is_ok());
    let mut expected = vec!["code-refused"; 5];
    expected.extend(["login-throttled", "logged-in"]);
    assert_eq!(portal.events(&account).await, expected);
}

#[tokio::test]
async fn the_code_of_an_enrolment_opens_one_login_in_its_own_browser_until_a_newer_one() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let app = portal.authenticator(&account).await;
    let (step, enrolling) = (step_of(portal.now()), app.code_at(portal.now()).unwrap());
    let mut unit = portal.store.write().await.unwrap();
    let id = unit.authenticators_of(account.id).await.unwrap()[0].id;
    assert!(unit.burn_step(id, step, 0, portal.now(), step + 2).await.unwrap());
    unit.commit().await.unwrap();
    let (own, one) = portal.session(&account, Stage::PasswordProved { step: Some(step) }).await;
    let (too, other) = portal.session(&account, Stage::PasswordProved { step: Some(step) }).await;
    let used = Err(Refused(SecondFactorProblem::UsedCode));
    let elsewhere = code(&portal, &account, &app, 0).await;
    assert_eq!(elsewhere.unwrap_err(), SecondFactorProblem::UsedCode);
    assert!(by_code(&portal, &own, &one, &enrolling).await.unwrap().is_ok());
    portal.clock.advance(30);
    assert!(code(&portal, &account, &app, 0).await.is_ok(), "a newer one");
    let late = by_code(&portal, &too, &other, &enrolling).await.unwrap();
    assert_eq!(late.map(drop), used);
}

#[tokio::test]
async fn a_phone_that_is_fast_is_told_so_and_its_next_code_opens() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let app = portal.authenticator(&account).await;
    let slow = code(&portal, &account, &app, -300).await.unwrap_err();
    assert_eq!(slow, SecondFactorProblem::ClockSlow { minutes: -5 }, "in an unknown browser");
    let fast = code(&portal, &account, &app, 300).await.unwrap_err();
    assert_eq!(fast, SecondFactorProblem::ClockOff { minutes: 5 });
    let same = code(&portal, &account, &app, 300).await.unwrap_err();
    assert_eq!(same, SecondFactorProblem::ClockOff { minutes: 5 }, "the same proves nothing");
    portal.clock.advance(30);
    assert!(code(&portal, &account, &app, 300).await.is_ok());
    let mut expected = vec!["code-refused"; 3];
    expected.extend(["logged-in", "clock-synchronised"]);
    assert_eq!(portal.events(&account).await, expected);
}

#[tokio::test]
async fn a_session_that_is_over_opens_nothing_and_costs_no_code() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let app = portal.authenticator(&account).await;
    let paper = portal.recovery_codes(&account).await;
    let (visitor, session) = waiting(&portal, &account).await;
    log_out(&portal, &visitor).await.unwrap();
    let right = app.code_at(portal.now()).unwrap();
    let answer = by_code(&portal, &visitor, &session, &right).await.unwrap();
    assert_eq!(answer.map(drop), Err(Refused(SecondFactorProblem::WrongCode)));
    let answer = by_recovery_code(&portal, &visitor, &session, &paper[0]).await.unwrap();
    assert_eq!(answer.map(drop), Err(Refused(SecondFactorProblem::WrongRecoveryCode)));
    assert!(portal.events(&account).await.is_empty());
    assert!(code(&portal, &account, &app, 0).await.is_ok());
    assert!(recovery_code(&portal, &account, &paper[0]).await.is_ok());
}

#[tokio::test]
async fn one_who_is_disabled_meanwhile_is_let_in_by_neither() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let app = portal.authenticator(&account).await;
    let paper = portal.recovery_codes(&account).await;
    let (visitor, session) = waiting(&portal, &account).await;
    let by = Visitor::command_line();
    let _ = disabled::change(&portal, &by, &account.nip, Standing::Disabled).await.unwrap();
    let right = app.code_at(portal.now()).unwrap();
    assert!(by_code(&portal, &visitor, &session, &right).await.unwrap().is_err());
    assert!(by_recovery_code(&portal, &visitor, &session, &paper[0]).await.unwrap().is_err());
    assert_eq!(portal.events(&account).await, ["account-disabled"]);
    assert_eq!(codes_left(&portal, &account).await, 10);
}

#[tokio::test]
async fn a_recovery_code_opens_one_session_and_its_owner_is_told() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    let own = portal.recovery_codes(&account).await;
    let others = portal.recovery_codes(&other).await;
    assert!(recovery_code(&portal, &account, &own[0].to_lowercase()).await.is_ok());
    for typed in [&own[0], &others[0]] {
        let refused = recovery_code(&portal, &account, typed).await.unwrap_err();
        assert_eq!(refused, SecondFactorProblem::WrongRecoveryCode);
    }
    assert_eq!(codes_left(&portal, &account).await, 9);
    assert_eq!(codes_left(&portal, &other).await, 10);
    let words = &Language::Indonesian.messages().mail;
    let letters = [words.recovery_code_used.subject, words.new_browser.subject];
    let mut letters = letters.map(str::to_owned);
    letters.sort();
    assert_eq!(portal.letters().await, letters);
    let refused = "recovery-code-refused";
    assert_eq!(portal.events(&account).await, ["recovery-code-used", refused, refused]);
    assert!(portal.events(&other).await.is_empty());
}

#[tokio::test]
async fn recovery_codes_are_guessed_slowly_and_what_is_none_is_no_guess() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let own = portal.recovery_codes(&account).await;
    for typed in ["", "123456", "23456-789A", "23456-789ABC", "O0I1-O0I1O"] {
        let refused = recovery_code(&portal, &account, typed).await.unwrap_err();
        assert_eq!(refused, SecondFactorProblem::WrongRecoveryCode, "{typed}");
    }
    assert!(portal.events(&account).await.is_empty());
    for _ in 0..5 {
        let refused = recovery_code(&portal, &account, NOBODYS).await.unwrap_err();
        assert_eq!(refused, SecondFactorProblem::WrongRecoveryCode);
    }
    for (seconds, passes) in [(30, 29), (1, 1)] {
        let early = recovery_code(&portal, &account, &own[0]).await.unwrap_err();
        assert_eq!(early, SecondFactorProblem::Wait { seconds });
        portal.clock.advance(passes);
    }
    assert!(recovery_code(&portal, &account, &own[0]).await.is_ok());
    let mut expected = vec!["recovery-code-refused"; 5];
    expected.extend(["login-throttled", "recovery-code-used"]);
    assert_eq!(portal.events(&account).await, expected);
}
