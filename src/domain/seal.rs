//! Secrets that must be read again: XChaCha20-Poly1305 under the installation's key.
//!
//! What is sealed is bound to its place ([`Purpose`] and row), so a sealed value copied to another
//! row, or from a cookie to the database, does not open. Every value carries the id of the key
//! that sealed it. Older keys open what the database has, until everything is sealed anew, and show that
//! rows of the record are what they were. They seal and sign nothing, and open nothing that a browser
//! brings: whoever has got hold of one makes nothing new with it.
//! Layout: version (1) · key id (4) · nonce (24) · ciphertext and tag.
//! ASVS 5.0 §11.3; draft-irtf-cfrg-xchacha.

use super::{
    Fault,
    random::{self, Random},
};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

const VERSION: u8 = 1;
const NONCE: usize = 24;
pub const KEY_ID: usize = 4;
const HEAD: usize = 1 + KEY_ID + NONCE;
pub const KEY_BYTES: usize = 32;
/// The purpose of the codes in the audit record.
const RECORD: &[u8] = b"audit";

/// What a sealed value is, and where it belongs.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// The secret of an authenticator, in its row.
    Authenticator(Uuid),
    /// The secret of an enrolment that is not finished, in its session's row.
    Enrolment(Uuid),
    /// A message for the next page, in a cookie.
    Flash,
    /// The same where it is too long for one, in a row of its session.
    KeptFlash(Uuid),
    /// A `WebAuthn` ceremony under way, in a cookie.
    Ceremony,
    /// A letter that waits to be sent, in its row.
    Mail(Uuid),
    /// A key that signs tokens, in its row; its name is its own thumbprint.
    SigningKey,
    /// A request of a service, in an address.
    AuthorizationRequest,
    /// An authorization code, in an address.
    AuthorizationCode,
    /// Where a logout leads on to, in an address.
    AfterLogout,
    /// An access token, which a service brings.
    AccessToken,
    /// Where a page of a list ended, in an address, for one person.
    ListPlace(Uuid),
    /// Where a walk over people goes on, which an agency's system brings.
    ScimCursor,
}

impl Purpose {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Authenticator(_) => b"authenticator",
            Self::Enrolment(_) => b"enrolment",
            Self::Flash => b"flash",
            Self::KeptFlash(_) => b"kept-flash",
            Self::Ceremony => b"ceremony",
            Self::Mail(_) => b"mail",
            Self::SigningKey => b"signing-key",
            Self::AuthorizationRequest => b"authorization-request",
            Self::AuthorizationCode => b"authorization-code",
            Self::AfterLogout => b"after-logout",
            Self::AccessToken => b"access-token",
            Self::ListPlace(_) => b"list-place",
            Self::ScimCursor => b"scim-cursor",
        }
    }

    /// Bound to the value as associated data.
    fn row(self) -> uuid::Bytes {
        match self {
            Self::Authenticator(id)
            | Self::Enrolment(id)
            | Self::KeptFlash(id)
            | Self::Mail(id)
            | Self::ListPlace(id) => id.into_bytes(),
            Self::Flash
            | Self::Ceremony
            | Self::SigningKey
            | Self::AuthorizationRequest
            | Self::AuthorizationCode
            | Self::AfterLogout
            | Self::AccessToken
            | Self::ScimCursor => Uuid::nil().into_bytes(),
        }
    }

    /// Whether the value comes from the database; what comes from a browser can name any key.
    fn is_stored(self) -> bool {
        !matches!(
            self,
            Self::Flash
                | Self::Ceremony
                | Self::AuthorizationRequest
                | Self::AuthorizationCode
                | Self::AfterLogout
                | Self::AccessToken
                | Self::ListPlace(_)
                | Self::ScimCursor
        )
    }
}

/// One key of the installation.
struct RingKey {
    key: SecretBox<[u8; KEY_BYTES]>,
    id: [u8; KEY_ID],
}

impl RingKey {
    fn new(key: [u8; KEY_BYTES]) -> Self {
        let digest = Sha256::new().chain_update(b"asn-digital key id").chain_update(key).finalize();
        let mut id = [0; KEY_ID];
        id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self { key: SecretBox::new(Box::new(key)), id }
    }

