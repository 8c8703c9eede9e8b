//! Passwords behind a bounded queue.
//!
//! Hashing is slow and takes 19 MiB on purpose. It runs off the async threads, as many at once as
//! there are cores, so a login storm costs cores × 19 MiB and no more; who finds the queue full is
//! told to come back ([`Busy`]). A missing account costs the same as a wrong password.
//! OWASP Password Storage Cheat Sheet; ASVS 5.0 §11.4.2.

pub use super::argon2id::{Cost, Verdict};
use super::{
    Fault,
    argon2id::{self, SpareMemory},
    random::{self, Random},
};
use argon2::Params;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes. Longer ones are refused before hashing; NIST SP 800-63B asks for at least 64 characters.
pub const LONGEST: usize = 1024;

/// The queue is full: nothing was looked at, and nothing was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many logins at this moment")]
pub struct Busy;

pub struct PasswordHasher {
    params: Params,
    memory: Arc<SpareMemory>,
    /// What a missing account is checked against.
    decoy: Arc<str>,
    /// Hashes at work.
    cores: Arc<Semaphore>,
    /// Hashes at work or waiting.
    queue: Arc<Semaphore>,
    places: usize,
}

impl PasswordHasher {
    /// `at_once`: hashes at work at the same time; `waiting`: how many more may wait their turn.
    ///
    /// # Errors
    /// [`Fault::Password`] when the cost is outside what Argon2 allows.
    pub fn new(
        cost: Cost,
        at_once: usize,
        waiting: usize,
        random: &dyn Random,
    ) -> Result<Self, Fault> {
        let params = argon2id::params(cost)?;
        let (output, salt): ([u8; Params::DEFAULT_OUTPUT_LEN], [u8; 16]) =
            (random::bytes(random), random::bytes(random));
        let decoy = argon2id::decoy(&params, &salt, &output)?.into();
        let places = at_once + waiting;
        Ok(Self {
            params,
            memory: Arc::new(SpareMemory::default()),
            decoy,
            cores: Arc::new(Semaphore::new(at_once)),
            queue: Arc::new(Semaphore::new(places)),
            places,
        })
    }

    /// A place in the queue, to be asked for before anything is written down about an attempt.
    ///
    /// # Errors
    /// [`Busy`] when every place is taken.
    pub fn admit(&self) -> Result<Place<'_>, Busy> {
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| Busy)?;
        Ok(Place { hasher: self, place })
    }
}

/// A place in the queue; it is given back when dropped.
pub struct Place<'a> {
    hasher: &'a PasswordHasher,
    place: OwnedSemaphorePermit,
}

impl Place<'_> {
    /// Compares in constant time, at the same cost whether there is a `stored` hash or not.
    ///
    /// # Errors
    /// When the stored hash cannot be read.
    pub async fn verify(
        &self,
        password: &SecretString,
        stored: Option<&str>,
    ) -> Result<Verdict, Fault> {
        let stored_or_decoy = stored.map_or_else(|| Arc::clone(&self.hasher.decoy), Arc::from);
        let password = password.clone();
        let verdict = self
            .work(move |params, memory, keep| {
                let password = password.expose_secret().as_bytes();
                argon2id::verify(params, password, &stored_or_decoy, memory, keep)
            })
            .await?;
        Ok(if stored.is_some() { verdict } else { Verdict::Wrong })
    }

    /// A PHC string of today's cost.
    ///
    /// # Errors
    /// When hashing fails.
    pub async fn hash(
        &self,
        password: &SecretString,
        random: &dyn Random,
    ) -> Result<String, Fault> {
        let password = password.clone();
        let salt: [u8; 16] = random::bytes(random);
        self.work(move |params, memory, keep| {
            argon2id::hash(params, password.expose_secret().as_bytes(), &salt, memory, keep)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Params, &SpareMemory, bool) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        debug_assert_eq!(self.place.num_permits(), 1);
        let core = Arc::clone(&self.hasher.cores)
            .acquire_owned()
            .await
            .map_err(|_| Fault::Corrupt("the hashing queue is closed"))?;
        let (params, memory) = (self.hasher.params.clone(), Arc::clone(&self.hasher.memory));
        // More in the queue than this one: the memory goes on to the next.
        let keep = self.hasher.queue.available_permits() + 1 < self.hasher.places;
        // The core stays taken until the work is done, even if the request is gone by then.
        let work = tokio::task::spawn_blocking(move || {
            let _core = core;
            job(&params, &memory, keep)
        });
        work.await.map_err(|_| Fault::Corrupt("hashing was stopped"))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

    fn hasher(cost: Cost, at_once: usize, waiting: usize) -> PasswordHasher {
        PasswordHasher::new(cost, at_once, waiting, &SeededRandom::new(1)).unwrap()
    }

    #[tokio::test]
    async fn a_password_is_recognised_and_another_is_not() {
        let hasher = hasher(CHEAP, 1, 0);
        let place = hasher.admit().unwrap();
        let stored = place.hash(&"kata sandi".into(), &SeededRandom::new(2)).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        assert_eq!(
            place.verify(&"kata sandi".into(), Some(&stored)).await.unwrap(),
            Verdict::Right
        );
        assert_eq!(
            place.verify(&"kata sandl".into(), Some(&stored)).await.unwrap(),
            Verdict::Wrong
        );
        assert_eq!(place.verify(&"kata sandi".into(), None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_right_but_outdated() {
        let (old, new) = (hasher(CHEAP, 1, 0), hasher(Cost { passes: 2, ..CHEAP }, 1, 0));
        let stored =
            old.admit().unwrap().hash(&"kata sandi".into(), &SeededRandom::new(2)).await.unwrap();
        let verdict = new.admit().unwrap().verify(&"kata sandi".into(), Some(&stored)).await;
        assert_eq!(verdict.unwrap(), Verdict::RightButOutdated);
    }

    #[test]
    fn a_full_queue_says_so_and_a_place_given_back_is_free_again() {
        let hasher = hasher(CHEAP, 1, 1);
        let (first, second) = (hasher.admit().unwrap(), hasher.admit().unwrap());
        assert_eq!(hasher.admit().err(), Some(Busy));
        drop((first, second));
        assert!(hasher.admit().is_ok());
    }

    #[test]
    fn the_default_cost_is_what_owasp_asks_for() {
        let Cost { memory_kib, passes, lanes } = Cost::default();
        assert_eq!((memory_kib, passes, lanes), (19_456, 2, 1));
    }
}
