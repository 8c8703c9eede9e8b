//! What happens at once, or in between: codes and refresh tokens at several nodes, logouts against tokens, keys that
//! turn, people and clients that are no more. Several routers over one database stand for the nodes.

use super::*;
use crate::support::*;
use asn_digital::domain::{
    Portal,
    guard::visitor::Visitor,
    recovery::disabled::{self, Standing, StandingChange},
    sso::{
        client_authentication::ASSERTION_TYPE,
        client_file,
        clients::{self, ClientDecision, Decider},
        deliveries::{self, Delivery},
        jws::{Algorithm, SigningKey, Unverified},
        signing_keys::{self, Turn},
        subject,
    },
    values::nip::Nip,
};
use axum::{Router, routing::get};
use http::StatusCode;
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{net::TcpListener, task::JoinSet};

const TOLD: &str = "backchannel_logout_uri = \"https://layanan.example/keluar\"";

/// Another node, and what it serves.
async fn node(world: &World) -> (Arc<Portal>, Router) {
    let portal = world.another_node().await;
    subject::prepare(&portal).await.unwrap();
    portal.refresh_signing_keys().await.unwrap();
    let router = World::served_by(&portal);
    (portal, router)
}

/// One service, as it meets three nodes.
async fn at_three_nodes(world: &World, id: &str) -> [Service; 3] {
    let service = Service::new(world, id);
    let (second, third) = (node(world).await.1, node(world).await.1);
    [service.clone(), service.on(second), service.on(third)]
}

/// What all of them are answered to the same, at once.
async fn all_at_once<T: Send + 'static>(
    work: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    work.into_iter().collect::<JoinSet<_>>().join_all().await
}

/// Whom to tell what, as it would be sent now.
async fn due(world: &World) -> Vec<Delivery> {
    let mut due = deliveries::claim(&world.portal, false).await.unwrap();
    due.extend(deliveries::claim(&world.portal, true).await.unwrap());
    due
}

async fn decide(world: &World, id: &str, decision: ClientDecision) {
    let visitor = Visitor::command_line();
    clients::decide(&world.portal, &visitor, Decider::CommandLine, id, decision)
        .await
        .unwrap()
        .unwrap();
}

