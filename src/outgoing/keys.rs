//! Keys that clients publish themselves (`jwks_uri`): kept for a while, fetched anew when one is named that is not
//! among them, by one request at a time and not too often, whatever strangers send.

use super::{Outgoing, OutgoingReach};
use crate::domain::sso::jws::JwkSet;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Keys are believed for so long.
const KEPT: Duration = Duration::from_mins(10);
/// Nobody is asked again within so long.
const LEAST_INTERVAL: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, Default)]
struct Found {
    keys: Option<Arc<JwkSet>>,
    /// When they were last asked for, whether there was an answer or not.
    asked_at: Option<Instant>,
}

impl Found {
    fn has(&self, key_id: Option<&str>) -> bool {
        let has = |keys: &Arc<JwkSet>| {
            key_id.is_none_or(|id| keys.keys.iter().any(|key| key.kid.as_deref() == Some(id)))
        };
        self.keys.as_ref().is_some_and(has)
    }

    fn is_younger_than(&self, age: Duration) -> bool {
        self.asked_at.is_some_and(|at| at.elapsed() < age)
    }
}

#[derive(Debug)]
pub struct ClientKeys {
    outgoing: Outgoing,
    /// By address; there are as many as clients with one.
    found: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Found>>>>,
}

impl ClientKeys {
    #[must_use]
    pub fn new(reach: OutgoingReach) -> Self {
        Self { outgoing: Outgoing::new(reach), found: Mutex::default() }
    }

    /// The keys at a registered address; `key_id`: one that should be among them.
    pub async fn of(&self, address: &str, key_id: Option<&str>) -> Option<Arc<JwkSet>> {
        let place = {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(found.entry(address.to_owned()).or_default())
        };
        // Whoever waits here finds what the one before has fetched.
        let mut found = place.lock().await;
        let is_fresh = found.has(key_id) && found.is_younger_than(KEPT);
        if !is_fresh && !found.is_younger_than(LEAST_INTERVAL) {
            found.asked_at = Some(Instant::now());
            match self.fetch(address).await {
                Ok(keys) => found.keys = Some(Arc::new(keys)),
                Err(problem) => tracing::warn!(address, problem, "a client's keys cannot be had"),
            }
        }
        found.keys.clone()
    }

    async fn fetch(&self, address: &str) -> Result<JwkSet, String> {
        let (status, body) = self.outgoing.get(address).await.map_err(|error| error.to_string())?;
        if !status.is_success() {
            return Err(format!("it answered {status}"));
        }
        serde_json::from_slice(&body).map_err(|_| "what it answered is no set of keys".to_owned())
    }
}
