//! What is broken on our side.

use crate::store::StoreError;
use webauthn_rs::prelude::WebauthnError;

/// Something is broken on our side. A person is told so, with a number; the operator's log has the
/// cause. A refusal is never a fault, but for the last.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a TOTP secret cannot be used: {0}")]
    Totp(totp_rs::TotpError),
    #[error("a password cannot be hashed or its hash not read: {0}")]
    Password(argon2::password_hash::Error),
    #[error("passkeys do not work: {0}")]
    Passkey(WebauthnError),
    #[error("a sealed secret does not open: another key, or changed by somebody")]
    Seal,
    #[error("a token cannot be signed, or its key not read: {0}")]
    Signing(String),
    #[error("the database holds {0}")]
    Corrupt(&'static str),
    /// Nothing is broken, but whatever was under way ends as if something were: the session was ended
    /// meanwhile. See [`super::session::hold`].
    #[error("the session was ended while a request of it was under way")]
    SessionOver,
}

impl Fault {
    /// Whether the database is away, which passes by itself.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_outage())
    }
}
