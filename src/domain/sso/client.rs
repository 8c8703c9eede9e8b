//! A service that people sign in to: an OAuth 2.0 *client*, described by the names of RFC 7591.

use super::{
    issuer::Issuer,
    jws::{Algorithm, JwkSet},
    scope::Scopes,
};
use crate::domain::{people::role::Roles, values::methods::Acr};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::{Deserialize, Serialize};
use std::fmt;
use strum::{EnumString, IntoStaticStr, VariantArray};
use url::{Host, Url};

/// The longest identifier. Bytes.
pub const LONGEST_ID: usize = 100;
/// The longest name that people read. Characters.
pub const LONGEST_NAME: usize = 100;
/// The longest address. Bytes.
pub const LONGEST_ADDRESS: usize = 1000;
/// Addresses of one kind.
pub const MOST_ADDRESSES: usize = 50;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr, VariantArray,
            Serialize, Deserialize,
        )]
        pub enum $name {
            $($(#[$variant_doc])* #[strum(serialize = $text)] #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            #[must_use]
            pub fn name(self) -> &'static str {
                self.into()
            }
        }
    };
}

named! {
    /// How a client proves who it is (OpenID Connect Core 1.0 §9).
    ClientAuthentication {
        #[default]
        SecretBasic = "client_secret_basic",
        SecretPost = "client_secret_post",
        PrivateKeyJwt = "private_key_jwt",
        /// It cannot keep a secret: a page's script, an app.
        Nothing = "none",
    }
}

named! {
    /// What a client may ask the token endpoint for.
    GrantType {
        #[default]
        AuthorizationCode = "authorization_code",
        RefreshToken = "refresh_token",
        ClientCredentials = "client_credentials",
    }
}

named! {
    /// OpenID Connect Core 1.0 §8.
    SubjectType {
        #[default]
        Public = "public",
        /// Services of different owners cannot tell that it is the same person.
        Pairwise = "pairwise",
    }
}

named! {
    /// Whether a client has to prove that whoever brings a code asked for it (RFC 7636).
    Pkce {
        #[default]
        Required = "required",
        Optional = "optional",
    }
}

named! {
    /// What an access token looks like.
    AccessTokenForm {
        /// Nobody but the portal reads it.
        #[default]
        Opaque = "opaque",
        JwtRs256 = "jwt-rs256",
        JwtEs256 = "jwt-es256",
    }
}

/// As a file or an administrator describes it.
/// What a newer program has added is left out by an older one (`docs/adr/0016-expand-then-contract.md`); a file
/// with such a field is refused ([`FIELDS`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSettings {
    pub client_name: String,
    /// Of the catalogue: its tile signs in here, and whoever may open it may enter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Where the service begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub post_logout_redirect_uris: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    #[serde(default)]
    pub token_endpoint_auth_method: ClientAuthentication,
    /// SHA-256 of secrets, in hexadecimal; besides those that the portal made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub client_secret_sha256: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<JwkSet>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    #[serde(default = "usual_grant_types")]
    pub grant_types: Vec<GrantType>,
    /// What it may ask to know; everything where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    #[serde(default)]
    pub pkce: Pkce,
    #[serde(default)]
    pub id_token_signed_response_alg: Algorithm,
    #[serde(default)]
    pub access_token: AccessTokenForm,
    #[serde(default)]
    pub subject_type: SubjectType,
    /// The host that pairwise subjects are for, where the redirect addresses have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector_identifier: Option<String>,
    /// The state's own: nobody is asked whether it may know what it asks for.
    #[serde(default = "yes")]
    pub first_party: bool,
    /// The weakest way to prove who one is that lets anybody in.
    #[serde(default)]
    pub minimum_acr: Acr,
    #[serde(default)]
    pub issuer: Issuer,
    /// Pages whose scripts may ask the token endpoint (CORS).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub web_origins: Vec<String>,
    /// Who may enter, of those who may open its service; everybody where it is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The same by agency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// Whether it may ask about tokens of other clients, as a service that takes them has to.
    #[serde(default)]
    pub introspects_all: bool,
}

/// The fields that a file may have.
pub const FIELDS: [&str; 25] = [
    "client_name",
    "service",
    "address",
    "redirect_uris",
    "post_logout_redirect_uris",
    "backchannel_logout_uri",
    "initiate_login_uri",
    "token_endpoint_auth_method",
    "client_secret_sha256",
    "jwks",
    "jwks_uri",
    "grant_types",
    "scope",
    "pkce",
    "id_token_signed_response_alg",
    "access_token",
    "subject_type",
    "sector_identifier",
    "first_party",
    "minimum_acr",
    "issuer",
    "web_origins",
    "roles",
    "agencies",
    "introspects_all",
];

fn usual_grant_types() -> Vec<GrantType> {
    vec![GrantType::AuthorizationCode, GrantType::RefreshToken]
}

fn yes() -> bool {
    true
}

/// A client that is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: String,
    pub settings: ClientSettings,
}

/// Whether a client could be called so. Anything else, which anybody may send, is not even looked for.
#[must_use]
pub fn is_id(id: &str) -> bool {
    let in_id = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte);
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(in_id)
}

