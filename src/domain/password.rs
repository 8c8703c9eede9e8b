//! Passwords: Argon2id behind a bounded queue.
//!
//! Hashing is slow and takes [`MEMORY_KIB`] on purpose. It runs off the async threads, as many at
//! once as there are cores, so a login storm costs cores × 19 MiB and no more; who finds the queue
//! full is told to come back ([`Busy`]). A missing account costs the same as a wrong password.
//! OWASP Password Storage Cheat Sheet; ASVS 5.0 §11.4.2; RFC 9106.

use super::{
    Fault,
    random::{self, Random},
};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{Error, phc::PasswordHash},
};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub const MEMORY_KIB: u32 = 19 * 1024;
pub const PASSES: u32 = 2;
pub const LANES: u32 = 1;
/// Bytes. Longer ones are refused before hashing; NIST SP 800-63B asks for at least 64 characters.
pub const LONGEST: usize = 1024;

/// How much one hash costs.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: MEMORY_KIB, passes: PASSES, lanes: LANES }
    }
}

/// The queue is full: nothing was looked at, and nothing was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many logins at this moment")]
pub struct Busy;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    Right,
    /// Right, but stored with another cost than today's: hash it again and store that.
    RightButOutdated,
    Wrong,
}

pub struct PasswordHasher {
    argon2: Argon2<'static>,
    /// What a missing account is checked against.
    decoy: Arc<str>,
    /// Hashes at work.
    cores: Arc<Semaphore>,
    /// Hashes at work or waiting.
    queue: Arc<Semaphore>,
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
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .map_err(|error| Fault::Password(error.into()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy: [u8; 32] = random::bytes(random);
        let salt: [u8; 16] = random::bytes(random);
        let decoy = hash(&argon2, &decoy, &salt)?.into();
        Ok(Self {
            argon2,
            decoy,
            cores: Arc::new(Semaphore::new(at_once)),
            queue: Arc::new(Semaphore::new(at_once + waiting)),
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
    /// [`Fault::Password`] when the stored hash cannot be read.
    pub async fn verify(
        &self,
        password: &SecretString,
        stored: Option<&str>,
    ) -> Result<Verdict, Fault> {
        let stored_or_decoy = stored.map_or_else(|| Arc::clone(&self.hasher.decoy), Arc::from);
        let argon2 = self.hasher.argon2.clone();
        let password = password.clone();
        let verdict = self
            .work(move || {
                let parsed =
                    PasswordHash::new(&stored_or_decoy).map_err(|e| Fault::Password(e.into()))?;
                match argon2.verify_password(password.expose_secret().as_bytes(), &parsed) {
                    Ok(()) if is_current(argon2.params(), &parsed) => Ok(Verdict::Right),
                    Ok(()) => Ok(Verdict::RightButOutdated),
                    Err(Error::PasswordInvalid) => Ok(Verdict::Wrong),
                    Err(error) => Err(Fault::Password(error)),
                }
            })
            .await?;
        Ok(if stored.is_some() { verdict } else { Verdict::Wrong })
    }

    /// A PHC string of today's cost.
    ///
    /// # Errors
    /// [`Fault::Password`] when hashing fails.
    pub async fn hash(
        &self,
        password: &SecretString,
        random: &dyn Random,
    ) -> Result<String, Fault> {
        let argon2 = self.hasher.argon2.clone();
        let password = password.clone();
        let salt: [u8; 16] = random::bytes(random);
        self.work(move || hash(&argon2, password.expose_secret().as_bytes(), &salt)).await
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        debug_assert_eq!(self.place.num_permits(), 1);
        let core = Arc::clone(&self.hasher.cores)
            .acquire_owned()
            .await
            .map_err(|_| Fault::Corrupt("the hashing queue is closed"))?;
        // The core stays taken until the work is done, even if the request is gone by then.
        let work = tokio::task::spawn_blocking(move || {
            let _core = core;
            job()
        });
        work.await.map_err(|_| Fault::Corrupt("hashing was stopped"))?
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8], salt: &[u8]) -> Result<String, Fault> {
    let hash = argon2.hash_password_with_salt(password, salt).map_err(Fault::Password)?;
    Ok(hash.to_string())
}

fn is_current(today: &Params, stored: &PasswordHash) -> bool {
    Params::try_from(stored).is_ok_and(|then| {
        (then.m_cost(), then.t_cost(), then.p_cost())
            == (today.m_cost(), today.t_cost(), today.p_cost())
    })
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
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
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
