//! The portal: what every rule may need.

use super::{
    clock::Clock,
    credentials::password::PasswordHasher,
    fault::Fault,
    guard::throttle::Policies,
    launcher::commons::CommonsCell,
    limits::Limits,
    random::{self, Random},
    seal::Sealer,
    sso::SsoCell,
};
use crate::store::Store;
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;
use webauthn_rs::Webauthn;

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
    pub sso: SsoCell,
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

    /// Reads again what everybody's launcher is made of.
    ///
    /// # Errors
    /// When the database fails; then the old services and announcements stay.
    pub async fn refresh_commons(&self) -> Result<(), Fault> {
        self.commons.refresh(&self.store, self.now()).await
    }
}
