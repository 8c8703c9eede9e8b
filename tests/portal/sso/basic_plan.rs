//! The conformance suite's Basic plan: a test for each module, under the module's name without `oidcc-`, that
//! asserts what the module asserts. Its client is registered beforehand, with a secret, and does without PKCE.

use super::*;
use crate::support::*;
use http::{StatusCode, header};
use serde_json::json;

/// The client of the plan, and one that is somebody else's.
async fn suite(world: &World) -> Service {
    let file = [client("suite", "pkce = \"optional\""), client("lain", "pkce = \"optional\"")];
    with_clients(world, &file.concat()).await;
    Service::plain(world, "suite")
}

async fn person(world: &World) -> Browser {
    world.logged_in(PNS, "employee", "192.0.2.1").await.0
}

/// A sign-in for which nothing is asked that the module does not ask for.
async fn succeeds(world: &World, more: &[(&str, &str)]) -> Flow {
    let service = suite(world).await;
    service.flow(&mut person(world).await, more).await
}

/// What userinfo says for these scopes: exactly these claims.
async fn tells(world: &World, scope: &str, claims: &[&str]) {
    let flow = succeeds(world, &[("scope", scope)]).await;
    let mut told: Vec<_> = flow.userinfo.as_object().unwrap().keys().cloned().collect();
    told.sort();
    assert_eq!(told, claims, "{scope}");
    assert_eq!(flow.tokens.text("scope"), scope);
}

const OPENID: (&str, &str) = ("scope", "openid");

