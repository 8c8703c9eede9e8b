//! What the token endpoint and its neighbours refuse, and the protocol's word for it.

use super::*;
use crate::support::*;
use asn_digital::domain::sso::{
    jws::Unverified,
    signing_keys::{self, Turn},
};
use http::{StatusCode, header};
use serde_json::Value;

async fn person(world: &World) -> Browser {
    world.logged_in(PNS, "employee", "192.0.2.1").await.0
}

/// The fields of an exchange with one of them changed, or left out.
fn changed<'a>(
    service: &Service,
    code: &'a str,
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let mut fields = service.exchanging(code);
    fields.retain(|(field, _)| *field != name);
    if !value.is_empty() {
        fields.push((name, value));
    }
    fields
}

on_both_engines! {
    async fn a_code_is_good_for_its_own_client_address_and_proof_only(world) {
        with_clients(&world, &(client("uji", "") + &client("lain", ""))).await;
        let (service, mut browser) = (Service::new(&world, "uji"), person(&world).await);
        let other = Service::new(&world, "lain");
        let returned = service.signs_in(&mut browser, &[]).await;
        let code = returned.code();
        assert_eq!(other.exchange(code).await.error(), (400, "invalid_grant"), "another's code");
        let wrong = "x".repeat(43);
        let (short, long) = ("x".repeat(42), "x".repeat(129));
        let challenge = challenge(VERIFIER);
        let cut = &code[..code.len() - 1];
        for (name, value, error) in [
            ("code", "", "invalid_request"),
            ("code", "AAAA", "invalid_grant"),
            ("code", cut, "invalid_grant"),
            ("redirect_uri", "", "invalid_request"),
            ("redirect_uri", "https://layanan.example/kembali/", "invalid_grant"),
            ("redirect_uri", "https://layanan.example/lain", "invalid_grant"),
            ("code_verifier", "", "invalid_grant"),
            ("code_verifier", &wrong, "invalid_grant"),
            ("code_verifier", &short, "invalid_grant"),
            ("code_verifier", &long, "invalid_grant"),
            ("code_verifier", &challenge, "invalid_grant"),
            ("grant_type", "", "invalid_request"),
            ("grant_type", "password", "unsupported_grant_type"),
            ("grant_type", "implicit", "unsupported_grant_type"),
            ("grant_type", "client_credentials", "unauthorized_client"),
        ] {
            let answer = service.post("/oidc/token", &changed(&service, code, name, value)).await;
            assert_eq!(answer.error(), (400, error), "{name}={value}");
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
            assert!(answer.body.get("access_token").is_none());
        }
        for name in ["grant_type", "code", "redirect_uri", "code_verifier", "client_id"] {
            let mut fields = service.exchanging(code);
            fields.extend([(name, "a"), (name, "b")]);
            let answer = service.post("/oidc/token", &fields).await;
            assert_eq!(answer.error(), (400, "invalid_request"), "{name} twice");
        }
        assert_eq!(service.exchange(code).await.status, StatusCode::OK, "and none of that used it up");
    }

    async fn a_code_waits_for_sixty_seconds_and_no_longer(world) {
        with_clients(&world, &client("uji", "")).await;
        let (service, mut browser) = (Service::new(&world, "uji"), person(&world).await);
        let (first, second) = (service.signs_in(&mut browser, &[]).await, service.signs_in(&mut browser, &[]).await);
        world.clock.advance(59);
        assert_eq!(service.exchange(first.code()).await.status, StatusCode::OK);
        world.clock.advance(2);
        assert_eq!(service.exchange(second.code()).await.error(), (400, "invalid_grant"));
    }

    async fn a_verifier_without_a_challenge_is_refused_where_pkce_is_waived(world) {
        let plain = client("tanpa", "pkce = \"optional\"");
        with_clients(&world, &plain).await;
        let (service, mut browser) = (Service::plain(&world, "tanpa"), person(&world).await);
        let returned = service.signs_in(&mut browser, &[]).await;
        let mut fields = service.exchanging(returned.code());
        fields.push(("code_verifier", VERIFIER));
        assert_eq!(service.post("/oidc/token", &fields).await.error(), (400, "invalid_grant"));
        assert_eq!(service.exchange(returned.code()).await.status, StatusCode::OK);
        // One that was given before PKCE was asked for is over with that.
        let returned = service.signs_in(&mut browser, &[]).await;
        with_clients(&world, &client("tanpa", "")).await;
        assert_eq!(service.exchange(returned.code()).await.error(), (400, "invalid_grant"));
        with_clients(&world, &plain).await;
        // And whoever began with a challenge cannot leave the verifier out.
        let proving = Service { uses_pkce: true, ..service.clone() };
        let returned = proving.signs_in(&mut browser, &[]).await;
        assert_eq!(service.exchange(returned.code()).await.error(), (400, "invalid_grant"));
    }

    async fn what_is_no_form_or_too_long_is_refused(world) {
        with_clients(&world, &client("uji", "")).await;
        let service = Service::new(&world, "uji");
        for path in ["/oidc/token", "/oidc/par", "/oidc/introspect", "/oidc/revoke"] {
            let request = http::Request::post(path)
                .header(header::CONTENT_TYPE, "application/json")
                .body(axum::body::Body::from("{}"));
            assert_eq!(service.send(request.unwrap()).await.error(), (400, "invalid_request"), "{path}");
            let huge = "a".repeat(24 * 1024 + 1);
            let answer = service.post(path, &[("token", &huge)]).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
            let many = vec![("a", "1"); 101];
            assert_eq!(service.post(path, &many).await.error(), (400, "invalid_request"), "{path}");
        }
        for path in ["/oidc/introspect", "/oidc/revoke"] {
            assert_eq!(service.post(path, &[]).await.error(), (400, "invalid_request"), "{path}");
        }
    }

    async fn who_proved_less_than_a_client_asks_for_by_now_gets_no_more_tokens(world) {
        with_clients(&world, &client("uji", "")).await;
        let (service, mut browser) = (Service::new(&world, "uji"), person(&world).await);
        let flow = service.flow(&mut browser, &[]).await;
        with_clients(&world, &client("uji", "minimum_acr = \"phr\"")).await;
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"));
        with_clients(&world, &client("uji", "")).await;
        assert_eq!(service.refresh(flow.refresh()).await.status, StatusCode::OK, "and that used nothing up");
    }

    async fn nothing_that_a_session_gave_lasts_longer_than_it(world) {
        with_clients(&world, &client("uji", "")).await;
        let service = Service::new(&world, "uji");
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut refresh = service.flow(&mut browser, &[]).await.refresh().to_owned();
        // Whoever works at a service is not idle here.
        for _ in 0..2 {
            world.clock.advance(29 * 60);
            let tokens = service.refresh(&refresh).await;
            tokens.text("refresh_token").clone_into(&mut refresh);
        }
        assert!(browser.get("/beranda").await.is_launcher());
        world.clock.advance(30 * 60);
        assert!(!service.is_active(&refresh).await);
        assert_eq!(service.refresh(&refresh).await.error(), (400, "invalid_grant"));
        // And after twelve hours it is over, however much somebody works.
        assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        let end = world.portal.now().unix_timestamp() + 12 * 3600;
        let mut tokens = service.tokens(&mut browser).await;
        let mut left = 12 * 60;
        while left > 2 {
            let pause = if left > 30 { 29 } else { left - 2 };
            left -= pause;
            world.clock.advance(pause * 60);
            tokens = service.refresh(tokens.text("refresh_token")).await;
            assert_eq!(tokens.status, StatusCode::OK, "{left} minutes before the end: {tokens:?}");
        }
        assert_eq!(tokens.body["expires_in"], 120);
        assert_eq!(service.proved(tokens.text("id_token")).await["exp"], end);
        world.clock.advance(119);
        assert!(service.is_active(tokens.text("access_token")).await);
        world.clock.advance(1);
        for name in ["access_token", "refresh_token"] {
            assert!(!service.is_active(tokens.text(name)).await, "{name}");
        }
        assert_eq!(service.refresh(tokens.text("refresh_token")).await.error(), (400, "invalid_grant"));
    }

    async fn a_token_of_a_key_that_is_retired_is_none(world) {
        with_clients(&world, &client("uji", "access_token = \"jwt-es256\"")).await;
        let service = Service::new(&world, "uji");
        let (mut browser, code) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let key_of = |token: &str| {
            let name = Unverified::parse(token).unwrap().head.kid.unwrap();
            world.portal.sso.keys.any(&name).unwrap()
        };
        let old = key_of(service.flow(&mut browser, &[]).await.access());
        signing_keys::rotate(&world.portal, Turn::AtOnce).await.unwrap();
        world.clock.advance(25 * 3600);
        assert!(browser.login(PNS, PASSWORD, &world.code(&code)).await.is_launcher());
        // Whoever kept it makes a token that says the same as one that is good.
        let good = service.flow(&mut browser, &[]).await.access().to_owned();
        let claims: Value = service.proved(&good).await;
        let forged = old.sign("at+jwt", &claims).unwrap();
        assert!(service.is_active(&forged).await, "as long as it is published");
        world.clock.advance(60);
        assert!(service.is_active(&good).await && !service.is_active(&forged).await);
        assert!(service.is_active(&key_of(&good).sign("at+jwt", &claims).unwrap()).await);
    }

    async fn a_disabled_account_gets_nothing_even_if_its_session_were_still_there(world) {
        with_clients(&world, &client("uji", "")).await;
        let (service, mut browser) = (Service::new(&world, "uji"), person(&world).await);
        let flow = service.flow(&mut browser, &[]).await;
        let waiting = service.signs_in(&mut browser, &[]).await;
        // Past the rules, which end the session with it.
        assert_eq!(world.run("UPDATE accounts SET disabled_at = '2026-11-22T00:00:00Z'").await.unwrap(), 1);
        assert_eq!(service.exchange(waiting.code()).await.error(), (400, "invalid_grant"));
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"));
        assert!(!service.is_active(flow.access()).await && !service.is_active(flow.refresh()).await);
    }

    async fn a_refresh_token_gives_no_more_than_was_granted_and_less_only_this_once(world) {
        with_clients(&world, &client("uji", "")).await;
        let (service, mut browser) = (Service::new(&world, "uji"), person(&world).await);
        let flow = service.flow(&mut browser, &[("scope", "openid profile")]).await;
        let refresh = async |token: &str, scope: &str| {
            let fields = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)];
            service.post("/oidc/token", &fields).await
        };
        assert_eq!(refresh(flow.refresh(), "openid email").await.error(), (400, "invalid_scope"));
        let less = refresh(flow.refresh(), "openid").await;
        assert_eq!((less.status, less.text("scope")), (StatusCode::OK, "openid"), "the first was not used up");
        assert!(service.userinfo(less.text("access_token")).await.body.get("name").is_none());
        let whole = service.refresh(less.text("refresh_token")).await;
        assert_eq!(whole.text("scope"), "openid profile");
        for none in ["", "AAAA", flow.access(), flow.hint()] {
            let answer = service.refresh(none).await;
            let error = if none.is_empty() { "invalid_request" } else { "invalid_grant" };
            assert_eq!(answer.error(), (400, error));
        }
    }

    async fn only_the_access_token_opens_userinfo_and_only_as_the_standard_says(world) {
        with_clients(&world, &(client("uji", "access_token = \"jwt-rs256\""))).await;
        let (service, mut browser) = (Service::new(&world, "uji"), person(&world).await);
        let flow = service.flow(&mut browser, &[]).await;
        for other in [flow.hint(), flow.refresh(), flow.returned.code(), "x", "a.b.c"] {
            let answer = service.userinfo(other).await;
            assert_eq!(answer.error(), (401, "invalid_token"));
            let challenge = answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
            assert!(challenge.starts_with("Bearer ") && challenge.contains("error=\"invalid_token\""));
        }
        let nothing = service.get("/oidc/userinfo", None).await;
        assert_eq!((nothing.status, &nothing.body["error"]), (StatusCode::UNAUTHORIZED, &Value::Null));
        assert!(!nothing.headers[header::WWW_AUTHENTICATE].to_str().unwrap().contains("error"));
        let bearer = format!("Bearer {}", flow.access());
        let both = service.post_with("/oidc/userinfo", &[("access_token", flow.access())], Some(&bearer)).await;
        assert_eq!(both.error(), (400, "invalid_request"));
        // A token does not stand in an address.
        let query = service.get(&format!("/oidc/userinfo?access_token={}", flow.access()), None).await;
        assert_eq!(query.status, StatusCode::UNAUTHORIZED);
        // One whose claims were changed, or whose signature was taken off.
        let [head, claims, signature] = flow.access().split('.').collect::<Vec<_>>()[..] else { panic!() };
        let other = format!("{}A{}", &claims[..20], &claims[21..]);
        for forged in [format!("{head}.{other}.{signature}"), format!("eyJhbGciOiJub25lIn0.{claims}.")] {
            assert_eq!(service.userinfo(&forged).await.error(), (401, "invalid_token"));
        }
        assert_eq!(service.userinfo(flow.access()).await.status, StatusCode::OK);
        world.clock.advance(5 * 60);
        assert_eq!(service.userinfo(flow.access()).await.error(), (401, "invalid_token"), "it is over");
        // Without openid there is nobody to tell about.
        let returned = service.signs_in(&mut browser, &[("scope", "profile")]).await;
        let tokens = service.exchange(returned.code()).await;
        assert!(tokens.body.get("id_token").is_none());
        let answer = service.userinfo(tokens.text("access_token")).await;
        assert_eq!(answer.error(), (403, "insufficient_scope"));
    }

    async fn a_client_learns_nothing_of_anothers_tokens_and_ends_none_of_them(world) {
        let file = [client("uji", ""), client("lain", ""), client("gerbang", "introspects_all = true")];
        with_clients(&world, &file.concat()).await;
        let (service, other) = (Service::new(&world, "uji"), Service::new(&world, "lain"));
        let mut browser = person(&world).await;
        let flow = service.flow(&mut browser, &[]).await;
        for token in [flow.access(), flow.refresh()] {
            let told = other.post("/oidc/introspect", &[("token", token)]).await;
            assert_eq!(told.body, serde_json::json!({ "active": false }));
            let answer = other.post("/oidc/revoke", &[("token", token)]).await;
            assert_eq!(answer.status, StatusCode::OK, "the answer says nothing");
            assert!(service.is_active(token).await, "and it goes on");
        }
        assert!(Service::new(&world, "gerbang").is_active(flow.access()).await);
        let told = service.post("/oidc/introspect", &[("token", flow.access())]).await;
        assert_eq!((told.text("username"), told.text("client_id")), (PNS, "uji"));
        assert_eq!(told.body["sid"], flow.id_token["sid"]);
        for token in ["x", "a.b.c", flow.hint()] {
            assert!(!service.is_active(token).await);
            assert_eq!(service.post("/oidc/revoke", &[("token", token)]).await.status, StatusCode::OK);
        }
        assert!(service.is_active(flow.access()).await);
        assert_eq!(service.post("/oidc/revoke", &[("token", flow.refresh())]).await.status, StatusCode::OK);
        assert!(!service.is_active(flow.access()).await, "one ends what both are from");
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"));
        service.flow(&mut browser, &[("prompt", "none")]).await;
    }

    async fn a_machine_gets_a_token_of_its_own_that_is_about_nobody(world) {
        let machine = "grant_types = [\"client_credentials\"]\nscope = \"roles\"";
        with_clients(&world, &client("mesin", machine)).await;
        let service = Service::new(&world, "mesin");
        let tokens = service.post("/oidc/token", &[("grant_type", "client_credentials"), ("scope", "roles email")]).await;
        assert_eq!((tokens.status, tokens.text("scope")), (StatusCode::OK, "roles"));
        assert!(tokens.body.get("refresh_token").is_none() && tokens.body.get("id_token").is_none());
        let token = tokens.text("access_token");
        let told = service.post("/oidc/introspect", &[("token", token)]).await;
        assert_eq!((&told.body["active"], told.text("sub")), (&true.into(), "mesin"));
        assert_eq!(service.userinfo(token).await.error(), (403, "insufficient_scope"));
        // And it signs nobody in.
        let mut browser = person(&world).await;
        let returned = service.signs_in(&mut browser, &[]).await;
        assert_eq!(returned.get("error"), "unauthorized_client");
    }
}