on_both_engines! {
    async fn a_code_at_several_nodes_gives_one_grant_and_the_other_uses_end_it(world) {
        with_clients(&world, &client("uji", "")).await;
        let services = at_three_nodes(&world, "uji").await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        for _ in 0..5 {
            let returned = services[0].signs_in(&mut browser, &[]).await;
            let uses = services.clone().map(|service| {
                let code = returned.code().to_owned();
                async move { service.exchange(&code).await }
            });
            let answers = all_at_once(uses).await;
            let (given, refused): (Vec<_>, Vec<_>) =
                answers.into_iter().partition(|answer| answer.status == StatusCode::OK);
            assert_eq!(given.len(), 1, "{refused:?}");
            assert!(refused.iter().all(|answer| answer.error() == (400, "invalid_grant")), "{refused:?}");
            for service in &services {
                assert!(!service.is_active(given[0].text("access_token")).await);
                assert!(!service.is_active(given[0].text("refresh_token")).await);
            }
        }
        // It is the grant that ended, not the person's session.
        services[1].flow(&mut browser, &[("prompt", "none")]).await;
    }

    async fn two_tabs_that_refresh_get_the_same_token_and_an_old_one_ends_the_grant_alone(world) {
        with_clients(&world, &(client("uji", "") + &client("lain", ""))).await;
        let services = at_three_nodes(&world, "uji").await;
        let service = &services[0];
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let elsewhere = Service::new(&world, "lain");
        let (other, again) = (elsewhere.flow(&mut browser, &[]).await, service.flow(&mut browser, &[]).await);
        let flow = service.flow(&mut browser, &[]).await;
        let first = flow.refresh().to_owned();
        let tabs = services.clone().map(|service| {
            let token = first.clone();
            async move { service.refresh(&token).await }
        });
        let answers = all_at_once(tabs).await;
        let mut next: Vec<_> = answers.iter().map(|answer| answer.text("refresh_token")).collect();
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK), "{answers:?}");
        next.dedup();
        assert_eq!(next.len(), 1, "{next:?}");
        let second = next[0].to_owned();
        assert_ne!(second, first);
        // An answer that was lost is asked for once more within half a minute.
        world.clock.advance(30);
        assert_eq!(services[2].refresh(&first).await.text("refresh_token"), second);
        let third = services[1].refresh(&second).await;
        assert_eq!(third.status, StatusCode::OK);
        assert!(service.is_active(third.text("refresh_token")).await && !service.is_active(&second).await);
        // One that is older than the one before: whoever has it, stole it or was stolen from.
        assert_eq!(service.refresh(&first).await.error(), (400, "invalid_grant"));
        for token in [third.text("refresh_token"), third.text("access_token"), flow.access()] {
            assert!(!services[2].is_active(token).await, "the whole family is over");
        }
        assert_eq!(service.refresh(third.text("refresh_token")).await.error(), (400, "invalid_grant"));
        assert!(service.is_active(again.refresh()).await && elsewhere.is_active(other.refresh()).await);
        assert!(browser.get("/beranda").await.is_launcher(), "and nobody is logged out");
        assert!(world.events().await.contains(&"grant-revoked".to_owned()));
        // The one before, after half a minute.
        let renewed = service.refresh(again.refresh()).await;
        world.clock.advance(31);
        assert_eq!(service.refresh(again.refresh()).await.error(), (400, "invalid_grant"));
        assert!(!service.is_active(renewed.text("refresh_token")).await);
    }

    async fn no_grant_outlives_a_logout_untold(world) {
        with_clients(&world, &client("uji", TOLD)).await;
        let [_, service, third] = at_three_nodes(&world, "uji").await;
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut given = 0;
        for round in 0..8_u32 {
            let returned = service.signs_in(&mut browser, &[]).await;
            // Every other time there is something to refresh as well.
            let before = if round % 2 == 0 { None } else { Some(service.flow(&mut browser, &[]).await) };
            let code = returned.code().to_owned();
            let exchanging = { let service = service.clone(); tokio::spawn(async move { service.exchange(&code).await }) };
            let refresh = before.as_ref().map(|flow| flow.refresh().to_owned());
            let refreshing = { let third = third.clone(); tokio::spawn(async move {
                match refresh { Some(token) => Some(third.refresh(&token).await), None => None }
            }) };
            let mut leaving = browser.clone();
            let left = tokio::spawn(async move { leaving.post("/api/logout", &[]).await.path });
            let (tokens, renewed) = (exchanging.await.unwrap(), refreshing.await.unwrap());
            let left = left.await.unwrap();
            let told = due(&world).await;
            let had = tokens.status == StatusCode::OK || before.is_some();
            assert_eq!(left, if had { "/keluar/selesai" } else { "/masuk" });
            assert_eq!(told.len(), usize::from(had), "{tokens:?} {renewed:?}");
            for answer in [Some(tokens), renewed].into_iter().flatten() {
                if answer.status == StatusCode::OK {
                    given += 1;
                    for name in ["access_token", "refresh_token"] {
                        assert!(!service.is_active(answer.text(name)).await, "{name}");
                    }
                    let sid = &service.proved(answer.text("id_token")).await["sid"];
                    assert_eq!(&service.proved(&told[0].token).await["sid"], sid, "told of this one");
                } else {
                    assert_eq!(answer.error(), (400, "invalid_grant"));
                }
            }
            for delivery in told {
                deliveries::note(&world.portal, &delivery.row, &deliveries::Outcome::Reached).await.unwrap();
            }
            world.clock.advance(30);
            browser = world.browser();
            assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        }
        println!("{given} answers came before the logout");
    }

    async fn what_is_told_of_a_logout_cannot_end_the_login_after_it(world) {
        with_clients(&world, &client("uji", TOLD)).await;
        let service = Service::new(&world, "uji");
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let before = service.flow(&mut browser, &[]).await;
        browser.post("/api/logout", &[]).await;
        assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        let after = service.flow(&mut browser, &[]).await;
        assert_eq!(after.id_token["sub"], before.id_token["sub"]);
        assert_ne!(after.id_token["sid"], before.id_token["sid"], "a name that is never used again");
        let told = due(&world).await;
        let [delivery] = told.as_slice() else { panic!("{told:?}") };
        let token = service.proved(&delivery.token).await;
        assert_eq!(token["sid"], before.id_token["sid"]);
        deliveries::note(&world.portal, &delivery.row, &deliveries::Outcome::Reached).await.unwrap();
        assert!(service.is_active(after.refresh()).await && !service.is_active(before.refresh()).await);
        assert!(due(&world).await.is_empty());
    }

    async fn a_node_or_a_service_that_read_the_keys_earlier_still_fits(world) {
        with_clients(&world, &client("uji", "access_token = \"jwt-es256\"")).await;
        let (other, router) = node(&world).await;
        let service = Service::new(&world, "uji");
        let stale = service.on(router);
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let kept = service.keys().await;
        let old = service.flow(&mut browser, &[]).await;
        signing_keys::rotate(&world.portal, Turn::AtOnce).await.unwrap();
        let fresh = service.keys().await;
        world.clock.advance(12);
        // The database says which key is due, so that a node that has not read it signs with it as well.
        let returned = stale.signs_in(&mut browser, &[]).await;
        let new = stale.exchange(returned.code()).await;
        assert_eq!(new.status, StatusCode::OK, "{new:?}");
        let kid = |token: &str| Unverified::parse(token).unwrap().head.kid;
        assert_ne!(kid(new.text("id_token")), kid(old.hint()));
        Unverified::parse(new.text("id_token")).unwrap().prove_with::<Value>(&fresh).unwrap();
        other.refresh_signing_keys().await.unwrap();
        for service in [&service, &stale] {
            for token in [old.access(), new.text("access_token")] {
                assert!(service.is_active(token).await, "signed before or after");
            }
        }
        // On schedule: whoever keeps the set for up to a day has every key that signs.
        let announced = signing_keys::rotate(&world.portal, Turn::Announced).await.unwrap();
        assert_eq!(announced - world.portal.now(), time::Duration::days(1));
        let day = service.keys().await;
        let during = service.flow(&mut browser, &[]).await;
        Unverified::parse(during.hint()).unwrap().prove_with::<Value>(&fresh).unwrap();
        world.clock.advance(24 * 3600);
        assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        let next = service.flow(&mut browser, &[]).await;
        assert_ne!(kid(next.hint()), kid(during.hint()));
        Unverified::parse(next.hint()).unwrap().prove_with::<Value>(&day).unwrap();
        Unverified::parse(during.hint()).unwrap().prove_with::<Value>(&service.keys().await).unwrap();
        assert!(kept.keys.iter().all(|one| fresh.keys.contains(one)));
    }

    async fn who_is_disabled_between_code_and_token_gets_none(world) {
        with_clients(&world, &client("uji", TOLD)).await;
        let service = Service::new(&world, "uji");
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        let waiting = service.signs_in(&mut browser, &[]).await;
        let (visitor, nip) = (Visitor::command_line(), Nip::parse(PNS).unwrap());
        let (elsewhere, _) = node(&world).await;
        let done = disabled::change(&elsewhere, &visitor, &nip, Standing::Disabled).await.unwrap();
        assert!(matches!(done, StandingChange::Done { .. }));
        assert_eq!(service.exchange(waiting.code()).await.error(), (400, "invalid_grant"));
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"));
        assert_eq!(service.userinfo(flow.access()).await.error(), (401, "invalid_token"));
        let told = due(&world).await;
        let [delivery] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(service.proved(&delivery.token).await["sid"], flow.id_token["sid"]);
    }

    async fn whose_role_is_taken_between_code_and_token_gets_none(world) {
        with_clients(&world, &client("uji", "roles = [\"operator\"]")).await;
        let service = Service::new(&world, "uji");
        let mut browser = world.logged_in(PNS, "employee operator", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        let waiting = service.signs_in(&mut browser, &[]).await;
        world.account_with_password(PNS, "employee", None).await;
        assert_eq!(service.exchange(waiting.code()).await.error(), (400, "invalid_grant"));
        assert_eq!(service.refresh(flow.refresh()).await.error(), (400, "invalid_grant"));
        assert!(!service.is_active(flow.access()).await);
        world.account_with_password(PNS, "employee operator", None).await;
        assert!(service.is_active(flow.access()).await, "it was the role alone");
    }

    async fn a_step_up_or_a_new_password_in_the_midst_leaves_the_session_its_name(world) {
        with_clients(&world, &client("uji", TOLD)).await;
        let service = Service::new(&world, "uji");
        let (mut browser, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let first = service.flow(&mut browser, &[]).await;
        let waiting = service.signs_in(&mut browser, &[]).await;
        let returned = service.signs_in_anew(&mut browser, &[("prompt", "login")], &world.code(&key)).await;
        let second = service.complete(returned, "sekali").await;
        let (old, new) = (PASSWORD, "ombak laut banda 7 kapal");
        browser.post("/api/password/change", &[("password", old), ("new_password", new)]).await;
        let third = service.flow(&mut browser, &[]).await;
        for flow in [&second, &third] {
            assert_eq!(flow.id_token["sid"], first.id_token["sid"]);
        }
        // What was begun before goes on: it is the same person, at the same place.
        assert_eq!(service.exchange(waiting.code()).await.status, StatusCode::OK);
        assert!(service.is_active(first.refresh()).await);
        assert!(due(&world).await.is_empty(), "nobody has left");
    }

    async fn a_client_that_is_removed_is_still_told_who_was_there(world) {
        let file = client("uji", TOLD) + &client("lain", &TOLD.replace("keluar", "lain"));
        with_clients(&world, &file).await;
        let [service, second, _] = at_three_nodes(&world, "uji").await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        let waiting = service.signs_in(&mut browser, &[]).await;
        let other = Service::new(&world, "lain").flow(&mut browser, &[]).await;
        let (sid, sub) = (flow.id_token["sid"].clone(), flow.id_token["sub"].clone());
        // It is removed while a code of it is exchanged elsewhere.
        let code = waiting.code().to_owned();
        let exchanging = tokio::spawn(async move { second.exchange(&code).await });
        let filed = client_file::parse(&client("lain", &TOLD.replace("keluar", "lain"))).unwrap();
        client_file::take_over(&world.portal, &filed).await.unwrap().unwrap();
        let late = exchanging.await.unwrap();
        let told = due(&world).await;
        let [delivery] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((&*delivery.row.client_id, &*delivery.row.address), ("uji", "https://layanan.example/keluar"));
        let keys = Service::new(&world, "lain");
        let token = keys.proved(&delivery.token).await;
        assert_eq!((&token["aud"], &token["sid"], &token["sub"]), (&json!("uji"), &sid, &sub));
        // Nothing of it opens anything, although it came just before.
        with_clients(&world, &file).await;
        for token in [flow.access(), flow.refresh(), late.text("access_token"), late.text("refresh_token")] {
            assert!(token.is_empty() || !service.is_active(token).await);
        }
        assert!(keys.is_active(other.access()).await);
    }

    async fn one_that_is_stopped_is_told_at_the_address_it_had(world) {
        with_clients(&world, &client("uji", TOLD)).await;
        let service = Service::new(&world, "uji");
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        decide(&world, "uji", ClientDecision::Disable).await;
        with_clients(&world, &client("uji", "")).await;
        let told = due(&world).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].row.address, "https://layanan.example/keluar");
        assert_eq!(service.proved(&told[0].token).await["sid"], flow.id_token["sid"]);
    }

    async fn the_keys_of_a_client_are_fetched_once_however_many_ask(world) {
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        let (asked, strayed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let set = json!({ "keys": [key.jwk] }).to_string();
        let (counts, stray) = (Arc::clone(&asked), Arc::clone(&strayed));
        let pages = Router::new()
            .route("/jwks", get(move || { counts.fetch_add(1, Ordering::SeqCst); let set = set.clone(); async move {
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                set
            } }))
            .route("/pindah", get(|| async { (StatusCode::FOUND, [("location", "/dalam")]) }))
            .route("/dalam", get(move || { stray.fetch_add(1, Ordering::SeqCst); async { "{\"keys\":[]}" } }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, pages).await });
        let method = "token_endpoint_auth_method = \"private_key_jwt\"\ngrant_types = [\"client_credentials\"]";
        let at = |id: &str, uri: &str| client(id, &format!("{method}\njwks_uri = \"{uri}\""));
        let file = [
            at("kunci", &format!("{address}/jwks")), at("pindah", &format!("{address}/pindah")),
            at("dalam", "https://10.0.0.1/jwks"), at("awan", "https://169.254.169.254/jwks"),
        ];
        with_clients(&world, &file.concat()).await;
        let service = Service::new(&world, "kunci");
        let now = world.portal.now().unix_timestamp();
        let assertion = |id: &str, unique: usize, key: &SigningKey| {
            let claims = json!({ "iss": id, "sub": id, "aud": ORIGIN, "exp": now + 60, "jti": format!("{unique}") });
            key.sign("JWT", &claims).unwrap()
        };
        let asks = |assertion: String| { let service = service.clone(); async move {
            let fields = [
                ("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE),
                ("client_assertion", &*assertion),
            ];
            service.post_with("/oidc/token", &fields, None).await
        } };
        let answers = all_at_once((0..12).map(|number| asks(assertion("kunci", number, &key)))).await;
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK), "{answers:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        // Strangers who name other keys have nobody asked again so soon.
        let stranger = SigningKey::generate(Algorithm::Es256).unwrap();
        for number in 100..105 {
            let answer = asks(assertion("kunci", number, &stranger)).await;
            assert_eq!(answer.error(), (401, "invalid_client"));
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        // Nor is anybody sent into the house.
        let began = std::time::Instant::now();
        for id in ["pindah", "dalam", "awan"] {
            let answer = asks(assertion(id, 200, &key)).await;
            assert_eq!(answer.error(), (401, "invalid_client"), "{id}");
        }
        assert_eq!(strayed.load(Ordering::SeqCst), 0, "no redirect is followed");
        assert!(began.elapsed().as_secs() < 3, "and a private address is not even tried");
        server.abort();
    }
}
