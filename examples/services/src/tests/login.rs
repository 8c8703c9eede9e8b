use super::{
    browser::{Browser, answer, parameter},
    portal::Portal,
};
use crate::{provider::LEAST_INTERVAL, service::SERVICES};
use axum::http::{StatusCode, header::LOCATION};
use openidconnect::{PkceCodeChallenge, PkceCodeVerifier};
use serde_json::{Value, json};

#[tokio::test]
async fn who_comes_back_from_the_portal_is_shown_as_the_portal_says() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    assert!(browser.get("/").await.text.contains("Masuk dengan ASN Digital"));

    assert_eq!(browser.sign_in(&portal).await.location().as_str(), "http://127.0.0.1:3002/");
    assert_eq!(browser.cookies.len(), 1, "what the login needed is gone: {:?}", browser.cookies);

    let page = browser.get("/").await;
    for shown in [
        "Sri &lt;b&gt;Wahyuni",
        "198609262015052001",
        "Kota Ambon",
        "Pegawai",
        "Operator instansi",
        "Keluar",
    ] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn the_request_is_tied_to_its_answer_and_the_code_to_its_request() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    let asked = browser.get("/masuk").await.location();
    assert_eq!(parameter(&asked, "response_type"), "code");
    assert_eq!(parameter(&asked, "code_challenge_method"), "S256");
    assert_eq!(parameter(&asked, "redirect_uri"), "http://127.0.0.1:3002/masuk/kembali");
    assert_eq!(parameter(&asked, "scope"), "openid profile roles");
    browser.get(&answer(&portal, &asked)).await;

    let sent = portal.said().asked.pop().unwrap();
    let verifier = PkceCodeVerifier::new(sent["code_verifier"].clone());
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    assert_eq!(challenge.as_str(), parameter(&asked, "code_challenge"));
    assert_eq!(sent["client_assertion"].split('.').count(), 3);
    assert!(!sent.contains_key("client_secret"));
}

