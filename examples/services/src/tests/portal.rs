//! A portal of straw: discovery, keys, token and userinfo endpoint, on a free port.

use crate::client_assertion::sign;
use axum::{
    Form, Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::net::TcpListener;

pub const KEY: &str = r#"{"kty":"EC","crv":"P-256","kid":"first","x":"LKX_M_jxN4VOabYpquusi2IqalHluyfgl3xizzF6xk8","y":"wxJ077CqvW-ShHlPgVMTsT3ScHpPFHLMSRXH-tU7avk","d":"Rs3TiI-P4aMqAtKRylW9oiymAzdOUXit0cFtS2TF8bI"}"#;

pub struct Portal {
    pub issuer: String,
    said: Arc<Mutex<Said>>,
}

/// What it answers, and what it was asked.
pub struct Said {
    pub key: Value,
    pub id_token: Value,
    pub userinfo: Value,
    pub refuses: bool,
    pub asked: Vec<HashMap<String, String>>,
    pub keys_fetched: u32,
}

impl Portal {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let person = json!({
            "sub": "id-sri", "name": "Sri <b>Wahyuni</b>", "nip": "198609262015052001",
            "agency": "Pemerintah Kota Ambon", "roles": ["employee", "operator"],
        });
        let now = seconds();
        let id_token = json!({
            "iss": issuer, "sub": "id-sri", "aud": "siasn", "iat": now, "exp": now + 300, "sid": "login-1",
        });
        let said = Arc::new(Mutex::new(Said {
            key: serde_json::from_str(KEY).unwrap(),
            id_token,
            userinfo: person,
            refuses: false,
            asked: Vec::new(),
            keys_fetched: 0,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/oidc/jwks", get(keys))
            .route("/oidc/token", post(token))
            .route("/oidc/userinfo", get(userinfo))
            .with_state((issuer.clone(), said.clone()));
        tokio::spawn(axum::serve(listener, router).into_future());
        Self { issuer, said }
    }

    pub fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap()
    }

    /// A logout token as it should be, changed by the test.
    pub fn logout_token(&self, change: impl FnOnce(&mut Value)) -> String {
        let now = seconds();
        let mut claims = json!({
            "iss": self.issuer, "aud": "siasn", "sub": "id-sri", "sid": "login-1", "jti": "notice-1",
            "iat": now, "exp": now + 120,
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        change(&mut claims);
        sign(&self.said().key.to_string(), "logout+jwt", &claims).unwrap()
    }
}

pub fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

type Shared = State<(String, Arc<Mutex<Said>>)>;

async fn discovery(State((issuer, _)): Shared) -> Json<Value> {
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/oidc/authorize"),
        "token_endpoint": format!("{issuer}/oidc/token"),
        "userinfo_endpoint": format!("{issuer}/oidc/userinfo"),
        "end_session_endpoint": format!("{issuer}/oidc/logout"),
        "jwks_uri": format!("{issuer}/oidc/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
    }))
}

async fn keys(State((_, said)): Shared) -> Json<Value> {
    let mut said = said.lock().unwrap();
    said.keys_fetched += 1;
    let mut public = said.key.clone();
    public.as_object_mut().unwrap().remove("d");
    Json(json!({ "keys": [public] }))
}

async fn token(State((_, said)): Shared, Form(form): Form<HashMap<String, String>>) -> Response {
    let mut said = said.lock().unwrap();
    said.asked.push(form);
    if said.refuses {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })))
            .into_response();
    }
    Json(json!({
        "access_token": "access", "token_type": "Bearer", "expires_in": 300,
        "refresh_token": format!("refresh-{}", said.asked.len()),
        "id_token": sign(&said.key.to_string(), "JWT", &said.id_token).unwrap(),
    }))
    .into_response()
}

async fn userinfo(State((_, said)): Shared) -> Json<Value> {
    Json(said.lock().unwrap().userinfo.clone())
}
