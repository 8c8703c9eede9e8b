//! The tokens of a grant, made in the unit of work that begins or renews it.

use super::{
    ID_TOKEN,
    access::{self, AccessFor, Authentication},
    claims::{self, Claims},
    client::{Client, GrantType},
    issuer::Issuer,
    jws::half_hash,
    refresh_token::{self, RefreshToken},
    scope::{Scope, Scopes},
    signing_keys,
};
use crate::{
    domain::{Fault, Portal},
    store::{GrantRow, SignedIn, Unit},
};
use serde::Serialize;
use serde_json::json;

/// A successful answer (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tokens {
    pub access_token: String,
    pub token_type: &'static str,
    pub expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_expires_in: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    pub scope: String,
    /// Keycloak's name for `sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_state: Option<String>,
}

/// What tokens are issued for.
pub(super) struct Issue<'a> {
    pub client: &'a Client,
    pub grant: &'a GrantRow,
    pub person: &'a SignedIn,
    pub scopes: &'a Scopes,
    /// Of the refresh token.
    pub generation: i64,
    pub nonce: Option<&'a str>,
}

impl Issue<'_> {
    pub async fn tokens(&self, portal: &Portal, unit: &mut Unit) -> Result<Tokens, Fault> {
        let Self { client, grant, person, scopes, .. } = *self;
        let now = portal.now();
        let what = AccessFor { client, scopes, grant: Some((grant, person)) };
        let access_token = access::issue(portal, unit, &what).await?;
        let id_token = if scopes.has(Scope::Openid) {
            Some(self.id_token(portal, unit, &access_token).await?)
        } else {
            None
        };
        let is_renewable = client.settings.allows(GrantType::RefreshToken);
        let refresh_token =
            is_renewable.then(|| RefreshToken::make(portal, grant, self.generation)).transpose()?;
        let keycloaks = client.settings.issuer == Issuer::Keycloak;
        let refresh_token = match refresh_token {
            Some(token) if keycloaks => Some(refresh_token::as_jwt(&token, grant)?),
            other => other,
        };
        Ok(Tokens {
            access_token,
            token_type: "Bearer",
            expires_in: (access::expires_at(Some(grant), now) - now).whole_seconds(),
            refresh_expires_in: refresh_token
                .as_ref()
                .map(|_| (grant.expires_at - now).whole_seconds()),
            refresh_token,
            id_token,
            scope: scopes.to_string(),
            session_state: keycloaks.then(|| grant.sid.clone()),
        })
    }

    /// OpenID Connect Core 1.0 §2.
    async fn id_token(
        &self,
        portal: &Portal,
        unit: &mut Unit,
        access_token: &str,
    ) -> Result<String, Fault> {
        let Self { client, grant, person, scopes, .. } = *self;
        let settings = &client.settings;
        let key = signing_keys::due(portal, unit, settings.signing_algorithm()).await?;
        let now = portal.now();
        let sid = &grant.sid;
        let mut token: Claims = claims::of_person(person, scopes, settings.issuer);
        let proof = Authentication { at: grant.proved_at, methods: grant.methods };
        claims::extend(&mut token, &proof.claims());
        claims::extend(
            &mut token,
            &json!({
                "iss": portal.sso.identifier(settings.issuer, &portal.origin),
                "sub": grant.subject,
                "aud": client.id,
                "azp": client.id,
                "iat": now.unix_timestamp(),
                "exp": (now + ID_TOKEN).min(grant.expires_at).unix_timestamp(),
                "nonce": self.nonce,
                "at_hash": half_hash(access_token, key.algorithm),
                "sid": sid,
            }),
        );
        if settings.issuer == Issuer::Keycloak {
            claims::extend(&mut token, &json!({ "typ": "ID", "session_state": sid }));
        }
        key.sign("JWT", &token)
    }
}
