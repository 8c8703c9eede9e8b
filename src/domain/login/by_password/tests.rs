//! What a number and a password open, and what is counted and written down of it.

use super::*;
use crate::domain::{
    credentials::{
        password::{Busy, Cost, PasswordHasher},
        totp::TotpSecret,
    },
    random::SeededRandom,
    recovery::disabled::{self, Standing},
    session::{current, open_sessions},
    testing::{ANOTHER_NIP, NIP, PASSWORD, TestPortal, browser_at},
};

const WRONG: &str = "kapal karam di teluk ambon";

async fn attempt(portal: &Portal, visitor: &Visitor, nip: &str, password: &str) -> LoginOutcome {
    let (nip, password) = (Nip::parse(nip).unwrap(), password.into());
    let credentials = Credentials { nip, password, code: None, computer: Computer::Own };
    login(portal, visitor, &credentials).await.unwrap()
}

/// With the code that an app shows so many seconds from now.
async fn with_code(
    portal: &Portal,
    visitor: &Visitor,
    app: &TotpSecret,
    seconds: i64,
) -> LoginOutcome {
    let credentials = Credentials {
        nip: Nip::parse(NIP).unwrap(),
        password: PASSWORD.into(),
        code: Some(app.code_at(portal.now() + time::Duration::seconds(seconds)).unwrap()),
        computer: Computer::Public,
    };
    login(portal, visitor, &credentials).await.unwrap()
}

async fn stage(portal: &Portal, token: &ReferenceToken) -> Option<Stage> {
    current(portal, Some(token)).await.unwrap().map(|session| session.stage)
}

async fn set_hash(portal: &Portal, account: &Account, hash: &str) {
    let mut unit = portal.store.write().await.unwrap();
    unit.set_password_hash(account.id, hash).await.unwrap();
    unit.commit().await.unwrap();
}

async fn account_now(portal: &Portal, account: &Account) -> Account {
    portal.store.read().await.unwrap().account(account.id).await.unwrap().unwrap()
}

fn is_refused(outcome: &LoginOutcome) -> bool {
    matches!(outcome, LoginOutcome::Refused(LoginProblem::Credentials))
}

#[tokio::test]
async fn a_wrong_password_an_unknown_number_and_a_disabled_account_are_refused_alike() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, hour) = (browser_at("192.0.2.1"), portal.now());
    assert!(is_refused(&attempt(&portal, &visitor, NIP, WRONG).await));
    assert!(is_refused(&attempt(&portal, &visitor, ANOTHER_NIP, PASSWORD).await));
    portal.clock.advance(1);
    let by = Visitor::command_line();
    let _ = disabled::change(&portal, &by, &account.nip, Standing::Disabled).await.unwrap();
    portal.clock.advance(1);
    assert!(is_refused(&attempt(&portal, &visitor, NIP, PASSWORD).await));
    let events = portal.events(&account).await;
    assert_eq!(events, ["login-refused", "account-disabled", "login-refused"]);
    let mut unit = portal.store.read().await.unwrap();
    let strangers = unit.sum_of_strangers(hour).await.unwrap();
    assert_eq!(strangers, (1, 1), "the one with a number that nobody has");
}

#[tokio::test]
async fn the_right_password_alone_waits_for_the_second_factor_and_is_no_guess() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    portal.authenticator(&account).await;
    let visitor = browser_at("192.0.2.1");
    for _ in 0..6 {
        let outcome = attempt(&portal, &visitor, NIP, PASSWORD).await;
        let LoginOutcome::SecondFactor { session, problem: None } = outcome else {
            panic!("{outcome:?}")
        };
        let waiting = Some(Stage::PasswordProved { step: None });
        assert_eq!(stage(&portal, &session).await, waiting);
    }
    assert_eq!(portal.events(&account).await, ["password-proved"; 6]);
    assert!(open_sessions(&portal, account.id).await.unwrap().is_empty());
    assert!(portal.letters().await.is_empty());
}

#[tokio::test]
async fn without_an_authenticator_it_opens_an_enrolment_and_no_more() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let outcome = attempt(&portal, &browser_at("192.0.2.1"), NIP, PASSWORD).await;
    let LoginOutcome::OfferMfa { session } = outcome else { panic!("{outcome:?}") };
    assert!(matches!(stage(&portal, &session).await, Some(Stage::Enrolling { .. })));
    assert_eq!(portal.events(&account).await, ["mfa-offered"]);
}

