//! The head of every answer is short, whatever anybody sends: a proxy refuses one that is not, and
//! browsers drop cookies that are too long. And what was typed at length is there all the same.

use crate::support::*;
use axum::body::Body;
use http::{HeaderMap, Request, header};
use proptest::{
    prelude::{Strategy, any, prop_oneof},
    sample::select,
    strategy::ValueTree,
    test_runner::TestRunner,
};

const OPERATOR: &str = "198001012005011003";
const HTTPS: &str = "https://asn.example.go.id";
/// A proxy that was told nothing takes 4 KiB; it adds headers of its own. Bytes.
const LONGEST_HEAD: usize = 3 * 1024;
/// Of the status line and of what the server below the router adds: date, length, connection.
const ADDED: usize = 150;
/// RFC 6265bis §5.6. Bytes.
const LONGEST_COOKIE: usize = 4096;

const PAGES: [&str; 26] = [
    "/",
    "/masuk",
    "/mfa",
    "/beranda",
    "/masuk/langkah-kedua",
    "/masuk/hp-hilang",
    "/lupa-kata-sandi",
    "/kata-sandi-baru",
    "/batalkan-atur-ulang",
    "/mfa/kode-pemulihan",
    "/akun",
    "/akun/kata-sandi",
    "/akun/autentikator",
    "/akun/kode-pemulihan",
    "/akun/bukti",
    "/akun/catatan",
    "/pengumuman",
    "/kelola/pengumuman/",
    "/kelola/atur-ulang",
    "/kelola/layanan/",
    "/kelola/masuk-tunggal",
    "/kelola/sistem",
    "/kelola/masuk-tunggal/baru",
    "/kelola/masuk-tunggal/layanan",
    "/layanan/",
    "/buka/",
];
#[track_caller]
fn check(what: &str, headers: &HeaderMap) {
    let lines = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    let head = lines.sum::<usize>() + ADDED;
    let what: String = what.chars().take(200).collect();
    assert!(head < LONGEST_HEAD, "{what}: a head of {head} bytes: {headers:?}");
    for cookie in headers.get_all(header::SET_COOKIE) {
        assert!(cookie.len() < LONGEST_COOKIE, "{what}: {cookie:?}");
    }
}

