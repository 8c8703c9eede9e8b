//! What makes a logout token one (OpenID Connect Back-Channel Logout 1.0 §2.6). It comes from anywhere by the network,
//! and an ID token must never pass for it, nor the other way round.

use crate::{
    claims::{Token, Verifier},
    provider::{Problem, Provider},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use openidconnect::{AdditionalClaims, ClaimsVerificationError, JsonWebTokenType, Nonce};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::HashMap, str::FromStr};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const TYPE: &str = "logout+jwt";

/// Whom to sign out.
#[derive(Debug, PartialEq)]
pub struct Logout {
    pub jti: String,
    pub sid: Option<String>,
    pub subject: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct LogoutClaims {
    jti: String,
    sid: Option<String>,
    events: HashMap<String, Value>,
}
impl AdditionalClaims for LogoutClaims {}

pub async fn verify(provider: &Provider, token: &str) -> Result<Logout, Problem> {
    if typ(token).as_deref() != Some(TYPE) {
        return Err(Problem::Refused(format!("typ is not {TYPE}")));
    }
    // openidconnect has no type for logout tokens; theirs of an ID token asks for the same, but for the rules below.
    let token = Token::<LogoutClaims>::from_str(token)
        .map_err(|error| Problem::Refused(error.to_string()))?;
    provider.verified(|verifier| claims(&token, verifier)).await
}

/// Signature, issuer, audience and expiry by the verifier; the rest here.
fn claims(
    token: &Token<LogoutClaims>,
    verifier: &Verifier<'_>,
) -> Result<Logout, ClaimsVerificationError> {
    let wrong = |what: &str| ClaimsVerificationError::Other(what.to_owned());
    let typ = JsonWebTokenType::new(TYPE.to_owned()).normalize().map_err(|_| wrong("typ"))?;
    let claims = token.claims(&verifier.clone().set_allowed_jose_types([typ]), without_nonce)?;
    let LogoutClaims { jti, sid, events } = claims.additional_claims();
    if !events.get(EVENT).is_some_and(Value::is_object) {
        return Err(wrong("events does not name a logout"));
    }
    Ok(Logout { jti: jti.clone(), sid: sid.clone(), subject: claims.subject().to_string() })
}

fn without_nonce(nonce: Option<&Nonce>) -> Result<(), String> {
    nonce.map_or(Ok(()), |_| Err("a logout token has no nonce".to_owned()))
}

#[derive(Deserialize)]
struct Header {
    typ: String,
}

/// What the header says this is; openidconnect lets a token without `typ` pass.
fn typ(token: &str) -> Option<String> {
    let header = BASE64.decode(token.split('.').next()?).ok()?;
    serde_json::from_slice(&header).ok().map(|Header { typ }| typ)
}
