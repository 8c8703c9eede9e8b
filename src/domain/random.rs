//! Randomness, as an argument: secrets, tokens, nonces and ids all draw from one [`Random`].

use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::{Mutex, PoisonError};
use time::OffsetDateTime;
use uuid::Uuid;

pub trait Random: Send + Sync + 'static {
    /// Fills `bytes` with cryptographically secure random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness, through a per-thread ChaCha generator that it seeds.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[allow(clippy::disallowed_methods)] // The one place that may ask the machine.
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// A generator that repeats: for tests and for data made from a seed, never for a live portal.
#[derive(Debug)]
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut rng = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rng.fill_bytes(bytes);
    }
}

/// `N` random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// A `UUIDv7` (RFC 9562 §5.7): ids made later sort later, so indexes grow at their end.
pub fn new_id(random: &dyn Random, now: OffsetDateTime) -> Uuid {
    id_of(&bytes(random), now)
}

/// The id that these random bytes make.
pub fn id_of(bytes: &[u8; 10], now: OffsetDateTime) -> Uuid {
    let millis = u64::try_from(now.unix_timestamp()).unwrap_or(0) * 1000;
    uuid::Builder::from_unix_timestamp_millis(millis, bytes).into_uuid()
}