    /// Each purpose has a key of its own, derived from the installation's (RFC 5869).
    fn derive(&self, purpose: &[u8]) -> Result<[u8; KEY_BYTES], Fault> {
        let mut key = [0; KEY_BYTES];
        Hkdf::<Sha256>::new(None, self.key.expose_secret())
            .expand(purpose, &mut key)
            .map_err(|_| Fault::Seal)?;
        Ok(key)
    }

    fn cipher(&self, purpose: Purpose) -> Result<XChaCha20Poly1305, Fault> {
        Ok(XChaCha20Poly1305::new(&Key::from(self.derive(purpose.name())?)))
    }

    fn mac(&self, purpose: &[u8], parts: &[&[u8]]) -> Result<Hmac<Sha256>, Fault> {
        let key = self.derive(purpose)?;
        let mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&key);
        let mut mac = mac.map_err(|_| Fault::Seal)?;
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac)
    }
}

/// Reads the keys again, the current one first.
pub type Reload = Box<dyn Fn() -> Option<Vec<[u8; KEY_BYTES]>> + Send + Sync>;

/// The installation's keys: the current one seals, any of them opens what is stored.
pub struct Sealer {
    ring: RwLock<Arc<[RingKey]>>,
    reload: Option<Reload>,
}

impl Sealer {
    /// `older`: keys that still open what they sealed.
    #[must_use]
    pub fn new(current: [u8; KEY_BYTES], older: &[[u8; KEY_BYTES]]) -> Self {
        let keys = std::iter::once(&current).chain(older);
        Self { ring: RwLock::new(keys.map(|key| RingKey::new(*key)).collect()), reload: None }
    }

    /// Keys may be added while the portal runs: `reload` is asked from time to time, and when a stored
    /// value names one that is not known.
    #[must_use]
    pub fn reloading(self, reload: Reload) -> Self {
        Self { reload: Some(reload), ..self }
    }

    fn ring(&self) -> Arc<[RingKey]> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the keys again, so that an older one is out of use soon.
    pub fn refresh(&self) {
        let _ = self.reload();
    }

