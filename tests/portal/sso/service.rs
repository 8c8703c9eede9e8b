//! A service that people sign in to, as far as these tests need one.

use crate::{support::*, template};
use asn_digital::domain::{
    clock::{Clock, ManualClock},
    sso::{
        client_file,
        issuer::{Endpoints, Issuer},
        jws::{JwkSet, Unverified},
        subject,
    },
};
use axum::{Router, body::Body};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::{Request, StatusCode, header};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use url::{Url, form_urlencoded};

pub const REDIRECT: &str = "https://layanan.example/kembali";
pub const SECRET: &str = "rahasia-layanan-uji-0123456789abcdef";
/// 43 characters of base64url.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Makes the portal of a world an issuer with these clients, each a `[[client]]` of a file.
pub async fn with_clients(world: &World, file: &str) {
    subject::prepare(&world.portal).await.unwrap();
    template::sign(world).await;
    client_file::take_over(&world.portal, &client_file::parse(file).unwrap())
        .await
        .unwrap()
        .unwrap();
}

/// A client of the tests; `more`: further lines.
pub fn client(id: &str, more: &str) -> String {
    let secret =
        if more.contains("token_endpoint_auth_method") { String::new() } else { secret_line() };
    let redirect = if more.lines().any(|line| line.starts_with("redirect_uris")) {
        String::new()
    } else {
        format!("redirect_uris = [\"{REDIRECT}\"]\n")
    };
    format!(
        "[[client]]\nclient_id = \"{id}\"\nclient_name = \"Layanan {id}\"\n{secret}{redirect}{more}\n"
    )
}

/// In a file: [`SECRET`].
pub fn secret_line() -> String {
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(SECRET));
    format!("client_secret_sha256 = [\"{hash}\"]\n")
}

pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// What a browser brought to the service's address.
#[derive(Debug, Clone)]
pub struct Returned {
    pub uri: String,
    pub fields: BTreeMap<String, String>,
}

impl Returned {
    pub fn read(location: &str) -> Self {
        let url = Url::parse(location).unwrap_or_else(|_| panic!("no address: {location}"));
        let query = url.query().or(url.fragment()).unwrap_or_default().to_owned();
        let fields = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let end = location.find(['?', '#']).unwrap_or(location.len());
        Self { uri: location[..end].to_owned(), fields }
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub fn code(&self) -> &str {
        assert_eq!(self.get("error"), "", "{self:?}");
        self.get("code")
    }
}

/// A service as it talks to the portal.
#[derive(Clone)]
pub struct Service {
    pub(super) router: Router,
    pub(super) clock: Arc<ManualClock>,
    pub id: String,
    pub address: String,
    pub issuer: Issuer,
    /// What the addresses of its issuer begin with.
    pub prefix: &'static str,
    /// Whether it proves that whoever brings a code asked for it.
    pub uses_pkce: bool,
}

/// What one sign-in gave, with everything that every one promises.
#[derive(Debug)]
pub struct Flow {
    pub returned: Returned,
    pub tokens: Answer,
    pub id_token: Value,
    pub userinfo: Value,
}

/// An answer in JSON.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    pub fn error(&self) -> (u16, &str) {
        (self.status.as_u16(), self.text("error"))
    }
}

impl Service {
    pub fn new(world: &World, id: &str) -> Self {
        Self {
            router: world.router.clone(),
            clock: Arc::clone(&world.clock),
            id: id.to_owned(),
            address: "192.0.2.77".to_owned(),
            issuer: Issuer::Portal,
            prefix: "",
            uses_pkce: true,
        }
    }

    /// One that does without PKCE, as the conformance suite's.
    pub fn plain(world: &World, id: &str) -> Self {
        Self { uses_pkce: false, ..Self::new(world, id) }
    }

    /// The address of an endpoint of its issuer.
    pub fn at(&self, endpoint: impl Fn(Endpoints) -> &'static str) -> String {
        format!("{}{}", self.prefix, endpoint(self.issuer.endpoints()))
    }

    fn now(&self) -> i64 {
        self.clock.now().unix_timestamp()
    }

    pub fn on(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    /// The address a browser is sent to; `more` replaces or adds, an empty value leaves out.
    pub fn authorize(&self, more: &[(&str, &str)]) -> String {
        format!("{}?{}", self.at(|at| at.authorization), self.request(more))
    }

    pub fn request(&self, more: &[(&str, &str)]) -> String {
        let challenge = challenge(VERIFIER);
        let usual = [
            ("client_id", self.id.as_str()),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT),
            ("scope", "openid profile email roles"),
            ("state", "keadaan"),
            ("nonce", "sekali"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let mut fields: Vec<(&str, &str)> = usual.to_vec();
        fields.retain(|(name, _)| self.uses_pkce || !name.starts_with("code_challenge"));
        for (name, value) in more {
            fields.retain(|(usual, _)| usual != name);
            if !value.is_empty() {
                fields.push((name, value));
            }
        }
        form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    }

    /// Sends a form as the service itself, with its secret in the head.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let basic = STANDARD.encode(format!("{}:{SECRET}", self.id));
        self.post_with(path, fields, Some(&format!("Basic {basic}"))).await
    }

    pub async fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        if let Some(authorization) = authorization {
            request.headers_mut().insert(header::AUTHORIZATION, authorization.parse().unwrap());
        }
        self.send(request).await
    }