impl ClientSettings {
    /// One of which nothing but its name is known yet: what is left out is what is safe.
    #[must_use]
    pub fn named(client_name: String) -> Self {
        Self {
            client_name,
            service: None,
            address: None,
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            backchannel_logout_uri: None,
            initiate_login_uri: None,
            token_endpoint_auth_method: ClientAuthentication::default(),
            client_secret_sha256: Vec::new(),
            jwks: None,
            jwks_uri: None,
            grant_types: usual_grant_types(),
            scope: None,
            pkce: Pkce::default(),
            id_token_signed_response_alg: Algorithm::default(),
            access_token: AccessTokenForm::default(),
            subject_type: SubjectType::default(),
            sector_identifier: None,
            first_party: true,
            minimum_acr: Acr::default(),
            issuer: Issuer::default(),
            web_origins: Vec::new(),
            roles: Vec::new(),
            agencies: Vec::new(),
            introspects_all: false,
        }
    }

    /// How its ID tokens and logout tokens are signed. Keycloak's clients expect what Keycloak does.
    #[must_use]
    pub fn signing_algorithm(&self) -> Algorithm {
        match self.issuer {
            Issuer::Portal => self.id_token_signed_response_alg,
            Issuer::Keycloak => Algorithm::Rs256,
        }
    }

    #[must_use]
    pub fn allows(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }

    /// Whether it has nothing to prove who it is with.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.token_endpoint_auth_method == ClientAuthentication::Nothing
    }

    /// What it may ask to know.
    #[must_use]
    pub fn scopes(&self) -> Scopes {
        self.scope.as_deref().map_or_else(Scopes::all, Scopes::known)
    }

    /// The one host that its pairwise subjects are for; `None`: it is not clear which.
    pub(super) fn sector_host(&self) -> Option<String> {
        if let Some(named) = &self.sector_identifier {
            return Some(named.clone()).filter(|host| Host::parse(host).is_ok());
        }
        let mut hosts: Vec<_> = self
            .redirect_uris
            .iter()
            .filter_map(|uri| Some(Url::parse(uri).ok()?.host_str()?.to_owned()))
            .collect();
        hosts.sort_unstable();
        hosts.dedup();
        <[String; 1]>::try_from(hosts).ok().map(|[host]| host)
    }

    /// Whether somebody of these roles may enter who belongs to these agencies, as far as this alone says.
    /// `agencies`: by text or code, the person's own one and those that it is part of.
    #[must_use]
    pub fn lets_in(&self, roles: &Roles, agencies: &[&str]) -> bool {
        let by_role = self.roles.is_empty()
            || roles.iter().any(|role| self.roles.iter().any(|one| one == role.name()));
        let by_agency = self.agencies.is_empty()
            || self.agencies.iter().any(|one| agencies.contains(&one.as_str()));
        by_role && by_agency
    }
}

/// A hash of a secret, from hexadecimal digits.
#[must_use]
pub fn secret_hash(text: &str) -> Option<[u8; 32]> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok()
}

impl Client {
    /// Whether this is a registered address to answer at: the very same letters; of this machine's addresses
    /// any port will do (RFC 8252 §7.3).
    #[must_use]
    pub fn has_redirect(&self, sent: &str) -> bool {
        self.settings.redirect_uris.iter().any(|registered| {
            registered == sent
                || loopback_without_port(registered)
                    .is_some_and(|one| loopback_without_port(sent) == Some(one))
        })
    }

    #[must_use]
    pub fn has_post_logout_redirect(&self, sent: &str) -> bool {
        self.settings.post_logout_redirect_uris.iter().any(|registered| registered == sent)
    }

    /// Whether scripts of pages there may ask in its name.
    #[must_use]
    pub fn has_origin(&self, origin: &str) -> bool {
        let of = |uri: &String| Url::parse(uri).map(|url| url.origin());
        let is = |found: url::Origin| found.is_tuple() && found.ascii_serialization() == origin;
        self.settings.web_origins.iter().any(|one| one == origin)
            || self.settings.redirect_uris.iter().any(|uri| of(uri).is_ok_and(is))
    }

    /// What its pairwise subjects are for.
    #[must_use]
    pub fn sector(&self) -> String {
        self.settings.sector_host().unwrap_or_else(|| self.id.clone())
    }

    /// Where a tile leads that signs in here.
    ///
    /// With third-party initiated login, the service's own page for it (OpenID Connect Core 1.0 §4).
    #[must_use]
    pub fn start(&self, issuer: &str) -> Option<String> {
        let settings = &self.settings;
        let Some(initiate) = &settings.initiate_login_uri else {
            return settings.address.clone();
        };
        let mut start = Url::parse(initiate).ok()?;
        start.query_pairs_mut().append_pair("iss", issuer);
        if let Some(address) = &settings.address {
            start.query_pairs_mut().append_pair("target_link_uri", address);
        }
        Some(start.into())
    }
}

/// An http address of this machine, by number, without its port.
fn loopback_without_port(text: &str) -> Option<(String, String)> {
    let rest = text.strip_prefix("http://")?;
    let host = ["127.0.0.1", "[::1]"].into_iter().find(|host| rest.starts_with(host))?;
    let rest = rest.strip_prefix(host)?;
    let (port, path) = rest.split_at_checked(rest.find('/')?)?;
    let is_port =
        |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    let fits = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    fits.then(|| (host.to_owned(), path.to_owned()))
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

#[cfg(test)]
pub(super) mod tests;
