//! A session ends when its owner says so, when it is idle, when it is old; and then it is over.

use crate::support::*;
use http::header;

async fn logged_in(world: &World) -> Browser {
    let key = world.enrolled(PNS, "employee").await;
    let mut browser = world.browser();
    assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    browser
}

on_both_engines! {
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

    async fn an_idle_session_ends_after_thirty_minutes_and_a_used_one_does_not(world) {
        let mut browser = logged_in(&world).await;
        for _ in 0..4 {
            world.clock.advance(29 * 60);
            assert!(browser.get("/beranda").await.is_launcher());
        }
        world.clock.advance(30 * 60);
        assert!(!browser.get("/beranda").await.is_launcher());
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
}
