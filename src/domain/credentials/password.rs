//! Passwords behind a bounded queue.
//!
//! Hashing is slow and takes 19 MiB on purpose. It runs off the async threads, as many at once as
//! there are cores, so a login storm costs cores × 19 MiB and no more; who finds the queue full is
//! told to come back ([`Busy`]). A missing account costs the same as a wrong password. Of forms that may
//! be sent again and again at no risk, each account has one place, whoever sends them.
//! OWASP Password Storage Cheat Sheet; ASVS 5.0 §11.4.2.

use super::{
    argon2id::{self, Memory},
    hashing_bench::Bench,
    stored_hash,
};
pub use super::{
    argon2id::{Cost, Verdict},
    hashing_bench::Queue,
};
use crate::{
    domain::{
        Fault,
        random::{self, Random},
    },
    metrics::{HASHING, Stopwatch},
    store::StoreError,
};
use argon2::Params;
use secrecy::{ExposeSecret, SecretString};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::{OwnedMutexGuard, Semaphore, SemaphorePermit, oneshot},
    time::timeout,
};
use uuid::Uuid;

/// Bytes. Longer ones are refused before hashing; NIST SP 800-63B asks for at least 64 characters.
pub const LONGEST: usize = 1024;

/// So long a form waits for the one before it; then whoever sent it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// The queue is full: nothing was looked at, and nothing was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many logins at this moment")]
pub struct Busy;

pub struct PasswordHasher {
    params: Params,
    /// What a missing account is checked against.
    decoy: Arc<str>,
    /// Logins that hash or wait for it.
    places: Semaphore,
    turns: Turns,
    bench: Arc<Bench>,
}

/// Whose form it is that has a place: one of each account at a time. Each node has its own; what many
/// nodes share is budgets.
#[derive(Default)]
struct Turns(Mutex<HashMap<Uuid, Weak<Turn>>>);

type Turn = tokio::sync::Mutex<()>;

impl Turns {
    async fn take(&self, account: Uuid) -> Result<OwnedMutexGuard<()>, Busy> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| turn.strong_count() > 0);
            let turn = turns.get(&account).and_then(Weak::upgrade).unwrap_or_default();
            turns.insert(account, Arc::downgrade(&turn));
            turn
        };
        timeout(PATIENCE, turn.lock_owned()).await.map_err(|_| Busy)
    }
}

/// Why something that hashes did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for HashingError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
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
        let places = Semaphore::new(at_once + waiting);
        let turns = Turns::default();
        let bench = Arc::new(Bench::new(at_once, params.block_count()));
        Ok(Self { params, decoy, places, turns, bench })
    }

    /// A place in the queue, to be asked for before anything is written down about an attempt.
    ///
    /// # Errors
    /// [`Busy`] when every place is taken.
    pub fn admit(&self) -> Result<HashingSlot<'_>, Busy> {
        let place = self.places.try_acquire().map_err(|_| {
            HASHING.refused.increment(1);
            Busy
        })?;
        Ok(HashingSlot { hasher: self, _permit: place, _turn: None })
    }

    /// The same for a form of an account that is known already, once no other one of it has a place:
    /// however many are sent at once, they keep nobody else waiting.
    ///
    /// # Errors
    /// [`Busy`] when every place is taken, or the form before takes too long.
    pub async fn admit_for(&self, account: Uuid) -> Result<HashingSlot<'_>, Busy> {
        let turn = self.turns.take(account).await.inspect_err(|_| HASHING.refused.increment(1))?;
        Ok(HashingSlot { _turn: Some(turn), ..self.admit()? })
    }

    /// For whoever watches.
    #[must_use]
    pub fn queue(&self) -> Queue {
        self.bench.queue()
    }
}

