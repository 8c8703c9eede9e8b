//! A tab that outlives its session acts for nobody who logs in after it.

use crate::support::*;
use asn_digital::app::App;
use http::StatusCode;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;

/// What acts for whose number or letter it brings, the browser's language, and a mere question.
const FOR_ANYBODY: [&str; 5] = [
    "/api/login",
    "/api/language",
    "/api/password/forgotten",
    "/api/password/set",
    "/api/session/left",
];
const EVERYTHING: &str = "employee operator administrator";

/// Two people with authenticators, one browser: it is logged in as the second, and there is a mark of
/// the first one's pages. The key is the second one's.
async fn next_person(world: &World) -> (Browser, String, String) {
    let (mut browser, _) = world.logged_in(PNS, EVERYTHING, "192.0.2.1").await;
    let old = browser.page_of_ours().await;
    let key = world.enrolled(PPPK, EVERYTHING).await;
    browser.post("/api/logout", &[]).await;
    assert!(browser.login(PPPK, PASSWORD, &world.code(&key)).await.is_launcher());
    assert_ne!(browser.page_of_ours().await, old);
    world.clock.advance(30);
    (browser, old, key)
}

#[track_caller]
fn says_so(page: &Page, what: &str) {
    assert_eq!(page.status, StatusCode::CONFLICT, "{what}");
    page.assert_shows("Halaman tadi milik akun lain");
    page.assert_shows("Tidak ada yang berubah");
    assert!(page.html.contains("href=\"/beranda\""), "{what}: on to whoever is logged in");
    assert!(!page.headers.contains_key("set-cookie"), "{what}");
}

/// How many forms of a page change something.
fn forms(page: &Page) -> usize {
    page.count("form[method=post]")
}

#[track_caller]
fn every_form_says_whose(page: &Page, owner: &str) {
    let mark = format!("[name=pemilik][value='{owner}']");
    assert_eq!(owner.len(), 16, "{}", page.path);
    assert_eq!(page.count(&format!("form[method=post]:has({mark})")), forms(page), "{}", page.path);
    assert_eq!(page.count("[name=pemilik]"), forms(page), "{}: each once", page.path);
}