#[tokio::test]
async fn a_link_leads_to_the_portal_only_when_it_names_it_and_back_to_this_service_only() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    let here = "http://127.0.0.1:3002/skp?tahun=2026";
    let invited = format!("/masuk?iss={}&target_link_uri={here}&login_hint=sri", portal.issuer);
    let asked = browser.get(&invited).await.location();
    assert_eq!(parameter(&asked, "login_hint"), "sri");
    let arrived = browser.get(&answer(&portal, &asked)).await;
    assert_eq!(arrived.headers[LOCATION], here);

    for (iss, target) in [
        ("http://127.0.0.1:1", here),
        (&format!("{}/", portal.issuer), here),
        (&portal.issuer, "https://evil.example/"),
        (&portal.issuer, "http://127.0.0.1:3001/"),
        (&portal.issuer, "http://127.0.0.1:3002@evil.example/"),
        (&portal.issuer, "//evil.example/"),
        (&portal.issuer, "javascript:alert(1)"),
        (&portal.issuer, &format!("{here}{}", "x".repeat(1_000))),
    ] {
        let page = browser.get(&format!("/masuk?iss={iss}&target_link_uri={target}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{iss} {target}");
        assert!(page.text.contains("Tautan masuk ini tidak dikenal"));
    }
    let twice = format!("/masuk?iss={0}&iss={0}", portal.issuer);
    assert_eq!(browser.get(&twice).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_target_that_looks_like_another_host_stays_here() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    let target = "http://127.0.0.1:3002//evil.example/";
    let asked = browser
        .get(&format!("/masuk?iss={}&target_link_uri={target}", portal.issuer))
        .await
        .location();
    assert_eq!(browser.get(&answer(&portal, &asked)).await.headers[LOCATION], target);
}

#[tokio::test]
async fn an_answer_to_another_browser_or_by_another_provider_is_not_exchanged() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    let asked = browser.get("/masuk").await.location();
    let right = answer(&portal, &asked);
    let state = parameter(&asked, "state");
    for wrong in [
        right.replace(&state, "another"),
        right.replace(&format!("&state={state}"), ""),
        right.replace("iss=", "iss=x"),
        right.replace("&iss=", "&no="),
    ] {
        let mut same_cookies = Browser::new(&portal);
        same_cookies.cookies.clone_from(&browser.cookies);
        assert_eq!(same_cookies.get(&wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let mut other = Browser::new(&portal);
    let page = other.get(&right).await;
    assert!(page.text.contains("dimulai di peramban lain"), "{}", page.text);
    assert!(portal.said().asked.is_empty());

    browser.get(&right).await.location();
    assert_eq!(browser.get(&right).await.status, StatusCode::BAD_REQUEST, "it works once");
    assert_eq!(portal.said().asked.len(), 1);
}

#[tokio::test]
async fn two_tabs_sign_in_beside_each_other() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    let first = browser.get("/masuk").await.location();
    let second = browser.get("/masuk").await.location();
    for asked in [first, second] {
        browser.get(&answer(&portal, &asked)).await.location();
    }
}

#[tokio::test]
async fn an_id_token_that_is_not_for_this_login_signs_nobody_in() {
    type Change = fn(&mut Value);
    let wrongs: [(&str, Change); 7] = [
        ("nonce", |token| token["nonce"] = json!("another")),
        ("no nonce", |token| token["nonce"] = Value::Null),
        ("audience", |token| token["aud"] = json!("myasn")),
        ("one more audience", |token| token["aud"] = json!(["siasn", "myasn"])),
        ("issuer", |token| token["iss"] = json!("https://evil.example")),
        ("another access token", |token| token["at_hash"] = json!("of another")),
        ("expired", |token| token["exp"] = json!(1_700_000_000)),
    ];
    let portal = Portal::start().await;
    for (name, change) in wrongs {
        let mut browser = Browser::new(&portal);
        let whole = portal.said().id_token.clone();
        let asked = browser.get("/masuk").await.location();
        let answer = answer(&portal, &asked);
        change(&mut portal.said().id_token);
        let page = browser.get(&answer).await;
        assert!(page.text.contains("Masuk tidak berhasil"), "{name}: {}", page.text);
        assert!(browser.cookies.is_empty(), "{name}");
        portal.said().id_token = whole;
    }
}

#[tokio::test]
async fn an_id_token_by_another_algorithm_than_agreed_signs_nobody_in() {
    let portal = Portal::start().await;
    let [myasn, ..] = &SERVICES;
    portal.said().id_token["aud"] = json!(myasn.client_id);
    let mut browser = Browser::at(myasn, &portal);
    assert!(browser.sign_in(&portal).await.text.contains("Masuk tidak berhasil"));
}

#[tokio::test]
async fn userinfo_of_somebody_else_signs_nobody_in() {
    let portal = Portal::start().await;
    portal.said().userinfo["sub"] = json!("id-bambang");
    let mut browser = Browser::new(&portal);
    assert_eq!(browser.sign_in(&portal).await.status, StatusCode::BAD_GATEWAY);
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn the_portals_no_is_said_in_plain_words_with_a_way_back() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    for (error, words) in [
        ("access_denied", "Anda tidak jadi masuk"),
        ("login_required", "Silakan masuk di ASN Digital"),
        ("temporarily_unavailable", "ASN Digital sedang terganggu"),
        ("%3Cscript%3E", "Masuk tidak berhasil"),
    ] {
        let state = parameter(&browser.get("/masuk").await.location(), "state");
        let page = browser
            .get(&format!("/masuk/kembali?error={error}&state={state}&iss={}", portal.issuer))
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(
            page.text.contains(words) && page.text.contains(r#"href="/masuk""#),
            "{error}: {}",
            page.text
        );
        assert!(!page.text.contains("<script>"));
    }
}

#[tokio::test]
async fn without_the_portal_people_are_told_so() {
    let mut portal = Portal::start().await;
    portal.issuer = "http://127.0.0.1:1".to_owned();
    let page = Browser::new(&portal).get("/masuk").await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY);
    assert!(page.text.contains("tidak bisa dihubungi"));
}

#[tokio::test]
async fn a_new_key_of_the_portal_is_fetched_when_a_token_names_it_and_not_more_often_than_agreed() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    browser.sign_in(&portal).await.location();
    portal.said().key["kid"] = json!("second");
    assert!(browser.sign_in(&portal).await.text.contains("Masuk tidak berhasil"));
    assert_eq!(portal.said().keys_fetched, 1);

    tokio::time::sleep(LEAST_INTERVAL).await;
    browser.sign_in(&portal).await.location();
    browser.sign_in(&portal).await.location();
    assert_eq!(portal.said().keys_fetched, 2);
}

#[tokio::test]
async fn what_changes_at_the_portal_arrives_by_a_refresh_and_a_login_that_is_over_ends_here_too() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    browser.sign_in(&portal).await.location();
    portal.said().userinfo["roles"] = json!(["administrator"]);
    assert_eq!(browser.post_from("/perbarui", "", "same-site").await.status, StatusCode::FORBIDDEN);
    for used in ["refresh-1", "refresh-2"] {
        browser.post("/perbarui", "").await.location();
        assert_eq!(portal.said().asked.last().unwrap()["refresh_token"], used);
    }
    let page = browser.get("/").await;
    assert!(page.text.contains("Administrator") && !page.text.contains("Operator instansi"));

    let whole = portal.said().userinfo.take();
    assert_eq!(browser.post("/perbarui", "").await.status, StatusCode::BAD_GATEWAY);
    portal.said().userinfo = whole;
    browser.post("/perbarui", "").await.location();
    assert_eq!(
        portal.said().asked.last().unwrap()["refresh_token"],
        "refresh-4",
        "the old one is used up"
    );

    portal.said().refuses = true;
    browser.post("/perbarui", "").await.location();
    assert!(browser.get("/").await.text.contains("Masuk dengan ASN Digital"));
}