/// A place in the queue; it is given back when dropped.
pub struct HashingSlot<'a> {
    hasher: &'a PasswordHasher,
    _permit: SemaphorePermit<'a>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl HashingSlot<'_> {
    /// Compares in constant time, at the same cost whether there is a `stored` hash or not.
    ///
    /// # Errors
    /// When the stored hash cannot be read.
    pub async fn verify(
        &self,
        password: &SecretString,
        stored: Option<&str>,
    ) -> Result<Verdict, Fault> {
        let decoy = Arc::clone(&self.hasher.decoy);
        let stored_or_decoy = stored.map_or_else(|| Arc::clone(&decoy), Arc::from);
        let password = password.clone();
        let verdict = self
            .work(move |params, memory| {
                let password = password.expose_secret().as_bytes();
                if let Some(verdict) =
                    stored_hash::verify(params, password, &stored_or_decoy, memory)?
                {
                    return Ok(verdict);
                }
                tracing::error!(
                    "an account's password is hashed at a cost beyond what is ever computed: no password is right for it"
                );
                let _ = stored_hash::verify(params, password, &decoy, memory)?;
                Ok(Verdict::Wrong)
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
        self.work(move |params, memory| {
            argon2id::hash(params, password.expose_secret().as_bytes(), &salt, memory)
        })
        .await
    }

    /// PHC strings with one salt for all; see [`HashingSlot::find_in_set`].
    ///
    /// # Errors
    /// When hashing fails.
    pub async fn hash_set(
        &self,
        secrets: Vec<SecretString>,
        random: &dyn Random,
    ) -> Result<Vec<String>, Fault> {
        let salt: [u8; 16] = random::bytes(random);
        self.work(move |params, memory| {
            let hash = |secret: &SecretString| {
                argon2id::hash(params, secret.expose_secret().as_bytes(), &salt, memory)
            };
            secrets.iter().map(hash).collect()
        })
        .await
    }

    /// The place of the hash in `set` that `secret` fits, at the cost of one hash whether there is
    /// one or not.
    ///
    /// # Errors
    /// When a stored hash cannot be read.
    pub async fn find_in_set(
        &self,
        secret: &SecretString,
        set: Vec<String>,
    ) -> Result<Option<usize>, Fault> {
        let decoy = Arc::clone(&self.hasher.decoy);
        let secret = secret.clone();
        self.work(move |params, memory| {
            let secret = secret.expose_secret().as_bytes();
            if set.is_empty() {
                let _ = stored_hash::verify(params, secret, &decoy, memory)?;
            }
            argon2id::find_in_set(secret, &set, memory)
        })
        .await
    }

    /// Does other slow work here, so that it takes no more processors than hashing may.
    ///
    /// # Errors
    /// When it was stopped.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        self.work(move |_, _| Ok(job())).await
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Params, &mut Memory) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let params = self.hasher.params.clone();
        let (answer, answered) = oneshot::channel();
        let waiting = Stopwatch::start();
        self.hasher.bench.enqueue(Box::new(move |memory| {
            // Nobody waits any more for a request that was given up.
            if !answer.is_closed() {
                HASHING.wait.record(waiting.seconds());
                let working = Stopwatch::start();
                let result = job(&params, memory);
                HASHING.duration.record(working.seconds());
                let _ = answer.send(result);
            }
        }));
        answered.await.map_err(|_| Fault::Corrupt("hashing was stopped"))?
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
    async fn one_of_a_set_is_found_by_its_place() {
        let before = hasher(CHEAP, 1, 0);
        let hasher = hasher(Cost { passes: 2, ..CHEAP }, 1, 0);
        let secrets = ["a", "b", "c"].map(SecretString::from).to_vec();
        let set = before.admit().unwrap().hash_set(secrets, &SeededRandom::new(2)).await.unwrap();
        let place = hasher.admit().unwrap();
        assert_eq!(place.find_in_set(&"b".into(), set.clone()).await.unwrap(), Some(1));
        assert_eq!(place.find_in_set(&"d".into(), set).await.unwrap(), None);
        assert_eq!(place.find_in_set(&"b".into(), Vec::new()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_right_but_outdated() {
        let old = hasher(CHEAP, 1, 0);
        let new = hasher(Cost { passes: 2, ..CHEAP }, 1, 0);
        let stored =
            old.admit().unwrap().hash(&"kata sandi".into(), &SeededRandom::new(2)).await.unwrap();
        let verdict = new.admit().unwrap().verify(&"kata sandi".into(), Some(&stored)).await;
        assert_eq!(verdict.unwrap(), Verdict::RightButOutdated);
    }

    #[tokio::test]
    async fn a_hash_that_costs_too_much_is_that_of_no_password_and_takes_no_time() {
        let hasher = hasher(CHEAP, 1, 0);
        let place = hasher.admit().unwrap();
        let salt = "AQEBAQEBAQEBAQEBAQEBAQ$AgICAgICAgICAgICAgICAgICAgI";
        for stored in [
            format!("$pbkdf2-sha512$i=1000000000,l=20${salt}"),
            format!("$argon2id$v=19$m=4000000,t=4000000,p=1${salt}"),
        ] {
            let password = "kata sandi".into();
            let checked = place.verify(&password, Some(&stored));
            let verdict = timeout(Duration::from_secs(5), checked).await.expect(&stored);
            assert_eq!(verdict.unwrap(), Verdict::Wrong);
        }
    }

    #[test]
    fn a_full_queue_says_so_and_a_place_given_back_is_free_again() {
        let hasher = hasher(CHEAP, 1, 1);
        let first = hasher.admit().unwrap();
        let second = hasher.admit().unwrap();
        assert_eq!(hasher.admit().err(), Some(Busy));
        drop((first, second));
        assert!(hasher.admit().is_ok());
    }

    #[tokio::test]
    async fn forms_of_one_account_take_turns_and_keep_nobody_else_waiting() {
        let hasher = hasher(CHEAP, 1, 1);
        let one = Uuid::from_u128(1);
        let other = Uuid::from_u128(2);
        let first = hasher.admit_for(one).await.unwrap();
        let second = hasher.admit_for(one);
        tokio::pin!(second);
        let soon = Duration::from_millis(20);
        assert!(timeout(soon, &mut second).await.is_err(), "it waits, and takes no place");
        drop(hasher.admit_for(other).await.unwrap());
        drop(first);
        drop(second.await.unwrap());
        assert!(hasher.turns.take(other).await.is_ok());
        assert_eq!(hasher.turns.0.lock().unwrap().len(), 1, "nothing is kept of who is gone");
    }

    #[tokio::test]
    async fn never_more_at_work_than_allowed_and_everybody_gets_an_answer() {
        let hasher = Arc::new(hasher(CHEAP, 2, 62));
        let logins: tokio::task::JoinSet<_> = (0..64)
            .map(|_| {
                let hasher = Arc::clone(&hasher);
                async move {
                    let place = hasher.admit().unwrap();
                    let verdict = place.verify(&"kata sandi".into(), None).await.unwrap();
                    let at_work = hasher.queue().at_work;
                    (verdict, at_work)
                }
            })
            .collect();
        for (verdict, at_work) in logins.join_all().await {
            assert_eq!(verdict, Verdict::Wrong);
            assert!(at_work <= 2, "{at_work} at work");
        }
    }

    #[tokio::test]
    async fn a_job_that_panics_takes_no_thread_with_it() {
        let hasher = hasher(CHEAP, 1, 0);
        for _ in 0..3 {
            let place = hasher.admit().unwrap();
            let broken: Result<(), Fault> = place.work(|_, _| panic!("on purpose")).await;
            assert!(broken.is_err());
        }
        let place = hasher.admit().unwrap();
        assert_eq!(place.verify(&"kata sandi".into(), None).await.unwrap(), Verdict::Wrong);
    }

    #[test]
    fn the_default_cost_is_what_owasp_asks_for() {
        let Cost { memory_kib, passes, lanes } = Cost::default();
        assert_eq!((memory_kib, passes, lanes), (19_456, 2, 1));
    }
}
