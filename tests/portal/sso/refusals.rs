//! Requests to sign somebody in that are wrong: what may not be answered at the service is a page of ours, anything
//! else an error of the protocol at a registered address, and never anywhere else.

use super::*;
use crate::support::*;
use asn_digital::{
    domain::{
        guard::visitor::Visitor,
        sso::clients::{self, ClientDecision, Decider},
    },
    paths,
};
use http::{StatusCode, header};

async fn service(world: &World) -> Service {
    with_clients(world, &(client("uji", "") + &client("lain", ""))).await;
    Service::new(world, "uji")
}

async fn person(world: &World) -> Browser {
    world.logged_in(PNS, "employee", "192.0.2.1").await.0
}

/// A page of ours, in plain words, with a number to quote; the browser stays.
async fn refused(browser: &mut Browser, address: &str, status: u16, title: &str) -> Page {
    let page = browser.open(address, "cross-site").await;
    assert_eq!(page.status, StatusCode::from_u16(status).unwrap(), "{address}: {}", page.text());
    assert!(!page.headers.contains_key(header::LOCATION), "{address}");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(page.texts("h1"), [title], "{address}");
    assert!(page.texts(".reference code").concat().len() >= 6, "a number to quote");
    let home = page.attributes(".actions a", "href");
    assert!(home.iter().any(|to| to == "/beranda" || to == "/"), "a way back: {home:?}");
    page
}

/// An error of the protocol at the service.
async fn told(service: &Service, browser: &mut Browser, more: &[(&str, &str)], error: &str) {
    let returned = service.signs_in(browser, more).await;
    assert_eq!((returned.uri.as_str(), returned.get("error")), (REDIRECT, error), "{more:?}");
    assert_eq!(returned.get("iss"), ORIGIN, "{more:?}");
    assert_eq!(returned.get("code"), "", "{more:?}");
    let repeats_state = more.iter().any(|(name, _)| *name == "state");
    assert_eq!(returned.get("state"), if repeats_state { "" } else { "keadaan" }, "{more:?}");
    let description = returned.get("error_description");
    let quoted = |c: char| !(' '..='~').contains(&c) || c == '"' || c == '\\';
    assert!(!description.is_empty() && !description.contains(quoted), "{description}");
}

const NO_CLIENT: &str = "Layanan tidak menyebut namanya";
const UNKNOWN: &str = "Layanan ini tidak terdaftar";
const NO_REDIRECT: &str = "Layanan tidak menyebut alamat kembali";
const UNKNOWN_REDIRECT: &str = "Alamat kembali tidak terdaftar";
const STALE: &str = "Permintaan masuk ini sudah lewat";
const TOO_LONG: &str = "Permintaan dari layanan terlalu panjang";
const TOO_MANY: &str = "Permintaan dari layanan berisi terlalu banyak isian";
const NOT_FOR_THEM: &str = "Layanan ini bukan untuk peran Anda";
const CLOSED: &str = "Layanan ini sedang tidak dapat dibuka";
const NEEDS_PASSKEY: &str = "Layanan ini meminta passkey";

