//! What every route really sends and takes, compared with the table (`docs/SECURITY.md`).

use crate::routes::address;
use asn_digital::{
    http::{
        browser,
        policy::{ALWAYS, AnswerKind, NONCE, Origin},
    },
    paths,
};
use axum::body::Body;
use http::{HeaderMap, Request, header};
use std::fs;

const OPERATOR: &str = "198001012005011003";
const MACHINES: [&str; 2] = ["/healthz", "/readyz"];

/// The kind that this answer has to be of: a page, whatever its status, is one.
fn expected(address: &str, headers: &HeaderMap) -> AnswerKind {
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match address {
        _ if is_page => AnswerKind::Page,
        "/sw.js" => AnswerKind::ServiceWorker,
        _ if address.starts_with("/pkg/") => AnswerKind::VersionedFile,
        _ if MACHINES.contains(&address) => AnswerKind::Machine,
        _ => AnswerKind::Plain,
    }
}

#[track_caller]
fn check(what: &str, kind: AnswerKind, headers: &HeaderMap) {
    let policy = kind.policy();
    let content = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    let nonce = content.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    assert_eq!(
        nonce.is_some_and(|nonce| nonce.len() >= 22),
        kind == AnswerKind::Page,
        "{what}: {content}"
    );
    let content = nonce.map_or(content.to_owned(), |nonce| content.replace(nonce, NONCE));
    assert_eq!(content, policy.content, "{what}");
    assert_eq!(headers[header::CACHE_CONTROL], policy.kept, "{what}");
    for (name, value) in ALWAYS {
        assert_eq!(headers[name], value, "{what}");
    }
    for name in headers.keys() {
        assert!(!name.as_str().starts_with("access-control"), "{what}");
    }
}

fn form(path: &str, site: Option<&str>, bytes: usize) -> Request<Body> {
    let kind = "application/x-www-form-urlencoded";
    let request = Request::post(path).header(header::CONTENT_TYPE, kind);
    let request =
        site.iter().fold(request, |request, site| request.header("sec-fetch-site", *site));
    request.body(Body::from("x".repeat(bytes))).unwrap()
}

on_both_engines! {
    async fn every_route_sends_what_its_row_says(world) {
        let (operator, _) = world.logged_in(OPERATOR, "operator administrator", "192.0.2.1").await;
        let patterns = browser::addresses();
        assert!(patterns.len() > 70, "{patterns:?}");
        let (mut pages, mut others) = (0, 0);
        for browser in [operator, world.browser_at("192.0.2.2")] {
            for address in patterns.iter().map(|pattern| address(pattern)).chain(MACHINES.map(str::to_owned)) {
                // Each for itself: some end the session.
                let mut browser = browser.clone();
                let answer = browser.open(&address, "none").await;
                let kind = expected(&address, &answer.headers);
                check(&format!("GET {address}"), kind, &answer.headers);
                let wakes = answer.html.contains("asn-digital.js");
                assert!(wakes || !answer.html.contains("<leptos-island"), "{address}: an island sleeps");
                *(if kind == AnswerKind::Page { &mut pages } else { &mut others }) += 1;
            }
        }
        assert!(pages > 100 && others > 10, "{pages} pages, {others} others");
    }

    async fn files_of_the_site_are_sent_as_their_rows_say(world) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("pkg")).unwrap();
        for file in ["pkg/x.css", "favicon.svg", "icons.svg", "manifest.webmanifest"] {
            fs::write(folder.path().join(file), file).unwrap();
        }
        let mut browser = world.browser().on(world.serving(folder.path()));
        for (address, kind) in [
            ("/pkg/x.css", AnswerKind::VersionedFile),
            ("/icons.svg?v=1", AnswerKind::VersionedFile),
            ("/favicon.svg", AnswerKind::File),
            ("/manifest.webmanifest", AnswerKind::File),
            ("/pkg/y.css", AnswerKind::Page),
        ] {
            check(address, kind, &browser.get(address).await.headers);
        }
    }

    async fn what_changes_something_comes_from_where_its_row_says_and_is_no_longer(world) {
        let mut browser = world.browser();
        for address in browser::addresses().iter().map(|pattern| address(pattern)) {
            for site in [None, Some("cross-site"), Some("same-site")] {
                let answer = browser.send(&address, form(&address, site, 0)).await;
                assert_eq!(answer.status.as_u16(), 403, "{address} from {site:?}");
                check(&address, AnswerKind::Page, &answer.headers);
            }
            let kind = AnswerKind::asked(&address);
            assert_eq!(kind.policy().origin, Origin::Ours);
            if address == paths::UPLOAD {
                // Bounded piece by piece: `bulk_import::what_is_no_file_of_people_is_said_and_nothing_of_it_stays`.
                continue;
            }
            let longest = kind.policy().longest_body.unwrap();
            let answer = browser.send(&address, form(&address, Some("same-origin"), longest + 1)).await;
            assert_eq!(answer.status.as_u16(), 413, "{address}");
            let answer = browser.send(&address, form(&address, Some("same-origin"), longest)).await;
            assert_ne!(answer.status.as_u16(), 413, "{address}");
            if let Some(to) = answer.headers.get(header::LOCATION).map(|to| to.to_str().unwrap()) {
                assert!(to.starts_with('/') && !to.starts_with("//") && !paths::leads_away(to), "{address}: {to}");
            }
        }
        for address in MACHINES {
            let answer = browser.send(address, form(address, None, 0)).await;
            assert_eq!(answer.status.as_u16(), 405, "no origin is asked for");
        }
    }
}
