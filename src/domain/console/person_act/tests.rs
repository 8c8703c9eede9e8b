use super::*;
use crate::domain::{
    console::person,
    people::access::of_oneself,
    session::Stage,
    testing::{NIP, TestPortal},
};
use crate::i18n::Language;

const REASON: &str = "HP dan laptop hilang di kapal";

/// An operator of Ambon, and somebody of an agency with some roles.
async fn two(portal: &TestPortal, agency: &str, roles: &str) -> (Visitor, LiveSession, Account) {
    let operator = portal.account("197903122005011003", "employee operator").await;
    let person = portal.account_of(agency, NIP, roles).await;
    let (visitor, session) = portal.session(&operator, Stage::Authenticated).await;
    (visitor, session, person)
}

#[tokio::test]
async fn what_an_operator_does_happens_with_its_reason_for_the_person_to_read() {
    let portal = TestPortal::new().await;
    let (visitor, session, person) = two(&portal, "Pemerintah Kota Ambon", "employee").await;
    portal.session(&person, Stage::Authenticated).await;
    for (what, acted) in [
        (PersonAct::LinkSent, Acted::Done),
        (PersonAct::SignedOut, Acted::Done),
        (PersonAct::SignedOut, Acted::AlreadySo),
        (PersonAct::Enabled, Acted::AlreadySo),
        (PersonAct::Disabled, Acted::Done),
        (PersonAct::Disabled, Acted::AlreadySo),
        (PersonAct::LinkSent, Acted::AlreadySo),
        (PersonAct::Enabled, Acted::Done),
    ] {
        let became = act(&portal, &visitor, &session, person.id, what, REASON).await.unwrap();
        assert_eq!(became, Ok(acted), "{what:?}");
    }
    let renamed = rename(&portal, &visitor, &session, person.id, "Sri Rahayu", REASON).await;
    assert_eq!(renamed.unwrap(), Ok(Acted::Done));
    let (_, own) = portal.session(&person, Stage::Authenticated).await;
    let (read, _) = of_oneself(&portal, &own, None, Language::Indonesian).await.unwrap();
    assert_eq!(own.name, "Sri Rahayu");
    let mut acts: Vec<_> = read.iter().map(|one| one.act.name()).collect();
    acts.sort_unstable();
    assert_eq!(acts, ["disabled", "enabled", "link-sent", "renamed", "signed-out"]);
    assert!(read.iter().all(|one| one.reason == REASON && one.who == session.name));
    let of_person = portal.events(&person).await;
    for event in
        ["password-link-sent", "signed-out", "account-disabled", "account-enabled", "name-changed"]
    {
        assert!(of_person.iter().any(|one| one == event), "{event}: {of_person:?}");
    }
}

#[tokio::test]
async fn without_a_fresh_proof_nothing_happens() {
    let portal = TestPortal::new().await;
    let (visitor, session, person) = two(&portal, "Pemerintah Kota Ambon", "employee").await;
    portal.clock.advance(301);
    let became = act(&portal, &visitor, &session, person.id, PersonAct::Disabled, REASON).await;
    assert_eq!(became.unwrap(), Ok(Acted::NotFresh));
    let became = rename(&portal, &visitor, &session, person.id, "Sri Rahayu", REASON).await;
    assert_eq!(became.unwrap(), Ok(Acted::NotFresh));
    assert_eq!(portal.events(&person).await, [""; 0]);
}

#[tokio::test]
async fn outside_of_whom_one_reaches_nobody_is_there() {
    for (agency, roles, may_see, may_change) in [
        ("Pemerintah Kota Ambon", "employee", true, true),
        ("Pemerintah Kota Ambon", "employee operator", true, true),
        ("Pemerintah Kota Ambon", "employee administrator", true, false),
        ("Pemerintah Kota Tual", "employee", false, false),
    ] {
        let portal = TestPortal::new().await;
        let (visitor, session, person) = two(&portal, agency, roles).await;
        let seen =
            person::view(&portal, &session, person.id, None, Language::English).await.unwrap();
        assert_eq!(seen.is_ok(), may_see, "{agency}, {roles}");
        if let Ok(seen) = seen {
            assert_eq!(seen.may_change, may_change, "{agency}, {roles}");
        }
        for what in [PersonAct::SignedOut, PersonAct::LinkSent] {
            let became = act(&portal, &visitor, &session, person.id, what, REASON).await.unwrap();
            assert_eq!(became.is_ok(), may_change, "{agency}, {roles}, {what:?}");
        }
        let renamed = rename(&portal, &visitor, &session, person.id, "Sri Rahayu", REASON).await;
        assert_eq!(renamed.unwrap().is_ok(), may_change, "{agency}, {roles}");
        let (_, own) = portal
            .session(&portal.account_of(agency, NIP, roles).await, Stage::Authenticated)
            .await;
        let (read, _) = of_oneself(&portal, &own, None, Language::Indonesian).await.unwrap();
        assert_eq!(read.is_empty(), !may_see, "a refusal is no look: {agency}, {roles}");
        let nobody =
            act(&portal, &visitor, &session, portal.new_id(), PersonAct::Disabled, REASON).await;
        assert_eq!(nobody.unwrap(), Err(NotTheirs));
        let oneself =
            act(&portal, &visitor, &session, session.account, PersonAct::Disabled, REASON).await;
        assert_eq!(oneself.unwrap(), Err(NotTheirs), "oneself");
    }
}

#[test]
fn a_name_is_read_or_refused() {
    assert_eq!(read_name(" Sri   Rahayu ").as_deref(), Some("Sri Rahayu"));
    for wrong in ["", "123", "S\u{200b}ri", &"x".repeat(201)] {
        assert_eq!(read_name(wrong), None, "{wrong}");
    }
}
