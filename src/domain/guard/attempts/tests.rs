//! Which attempts share a budget, and what is counted of them.

use super::*;
use crate::domain::testing::{ANOTHER_NIP, NIP, TestPortal, browser_at};
use std::collections::HashSet;

async fn count(portal: &Portal, attempt: &mut Attempt) -> Counted {
    let mut unit = portal.store.write().await.unwrap();
    let counted = attempt.count(portal, &mut unit).await.unwrap();
    unit.commit().await.unwrap();
    counted
}

async fn refund(portal: &Portal, attempt: &Attempt) {
    let mut unit = portal.store.write().await.unwrap();
    attempt.refund(portal, &mut unit).await.unwrap();
    unit.commit().await.unwrap();
}

fn by_stranger(portal: &Portal, address: &str, nip: &str) -> Attempt {
    let nip = Nip::parse(nip).unwrap();
    Attempt::password(portal, &browser_at(address), Familiarity::Unknown, &nip)
}

fn admitted(is_last: bool) -> Counted {
    Counted::Admitted { is_last }
}

fn wait(seconds: i64) -> Counted {
    Counted::Wait(Duration::seconds(seconds))
}

#[tokio::test]
async fn the_fifth_guess_is_the_last_and_the_sixth_waits_to_the_second() {
    let portal = TestPortal::new().await;
    let mut guess = by_stranger(&portal, "192.0.2.1", NIP);
    for is_last in [false, false, false, false, true] {
        assert_eq!(count(&portal, &mut guess).await, admitted(is_last));
    }
    assert_eq!(count(&portal, &mut guess).await, wait(30));
    portal.clock.advance(29);
    assert_eq!(count(&portal, &mut guess).await, wait(1), "waiting is no guess");
    portal.clock.advance(1);
    assert_eq!(count(&portal, &mut guess).await, admitted(true));
    assert_eq!(count(&portal, &mut guess).await, wait(60), "twice as long");
}

#[tokio::test]
async fn an_attempt_is_counted_in_every_budget_or_in_none() {
    let mut portal = TestPortal::new().await;
    portal.policies.address.free = 5;
    let mut first = by_stranger(&portal, "192.0.2.1", NIP);
    for _ in 0..5 {
        assert_ne!(count(&portal, &mut first).await, wait(1));
    }
    for _ in 0..10 {
        let refused = count(&portal, &mut by_stranger(&portal, "192.0.2.1", ANOTHER_NIP)).await;
        assert_eq!(refused, wait(1), "the address has to wait");
    }
    let elsewhere = count(&portal, &mut by_stranger(&portal, "192.0.2.2", ANOTHER_NIP)).await;
    assert_eq!(elsewhere, admitted(false), "nothing of that was the number's");
    let both = count(&portal, &mut by_stranger(&portal, "192.0.2.1", NIP)).await;
    assert_eq!(both, wait(30), "of two waits the longer one");
}

#[tokio::test]
async fn what_proves_right_is_taken_back_and_the_mistakes_before_it_stay() {
    let portal = TestPortal::new().await;
    for _ in 0..4 {
        let _ = count(&portal, &mut by_stranger(&portal, "192.0.2.1", NIP)).await;
    }
    for _ in 0..3 {
        let mut right = by_stranger(&portal, "192.0.2.1", NIP);
        assert_eq!(count(&portal, &mut right).await, admitted(true));
        refund(&portal, &right).await;
    }
    let _ = count(&portal, &mut by_stranger(&portal, "192.0.2.1", NIP)).await;
    let next = count(&portal, &mut by_stranger(&portal, "192.0.2.1", NIP)).await;
    assert_eq!(next, wait(30));
}

#[tokio::test]
async fn a_right_one_takes_no_wait_away_that_another_guess_has_brought() {
    let portal = TestPortal::new().await;
    for _ in 0..4 {
        let _ = count(&portal, &mut by_stranger(&portal, "192.0.2.1", NIP)).await;
    }
    let mut right = by_stranger(&portal, "192.0.2.1", NIP);
    assert_eq!(count(&portal, &mut right).await, admitted(true));
    portal.clock.advance(30);
    let wrong = count(&portal, &mut by_stranger(&portal, "192.0.2.2", NIP)).await;
    assert_eq!(wrong, admitted(true));
    refund(&portal, &right).await;
    let next = count(&portal, &mut by_stranger(&portal, "192.0.2.1", NIP)).await;
    assert_eq!(next, wait(60));
}

