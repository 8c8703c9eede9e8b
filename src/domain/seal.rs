//! Secrets that must be read again: XChaCha20-Poly1305 under the installation's key.
//!
//! What is sealed is bound to its place ([`Purpose`] and row), so a sealed value copied to another
//! row, or from a cookie to the database, does not open. Every value carries the id of the key
//! that sealed it. Layout: version (1) · key id (4) · nonce (24) · ciphertext and tag.
//! ASVS 5.0 §11.3; draft-irtf-cfrg-xchacha.

use super::{
    Fault,
    random::{self, Random},
};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use uuid::Uuid;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 1 + 4 + NONCE;
pub const KEY_BYTES: usize = 32;

/// What a sealed value is, and where it belongs.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// The secret of an authenticator, in its row.
    Authenticator(Uuid),
    /// The secret of an enrolment that is not finished, in its session's row.
    Enrolment(Uuid),
    /// A message for the next page, in a cookie.
    Flash,
}

impl Purpose {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Authenticator(_) => b"authenticator",
            Self::Enrolment(_) => b"enrolment",
            Self::Flash => b"flash",
        }
    }

    /// Bound to the value as associated data.
    fn row(self) -> uuid::Bytes {
        match self {
            Self::Authenticator(id) | Self::Enrolment(id) => id.into_bytes(),
            Self::Flash => Uuid::nil().into_bytes(),
        }
    }
}

/// The installation's key.
pub struct Sealer {
    key: SecretBox<[u8; KEY_BYTES]>,
    id: [u8; 4],
}

impl Sealer {
    #[must_use]
    pub fn new(key: [u8; KEY_BYTES]) -> Self {
        let digest = Sha256::new().chain_update(b"asn-digital key id").chain_update(key).finalize();
        let mut id = [0; 4];
        id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self { key: SecretBox::new(Box::new(key)), id }
    }

    /// Names the key without revealing it: eight hexadecimal digits.
    #[must_use]
    pub fn key_id(&self) -> String {
        to_hex(&self.id)
    }

    /// # Errors
    /// [`Fault::Seal`] when the cipher refuses (it does not for anything this product seals).
    pub fn seal(
        &self,
        purpose: Purpose,
        plain: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, Fault> {
        let nonce: [u8; NONCE] = random::bytes(random);
        let payload = Payload { msg: plain, aad: &purpose.row() };
        let cipher = self.cipher(purpose)?;
        let body = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Fault::Seal)?;
        Ok([&[VERSION][..], &self.id, &nonce, &body].concat())
    }

    /// # Errors
    /// [`Fault::Seal`] when `sealed` is not what this key sealed for this purpose and row.
    pub fn open(&self, purpose: Purpose, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        let (head, body) = sealed.split_at_checked(HEAD).ok_or(Fault::Seal)?;
        let (version_and_key, nonce) = head.split_at_checked(HEAD - NONCE).ok_or(Fault::Seal)?;
        if version_and_key != [&[VERSION][..], &self.id].concat() {
            return Err(Fault::Seal);
        }
        let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| Fault::Seal)?;
        let payload = Payload { msg: body, aad: &purpose.row() };
        self.cipher(purpose)?.decrypt(&XNonce::from(nonce), payload).map_err(|_| Fault::Seal)
    }

    /// Each purpose has a key of its own, derived from the installation's (RFC 5869).
    fn cipher(&self, purpose: Purpose) -> Result<XChaCha20Poly1305, Fault> {
        let mut key = [0; KEY_BYTES];
        Hkdf::<Sha256>::new(None, self.key.expose_secret())
            .expand(purpose.name(), &mut key)
            .map_err(|_| Fault::Seal)?;
        Ok(XChaCha20Poly1305::new(&Key::from(key)))
    }
}

/// Two lower-case hexadecimal digits a byte.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;
    use proptest::prelude::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place_and_with_its_own_key() {
        let random = SeededRandom::new(7);
        let (sealer, other) = (Sealer::new([1; 32]), Sealer::new([2; 32]));
        let (row, neighbour) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sealed = sealer.seal(Purpose::Authenticator(row), b"secret", &random).unwrap();

        assert_eq!(sealer.open(Purpose::Authenticator(row), &sealed).unwrap(), b"secret");
        assert!(sealer.open(Purpose::Authenticator(neighbour), &sealed).is_err());
        assert!(sealer.open(Purpose::Enrolment(row), &sealed).is_err());
        assert!(other.open(Purpose::Authenticator(row), &sealed).is_err());
    }

    proptest! {
        #[test]
        fn one_changed_bit_does_not_open(plain in proptest::collection::vec(any::<u8>(), 0..64), bit in any::<usize>()) {
            let sealer = Sealer::new([1; 32]);
            let mut sealed = sealer.seal(Purpose::Flash, &plain, &SeededRandom::new(7)).unwrap();
            let bit = bit % (sealed.len() * 8);
            sealed[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(sealer.open(Purpose::Flash, &sealed).is_err());
        }

        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..96)) {
            prop_assert!(Sealer::new([1; 32]).open(Purpose::Flash, &bytes).is_err());
        }
    }
}
