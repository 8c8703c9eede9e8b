//! However many ask at once, a code opens one session and an enrolment makes one authenticator.

use crate::support::*;
use asn_digital::domain::guard::throttle::ThrottlePolicy;
use std::sync::Arc;
use tokio::{sync::Barrier, task::JoinSet};
use uuid::Uuid;

const RACERS: usize = 1000;

/// The throttle would spoil the race: here nothing but the burned step decides.
fn without_throttle(world: &mut World) {
    world.change(|portal| {
        let free = ThrottlePolicy { free: u32::MAX, ..ThrottlePolicy::ACCOUNT };
        portal.policies.account = free;
        portal.policies.address = free;
    });
}

/// How many of `racers` browsers reach the launcher with the same code at the same time.
async fn winners(browsers: Vec<Browser>, nip: &'static str, code: &str) -> usize {
    let start = Arc::new(Barrier::new(browsers.len()));
    let mut race = JoinSet::new();
    for mut browser in browsers {
        let (start, code) = (Arc::clone(&start), code.to_owned());
        race.spawn(async move {
            start.wait().await;
            let fields = [("nip", nip), ("password", PASSWORD), ("code", code.as_str())];
            loop {
                let answer = browser.submit("/api/login", &fields).await;
                // A login that the busy database turned away let nobody in and may try again.
                if !answer.status.is_server_error() {
                    return answer.location() == "/beranda";
                }
            }
        });
    }
    race.join_all().await.into_iter().filter(|won| *won).count()
}

on_both_engines! {
    async fn a_thousand_logins_with_one_code_open_exactly_one_session(world) {
        without_throttle(&mut world);
        let key = world.enrolled(PNS, "employee").await;
        let browsers = vec![world.browser(); RACERS];
        assert_eq!(winners(browsers, PNS, &world.code(&key)).await, 1);
    }

    async fn the_code_of_the_enrolment_opens_exactly_one_login_even_in_a_race(world) {
        without_throttle(&mut world);
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let code = world.code(&browser.key().await);
        browser.activate(&code, "HP").await;
        assert_eq!(winners(vec![browser; 50], PNS, &code).await, 1);
    }

    async fn a_hundred_guesses_at_once_get_no_more_answers_than_one_after_another(world) {
        let account = world.account(PNS, "employee").await;
        let mut race = JoinSet::new();
        for _ in 0..100 {
            let mut browser = world.browser();
            race.spawn(async move { browser.login(PNS, "tebakan", "").await.text() });
        }
        let pages = race.join_all().await;
        let waiting = pages.iter().filter(|page| page.contains("Terlalu banyak percobaan")).count();
        assert_eq!(waiting, 100 - ThrottlePolicy::ACCOUNT.free as usize);
        let refused = world.events_of(account).await;
        let refused = refused.iter().filter(|event| *event == "login-refused").count();
        assert_eq!(refused, ThrottlePolicy::ACCOUNT.free as usize);
    }

    /// A code is looked at in the unit that counts it: whoever comes meanwhile waits for its budget.
    async fn a_hundred_codes_at_once_get_no_more_answers_than_one_after_another(world) {
        without_throttle(&mut world);
        let key = world.enrolled(PNS, "employee").await;
        let account = account_of(&world, PNS).await;
        let wrong = world.code_at(&key, 7200);
        let mut race = JoinSet::new();
        for _ in 0..100 {
            let (mut browser, wrong) = (world.browser(), wrong.clone());
            race.spawn(async move { browser.login(PNS, PASSWORD, &wrong).await.status });
        }
        for status in race.join_all().await {
            assert!(!status.is_server_error(), "{status}");
        }
        let refused = world.events_of(account).await;
        let refused = refused.iter().filter(|event| *event == "code-refused").count();
        assert_eq!(refused, ThrottlePolicy::CODE.free as usize);
    }

    async fn two_browsers_that_enrol_at_once_make_one_authenticator(world) {
        let account = world.account(PNS, "employee").await;
        let mut racers = Vec::new();
        for _ in 0..8 {
            let mut browser = world.browser();
            browser.login(PNS, PASSWORD, "").await;
            let code = world.code(&browser.key().await);
            racers.push((browser, code));
        }
        let mut race = JoinSet::new();
        for (mut browser, code) in racers {
            race.spawn(async move { browser.activate(&code, "HP").await.shows("MFA sudah aktif") });
        }
        let activated = race.join_all().await.into_iter().filter(|activated| *activated).count();
        assert_eq!(activated, 1);
        let mut unit = world.portal.store.read().await.unwrap();
        assert_eq!(unit.authenticators_of(account).await.unwrap().len(), 1);
    }
}

async fn account_of(world: &World, nip: &str) -> Uuid {
    let mut unit = world.portal.store.read().await.unwrap();
    unit.account_by_nip(nip).await.unwrap().unwrap().id
}
