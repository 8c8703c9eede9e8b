//! Authorization codes: sealed, so that giving one out writes nothing. What one is exchanged for is a row under
//! the code's own id, so that it is exchanged once, however many nodes are asked
//! (`docs/adr/0039-codes-and-requests-are-sealed.md`).

use super::{CODE, request::AuthorizationRequest};
use crate::domain::{
    Fault, Portal, clock, seal::Purpose, session::LiveSession, values::methods::Methods,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationCode {
    /// Of the grant that it becomes.
    pub id: Uuid,
    pub client: String,
    pub redirect_uri: String,
    pub session: Uuid,
    pub account: Uuid,
    pub scope: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    proved_at: i64,
    methods: String,
    issued_at: i64,
}

impl AuthorizationCode {
    #[must_use]
    pub fn new(portal: &Portal, request: AuthorizationRequest, session: &LiveSession) -> Self {
        Self {
            id: portal.new_id(),
            client: request.client,
            redirect_uri: request.back.redirect_uri,
            session: session.id,
            account: session.account,
            scope: request.scope,
            nonce: request.nonce,
            challenge: request.challenge,
            proved_at: session.proved_at.unix_timestamp(),
            methods: session.methods.name().to_owned(),
            issued_at: portal.now().unix_timestamp(),
        }
    }

    /// # Errors
    /// When it cannot be sealed.
    pub fn seal(&self, portal: &Portal) -> Result<String, Fault> {
        let text = serde_json::to_vec(self).map_err(|_| Fault::Seal)?;
        let sealed = portal.sealer.seal(Purpose::AuthorizationCode, &text, portal.random())?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// One of ours, however old; see [`AuthorizationCode::is_good`].
    #[must_use]
    pub fn open(portal: &Portal, code: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(code).ok()?;
        let text = portal.sealer.open(Purpose::AuthorizationCode, &sealed).ok()?;
        serde_json::from_slice(&text).ok()
    }

    #[must_use]
    pub fn is_good(&self, now: OffsetDateTime) -> bool {
        let issued_at = OffsetDateTime::from_unix_timestamp(self.issued_at);
        issued_at.is_ok_and(|issued_at| clock::is_within(issued_at, CODE, now))
    }

    /// When and how its person had proved who they are.
    #[must_use]
    pub fn proved(&self) -> Option<(OffsetDateTime, Methods)> {
        let at = OffsetDateTime::from_unix_timestamp(self.proved_at).ok()?;
        Some((at, self.methods.parse().ok()?))
    }
}
