//! What a service would like of the pages on the way: a number that is filled in, a language.

use super::*;
use crate::support::*;
use http::StatusCode;

/// The login page that a service's request leads to.
async fn login_page(world: &World, browser: &mut Browser, more: &[(&str, &str)]) -> Page {
    let page = browser.open(&Service::new(world, "uji").authorize(more), "cross-site").await;
    let to = page.location().to_owned();
    let page = browser.get(&to).await;
    assert_eq!((page.status, page.path.starts_with("/masuk?lanjut=")), (StatusCode::OK, true));
    page
}

fn number_on(page: &Page) -> String {
    page.attribute("#nip", "value").unwrap_or_default()
}

fn language_of(page: &Page) -> String {
    page.attribute("html", "lang").unwrap()
}

on_both_engines! {
    async fn the_number_that_a_service_expects_is_filled_in_and_stands_in_no_address(world) {
        with_clients(&world, &client("uji", "")).await;
        let mut browser = world.browser();
        for typed in [PNS, "19860926 201505 2 001"] {
            let page = login_page(&world, &mut browser, &[("login_hint", typed)]).await;
            assert_eq!(number_on(&page), PNS);
            assert!(!page.path.contains(PNS), "{}", page.path);
            let next = page.next();
            assert!(!next.contains(PNS), "{next}");
            // What somebody types comes before, and a mistake loses nothing of it.
            let fields = [("nip", PPPK), ("password", "salah-sekali-ini"), ("next", &next)];
            let page = browser.post("/api/login", &fields).await;
            assert_eq!((number_on(&page), page.next()), (PPPK.to_owned(), next));
        }
        for other in ["buffy@example.com", "198613262015052001", "<script>alert(1)</script>", "12345", &"1".repeat(5000)] {
            let page = login_page(&world, &mut browser, &[("login_hint", other)]).await;
            assert_eq!(number_on(&page), "", "{other}");
        }
        // By POST it would stand in the address where the browser is sent on to, and is left out.
        let body = Service::new(&world, "uji").request(&[("login_hint", PNS)]);
        let request = http::Request::post("/oidc/authorize")
            .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(body));
        let page = world.browser().send("/oidc/authorize", request.unwrap()).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert!(!page.location().contains(PNS) && page.location().contains("client_id=uji"), "{}", page.location());
    }

    async fn the_pages_on_the_way_are_in_the_language_that_a_service_would_like_unless_one_was_chosen(world) {
        with_clients(&world, &client("uji", "")).await;
        for (wished, language) in [
            ("en", "en"), ("en-GB id", "en"), ("id en", "id"), ("se fr EN-us", "en"), ("se", "id"), ("", "id"),
            ("english", "id"),
        ] {
            let mut browser = world.browser();
            let wish = [("ui_locales", wished)];
            let page = login_page(&world, &mut browser, &wish).await;
            assert_eq!(language_of(&page), language, "{wished}");
            let next = page.next();
            let page = browser.post("/api/login", &[("nip", "1"), ("next", &next)]).await;
            assert_eq!((language_of(&page), page.next()), (language.to_owned(), next), "after a mistake");
            assert_eq!(language_of(&browser.get("/masuk").await), "id", "of this request alone");
            // A page that says what is wrong, too.
            let wrong = Service::new(&world, "uji").authorize(&[wish[0], ("redirect_uri", "https://lain.example/")]);
            let page = browser.open(&wrong, "cross-site").await;
            assert_eq!((page.status, language_of(&page)), (StatusCode::BAD_REQUEST, language.to_owned()));
        }
        let mut browser = world.browser();
        browser.post("/api/language", &[("language", "id"), ("next", "/masuk")]).await;
        let page = login_page(&world, &mut browser, &[("ui_locales", "en")]).await;
        assert_eq!(language_of(&page), "id", "whoever chose one keeps it");
    }

    async fn whoever_is_asked_more_on_the_way_is_asked_in_that_language(world) {
        with_clients(&world, &client("uji", "")).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        for (more, path) in [(("prompt", "login"), "/akun/bukti?"), (("prompt", "consent"), "/izin?")] {
            let address = Service::new(&world, "uji").authorize(&[more, ("ui_locales", "en")]);
            let page = browser.get(&address).await;
            assert!(page.path.starts_with(path), "{}", page.path);
            assert_eq!(language_of(&page), "en", "{path}");
        }
    }
}