#[tokio::test]
async fn what_is_drawn_and_not_counted_costs_nothing() {
    let portal = TestPortal::new().await;
    let account = portal.new_id();
    let attempt = Attempt::code(&portal, Familiarity::Unknown, account);
    for _ in 0..10 {
        let mut unit = portal.store.write().await.unwrap();
        let drawn = attempt.draw(&portal, &mut unit).await.unwrap();
        assert!(matches!(drawn, Drawn::Admitted(Drawing { is_last: false, .. })));
        unit.commit().await.unwrap();
    }
}

#[tokio::test]
async fn strangers_never_keep_a_known_browser_out_nor_does_a_login_there_help_them() {
    let portal = TestPortal::new().await;
    let account = portal.new_id();
    let known = Familiarity::Known { device_hash: &[1; 32], account };
    let another = Familiarity::Known { device_hash: &[2; 32], account };
    let guess = async |browser| {
        let mut attempt = Attempt::code(&portal, browser, account);
        count(&portal, &mut attempt).await
    };
    for _ in 0..5 {
        let _ = guess(Familiarity::Unknown).await;
    }
    assert_eq!(guess(Familiarity::Unknown).await, wait(30));
    for _ in 0..10 {
        assert_ne!(guess(known).await, wait(30));
    }
    assert_eq!(guess(known).await, wait(30));
    assert_eq!(guess(another).await, admitted(false));
    let mut unit = portal.store.write().await.unwrap();
    make_whole(&mut unit, Familiarity::Unknown).await.unwrap();
    make_whole(&mut unit, known).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(guess(known).await, admitted(false));
    assert_eq!(guess(Familiarity::Unknown).await, wait(30));
}

#[tokio::test]
async fn each_kind_of_attempt_has_a_budget_of_its_own_and_so_has_each_account() {
    let portal = TestPortal::new().await;
    let visitor = browser_at("192.0.2.1");
    let mut keys = HashSet::new();
    for (nip, account) in [(NIP, portal.new_id()), (ANOTHER_NIP, portal.new_id())] {
        let nip = Nip::parse(nip).unwrap();
        for browser in [Familiarity::Unknown, Familiarity::Known { device_hash: &[1; 32], account }]
        {
            let attempts = [
                Attempt::password(&portal, &visitor, browser, &nip),
                Attempt::code(&portal, browser, account),
                Attempt::recovery_code(&portal, browser, account),
                Attempt::mailed_code(&portal, browser, account),
                Attempt::letter(&portal, &visitor, browser, LetterRequest::Link, &nip),
                Attempt::letter(&portal, &visitor, browser, LetterRequest::Code, &nip),
            ];
            keys.extend(attempts.into_iter().flat_map(|attempt| attempt.0).map(|one| one.key));
        }
        let attempts = [
            Attempt::enrolment_code(&portal, &visitor, account),
            Attempt::new_password(&portal, account),
            Attempt::new_codes(&portal, account),
            Attempt::refusal(&portal, account),
        ];
        keys.extend(attempts.into_iter().flat_map(|attempt| attempt.0).map(|one| one.key));
    }
    // Sixteen of each account; passwords and letters have one more each for the address.
    assert_eq!(keys.len(), 2 * 16 + 2);
    assert!(keys.contains(&Attempt::address(&portal, &visitor).0[0].key), "as of passwords");
}

#[tokio::test]
async fn the_code_after_a_reset_is_guessed_apart_in_each_network() {
    let portal = TestPortal::new().await;
    let account = portal.new_id();
    let guess = async |address| {
        let mut attempt = Attempt::enrolment_code(&portal, &browser_at(address), account);
        count(&portal, &mut attempt).await
    };
    for _ in 0..5 {
        let _ = guess("2001:db8:1:2::1").await;
    }
    assert_eq!(guess("2001:db8:1:2:ffff::9").await, wait(30), "the same network");
    assert_eq!(guess("2001:db8:1:3::1").await, admitted(false));
}

#[test]
fn nobody_is_told_to_wait_for_no_seconds_at_all() {
    let told = [0, 1, 30].map(|wait| seconds(Duration::seconds(wait)));
    assert_eq!((told, seconds(Duration::MAX)), ([1, 1, 30], u32::MAX));
}