on_both_engines! {
    async fn nobody_is_sent_to_an_address_that_is_not_registered(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        for other in [
            "https://layanan.example/kembali/",
            "https://layanan.example/kembali?a=1",
            "https://layanan.example/kembali#a",
            "https://layanan.example/Kembali",
            "https://LAYANAN.example/kembali",
            "https://layanan.example:443/kembali",
            "https://layanan.example:8443/kembali",
            "https://layanan.example.jahat.example/kembali",
            "https://jahat@layanan.example/kembali",
            "https://layanan.example/lain/../kembali",
            "https://layanan.example/%6bembali",
            "http://layanan.example/kembali",
            "//layanan.example/kembali",
            "javascript:alert(1)",
            " https://layanan.example/kembali",
            "\"><script>alert(1)</script>",
        ] {
            for more in [vec![], vec![("response_type", "token")], vec![("prompt", "none")], vec![("response_mode", "form_post")]] {
                let mut fields = vec![("redirect_uri", other)];
                fields.extend(more);
                let page = refused(&mut browser, &service.authorize(&fields), 400, UNKNOWN_REDIRECT).await;
                assert_eq!(page.texts("code.sent"), [other], "the address that was sent is named");
                page.assert_shows("Layanan uji");
                assert!(!page.html.contains("<script>alert"), "{}", page.html);
            }
        }
        let long = format!("{REDIRECT}/{}", "a".repeat(2000));
        let page = refused(&mut browser, &service.authorize(&[("redirect_uri", &long)]), 400, UNKNOWN_REDIRECT).await;
        assert_eq!(page.texts("code.sent").concat().len(), 300, "and no more of it than that");
        // Another client's address is not this one's, either.
        let elsewhere = "redirect_uris = [\"https://tetangga.example/kembali\"]";
        with_clients(&world, &(client("uji", "") + &client("tetangga", elsewhere))).await;
        let theirs = [("redirect_uri", "https://tetangga.example/kembali")];
        refused(&mut browser, &service.authorize(&theirs), 400, UNKNOWN_REDIRECT).await;
    }

    async fn a_request_of_nobody_is_answered_by_a_page(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        refused(&mut browser, &service.authorize(&[("client_id", "")]), 400, NO_CLIENT).await;
        refused(&mut browser, "/oidc/authorize", 400, NO_CLIENT).await;
        let twice = format!("{}&client_id=uji", service.authorize(&[]));
        refused(&mut browser, &twice, 400, NO_CLIENT).await;
        refused(&mut browser, &service.authorize(&[("client_id", "tak-ada")]), 400, UNKNOWN).await;
        refused(&mut browser, &service.authorize(&[("redirect_uri", "")]), 400, NO_REDIRECT).await;
        let twice = format!("{}&redirect_uri={REDIRECT}", service.authorize(&[]));
        refused(&mut browser, &twice, 400, NO_REDIRECT).await;
        let huge = service.authorize(&[("claims", &"a".repeat(25 * 1024))]);
        refused(&mut browser, &huge, 400, TOO_LONG).await;
        let many = format!("{}{}", service.authorize(&[]), "&a=1".repeat(100));
        refused(&mut browser, &many, 400, TOO_MANY).await;
        // The same for whoever is not logged in: no login is asked for first.
        refused(&mut world.browser(), &service.authorize(&[("client_id", "tak-ada")]), 400, UNKNOWN).await;
    }

    async fn what_comes_by_post_and_cannot_be_read_is_a_page_that_says_why(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        let many = service.request(&[]) + &"&a=1".repeat(100);
        let long = service.request(&[("claims", &"a".repeat(24 * 1024))]);
        for (body, title) in [(many, TOO_MANY), (long, TOO_LONG)] {
            let request = http::Request::post("/oidc/authorize")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(axum::body::Body::from(body));
            let page = world.browser().send("/oidc/authorize", request.unwrap()).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
            refused(&mut browser, page.location(), 400, title).await;
        }
        // A logout that cannot be read is one without a proof: a page asks.
        for body in ["a=1&".repeat(101), "a".repeat(24 * 1024 + 1)] {
            let request = http::Request::post("/oidc/logout")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(axum::body::Body::from(body));
            let page = world.browser().send("/oidc/logout", request.unwrap()).await;
            assert_eq!(browser.open(page.location(), "cross-site").await.location(), "/keluar");
        }
        // The endpoints that programs ask say it in the protocol's words.
        let fields = [vec![("a", "1"); 100], vec![("grant_type", "authorization_code")]].concat();
        let answer = service.post("/oidc/token", &fields).await;
        assert_eq!(answer.error(), (400, "invalid_request"));
        assert_eq!(answer.text("error_description"), "the request has more than 100 parameters");
    }

    async fn a_client_that_is_stopped_signs_nobody_in_any_more(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        let flow = service.flow(&mut browser, &[]).await;
        let waiting = service.signs_in(&mut browser, &[]).await;
        let decide = async |decision| {
            let by = Visitor::command_line();
            clients::decide(&world.portal, &by, Decider::CommandLine, "uji", decision).await.unwrap().unwrap()
        };
        decide(ClientDecision::Disable).await;
        refused(&mut browser, &service.authorize(&[]), 400, UNKNOWN).await;
        assert_eq!(service.exchange(waiting.code()).await.error(), (401, "invalid_client"));
        assert_eq!(service.refresh(flow.refresh()).await.error(), (401, "invalid_client"));
        assert_eq!(service.userinfo(flow.access()).await.error(), (401, "invalid_token"));
        decide(ClientDecision::Enable).await;
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"), "it had ended");
        service.flow(&mut browser, &[]).await;
    }

    async fn what_is_wrong_with_a_request_is_told_to_its_service(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        let long = "a".repeat(1025);
        let challenge = challenge(VERIFIER);
        let short = &challenge[1..];
        for (more, error) in [
            (&[("response_type", "")][..], "invalid_request"),
            (&[("response_type", "token")], "unsupported_response_type"),
            (&[("response_type", "id_token")], "unsupported_response_type"),
            (&[("response_type", "code id_token")], "unsupported_response_type"),
            (&[("response_type", "none")], "unsupported_response_type"),
            (&[("response_mode", "web_message")], "invalid_request"),
            (&[("code_challenge", ""), ("code_challenge_method", "")], "invalid_request"),
            (&[("code_challenge", "")], "invalid_request"),
            (&[("code_challenge_method", "")], "invalid_request"),
            (&[("code_challenge_method", "plain")], "invalid_request"),
            (&[("code_challenge", short)], "invalid_request"),
            (&[("code_challenge", "=============================================")], "invalid_request"),
            (&[("prompt", "none login")], "invalid_request"),
            (&[("prompt", "create")], "invalid_request"),
            (&[("max_age", "-1")], "invalid_request"),
            (&[("max_age", "satu")], "invalid_request"),
            (&[("nonce", &long)], "invalid_request"),
            (&[("state", &long)], "invalid_request"),
            (&[("request", "a.b.c")], "request_not_supported"),
            (&[("request_uri", "https://layanan.example/a")], "request_uri_not_supported"),
            (&[("registration", "{}")], "registration_not_supported"),
            (&[("id_token_hint", "a.b.c")], "invalid_request"),
        ] {
            told(&service, &mut browser, more, error).await;
            // Whoever is not logged in is not asked to log in for nothing.
            told(&service, &mut world.browser(), more, error).await;
        }
    }

    async fn what_stands_there_twice_is_refused_whichever_it_is(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        for name in [
            "response_type", "response_mode", "scope", "state", "nonce", "prompt", "max_age", "code_challenge",
            "code_challenge_method", "acr_values", "id_token_hint", "login_hint", "ui_locales", "display",
            "claims", "claims_locales", "request", "request_uri", "registration",
        ] {
            let twice = format!("{}&{name}=1&{name}=2", service.authorize(&[(name, "")]));
            let returned = Returned::read(browser.open(&twice, "cross-site").await.location());
            assert_eq!((returned.uri.as_str(), returned.get("error")), (REDIRECT, "invalid_request"), "{name}");
            assert_eq!(returned.get("state"), if name == "state" { "" } else { "keadaan" });
        }
    }

    async fn a_hint_about_somebody_else_or_for_another_service_signs_nobody_in(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        let own = service.flow(&mut browser, &[]).await;
        let other = Service::new(&world, "lain").flow(&mut browser, &[]).await;
        told(&service, &mut browser, &[("id_token_hint", other.hint())], "invalid_request").await;
        for no_id_token in [own.access(), own.refresh()] {
            told(&service, &mut browser, &[("id_token_hint", no_id_token)], "invalid_request").await;
        }
        let mut colleague = world.logged_in(PPPK, "employee", "192.0.2.2").await.0;
        told(&service, &mut colleague, &[("id_token_hint", own.hint())], "login_required").await;
        service.flow(&mut browser, &[("id_token_hint", own.hint())]).await;
    }

    async fn an_unknown_scope_is_ignored_and_one_that_is_not_allowed_too(world) {
        with_clients(&world, &client("uji", "scope = \"openid profile\"")).await;
        let service = Service::new(&world, "uji");
        let scope = [("scope", "openid email offline_access profile tak-ada roles")];
        let flow = service.flow(&mut person(&world).await, &scope).await;
        assert_eq!(flow.tokens.text("scope"), "openid profile");
        assert!(flow.userinfo.get("email").is_none() && flow.userinfo.get("roles").is_none());
    }

    async fn an_answer_comes_back_as_it_was_asked_for(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        let page = browser.open(&service.authorize(&[("response_mode", "fragment")]), "cross-site").await;
        assert!(page.location().starts_with(&format!("{REDIRECT}#")), "{}", page.location());
        service.complete(Returned::read(page.location()), "sekali").await;
        let state = "<\"'&>";
        let mode = [("response_mode", "form_post"), ("state", state)];
        let page = browser.open(&service.authorize(&mode), "cross-site").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.attributes("form", "action"), [REDIRECT]);
        assert_eq!(page.attributes("form", "method"), ["post"]);
        let field = |name: &str| page.attribute(&format!("form [name={name}]"), "value").unwrap();
        assert_eq!((field("state"), field("iss")), (state.to_owned(), ORIGIN.to_owned()));
        assert_eq!(service.exchange(&field("code")).await.status, StatusCode::OK);
        // A script of its own sends it, which nobody else could have written; without scripts, a button does.
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{policy}");
        assert!(!policy.contains("form-action") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let nonce = page.nonce();
        assert_eq!(page.attributes("script", "nonce"), [nonce.as_str()]);
        assert_eq!(page.count("form button"), 1);
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
        let again = browser.open(&service.authorize(&mode), "cross-site").await;
        assert_ne!(again.nonce(), nonce, "another one each time");
        // An error, too.
        let mode = [("response_mode", "form_post"), ("response_type", "token")];
        let page = browser.open(&service.authorize(&mode), "cross-site").await;
        assert_eq!(page.attribute("form [name=error]", "value").unwrap(), "unsupported_response_type");
        let returned = service.signs_in(&mut browser, &[("response_mode", "fragment"), ("max_age", "x")]).await;
        assert_eq!(returned.get("error"), "invalid_request");
    }

    async fn who_may_not_enter_is_told_so_on_a_page_and_no_code_is_made(world) {
        let file = [
            client("pejabat", "roles = [\"operator\"]"),
            client("jakarta", "agencies = [\"Badan Kepegawaian Negara\"]"),
            client("uji", ""),
        ];
        with_clients(&world, &file.concat()).await;
        let mut browser = person(&world).await;
        for id in ["pejabat", "jakarta"] {
            let service = Service::new(&world, id);
            let page = refused(&mut browser, &service.authorize(&[]), 403, NOT_FOR_THEM).await;
            page.assert_shows(&format!("Layanan {id}"));
            told(&service, &mut browser, &[("prompt", "none")], "access_denied").await;
        }
        Service::new(&world, "uji").flow(&mut browser, &[]).await;
    }

    async fn a_service_that_an_operator_closed_lets_nobody_in_until_it_opens(world) {
        with_clients(&world, &client("uji", "service = \"presensi\"")).await;
        let service = Service::new(&world, "uji");
        let mut browser = person(&world).await;
        let flow = service.flow(&mut browser, &[]).await;
        let waiting = service.signs_in(&mut browser, &[]).await;
        let roles = "employee administrator";
        let (mut operator, key) = world.logged_in("197903122005011003", roles, "192.0.2.3").await;
        let mut set = async |state: &str| {
            let code = world.code(&key);
            world.clock.advance(30);
            operator.post("/api/proof/code", &[("code", &code), ("next", "")]).await;
            let fields = [
                ("slug", "presensi"), ("state", state), ("until", ""),
                ("note_id", "Sedang diperbaiki"), ("note_en", "Being repaired"),
            ];
            operator.post("/api/set-service", &fields).await;
            world.portal.refresh_commons().await.unwrap();
        };
        set("blocked").await;
        let page = refused(&mut browser, &service.authorize(&[]), 403, CLOSED).await;
        assert!(page.attributes(".actions a", "href").contains(&"/layanan/presensi".to_owned()));
        assert_eq!(service.exchange(waiting.code()).await.error(), (400, "invalid_grant"));
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"));
        assert_eq!(service.userinfo(flow.access()).await.error(), (401, "invalid_token"));
        set("available").await;
        service.flow(&mut browser, &[]).await;
    }

    async fn where_a_passkey_is_needed_a_password_is_not_enough(world) {
        with_clients(&world, &client("uji", "minimum_acr = \"phr\"")).await;
        let service = Service::new(&world, "uji");
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        told(&service, &mut browser, &[("prompt", "none")], "login_required").await;
        // Whatever the service, or whoever edits the address, asks for.
        for more in [&[][..], &[("acr_values", "aal2")], &[("max_age", "100000")]] {
            let page = browser.open(&service.authorize(more), "cross-site").await;
            assert!(page.location().starts_with("/akun/bukti?lanjut="), "{}", page.location());
            let asked = page.location().to_owned();
            let next = browser.get(&asked).await.next();
            let code = world.code(&key);
            world.clock.advance(30);
            browser.submit("/api/proof/code", &[("code", &code), ("next", &next)]).await;
            let page = refused(&mut browser, &next, 403, NEEDS_PASSKEY).await;
            assert!(page.attributes(".actions a", "href").contains(&paths::ADD_PASSKEY.to_owned()));
        }
    }

    async fn what_was_sealed_is_good_once_it_is_whole_and_not_too_old(world) {
        let service = service(&world).await;
        let mut browser = world.browser();
        let page = browser.open(&service.authorize(&[]), "cross-site").await;
        let (_, next) = page.location().split_once("?lanjut=").unwrap();
        let next = percent_encoding::percent_decode_str(next).decode_utf8().unwrap().into_owned();
        let mut browser = person(&world).await;
        refused(&mut browser, &next[..next.len() - 1], 400, STALE).await;
        refused(&mut browser, "/oidc/lanjut", 400, STALE).await;
        refused(&mut browser, "/oidc/lanjut?permintaan=AAAA", 400, STALE).await;
        service.complete(Returned::read(browser.open(&next, "same-origin").await.location()), "sekali").await;
        world.clock.advance(12 * 3600);
        refused(&mut world.browser(), &next, 400, STALE).await;
    }

    async fn a_request_that_was_pushed_is_its_clients_alone_and_waits_ninety_seconds(world) {
        let service = service(&world).await;
        let mut browser = person(&world).await;
        let fields = service.request(&[]);
        let fields: Vec<_> = url::form_urlencoded::parse(fields.as_bytes()).into_owned().collect();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let pushed = service.post("/oidc/par", &fields).await;
        assert_eq!((pushed.status, pushed.body["expires_in"].as_i64()), (StatusCode::CREATED, Some(90)));
        let uri = pushed.text("request_uri").to_owned();
        let by = |client: &str| {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("client_id", client), ("request_uri", &uri)]).finish();
            format!("/oidc/authorize?{query}")
        };
        refused(&mut browser, &by("lain"), 400, STALE).await;
        service.complete(Returned::read(browser.open(&by("uji"), "cross-site").await.location()), "sekali").await;
        world.clock.advance(90);
        refused(&mut browser, &by("uji"), 400, STALE).await;
        // What is wrong is said to the service itself.
        let mut wrong = fields.clone();
        wrong.push(("max_age", "x"));
        assert_eq!(service.post("/oidc/par", &wrong).await.error(), (400, "invalid_request"));
        wrong.pop();
        wrong.retain(|(name, _)| *name != "redirect_uri");
        wrong.push(("redirect_uri", "https://jahat.example/"));
        assert_eq!(service.post("/oidc/par", &wrong).await.error(), (400, "invalid_request"));
        wrong.push(("request_uri", &uri));
        assert_eq!(service.post("/oidc/par", &wrong).await.error(), (400, "invalid_request"));
        // Nobody pushes in another's name.
        let mut other = fields.clone();
        other.retain(|(name, _)| *name != "client_id");
        other.push(("client_id", "lain"));
        assert_eq!(service.post("/oidc/par", &other).await.error(), (400, "invalid_request"));
    }
}
