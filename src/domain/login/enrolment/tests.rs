//! Who may add an authenticator, until when, and what becomes of the recovery codes.

use super::*;
use crate::{
    domain::{
        recovery::disabled::{self, Standing},
        session::current,
        testing::{ANOTHER_NIP, NIP, TestPortal, browser_at},
        values::renewal::Renewal,
    },
    i18n::Language,
    store::Account,
};
use time::Duration;

/// Begins in a browser, and what its person's app knows then.
async fn enrolling(portal: &TestPortal, visitor: &mut Visitor, account: &Account) -> TotpSecret {
    let mut unit = portal.store.write().await.unwrap();
    let token = begin(portal, &mut unit, visitor, account.id).await.unwrap();
    unit.commit().await.unwrap();
    visitor.session = Some(token);
    pending_secret(portal, &now(portal, visitor).await).unwrap().unwrap()
}

async fn now(portal: &TestPortal, visitor: &Visitor) -> LiveSession {
    current(portal, visitor.session.as_ref()).await.unwrap().unwrap()
}

/// With the code that the app shows so many seconds from now.
async fn finish(
    portal: &TestPortal,
    visitor: &Visitor,
    app: &TotpSecret,
    seconds: i64,
) -> EnrolmentOutcome {
    let code = app.code_at(portal.now() + Duration::seconds(seconds)).unwrap();
    activate(portal, visitor, &code, "HP", "").await.unwrap()
}

fn codes(outcome: EnrolmentOutcome) -> Option<Vec<String>> {
    match outcome {
        EnrolmentOutcome::Activated { recovery_codes, .. } => recovery_codes,
        other => panic!("{other:?}"),
    }
}

/// How many apps, and how many recovery codes.
async fn has(portal: &TestPortal, account: &Account) -> (usize, usize) {
    let mut unit = portal.store.read().await.unwrap();
    let apps = unit.authenticators_of(account.id).await.unwrap().len();
    (apps, unit.unused_recovery_codes_of(account.id).await.unwrap().len())
}

/// Somebody logged in who sets up a further app.
async fn adding(portal: &TestPortal, account: &Account) -> (Visitor, LiveSession, TotpSecret) {
    let (visitor, session) = portal.session(account, Stage::Authenticated).await;
    assert_eq!(begin_another(portal, &session).await.unwrap(), Ok(()));
    let session = now(portal, &visitor).await;
    let secret = pending_secret(portal, &session).unwrap().unwrap();
    (visitor, session, secret)
}

#[tokio::test]
async fn the_first_to_finish_has_the_only_authenticator_and_others_begin_in_vain() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (mut owner, mut thief) = (browser_at("192.0.2.1"), browser_at("203.0.113.66"));
    let theirs = enrolling(&portal, &mut thief, &account).await;
    let own = enrolling(&portal, &mut owner, &account).await;
    assert_eq!(codes(finish(&portal, &owner, &own, 0).await).unwrap().len(), 10);
    assert!(current(&portal, thief.session.as_ref()).await.unwrap().is_none());
    let late = finish(&portal, &thief, &theirs, 0).await;
    assert!(matches!(late, EnrolmentOutcome::NotPending));
    let again = enrolling(&portal, &mut thief, &account).await;
    let late = finish(&portal, &thief, &again, 0).await;
    assert!(matches!(late, EnrolmentOutcome::NotPending), "nor who begins afterwards");
    assert_eq!(has(&portal, &account).await, (1, 10));
    assert_eq!(portal.events(&account).await, ["mfa-activated"]);
    let words = &Language::Indonesian.messages().mail;
    assert_eq!(portal.letters().await, [words.authenticator_added.subject]);
}

#[tokio::test]
async fn the_same_form_again_is_answered_with_the_same_codes_for_two_minutes() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let mut visitor = browser_at("192.0.2.1");
    let app = enrolling(&portal, &mut visitor, &account).await;
    let first = codes(finish(&portal, &visitor, &app, 0).await);
    assert!(first.is_some());
    // The code's own half minute, and four more.
    portal.clock.advance(5 * 30 - 1);
    assert_eq!(codes(finish(&portal, &visitor, &app, 0).await), first);
    portal.clock.advance(1);
    assert_eq!(codes(finish(&portal, &visitor, &app, 0).await), None);
    assert_eq!(has(&portal, &account).await, (1, 10));
    assert_eq!(portal.events(&account).await, ["mfa-activated"]);
}

