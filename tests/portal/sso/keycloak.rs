//! The second issuer: Keycloak's addresses and claims, for services that cannot change more than an address.

use super::*;
use crate::support::*;
use asn_digital::domain::sso::{deliveries, issuer::Issuer, jws::Unverified};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::{Request, StatusCode, header};
use serde_json::json;
use sha2::{Digest, Sha256};

const REALM: &str = "/auth/realms/public-siasn";

/// A world with both issuers, and a client at each.
async fn services(world: &mut World) -> (Service, Service) {
    world.change(|portal| portal.sso.keycloak_path = Some(REALM.to_owned()));
    let more = "issuer = \"keycloak\"\nweb_origins = [\"https://halaman.example\"]\n\
        post_logout_redirect_uris = [\"https://layanan.example/selesai\"]\n\
        backchannel_logout_uri = \"https://layanan.example/keluar\"";
    with_clients(world, &(client("siasn", more) + &client("uji", ""))).await;
    let theirs =
        Service { issuer: Issuer::Keycloak, prefix: REALM, ..Service::new(world, "siasn") };
    (theirs, Service::new(world, "uji"))
}

/// Sends a request as a script of a page at `origin` does.
async fn from_page(
    service: &Service,
    origin: &str,
    request: http::request::Builder,
    body: String,
) -> Answer {
    let request = request.header(header::ORIGIN, origin).header("sec-fetch-site", "cross-site");
    service.send(request.body(axum::body::Body::from(body)).unwrap()).await
}

fn allowed(answer: &Answer) -> Option<&str> {
    answer.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|origin| origin.to_str().unwrap())
}

