//! Refresh tokens: derived, never stored. A grant counts how many were used; the token of each count is the
//! same whenever it is made, so that two tabs which refresh at once get the same one
//! (`docs/adr/0040-refresh-tokens-are-derived.md`). RFC 9700 §4.14.2.

use crate::{
    domain::{
        Fault, Portal,
        seal::{CodePurpose, KEY_ID},
    },
    store::GrantRow,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use subtle::ConstantTimeEq;
use uuid::Uuid;

const VERSION: u8 = 1;
/// Bytes of version, grant and count.
const HEAD: usize = 1 + 16 + 8;

/// One that was brought, and is not proved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    pub grant: Uuid,
    pub generation: i64,
    code: Vec<u8>,
}

impl RefreshToken {
    /// The token of a grant at some count.
    ///
    /// # Errors
    /// When the installation's key cannot be used.
    pub fn make(portal: &Portal, grant: &GrantRow, generation: i64) -> Result<String, Fault> {
        let code = code(portal, None, grant, generation)?;
        let head = [&[VERSION][..], grant.id.as_bytes(), &generation.to_be_bytes()].concat();
        Ok(URL_SAFE_NO_PAD.encode([head, code].concat()))
    }

    /// In either form; see [`as_jwt`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let token = text.rsplit('.').next()?;
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (head, code) = bytes.split_at_checked(HEAD)?;
        let (version, rest) = head.split_first()?;
        let (grant, generation) = rest.split_at_checked(16)?;
        let known = *version == VERSION && code.len() > KEY_ID;
        known.then_some(())?;
        Some(Self {
            grant: Uuid::from_slice(grant).ok()?,
            generation: i64::from_be_bytes(generation.try_into().ok()?),
            code: code.to_vec(),
        })
    }

    /// Whether we made it for this grant. In constant time.
    #[must_use]
    pub fn is_of(&self, portal: &Portal, grant: &GrantRow) -> bool {
        let key = self.code.get(..KEY_ID);
        let made = code(portal, key, grant, self.generation);
        self.grant == grant.id && made.is_ok_and(|made| made.ct_eq(&self.code).into())
    }
}

/// A refresh token as Keycloak's clients take it apart: three parts, of which the middle one says when it is over.
/// What proves it is the last one, which is ours; nobody but the portal has to believe the others. It is the same
/// whenever it is made.
///
/// # Errors
/// When it cannot be written, which does not happen.
pub fn as_jwt(token: &str, grant: &GrantRow) -> Result<String, Fault> {
    let says = json!({ "typ": "Refresh", "exp": grant.expires_at.unix_timestamp(),
        "sid": grant.sid, "session_state": grant.sid });
    let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"none"}"#);
    let says = serde_json::to_vec(&says).map_err(|_| Fault::Seal)?;
    Ok(format!("{head}.{}.{token}", URL_SAFE_NO_PAD.encode(says)))
}

fn code(
    portal: &Portal,
    key: Option<&[u8]>,
    grant: &GrantRow,
    generation: i64,
) -> Result<Vec<u8>, Fault> {
    let parts: [&[u8]; 3] = [grant.id.as_bytes(), &grant.salt, &generation.to_be_bytes()];
    portal.sealer.derive_code(CodePurpose::RefreshToken, key, &parts)
}