    fn reload(&self) -> Option<Arc<[RingKey]>> {
        let keys: Arc<[RingKey]> = self.reload.as_ref()?()?.into_iter().map(RingKey::new).collect();
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&keys);
        Some(keys)
    }

    /// Names the current key without revealing it: eight hexadecimal digits.
    #[must_use]
    pub fn key_id(&self) -> String {
        self.ring().first().map(|key| HEXLOWER.encode(&key.id)).unwrap_or_default()
    }

    /// Whether the key of that name is on the ring.
    #[must_use]
    pub fn has_key(&self, id: &str) -> bool {
        self.ring().iter().any(|key| HEXLOWER.encode(&key.id) == id)
    }

    /// # Errors
    /// [`Fault::Seal`] when the cipher refuses (it does not for anything this product seals).
    pub fn seal(
        &self,
        purpose: Purpose,
        plain: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, Fault> {
        let ring = self.ring();
        let key = ring.first().ok_or(Fault::Seal)?;
        let nonce: [u8; NONCE] = random::bytes(random);
        let payload = Payload { msg: plain, aad: &purpose.row() };
        let cipher = key.cipher(purpose)?;
        let body = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Fault::Seal)?;
        Ok([&[VERSION][..], &key.id, &nonce, &body].concat())
    }

    /// # Errors
    /// [`Fault::Seal`] when `sealed` is not what one of these keys sealed for this purpose and row; the
    /// current one, where it comes from a browser.
    pub fn open(&self, purpose: Purpose, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        let (head, body) = sealed.split_at_checked(HEAD).ok_or(Fault::Seal)?;
        let (version_and_key, nonce) = head.split_at_checked(HEAD - NONCE).ok_or(Fault::Seal)?;
        let (version, id) = version_and_key.split_at_checked(1).ok_or(Fault::Seal)?;
        if version != [VERSION] {
            return Err(Fault::Seal);
        }
        let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| Fault::Seal)?;
        let payload = Payload { msg: body, aad: &purpose.row() };
        let ring = if purpose.is_stored() { self.ring_with(id)? } else { self.ring() };
        let keys = if purpose.is_stored() { ring.len() } else { 1 };
        let key = ring.iter().take(keys).find(|key| key.id == id).ok_or(Fault::Seal)?;
        let cipher = key.cipher(purpose)?;
        cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| Fault::Seal)
    }

    /// The ring with the key of this id on it: what is stored names it.
    fn ring_with(&self, id: &[u8]) -> Result<Arc<[RingKey]>, Fault> {
        let has = |ring: &Arc<[RingKey]>| ring.iter().any(|key| key.id == id);
        let ring = Some(self.ring()).filter(has);
        ring.or_else(|| self.reload().filter(has)).ok_or(Fault::Seal)
    }

    /// Whether the current key took the place of another one.
    #[must_use]
    pub fn is_rotated(&self) -> bool {
        self.ring().len() > 1
    }

    /// How many keys are newer than the one that this code names; none where that is not on the ring.
    #[must_use]
    pub fn age_of(&self, code: &[u8]) -> Option<usize> {
        let id = code.get(..KEY_ID)?;
        self.ring_with(id).ok()?.iter().position(|key| key.id == id)
    }

    /// Whether the current key sealed this.
    #[must_use]
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        let ring = self.ring();
        let id = sealed.get(1..=KEY_ID);
        ring.first().is_some_and(|key| Some(key.id.as_slice()) == id)
    }

    /// A code that only this installation can make for these parts (HMAC-SHA-256, RFC 2104), with
    /// the id of its key before it. `before`: the last code that was made, or nothing: no older key
    /// follows a newer one.
    ///
    /// # Errors
    /// [`Fault::Seal`] when the key cannot be used, or when `before` was made with one that is missing in
    /// the file of this node.
    pub fn authenticate(&self, before: &[u8], parts: &[&[u8]]) -> Result<Vec<u8>, Fault> {
        let ring = match before.get(..KEY_ID) {
            Some(id) => self.ring_with(id)?,
            None => self.ring(),
        };
        let key = ring.first().ok_or(Fault::Seal)?;
        Ok([&key.id[..], &key.mac(RECORD, parts)?.finalize().into_bytes()].concat())
    }

    /// Whether one of these keys made `code` for these parts.
    ///
    /// # Errors
    /// [`Fault::Seal`] when the key that the code names is not on the ring.
    pub fn is_authentic(&self, parts: &[&[u8]], code: &[u8]) -> Result<bool, Fault> {
        let Some((id, mac)) = code.split_at_checked(KEY_ID) else {
            return Ok(false);
        };
        let ring = self.ring_with(id)?;
        let key = ring.iter().find(|key| key.id == id).ok_or(Fault::Seal)?;
        Ok(key.mac(RECORD, parts)?.verify_slice(mac).is_ok())
    }

    /// A code for these parts that is the same each time, with the id of its key before it. One of an older key
    /// proves something only together with what is stored.
    /// `key`: the id of the key to make it with, from a code that was made before; the current one otherwise.
    ///
    /// # Errors
    /// [`Fault::Seal`] when that key is not on the ring.
    pub fn derive_code(
        &self,
        purpose: CodePurpose,
        key: Option<&[u8]>,
        parts: &[&[u8]],
    ) -> Result<Vec<u8>, Fault> {
        let ring = match key {
            Some(id) => self.ring_with(id)?,
            None => self.ring(),
        };
        let key = match key {
            Some(id) => ring.iter().find(|key| key.id == id),
            None => ring.first(),
        };
        let key = key.ok_or(Fault::Seal)?;
        Ok([&key.id[..], &key.mac(purpose.name(), parts)?.finalize().into_bytes()].concat())
    }
}

/// What a derived code is for: each has a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose {
    /// The refresh tokens of a grant, which are never stored.
    RefreshToken,
}

