use super::*;
use crate::domain::{
    session::{Stage, open_sessions},
    testing::{ANOTHER_NIP, NIP, PASSWORD, TestPortal},
};
use std::collections::BTreeSet;

const NEW: &str = "ombak laut banda 7 kapal";

#[test]
fn what_a_guesser_tries_early_is_refused_and_a_passphrase_is_not() {
    for refused in ["correcthorse", "trustno1trustno1", "monyetmakanpisang", "zxcvbnmasdfgh"] {
        assert!(check(refused, NIP, "Sri Wahyuni").is_err(), "{refused}");
    }
    for right in ["kopi-pagi-di-ambon", "teh-sore-di-kantor", NEW] {
        assert_eq!(check(right, NIP, "Sri Wahyuni"), Ok(()), "{right}");
    }
}

async fn is_password(portal: &TestPortal, account: &Account, password: &str) -> bool {
    let account = portal.store.read().await.unwrap().account(account.id).await.unwrap().unwrap();
    let place = portal.passwords.admit().unwrap();
    let verdict = place.verify(&password.into(), account.password_hash.as_deref()).await.unwrap();
    verdict == Verdict::Right
}

async fn sessions_of(portal: &TestPortal, account: &Account) -> BTreeSet<uuid::Uuid> {
    let sessions = open_sessions(portal, account.id).await.unwrap();
    sessions.into_iter().map(|session| session.age.id).collect()
}

/// The token of the link in the last letter.
async fn mailed_link(portal: &TestPortal, account: &Account) -> ReferenceToken {
    let letters = portal.take_letters(account).await;
    let text = &letters.last().unwrap().text;
    ReferenceToken::find(text.split_once("kunci=").unwrap().1).unwrap()
}

#[tokio::test]
async fn ones_own_password_is_changed_by_who_knows_it_and_every_other_session_ends() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    portal.session(&account, Stage::Authenticated).await;
    let change = async |current: &str, new: &str| {
        super::change(&portal, &visitor, &session, &current.into(), &new.into()).await.unwrap()
    };
    for (current, new) in [("tebakan saya saja", NEW), (PASSWORD, "pendek"), (PASSWORD, PASSWORD)] {
        assert!(change(current, new).await.is_err(), "{current} {new}");
        assert_eq!(sessions_of(&portal, &account).await.len(), 2, "{current} {new}");
    }
    let token = change(PASSWORD, NEW).await.unwrap();
    assert!(is_password(&portal, &account, NEW).await);
    assert_eq!(sessions_of(&portal, &account).await, BTreeSet::from([session.id]));
    let now = session::current(&portal, Some(&token)).await.unwrap().unwrap();
    assert_eq!(now.id, session.id, "it goes on under another token");
    let events = portal.events(&account).await;
    assert_eq!(events.last().map(String::as_str), Some("password-changed"));
}

#[tokio::test]
async fn a_link_sets_one_password_within_half_an_hour_and_ends_what_is_open() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, _) = portal.session(&account, Stage::Authenticated).await;
    let nip = account.nip.clone();
    assert!(matches!(send_link(&portal, &visitor, &nip).await.unwrap(), Requested::Sent));
    let late = mailed_link(&portal, &account).await;
    portal.clock.advance(LINK.whole_seconds());
    let over = set_by_link(&portal, &visitor, &late, &NEW.into()).await.unwrap();
    assert!(matches!(over, Set::LinkOver));

    assert!(matches!(send_link(&portal, &visitor, &nip).await.unwrap(), Requested::Sent));
    let link = mailed_link(&portal, &account).await;
    portal.clock.advance(LINK.whole_seconds() - 1);
    let refused = set_by_link(&portal, &visitor, &link, &"pendek".into()).await.unwrap();
    assert!(matches!(refused, Set::Refused(_)), "and the link is still good");
    let done = set_by_link(&portal, &visitor, &link, &NEW.into()).await.unwrap();
    assert!(matches!(done, Set::Done { nip: of } if of == nip));
    assert!(is_password(&portal, &account, NEW).await);
    assert_eq!(sessions_of(&portal, &account).await, BTreeSet::new());
    let again = set_by_link(&portal, &visitor, &link, &NEW.into()).await.unwrap();
    assert!(matches!(again, Set::LinkOver));
}

#[tokio::test]
async fn nobody_is_told_whether_a_number_has_an_account_and_a_disabled_one_gets_no_letter() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let visitor = Visitor::command_line();
    let nobodys = Nip::parse(ANOTHER_NIP).unwrap();
    assert!(matches!(send_link(&portal, &visitor, &nobodys).await.unwrap(), Requested::Sent));
    let mut unit = portal.store.write().await.unwrap();
    assert!(unit.set_disabled(account.id, Some(portal.now())).await.unwrap());
    unit.commit().await.unwrap();
    assert!(matches!(send_link(&portal, &visitor, &account.nip).await.unwrap(), Requested::Sent));
    assert!(portal.take_letters(&account).await.is_empty());
}

#[tokio::test]
async fn what_an_operator_sets_obeys_the_same_rule_and_adds_to_what_has_to_be_renewed() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    portal.session(&account, Stage::Authenticated).await;
    let visitor = Visitor::command_line();
    let set = async |nip: &Nip, new: &str| {
        set_by_operator(&portal, &visitor, nip, &new.into(), Renewal::Password).await.unwrap()
    };
    assert!(matches!(set(&account.nip, "pendek").await, SetByOperator::Refused(_)));
    let nobodys = Nip::parse(ANOTHER_NIP).unwrap();
    assert_eq!(set(&nobodys, NEW).await, SetByOperator::NoAccount);
    assert_eq!(sessions_of(&portal, &account).await.len(), 1, "nothing was done");
    assert_eq!(set(&account.nip, NEW).await, SetByOperator::Done);
    assert!(is_password(&portal, &account, NEW).await);
    assert_eq!(sessions_of(&portal, &account).await, BTreeSet::new());
    let now = portal.store.read().await.unwrap().account(account.id).await.unwrap().unwrap();
    assert_eq!(now.renewal, Renewal::Password);
}

#[tokio::test]
async fn whoever_says_that_it_was_not_them_keeps_this_session_and_has_to_renew_both() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    portal.session(&account, Stage::Authenticated).await;
    portal.clock.advance(300);
    let token = disown(&portal, &visitor, &session).await.unwrap();
    assert_eq!(sessions_of(&portal, &account).await, BTreeSet::from([session.id]));
    let now = session::current(&portal, Some(&token)).await.unwrap().unwrap();
    assert_eq!(
        (now.renewal, now.is_fresh(portal.now())),
        (Renewal::Both, false),
        "it proves nothing"
    );
    let over = disown(&portal, &visitor, &session).await.unwrap_err();
    assert!(matches!(over, Fault::SessionOver), "its token of before is nobody's");
}