    pub async fn get(&self, path: &str, authorization: Option<&str>) -> Answer {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        if let Some(authorization) = authorization {
            request.headers_mut().insert(header::AUTHORIZATION, authorization.parse().unwrap());
        }
        self.send(request).await
    }

    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let path = request.uri().to_string();
        request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
        let mut program = Browser::new(self.router.clone(), &self.address);
        let page = program.send(&path, request).await;
        assert!(program.cookies.is_empty(), "{path}: a machine is given no cookie");
        let body = serde_json::from_str(&page.html).unwrap_or(Value::String(page.html));
        Answer { status: page.status, headers: page.headers, body }
    }

    /// Exchanges a code.
    pub async fn exchange(&self, code: &str) -> Answer {
        self.post(&self.at(|at| at.token), &self.exchanging(code)).await
    }

    /// The fields that exchange a code.
    pub fn exchanging<'a>(&self, code: &'a str) -> Vec<(&'a str, &'a str)> {
        let mut fields =
            vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT)];
        if self.uses_pkce {
            fields.push(("code_verifier", VERIFIER));
        }
        fields
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.post(&self.at(|at| at.token), &fields).await
    }

    pub async fn userinfo(&self, token: &str) -> Answer {
        self.get(&self.at(|at| at.userinfo), Some(&format!("Bearer {token}"))).await
    }

    /// Whether a token is still good, as the service may ask.
    pub async fn is_active(&self, token: &str) -> bool {
        let answer = self.post(&self.at(|at| at.introspection), &[("token", token)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.body["active"].as_bool().unwrap()
    }

    /// What a token of ours says, proved by the keys that are published.
    pub async fn proved(&self, token: &str) -> Value {
        Unverified::parse(token).unwrap().prove_with(&self.keys().await).unwrap()
    }

    /// The keys that are published.
    pub async fn keys(&self) -> JwkSet {
        serde_json::from_value(self.get(&self.at(|at| at.jwks), None).await.body).unwrap()
    }

    /// Signs a browser in that has a session: what it brings back.
    pub async fn signs_in(&self, browser: &mut Browser, more: &[(&str, &str)]) -> Returned {
        let page = browser.open(&self.authorize(more), "cross-site").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        Returned::read(page.location())
    }

    /// The same, and exchanges the code.
    pub async fn tokens(&self, browser: &mut Browser) -> Answer {
        let returned = self.signs_in(browser, &[]).await;
        let answer = self.exchange(returned.code()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer
    }

    /// Goes through a whole sign-in of a browser that has a session.
    pub async fn flow(&self, browser: &mut Browser, more: &[(&str, &str)]) -> Flow {
        let returned = self.signs_in(browser, more).await;
        let nonce = more.iter().find(|(name, _)| *name == "nonce").map_or("sekali", |(_, it)| *it);
        self.complete(returned, nonce).await
    }

    /// The rest of a sign-in, and what holds of every one. `nonce`: empty where none was sent.
    pub async fn complete(&self, returned: Returned, nonce: &str) -> Flow {
        let issuer = format!("{ORIGIN}{}", self.prefix);
        assert_eq!(returned.uri, REDIRECT);
        assert_eq!((returned.get("state"), returned.get("iss")), ("keadaan", issuer.as_str()));
        let keys = self.keys().await.keys;
        let names: BTreeSet<_> = keys.iter().map(|key| key.kid.clone().expect("a kid")).collect();
        assert_eq!(names.len(), keys.len(), "every key has a name of its own");
        let tokens = self.exchange(returned.code()).await;
        assert_eq!(tokens.status, StatusCode::OK, "{tokens:?}");
        assert_eq!(tokens.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(tokens.text("token_type"), "Bearer");
        assert!(tokens.body["expires_in"].as_i64().unwrap() > 0);
        let id_token = self.proved(tokens.text("id_token")).await;
        let number = |name: &str| id_token[name].as_i64().unwrap();
        assert_eq!(
            (&id_token["iss"], &id_token["aud"]),
            (&issuer.into(), &self.id.as_str().into())
        );
        assert_eq!(id_token["azp"], self.id.as_str());
        assert_eq!(number("iat"), self.now());
        assert!(number("exp") > self.now() && number("exp") <= self.now() + 12 * 3600);
        assert!(number("auth_time") <= self.now());
        let nonce = Some(nonce).filter(|nonce| !nonce.is_empty());
        assert_eq!(id_token["nonce"].as_str(), nonce);
        let hash = Sha256::digest(tokens.text("access_token"));
        assert_eq!(id_token["at_hash"], URL_SAFE_NO_PAD.encode(&hash[..16]));
        let userinfo = self.userinfo(tokens.text("access_token")).await;
        assert_eq!(userinfo.status, StatusCode::OK, "{userinfo:?}");
        assert_eq!(userinfo.headers[header::CONTENT_TYPE], "application/json");
        assert_eq!(userinfo.body["sub"], id_token["sub"]);
        Flow { returned, tokens, id_token, userinfo: userinfo.body }
    }

    /// Signs a browser in whose person is asked to prove anew who they are, and does so.
    pub async fn signs_in_anew(
        &self,
        browser: &mut Browser,
        more: &[(&str, &str)],
        code: &str,
    ) -> Returned {
        let page = browser.open(&self.authorize(more), "cross-site").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        let asked = page.location().to_owned();
        let page = browser.get(&asked).await;
        assert!(page.path.starts_with("/akun/bukti?lanjut=%2Foidc%2Flanjut"), "{}", page.path);
        let next = page.next();
        let page = browser.submit("/api/proof/code", &[("code", code), ("next", &next)]).await;
        assert!(page.location().starts_with("/teruskan?lanjut="), "{}", page.location());
        Returned::read(browser.open(&next, "same-origin").await.location())
    }
}

impl Flow {
    pub fn access(&self) -> &str {
        self.tokens.text("access_token")
    }

    pub fn refresh(&self) -> &str {
        self.tokens.text("refresh_token")
    }

    pub fn hint(&self) -> &str {
        self.tokens.text("id_token")
    }
}