on_both_engines! {
    async fn server(world) {
        let flow = succeeds(&world, &[OPENID]).await;
        assert!(flow.returned.code().len() >= 22, "128 bits at least");
        let names: Vec<_> = flow.returned.fields.keys().cloned().collect();
        assert_eq!(names, ["code", "iss", "state"], "nothing else comes back");
    }

    async fn response_type_missing(world) {
        let service = suite(&world).await;
        let returned = service.signs_in(&mut person(&world).await, &[("response_type", "")]).await;
        assert_eq!((returned.uri.as_str(), returned.get("error")), (REDIRECT, "invalid_request"));
        assert_eq!((returned.get("state"), returned.get("iss")), ("keadaan", ORIGIN));
        assert_eq!(returned.get("code"), "");
    }

    async fn idtoken_signature(world) {
        let flow = succeeds(&world, &[OPENID]).await;
        let head = asn_digital::domain::sso::jws::Unverified::parse(flow.hint()).unwrap().head;
        assert_eq!(head.alg, "RS256");
        let keys = Service::plain(&world, "suite").keys().await.keys;
        assert!(head.kid.is_some() && keys.iter().filter(|key| key.kid == head.kid).count() == 1);
    }

    async fn idtoken_unsigned(world) {
        // Where an issuer does not offer it, the module is passed over.
        let service = suite(&world).await;
        let found = service.get("/.well-known/openid-configuration", None).await;
        let offered = found.body["id_token_signing_alg_values_supported"].as_array().unwrap().clone();
        assert!(!offered.contains(&json!("none")), "{offered:?}");
        let file = client("suite", "id_token_signed_response_alg = \"none\"");
        assert!(asn_digital::domain::sso::client_file::parse(&file).is_err(), "and nobody may want it");
    }

    async fn userinfo_get(world) {
        let flow = succeeds(&world, &[OPENID]).await;
        let userinfo = Service::plain(&world, "suite").userinfo(flow.access()).await;
        assert_eq!((userinfo.status, userinfo.body), (StatusCode::OK, flow.userinfo));
    }

    async fn userinfo_post_header(world) {
        let flow = succeeds(&world, &[OPENID]).await;
        let bearer = format!("Bearer {}", flow.access());
        let service = Service::plain(&world, "suite");
        let userinfo = service.post_with("/oidc/userinfo", &[], Some(&bearer)).await;
        assert_eq!((userinfo.status, userinfo.body), (StatusCode::OK, flow.userinfo));
    }

    async fn userinfo_post_body(world) {
        let flow = succeeds(&world, &[OPENID]).await;
        let service = Service::plain(&world, "suite");
        let fields = [("access_token", flow.access())];
        let userinfo = service.post_with("/oidc/userinfo", &fields, None).await;
        assert_eq!((userinfo.status, userinfo.body), (StatusCode::OK, flow.userinfo));
    }

    async fn ensure_request_without_nonce_succeeds_for_code_flow(world) {
        let flow = succeeds(&world, &[OPENID, ("nonce", "")]).await;
        assert!(flow.id_token.get("nonce").is_none());
    }

    async fn scope_profile(world) {
        tells(&world, "openid profile", &["agency", "name", "nip", "preferred_username", "sub"]).await;
    }

    async fn scope_email(world) {
        tells(&world, "openid email", &["email", "email_verified", "sub"]).await;
    }

    async fn scope_address(world) {
        // Nothing is known of it, and nothing is made up.
        tells(&world, "openid address", &["sub"]).await;
    }

    async fn scope_phone(world) {
        tells(&world, "openid phone", &["sub"]).await;
    }

    async fn scope_all(world) {
        let claims = ["agency", "email", "email_verified", "name", "nip", "preferred_username", "sub"];
        tells(&world, "openid profile email phone address", &claims).await;
    }

    async fn alternate_happy_flow(world) {
        let service = suite(&world).await;
        let mut browser = person(&world).await;
        let address = service.authorize(&[("scope", "email openid")]);
        let (path, query) = address.split_once('?').unwrap();
        let turned: Vec<_> = query.split('&').rev().collect();
        let page = browser.open(&format!("{path}?{}", turned.join("&")), "cross-site").await;
        let flow = service.complete(Returned::read(page.location()), "sekali").await;
        assert_eq!(flow.userinfo["email"], format!("{PNS}@example.go.id"));
    }

    async fn display_page(world) {
        succeeds(&world, &[OPENID, ("display", "page")]).await;
    }

    async fn display_popup(world) {
        succeeds(&world, &[OPENID, ("display", "popup")]).await;
    }

    async fn prompt_login(world) {
        let service = suite(&world).await;
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let first = service.flow(&mut browser, &[OPENID]).await;
        world.clock.advance(30);
        let login = [OPENID, ("prompt", "login")];
        let returned = service.signs_in_anew(&mut browser, &login, &world.code(&key)).await;
        let second = service.complete(returned, "sekali").await;
        assert_eq!(second.id_token["sub"], first.id_token["sub"]);
        let at = |flow: &Flow| flow.id_token["auth_time"].as_i64().unwrap();
        assert!(at(&second) > at(&first));
    }

    async fn prompt_none_not_logged_in(world) {
        let service = suite(&world).await;
        let mut browser = world.browser();
        let returned = service.signs_in(&mut browser, &[OPENID, ("prompt", "none")]).await;
        assert_eq!((returned.uri.as_str(), returned.get("error")), (REDIRECT, "login_required"));
        assert_eq!((returned.get("state"), returned.get("iss")), ("keadaan", ORIGIN));
        assert_eq!(returned.get("code"), "");
    }

    async fn prompt_none_logged_in(world) {
        let service = suite(&world).await;
        let mut browser = person(&world).await;
        let first = service.flow(&mut browser, &[OPENID]).await;
        world.clock.advance(1);
        let second = service.flow(&mut browser, &[OPENID, ("prompt", "none")]).await;
        for claim in ["sub", "auth_time"] {
            assert_eq!(second.id_token[claim], first.id_token[claim], "{claim}");
        }
    }

    async fn max_age_1(world) {
        let service = suite(&world).await;
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let first = service.flow(&mut browser, &[OPENID]).await;
        world.clock.advance(30);
        let asked = [OPENID, ("max_age", "1")];
        let returned = service.signs_in_anew(&mut browser, &asked, &world.code(&key)).await;
        let second = service.complete(returned, "sekali").await;
        let at = |flow: &Flow| flow.id_token["auth_time"].as_i64().unwrap();
        assert!(at(&second) > at(&first));
        assert_eq!(at(&second), world.portal.now().unix_timestamp(), "and it was just now");
    }

    async fn max_age_10000(world) {
        let service = suite(&world).await;
        let mut browser = person(&world).await;
        let first = service.flow(&mut browser, &[OPENID, ("max_age", "15000")]).await;
        world.clock.advance(5);
        let second = service.flow(&mut browser, &[OPENID, ("max_age", "10000")]).await;
        for claim in ["sub", "auth_time"] {
            assert_eq!(second.id_token[claim], first.id_token[claim], "{claim}");
        }
    }

    async fn ensure_request_with_unknown_parameter_succeeds(world) {
        succeeds(&world, &[OPENID, ("extra", "foobar")]).await;
    }

    async fn id_token_hint(world) {
        let service = suite(&world).await;
        let mut browser = person(&world).await;
        let first = service.flow(&mut browser, &[OPENID]).await;
        world.clock.advance(1);
        let asked = [OPENID, ("prompt", "none"), ("id_token_hint", first.hint())];
        let second = service.flow(&mut browser, &asked).await;
        for claim in ["sub", "auth_time"] {
            assert_eq!(second.id_token[claim], first.id_token[claim], "{claim}");
        }
    }

    async fn login_hint(world) {
        succeeds(&world, &[OPENID, ("login_hint", "buffy@example.com")]).await;
    }

    async fn ui_locales(world) {
        succeeds(&world, &[OPENID, ("ui_locales", "se")]).await;
    }

    async fn claims_locales(world) {
        succeeds(&world, &[OPENID, ("claims_locales", "se")]).await;
    }

    async fn ensure_request_with_acr_values_succeeds(world) {
        let flow = succeeds(&world, &[OPENID, ("acr_values", "1 2")]).await;
        assert_eq!(flow.id_token["acr"], "aal2", "it says what there was, not what was wished for");
    }

    async fn codereuse(world) {
        let service = suite(&world).await;
        let flow = service.flow(&mut person(&world).await, &[OPENID]).await;
        let again = service.exchange(flow.returned.code()).await;
        assert_eq!(again.error(), (400, "invalid_grant"));
    }

    async fn codereuse_30seconds(world) {
        let service = suite(&world).await;
        let flow = service.flow(&mut person(&world).await, &[OPENID]).await;
        world.clock.advance(30);
        let again = service.exchange(flow.returned.code()).await;
        assert_eq!(again.error(), (400, "invalid_grant"));
        let userinfo = service.userinfo(flow.access()).await;
        assert_eq!(userinfo.error(), (401, "invalid_token"));
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"));
    }

    async fn ensure_registered_redirect_uri(world) {
        let service = suite(&world).await;
        let other = format!("{REDIRECT}/foo");
        let address = service.authorize(&[("redirect_uri", &other)]);
        let page = person(&world).await.open(&address, "cross-site").await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(!page.headers.contains_key(header::LOCATION));
        page.assert_shows(&other);
    }

    async fn ensure_post_request_succeeds(world) {
        let service = suite(&world).await;
        let mut browser = person(&world).await;
        // From a page of the service: cookies that are Lax stay behind.
        let body = service.request(&[OPENID]);
        let request = http::Request::post("/oidc/authorize")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .header(header::ORIGIN, "https://layanan.example")
            .body(axum::body::Body::from(body));
        let page = world.browser().send("/oidc/authorize", request.unwrap()).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let page = browser.open(page.location(), "cross-site").await;
        service.complete(Returned::read(page.location()), "sekali").await;
    }

    async fn server_client_secret_post(world) {
        let method = "token_endpoint_auth_method = \"client_secret_post\"\npkce = \"optional\"";
        let file = client("suite", method) + &secret_line();
        with_clients(&world, &file).await;
        let service = Service::plain(&world, "suite");
        let returned = service.signs_in(&mut person(&world).await, &[OPENID]).await;
        let mut fields = service.exchanging(returned.code());
        fields.extend([("client_id", "suite"), ("client_secret", SECRET)]);
        let tokens = service.post_with("/oidc/token", &fields, None).await;
        assert_eq!(tokens.status, StatusCode::OK, "{tokens:?}");
        let id_token = service.proved(tokens.text("id_token")).await;
        assert_eq!((&id_token["aud"], &id_token["nonce"]), (&"suite".into(), &"sekali".into()));
        let userinfo = service.userinfo(tokens.text("access_token")).await;
        assert_eq!(userinfo.status, StatusCode::OK);
    }

    async fn request_uri_unsigned_supported_correctly_or_rejected_as_unsupported(world) {
        let service = suite(&world).await;
        let uri = [("request_uri", "https://layanan.example/permintaan.jwt")];
        let returned = service.signs_in(&mut person(&world).await, &uri).await;
        assert_eq!(returned.get("error"), "request_uri_not_supported");
        assert_eq!((returned.get("state"), returned.get("iss")), ("keadaan", ORIGIN));
    }

    async fn unsigned_request_object_supported_correctly_or_rejected_as_unsupported(world) {
        let service = suite(&world).await;
        let object = "eyJhbGciOiJub25lIn0.eyJzY29wZSI6Im9wZW5pZCJ9.";
        let returned = service.signs_in(&mut person(&world).await, &[("request", object)]).await;
        assert_eq!(returned.get("error"), "request_not_supported");
        assert_eq!((returned.get("state"), returned.get("iss")), ("keadaan", ORIGIN));
    }

    async fn claims_essential(world) {
        let claims = r#"{"userinfo":{"name":{"essential":true}}}"#;
        succeeds(&world, &[OPENID, ("claims", claims)]).await;
    }

    async fn ensure_request_object_with_redirect_uri(world) {
        // {"redirect_uri":"https://layanan.example/kembali"} inside, an unregistered one outside.
        let service = suite(&world).await;
        let object = "eyJhbGciOiJub25lIn0.\
            eyJyZWRpcmVjdF91cmkiOiJodHRwczovL2xheWFuYW4uZXhhbXBsZS9rZW1iYWxpIn0.";
        let asked = [("request", object), ("redirect_uri", "https://layanan.example/lain")];
        let page = person(&world).await.open(&service.authorize(&asked), "cross-site").await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(!page.headers.contains_key(header::LOCATION));
    }

    async fn refresh_token(world) {
        let service = suite(&world).await;
        let mut browser = person(&world).await;
        let first = service.flow(&mut browser, &[OPENID]).await;
        world.clock.advance(5);
        let renewed = service.refresh(first.refresh()).await;
        assert_eq!(renewed.status, StatusCode::OK, "{renewed:?}");
        assert_eq!(renewed.headers[header::CACHE_CONTROL], "no-store");
        assert_ne!(renewed.text("access_token"), first.access());
        assert!(renewed.text("refresh_token").bytes().all(|byte| byte.is_ascii_graphic()));
        let id_token = service.proved(renewed.text("id_token")).await;
        for claim in ["iss", "sub", "aud", "azp", "auth_time", "sid"] {
            assert_eq!(id_token[claim], first.id_token[claim], "{claim}");
        }
        assert!(id_token["iat"].as_i64() > first.id_token["iat"].as_i64());
        assert_eq!(service.userinfo(renewed.text("access_token")).await.status, StatusCode::OK);
        // One that is another client's.
        let other = Service::plain(&world, "lain");
        let theirs = other.flow(&mut browser, &[OPENID]).await;
        assert_eq!(service.refresh(theirs.refresh()).await.error(), (400, "invalid_grant"));
        assert_eq!(other.refresh(theirs.refresh()).await.status, StatusCode::OK, "and harms nothing");
    }

    async fn ensure_request_with_valid_pkce_succeeds(world) {
        suite(&world).await;
        let service = Service::new(&world, "suite");
        service.flow(&mut person(&world).await, &[OPENID]).await;
    }
}
