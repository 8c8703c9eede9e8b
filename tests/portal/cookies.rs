//! Cookies as browsers really send them: among those of other sites, in any bytes and any order.

use crate::support::*;
use axum::body::Body;
use http::{HeaderValue, Request, header};

/// A browser's request with these `Cookie` headers, byte for byte, from a page of `owner`.
async fn ask(world: &World, path: &str, lines: &[Vec<u8>], owner: &str) -> Page {
    let request = if path.starts_with("/api") { Request::post(path) } else { Request::get(path) };
    let mut request = request
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("pemilik={owner}")))
        .unwrap();
    for line in lines {
        let line = HeaderValue::from_bytes(line).unwrap();
        request.headers_mut().append(header::COOKIE, line);
    }
    world.browser().send(path, request).await
}

/// The session cookie among what another site under the same parent domain may have set.
fn among_others(session: &str) -> Vec<Vec<Vec<u8>>> {
    let ours = format!("asn_session={session}");
    let long = "x".repeat(4000);
    let lines = [
        format!("nama=José; {ours}"),
        format!("{ours}; nama=José"),
        format!("José; {ours}"),
        format!("José=1; ; =; x={long}; {ours};"),
        format!("a=\"; {ours}; b=\""),
        format!("{ours};asn_language=é"),
        format!("asn_session=; asn_session=José; {ours}"),
        format!("{ours}; asn_session=José"),
        format!("ASN_SESSION=x; xasn_session=y;\t{ours}"),
        format!("asn_device=é; asn_flash=é; asn_density=é; asn_link=é; {ours}"),
    ];
    let mut all: Vec<_> = lines.iter().map(|line| vec![line.clone().into_bytes()]).collect();
    all.push(vec![[b"nama=Jos\xe9; ", ours.as_bytes()].concat()]);
    all.push(vec![[b"\xff\xfe; ", ours.as_bytes(), b"; \x80=\x80"].concat()]);
    all.push(vec![b"nama=Jos\xe9".to_vec(), ours.clone().into_bytes()]);
    all.push(vec![ours.into_bytes(), b"nama=Jos\xe9".to_vec()]);
    all
}

on_both_engines! {
    async fn a_cookie_of_another_site_in_any_bytes_hides_none_of_ours(world) {
        let (browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for lines in among_others(&browser.cookies["asn_session"]) {
            let page = ask(&world, "/beranda", &lines, "").await;
            assert!(page.is_launcher(), "{}: {lines:?}", page.status);
        }
    }

    async fn logging_out_beside_another_sites_cookie_ends_the_session(world) {
        let key = world.enrolled(PNS, "employee").await;
        for number in 0..among_others("").len() {
            let mut browser = world.browser();
            assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
            world.clock.advance(30);
            let lines = among_others(&browser.cookies["asn_session"]).remove(number);
            let page = ask(&world, "/api/logout", &lines, &browser.owner).await;
            assert_eq!(page.location(), "/masuk");
            assert!(!browser.get("/beranda").await.is_launcher(), "it lives on: {lines:?}");
        }
    }

    async fn a_logout_that_cannot_read_the_session_does_not_say_that_it_is_over(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let session = browser.cookies["asn_session"].clone();
        for value in ["José", "", &session[1..], &format!("{session}x"), &format!("\"{session}\"")] {
            let cookie = format!("asn_session={value}").into_bytes();
            let page = ask(&world, "/api/logout", &[cookie], &browser.owner).await;
            let cookies: Vec<_> = page.headers.get_all(header::SET_COOKIE).iter().collect();
            let is_cleared = cookies.iter().any(|cookie| cookie.as_bytes().starts_with(b"asn_session=;"));
            assert!(is_cleared, "{cookies:?}");
            let flash = cookies.iter().find_map(|cookie| cookie.to_str().unwrap().strip_prefix("asn_flash="));
            let mut next = world.browser();
            next.cookies.insert("asn_flash".into(), flash.unwrap().split(';').next().unwrap().into());
            let page = next.get("/masuk").await;
            page.assert_shows("tidak ada sesi yang dapat diakhiri");
            assert!(!page.shows("Anda sudah keluar"));
        }
        assert!(browser.get("/beranda").await.is_launcher());
        assert_eq!(browser.submit("/api/logout", &[]).await.location(), "/masuk");
        browser.get("/masuk").await.assert_shows("Anda sudah keluar");
        // Nobody was logged in: as good as done.
        let mut stranger = world.browser();
        stranger.post("/api/logout", &[]).await.assert_shows("Anda sudah keluar");
    }

    async fn odd_bytes_in_other_headers_change_nothing_but_what_they_are_in(world) {
        let key = world.enrolled(PNS, "employee").await;
        let form = |accept: &[u8]| {
            let fields = format!("nip={PNS}&password={PASSWORD}&code={}", world.code(&key));
            let mut request = Request::post("/api/login")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(Body::from(fields))
                .unwrap();
            let headers = request.headers_mut();
            headers.insert(header::ACCEPT, HeaderValue::from_bytes(accept).unwrap());
            let browser = HeaderValue::from_bytes("Peramban é/1 Firefox/140.0".as_bytes());
            headers.insert(header::USER_AGENT, browser.unwrap());
            request
        };
        let mut browser = world.browser();
        let page = browser.send("/api/login", form(b"text/html, x/\xe9")).await;
        assert_eq!(page.location(), "/beranda");
        let recorded = "DELETE FROM sessions WHERE user_agent = 'Peramban ??/1 Firefox/140.0'";
        assert_eq!(world.run(recorded).await.unwrap(), 1);

        // Refused forms are answered with a page, too.
        let mut foreign = form(b"x/\xe9, TEXT/HTML;q=0.9");
        foreign.headers_mut().insert("sec-fetch-site", HeaderValue::from_bytes(b"same-origin\xe9").unwrap());
        let page = browser.send("/api/login", foreign).await;
        assert_eq!(page.status, 403);
        page.assert_shows("Permintaan ini datang dari situs lain");
    }
}
