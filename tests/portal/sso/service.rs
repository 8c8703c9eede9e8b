//! A service that people sign in to, as far as these tests need one.

use crate::support::*;
use asn_digital::domain::sso::{
    clients,
    jws::{JwkSet, Unverified},
    signing_keys, subject,
};
use axum::{Router, body::Body};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::{Request, StatusCode, header};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use url::{Url, form_urlencoded};

pub const REDIRECT: &str = "https://layanan.example/kembali";
pub const SECRET: &str = "rahasia-layanan-uji-0123456789abcdef";
/// 43 characters of base64url.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Makes the portal of a world an issuer with these clients, each a `[[client]]` of a file.
pub async fn with_clients(world: &mut World, file: &str) {
    subject::prepare(&world.portal).await.unwrap();
    signing_keys::look_after(&world.portal).await.unwrap();
    clients::take_over(&world.portal, &clients::parse(file).unwrap()).await.unwrap();
}

/// A client of the tests; `more`: further lines.
pub fn client(id: &str, more: &str) -> String {
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(SECRET));
    let secret = if more.contains("token_endpoint_auth_method") {
        String::new()
    } else {
        format!("client_secret_sha256 = [\"{hash}\"]\n")
    };
    let redirect = if more.contains("redirect_uris") {
        String::new()
    } else {
        format!("redirect_uris = [\"{REDIRECT}\"]\n")
    };
    format!(
        "[[client]]\nclient_id = \"{id}\"\nclient_name = \"Layanan {id}\"\n{secret}{redirect}{more}\n"
    )
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
    router: Router,
    pub id: String,
    pub address: String,
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
        Self { router: world.router.clone(), id: id.to_owned(), address: "192.0.2.77".to_owned() }
    }

    pub fn on(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    /// The address a browser is sent to; `more` replaces or adds, an empty value leaves out.
    pub fn authorize(&self, more: &[(&str, &str)]) -> String {
        format!("/oidc/authorize?{}", self.request(more))
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
        self.post(
            "/oidc/token",
            &[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", REDIRECT),
                ("code_verifier", VERIFIER),
            ],
        )
        .await
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.post("/oidc/token", &fields).await
    }

    pub async fn userinfo(&self, token: &str) -> Answer {
        self.get("/oidc/userinfo", Some(&format!("Bearer {token}"))).await
    }

    /// Whether a token is still good, as the service may ask.
    pub async fn is_active(&self, token: &str) -> bool {
        let answer = self.post("/oidc/introspect", &[("token", token)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.body["active"].as_bool().unwrap()
    }

    /// What a token of ours says, proved by the keys that are published.
    pub async fn proved(&self, token: &str) -> Value {
        let keys: JwkSet = serde_json::from_value(self.get("/oidc/jwks", None).await.body).unwrap();
        Unverified::parse(token).unwrap().prove_with(&keys).unwrap()
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
}
