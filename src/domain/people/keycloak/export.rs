//! What Keycloak writes of a person (`UserRepresentation`, `CredentialRepresentation`), as far as it is read
//! here. What a version writes and another does not is left out by either; `secretData` and `credentialData`
//! are JSON within a text.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeycloakUser {
    pub id: Option<String>,
    pub username: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub email_verified: Option<bool>,
    /// Keycloak takes nothing for no.
    pub enabled: Option<bool>,
    pub attributes: Option<BTreeMap<String, OneOrMany>>,
    pub credentials: Option<Vec<KeycloakCredential>>,
    pub required_actions: Option<Vec<String>>,
    pub realm_roles: Option<Vec<String>>,
    pub client_roles: Option<BTreeMap<String, Vec<String>>>,
    /// Paths.
    pub groups: Option<Vec<String>>,
    /// The directory that keeps the person, and mostly the password.
    pub federation_link: Option<String>,
    /// Of whoever is a service's own account.
    pub service_account_client_id: Option<String>,
}

impl KeycloakUser {
    /// The first value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        match self.attributes.as_ref()?.get(name)? {
            OneOrMany::One(value) => Some(value),
            OneOrMany::Many(values) => values.first()?.as_deref(),
            OneOrMany::Other(_) => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    Many(Vec<Option<String>>),
    One(String),
    Other(serde::de::IgnoredAny),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeycloakCredential {
    pub r#type: Option<String>,
    pub user_label: Option<String>,
    /// Milliseconds.
    pub created_date: Option<i64>,
    pub secret_data: Option<String>,
    pub credential_data: Option<String>,
    pub temporary: Option<bool>,
    /// A password in clear, where somebody wrote the file by hand.
    pub value: Option<String>,
    // Before Keycloak 8.
    pub hashed_salted_value: Option<String>,
    pub salt: Option<String>,
    pub hash_iterations: Option<i64>,
    pub algorithm: Option<String>,
    pub digits: Option<i64>,
    pub period: Option<i64>,
}

/// `secretData` of a password.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordSecret {
    /// Base64, as is the salt.
    pub value: Option<String>,
    pub salt: Option<String>,
}

/// `credentialData` of a password.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PasswordParameters {
    pub hash_iterations: Option<i64>,
    pub algorithm: Option<String>,
    #[serde(alias = "algorithmData")]
    pub additional_parameters: Option<BTreeMap<String, Vec<String>>>,
}

/// `secretData` of an authenticator.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CodeSecret {
    pub value: Option<String>,
}

/// `credentialData` of an authenticator.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CodeParameters {
    pub sub_type: Option<String>,
    pub digits: Option<i64>,
    pub period: Option<i64>,
    pub algorithm: Option<String>,
    pub secret_encoding: Option<String>,
}

/// A service of the realm.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeycloakService {
    pub client_id: Option<String>,
    pub redirect_uris: Option<Vec<String>>,
}
