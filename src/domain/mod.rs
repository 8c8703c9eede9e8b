//! The rules of the portal. They know neither axum nor leptos nor sqlx; time and chance come in
//! through [`Portal`], so every rule is tested without waiting.

pub mod account;
pub mod account_import;
pub mod announcement;
pub mod argon2id;
pub mod assisted_reset;
pub mod attempts;
pub mod audit;
pub mod authenticator;
pub mod browser_name;
pub mod calendar;
pub mod catalogue;
pub mod client;
pub mod clock;
pub mod code;
pub mod commons;
pub mod demo;
pub mod device_name;
pub mod digits;
pub mod disabled;
pub mod enrolment;
pub mod enrolment_code;
pub mod flash;
pub mod fresh_proof;
pub mod guesses;
pub mod known_device;
pub mod launcher;
pub mod lease;
pub mod limits;
pub mod login;
pub mod mail;
pub mod mailbox;
pub mod naming;
pub mod new_password;
pub mod nip;
pub mod paper_code;
pub mod passkey;
pub mod password;
pub mod people;
pub mod random;
pub mod recovery_code;
pub mod renewal;
pub mod reset;
pub mod seal;
pub mod second_factor;
pub mod service;
pub mod service_settings;
pub mod session;
pub mod shelf;
pub mod stale_request;
pub mod suggested_name;
pub mod synth;
pub mod text;
pub mod throttle;
pub mod token;
pub mod totp;
pub mod verdict;

use crate::store::{Store, StoreError};
use clock::Clock;
use commons::CommonsCell;
use limits::Limits;
use password::PasswordHasher;
use random::Random;
use seal::Sealer;
use std::sync::Arc;
use throttle::Policies;
use time::OffsetDateTime;
use uuid::Uuid;
use webauthn_rs::{Webauthn, prelude::WebauthnError};

/// Everything a rule may need.
pub struct Portal {
    /// Another one for each process that serves.
    pub node: Uuid,
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub passwords: PasswordHasher,
    pub sealer: Sealer,
    pub policies: Policies,
    pub limits: Limits,
    pub commons: CommonsCell,
    /// The public address, for links in letters.
    pub origin: String,
    /// None where the public address is no name: browsers make no passkeys for it.
    pub passkeys: Option<Webauthn>,
}

impl Portal {
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    #[must_use]
    pub fn random(&self) -> &dyn Random {
        self.random.as_ref()
    }

    #[must_use]
    pub fn new_id(&self) -> Uuid {
        random::new_id(self.random(), self.now())
    }
}

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
    #[error("the database holds {0}")]
    Corrupt(&'static str),
    /// Nothing is broken, but whatever was under way ends as if something were: the session was ended
    /// meanwhile. See [`session::hold`].
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
