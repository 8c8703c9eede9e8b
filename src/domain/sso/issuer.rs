//! In whose name tokens are issued. The portal's own issuer is its public address; a second one, with
//! Keycloak's paths and claims, may be configured for services that cannot change more than an address
//! (`docs/adr/0041-a-second-issuer-for-keycloaks-clients.md`).

use super::key_ring::KnownKeys;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use strum::{EnumString, IntoStaticStr, VariantArray};
use tokio::sync::Notify;

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Issuer {
    #[default]
    Portal,
    Keycloak,
}

/// Addresses of an issuer's endpoints, below the issuer's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoints {
    pub authorization: &'static str,
    pub token: &'static str,
    pub userinfo: &'static str,
    pub introspection: &'static str,
    pub revocation: &'static str,
    pub pushed_authorization_request: &'static str,
    pub jwks: &'static str,
    pub end_session: &'static str,
}

impl Issuer {
    #[must_use]
    pub const fn endpoints(self) -> Endpoints {
        match self {
            Self::Portal => Endpoints {
                authorization: "/oidc/authorize",
                token: "/oidc/token",
                userinfo: "/oidc/userinfo",
                introspection: "/oidc/introspect",
                revocation: "/oidc/revoke",
                pushed_authorization_request: "/oidc/par",
                jwks: "/oidc/jwks",
                end_session: "/oidc/logout",
            },
            Self::Keycloak => Endpoints {
                authorization: "/protocol/openid-connect/auth",
                token: "/protocol/openid-connect/token",
                userinfo: "/protocol/openid-connect/userinfo",
                introspection: "/protocol/openid-connect/token/introspect",
                revocation: "/protocol/openid-connect/revoke",
                pushed_authorization_request: "/protocol/openid-connect/ext/par/request",
                jwks: "/protocol/openid-connect/certs",
                end_session: "/protocol/openid-connect/logout",
            },
        }
    }
}

/// What a node knows of single sign-on.
#[derive(Debug, Default)]
pub struct SsoCell {
    /// Of the second issuer, such as `/auth/realms/public-siasn`; `None`: there is none.
    pub keycloak_path: Option<String>,
    pub keys: KnownKeys,
    /// What pairwise subjects are made with, once it was read.
    pub pairwise_salt: OnceLock<String>,
    /// That somebody is to be told that somebody left.
    pub deliveries: Notify,
}

impl SsoCell {
    /// The issuer's identifier, an address without a slash at its end. `origin`: the public address.
    #[must_use]
    pub fn identifier(&self, issuer: Issuer, origin: &str) -> String {
        match issuer {
            Issuer::Portal => origin.to_owned(),
            Issuer::Keycloak => {
                format!("{origin}{}", self.keycloak_path.as_deref().unwrap_or_default())
            }
        }
    }

    #[must_use]
    pub fn has(&self, issuer: Issuer) -> bool {
        issuer == Issuer::Portal || self.keycloak_path.is_some()
    }
}
