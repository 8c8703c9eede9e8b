//! Which session is there, until when, and for whom.

use super::*;
use crate::domain::{
    recovery::disabled::{self, Standing},
    session::{leaving::log_out, limits::ENROLMENT, renew},
    testing::{ANOTHER_NIP, NIP, TestPortal},
};

async fn is_there(portal: &Portal, visitor: &Visitor) -> bool {
    current(portal, visitor.session.as_ref()).await.unwrap().is_some()
}

async fn may_change(portal: &Portal, session: &LiveSession) -> bool {
    let mut unit = portal.store.write().await.unwrap();
    let held = &hold(portal, &mut unit, session).await;
    match held {
        Ok(held) => held.id == session.id,
        Err(Fault::SessionOver) => false,
        Err(fault) => panic!("{fault}"),
    }
}

#[tokio::test]
async fn a_session_falls_idle_after_half_an_hour_and_each_use_begins_it_anew() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, _) = portal.session(&account, Stage::Authenticated).await;
    for _ in 0..3 {
        portal.clock.advance(30 * 60 - 1);
        assert!(is_there(&portal, &visitor).await);
    }
    portal.clock.advance(30 * 60);
    assert!(!is_there(&portal, &visitor).await);
    assert!(!is_there(&portal, &Visitor::command_line()).await, "no token, no session");
}

#[tokio::test]
async fn a_use_within_the_same_minute_is_not_written_down() {
    for (seconds, left) in [(59, 30 * 60 - 59), (60, 30 * 60)] {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
        portal.clock.advance(seconds);
        assert!(is_there(&portal, &visitor).await);
        let lasts = super::left(&portal, visitor.session.as_ref()).await.unwrap();
        assert_eq!(lasts, Duration::seconds(left), "{seconds}");
        assert!(lasts > session.least_idle());
    }
}

#[tokio::test]
async fn asking_how_long_a_session_lasts_does_not_prolong_it() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, _) = portal.session(&account, Stage::Authenticated).await;
    let (waiting, _) = portal.session(&account, Stage::PasswordProved { step: None }).await;
    let left = async |visitor: &Visitor| left(&portal, visitor.session.as_ref()).await.unwrap();
    for minutes in [30, 20, 10, 0, 0] {
        assert_eq!(left(&visitor).await, Duration::minutes(minutes));
        portal.clock.advance(600);
    }
    assert_eq!(left(&waiting).await, Duration::ZERO, "nobody is logged in there");
    assert_eq!(left(&Visitor::command_line()).await, Duration::ZERO);
}

#[tokio::test]
async fn one_that_a_clock_ahead_has_noted_does_not_come_to_life_when_its_time_comes() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    portal.clock.advance(86_400);
    let (visitor, _) = portal.session(&account, Stage::Authenticated).await;
    portal.clock.advance(-86_400);
    assert!(!is_there(&portal, &visitor).await);
    portal.clock.advance(86_400);
    assert!(!is_there(&portal, &visitor).await);
}

#[tokio::test]
async fn nothing_is_changed_in_a_session_that_is_over_by_now() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    assert!(may_change(&portal, &session).await);
    let mut unit = portal.store.write().await.unwrap();
    let token = renew(&portal, &mut unit, &session, session.methods).await.unwrap();
    unit.commit().await.unwrap();
    assert!(!may_change(&portal, &session).await, "it goes on under another token");
    let renewed = current(&portal, Some(&token)).await.unwrap().unwrap();
    assert!(may_change(&portal, &renewed).await);
    log_out(&portal, &Visitor { session: Some(token), ..visitor }).await.unwrap();
    assert!(!may_change(&portal, &renewed).await);

    let (_, idle) = portal.session(&account, Stage::Authenticated).await;
    portal.clock.advance(30 * 60 - 1);
    assert!(may_change(&portal, &idle).await);
    portal.clock.advance(1);
    assert!(!may_change(&portal, &idle).await);
}

#[tokio::test]
async fn whoever_is_not_yet_logged_in_changes_nothing() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    for stage in [
        Stage::Enrolling { sealed_secret: vec![1] },
        Stage::Enrolled { step: 7 },
        Stage::PasswordProved { step: Some(7) },
    ] {
        let (visitor, session) = portal.session(&account, stage.clone()).await;
        assert_eq!(session.stage, stage);
        assert!(!may_change(&portal, &session).await, "{stage:?}");
        portal.clock.advance(ENROLMENT.whole_seconds() - 1);
        assert!(is_there(&portal, &visitor).await);
        portal.clock.advance(1);
        assert!(!is_there(&portal, &visitor).await);
    }
    assert!(open_sessions(&portal, account.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_disabled_account_has_no_session_and_another_one_keeps_its_own() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "operator").await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    let (others, operator) = portal.session(&other, Stage::Authenticated).await;
    let (nip, by) = (&account.nip, Visitor::command_line());
    let _ = disabled::change(&portal, &by, nip, Standing::Disabled).await.unwrap();
    // A login that was under way may still have started one.
    let mut unit = portal.store.write().await.unwrap();
    let opening = crate::domain::session::Opening {
        id: portal.new_id(),
        account: account.id,
        stage: Stage::Authenticated,
        computer: Computer::Own,
        methods: crate::domain::values::methods::Methods::default(),
    };
    let token =
        crate::domain::session::start(&portal, &mut unit, &visitor, &opening).await.unwrap();
    unit.commit().await.unwrap();
    assert!(!is_there(&portal, &visitor).await);
    assert!(!is_there(&portal, &Visitor { session: Some(token), ..visitor }).await);
    assert!(!may_change(&portal, &session).await);
    assert!(is_there(&portal, &others).await);
    let mut unit = portal.store.write().await.unwrap();
    let held = hold_with(&portal, &mut unit, &operator, account.id).await.unwrap();
    assert_eq!(held.id, operator.id);
}

#[tokio::test]
async fn a_proof_is_fresh_for_five_minutes_to_the_second() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (_, session) = portal.session(&account, Stage::Authenticated).await;
    let proved = session.proved_at;
    let fresh = [0, 299, 300].map(|age| session.is_fresh(proved + Duration::seconds(age)));
    assert_eq!(fresh, [true, true, false]);
    assert!(!session.is_fresh(proved - clock::TOLERANCE - Duration::SECOND), "not yet");
}

#[tokio::test]
async fn all_pages_of_one_person_have_one_mark_and_nobody_elses_have_it() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let other = portal.account(ANOTHER_NIP, "employee").await;
    let (_, one) = portal.session(&account, Stage::Authenticated).await;
    let (_, two) = portal.session(&account, Stage::PasswordProved { step: None }).await;
    let (_, theirs) = portal.session(&other, Stage::Authenticated).await;
    assert_eq!((one.owner(), one.owner().len()), (two.owner(), 16));
    assert_ne!(one.owner(), theirs.owner());
}