on_both_engines! {
    async fn its_addresses_are_keycloaks(world) {
        let (service, _) = services(&mut world).await;
        let found = service.get(&format!("{REALM}/.well-known/openid-configuration"), None).await;
        assert_eq!(found.status, StatusCode::OK);
        let issuer = format!("{ORIGIN}{REALM}");
        let below = format!("{issuer}/protocol/openid-connect");
        for (name, value) in [
            ("issuer", issuer.clone()),
            ("authorization_endpoint", format!("{below}/auth")),
            ("token_endpoint", format!("{below}/token")),
            ("introspection_endpoint", format!("{below}/token/introspect")),
            ("userinfo_endpoint", format!("{below}/userinfo")),
            ("end_session_endpoint", format!("{below}/logout")),
            ("jwks_uri", format!("{below}/certs")),
            ("revocation_endpoint", format!("{below}/revoke")),
            ("pushed_authorization_request_endpoint", format!("{below}/ext/par/request")),
        ] {
            assert_eq!(found.body[name], value, "{name}");
        }
        assert!(!issuer.ends_with('/'));
        // Where it is not configured there is nothing.
        let nothing = World::on_sqlite().await;
        let service = Service::new(&nothing, "siasn");
        let answer = service.get(&format!("{REALM}/.well-known/openid-configuration"), None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    async fn its_tokens_say_what_keycloaks_clients_read(world) {
        let (service, _) = services(&mut world).await;
        let mut browser = world.logged_in(PNS, "employee operator", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        let issuer = format!("{ORIGIN}{REALM}");
        let head = Unverified::parse(flow.access()).expect("a JWT").head;
        assert_eq!((head.alg.as_str(), head.typ.as_deref()), ("RS256", Some("JWT")));
        let access = service.proved(flow.access()).await;
        let roles = json!({ "roles": ["employee", "operator"] });
        for (name, value) in [
            ("iss", json!(issuer)), ("azp", json!("siasn")), ("typ", json!("Bearer")),
            ("preferred_username", json!(PNS)), ("realm_access", roles.clone()), ("resource_access", json!({})),
            ("acr", json!("aal2")), ("sid", flow.id_token["sid"].clone()),
            ("session_state", flow.id_token["sid"].clone()), ("sub", flow.id_token["sub"].clone()),
        ] {
            assert_eq!(access[name], value, "{name}");
        }
        assert!(access["scope"].as_str().unwrap().split(' ').any(|scope| scope == "openid"));
        for (name, value) in [
            ("typ", json!("ID")), ("realm_access", roles.clone()), ("preferred_username", json!(PNS)),
            ("session_state", flow.id_token["sid"].clone()), ("name", json!("Sri Wahyuni")),
        ] {
            assert_eq!(flow.id_token[name], value, "{name}");
        }
        assert_eq!(flow.userinfo["realm_access"], roles);
        assert_eq!(flow.tokens.text("session_state"), flow.id_token["sid"].as_str().unwrap());
        assert!(flow.tokens.body["refresh_expires_in"].as_i64().unwrap() > 0);
        world.clock.advance(5);
        let renewed = service.refresh(flow.refresh()).await;
        assert_eq!(renewed.status, StatusCode::OK, "{renewed:?}");
        assert_eq!(service.proved(renewed.text("access_token")).await["typ"], "Bearer");
        assert!(service.is_active(renewed.text("refresh_token")).await);
        // Its scripts take a refresh token apart, and two tabs get the same one here as well.
        world.clock.advance(5);
        let again = service.refresh(flow.refresh()).await;
        assert_eq!(again.text("refresh_token"), renewed.text("refresh_token"));
        let parts: Vec<_> = renewed.text("refresh_token").split('.').collect();
        assert_eq!(parts.len(), 3);
        let says = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
        let says: serde_json::Value = serde_json::from_slice(&says).unwrap();
        assert_eq!((&says["typ"], &says["sid"]), (&json!("Refresh"), &flow.id_token["sid"]));
        assert!(says["exp"].as_i64().unwrap() > world.portal.now().unix_timestamp());
        // A logout carries the same issuer.
        browser.post("/api/logout", &[]).await;
        let told = deliveries::claim(&world.portal, false).await.unwrap();
        let token = service.proved(&told[0].token).await;
        assert_eq!((&token["iss"], &token["sid"]), (&json!(issuer), &flow.id_token["sid"]));
    }

    async fn whoever_moved_in_is_known_by_what_they_were_there_and_here_by_the_account(world) {
        let (theirs, ours) = services(&mut world).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let mut unit = world.portal.store.write().await.unwrap();
        let account = unit.account_by_nip(PNS).await.unwrap().unwrap().id;
        let former = "b3f1c2d4-0a1b-4c2d-8e3f-5a6b7c8d9e0f";
        unit.add_former_subjects(&[(account, former.to_owned())]).await.unwrap();
        unit.commit().await.unwrap();
        let flow = theirs.flow(&mut browser, &[]).await;
        assert_eq!((&flow.id_token["sub"], &flow.userinfo["sub"]), (&json!(former), &json!(former)));
        let hinted = theirs.flow(&mut browser, &[("id_token_hint", flow.hint())]).await;
        assert_eq!(hinted.id_token["sub"], former);
        let renewed = theirs.refresh(flow.refresh()).await;
        assert_eq!(theirs.proved(renewed.text("access_token")).await["sub"], former);
        let flow = ours.flow(&mut browser, &[]).await;
        assert_eq!(flow.id_token["sub"], account.to_string());
    }

    async fn what_keycloaks_clients_get_unasked_they_get_here(world) {
        let (service, ours) = services(&mut world).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let openid = [("scope", "openid")];
        let flow = service.flow(&mut browser, &openid).await;
        let access = service.proved(flow.access()).await;
        for claims in [&access, &flow.id_token, &flow.userinfo] {
            for name in ["name", "preferred_username", "email", "realm_access"] {
                assert!(claims.get(name).is_some(), "{name}: {claims}");
            }
        }
        let flow = ours.flow(&mut browser, &openid).await;
        assert_eq!(flow.userinfo.as_object().unwrap().len(), 1, "at the portal's own it is what it says");
    }

    async fn each_client_is_at_home_at_one_issuer(world) {
        let (theirs, ours) = services(&mut world).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let strayed = [
            Service { issuer: Issuer::Portal, prefix: "", ..theirs.clone() },
            Service { issuer: Issuer::Keycloak, prefix: REALM, ..ours.clone() },
        ];
        for (service, home) in strayed.iter().zip([&theirs, &ours]) {
            let page = browser.open(&service.authorize(&[]), "cross-site").await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST);
            assert!(!page.headers.contains_key(header::LOCATION));
            let flow = home.flow(&mut browser, &[]).await;
            let waiting = home.signs_in(&mut browser, &[]).await;
            assert_eq!(service.exchange(waiting.code()).await.error(), (401, "invalid_client"));
            assert_eq!(service.refresh(flow.refresh()).await.error(), (401, "invalid_client"));
            assert_eq!(service.userinfo(flow.access()).await.error(), (401, "invalid_token"));
            let answer = service.post(&service.at(|at| at.introspection), &[("token", flow.access())]).await;
            assert_eq!(answer.error(), (401, "invalid_client"));
            // Its hint logs nobody out at the other one's door.
            let out = format!("{}?id_token_hint={}", service.at(|at| at.end_session), flow.hint());
            assert_eq!(browser.open(&out, "cross-site").await.location(), "/keluar");
            assert_eq!(home.exchange(waiting.code()).await.status, StatusCode::OK);
        }
    }

    async fn its_logout_takes_what_keycloaks_clients_send(world) {
        let (service, _) = services(&mut world).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", "siasn"), ("post_logout_redirect_uri", "https://layanan.example/selesai"),
                ("id_token_hint", flow.hint()),
            ])
            .finish();
        let page = browser.open(&format!("{REALM}/protocol/openid-connect/logout?{query}"), "cross-site").await;
        assert_eq!(page.location(), "https://layanan.example/selesai");
        assert!(!service.is_active(flow.refresh()).await);
    }

    async fn the_frame_about_cookies_may_be_framed_and_its_script_runs(world) {
        let (service, _) = services(&mut world).await;
        let frame = service.get(&format!("{REALM}/protocol/openid-connect/3p-cookies/step1.html"), None).await;
        assert_eq!(frame.status, StatusCode::OK);
        assert!(!frame.headers.contains_key(header::X_FRAME_OPTIONS));
        let policy = frame.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(!policy.contains("frame-ancestors"), "{policy}");
        let html = frame.body.as_str().unwrap();
        let script = html.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
        let hash = STANDARD.encode(Sha256::digest(script));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
        assert!(script.contains("parent.postMessage("), "{script}");
    }

    async fn scripts_of_registered_pages_may_read_tokens_and_userinfo_and_no_others(world) {
        let (service, _) = services(&mut world).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let (own, own_too, strange) = ("https://halaman.example", "https://layanan.example", "https://jahat.example");
        let (token, userinfo) = (service.at(|at| at.token), service.at(|at| at.userinfo));
        for path in [&token, &userinfo] {
            let ask = Request::options(path.as_str())
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization");
            let answer = from_page(&service, own, ask, String::new()).await;
            assert!(answer.status.is_success());
            assert_eq!(allowed(&answer), Some(own));
            let headers = answer.headers[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
            assert!(headers.contains("authorization"), "{headers}");
        }
        let basic = format!("Basic {}", STANDARD.encode(format!("siasn:{SECRET}")));
        for (origin, may) in [(own, true), (own_too, true), (strange, false), ("null", false)] {
            let returned = service.signs_in(&mut browser, &[]).await;
            let body = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(service.exchanging(returned.code())).finish();
            let ask = Request::post(token.as_str())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::AUTHORIZATION, &basic);
            let answer = from_page(&service, origin, ask, body).await;
            assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
            assert_eq!(allowed(&answer), may.then_some(origin), "{origin}");
            if may {
                assert!(answer.headers.get_all(header::VARY).iter().any(|vary| vary == "Origin"));
            }
            let bearer = format!("Bearer {}", answer.text("access_token"));
            let ask = Request::get(userinfo.as_str()).header(header::AUTHORIZATION, bearer);
            let answer = from_page(&service, origin, ask, String::new()).await;
            assert_eq!((answer.status, allowed(&answer)), (StatusCode::OK, may.then_some(origin)), "{origin}");
        }
        // What anybody may know, any page may read.
        for path in [format!("{REALM}/.well-known/openid-configuration"), service.at(|at| at.jwks)] {
            let answer = from_page(&service, strange, Request::get(path), String::new()).await;
            assert_eq!(allowed(&answer), Some("*"));
            assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
        }
        // And what is for other programs, none.
        for path in [service.at(|at| at.introspection), service.at(|at| at.pushed_authorization_request)] {
            let ask = Request::post(path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::AUTHORIZATION, &basic);
            let answer = from_page(&service, own, ask, "token=x".to_owned()).await;
            assert_eq!(allowed(&answer), None);
        }
    }
}
