//! Odd addresses: whatever somebody asks for, nobody is led to another host, nothing breaks, and no
//! error is kept.

use crate::support::*;
use axum::body::Body;
use http::{HeaderMap, Method, Request, Uri, header};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof},
    strategy::ValueTree,
    test_runner::TestRunner,
};
use std::{fs, path::Path};

/// What odd addresses are made of.
const PIECES: [&str; 45] = [
    "/",
    "//",
    "///",
    "\\",
    "%5c",
    "%2f",
    "%2F%2F",
    ".",
    "..",
    "%2e",
    "%2e%2e",
    "/./",
    "/../",
    "%00",
    "%ff",
    "%c3%28",
    "%0d%0a",
    "%",
    "%%",
    ";",
    ":",
    "@",
    "evil.example",
    "https:",
    "http://evil.example",
    "evil.example:443",
    "pkg",
    "pkg/",
    "x.css",
    "x.css.br",
    "icons.svg",
    "favicon.svg",
    "beranda",
    "BERANDA",
    "masuk",
    "buka",
    "buka/e-kinerja",
    "layanan",
    "kelola/pengumuman",
    "api",
    "api/logout",
    "sw.js",
    "healthz",
    "é",
    "?",
];

const ROUTES: [&str; 15] = [
    "/",
    "/masuk",
    "/mfa",
    "/beranda",
    "/layanan/e-kinerja",
    "/buka/e-kinerja",
    "/pengumuman",
    "/akun",
    "/kelola/layanan/e-kinerja",
    "/kelola/masuk-tunggal/layanan",
    "/api/logout",
    "/sw.js",
    "/healthz",
    "/pkg/x.css",
    "/favicon.svg",
];

fn site(folder: &Path) {
    fs::create_dir_all(folder.join("pkg/folder.d")).unwrap();
    for file in ["pkg/x.css", "pkg/x.css.br", "favicon.svg", "icons.svg"] {
        fs::write(folder.join(file), file).unwrap();
    }
}

/// Addresses that somebody thought of.
fn thought_of() -> Vec<String> {
    let long = "x".repeat(300);
    let mut all: Vec<String> = [
        "//pkg/.",
        "//pkg/..",
        "/pkg/.",
        "/pkg/./",
        "/pkg/./x.css",
        "/pkg/../x.css",
        "//pkg/x.css",
        "/pkg//x.css",
        "/pkg",
        "/pkg/",
        "/pkg/folder.d",
        "//pkg/folder.d",
        "/pkg/folder.d/",
        "/pkg/x.css/",
        "/pkg/x.css/y.css",
        "/%2e%2e/",
        "/%2e%2e/x.css",
        "/%00",
        "/pkg/%00.css",
        "/pkg/%ff.css",
        "/buka/%ff",
        "/layanan/%ff",
        "/kelola/pengumuman/%ff",
        "/buka/%2f%2fevil.example",
        "//evil.example",
        "//evil.example/",
        "//evil.example/x.css",
        "/\\evil.example",
        "/%5cevil.example/.",
        "///evil.example/%2e",
        "//evil.example/%2e%2e",
        "*",
        "http://evil.example/beranda",
        "http://evil.example//pkg/.",
        "http://evil.example",
        "/masuk?lanjut=//evil.example",
        "/masuk?lanjut=https://evil.example",
        "/?",
        "/?kunci=",
        "/beranda?cari=%ff",
        "/beranda/",
        "/BERANDA",
        "/sw.js/",
    ]
    .map(str::to_owned)
    .into();
    all.extend([
        format!("/pkg/{long}.css"),
        format!("/{long}.x"),
        format!("/pkg/{}.css", "x".repeat(4000)),
    ]);
    all.extend([
        format!("/buka/{long}"),
        format!("/layanan/{long}"),
        format!("/{}", "a/".repeat(2000)),
    ]);
    for route in ROUTES {
        all.extend([
            format!("/{route}"),
            format!("{route}/"),
            format!("{route}//"),
            format!("/.{route}"),
            format!("{route}/."),
            format!("{route}%00"),
            route.to_uppercase(),
            format!("{route}?{long}"),
            format!("http://evil.example{route}"),
            format!("/%2f{route}"),
        ]);
    }
    all
}

