//! Reference tokens (ASVS 5.0 V7): 256 random bits, given to a browser once and stored only as their hash.
//!
//! A hash without salt or stretching is right for them, since there is nothing to guess
//! (ASVS 5.0 §7.2.3). Looking one up by its hash also compares in constant time as far as an
//! attacker can tell: what the database compares is not what the attacker chose.

use crate::domain::{
    Fault,
    random::{self, Random},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::fmt;

const BYTES: usize = 32;
/// Characters of its text.
const TEXT: usize = 43;

#[derive(Clone, PartialEq, Eq)]
pub struct ReferenceToken([u8; BYTES]);

impl ReferenceToken {
    pub fn generate(random: &dyn Random) -> Self {
        Self(random::bytes(random))
    }

    /// Reads what [`ReferenceToken::to_text`] wrote; anything else, such as a forged cookie, is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Finds it in what became of a link on its way: with brackets, quotes or a full stop around it,
    /// with more of the address after it, or with the `3D` that is left of an equals sign in
    /// quoted-printable (RFC 2045 §6.7).
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        let word = words.find(|word| word.len() >= TEXT)?;
        let left_over = word.strip_prefix("3D").filter(|rest| rest.len() >= TEXT);
        Self::parse(left_over.unwrap_or(word).get(..TEXT)?)
    }

    /// 43 characters, safe in a cookie.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database knows of it.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// Bytes that only whoever has both the token and `salt` can make, the same ones each time
    /// (RFC 5869).
    ///
    /// # Errors
    /// When `N` is more than 8,160.
    pub fn derive<const N: usize>(&self, salt: &[u8], purpose: &[u8]) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        let derived = Hkdf::<Sha256>::new(Some(salt), &self.0).expand(purpose, &mut bytes);
        derived.map_err(|_| Fault::Seal)?;
        Ok(bytes)
    }
}

impl fmt::Debug for ReferenceToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReferenceToken([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;

    #[test]
    fn a_token_is_read_back_and_a_forged_one_is_not() {
        let token = ReferenceToken::generate(&SeededRandom::new(1));
        assert_eq!(ReferenceToken::parse(&token.to_text()), Some(token.clone()));
        for forged in ["", "x", &token.to_text()[1..], &format!("{}A", token.to_text()), "é"] {
            assert_eq!(ReferenceToken::parse(forged), None, "{forged}");
        }
        for (before, after) in [
            ("", ""),
            ("<", ">"),
            ("\"", "\"."),
            ("=", ""),
            ("3D", ""),
            ("", "_"),
            ("kunci=", "&x"),
        ] {
            let text = format!("{before}{}{after}", token.to_text());
            assert_eq!(ReferenceToken::find(&text), Some(token.clone()), "{text}");
        }
        for damaged in ["", "abc", &token.to_text()[1..], &token.to_text().replace('Y', ".")] {
            assert_eq!(ReferenceToken::find(damaged), None, "{damaged}");
        }
        assert!(!format!("{token:?}").contains(&token.to_text()));
        assert_ne!(token.hash(), token.0);
        let derived: [u8; 40] = token.derive(b"salt", b"purpose").unwrap();
        assert_eq!(token.derive(b"salt", b"purpose").unwrap(), derived);
        assert_ne!(token.derive(b"tlas", b"purpose").unwrap(), derived);
        assert_ne!(token.derive(b"salt", b"another").unwrap(), derived);
    }
}
