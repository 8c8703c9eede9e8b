use super::*;
use crate::domain::{
    recovery::disabled::{self, Standing},
    session::Stage,
    testing::{ANOTHER_NIP, NIP, TestPortal, code_in},
};

const PROVED: Stage = Stage::PasswordProved { step: None };

async fn with_account() -> (TestPortal, Account) {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    (portal, account)
}

/// The code that is mailed to whoever proved the password.
async fn code_of(portal: &TestPortal, account: &Account) -> String {
    let (visitor, session) = portal.session(account, PROVED).await;
    send_code(portal, &visitor, &session).await.unwrap().unwrap();
    code_in(&portal.take_letters(account).await[0]).to_owned()
}

/// What becomes of a code that somebody types in a session that just began.
async fn typed(portal: &TestPortal, account: &Account, code: &str) -> Result<(), ResetProblem> {
    let (visitor, session) = portal.session(account, PROVED).await;
    start(portal, &visitor, &session, code).await.unwrap()
}

async fn state(portal: &TestPortal, id: Uuid) -> ResetPhase {
    portal.store.read().await.unwrap().reset(id).await.unwrap().unwrap().state
}

#[tokio::test]
async fn a_password_from_the_mailbox_starts_no_reset_for_seven_days() {
    let (portal, account) = with_account().await;
    let mailed = Account { password_mailed_at: Some(portal.now()), ..account.clone() };
    assert_eq!(may_start(&portal, &account), Ok(()));
    portal.clock.advance(MAILBOX_ALONE.whole_seconds() - 1);
    assert_eq!(may_start(&portal, &mailed), Err(ResetProblem::MailboxAlone));
    portal.clock.advance(1);
    assert_eq!(may_start(&portal, &mailed), Ok(()));
    let without = Account { email: None, ..mailed };
    assert_eq!(may_start(&portal, &without), Err(ResetProblem::NoMailbox));
}

#[tokio::test]
async fn a_mailed_code_is_good_for_ten_minutes_and_once() {
    let (portal, account) = with_account().await;
    let late = code_of(&portal, &account).await;
    portal.clock.advance(1);
    let in_time = code_of(&portal, &account).await;
    let other = code_of(&portal, &account).await;
    portal.clock.advance(CODE.whole_seconds() - 1);
    assert_eq!(typed(&portal, &account, &late).await, Err(ResetProblem::WrongCode));
    assert_eq!(typed(&portal, &account, &in_time).await, Ok(()));
    for over in [&in_time, &other] {
        assert_eq!(typed(&portal, &account, over).await, Err(ResetProblem::WrongCode));
    }
    let refused = "mailed-code-refused";
    let events = [&["reset-code-sent"; 3][..], &[refused, "reset-started", refused, refused]];
    let events = events.concat();
    assert_eq!(portal.events(&account).await, events);
}

#[tokio::test]
async fn somebody_elses_code_starts_nothing_and_is_still_good_for_them() {
    let (portal, account) = with_account().await;
    let another = portal.account(ANOTHER_NIP, "employee").await;
    let code = code_of(&portal, &account).await;
    assert_eq!(typed(&portal, &another, &code).await, Err(ResetProblem::WrongCode));
    assert_eq!(typed(&portal, &account, &code).await, Ok(()));
    let open = portal.store.read().await.unwrap().open_reset_of(another.id).await.unwrap();
    assert_eq!(open, None);
}

#[tokio::test]
async fn a_code_needs_the_session_that_proved_the_password() {
    let (portal, account) = with_account().await;
    let code = code_of(&portal, &account).await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    let wrong = Err(ResetProblem::WrongCode);
    assert_eq!(start(&portal, &visitor, &session, &code).await.unwrap(), wrong);
    assert_eq!(send_code(&portal, &visitor, &session).await.unwrap(), wrong);
    let (_, session) = portal.session(&account, PROVED).await;
    assert_eq!(start(&portal, &visitor, &session, &code).await.unwrap(), wrong, "of a browser");
    let by = Visitor::command_line();
    let _ = disabled::change(&portal, &by, &account.nip, Standing::Disabled).await.unwrap();
    assert_eq!(start(&portal, &visitor, &session, &code).await.unwrap(), wrong);
    assert_eq!(portal.take_letters(&account).await, []);
}

#[tokio::test]
async fn the_fifth_wrong_code_makes_the_next_one_wait_and_what_is_none_is_not_counted() {
    let (portal, account) = with_account().await;
    let code = code_of(&portal, &account).await;
    for wrong in ["", "123456", "ABCD-EFGH", "ABCD-EFGH", "ABCD-EFGH", "ABCD-EFGH", "ABCD-EFGH"] {
        assert_eq!(typed(&portal, &account, wrong).await, Err(ResetProblem::WrongCode), "{wrong}");
    }
    let events = [&["reset-code-sent"][..], &["mailed-code-refused"; 5], &["login-throttled"]];
    assert_eq!(portal.events(&account).await, events.concat());
    let wait = Err(ResetProblem::Wait { seconds: 30 });
    assert_eq!(typed(&portal, &account, &code).await, wait);
    portal.clock.advance(30);
    assert_eq!(typed(&portal, &account, &code).await, Ok(()));
}