#[tokio::test]
async fn a_wrong_code_or_a_wrong_clock_activates_nothing_and_the_right_code_still_does() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let mut visitor = browser_at("192.0.2.1");
    let app = enrolling(&portal, &mut visitor, &account).await;
    for (seconds, problem) in [
        (3600, EnrolmentProblem::WrongCode),
        (300, EnrolmentProblem::ClockOff { minutes: 5 }),
        (-300, EnrolmentProblem::ClockOff { minutes: -5 }),
    ] {
        let outcome = finish(&portal, &visitor, &app, seconds).await;
        assert!(matches!(outcome, EnrolmentOutcome::Refused(one) if one == problem), "{seconds}");
    }
    assert_eq!(has(&portal, &account).await, (0, 0));
    assert!(codes(finish(&portal, &visitor, &app, 0).await).is_some());
}

#[tokio::test]
async fn an_enrolment_ends_after_a_quarter_of_an_hour_and_with_its_account() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let mut visitor = browser_at("192.0.2.1");
    for seconds in [899, 900] {
        let app = enrolling(&portal, &mut visitor, &account).await;
        portal.clock.advance(seconds);
        let is_over = current(&portal, visitor.session.as_ref()).await.unwrap().is_none();
        assert_eq!(is_over, seconds == 900);
        let outcome = finish(&portal, &visitor, &app, 3600).await;
        assert_eq!(matches!(outcome, EnrolmentOutcome::NotPending), is_over);
    }
    let app = enrolling(&portal, &mut visitor, &account).await;
    let by = Visitor::command_line();
    let _ = disabled::change(&portal, &by, &account.nip, Standing::Disabled).await.unwrap();
    let outcome = finish(&portal, &visitor, &app, 0).await;
    assert!(matches!(outcome, EnrolmentOutcome::NotPending));
    let nobody = finish(&portal, &by, &app, 0).await;
    assert!(matches!(nobody, EnrolmentOutcome::NotPending));
}

#[tokio::test]
async fn what_was_scanned_stays_right_in_its_browser_and_for_its_account_alone() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    let mut visitor = browser_at("192.0.2.1");
    let first = enrolling(&portal, &mut visitor, &account).await;
    let old = visitor.session.clone();
    let again = enrolling(&portal, &mut visitor, &account).await;
    assert_eq!(again.expose(), first.expose());
    assert!(current(&portal, old.as_ref()).await.unwrap().is_none());
    let elsewhere = enrolling(&portal, &mut browser_at("192.0.2.1"), &account).await;
    assert_ne!(elsewhere.expose(), first.expose());
    let theirs = enrolling(&portal, &mut visitor, &other).await;
    assert_ne!(theirs.expose(), first.expose());
}

#[tokio::test]
async fn a_further_app_begins_with_a_fresh_proof_and_there_are_ten_at_the_most() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    portal.clock.advance(FRESH.whole_seconds() - 1);
    assert_eq!(begin_another(&portal, &session).await.unwrap(), Ok(()));
    portal.clock.advance(1);
    let begun = now(&portal, &visitor).await;
    let pending = begun.pending_secret.clone();
    assert!(pending.is_some());
    assert_eq!(begin_another(&portal, &begun).await.unwrap(), Ok(()));
    assert_eq!(begin_another(&portal, &session).await.unwrap(), Ok(()), "looked up before that");
    assert_eq!(now(&portal, &visitor).await.pending_secret, pending, "it stays as it is");
    cancel_another(&portal, &begun).await.unwrap();
    let given_up = now(&portal, &visitor).await;
    assert_eq!(given_up.pending_secret, None);
    let late = begin_another(&portal, &given_up).await.unwrap();
    assert_eq!(late, Err(AuthenticatorProblem::NotFresh));
    for _ in 0..MOST {
        portal.authenticator(&account).await;
    }
    let (_, fresh) = portal.session(&account, Stage::Authenticated).await;
    let more = begin_another(&portal, &fresh).await.unwrap();
    assert_eq!(more, Err(AuthenticatorProblem::TooMany));
}

