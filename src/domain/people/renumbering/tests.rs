use super::*;
use crate::{
    domain::{
        credentials::password::HashingError,
        login::by_password::{self, Credentials, LoginOutcome},
        session::{Computer, Stage},
        testing::{NIP, PASSWORD, TestPortal, browser_at},
    },
    wire::login::LoginProblem,
};

const NEW: &str = "199203142023212045";
const OPERATOR: &str = "199203182020121003";

async fn session_of(portal: &TestPortal, agency: &str, nip: &str, roles: &str) -> LiveSession {
    let account = portal.account_of(agency, nip, roles).await;
    portal.session(&account, Stage::Authenticated).await.1
}

async fn renumbered(
    portal: &TestPortal,
    by: &LiveSession,
    account: Uuid,
    to: &str,
) -> Result<(), NumberProblem> {
    let number = Nip::parse(to).unwrap();
    let visitor = Visitor::command_line();
    change(portal, &visitor, by, account, &number, "kontrak baru di Tual").await.unwrap()
}

async fn login(portal: &TestPortal, nip: &str, password: &str) -> LoginOutcome {
    let credentials = Credentials {
        nip: Nip::parse(nip).unwrap(),
        password: password.into(),
        code: None,
        computer: Computer::Own,
    };
    let outcome: Result<_, HashingError> =
        by_password::login(portal, &browser_at("192.0.2.1"), &credentials).await;
    outcome.unwrap()
}

#[tokio::test]
async fn the_account_stays_and_only_its_person_learns_what_became_of_the_old_number() {
    let portal = TestPortal::new().await;
    let operator = session_of(&portal, "Pemerintah Kota Ambon", OPERATOR, "operator").await;
    let person = portal.account(NIP, "employee").await;
    assert_eq!(renumbered(&portal, &operator, person.id, NEW).await, Ok(()));
    let account = portal.store.read().await.unwrap().account(person.id).await.unwrap().unwrap();
    assert_eq!(account.nip.as_str(), NEW);
    assert!(matches!(login(&portal, NEW, PASSWORD).await, LoginOutcome::OfferMfa { .. }));
    for (nip, password, problem) in [
        (NIP, PASSWORD, LoginProblem::NumberChanged),
        (NIP, "bukan kata sandinya", LoginProblem::Credentials),
        ("198609262015052002", PASSWORD, LoginProblem::Credentials),
    ] {
        let outcome = login(&portal, nip, password).await;
        let LoginOutcome::Refused(said) = outcome else { panic!("{nip} opened something") };
        assert_eq!(said, problem, "{nip} {password}");
    }
    let letters = portal.take_letters(&account).await;
    assert!(letters.iter().any(|letter| letter.text.contains(&account.nip.masked())));
    let mut unit = portal.store.read().await.unwrap();
    let former = unit.former_numbers_of(person.id).await.unwrap();
    assert_eq!(former, [(NIP.to_owned(), portal.now())]);
}

#[tokio::test]
async fn an_old_number_is_nobody_elses_ever_again() {
    let portal = TestPortal::new().await;
    let operator = session_of(&portal, "Pemerintah Kota Ambon", OPERATOR, "operator").await;
    let person = portal.account(NIP, "employee").await;
    let other = portal.account("198609262015052002", "employee").await;
    renumbered(&portal, &operator, person.id, NEW).await.unwrap();
    for taken in [NIP, NEW] {
        let said = renumbered(&portal, &operator, other.id, taken).await;
        assert_eq!(said, Err(NumberProblem::Taken), "{taken}");
    }
    assert_eq!(renumbered(&portal, &operator, person.id, NIP).await, Ok(()), "theirs again");
    let mut unit = portal.store.read().await.unwrap();
    let former = unit.former_numbers_of(person.id).await.unwrap();
    assert_eq!(former, [(NEW.to_owned(), portal.now())], "what was a slip stays theirs, too");
}

#[tokio::test]
async fn it_takes_the_right_over_the_person_and_a_fresh_proof() {
    let portal = TestPortal::new().await;
    let person = portal.account(NIP, "employee").await;
    let (_, themselves) = portal.session(&person, Stage::Authenticated).await;
    let elsewhere = session_of(&portal, "Kota Tual", OPERATOR, "operator").await;
    for by in [&themselves, &elsewhere] {
        assert_eq!(renumbered(&portal, by, person.id, NEW).await, Err(NumberProblem::Gone));
    }
    let nip = "199203182020121004";
    let operator = session_of(&portal, "Pemerintah Kota Ambon", nip, "operator").await;
    let own = renumbered(&portal, &operator, operator.account, NEW).await;
    assert_eq!(own, Err(NumberProblem::Gone), "nobody gives themselves another number");
    portal.clock.advance(301);
    let stale = renumbered(&portal, &operator, person.id, NEW).await;
    assert_eq!(stale, Err(NumberProblem::NotFresh));
}
