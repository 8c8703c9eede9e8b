//! Who a client is (RFC 6749 §2.3, RFC 7523 §3, OpenID Connect Core 1.0 §9).

use super::{
    LEEWAY,
    client::{Client, ClientAuthentication, secret_hash},
    clients,
    issuer::Issuer,
    jws::{JwkSet, Unverified},
    parameters::{Parameters, Unreadable},
};
use crate::domain::{
    Fault, Portal,
    guard::{
        attempts::{self, Attempt},
        visitor::Visitor,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

/// What a client that proves who it is by a key says that it sends (RFC 7523 §2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// An assertion is good for so long at most: its number is remembered until then.
const LONGEST_ASSERTION: Duration = Duration::hours(1);
/// The longest number of an assertion. Bytes.
const LONGEST_JTI: usize = 256;
/// The longest secret. Bytes.
const LONGEST_SECRET: usize = 512;

/// What a client brought to prove who it is.
#[derive(Debug)]
pub enum Presented {
    Secret {
        client: String,
        secret: SecretString,
    },
    Assertion {
        client: String,
        assertion: String,
    },
    /// Its name alone.
    Nothing {
        client: String,
    },
}

/// Why a client is not let in. It is told no more than that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotLetIn {
    #[error("the request names no client, or proves one twice")]
    Form,
    #[error("no client of that name is let in here")]
    Unknown,
    #[error("the client is registered with another way to prove who it is")]
    OtherMethod,
    #[error("its secret is wrong")]
    WrongSecret,
    #[error("its assertion proves nothing: {0}")]
    Assertion(&'static str),
    #[error("too many wrong secrets came from this network")]
    Wait(u32),
}

impl Presented {
    /// From the head and the form of a request. `authorization`: the header, where there is one.
    ///
    /// # Errors
    /// [`NotLetIn::Form`] when it names no client, or proves who it is in two ways.
    pub fn read(authorization: Option<&str>, sent: &Parameters) -> Result<Self, NotLetIn> {
        let one = |name| sent.one(name).map_err(|_: Unreadable| NotLetIn::Form);
        let client = one("client_id")?;
        let basic =
            authorization.map(|header| basic(header).ok_or(NotLetIn::Unknown)).transpose()?;
        let assertion = one("client_assertion")?;
        if assertion.is_some() != (one("client_assertion_type")? == Some(ASSERTION_TYPE)) {
            return Err(NotLetIn::Form);
        }
        match (basic, one("client_secret")?, assertion) {
            (Some((named, secret)), None, None) => {
                let same = client.is_none_or(|client| client == named);
                if same { Ok(Self::Secret { client: named, secret }) } else { Err(NotLetIn::Form) }
            }
            (None, Some(secret), None) => {
                let client = client.ok_or(NotLetIn::Form)?.to_owned();
                Ok(Self::Secret { client, secret: secret.into() })
            }
            (None, None, Some(assertion)) => {
                // Its name may stand in the assertion alone.
                let claims = Unverified::parse(assertion).ok();
                let claims = claims.and_then(|parsed| parsed.unproved::<Assertion>());
                let named = client.map(str::to_owned).or(claims.map(|claims| claims.sub));
                let client = named.ok_or(NotLetIn::Unknown)?;
                Ok(Self::Assertion { client, assertion: assertion.to_owned() })
            }
            (None, None, None) => {
                Ok(Self::Nothing { client: client.ok_or(NotLetIn::Form)?.to_owned() })
            }
            _ => Err(NotLetIn::Form),
        }
    }

    #[must_use]
    pub fn client(&self) -> &str {
        match self {
            Self::Secret { client, .. }
            | Self::Assertion { client, .. }
            | Self::Nothing { client } => client,
        }
    }

    /// The key that it names, where it proves who it is by one.
    #[must_use]
    pub fn key_id(&self) -> Option<String> {
        match self {
            Self::Assertion { assertion, .. } => Unverified::parse(assertion).ok()?.head.kid,
            _ => None,
        }
    }
}

/// Name and secret, each encoded as in a form first (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, SecretString)> {
    let (scheme, credentials) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let credentials = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (client, secret) = credentials.split_once(':')?;
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        Some(percent_decode_str(&text).decode_utf8().ok()?.into_owned())
    };
    Some((decoded(client)?, decoded(secret)?.into()))
}

