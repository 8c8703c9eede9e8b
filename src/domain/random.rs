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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    #[test]
    fn a_seed_gives_the_same_bytes_again_and_never_the_same_ones_in_a_row() {
        let (one, same, other) = (SeededRandom::new(1), SeededRandom::new(1), SeededRandom::new(2));
        let first: [u8; 32] = bytes(&one);
        assert_eq!(bytes(&same), first);
        assert_ne!(bytes(&other), first);
        assert_ne!(bytes(&one), first);
    }

    #[test]
    fn ids_made_later_sort_later_and_two_of_one_moment_differ() {
        let random = SeededRandom::new(1);
        let ids: Vec<Uuid> =
            (0..100).map(|second| new_id(&random, at(1_795_305_600 + second))).collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        assert_ne!(new_id(&random, at(0)), new_id(&random, at(0)));
    }

    #[test]
    fn an_id_is_made_of_its_moment_and_its_bytes_alone() {
        let (zeros, ones) = ([0; 10], [0xff; 10]);
        let now = at(1_795_305_600);
        assert_eq!(id_of(&ones, now), id_of(&ones, now));
        assert_eq!(id_of(&zeros, now).to_string(), "01a2008d-7400-7000-8000-000000000000");
        assert!(id_of(&ones, now) < id_of(&zeros, at(1_795_305_601)), "the moment comes first");
        assert_eq!(id_of(&zeros, at(-1)), id_of(&zeros, at(0)), "no clock is before 1970");
    }
}