#[tokio::test]
async fn a_further_app_is_added_once_and_leaves_the_others_and_the_codes_alone() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    portal.authenticator(&account).await;
    portal.recovery_codes(&account).await;
    let (visitor, session, app) = adding(&portal, &account).await;
    let wrong = app.code_at(portal.now() + Duration::HOUR).unwrap();
    let refused = add_another(&portal, &visitor, &session, &wrong, "HP").await.unwrap();
    assert!(matches!(refused, Added::Refused(EnrolmentProblem::WrongCode)));
    let code = app.code_at(portal.now()).unwrap();
    let added = add_another(&portal, &visitor, &session, &code, "HP").await.unwrap();
    assert!(matches!(added, Added::Done));
    let again = add_another(&portal, &visitor, &session, &code, "HP").await.unwrap();
    assert!(matches!(again, Added::NotPending));
    assert_eq!(has(&portal, &account).await, (2, 10));
    assert_eq!(portal.events(&account).await, ["authenticator-added"]);
    let words = &Language::Indonesian.messages().mail;
    assert_eq!(portal.letters().await, [words.authenticator_added.subject]);
}

#[tokio::test]
async fn a_further_app_is_waited_for_no_longer_than_any_enrolment_lasts() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, session, app) = adding(&portal, &account).await;
    portal.clock.advance((FRESH + ENROLMENT).whole_seconds() - 1);
    assert!(pending_secret(&portal, &session).unwrap().is_some());
    portal.clock.advance(1);
    assert!(pending_secret(&portal, &session).unwrap().is_none());
    let code = app.code_at(portal.now()).unwrap();
    let late = add_another(&portal, &visitor, &session, &code, "HP").await.unwrap();
    assert!(matches!(late, Added::NotPending));
    assert_eq!(has(&portal, &account).await, (0, 0));
}

#[tokio::test]
async fn where_authenticators_have_to_be_renewed_the_new_one_takes_the_place_of_all() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    portal.authenticator(&account).await;
    portal.authenticator(&account).await;
    let old = portal.recovery_codes(&account).await;
    let mut unit = portal.store.write().await.unwrap();
    unit.set_renewal(account.id, Renewal::Both).await.unwrap();
    unit.commit().await.unwrap();
    let (visitor, session, app) = adding(&portal, &account).await;
    let code = app.code_at(portal.now()).unwrap();
    let added = add_another(&portal, &visitor, &session, &code, "HP").await.unwrap();
    let Added::Replaced { recovery_codes } = added else { panic!("{added:?}") };
    assert_eq!(recovery_codes.len(), 10);
    assert!(recovery_codes.iter().all(|code| !old.contains(code)));
    assert_eq!(has(&portal, &account).await, (1, 10));
    assert_eq!(now(&portal, &visitor).await.renewal, Renewal::Password, "that is still to do");
}

#[tokio::test]
async fn new_recovery_codes_need_a_fresh_proof_and_are_not_made_too_often() {
    let mut portal = TestPortal::new().await;
    portal.policies.new_codes.free = 2;
    let account = portal.account(NIP, "employee").await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    let renewed = async || renew_recovery_codes(&portal, &visitor, &session).await.unwrap();
    let first = renewed().await.unwrap();
    let second = renewed().await.unwrap();
    assert_eq!((first.len(), second.len()), (10, 10));
    assert!(second.iter().all(|code| !first.contains(code)));
    assert_eq!(renewed().await, Err(AuthenticatorProblem::TooManyCodes));
    portal.clock.advance(FRESH.whole_seconds());
    assert_eq!(renewed().await, Err(AuthenticatorProblem::NotFresh));
    assert_eq!(has(&portal, &account).await, (0, 10));
    assert_eq!(portal.events(&account).await, ["recovery-codes-made"; 2]);
}