#[derive(Debug, Deserialize)]
struct Assertion {
    iss: String,
    sub: String,
    aud: OneOrMany,
    exp: i64,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    nbf: Option<i64>,
    jti: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Assertion {
    /// Until when it is good.
    fn check(
        &self,
        client: &str,
        audiences: &[String],
        now: OffsetDateTime,
    ) -> Result<OffsetDateTime, NotLetIn> {
        let wrong = |why| Err(NotLetIn::Assertion(why));
        if self.iss != client || self.sub != client {
            return wrong("iss and sub are the client's name");
        }
        let named = |audience: &String| audiences.contains(audience);
        let for_us = match &self.aud {
            OneOrMany::One(audience) => named(audience),
            OneOrMany::Many(several) => several.iter().any(named),
        };
        if !for_us {
            return wrong("aud is the issuer or this endpoint");
        }
        let moment = |seconds| OffsetDateTime::from_unix_timestamp(seconds).ok();
        let Some(until) = moment(self.exp) else {
            return wrong("exp is no moment");
        };
        // Not `until + LEEWAY`: after the last moment that there is comes none.
        if until <= now - LEEWAY {
            return wrong("exp is over");
        }
        if until > now + LONGEST_ASSERTION + LEEWAY {
            return wrong("exp is more than an hour away");
        }
        for begins in [self.iat, self.nbf].into_iter().flatten() {
            if moment(begins).is_none_or(|begins| begins > now + LEEWAY) {
                return wrong("iat or nbf is yet to come");
            }
        }
        if self.jti.is_empty() || self.jti.len() > LONGEST_JTI {
            return wrong("jti has 1 to 256 bytes");
        }
        Ok(until + LEEWAY)
    }
}

/// Whose door a client came to, and by which names it may call that (`aud` of an assertion).
#[derive(Debug, Clone)]
pub struct Door {
    pub issuer: Issuer,
    pub audiences: Vec<String>,
}

/// The client, where it proves who it is. `keys`: those that its `jwks_uri` leads to.
///
/// # Errors
/// When the database fails.
pub async fn authenticate(
    portal: &Portal,
    visitor: &Visitor,
    door: &Door,
    presented: &Presented,
    keys: Option<&JwkSet>,
) -> Result<Result<Client, NotLetIn>, Fault> {
    let id = presented.client();
    let client = clients::enabled(portal, id).await?;
    let client = client.filter(|client| client.settings.issuer == door.issuer);
    let Some(client) = client else {
        // An unknown name costs as much as a wrong secret.
        let attempt = Attempt::unknown_client(portal, visitor);
        return refuse(portal, attempt, NotLetIn::Unknown).await.map(Err);
    };
    let registered = client.settings.token_endpoint_auth_method;
    let refusal = match (presented, registered) {
        (Presented::Nothing { .. }, ClientAuthentication::Nothing) => return Ok(Ok(client)),
        // Both are the same secret, and many libraries choose by themselves where to put it.
        (
            Presented::Secret { secret, .. },
            ClientAuthentication::SecretBasic | ClientAuthentication::SecretPost,
        ) => {
            if let Some(seconds) = wait(portal, visitor, id).await? {
                return Ok(Err(NotLetIn::Wait(seconds)));
            }
            if is_secret(portal, &client, secret).await? {
                return Ok(Ok(client));
            }
            NotLetIn::WrongSecret
        }
        (Presented::Assertion { assertion, .. }, ClientAuthentication::PrivateKeyJwt) => {
            let keys = client.settings.jwks.as_ref().or(keys);
            match by_assertion(portal, &client, door, assertion, keys).await? {
                Ok(()) => return Ok(Ok(client)),
                Err(refusal) => refusal,
            }
        }
        _ => NotLetIn::OtherMethod,
    };
    let attempt = Attempt::client(portal, visitor, id);
    refuse(portal, attempt, refusal).await.map(Err)
}

async fn is_secret(portal: &Portal, client: &Client, secret: &SecretString) -> Result<bool, Fault> {
    let secret = secret.expose_secret();
    if secret.len() > LONGEST_SECRET {
        return Ok(false);
    }
    let brought = Sha256::digest(secret);
    let is = |hash: &[u8]| bool::from(brought.as_slice().ct_eq(hash));
    let filed = client.settings.client_secret_sha256.iter().filter_map(|hash| secret_hash(hash));
    // Every one is compared, whichever it is.
    if filed.fold(false, |found, hash| is(&hash) | found) {
        return Ok(true);
    }
    let mut unit = portal.store.read().await?;
    let made = unit.secrets_of_client(&client.id, portal.now()).await?;
    Ok(made.iter().fold(false, |found, row| is(&row.secret_hash) | found))
}

async fn by_assertion(
    portal: &Portal,
    client: &Client,
    door: &Door,
    assertion: &str,
    keys: Option<&JwkSet>,
) -> Result<Result<(), NotLetIn>, Fault> {
    let wrong = |why| Ok(Err(NotLetIn::Assertion(why)));
    let Some(keys) = keys else {
        return wrong("its keys cannot be had");
    };
    let Ok(parsed) = Unverified::parse(assertion) else {
        return wrong("it is no signed token");
    };
    let Ok(claims) = parsed.prove_with::<Assertion>(keys) else {
        return wrong("no key of the client signed it");
    };
    let until = match claims.check(&client.id, &door.audiences, portal.now()) {
        Ok(until) => until,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut unit = portal.store.write_forgettable().await?;
    let jti_hash = Sha256::digest(&claims.jti).to_vec();
    let first = unit.use_assertion(&client.id, &jti_hash, until).await?;
    unit.commit().await?;
    if first { Ok(Ok(())) } else { wrong("it was used before") }
}

/// Seconds that a client at this network has to wait, after wrong secrets from there.
async fn wait(portal: &Portal, visitor: &Visitor, id: &str) -> Result<Option<u32>, Fault> {
    let attempt = Attempt::client(portal, visitor, id);
    let wait = attempt.wait(portal).await?;
    Ok(wait.map(attempts::seconds))
}

async fn refuse(
    portal: &Portal,
    mut attempt: Attempt,
    refusal: NotLetIn,
) -> Result<NotLetIn, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    // Whatever the budget says: it is refused.
    let _ = attempt.count(portal, &mut unit).await?;
    unit.commit().await?;
    Ok(refusal)
}

#[cfg(test)]
mod tests;
