//! One sign-in and one sign-off, whole.

use super::*;
use crate::support::*;
use http::{StatusCode, header};

on_both_engines! {
    async fn whoever_is_logged_in_is_signed_in_without_a_page_and_known_by_name(world) {
        with_clients(&world, &client("uji", "")).await;
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let service = Service::new(&world, "uji");
        let returned = service.signs_in(&mut browser, &[]).await;
        assert_eq!(returned.uri, REDIRECT);
        assert_eq!((returned.get("state"), returned.get("iss")), ("keadaan", ORIGIN));
        let answer = service.exchange(returned.code()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let claims = service.proved(answer.text("id_token")).await;
        assert_eq!(claims["iss"], ORIGIN);
        assert_eq!(claims["aud"], "uji");
        assert_eq!(claims["nonce"], "sekali");
        assert_eq!(claims["name"], "Sri Wahyuni");
        assert_eq!(claims["preferred_username"], PNS);
        assert_eq!(claims["roles"], serde_json::json!(["employee"]));
        assert_eq!((&claims["acr"], &claims["amr"]), (&"aal2".into(), &serde_json::json!(["pwd", "otp", "mfa"])));
        assert_ne!(claims["sub"], PNS);
        let userinfo = service.userinfo(answer.text("access_token")).await;
        assert_eq!((userinfo.status, &userinfo.body["sub"]), (StatusCode::OK, &claims["sub"]));
        assert_eq!(userinfo.body["agency"], "Pemerintah Kota Ambon");
        let renewed = service.refresh(answer.text("refresh_token")).await;
        assert_eq!(renewed.status, StatusCode::OK, "{renewed:?}");
        let again = service.proved(renewed.text("id_token")).await;
        assert_eq!((&again["sid"], &again["auth_time"]), (&claims["sid"], &claims["auth_time"]));
    }

    async fn whoever_is_not_logged_in_comes_back_after_the_login(world) {
        with_clients(&world, &client("uji", "")).await;
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        let service = Service::new(&world, "uji");
        let page = browser.get(&service.authorize(&[])).await;
        assert!(page.path.starts_with("/masuk?lanjut=%2Foidc%2Flanjut%3Fpermintaan%3D"), "{}", page.path);
        let next = page.next();
        let wrong = [("nip", PNS), ("password", "salah-sekali-ini"), ("next", &next)];
        let page = browser.post("/api/login", &wrong).await;
        assert_eq!(page.next(), next, "a wrong password loses nothing");
        let code = world.code(&key);
        let right = [("nip", PNS), ("password", PASSWORD), ("code", &code), ("next", &next)];
        let page = browser.submit("/api/login", &right).await;
        assert!(page.location().starts_with("/teruskan?lanjut=%2Foidc%2Flanjut"), "{}", page.location());
        let onward = page.location().to_owned();
        let page = browser.get(&onward).await;
        assert!(page.html.contains("http-equiv=\"refresh\""), "{}", page.html);
        let page = browser.open(&next, "same-origin").await;
        let returned = Returned::read(page.location());
        assert_eq!(returned.get("state"), "keadaan");
        assert_eq!(service.exchange(returned.code()).await.status, StatusCode::OK);
    }

    async fn each_tab_goes_on_with_its_own_request_whichever_logs_in(world) {
        with_clients(&world, &(client("satu", "") + &client("dua", ""))).await;
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        let mut tabs = Vec::new();
        for (id, state) in [("satu", "tab-satu"), ("dua", "tab-dua"), ("satu", "tab-tiga")] {
            let service = Service::new(&world, id);
            let page = browser.open(&service.authorize(&[("state", state), ("nonce", state)]), "cross-site").await;
            assert!(browser.cookies.is_empty(), "a service can give nobody a session");
            let to = page.location().to_owned();
            tabs.push((service, state, browser.get(&to).await.next()));
        }
        // A session that somebody planted is over with the login, and never becomes theirs.
        browser.login(PNS, PASSWORD, "").await;
        let planted = browser.cookies["asn_session"].clone();
        let fields = [("nip", PNS), ("password", PASSWORD), ("code", &world.code(&key)), ("next", &tabs[1].2)];
        browser.submit("/api/login", &fields).await;
        assert_ne!(browser.cookies["asn_session"], planted);
        for (service, state, next) in &tabs {
            let returned = Returned::read(browser.open(next, "same-origin").await.location());
            assert_eq!(returned.get("state"), *state);
            let tokens = service.exchange(returned.code()).await;
            let claims = service.proved(tokens.text("id_token")).await;
            assert_eq!((&claims["aud"], &claims["nonce"]), (&(*service.id).into(), &(*state).into()));
        }
        let mut thief = world.browser();
        thief.cookies.insert("asn_session".to_owned(), planted);
        let page = thief.open(&tabs[0].2, "same-origin").await;
        assert!(page.location().starts_with("/masuk?"), "{}", page.location());
    }

    async fn who_is_somebody_else_goes_on_to_the_service_after_another_login(world) {
        with_clients(&world, &client("uji", "")).await;
        let other = world.enrolled(PPPK, "employee").await;
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let service = Service::new(&world, "uji");
        let page = browser.get(&service.authorize(&[("prompt", "select_account")])).await;
        assert!(page.path.starts_with("/izin?permintaan="), "{}", page.path);
        page.assert_shows("Sri Wahyuni");
        let next = page.field("/api/logout", "next").unwrap();
        let page = browser.post("/api/logout", &[("next", &next)]).await;
        assert_eq!((page.path.split('?').next().unwrap(), page.next()), ("/masuk", next.clone()));
        let code = world.code(&other);
        let fields = [("nip", PPPK), ("password", PASSWORD), ("code", &code), ("next", &next)];
        browser.submit("/api/login", &fields).await;
        let page = browser.get(&next).await;
        assert!(page.path.starts_with("/izin?permintaan="), "whoever it is sees who asks");
        let sealed = page.attribute("[name=sealed]", "value").unwrap();
        let page = browser.submit("/api/sso/confirm", &[("sealed", &sealed), ("answer", "ya")]).await;
        let (_, next) = page.location().split_once("lanjut=").unwrap();
        let next = percent_encoding::percent_decode_str(next).decode_utf8().unwrap().into_owned();
        let page = browser.open(&next, "same-origin").await;
        let tokens = service.exchange(Returned::read(page.location()).code()).await;
        assert_eq!(service.proved(tokens.text("id_token")).await["nip"], PPPK);
    }

    async fn who_leaves_leaves_every_service(world) {
        let uri = "backchannel_logout_uri = \"https://layanan.example/keluar\"";
        with_clients(&world, &client("uji", uri)).await;
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let service = Service::new(&world, "uji");
        let tokens = service.tokens(&mut browser).await;
        let (access, refresh) = (tokens.text("access_token"), tokens.text("refresh_token"));
        assert!(service.is_active(access).await && service.is_active(refresh).await);
        let page = browser.post("/api/logout", &[]).await;
        assert_eq!(page.path, "/keluar/selesai");
        page.assert_shows("Layanan uji");
        assert!(!service.is_active(access).await && !service.is_active(refresh).await);
        assert_eq!(service.userinfo(access).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(service.refresh(refresh).await.error(), (400, "invalid_grant"));
        let due = asn_digital::domain::sso::deliveries::claim(&world.portal, false).await.unwrap();
        let [delivery] = due.as_slice() else { panic!("{due:?}") };
        let token = service.proved(&delivery.token).await;
        let id_token = service.proved(tokens.text("id_token")).await;
        assert_eq!((&token["sid"], &token["sub"]), (&id_token["sid"], &id_token["sub"]));
    }
}
