//! The hash of a password as it is stored, a PHC string: Argon2id as it is hashed here, or what came with its
//! person from Keycloak: PBKDF2 (RFC 8018 §5.2), or Argon2id of another cost. Whatever is right and not of
//! today's cost is hashed anew at that login ([`super::super::login::by_password`]), so none stays for long.
//!
//! What a hash costs is written in it, and a file may have brought it. What would take longer than about a
//! second of one core, or more than 64 MiB, is neither taken over nor ever computed.

use super::argon2id::{self, Cost, Memory, Verdict};
use crate::domain::Fault;
use argon2::{
    Params,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use openssl::{hash::MessageDigest, pkcs5::pbkdf2_hmac};
use strum::{EnumString, IntoStaticStr, VariantArray};
use subtle::ConstantTimeEq;

const MOST_MEMORY_KIB: u32 = 64 * 1024;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 16;

/// Which hash PBKDF2 works with; the names are those of PHC strings, and Keycloak's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
pub enum Pbkdf2 {
    #[strum(serialize = "pbkdf2")]
    Sha1,
    #[strum(serialize = "pbkdf2-sha256")]
    Sha256,
    #[strum(serialize = "pbkdf2-sha512")]
    Sha512,
}

impl Pbkdf2 {
    /// Some times as many as OWASP asks for (1,300,000, 600,000 and 210,000): about a second.
    const fn most_iterations(self) -> u32 {
        match self {
            Self::Sha1 => 2_600_000,
            Self::Sha256 => 2_000_000,
            Self::Sha512 => 1_000_000,
        }
    }

    /// Bytes of one block. A longer output is more such blocks, each computed by itself: the first is
    /// enough to know a password by, and costs whoever guesses no less than all of them.
    const fn block(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    fn digest(self) -> MessageDigest {
        match self {
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }
}

/// Why a hash from elsewhere cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unkept {
    /// It would take too long, or too much memory, to check a password by it.
    TooCostly,
    /// Salt, hash or parameters are of a length that no such hash has.
    Malformed,
}

/// The PHC string of a hash that was made elsewhere.
///
/// # Errors
/// When it costs too much, or is none.
pub fn of_pbkdf2(
    kind: Pbkdf2,
    iterations: u32,
    salt: &[u8],
    hash: &[u8],
) -> Result<String, Unkept> {
    if iterations > kind.most_iterations() {
        return Err(Unkept::TooCostly);
    }
    let hash = hash.get(..hash.len().min(kind.block())).unwrap_or_default();
    let phc = || {
        let mut params = ParamsString::new();
        params.add_decimal("i", iterations)?;
        params.add_decimal("l", u32::try_from(hash.len()).unwrap_or_default())?;
        let (salt, hash) = (Some(Salt::new(salt)?), Some(Output::new(hash)?));
        let algorithm = argon2::password_hash::phc::Ident::new(kind.into())?;
        Ok::<_, argon2::password_hash::phc::Error>(PasswordHash {
            algorithm,
            version: None,
            params,
            salt,
            hash,
        })
    };
    // Shorter than half a block, it would be guessed before the password.
    let is_one = iterations > 0 && hash.len() >= 16;
    phc().ok().filter(|_| is_one).map(|phc| phc.to_string()).ok_or(Unkept::Malformed)
}

/// The same of Argon2id, version 1.3.
///
/// # Errors
/// As [`of_pbkdf2`].
pub fn of_argon2id(cost: Cost, salt: &[u8], hash: &[u8]) -> Result<String, Unkept> {
    if !is_affordable(cost) {
        return Err(Unkept::TooCostly);
    }
    let Cost { memory_kib, passes, lanes } = cost;
    let params = Params::new(memory_kib, passes, lanes, Some(hash.len()));
    let params = params.map_err(|_| Unkept::Malformed)?;
    let phc = argon2id::phc(&params, salt, hash).ok().filter(|_| hash.len() >= 16);
    phc.ok_or(Unkept::Malformed)
}

fn is_affordable(cost: Cost) -> bool {
    cost.memory_kib <= MOST_MEMORY_KIB && cost.passes <= MOST_PASSES && cost.lanes <= MOST_LANES
}

/// Compares in constant time. `None`: it would cost too much, and nothing was computed.
///
/// # Errors
/// When `stored` is no hash that is known here.
pub fn verify(
    today: &Params,
    password: &[u8],
    stored: &str,
    memory: &mut Memory,
) -> Result<Option<Verdict>, Fault> {
    let unreadable = || Fault::Corrupt("a password hash that is of no known kind");
    let stored = PasswordHash::new(stored).map_err(|_| unreadable())?;
    let Ok(kind) = stored.algorithm.as_str().parse::<Pbkdf2>() else {
        let cost = argon2id::cost(&stored)?;
        if !is_affordable(cost) {
            return Ok(None);
        }
        return argon2id::verify(today, password, &stored, memory).map(Some);
    };
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else {
        return Err(unreadable());
    };
    let iterations = stored.params.get_decimal("i").ok_or_else(unreadable)?;
    if iterations > kind.most_iterations() {
        return Ok(None);
    }
    let mut found = vec![0; expected.len()];
    let iterations = usize::try_from(iterations).map_err(|_| unreadable())?;
    pbkdf2_hmac(password, salt, iterations, kind.digest(), &mut found).map_err(|_| unreadable())?;
    let is_right = bool::from(found.ct_eq(expected.as_bytes()));
    Ok(Some(if is_right { Verdict::RightButOutdated } else { Verdict::Wrong }))
}

#[cfg(test)]
mod tests;
