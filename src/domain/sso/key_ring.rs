//! The keys that this node knows, and which of them are published.

use super::jws::{Jwk, JwkSet, SigningKey};
use std::sync::{Arc, PoisonError, RwLock};
use time::{Duration, OffsetDateTime};

/// A key is published for so long after it signed last: as long as any session, and what clocks are off.
pub const PUBLISHED_AFTER: Duration = Duration::hours(25);

/// The keys, as this node last read them.
#[derive(Debug, Default)]
pub struct KnownKeys(RwLock<Arc<Ring>>);

/// Every key, the one that signs from the latest moment last.
#[derive(Debug, Default)]
struct Ring(Vec<KnownKey>);

#[derive(Debug)]
pub struct KnownKey {
    pub key: Arc<SigningKey>,
    pub signs_from: OffsetDateTime,
}

impl Ring {
    /// When the next one of its algorithm takes over.
    fn signs_until(&self, key: &KnownKey) -> Option<OffsetDateTime> {
        let algorithm = key.key.algorithm;
        let later = |other: &&KnownKey| {
            other.key.algorithm == algorithm && other.signs_from > key.signs_from
        };
        self.0.iter().find(later).map(|next| next.signs_from)
    }

    fn is_published(&self, key: &KnownKey, now: OffsetDateTime) -> bool {
        self.signs_until(key).is_none_or(|until| now < until + PUBLISHED_AFTER)
    }

    fn published(&self, now: OffsetDateTime) -> Vec<Jwk> {
        let is_published = |key: &&KnownKey| self.is_published(key, now);
        // The newest first: whoever takes the first of an algorithm takes one that lasts.
        self.0.iter().rev().filter(is_published).map(|known| known.key.jwk.clone()).collect()
    }
}

impl KnownKeys {
    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the place of what was known before.
    pub fn replace(&self, keys: Vec<KnownKey>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Ring(keys));
    }

    /// What is published at `now`.
    #[must_use]
    pub fn published(&self, now: OffsetDateTime) -> JwkSet {
        JwkSet { keys: self.ring().published(now) }
    }

    /// One of those that are published at `now`.
    #[must_use]
    pub fn published_key(&self, id: &str, now: OffsetDateTime) -> Option<Arc<SigningKey>> {
        let ring = self.ring();
        let known = ring.0.iter().find(|known| known.key.id == id)?;
        ring.is_published(known, now).then(|| Arc::clone(&known.key))
    }

    /// Any key of ours, also one that is no longer published.
    #[must_use]
    pub fn any(&self, id: &str) -> Option<Arc<SigningKey>> {
        self.ring().0.iter().find(|known| known.key.id == id).map(|known| Arc::clone(&known.key))
    }
}
