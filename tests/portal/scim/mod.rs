//! Provisioning, from the side of an agency's system: requests as it sends them, answers as it reads them.

mod console;
mod people;
mod recorded;
mod safety;
mod walk;

use crate::support::*;
use asn_digital::{
    domain::{
        guard::visitor::Visitor,
        scim::token::{self, NewToken},
    },
    store::ImportedAccount,
};
use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tower::ServiceExt;

pub const AMBON: &str = "Pemerintah Kota Ambon";
pub const TUAL: &str = "Pemerintah Kota Tual";
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The number of the place-th person who is made for a test.
pub fn number(place: u64) -> String {
    format!("1986092620150{}1{:03}", 1 + place / 900 % 9, 1 + place % 900)
}

/// An answer.
#[derive(Debug)]
pub struct Said {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Said {
    pub fn id(&self) -> &str {
        self.body["id"].as_str().unwrap_or_else(|| panic!("{self:?}"))
    }

    pub fn kind(&self) -> &str {
        self.body["scimType"].as_str().unwrap_or_default()
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?}", self.body);
        self
    }
}

/// The system of an agency.
#[derive(Clone)]
pub struct Client {
    router: Router,
    pub token: String,
    pub address: &'static str,
}

impl Client {
    /// One of an agency in which somebody is.
    pub async fn of(world: &World, agency: &str) -> Self {
        let by = Visitor::command_line();
        let new = NewToken { agency, name: "SIMPEG", days: token::DAYS };
        let added = token::add(&world.portal, &by, &new);
        let token = added.await.unwrap().unwrap();
        Self { router: world.router.clone(), token, address: "203.0.113.7" }
    }

    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Said {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send_with(method, path, body, &[]).await
    }

    pub async fn send_with(
        &self,
        method: Method,
        path: &str,
        body: impl Into<Body>,
        headers: &[(header::HeaderName, &str)],
    ) -> Said {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/scim/v2{path}"))
            .header(header::CONTENT_TYPE, "application/scim+json");
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let mut request = request.body(body.into()).unwrap();
        let peer = SocketAddr::new(self.address.parse().unwrap(), 40_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        assert_eq!(parts.headers[header::CACHE_CONTROL], "no-store");
        let body = if body.is_empty() {
            Value::Null
        } else {
            assert_eq!(parts.headers[header::CONTENT_TYPE], "application/scim+json");
            serde_json::from_slice(&body).unwrap()
        };
        if parts.status.is_client_error() || parts.status.is_server_error() {
            assert_eq!(body["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error");
            assert_eq!(body["status"], parts.status.as_str());
            assert!(body["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{body}");
        }
        Said { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Said {
        self.send(Method::GET, path, &Value::Null).await
    }

    pub async fn create(&self, place: u64) -> Said {
        self.send(Method::POST, "/Users", &user(place)).await
    }

    pub async fn patch(&self, id: &str, operations: &Value) -> Said {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations,
        });
        self.send(Method::PATCH, &format!("/Users/{id}"), &body).await
    }

    pub async fn delete(&self, id: &str) -> Said {
        self.send(Method::DELETE, &format!("/Users/{id}"), &Value::Null).await
    }

    /// Who is found by a filter: their numbers.
    pub async fn found(&self, filter: &str) -> Vec<String> {
        let filter = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect::<String>();
        let said = self.get(&format!("/Users?filter={filter}")).await.is(200);
        let all = said.body["Resources"].as_array().unwrap();
        assert_eq!(said.body["totalResults"], all.len());
        all.iter().map(|user| user["userName"].as_str().unwrap().to_owned()).collect()
    }
}

/// The place-th person, as a source describes them.
pub fn user(place: u64) -> Value {
    json!({
        "schemas": [USER], "userName": number(place), "externalId": format!("simpeg-{place}"),
        "name": { "formatted": format!("Sri Wahyuni {place}ᵃ") },
        "emails": [{ "value": format!("sri{place}@ambon.go.id"), "type": "work", "primary": true }],
        "active": true,
    })
}

/// So many people of an agency, who were there before its system.
pub async fn people(world: &World, agency: &str, places: std::ops::Range<u64>) {
    let portal = &world.portal;
    let people: Vec<_> = places
        .map(|place| ImportedAccount {
            id: portal.new_id(),
            nip: number(place),
            name: format!("Budi {}", "a".repeat(usize::try_from(place % 7).unwrap() + 1)),
            email: None,
            agency: agency.to_owned(),
            roles: "employee".to_owned(),
        })
        .collect();
    let mut unit = portal.store.write_in_bulk().await.unwrap();
    unit.add_accounts(&people, "no hash", portal.now()).await.unwrap();
    unit.commit().await.unwrap();
}

#[test]
fn numbers_of_people_who_are_made_are_right_and_differ() {
    let mut numbers: Vec<_> = (0..8000).map(number).collect();
    for number in &numbers {
        assert!(asn_digital::domain::values::nip::Nip::parse(number).is_ok(), "{number}");
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 8000);
    assert_eq!(StatusCode::OK, 200);
}