/// What somebody types: long, short, in any letters, and what the fields are really for.
fn typed() -> impl Strategy<Value = String> {
    let letters =
        ["a", "🙂", "%", "\"", "\\", "\u{1}", "é", "/", "&", "=", "%F0", "a b", "\u{202e}", "<"];
    let starts = [
        "",
        "/beranda?cari=",
        "/masuk?lanjut=%2Fberanda%3Fcari%3D",
        "/layanan/",
        "https://",
        "1986",
    ];
    let right = [
        PNS,
        PASSWORD,
        "123456",
        "e-kinerja",
        "id",
        "en",
        "compact",
        "maintenance",
        "disruption",
        "2099-11-22T18:00",
        "/akun?tambah=passkey",
        "1",
        "",
    ];
    let long = (select(starts.to_vec()), select(letters.to_vec()), 1..1500_usize)
        .prop_map(|(start, letter, times)| format!("{start}{}", letter.repeat(times)));
    prop_oneof![3 => long, 2 => select(right.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn query(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Somebody at every stage, on plain http and behind https.
async fn everybody(world: &World) -> Vec<Browser> {
    let mut all = Vec::new();
    for (number, (nip, roles)) in
        [(PNS, "employee"), (OPERATOR, "operator administrator")].into_iter().enumerate()
    {
        let key = world.enrolled(nip, roles).await;
        for router in [world.router.clone(), world.behind(HTTPS)] {
            let mut browser = world.browser_at(&format!("192.0.2.{number}")).on(router.clone());
            assert!(browser.login(nip, PASSWORD, &world.code(&key)).await.is_launcher());
            world.clock.advance(30);
            all.push(browser);
            let mut waiting = world.browser_at(&format!("192.0.2.1{number}")).on(router);
            assert_eq!(waiting.login(nip, PASSWORD, "").await.path, "/masuk/langkah-kedua");
            all.push(waiting);
        }
    }
    world.account(PPPK, "employee").await;
    for router in [world.router.clone(), world.behind(HTTPS)] {
        all.push(world.browser_at("192.0.2.30").on(router.clone()));
        let mut enrolling = world.browser_at("192.0.2.31").on(router);
        enrolling.login(PPPK, PASSWORD, "").await;
        all.push(enrolling);
    }
    all
}

on_both_engines! {
    async fn no_answer_has_a_long_head_whatever_is_sent(world) {
        let mut browsers = everybody(&world).await;
        let mut runner = TestRunner::deterministic();
        let mut some = |strategy: &proptest::strategy::BoxedStrategy<String>| {
            strategy.new_tree(&mut runner).unwrap().current()
        };
        let (typed, forms) = (typed().boxed(), server_functions());
        for browser in &mut browsers {
            let known = browser.cookies.clone();
            for page in PAGES {
                for parameter in ["cari", "lanjut", "kunci", "x"] {
                    browser.cookies.clone_from(&known);
                    let slug = if page.ends_with('/') && page != "/" { query(&some(&typed)) } else { String::new() };
                    let path = format!("{page}{slug}?{parameter}={}", query(&some(&typed)));
                    let Ok(request) = Request::get(&path).body(Body::empty()) else { continue };
                    let answer = browser.send(&path, request).await;
                    check(&path, &answer.headers);
                }
            }
            for (function, names) in &forms {
                for _ in 0..3 {
                    browser.cookies.clone_from(&known);
                    let texts: Vec<_> = names.iter().map(|_| some(&typed)).collect();
                    let fields: Vec<_> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
                    let path = format!("/api/{function}");
                    // From a page of an endless address, as far as the browser says.
                    let owner = browser.page_of_ours().await;
                    let mut sent = form(&path, &fields, &owner);
                    let referrer = format!("https://evil.example/{}", "x".repeat(4000));
                    sent.headers_mut().insert(header::REFERER, referrer.parse().unwrap());
                    let answer = browser.send(&path, sent).await;
                    check(&format!("{path} {fields:?}"), &answer.headers);
                    if answer.status.is_redirection() {
                        let next = answer.location().to_owned();
                        let request = Request::get(&next).body(Body::empty()).unwrap();
                        check(&next, &browser.send(&next, request).await.headers);
                    }
                }
            }
            // Cookies that nobody of ours set.
            for name in known.keys() {
                browser.cookies.clone_from(&known);
                let odd: String = some(&typed).chars().filter(|c| c.is_ascii_graphic() && *c != ';').collect();
                browser.cookies.insert(name.clone(), odd);
                let request = Request::get("/beranda?cari=a").body(Body::empty()).unwrap();
                check(name, &browser.send("/beranda?cari=a", request).await.headers);
            }
        }
    }

    async fn the_requests_that_once_took_a_proxy_down_have_short_answers(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        let long = "a".repeat(3900);
        let page = browser.submit("/api/login", &[("nip", "1"), ("next", &format!("/beranda?cari={long}"))]).await;
        check("a login with a long next", &page.headers);
        let path = format!("/beranda?cari={long}");
        let page = browser.open(&path, "none").await;
        assert_eq!(page.location(), "/masuk?lanjut=%2Fberanda");
        check("a long search", &page.headers);
        // One that fits is still there after the login.
        let page = world.browser().get("/beranda?cari=naik+pangkat").await;
        assert!(page.html.contains("value=\"/beranda?cari=naik+pangkat\""), "{}", page.html);
    }

    async fn what_was_typed_at_length_is_shown_again_whole_and_once(world) {
        let (mut operator, _) = world.logged_in(OPERATOR, "operator administrator", "192.0.2.1").await;
        for (letter, times) in [("🙂", 300), ("a", 300), ("é", 300)] {
            let note = letter.repeat(times);
            let wrong = [("slug", "e-kinerja"), ("state", "disruption"), ("until", "kapan-kapan"), ("note_id", &*note), ("note_en", &note)];
            let page = operator.submit("/api/set-service", &wrong).await;
            check("notes", &page.headers);
            let page = operator.get(page.location()).await;
            assert_eq!(page.html.matches(&note).count(), 2, "{letter}");
            page.assert_shows("Tulis waktu seperti");
            assert!(!operator.get("/kelola/layanan/e-kinerja").await.html.contains(&note), "once");
        }
        let reason = "🙂".repeat(500);
        let page = operator.post("/api/reset/request", &[("nip", "1"), ("reason", &reason)]).await;
        assert!(page.html.contains(&reason));
        let name = "🙂".repeat(400);
        let page = operator.post("/api/authenticator/add", &[("code", "1"), ("device_name", &name)]).await;
        assert!(page.html.contains(&name), "{}", page.path);
        assert_eq!(world.run("DELETE FROM flashes").await.unwrap(), 0, "nothing is left");

        // While the first authenticator is set up, too; a stranger leaves nothing.
        world.account(PPPK, "employee").await;
        let mut enrolling = world.browser();
        enrolling.login(PPPK, PASSWORD, "").await;
        let page = enrolling.post("/api/mfa/activate", &[("code", "1"), ("device_name", &name)]).await;
        assert!(page.html.contains(&name), "{}", page.path);
        let mut stranger = world.browser();
        let page = stranger.submit("/api/mfa/activate", &[("code", "1"), ("device_name", &name)]).await;
        assert!(page.headers.get(header::SET_COOKIE).is_none());
    }

    async fn a_long_message_is_one_for_each_session_and_goes_with_it_or_after_five_minutes(world) {
        let (mut operator, key) = world.logged_in(OPERATOR, "operator administrator", "192.0.2.1").await;
        let reason = |letter: &str| letter.repeat(500);
        let leave = |letter: &str| [("nip", "1".to_owned()), ("reason", reason(letter))];
        let send = async |browser: &mut Browser, letter: &str| {
            let [nip, text] = leave(letter);
            browser.submit("/api/reset/request", &[(nip.0, &nip.1), (text.0, &text.1)]).await;
        };
        send(&mut operator, "🙂").await;
        send(&mut operator, "🙁").await;
        // Another session of the same person, with the first one's cookie.
        let mut other = world.browser_at("192.0.2.2");
        assert!(other.login(OPERATOR, PASSWORD, &world.code(&key)).await.is_launcher());
        other.cookies.insert("asn_flash".into(), operator.cookies["asn_flash"].clone());
        assert!(!other.get("/kelola/atur-ulang").await.html.contains(&reason("🙁")));
        let page = operator.get("/kelola/atur-ulang").await;
        assert!(page.html.contains(&reason("🙁")) && !page.html.contains(&reason("🙂")), "the last one");

        send(&mut operator, "🙂").await;
        let cookie = operator.cookies["asn_flash"].clone();
        world.clock.advance(300);
        operator.cookies.insert("asn_flash".into(), cookie);
        assert!(!operator.get("/kelola/atur-ulang").await.html.contains(&reason("🙂")), "too late");
        world.clock.advance(1);
        asn_digital::jobs::remove_what_is_over(&world.portal).await.unwrap();
        assert_eq!(world.run("DELETE FROM flashes").await.unwrap(), 0, "cleaned up");

        send(&mut operator, "🙂").await;
        operator.post("/api/logout", &[]).await;
        assert_eq!(world.run("DELETE FROM flashes").await.unwrap(), 0, "gone with the session");
    }
}
