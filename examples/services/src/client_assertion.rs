//! `private_key_jwt` (RFC 7523): instead of a password, the service sends a short note signed by its own key. The
//! portal knows the public half, so nothing that could be stolen there opens anything.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use openidconnect::CsrfToken;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde::Deserialize;
use serde_json::{Value, json};

/// What `client_assertion_type` has to say.
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Seconds. It is used at once.
const LIFE: u64 = 60;

/// The note for one request. `key`: a private JWK; `now`: seconds since 1970.
pub fn new(key: &str, client_id: &str, issuer: &str, now: u64) -> Result<String, String> {
    let claims = json!({
        "iss": client_id,
        "sub": client_id,
        "aud": issuer,
        "jti": CsrfToken::new_random().secret(),
        "iat": now,
        "exp": now + LIFE,
    });
    sign(key, "JWT", &claims)
}

/// The private half of a key, as RFC 7517 and RFC 7518 §6.2 write it.
#[derive(Deserialize)]
struct Key {
    kid: String,
    d: String,
}

/// A JWT by ES256 (RFC 7515, RFC 7518 §3.4).
pub fn sign(key: &str, typ: &str, claims: &Value) -> Result<String, String> {
    let Key { kid, d } = serde_json::from_str(key).map_err(|error| format!("the key: {error}"))?;
    let secret = BASE64.decode(d).map_err(|error| format!("the key: {error}"))?;
    let key = SigningKey::from_slice(&secret).map_err(|error| format!("the key: {error}"))?;
    let header = json!({ "alg": "ES256", "typ": typ, "kid": kid });
    let said =
        format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()));
    let signature: Signature = key.sign(said.as_bytes());
    Ok(format!("{said}.{}", BASE64.encode(signature.to_bytes())))
}