#[tokio::test]
async fn a_code_with_the_password_opens_one_session_and_a_used_or_wrong_one_none() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let app = portal.authenticator(&account).await;
    let visitor = browser_at("192.0.2.1");
    let outcome = with_code(&portal, &visitor, &app, 0).await;
    let LoginOutcome::LoggedIn(LoggedIn { session, devices: None }) = outcome else {
        panic!("{outcome:?}")
    };
    let session = current(&portal, Some(&session)).await.unwrap().unwrap();
    assert_eq!((session.stage, session.computer), (Stage::Authenticated, Computer::Public));
    for (seconds, expected) in
        [(0, SecondFactorProblem::UsedCode), (3600, SecondFactorProblem::WrongCode)]
    {
        let outcome = with_code(&portal, &visitor, &app, seconds).await;
        let LoginOutcome::SecondFactor { session, problem: Some(problem) } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(problem, expected);
        let waiting = Some(Stage::PasswordProved { step: None });
        assert_eq!(stage(&portal, &session).await, waiting);
    }
    let events = portal.events(&account).await;
    assert_eq!(events, ["logged-in", "used-code-refused", "code-refused"]);
    assert_eq!(open_sessions(&portal, account.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn after_five_wrong_passwords_the_right_one_waits_too_and_the_record_says_so_once() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    portal.authenticator(&account).await;
    let visitor = browser_at("192.0.2.1");
    for _ in 0..5 {
        assert!(is_refused(&attempt(&portal, &visitor, NIP, WRONG).await));
    }
    for (seconds, passes) in [(30, 29), (1, 1)] {
        let outcome = attempt(&portal, &visitor, NIP, PASSWORD).await;
        let told = LoginProblem::Wait { seconds };
        assert!(matches!(outcome, LoginOutcome::Refused(problem) if problem == told));
        portal.clock.advance(passes);
    }
    let outcome = attempt(&portal, &visitor, NIP, PASSWORD).await;
    assert!(matches!(outcome, LoginOutcome::SecondFactor { problem: None, .. }));
    let mut expected = vec!["login-refused"; 5];
    expected.extend(["login-throttled", "password-proved"]);
    assert_eq!(portal.events(&account).await, expected);
}

#[tokio::test]
async fn where_the_hashing_queue_is_full_nothing_is_counted() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (nip, password) = (account.nip.clone(), WRONG.into());
    let credentials = Credentials { nip, password, code: None, computer: Computer::Own };
    let visitor = browser_at("192.0.2.1");
    let mut taken = Vec::new();
    while let Ok(place) = portal.passwords.admit() {
        taken.push(place);
    }
    for _ in 0..10 {
        let busy = login(&portal, &visitor, &credentials).await;
        assert!(matches!(busy, Err(HashingError::Busy(Busy))));
    }
    drop(taken);
    for _ in 0..5 {
        assert!(is_refused(&attempt(&portal, &visitor, NIP, WRONG).await));
    }
}

#[tokio::test]
async fn a_password_proves_nothing_once_it_was_changed_or_the_account_disabled() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    assert!(still_proved(&portal, &account).await.unwrap().is_some());
    let mut unit = portal.store.write().await.unwrap();
    unit.set_password(account.id, "another", portal.now(), None).await.unwrap();
    unit.commit().await.unwrap();
    assert!(still_proved(&portal, &account).await.unwrap().is_none());
    let renewed = account_now(&portal, &account).await;
    assert!(still_proved(&portal, &renewed).await.unwrap().is_some());
    let by = Visitor::command_line();
    let _ = disabled::change(&portal, &by, &account.nip, Standing::Disabled).await.unwrap();
    assert!(still_proved(&portal, &renewed).await.unwrap().is_none());
}

#[tokio::test]
async fn what_was_open_in_the_browser_ends_and_only_its_own_enrolments_code_stays_good() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    portal.authenticator(&account).await;
    let (_, elsewhere) = portal.session(&account, Stage::Authenticated).await;
    for (whose, stays) in [(&account, Some(7)), (&other, None)] {
        let (visitor, _) = portal.session(whose, Stage::Enrolled { step: 7 }).await;
        let outcome = attempt(&portal, &visitor, NIP, PASSWORD).await;
        let LoginOutcome::SecondFactor { session, .. } = outcome else { panic!("{outcome:?}") };
        let waiting = Some(Stage::PasswordProved { step: stays });
        assert_eq!(stage(&portal, &session).await, waiting);
        assert_eq!(stage(&portal, visitor.session.as_ref().unwrap()).await, None);
    }
    let open = open_sessions(&portal, account.id).await.unwrap();
    assert_eq!(open.iter().map(|one| one.age.id).collect::<Vec<_>>(), [elsewhere.id]);
}

#[tokio::test]
async fn a_password_that_is_weak_by_now_has_to_be_renewed_and_one_of_another_cost_is_hashed_anew() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let visitor = browser_at("192.0.2.1");
    let random = SeededRandom::new(2);
    let dearer = Cost { memory_kib: 16, passes: 1, lanes: 1 };
    let dearer = PasswordHasher::new(dearer, 1, 0, &random).unwrap();
    for (password, renewal) in [(PASSWORD, Renewal::Nothing), ("ambon1945", Renewal::Password)] {
        let place = dearer.admit().unwrap();
        let old = place.hash(&password.into(), &random).await.unwrap();
        set_hash(&portal, &account, &old).await;
        let _ = attempt(&portal, &visitor, NIP, password).await;
        let after = account_now(&portal, &account).await;
        assert_eq!(after.renewal, renewal);
        let new = after.password_hash.unwrap();
        assert_ne!(new, old);
        let _ = attempt(&portal, &visitor, NIP, password).await;
        let again = account_now(&portal, &account).await;
        assert_eq!((again.renewal, again.password_hash), (renewal, Some(new)), "once is enough");
    }
    assert_eq!(portal.events(&account).await, ["mfa-offered"; 4]);
}
