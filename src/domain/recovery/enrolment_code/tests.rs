use super::*;
use crate::{
    domain::testing::{ANOTHER_NIP, NIP, TestPortal, code_in},
    store::{Authenticator, CodeTerms, ResetPhase},
};

const THIRD_NIP: &str = "198604152010011001";

/// Somebody whose authenticators were removed: by themselves, or at an operator's request.
async fn after_reset(portal: &TestPortal, requester: Option<&Account>) -> (Account, ResetRow) {
    let person = portal.account(NIP, "employee").await;
    let reset = portal.reset(&person, requester).await;
    done(portal, &reset).await;
    (person, reset)
}

async fn done(portal: &TestPortal, reset: &ResetRow) {
    let mut unit = portal.store.write().await.unwrap();
    let (to, now) = (ResetPhase::Done, portal.now());
    assert!(unit.move_reset(reset.id, reset.state, to, None, now).await.unwrap());
    unit.commit().await.unwrap();
}

async fn enrolling(portal: &TestPortal, account: &Account) -> (Visitor, LiveSession) {
    portal.session(account, Stage::Enrolling { sealed_secret: vec![1] }).await
}

/// The code that is mailed to whoever enrols.
async fn mailed(portal: &TestPortal, account: &Account) -> String {
    let (visitor, session) = enrolling(portal, account).await;
    send(portal, &visitor, &session).await.unwrap().unwrap();
    code_in(&portal.take_letters(account).await[0]).to_owned()
}

/// What is proved by a code that somebody types in a session that just began.
async fn typed(
    portal: &TestPortal,
    account: &Account,
    code: &str,
) -> Result<Option<Proof>, ResetCodeProblem> {
    let (visitor, session) = enrolling(portal, account).await;
    check(portal, &visitor, &session, code).await.unwrap()
}

async fn spent(portal: &TestPortal, account: &Account, proof: Option<&Proof>) -> bool {
    let mut unit = portal.store.write().await.unwrap();
    let spent = spend(portal, &mut unit, account.id, proof).await.unwrap();
    unit.commit().await.unwrap();
    spent
}

async fn shown(portal: &TestPortal, by: &Account, id: Uuid) -> Option<String> {
    let (visitor, session) = portal.session(by, Stage::Authenticated).await;
    match show(portal, &visitor, &session, id).await.unwrap() {
        ShownCode::Code { code, .. } => Some(code),
        ShownCode::Over => None,
        ShownCode::NotFresh => panic!("it has just begun"),
    }
}

#[tokio::test]
async fn a_first_enrolment_needs_no_code_and_is_sent_none() {
    let portal = TestPortal::new().await;
    let person = portal.account(NIP, "employee").await;
    let (visitor, session) = enrolling(&portal, &person).await;
    assert_eq!(asked(&portal, &session).await.unwrap(), None);
    assert!(matches!(typed(&portal, &person, "").await, Ok(None)));
    assert!(spent(&portal, &person, None).await);
    send(&portal, &visitor, &session).await.unwrap().unwrap();
    portal.reset(&person, None).await;
    assert_eq!(asked(&portal, &session).await.unwrap(), None, "the reset is not done");
    assert_eq!(portal.take_letters(&person).await, []);
}

#[tokio::test]
async fn what_the_page_asks_for_is_who_can_bring_the_code() {
    let portal = TestPortal::new().await;
    let (person, _) = after_reset(&portal, None).await;
    let (_, session) = enrolling(&portal, &person).await;
    let asked = async || asked(&portal, &session).await.unwrap().unwrap();
    let mailbox = mail::masked(&person.email.clone().unwrap());
    assert_eq!(asked().await, AfterReset::Mailed { mailbox });
    let mut unit = portal.store.write().await.unwrap();
    let now = portal.now();
    unit.set_password(person.id, "hash", now, Some(now)).await.unwrap();
    unit.commit().await.unwrap();
    let problem = ResetCodeProblem::MailboxAlone;
    assert_eq!(asked().await, AfterReset::NoWay { problem });
    assert_eq!(typed(&portal, &person, "").await.err(), Some(problem));
    portal.without_mailbox(NIP, "employee").await;
    let problem = ResetCodeProblem::NoMailbox;
    assert_eq!(asked().await, AfterReset::NoWay { problem });
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    portal.clock.advance(1);
    let assisted = portal.reset(&person, Some(&operator)).await;
    done(&portal, &assisted).await;
    assert_eq!(asked().await, AfterReset::FromOperator, "the last one counts");
}

#[tokio::test]
async fn a_code_holds_for_a_day_and_opens_one_enrolment() {
    let portal = TestPortal::new().await;
    let (person, _) = after_reset(&portal, None).await;
    let code = mailed(&portal, &person).await;
    portal.clock.advance(CODE.whole_seconds() - 1);
    let proof = typed(&portal, &person, &code).await.unwrap();
    portal.clock.advance(1);
    assert_eq!(typed(&portal, &person, &code).await.err(), Some(ResetCodeProblem::Wrong));
    assert!(!spent(&portal, &person, None).await, "without a proof");
    assert!(spent(&portal, &person, proof.as_ref()).await);
    assert!(!spent(&portal, &person, proof.as_ref()).await, "twice");
}