#[tokio::test]
async fn three_letters_come_at_once_and_none_while_a_reset_is_open() {
    let (portal, account) = with_account().await;
    let (visitor, session) = portal.session(&account, PROVED).await;
    let ask = async || send_code(&portal, &visitor, &session).await.unwrap();
    for _ in 0..3 {
        assert_eq!(ask().await, Ok(()));
    }
    assert_eq!(ask().await, Err(ResetProblem::Wait { seconds: 300 }));
    portal.reset(&account, None).await;
    assert_eq!(ask().await, Err(ResetProblem::AlreadyOpen));
    assert_eq!(portal.take_letters(&account).await.len(), 3);
}

#[tokio::test]
async fn a_reset_takes_effect_at_its_moment_and_not_a_second_before() {
    let (portal, account) = with_account().await;
    let (by_job, by_login) = (account, portal.account(ANOTHER_NIP, "employee").await);
    let resets = [portal.reset(&by_job, None).await, portal.reset(&by_login, None).await];
    portal.clock.advance(portal.limits.reset_wait.whole_seconds() - 1);
    portal.session(&by_job, Stage::Authenticated).await;
    complete_due_of(&portal, by_login.id).await.unwrap();
    assert_eq!(complete_due(&portal).await.unwrap(), 0);
    portal.clock.advance(1);
    complete_due_of(&portal, by_login.id).await.unwrap();
    assert_eq!(complete_due(&portal).await.unwrap(), 1, "the other one is done");
    assert_eq!(complete_due(&portal).await.unwrap(), 0);
    for reset in resets {
        assert_eq!(state(&portal, reset.id).await, ResetPhase::Done);
    }
    for account in [&by_job, &by_login] {
        assert_eq!(portal.events(account).await, ["reset-done"]);
        assert_eq!(portal.take_letters(account).await.len(), 1);
        assert!(session::open_sessions(&portal, account.id).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn one_cancels_ones_own_reset_and_the_letter_the_one_that_it_tells_of() {
    let (portal, account) = with_account().await;
    let another = portal.account(ANOTHER_NIP, "employee").await;
    let theirs = portal.reset(&another, None).await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    assert!(!cancel(&portal, &visitor, &session).await.unwrap(), "there is none");
    let code = code_of(&portal, &account).await;
    typed(&portal, &account, &code).await.unwrap();
    let letter = portal.take_letters(&account).await.remove(0);
    let (_, key) = letter.text.split_once("?kunci=").unwrap();
    let key = ReferenceToken::find(key).unwrap();
    let unknown = ReferenceToken::generate(portal.random());
    assert!(!cancel_by_link(&portal, &visitor, &unknown).await.unwrap());
    assert!(cancel_by_link(&portal, &visitor, &key).await.unwrap());
    assert!(!cancel_by_link(&portal, &visitor, &key).await.unwrap(), "twice");
    let own = portal.reset(&account, None).await;
    assert!(!cancel_by_link(&portal, &visitor, &key).await.unwrap(), "of an earlier one");
    assert!(cancel(&portal, &visitor, &session).await.unwrap());
    portal.clock.advance(portal.limits.reset_wait.whole_seconds());
    assert_eq!(complete_due(&portal).await.unwrap(), 1, "theirs");
    assert_eq!(state(&portal, own.id).await, ResetPhase::Cancelled);
    assert_eq!(state(&portal, theirs.id).await, ResetPhase::Done);
}

#[tokio::test]
async fn what_is_said_to_be_under_way_is_what_is_open_and_not_over() {
    let (portal, account) = with_account().await;
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let said =
        async |account: &Account| running(&portal, account.id, Language::Indonesian).await.unwrap();
    assert_eq!(said(&account).await, None);
    portal.reset(&account, Some(&operator)).await;
    let words = |seconds| {
        let moment = portal.now() + Duration::seconds(seconds);
        calendar::moment_in_words(moment, Language::Indonesian)
    };
    let since = words(0);
    assert_eq!(said(&account).await, Some(RunningReset::Requested { since: since.clone() }));
    portal.reset(&operator, None).await;
    let until = words(portal.limits.reset_wait.whole_seconds());
    assert_eq!(said(&operator).await, Some(RunningReset::Waiting { since, until }));
    portal.clock.advance(stale_request::REQUEST.whole_seconds());
    assert_eq!(said(&account).await, None, "nobody has decided on it");
}
