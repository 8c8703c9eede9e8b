//! Single sign-on at three nodes at once: a code is exchanged once, two tabs get one token, and whoever logs out
//! leaves no service that is not told.

use crate::{
    Site,
    harness::{Person, Visitor},
};
use asn_digital::domain::sso::client::secret_hash;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{net::SocketAddr, sync::Arc};
use tokio::{sync::Barrier, task::JoinSet};
use url::{Url, form_urlencoded};

const REDIRECT: &str = "http://127.0.0.1:9/kembali";
const SECRET: &str = "rahasia-layanan-uji";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Three nodes behind one public address, and a service that nobody can tell of a logout.
async fn site() -> Site {
    let file = tempfile::NamedTempFile::new().unwrap();
    let hash = HEXLOWER.encode(&Sha256::digest(SECRET));
    assert!(secret_hash(&hash).is_some());
    let client = format!(
        "[[client]]\nclient_id = \"uji\"\nclient_name = \"Uji\"\nredirect_uris = [\"{REDIRECT}\"]\n\
         client_secret_sha256 = [\"{hash}\"]\nbackchannel_logout_uri = \"http://127.0.0.1:9/keluar\"\n"
    );
    std::fs::write(file.path(), client).unwrap();
    let clients = file.path().to_str().unwrap();
    Site::start(&["--public-origin", "http://127.0.0.1:3000", "--clients", clients]).await
}

/// A code for somebody who is logged in in this browser.
async fn code(browser: &mut Visitor) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("client_id", "uji"),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT),
            ("scope", "openid"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ])
        .finish();
    let answer = browser.get(&format!("/oidc/authorize?{query}")).await.unwrap();
    let location = Url::parse(answer.location()).unwrap_or_else(|_| panic!("{answer:?}"));
    let (_, code) = location.query_pairs().find(|(name, _)| name == "code").unwrap();
    code.into_owned()
}

/// What the token endpoint of a node says.
async fn token(node: SocketAddr, fields: &[(&str, &str)]) -> (u16, Value) {
    let client = [("client_id", "uji"), ("client_secret", SECRET)];
    let fields = [fields, &client].concat();
    let answer = Visitor::new(node).post("/oidc/token", &fields).await.unwrap();
    (answer.status.as_u16(), serde_json::from_str(&answer.text()).unwrap())
}

async fn exchange(node: SocketAddr, code: &str) -> (u16, Value) {
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    token(node, &fields).await
}

async fn refresh(node: SocketAddr, refresh_token: &str) -> (u16, Value) {
    token(node, &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
}

async fn logged_in(site: &Site, person: &Person) -> Visitor {
    let mut browser = Visitor::new(site.nodes[0].address);
    assert!(browser.log_in(person).await.unwrap());
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_at_three_nodes_at_once_is_exchanged_once_and_then_nothing_of_it_is_good() {
    let site = site().await;
    let person = site.installation.people(1).await.unwrap().remove(0);
    let mut browser = logged_in(&site, &person).await;
    let code = code(&mut browser).await;
    let start = Arc::new(Barrier::new(12));
    let mut race = JoinSet::new();
    for racer in 0..12 {
        let (node, code, start) = (site.nodes[racer % 3].address, code.clone(), Arc::clone(&start));
        race.spawn(async move {
            start.wait().await;
            exchange(node, &code).await
        });
    }
    let answers = race.join_all().await;
    let won: Vec<_> = answers.iter().filter(|(status, _)| *status == 200).collect();
    let [(_, tokens)] = won.as_slice() else { panic!("{answers:?}") };
    for (status, refused) in answers.iter().filter(|(status, _)| *status != 200) {
        assert_eq!((*status, refused["error"].as_str()), (400, Some("invalid_grant")));
    }
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let (status, refused) = refresh(site.nodes[1].address, refresh_token).await;
    assert_eq!((status, refused["error"].as_str()), (400, Some("invalid_grant")), "a thief had it");
    assert!(browser.get("/beranda").await.unwrap().status.is_success(), "its person stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tabs_that_refresh_at_once_get_one_successor_whichever_node_they_ask() {
    let site = site().await;
    let person = site.installation.people(1).await.unwrap().remove(0);
    let mut browser = logged_in(&site, &person).await;
    let (_, tokens) = exchange(site.nodes[2].address, &code(&mut browser).await).await;
    let first = tokens["refresh_token"].as_str().unwrap().to_owned();
    let mut tabs = JoinSet::new();
    for tab in 0..9 {
        let (node, token) = (site.nodes[tab % 3].address, first.clone());
        tabs.spawn(async move { refresh(node, &token).await });
    }
    let answers = tabs.join_all().await;
    assert!(answers.iter().all(|(status, _)| *status == 200), "{answers:?}");
    let mut next: Vec<_> =
        answers.iter().map(|(_, tokens)| tokens["refresh_token"].as_str().unwrap()).collect();
    next.sort_unstable();
    next.dedup();
    let [second] = next.as_slice() else { panic!("{next:?}") };
    assert_ne!(*second, first);
    assert_eq!(refresh(site.nodes[0].address, second).await.0, 200);
    let (status, _) = refresh(site.nodes[1].address, &first).await;
    assert_eq!(status, 400, "older than the last one");
    let (status, _) = refresh(site.nodes[1].address, second).await;
    assert_eq!(status, 400, "and with it the whole family");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_logs_out_while_a_service_gets_tokens_leaves_none_that_is_not_told() {
    let site = site().await;
    let people = site.installation.people(16).await.unwrap();
    let mut race = JoinSet::new();
    for (number, person) in people.iter().enumerate() {
        let mut browser = logged_in(&site, person).await;
        let code = code(&mut browser).await;
        let (a, b) = (site.nodes[number % 3].address, site.nodes[(number + 1) % 3].address);
        race.spawn(async move {
            let mut leaving = browser.moved_to(b);
            tokio::join!(exchange(a, &code), leaving.post("/api/logout", &[])).0
        });
    }
    let answers = race.join_all().await;
    let store = site.installation.store().await.unwrap();
    let mut unit = store.read().await.unwrap();
    let granted = unit.count_grants().await.unwrap();
    let given = answers.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!(i64::try_from(given).unwrap(), granted, "what was refused left nothing");
    for (status, tokens) in &answers {
        if *status == 200 {
            let token = tokens["refresh_token"].as_str().unwrap();
            assert_eq!(refresh(site.nodes[0].address, token).await.0, 400, "no grant outlives it");
        }
    }
    crate::until("every service is tried to be told", async || {
        let mut unit = store.read().await.unwrap();
        unit.troubled_deliveries(100).await.unwrap().len() == given
    })
    .await;
}
