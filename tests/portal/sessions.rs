//! A session ends when its owner says so, when it is idle, when it is old; and then it is over.

use crate::support::*;
use asn_digital::{
    domain::{
        Portal,
        random::{SystemRandom, new_id},
        values::reference_token::ReferenceToken,
    },
    fixtures::synth,
    store::NewSession,
};
use axum::body::Body;
use http::{Request, header};
use std::sync::Arc;
use time::Duration;
use tokio::task::JoinSet;

async fn logged_in(world: &World) -> Browser {
    let key = world.enrolled(PNS, "employee").await;
    let mut browser = world.browser();
    assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    browser
}

on_both_engines! {
    async fn a_password_alone_ends_the_browsers_old_session_whosever_it_was(world) {
        let (mut office, _) = world.logged_in(PPPK, "employee", "192.0.2.1").await;
        let key = world.enrolled(PNS, "employee").await;
        let mut old = office.clone();
        for wrong in ["", "000000"] {
            assert!(old.get("/beranda").await.is_launcher());
            let page = office.login(PNS, PASSWORD, wrong).await;
            assert_eq!(page.path, "/masuk/langkah-kedua");
            assert!(!old.get("/beranda").await.is_launcher(), "of somebody else");
            let page = office.post("/api/second-step/code", &[("code", &world.code(&key))]).await;
            assert!(page.is_launcher());
            old = office.clone();
            world.clock.advance(30);
        }
        office.login(PNS, PASSWORD, "").await;
        assert!(!old.get("/beranda").await.is_launcher(), "one's own, too");
    }

    async fn a_letters_link_ends_the_session_that_its_browser_forgets(world) {
        let (mut office, _) = world.logged_in(PPPK, "employee", "192.0.2.1").await;
        world.enrolled(PNS, "employee").await;
        office.post("/api/password/forgotten", &[("nip", PNS)]).await;
        let link = world.link("Tautan untuk membuat kata sandi").await;
        let mut old = office.clone();
        office.get(&link).await;
        office.post("/api/password/set", &[("new_password", "ombak laut banda 7 kapal")]).await;
        assert!(!old.get("/beranda").await.is_launcher());
    }

    async fn logging_out_ends_the_session_on_the_server(world) {
        let mut browser = logged_in(&world).await;
        let mut thief = browser.clone();
        let answer = browser.submit("/api/logout", &[]).await;
        assert_eq!(answer.headers["clear-site-data"], r#""cache", "storage""#);
        assert!(!browser.cookies.contains_key("asn_session"));
        browser.get("/masuk").await.assert_shows("Anda sudah keluar");

        let page = thief.get("/beranda").await;
        assert_eq!(page.path, "/masuk?lanjut=%2Fberanda");
        page.assert_shows("Sesi Anda sudah berakhir");
    }

    /// The service worker looks whether somebody is logged in while they log out.
    async fn what_a_script_asks_for_takes_the_place_of_no_message(world) {
        let mut browser = logged_in(&world).await;
        let mut worker = browser.clone();
        let answer = browser.submit("/api/logout", &[]).await;
        assert_eq!(answer.location(), "/masuk");
        let asked = Request::get("/beranda").header(header::ACCEPT, "*/*");
        let led = worker.send("/beranda", asked.body(Body::empty()).unwrap()).await;
        assert_eq!(led.location(), "/masuk?lanjut=%2Fberanda");
        let set = led.headers.get_all(header::SET_COOKIE).iter();
        assert_eq!(set.map(|cookie| cookie.to_str().unwrap()).collect::<Vec<_>>(), [""; 0]);
        browser.get("/masuk").await.assert_shows("Anda sudah keluar");
    }

    async fn an_idle_session_ends_after_thirty_minutes_and_a_used_one_does_not(world) {
        let mut browser = logged_in(&world).await;
        for _ in 0..4 {
            world.clock.advance(29 * 60);
            assert!(browser.get("/beranda").await.is_launcher());
        }
        world.clock.advance(30 * 60);
        assert!(!browser.get("/beranda").await.is_launcher());
    }

    async fn a_script_learns_how_long_a_session_lasts_without_prolonging_it(world) {
        let mut browser = logged_in(&world).await;
        for minutes in 0..30 {
            let left = browser.ask("/api/session/left", &[]).await;
            assert_eq!((left.status.as_u16(), left.html), (200, ((30 - minutes) * 60).to_string()));
            world.clock.advance(60);
        }
        assert_eq!(browser.ask("/api/session/left", &[]).await.html, "0");
        assert!(!browser.get("/beranda").await.is_launcher(), "asking kept it from falling idle");
    }

    async fn what_is_left_is_no_more_than_the_twelve_hours_and_nothing_without_a_session(world) {
        let mut browser = logged_in(&world).await;
        for _ in 0..35 {
            world.clock.advance(20 * 60);
            assert!(browser.get("/beranda").await.is_launcher());
        }
        assert_eq!(browser.ask("/api/session/left", &[]).await.html, (20 * 60).to_string());
        browser.submit("/api/logout", &[]).await;
        assert_eq!(browser.ask("/api/session/left", &[]).await.html, "0");
        assert_eq!(world.browser().ask("/api/session/left", &[]).await.html, "0");
    }

    async fn no_session_outlives_twelve_hours(world) {
        let mut browser = logged_in(&world).await;
        for _ in 0..35 {
            world.clock.advance(20 * 60);
            assert!(browser.get("/beranda").await.is_launcher());
        }
        world.clock.advance(20 * 60);
        assert!(!browser.get("/beranda").await.is_launcher());
    }

    async fn every_login_gets_a_new_token_and_ends_the_browsers_old_session(world) {
        let mut browser = logged_in(&world).await;
        let old = browser.clone();
        let key = world.enrolled(PPPK, "operator").await;
        assert!(browser.login(PPPK, PASSWORD, &world.code(&key)).await.is_launcher());
        assert_ne!(old.cookies["asn_session"], browser.cookies["asn_session"]);
        let kept = format!(".{}", old.cookies["asn_device"]);
        assert!(browser.cookies["asn_device"].ends_with(&kept), "the browser stays known to both");
        assert!(!old.clone().get("/beranda").await.is_launcher());
    }

    async fn a_forged_session_cookie_is_no_session(world) {
        let real = logged_in(&world).await.cookies["asn_session"].clone();
        for forged in ["", "x", &"A".repeat(43), &real[..42], &format!("{real}A"), "';--", "é"] {
            let mut browser = world.browser();
            browser.cookies.insert("asn_session".into(), forged.into());
            let page = browser.get("/beranda").await;
            assert_eq!(page.path, "/masuk?lanjut=%2Fberanda", "{forged}");
        }
    }

    async fn a_forged_or_old_message_is_not_shown(world) {
        let mut browser = world.browser();
        for forged in ["x", "AAAA", &"A".repeat(300)] {
            browser.cookies.insert("asn_flash".into(), forged.into());
            let page = browser.get("/masuk").await;
            assert!(page.status == 200 && !page.html.contains("notice"));
            assert!(!browser.cookies.contains_key("asn_flash"), "it is taken away");
        }
        browser.submit("/api/login", &[("nip", "17"), ("password", "x"), ("code", "")]).await;
        assert!(browser.cookies.contains_key("asn_flash"));
        world.clock.advance(301);
        assert!(!browser.get("/masuk").await.shows("Ada yang perlu diperbaiki"));
    }

    async fn cookies_are_for_the_server_only_and_bound_to_the_host_behind_https(world) {
        let key = world.enrolled(PNS, "employee").await;
        let https = world.behind("https://asn.example.go.id");
        let mut browser = world.browser().on(https);
        let code = world.code(&key);
        let answer = browser.submit("/api/login", &[("nip", PNS), ("password", PASSWORD), ("code", &code)]).await;
        let cookies: Vec<_> = answer.headers.get_all(header::SET_COOKIE).iter()
            .map(|cookie| cookie.to_str().unwrap()).collect();
        assert_eq!(cookies.len(), 2, "{cookies:?}");
        for cookie in cookies {
            assert!(cookie.starts_with("__Host-asn_"), "{cookie}");
            for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
                assert!(cookie.contains(attribute), "{cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        assert!(browser.get("/beranda").await.is_launcher());
    }

    async fn who_is_logged_in_needs_no_login_page(world) {
        let mut browser = logged_in(&world).await;
        assert!(browser.get("/masuk").await.is_launcher());
        assert!(browser.get("/mfa").await.is_launcher());
    }

    async fn however_many_ask_at_once_each_is_told_of_their_own_session(world) {
        let tokens = sessions_of_many(&world, 150).await;
        let (portal, mut asked) = (&world.portal, JoinSet::new());
        for round in 0..3 {
            for (number, token) in tokens.iter().enumerate() {
                let (portal, hash) = (Arc::clone(portal), token.hash());
                let at_home = (round + number) % 2 == 0;
                asked.spawn(async move { (Some(number), nip_of(&portal, at_home, &hash).await) });
            }
            for at_home in [true, false] {
                let (portal, stranger) = (Arc::clone(portal), [7; 32]);
                asked.spawn(async move { (None, nip_of(&portal, at_home, &stranger).await) });
            }
        }
        while let Some(answer) = asked.join_next().await {
            let (number, found) = answer.unwrap();
            assert_eq!(found, number.map(|number| synth::person(1, number as u64).nip));
        }
    }

    async fn an_ended_session_is_over_for_whoever_asks_next(world) {
        let tokens = sessions_of_many(&world, 20).await;
        for token in &tokens {
            let store = world.portal.store.clone();
            let found = store.session(&token.hash()).await.unwrap().expect("an open session");
            let (mut unit, mut busy) = (store.write().await.unwrap(), JoinSet::new());
            assert!(unit.end_session(found.session.age.id).await.unwrap().is_some());
            // Others keep asking, so that questions are under way all the time.
            for other in &tokens {
                let (store, hash) = (store.clone(), other.hash());
                busy.spawn(async move { store.session(&hash).await.is_ok() });
            }
            unit.commit().await.unwrap();
            assert!(store.session(&token.hash()).await.unwrap().is_none());
            assert!(busy.join_all().await.into_iter().all(|answered| answered));
        }
    }
}

/// Whose session it is, as a page asks or as a machine does.
async fn nip_of(portal: &Portal, at_home: bool, token_hash: &[u8]) -> Option<String> {
    if at_home {
        let found = portal.store.session_at_home(token_hash).await.unwrap();
        return found.map(|found| found.session.nip.as_str().to_owned());
    }
    portal.store.session(token_hash).await.unwrap().map(|found| found.nip.as_str().to_owned())
}

/// The tokens of so many people's open sessions.
async fn sessions_of_many(world: &World, count: u64) -> Vec<ReferenceToken> {
    let (store, now) = (&world.portal.store, world.portal.now());
    let people: Vec<_> = (0..count).map(|number| synth::person(1, number)).collect();
    let mut unit = store.write().await.unwrap();
    unit.add_accounts(&people, "no hash", now).await.unwrap();
    let mut tokens = Vec::new();
    for person in &people {
        let token = ReferenceToken::generate(&SystemRandom);
        let session = NewSession {
            id: new_id(&SystemRandom, now),
            token_hash: &token.hash(),
            account_id: person.id,
            stage: asn_digital::store::SessionStage::Authenticated,
            sealed_secret: None,
            granted_step: None,
            public_device: false,
            address: "192.0.2.1",
            user_agent: "test",
            methods: asn_digital::domain::values::methods::Methods::default(),
            expires_at: now + Duration::hours(1),
        };
        unit.add_session(&session, now).await.unwrap();
        tokens.push(token);
    }
    unit.commit().await.unwrap();
    tokens
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_postgresql_ends_cost_nobody_their_session() {
    let world = World::on_postgres().await;
    let tokens = sessions_of_many(&world, 3).await;
    for token in &tokens {
        assert!(world.portal.store.session(&token.hash()).await.unwrap().is_some());
        let ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                     WHERE datname = current_database() AND query LIKE '%token_hash = ANY(%' \
                     AND pid <> pg_backend_pid()";
        assert!(world.run(ended).await.unwrap() > 0, "nobody looks sessions up together");
        assert!(world.portal.store.session(&token.hash()).await.unwrap().is_some());
    }
}
