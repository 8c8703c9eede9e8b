//! What browsers, password managers and others ask every site for is answered as they expect.

use crate::support::*;
use axum::body::Body;
use http::{Request, StatusCode, header};
use std::fs;

/// As a program asks, which takes no page.
async fn ask(browser: &mut Browser, path: &str) -> Page {
    let request = Request::get(path).header(header::ACCEPT, "*/*").body(Body::empty()).unwrap();
    browser.send(path, request).await
}

on_both_engines! {
    async fn a_password_manager_finds_where_passwords_are_changed_and_passkeys_made(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let page = ask(&mut browser, "/.well-known/change-password").await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/akun/kata-sandi"));
        assert_eq!(browser.get("/.well-known/change-password").await.status, StatusCode::OK);
        // Only a site that says 404 of what is not there is believed.
        let nothing = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
        assert_eq!(ask(&mut browser, nothing).await.status, StatusCode::NOT_FOUND);
        let mut stranger = world.browser();
        assert_eq!(ask(&mut stranger, nothing).await.status, StatusCode::NOT_FOUND);
        let page = stranger.get("/.well-known/change-password").await;
        assert_eq!(page.path, "/masuk?lanjut=%2Fakun%2Fkata-sandi", "who is not logged in comes there after a login");

        let page = ask(&mut stranger, "/.well-known/passkey-endpoints").await;
        assert_eq!((page.status, &page.headers[header::CONTENT_TYPE]), (StatusCode::OK, &"application/json".parse().unwrap()));
        let found: serde_json::Value = serde_json::from_str(&page.html).unwrap();
        assert_eq!(found["enroll"], format!("{ORIGIN}/akun?tambah=passkey"));
        assert_eq!(found["manage"], format!("{ORIGIN}/akun"));
    }

    async fn where_there_are_no_passkeys_nothing_says_where_to_make_one(world) {
        world.change(|portal| portal.passkeys = None);
        let status = ask(&mut world.browser(), "/.well-known/passkey-endpoints").await.status;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }

    async fn whoever_finds_a_weakness_is_told_whom_to_tell_where_an_operator_said_so(world) {
        let path = "/.well-known/security.txt";
        assert_eq!(ask(&mut world.browser(), path).await.status, StatusCode::NOT_FOUND);
        let mut options = options_for_tests(ORIGIN);
        options.security_contact = vec!["mailto:keamanan@example.go.id".into(), "tel:+62-21-0000000".into()];
        let router = world.started_with(&options);
        let page = ask(&mut world.browser().on(router), path).await;
        assert_eq!(&page.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        assert_eq!(
            page.html,
            format!(
                "Contact: mailto:keamanan@example.go.id\nContact: tel:+62-21-0000000\nExpires: \
                 2026-12-22T00:00:00Z\nPreferred-Languages: id, en\nCanonical: {ORIGIN}{path}\n"
            )
        );
    }

    async fn files_that_nobody_links_are_there_and_what_is_not_is_no_page_for_a_program(world) {
        let folder = tempfile::tempdir().unwrap();
        let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public");
        fs::create_dir(folder.path().join("icons")).unwrap();
        for file in ["favicon.ico", "robots.txt", "manifest.webmanifest", "icons/apple-touch-icon.png"] {
            fs::copy(public.join(file), folder.path().join(file)).unwrap();
        }
        let mut browser = world.browser().on(world.serving(folder.path()));
        for (path, kind) in [
            ("/robots.txt", "text/plain"),
            ("/manifest.webmanifest", "application/manifest+json"),
        ] {
            let page = ask(&mut browser, path).await;
            assert_eq!((page.status, page.headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, kind));
        }
        for (path, kind) in [
            ("/favicon.ico", "image/x-icon"),
            ("/apple-touch-icon.png", "image/png"),
            ("/apple-touch-icon-precomposed.png", "image/png"),
            ("/apple-touch-icon-120x120.png", "image/png"),
            ("/apple-touch-icon-120x120-precomposed.png", "image/png"),
        ] {
            let request = Request::head(path).body(Body::empty()).unwrap();
            let page = browser.send(path, request).await;
            assert_eq!((page.status, page.headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, kind), "{path}");
        }
        for path in ["/sitemap.xml", "/ads.txt", "/.well-known/assetlinks.json", "/pkg/old.js"] {
            let page = ask(&mut browser, path).await;
            assert_eq!((page.status, page.html.as_str()), (StatusCode::NOT_FOUND, "404 Not Found\n"), "{path}");
            assert!(page.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/plain"));
            // A person gets a page.
            let page = browser.get(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            page.assert_shows("Halaman ini tidak ada");
        }
    }
}
