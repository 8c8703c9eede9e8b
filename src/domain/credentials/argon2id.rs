//! Argon2id (RFC 9106) with working memory that is used again.
//!
//! One hash fills 19 MiB. Taking that from the allocator for every hash costs page faults and
//! leaves it scattered; so whoever hashes one after another brings the [`Memory`].

use crate::{domain::Fault, memory::with_huge_pages};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use subtle::ConstantTimeEq;

/// How much one hash costs.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Default for Cost {
    /// OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// Working memory; it grows to what the largest hash so far needed.
#[derive(Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    /// Blocks of 1 KiB.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn blocks(&mut self, count: usize) -> &mut [Block] {
        if count > self.0.len() {
            with_huge_pages(|| self.0.resize(count, Block::new()));
        }
        &mut self.0
    }
}

/// What a check of a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    Right,
    /// Right, but stored with another cost than today's: hash it again and store that.
    RightButOutdated,
    Wrong,
}

/// # Errors
/// [`Fault::Password`] when the cost is outside what Argon2 allows.
pub fn params(cost: Cost) -> Result<Params, Fault> {
    Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(Params::DEFAULT_OUTPUT_LEN))
        .map_err(|error| Fault::Password(error.into()))
}

/// A PHC string.
///
/// # Errors
/// [`Fault::Password`] when hashing fails.
pub fn hash(
    params: &Params,
    password: &[u8],
    salt: &[u8],
    memory: &mut Memory,
) -> Result<String, Fault> {
    let output = output(params, password, salt, memory).map_err(Fault::Password)?;
    phc(params, salt, &output)
}

/// A PHC string that no password fits, but that costs as much to check as any other. `output`: as
/// long as a hash, and random.
///
/// # Errors
/// [`Fault::Password`] when the lengths are outside what Argon2 allows.
pub fn decoy(params: &Params, salt: &[u8], output: &[u8]) -> Result<String, Fault> {
    phc(params, salt, output)
}

/// The PHC string of a hash that was computed already.
///
/// # Errors
/// [`Fault::Password`] when the lengths are outside what Argon2 allows.
pub fn phc(params: &Params, salt: &[u8], output: &[u8]) -> Result<String, Fault> {
    let phc = || {
        Ok(PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(params)?,
            salt: Some(Salt::new(salt)?),
            hash: Some(Output::new(output)?),
        })
    };
    phc().map(|phc| phc.to_string()).map_err(Fault::Password)
}

/// What checking a password by this hash costs.
///
/// # Errors
/// [`Fault::Corrupt`] when it is not an Argon2id hash.
pub fn cost(stored: &PasswordHash) -> Result<Cost, Fault> {
    let then = params_of(stored)?;
    Ok(Cost { memory_kib: then.m_cost(), passes: then.t_cost(), lanes: then.p_cost() })
}

fn params_of(stored: &PasswordHash) -> Result<Params, Fault> {
    let unreadable = || Fault::Corrupt("a password hash that is not Argon2id");
    if stored.algorithm != Algorithm::Argon2id.ident() {
        return Err(unreadable());
    }
    Params::try_from(stored).map_err(|_| unreadable())
}

/// Compares in constant time. Of `stored` its own parameters count, whatever today's are.
///
/// # Errors
/// [`Fault::Password`] when `stored` is not an Argon2id hash.
pub fn verify(
    today: &Params,
    password: &[u8],
    stored: &PasswordHash,
    memory: &mut Memory,
) -> Result<Verdict, Fault> {
    let then = params_of(stored)?;
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else {
        return Err(Fault::Corrupt("a password hash without its hash"));
    };
    let found = output(&then, password, salt, memory).map_err(Fault::Password)?;
    let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    Ok(match bool::from(found.ct_eq(expected.as_bytes())) {
        true if cost(&then) == cost(today) => Verdict::Right,
        true => Verdict::RightButOutdated,
        false => Verdict::Wrong,
    })
}

/// The place in `set` of the hash that `password` fits. The hashes of a set share salt and cost, so
/// one is computed and compared with all, in constant time.
///
/// # Errors
/// [`Fault::Corrupt`] when a hash is none, or not of the set.
pub fn find_in_set(
    password: &[u8],
    set: &[String],
    memory: &mut Memory,
) -> Result<Option<usize>, Fault> {
    let Some(first) = set.first() else {
        return Ok(None);
    };
    let unreadable = || Fault::Corrupt("a recovery code's hash that is not Argon2id");
    let first = PasswordHash::new(first).map_err(|_| unreadable())?;
    let salt = first.salt.as_ref().ok_or_else(unreadable)?;
    let then = Params::try_from(&first).map_err(|_| unreadable())?;
    let found = output(&then, password, salt, memory).map_err(Fault::Password)?;
    let mut place = None;
    for (at, stored) in set.iter().enumerate() {
        let stored = PasswordHash::new(stored).map_err(|_| unreadable())?;
        let expected = stored.hash.ok_or_else(unreadable)?;
        if stored.salt.as_ref() != Some(salt) {
            return Err(unreadable());
        }
        if bool::from(found.ct_eq(expected.as_bytes())) {
            place = Some(at);
        }
    }
    Ok(place)
}

fn output(
    params: &Params,
    password: &[u8],
    salt: &[u8],
    memory: &mut Memory,
) -> Result<Vec<u8>, argon2::password_hash::Error> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let mut out = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
    let blocks = memory.blocks(params.block_count());
    argon2.hash_password_into_with_memory(password, salt, &mut out, blocks)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{PasswordHasher, PasswordVerifier};

    fn checked(params: &Params, password: &[u8], stored: &str) -> Result<Verdict, Fault> {
        let stored = PasswordHash::new(stored).map_err(|_| Fault::Seal)?;
        verify(params, password, &stored, &mut Memory::default())
    }

    const CHEAP: Cost = Cost { memory_kib: 32, passes: 2, lanes: 1 };

    #[test]
    fn hashes_are_those_of_the_library_in_both_directions() {
        let params = params(CHEAP).unwrap();
        let mut memory = Memory::default();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        for _ in 0..3 {
            let ours = hash(&params, b"kata sandi", &[7; 16], &mut memory).unwrap();
            let theirs =
                argon2.hash_password_with_salt(b"kata sandi", &[7; 16]).unwrap().to_string();
            assert_eq!(ours, theirs);
            assert!(argon2.verify_password(b"kata sandi", ours.as_str()).is_ok());
            assert_eq!(checked(&params, b"kata sandi", &theirs).unwrap(), Verdict::Right);
            assert_eq!(checked(&params, b"kata sandl", &theirs).unwrap(), Verdict::Wrong);
        }
    }

    #[test]
    fn the_decoy_costs_the_same_and_fits_no_password() {
        let params = params(CHEAP).unwrap();
        let mut memory = Memory::default();
        let real = hash(&params, b"kata sandi", &[7; 16], &mut memory).unwrap();
        let decoy = decoy(&params, &[7; 16], &[9; Params::DEFAULT_OUTPUT_LEN]).unwrap();
        assert_eq!(checked(&params, b"kata sandi", &decoy).unwrap(), Verdict::Wrong);
        let cost = |phc: &str| phc.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(&decoy), cost(&real));
        assert_eq!(decoy.len(), real.len());
    }

    #[test]
    fn another_algorithm_and_nonsense_are_faults_and_no_panic() {
        let params = params(CHEAP).unwrap();
        for stored in [
            "",
            "x",
            "$argon2id$",
            "$argon2i$v=19$m=32,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$AAAA",
            "$2b$12$abc",
        ] {
            assert!(checked(&params, b"x", stored).is_err(), "{stored}");
        }
    }
}
