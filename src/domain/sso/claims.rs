//! What a service is told of a person (OpenID Connect Core 1.0 §5.1), by what it may know. Those of the second
//! issuer stand where Keycloak's clients look for them.

use super::{
    issuer::Issuer,
    scope::{Scope, Scopes},
};
use crate::{domain::people::role::Role, store::SignedIn};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Claims by their names.
pub type Claims = Map<String, Value>;

/// What these scopes let a service know.
#[must_use]
pub fn of_person(person: &SignedIn, scopes: &Scopes, issuer: Issuer) -> Claims {
    let mut claims = Claims::new();
    let mut tell = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    let roles: Vec<_> = person.roles.iter().map(Role::name).collect();
    if scopes.has(Scope::Profile) {
        tell("name", json!(person.name));
        tell("preferred_username", json!(person.nip.as_str()));
        tell("nip", json!(person.nip.as_str()));
        tell("agency", json!(person.agency));
    }
    if scopes.has(Scope::Email)
        && let Some(email) = &person.email
    {
        tell("email", json!(email));
        // It came from a clerk's file; letters to it arrived, but nobody proved it to be theirs.
        tell("email_verified", json!(false));
    }
    if scopes.has(Scope::Roles) {
        match issuer {
            Issuer::Portal => tell("roles", json!(roles)),
            Issuer::Keycloak => tell("realm_access", json!({ "roles": roles })),
        };
    }
    claims
}

/// Adds what `more` says, where it says something.
pub fn extend(claims: &mut Claims, more: &impl Serialize) {
    if let Ok(Value::Object(more)) = serde_json::to_value(more) {
        claims.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
    }
}
