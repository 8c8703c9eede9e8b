//! What arrives that no page of ours sent, and what is said in every answer.

use crate::support::*;
use axum::body::Body;
use http::{Request, StatusCode, header};

fn form(path: &str, headers: &[(&'static str, &str)], body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into())
        .unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    request
}

on_both_engines! {
    async fn a_form_from_another_site_changes_nothing(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        for headers in [
            vec![("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
            vec![],
        ] {
            let page = browser.send("/api/logout", form("/api/logout", &headers, "")).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{headers:?}");
            page.assert_shows("Permintaan ini datang dari situs lain");
            assert!(browser.get("/beranda").await.is_launcher());
        }
        let ours = [("origin", "http://127.0.0.1:3000")];
        let mark = format!("pemilik={}", browser.owner);
        let page = browser.send("/api/logout", form("/api/logout", &ours, mark)).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }

    async fn a_form_that_is_too_large_or_cannot_be_read_gets_a_page_that_says_so(world) {
        let ours = [("sec-fetch-site", "same-origin")];
        let large = format!("nip={PNS}&password={}", "x".repeat(100_000));
        let unannounced = form("/api/login", &ours, large.clone());
        let mut announced = form("/api/login", &ours, large);
        announced.headers_mut().insert(header::CONTENT_LENGTH, 100_032.into());
        for request in [unannounced, announced] {
            let page = world.browser().send("/api/login", request).await;
            assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
            page.assert_shows("Isian terlalu panjang");
        }

        let nonsense = Body::from(&b"nip=%ff%fe&password=\xff"[..]);
        let page = world.browser().send("/api/login", form("/api/login", &ours, nonsense)).await;
        assert!(matches!(page.status.as_u16(), 303 | 400), "{}", page.status);
        assert!(!page.headers.get(header::LOCATION).is_some_and(|to| to.to_str().unwrap().contains("__err")));
    }

    async fn a_password_of_4_kb_is_refused_with_words(world) {
        world.account(PNS, "employee").await;
        let page = world.browser().login(PNS, &"x".repeat(4096), "").await;
        assert_eq!(page.path, "/masuk");
        page.assert_shows("Kata sandi terlalu panjang");
        let page = world.browser().login(PNS, "", "").await;
        page.assert_shows("Isi kata sandi");
    }

    async fn a_link_cannot_make_the_portal_say_anything(world) {
        let link = "/masuk?__path=%2Fapi%2Flogin&__err=%22Hubungi%20081234%22&galat=Hubungi";
        let page = world.browser().get(link).await;
        assert!(page.status == StatusCode::OK && !page.shows("Hubungi 081234"));
    }

    async fn every_answer_carries_the_security_headers(world) {
        for (path, status) in [("/", 200), ("/masuk", 200), ("/tidak/ada", 404), ("/pkg/x.js", 404),
            ("/api/tidak-ada", 400), ("/healthz", 200), ("/readyz", 200), ("/../etc/passwd", 404)] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let page = world.browser().send(path, request).await;
            assert_eq!(page.status, status, "{path}");
            for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"), ("cache-control", "no-store"),
                ("cross-origin-opener-policy", "same-origin")] {
                assert_eq!(page.headers[name], value, "{path}");
            }
            let policy = page.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"));
            assert!(!page.headers.contains_key("strict-transport-security"), "plain http");
        }
    }

    async fn https_is_remembered_by_browsers_and_scripts_need_the_nonce(world) {
        let mut browser = world.browser().on(world.behind("https://asn.example.go.id"));
        let (first, second) = (browser.get("/masuk").await, browser.get("/masuk").await);
        assert!(first.headers["strict-transport-security"].to_str().unwrap().starts_with("max-age="));
        assert_ne!(first.nonce(), second.nonce());
        let allowed = format!("script[nonce='{}']", first.nonce());
        assert_eq!(first.count(&allowed), first.count("script"));
        first.assert_shows("asn.example.go.id");
    }

    async fn an_error_page_says_what_to_do_and_has_a_number_to_quote(world) {
        let page = world.browser().get("/tidak/ada").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        page.assert_shows("Halaman ini tidak ada");
        page.assert_shows("Nomor rujukan:");
        let number = page.texts("code").concat();
        assert!(number.len() == 9 && number.chars().all(|c| c.is_ascii_hexdigit() || c == '-'), "{number}");
    }

    async fn the_language_switch_stays_on_the_page_and_in_the_browser(world) {
        let mut browser = world.browser();
        let page = browser.post("/api/language", &[("language", "en"), ("next", "/masuk?lanjut=%2Fberanda")]).await;
        assert_eq!(page.path, "/masuk?lanjut=%2Fberanda");
        page.assert_shows("OTP code (6 digits)");
        assert!(page.html.contains("<html lang=\"en\">"));
        browser.get("/").await.assert_shows("One door to every civil service portal");
        let away = browser.post("/api/language", &[("language", "id"), ("next", "https://evil")]).await;
        assert_eq!(away.path, "/");
        let page = browser.post("/api/language", &[("language", "xx"), ("next", "/")]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
    }

    async fn the_home_page_shows_what_is_public_and_nothing_else(world) {
        let page = world.browser().get("/").await;
        page.assert_shows("Satu pintu untuk semua layanan ASN");
        assert_eq!(page.html.matches("class=\"tile\"").count(), 7);
        assert!(page.shows("SSCASN") && !page.shows("I-DIS"));
        page.assert_shows("tidak resmi");
    }

    async fn a_service_is_shown_to_whom_it_is_for(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        let page = browser.get("/layanan/sscasn").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(browser.get("/layanan/presensi").await.path, "/masuk?lanjut=%2Flayanan%2Fpresensi");
        assert_eq!(browser.get("/layanan/tidak-ada").await.status, StatusCode::NOT_FOUND);

        browser.login(PNS, PASSWORD, &world.code(&key)).await;
        browser.get("/layanan/presensi").await.assert_shows("Layanan ini dibuka lewat instansi Anda");
        assert_eq!(browser.get("/layanan/i-dis").await.status, StatusCode::NOT_FOUND);
    }

    async fn the_launchers_script_is_a_file_of_this_build_that_browsers_keep(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let page = browser.get("/beranda").await;
        let address = &page.attribute("script[src*=launcher]", "src").unwrap();
        let script = world.browser().get(address).await;
        assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(script.headers["cache-control"], "public, max-age=31536000, immutable");
        assert!(script.html.contains("#jelajah") && !page.html.contains("beforeinstallprompt"));
        assert!(world.browser().get("/sw.js").await.html.contains(address), "also without a network");
        let other = world.browser().get("/pkg/launcher.00000000.js").await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "of another build");
        let (tiles, handled) = (page.html.find("class=\"tile\""), page.html.find("id=\"operator\""));
        assert!(tiles.unwrap() < handled.unwrap(), "what is only searched stands behind what is seen");
    }

    async fn the_service_worker_belongs_to_this_build_and_is_asked_for_anew(world) {
        let page = world.browser().get("/sw.js").await;
        assert_eq!(page.headers["cache-control"], "no-cache");
        assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert_eq!(policy, "default-src 'none'; connect-src 'self'");
        let (_, build) = page.html.split_once("const BUILD = ").unwrap();
        let build: serde_json::Value = serde_json::from_str(build.split_once(";\n").unwrap().0).unwrap();
        assert_eq!(build["version"].as_str().unwrap().len(), 8);
        for language in ["id", "en"] {
            let html = build["offline"][language]["html"].as_str().unwrap();
            assert!(html.contains("%LEAD%") && html.contains(&format!("lang=\"{language}\"")));
            assert!(!html.contains("<script") && !html.contains("<form"));
        }
    }
}
