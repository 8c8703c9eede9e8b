//! Whatever form leads to a service: its answer stays with us, and a page of ours goes on by itself.

use crate::support::*;
use http::{StatusCode, header};

const SERVICE: &str = "/buka/e-kinerja";
const ONWARD: &str = "/teruskan?lanjut=%2Fbuka%2Fe-kinerja";
const AGAIN: &str = r#"<meta http-equiv="refresh" content="0; url=/buka/e-kinerja">"#;

/// Sends a form that leads to [`SERVICE`], and comes to the page that opens it.
async fn goes_on(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) {
    let fields: Vec<_> = fields.iter().copied().chain([("next", SERVICE)]).collect();
    let answer = browser.submit(path, &fields).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, ONWARD), "{path}");
    shows_itself_out(browser, path).await;
}

async fn shows_itself_out(browser: &mut Browser, after: &str) {
    let page = browser.open(ONWARD, "same-origin").await;
    assert_eq!(page.status, StatusCode::OK, "{after}: a navigation of its own begins here");
    page.assert_shows("Anda sudah masuk.");
    page.assert_shows("Membuka e-Kinerja…");
    assert!(page.html.contains(AGAIN), "{after}: {}", page.html);
    assert!(page.html.contains(&format!("href=\"{SERVICE}\"")), "{after}: where nothing refreshes");
    let service = browser.open(SERVICE, "same-origin").await;
    assert_eq!(service.location(), "https://kinerja.bkn.go.id", "{after}");
}

on_both_engines! {
    async fn a_login_that_leads_to_a_service_goes_on_by_a_page_of_our_own(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        assert_eq!(browser.get(SERVICE).await.path, "/masuk?lanjut=%2Fbuka%2Fe-kinerja");
        let code = world.code(&key);
        goes_on(&mut browser, "/api/login", &[("nip", PNS), ("password", PASSWORD), ("code", &code)]).await;
    }

    async fn so_do_both_second_steps_both_proofs_and_a_session_that_is_prolonged(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut own = world.browser();
        let first = [("nip", PNS), ("password", PASSWORD), ("next", SERVICE)];
        let second = own.post("/api/login", &first).await;
        assert_eq!(second.path, "/masuk/langkah-kedua?lanjut=%2Fbuka%2Fe-kinerja");
        goes_on(&mut own, "/api/second-step/code", &[("code", &world.code(&key))]).await;
        goes_on(&mut own, "/api/session/prolong", &[]).await;
        world.clock.advance(30);
        goes_on(&mut own, "/api/proof/code", &[("code", &world.code(&key))]).await;

        let codes = own.post("/api/recovery-codes/renew", &[]).await.recovery_codes();
        goes_on(&mut own, "/api/proof/recovery-code", &[("recovery_code", &codes[0])]).await;
        own.post("/api/logout", &[]).await;
        own.post("/api/login", &first).await;
        goes_on(&mut own, "/api/second-step/recovery-code", &[("recovery_code", &codes[1])]).await;
    }

    async fn so_does_a_new_password_that_comes_first(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut unit = world.portal.store.write().await.unwrap();
        let account = unit.account_by_nip(PNS).await.unwrap().unwrap();
        unit.set_renewal(account.id, asn_digital::domain::values::renewal::Renewal::Password).await.unwrap();
        unit.commit().await.unwrap();
        let (mut browser, code) = (world.browser(), world.code(&key));
        let fields = [("nip", PNS), ("password", PASSWORD), ("code", &code), ("next", SERVICE)];
        let page = browser.post("/api/login", &fields).await;
        assert_eq!(page.path, "/akun/kata-sandi?lanjut=%2Fbuka%2Fe-kinerja");
        let fields = [("password", PASSWORD), ("new_password", "teh-sore-di-tepi-danau-toba")];
        goes_on(&mut browser, "/api/password/change", &fields).await;
    }

    async fn whoever_comes_back_is_not_sent_away_again(world) {
        let key = world.enrolled(PNS, "employee").await;
        let (mut browser, code) = (world.browser(), world.code(&key));
        goes_on(&mut browser, "/api/login", &[("nip", PNS), ("password", PASSWORD), ("code", &code)]).await;
        for back in [ONWARD, "/masuk?lanjut=%2Fbuka%2Fe-kinerja"] {
            let page = browser.get(back).await;
            assert_eq!((page.status, page.path.as_str()), (StatusCode::OK, ONWARD), "{back}");
            assert!(!page.html.contains("http-equiv"), "{back}: a circle");
            assert!(page.html.contains(&format!("href=\"{SERVICE}\"")), "{back}");
        }
    }

    async fn the_page_leads_to_nothing_but_services_and_names_none_that_is_not_for_the_reader(world) {
        let mut stranger = world.browser();
        for next in ["", "//evil.example", "https:%2F%2Fevil.example", "%2Fbuka%2F..%2Fx", "%2Fakun", "%2Fmasuk"] {
            let answer = stranger.open(&format!("/teruskan?lanjut={next}"), "none").await;
            assert_eq!(answer.location(), "/beranda", "{next}");
        }
        let page = stranger.get("/teruskan?lanjut=%2Fbuka%2Fi-dis").await;
        page.assert_shows("Membuka layanan");
        assert!(!page.shows("I-DIS") && !page.shows("Anda sudah masuk"));
        let form = [("language", "en"), ("next", "/buka/sscasn")];
        let answer = stranger.submit("/api/language", &form).await;
        assert_eq!(answer.location(), "/teruskan?lanjut=%2Fbuka%2Fsscasn", "an error page at such an address");
        let page = stranger.get("/teruskan?lanjut=%2Fbuka%2Fsscasn").await;
        page.assert_shows("Opening SSCASN…");
        assert!(!page.headers.contains_key(header::LOCATION));
    }
}
