use super::*;
use crate::domain::{
    recovery::{
        disabled::{Standing, change},
        new_password::{self, Requested},
    },
    session::Stage,
    testing::{ANOTHER_NIP, NIP, TestPortal},
    values::nip::Nip,
};

const REASON: &str = "alamat lama milik dinas yang sudah dilebur";
const NEW: &str = "sri.baru@ambon.go.id";

async fn asked(
    portal: &TestPortal,
    by: &LiveSession,
    person: Uuid,
    typed: &str,
) -> Result<(), CorrectionProblem> {
    request(portal, &Visitor::command_line(), by, person, typed, REASON).await.unwrap()
}

/// The key in the letter to the new mailbox.
async fn link(portal: &TestPortal, account: &Account) -> ReferenceToken {
    let letters = portal.take_letters(account).await;
    let link = letters.iter().find_map(|letter| letter.text.split_once("?kunci="));
    let key = link.unwrap().1.split_whitespace().next().unwrap();
    ReferenceToken::find(key).unwrap()
}

async fn mailbox(portal: &TestPortal, account: &Account) -> String {
    let account = portal.store.read().await.unwrap().account(account.id).await.unwrap().unwrap();
    account.email.unwrap()
}

#[tokio::test]
async fn nothing_changes_before_it_is_confirmed_and_the_old_one_is_told_at_once() {
    let portal = TestPortal::new().await;
    let person = portal.account(NIP, "employee").await;
    let old = person.email.clone().unwrap();
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let (_, session) = portal.session(&operator, Stage::Authenticated).await;
    assert_eq!(asked(&portal, &session, person.id, NEW).await, Ok(()));
    let waiting = mail::due(&portal, 10).await.unwrap().concat();
    let to: Vec<_> = waiting.iter().map(|letter| letter.recipient.as_str()).collect();
    assert!(to.contains(&NEW) && to.contains(&old.as_str()), "{to:?}");
    let first = link(&portal, &person).await;
    assert_eq!(mailbox(&portal, &person).await, old);
    // Another one takes its place, and the first link opens nothing any more.
    assert_eq!(asked(&portal, &session, person.id, "sri.lain@ambon.go.id").await, Ok(()));
    let second = link(&portal, &person).await;
    let visitor = Visitor::command_line();
    assert!(!confirm(&portal, &visitor, &first).await.unwrap());
    portal.clock.advance(CONFIRMABLE.whole_seconds() - 1);
    assert!(confirm(&portal, &visitor, &second).await.unwrap());
    assert!(!confirm(&portal, &visitor, &second).await.unwrap(), "once");
    assert_eq!(mailbox(&portal, &person).await, "sri.lain@ambon.go.id");
    let events = portal.events(&person).await;
    assert_eq!(events, ["mailbox-proposed", "mailbox-proposed", "mailbox-changed"]);
}

#[tokio::test]
async fn a_link_is_good_for_a_day_and_over_when_the_account_is_disabled() {
    let portal = TestPortal::new().await;
    let person = portal.account(NIP, "employee").await;
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let visitor = Visitor::command_line();
    let (_, session) = portal.session(&operator, Stage::Authenticated).await;
    assert_eq!(asked(&portal, &session, person.id, NEW).await, Ok(()));
    let late = link(&portal, &person).await;
    portal.clock.advance(CONFIRMABLE.whole_seconds());
    assert!(!confirm(&portal, &visitor, &late).await.unwrap());
    let (_, session) = portal.session(&operator, Stage::Authenticated).await;
    assert_eq!(asked(&portal, &session, person.id, NEW).await, Ok(()));
    let link = link(&portal, &person).await;
    for to in [Standing::Disabled, Standing::Enabled] {
        let _ = change(&portal, &visitor, &person.nip, to).await.unwrap();
    }
    assert!(!confirm(&portal, &visitor, &link).await.unwrap());
}

#[tokio::test]
async fn for_a_day_after_that_no_link_is_sent_and_a_letter_says_so() {
    let portal = TestPortal::new().await;
    let person = portal.account(NIP, "employee").await;
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let visitor = Visitor::command_line();
    let (_, session) = portal.session(&operator, Stage::Authenticated).await;
    asked(&portal, &session, person.id, NEW).await.unwrap();
    let key = link(&portal, &person).await;
    assert!(confirm(&portal, &visitor, &key).await.unwrap());
    portal.take_letters(&person).await;
    let nip = Nip::parse(NIP).unwrap();
    for (seconds, sent) in [
        (0, Requested::MailboxRests),
        (RESTS.whole_seconds() - 1, Requested::MailboxRests),
        (1, Requested::Sent),
    ] {
        portal.clock.advance(seconds);
        assert_eq!(new_password::send_link(&portal, &visitor, &nip).await.unwrap(), sent);
        let letters = portal.take_letters(&person).await;
        let has_link = letters.iter().any(|letter| letter.text.contains("kunci="));
        assert_eq!((letters.len(), has_link), (1, sent == Requested::Sent), "{seconds}");
    }
}

#[tokio::test]
async fn it_takes_the_right_over_the_person_a_fresh_proof_and_an_address() {
    let portal = TestPortal::new().await;
    let person = portal.account(NIP, "employee").await;
    let operator = portal.account(ANOTHER_NIP, "operator").await;
    let elsewhere = portal.account_of("Kota Tual", "199203182020121004", "operator").await;
    let (_, themselves) = portal.session(&person, Stage::Authenticated).await;
    let (_, elsewhere) = portal.session(&elsewhere, Stage::Authenticated).await;
    for by in [&themselves, &elsewhere] {
        assert_eq!(asked(&portal, by, person.id, NEW).await, Err(CorrectionProblem::Gone));
    }
    let (_, session) = portal.session(&operator, Stage::Authenticated).await;
    let own = asked(&portal, &session, operator.id, NEW).await;
    assert_eq!(own, Err(CorrectionProblem::Gone), "nobody gives themselves another mailbox");
    let upper = person.email.clone().unwrap().to_uppercase();
    for (typed, problem) in [
        ("x", CorrectionProblem::Mailbox),
        ("\0", CorrectionProblem::Mailbox),
        (&*"x".repeat(300), CorrectionProblem::Mailbox),
        ("a@b.go.id, c@d.go.id", CorrectionProblem::Mailbox),
        (&*upper, CorrectionProblem::Same),
    ] {
        assert_eq!(asked(&portal, &session, person.id, typed).await, Err(problem), "{typed}");
    }
    portal.clock.advance(301);
    let stale = asked(&portal, &session, person.id, NEW).await;
    assert_eq!(stale, Err(CorrectionProblem::NotFresh));
    let (_, session) = portal.session(&operator, Stage::Authenticated).await;
    let mut asks = 0;
    while asked(&portal, &session, person.id, NEW).await.is_ok() {
        asks += 1;
        assert!(asks < 10, "so many letters to a stranger");
    }
}