on_both_engines! {
    async fn an_old_tab_does_nothing_for_the_next_person(world) {
        let (mut browser, old, _) = next_person(&world).await;
        let events = world.events().await;
        let draft = [("id", ""), ("severity", "information"), ("audience", "everyone"), ("title_id", "Rahasia X")];
        says_so(&browser.submit_old(&old, "/api/save-announcement", &draft).await, "a draft");
        says_so(&browser.submit_old(&old, "/api/recovery-codes/renew", &[]).await, "recovery codes");
        says_so(&browser.submit_old(&old, "/api/logout", &[]).await, "logging out");
        says_so(&browser.submit_old(&old, "/api/account/disown", &[]).await, "disowning");
        says_so(&browser.submit_old(&old, "/api/pin", &[("service", "jdih")]).await, "a favourite");
        assert!(!browser.get("/kelola/pengumuman").await.shows("Rahasia X"));
        assert!(!browser.get("/beranda").await.tiles("favorit").contains(&"jdih".to_owned()));
        assert_eq!(world.events().await, events, "nothing has happened");
    }

    async fn every_form_there_is_or_will_be_is_refused_without_the_right_mark(world) {
        let (mut browser, old, _) = next_person(&world).await;
        let events = world.events().await;
        let forms: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
        assert!(forms.len() > 50, "{forms:?}");
        for path in forms.iter().filter(|path| !FOR_ANYBODY.contains(path)) {
            for mark in [&old, "", "x"] {
                says_so(&browser.submit_old(mark, path, &[("service", "kms")]).await, path);
            }
        }
        assert_eq!(world.events().await, events);
        for path in FOR_ANYBODY {
            let answer = browser.submit_old(&old, path, &[("language", "id"), ("next", "/")]).await;
            assert_ne!(answer.status, StatusCode::CONFLICT, "{path}");
        }
    }

    async fn a_code_typed_into_an_old_second_step_is_not_counted_against_the_next_person(world) {
        world.enrolled(PNS, "employee").await;
        let key = world.enrolled(PPPK, "employee").await;
        let mut browser = world.browser();
        assert_eq!(browser.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
        let old = browser.page_of_ours().await;
        assert_eq!(browser.login(PPPK, PASSWORD, "").await.path, "/masuk/langkah-kedua");
        for path in ["/api/second-step/code", "/api/second-step/recovery-code", "/api/second-step/cancel"] {
            for _ in 0..12 {
                let fields = [("code", "123456"), ("recovery_code", "ABCDE-FGHJK")];
                says_so(&browser.submit_old(&old, path, &fields).await, path);
            }
        }
        let page = browser.post("/api/second-step/code", &[("code", &world.code(&key))]).await;
        assert!(page.is_launcher(), "no wait: {}", page.text());
    }

    async fn the_same_person_goes_on_with_an_old_tab_after_logging_in_again(world) {
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let old = browser.page_of_ours().await;
        browser.post("/api/logout", &[]).await;
        assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        let answer = browser.submit_old(&old, "/api/pin", &[("service", "jdih")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(browser.get("/beranda").await.tiles("favorit").contains(&"jdih".to_owned()));
    }

    async fn a_letters_link_sets_its_own_password_and_ends_whatever_was_open_in_its_browser(world) {
        world.account(PNS, "employee").await;
        let (mut browser, _) = world.logged_in(PPPK, "employee", "192.0.2.1").await;
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        browser.get(&world.link("Tautan untuk membuat kata sandi baru").await).await;
        let new = [("new_password", "teh-sore-di-tepi-danau-toba")];
        assert_eq!(browser.submit_old("", "/api/password/set", &new).await.location(), "/masuk");
        let page = browser.get("/masuk").await;
        assert!(!page.is_launcher(), "whoever set it is not led into what somebody else left open");
        assert!(browser.cookies.keys().all(|name| !name.contains("session")));
        let page = world.browser().login(PNS, "teh-sore-di-tepi-danau-toba", "").await;
        page.assert_shows("Aktifkan MFA");
    }

    async fn without_a_session_an_old_tab_leads_to_the_login_as_before(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let old = browser.page_of_ours().await;
        browser.post("/api/logout", &[]).await;
        let answer = browser.submit_old(&old, "/api/pin", &[("service", "jdih")]).await;
        assert!(answer.location().starts_with("/masuk"));
    }

    async fn every_form_of_every_page_says_whose_it_is(world) {
        let (mut browser, _) = world.logged_in(PNS, EVERYTHING, "192.0.2.1").await;
        let owner = browser.page_of_ours().await;
        browser.post("/api/pin", &[("service", "jdih")]).await;
        let mut seen = 0;
        for route in generate_route_list(App) {
            let path = route.path().replace("{slug}", "e-kinerja").replace("{id}", "baru");
            let page = browser.get(&path).await;
            every_form_says_whose(&page, &owner);
            seen += forms(&page);
        }
        for path in ["/beranda", "/beranda?cari=skp", "/beranda?atur=1", "/beranda"] {
            every_form_says_whose(&browser.get(path).await, &owner);
        }
        assert!(seen > 100, "{seen} forms");

        world.enrolled(PPPK, "employee").await;
        let mut proved = world.browser();
        every_form_says_whose(&proved.login(PPPK, PASSWORD, "").await, &proved.owner.clone());
        every_form_says_whose(&proved.get("/masuk/hp-hilang").await, &proved.owner.clone());
        assert_ne!(proved.owner, owner);

        let third = "198003122005011004";
        world.account(third, "employee").await;
        let mut enrolling = world.browser();
        every_form_says_whose(&enrolling.login(third, PASSWORD, "").await, &enrolling.owner.clone());
        let page = enrolling.get("/mfa").await;
        every_form_says_whose(&page, &enrolling.owner.clone());
        let code = world.code(&page.key());
        let page = enrolling.post("/api/mfa/activate", &[("code", &code), ("device_name", "HP")]).await;
        every_form_says_whose(&page, &enrolling.owner.clone());
    }
}