impl CodePurpose {
    fn name(self) -> &'static [u8] {
        match self {
            Self::RefreshToken => b"refresh-token",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;
    use proptest::prelude::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place_and_with_its_own_key() {
        let random = SeededRandom::new(7);
        let (sealer, other) = (Sealer::new([1; 32], &[]), Sealer::new([2; 32], &[]));
        let row = Uuid::from_u128(1);
        let neighbour = Uuid::from_u128(2);
        let sealed = sealer.seal(Purpose::Authenticator(row), b"secret", &random).unwrap();

        assert_eq!(sealer.open(Purpose::Authenticator(row), &sealed).unwrap(), b"secret");
        assert!(sealer.open(Purpose::Authenticator(neighbour), &sealed).is_err());
        assert!(sealer.open(Purpose::Enrolment(row), &sealed).is_err());
        assert!(other.open(Purpose::Authenticator(row), &sealed).is_err());
    }

    #[test]
    fn an_older_key_on_the_ring_still_opens_and_the_current_one_seals() {
        let random = SeededRandom::new(7);
        let old = Sealer::new([1; 32], &[]);
        let sealed = old.seal(Purpose::Mail(Uuid::nil()), b"secret", &random).unwrap();
        let code = old.authenticate(&[], &[b"a", b"bc"]).unwrap();
        let rotated = Sealer::new([2; 32], &[[1; 32]]);
        assert_eq!(rotated.open(Purpose::Mail(Uuid::nil()), &sealed).unwrap(), b"secret");
        assert!(old.is_current(&sealed) && !rotated.is_current(&sealed));
        assert!(rotated.is_authentic(&[b"a", b"bc"], &code).unwrap());
        assert!(!rotated.is_authentic(&[b"ab", b"c"], &code).unwrap());

        let resealed = rotated.seal(Purpose::Mail(Uuid::nil()), b"secret", &random).unwrap();
        assert!(old.open(Purpose::Mail(Uuid::nil()), &resealed).is_err());
        let learning =
            Sealer::new([1; 32], &[]).reloading(Box::new(|| Some(vec![[2; 32], [1; 32]])));
        let forged = [&resealed[..5], &[0; 60]].concat();
        assert!(learning.open(Purpose::Flash, &forged).is_err());
        assert!(learning.is_current(&sealed), "a browser cannot make it read the keys again");
        assert_eq!(learning.open(Purpose::Mail(Uuid::nil()), &resealed).unwrap(), b"secret");
        assert!(learning.is_current(&resealed));
    }

    #[test]
    fn a_key_that_was_replaced_opens_no_cookie_and_signs_nothing_any_more() {
        let random = SeededRandom::new(7);
        let (old, both) = (Sealer::new([1; 32], &[]), Sealer::new([2; 32], &[[1; 32]]));
        for purpose in [Purpose::Flash, Purpose::Ceremony] {
            let forged = old.seal(purpose, b"secret", &random).unwrap();
            assert!(both.open(purpose, &forged).is_err(), "{purpose:?}");
            let ours = both.seal(purpose, b"secret", &random).unwrap();
            assert_eq!(both.open(purpose, &ours).unwrap(), b"secret");
        }
        let first = old.authenticate(&[], &[b"a"]).unwrap();
        let second = both.authenticate(&[], &[b"a"]).unwrap();
        assert_eq!((both.age_of(&first), both.age_of(&second)), (Some(1), Some(0)));
        assert_eq!((old.age_of(&second), old.age_of(b"")), (None, None));
        assert!(old.authenticate(&second, &[b"b"]).is_err(), "it has been replaced");
        let reload = || Some(vec![[2; 32], [1; 32]]);
        let learning = Sealer::new([1; 32], &[]).reloading(Box::new(reload));
        let next = learning.authenticate(&second, &[b"b"]).unwrap();
        assert_eq!(
            both.age_of(&next),
            Some(0),
            "a portal that runs learns of it from the row before"
        );
        let resting = Sealer::new([1; 32], &[]).reloading(Box::new(reload));
        resting.refresh();
        assert_eq!(resting.key_id(), both.key_id());
    }

    proptest! {
        #[test]
        fn one_changed_bit_does_not_open(plain in proptest::collection::vec(any::<u8>(), 0..64), bit in any::<usize>()) {
            let sealer = Sealer::new([1; 32], &[]);
            let mut sealed = sealer.seal(Purpose::Flash, &plain, &SeededRandom::new(7)).unwrap();
            let bit = bit % (sealed.len() * 8);
            sealed[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(sealer.open(Purpose::Flash, &sealed).is_err());
        }

        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..96)) {
            prop_assert!(Sealer::new([1; 32], &[]).open(Purpose::Flash, &bytes).is_err());
        }
    }
}
