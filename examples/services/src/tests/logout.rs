use super::{
    browser::{Browser, parameter},
    portal::{Portal, seconds},
};
use crate::client_assertion::sign;
use axum::http::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn signing_out_ends_the_session_here_and_asks_the_portal_to_end_the_login() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    browser.sign_in(&portal).await.location();
    let before = browser.cookies.clone();

    let asked = browser.post("/keluar", "").await.location();
    assert!(asked.as_str().starts_with(&format!("{}/oidc/logout?", portal.issuer)));
    assert_eq!(parameter(&asked, "id_token_hint").split('.').count(), 3);
    assert_eq!(
        parameter(&asked, "post_logout_redirect_uri"),
        "http://127.0.0.1:3002/keluar/selesai"
    );

    let done = format!("/keluar/selesai?state={}", parameter(&asked, "state"));
    assert!(
        browser.get(&done).await.text.contains("Anda sudah keluar dari SIASN dan dari ASN Digital")
    );
    assert!(browser.cookies.is_empty());
    assert_eq!(
        browser.get(&done).await.location().path(),
        "/",
        "whoever was not sent is told nothing"
    );
    browser.cookies = before;
    assert!(
        browser.get("/").await.text.contains("Masuk dengan ASN Digital"),
        "the old cookie opens nothing"
    );
}

#[tokio::test]
async fn another_site_signs_nobody_out() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    browser.sign_in(&portal).await.location();
    for site in ["cross-site", "same-site", "none"] {
        assert_eq!(browser.post_from("/keluar", "", site).await.status, StatusCode::FORBIDDEN);
    }
    assert!(browser.get("/").await.text.contains("Selamat datang"));
}

#[tokio::test]
async fn the_portal_ends_the_sessions_of_one_login_and_no_other() {
    let portal = Portal::start().await;
    let mut first = Browser::new(&portal);
    let mut second = first.elsewhere();
    first.sign_in(&portal).await.location();
    portal.said().id_token["sid"] = json!("login-2");
    second.sign_in(&portal).await.location();

    let notice = format!("logout_token={}", portal.logout_token(|_| ()));
    let answer = first.post_from("/keluar/back-channel", &notice, "none").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(first.get("/").await.text.contains("Masuk dengan ASN Digital"));
    assert!(second.get("/").await.text.contains("Selamat datang"));

    assert_eq!(
        first.post("/keluar/back-channel", &notice).await.status,
        StatusCode::BAD_REQUEST,
        "used once"
    );
    let everywhere = portal.logout_token(|token| {
        token["jti"] = json!("notice-2");
        token["sid"] = Value::Null;
    });
    assert_eq!(
        first.post("/keluar/back-channel", &format!("logout_token={everywhere}")).await.status,
        StatusCode::OK
    );
    assert!(second.get("/").await.text.contains("Masuk dengan ASN Digital"));
}

#[tokio::test]
async fn what_is_no_logout_token_of_the_portal_for_this_service_ends_nothing() {
    let portal = Portal::start().await;
    let mut browser = Browser::new(&portal);
    browser.sign_in(&portal).await.location();
    let event = "http://schemas.openid.net/event/backchannel-logout";
    let mut wrongs = vec![
        ("issuer", portal.logout_token(|token| token["iss"] = json!("https://evil.example"))),
        ("audience", portal.logout_token(|token| token["aud"] = json!("myasn"))),
        ("expired", portal.logout_token(|token| token["exp"] = json!(seconds() - 1))),
        (
            "no events",
            portal.logout_token(|token| drop(token.as_object_mut().unwrap().remove("events"))),
        ),
        (
            "another event",
            portal.logout_token(|token| token["events"] = json!({ "https://x.example": {} })),
        ),
        ("an event of text", portal.logout_token(|token| token["events"][event] = json!("yes"))),
        ("nonce", portal.logout_token(|token| token["nonce"] = json!("n"))),
        ("no jti", portal.logout_token(|token| drop(token.as_object_mut().unwrap().remove("jti")))),
        ("nothing", String::new()),
        ("no token", "a.b.c".to_owned()),
    ];
    let right = portal.logout_token(|_| ());
    let (said, signature) = right.rsplit_once('.').unwrap();
    wrongs.push(("unsigned", format!("{said}.")));
    wrongs.push((
        "another signature",
        format!("{said}.{}", signature.chars().rev().collect::<String>()),
    ));
    let claims = |typ: &str| {
        let now = seconds();
        let claims = json!({ "iss": portal.issuer, "aud": "siasn", "sub": "id-sri", "sid": "login-1", "jti": "x",
            "iat": now, "exp": now + 60, "events": { event: {} } });
        sign(&portal.said().key.to_string(), typ, &claims).unwrap()
    };
    wrongs.push(("typ", claims("JWT")));
    wrongs.push(("an empty typ", claims("")));

    for (name, token) in wrongs {
        let answer = browser.post("/keluar/back-channel", &format!("logout_token={token}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
        assert!(browser.get("/").await.text.contains("Selamat datang"), "{name}");
    }
    assert_eq!(browser.post("/keluar/back-channel", "x=1").await.status, StatusCode::BAD_REQUEST);
    let long = format!("logout_token={}", "x".repeat(20_000));
    assert_eq!(browser.post("/keluar/back-channel", &long).await.status, StatusCode::BAD_REQUEST);
}