#[tokio::test]
async fn another_code_takes_the_place_of_the_earlier_one_and_another_reset_of_its_proof() {
    let portal = TestPortal::new().await;
    let (person, _) = after_reset(&portal, None).await;
    let first = mailed(&portal, &person).await;
    let second = mailed(&portal, &person).await;
    assert_eq!(typed(&portal, &person, &first).await.err(), Some(ResetCodeProblem::Wrong));
    let proof = typed(&portal, &person, &second).await.unwrap();
    portal.clock.advance(1);
    let again = portal.reset(&person, None).await;
    done(&portal, &again).await;
    assert!(!spent(&portal, &person, proof.as_ref()).await);
    assert_eq!(typed(&portal, &person, &second).await.err(), Some(ResetCodeProblem::Wrong));
}

#[tokio::test]
async fn the_fifth_wrong_code_makes_the_next_one_wait_and_what_is_none_is_not_counted() {
    let portal = TestPortal::new().await;
    let (person, _) = after_reset(&portal, None).await;
    let code = mailed(&portal, &person).await;
    let wrong = async |code: &str| typed(&portal, &person, code).await.err();
    assert_eq!(wrong(" ").await, Some(ResetCodeProblem::Empty));
    assert_eq!(wrong("123456").await, Some(ResetCodeProblem::Wrong));
    for _ in 0..5 {
        assert_eq!(wrong("ABCDE-FGHJK").await, Some(ResetCodeProblem::Wrong));
    }
    assert_eq!(wrong(&code).await, Some(ResetCodeProblem::Wait { seconds: 30 }));
    let refused = ["enrolment-code-refused"; 5];
    let events = [&["enrolment-code-sent"][..], &refused, &["login-throttled"]].concat();
    assert_eq!(portal.events(&person).await, events);
    portal.clock.advance(30);
    assert_eq!(wrong(&code).await, None);
}

#[tokio::test]
async fn a_letter_is_for_whoever_enrols_after_a_reset_by_themselves() {
    let portal = TestPortal::new().await;
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let (person, _) = after_reset(&portal, Some(&operator)).await;
    let (visitor, session) = enrolling(&portal, &person).await;
    send(&portal, &visitor, &session).await.unwrap().unwrap();
    assert_eq!(portal.take_letters(&person).await, [], "an operator has seen them");
    portal.clock.advance(1);
    let own = portal.reset(&person, None).await;
    done(&portal, &own).await;
    let (halfway, proved) = portal.session(&person, Stage::PasswordProved { step: None }).await;
    send(&portal, &halfway, &proved).await.unwrap().unwrap();
    let (another, _) = enrolling(&portal, &person).await;
    send(&portal, &another, &session).await.unwrap().unwrap();
    let nothing = "of no enrolment, or of another browser's";
    assert_eq!(portal.take_letters(&person).await, [], "{nothing}");
    for _ in 0..3 {
        send(&portal, &visitor, &session).await.unwrap().unwrap();
    }
    let wait = ResetCodeProblem::Wait { seconds: 300 };
    assert_eq!(send(&portal, &visitor, &session).await.unwrap(), Err(wait));
    assert_eq!(portal.take_letters(&person).await.len(), 3);
}

#[tokio::test]
async fn a_code_is_shown_to_whoever_asked_until_the_person_has_enrolled() {
    let portal = TestPortal::new().await;
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let colleague = portal.account(THIRD_NIP, "operator").await;
    let person = portal.account(NIP, "employee").await;
    let reset = portal.reset(&person, Some(&operator)).await;
    assert_eq!(shown(&portal, &operator, reset.id).await, None, "it is not done");
    done(&portal, &reset).await;
    assert_eq!(shown(&portal, &colleague, reset.id).await, None);
    assert_eq!(shown(&portal, &operator, portal.new_id()).await, None);
    let code = shown(&portal, &operator, reset.id).await.unwrap();
    let proof = typed(&portal, &person, &code).await.unwrap();
    assert!(spent(&portal, &person, proof.as_ref()).await);
    for account in [&person, &operator] {
        assert_eq!(portal.events(account).await, ["enrolment-code-shown"]);
    }
    let mut unit = portal.store.write().await.unwrap();
    let app = Authenticator {
        id: portal.new_id(),
        account_id: person.id,
        name: "HP".into(),
        sealed_secret: vec![1],
        terms: CodeTerms::default(),
        last_step: 1,
        clock_offset: 0,
        suspected_offset: None,
        suspected_step: None,
        created_at: portal.now(),
        last_used_at: portal.now(),
    };
    unit.add_authenticator(&app).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(shown(&portal, &operator, reset.id).await, None, "they have enrolled");
}

#[tokio::test]
async fn a_code_is_shown_after_a_fresh_proof_alone() {
    let portal = TestPortal::new().await;
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let (_, reset) = after_reset(&portal, Some(&operator)).await;
    let (visitor, session) = portal.session(&operator, Stage::Authenticated).await;
    portal.clock.advance(session::FRESH.whole_seconds());
    let late = show(&portal, &visitor, &session, reset.id).await.unwrap();
    assert!(matches!(late, ShownCode::NotFresh));
    portal.clock.advance(-1);
    let in_time = show(&portal, &visitor, &session, reset.id).await.unwrap();
    assert!(matches!(in_time, ShownCode::Code { .. }));
}
