//! What people allow services that are not the state's own, and what services may find out of each other.

use super::*;
use crate::support::*;
use asn_digital::domain::sso::{deliveries, subject};
use http::{StatusCode, header};

/// A service that has to ask, and one like it.
async fn services(world: &World) -> (Service, Service) {
    let more = "first_party = false\nbackchannel_logout_uri = \"https://layanan.example/keluar\"";
    with_clients(world, &(client("mitra", more) + &client("lain", more))).await;
    (Service::new(world, "mitra"), Service::new(world, "lain"))
}

const SOME: (&str, &str) = ("scope", "openid profile");

/// The page that asks.
async fn asked(browser: &mut Browser, service: &Service, more: &[(&str, &str)]) -> Page {
    let page = browser.get(&service.authorize(more)).await;
    assert!(page.path.starts_with("/izin?permintaan="), "{}", page.path);
    page
}

/// Answers on it: what the service gets.
async fn answers(browser: &mut Browser, page: &Page, answer: &str) -> Returned {
    let sealed = page.field("/api/sso/confirm", "sealed").unwrap();
    let fields = [("sealed", &*sealed), ("answer", answer)];
    let page = browser.submit("/api/sso/confirm", &fields).await;
    let (_, next) = page.location().split_once("lanjut=").unwrap();
    let next = percent_encoding::percent_decode_str(next).decode_utf8().unwrap().into_owned();
    Returned::read(browser.open(&next, "same-origin").await.location())
}

on_both_engines! {
    async fn a_service_learns_what_its_person_allowed_it_and_no_more_until_that_is_taken_back(world) {
        let (service, other) = services(&world).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let page = asked(&mut browser, &service, &[SOME]).await;
        page.assert_shows("Layanan mitra");
        page.assert_shows("nama, NIP, dan instansi Anda");
        assert!(!page.shows("alamat surel Anda"));
        // Nobody clicks there without seeing it.
        assert_eq!(page.headers[header::X_FRAME_OPTIONS], "DENY");
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        let returned = answers(&mut browser, &page, "tidak").await;
        assert_eq!((returned.get("error"), returned.get("code")), ("access_denied", ""));
        let page = asked(&mut browser, &service, &[SOME]).await;
        let flow = service.complete(answers(&mut browser, &page, "ya").await, "sekali").await;
        assert_eq!(flow.tokens.text("scope"), "openid profile");
        // That is remembered, for this service and for this much.
        service.flow(&mut browser, &[SOME, ("prompt", "none")]).await;
        for (service, more) in [(&service, ("scope", "openid profile email")), (&other, SOME)] {
            let returned = service.signs_in(&mut browser, &[more, ("prompt", "none")]).await;
            assert_eq!(returned.get("error"), "consent_required", "{more:?}");
            asked(&mut browser, service, &[more]).await;
        }
        let mut colleague = world.logged_in(PPPK, "employee", "192.0.2.2").await.0;
        asked(&mut colleague, &service, &[SOME]).await;
        browser.get("/akun").await.assert_shows("Layanan mitra");
        browser.post("/api/sso/withdraw", &[("client", "mitra")]).await.assert_shows("Izin dicabut");
        assert!(!service.is_active(flow.access()).await && !service.is_active(flow.refresh()).await);
        let told = deliveries::claim(&world.portal, false).await.unwrap();
        assert_eq!(told.iter().map(|one| &*one.row.client_id).collect::<Vec<_>>(), ["mitra"]);
        assert_eq!(service.proved(&told[0].token).await["sid"], flow.id_token["sid"]);
        asked(&mut browser, &service, &[SOME]).await;
        let events = world.events().await;
        let count = |name: &str| events.iter().filter(|event| *event == name).count();
        assert_eq!((count("consent-given"), count("consent-withdrawn")), (1, 1));
    }

    async fn what_one_person_allowed_in_one_session_opens_nothing_in_another(world) {
        let (service, _) = services(&world).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let more = [SOME, ("prompt", "select_account")];
        let page = asked(&mut browser, &service, &more).await;
        let sealed = page.field("/api/sso/confirm", "sealed").unwrap();
        let fields = [("sealed", &*sealed), ("answer", "ya")];
        let page = browser.submit("/api/sso/confirm", &fields).await;
        let (_, next) = page.location().split_once("lanjut=").unwrap();
        let next = percent_encoding::percent_decode_str(next).decode_utf8().unwrap().into_owned();
        // Its address, with the yes in it, is opened by somebody else.
        let mut colleague = world.logged_in(PPPK, "employee", "192.0.2.2").await.0;
        let page = colleague.open(&next, "cross-site").await;
        assert!(page.location().starts_with("/izin?permintaan="), "{}", page.location());
        // A form from elsewhere says yes for nobody.
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = http::Request::post("/api/sso/confirm")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(axum::body::Body::from(body));
        let page = colleague.send("/api/sso/confirm", request.unwrap()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        let returned = service.signs_in(&mut colleague, &[SOME, ("prompt", "none")]).await;
        assert_eq!(returned.get("error"), "consent_required");
    }

    async fn services_of_different_owners_cannot_tell_that_it_is_the_same_person(world) {
        let pairwise = "subject_type = \"pairwise\"";
        let file = [
            client("satu", pairwise),
            client("dua", pairwise),
            client("tiga", &format!("{pairwise}\nsector_identifier = \"tiga.example\"\naccess_token = \"jwt-es256\"")),
            client("semua", ""),
        ];
        with_clients(&world, &file.concat()).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let mut colleague = world.logged_in(PPPK, "employee", "192.0.2.2").await.0;
        let mut known = Vec::new();
        for id in ["satu", "dua", "tiga", "semua"] {
            let service = Service::new(&world, id);
            let flow = service.flow(&mut browser, &[]).await;
            let subject = flow.id_token["sub"].as_str().unwrap().to_owned();
            // The same wherever it stands, and each time.
            assert_eq!(flow.userinfo["sub"], *subject);
            let told = service.post("/oidc/introspect", &[("token", flow.access())]).await;
            assert_eq!(told.body["sub"], *subject);
            if flow.access().contains('.') {
                assert_eq!(service.proved(flow.access()).await["sub"], *subject);
            }
            let again = service.flow(&mut browser, &[("id_token_hint", flow.hint())]).await;
            assert_eq!(again.id_token["sub"], *subject);
            assert_ne!(service.flow(&mut colleague, &[]).await.id_token["sub"], *subject);
            known.push(subject);
        }
        let [one, two, three, public] = known.as_slice() else { panic!() };
        assert_eq!(one, two, "two services of one host are one owner's");
        assert!(one != three && one != public && three != public, "{known:?}");
        // Another node makes the same.
        let node = world.another_node().await;
        subject::prepare(&node).await.unwrap();
        node.refresh_signing_keys().await.unwrap();
        let flow = Service::new(&world, "satu").on(World::served_by(&node)).flow(&mut browser, &[]).await;
        assert_eq!(flow.id_token["sub"], **one);
    }
}