/// Whether a browser that follows it stays with us, or goes where the catalogue says.
fn is_ours(location: &str) -> bool {
    let local =
        location.starts_with('/') && !location.starts_with("//") && !location.contains('\\');
    local || location == "https://kinerja.bkn.go.id"
}

#[track_caller]
fn check(what: &str, status: u16, headers: &HeaderMap) {
    if let Some(to) = headers.get(header::LOCATION) {
        let to = to.to_str().unwrap_or_else(|_| panic!("{what} leads to {to:?}"));
        assert!(is_ours(to), "{what} leads to {to}");
    }
    assert!(status < 500, "{what} is answered {status}");
    let kept = headers[header::CACHE_CONTROL].to_str().unwrap();
    let is_good = matches!(status, 200 | 206 | 304);
    assert!(is_good || matches!(kept, "no-store" | "no-cache"), "{what}: {status}, {kept}");
}

fn request(method: &str, address: &str) -> Option<Request<Body>> {
    let uri: Uri = address.parse().ok()?;
    let method = Method::from_bytes(method.as_bytes()).ok()?;
    Request::builder()
        .method(method)
        .uri(uri)
        .header("sec-fetch-site", "same-origin")
        .header(header::REFERER, "https://evil.example/")
        .header(header::HOST, "evil.example")
        .body(Body::empty())
        .ok()
}

on_both_engines! {
    async fn whatever_address_is_asked_for_nobody_is_led_away_and_no_error_is_kept(world) {
        let folder = tempfile::tempdir().unwrap();
        site(folder.path());
        let (logged_in, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let router = world.serving(folder.path());
        let mut browsers = [logged_in.on(router.clone()), world.browser().on(router)];
        let mut addresses = thought_of();
        let mut runner = TestRunner::deterministic();
        let odd = vec(prop_oneof![
            4 => (0..PIECES.len()).prop_map(|at| PIECES[at].to_owned()),
            1 => any::<char>().prop_map(String::from),
            1 => Just("x".repeat(260)),
        ], 0..7);
        for _ in 0..300 {
            let pieces = odd.new_tree(&mut runner).unwrap().current();
            addresses.push(format!("/{}", pieces.concat()));
        }
        let mut asked = 0;
        for address in &addresses {
            for method in ["GET", "HEAD", "POST", "OPTIONS", "TRACE", "PUT", "CONNECT", "BREW"] {
                let browser = &mut browsers[asked % 2];
                let Some(request) = request(method, address) else { continue };
                let page = browser.send(address, request).await;
                let shown: String = address.chars().take(200).collect();
                check(&format!("{method} {shown}"), page.status.as_u16(), &page.headers);
                asked += 1;
            }
        }
        // Both see each of them.
        browsers.swap(0, 1);
        for address in &thought_of() {
            let Some(request) = request("GET", address) else { continue };
            let page = browsers[0].send(address, request).await;
            check(address, page.status.as_u16(), &page.headers);
        }
        assert!(asked > 2000, "{asked} requests were possible");
    }

    async fn files_of_the_site_are_kept_for_ever_and_what_is_none_is_a_page(world) {
        let folder = tempfile::tempdir().unwrap();
        site(folder.path());
        let mut browser = world.browser().on(world.serving(folder.path()));
        for (address, kept) in [
            ("/pkg/x.css", "public, max-age=31536000, immutable"),
            ("/icons.svg?v=1", "public, max-age=31536000, immutable"),
            ("/favicon.svg", "public, max-age=86400"),
        ] {
            let page = browser.get(address).await;
            assert_eq!((page.status.as_u16(), page.headers["cache-control"].to_str().unwrap()), (200, kept));
        }
        for address in ["/pkg/y.css", "/pkg/folder.d", "/pkg/x.css/y.css", "//pkg/.", &format!("/{}.x", "x".repeat(300))] {
            let page = browser.get(address).await;
            assert_eq!((page.status.as_u16(), &page.headers["cache-control"]), (404, &"no-store".parse().unwrap()));
            page.assert_shows("Halaman ini tidak ada");
        }
        // What the disk refuses is our fault, and is not kept either.
        fs::create_dir(folder.path().join("pkg/loop")).unwrap();
        std::os::unix::fs::symlink("y.css", folder.path().join("pkg/loop/y.css")).unwrap();
        let page = browser.get("/pkg/loop/y.css").await;
        assert_eq!((page.status.as_u16(), &page.headers["cache-control"]), (500, &"no-store".parse().unwrap()));
    }
}
