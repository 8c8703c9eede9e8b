//! Signed tokens: JSON Web Signature, compact serialization (RFC 7515, RFC 7518, RFC 8037), on OpenSSL,
//! which blinds what it does with RSA keys (`docs/adr/0038-tokens-are-signed-by-openssl.md`).

use crate::domain::Fault;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openssl::{
    bn::{BigNum, BigNumContext},
    ec::{EcGroup, EcKey},
    ecdsa::EcdsaSig,
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::{Id, PKey, Private, Public},
    rsa::Rsa,
    sign::{Signer, Verifier},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256, Sha512};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The longest token that anybody may bring. Bytes.
pub const LONGEST: usize = 8 * 1024;
const RSA_BITS: u32 = 2048;
/// A shorter key of a client is none (RFC 7518 §3.3), and a longer one costs too much.
const RSA_BITS_OF_CLIENTS: std::ops::RangeInclusive<i32> = 2048..=8192;
/// Of each half of a signature, and of each coordinate, on P-256. Bytes.
const P256: i32 = 32;

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
    Deserialize,
)]
pub enum Algorithm {
    #[default]
    #[strum(serialize = "RS256")]
    #[serde(rename = "RS256")]
    Rs256,
    #[strum(serialize = "ES256")]
    #[serde(rename = "ES256")]
    Es256,
    #[strum(serialize = "EdDSA")]
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Algorithm {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Its key, as OpenSSL knows it.
    fn key_type(self) -> Id {
        match self {
            Self::Rs256 => Id::RSA,
            Self::Es256 => Id::EC,
            Self::EdDsa => Id::ED25519,
        }
    }
}

/// Why somebody's token proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    #[error("it is no signed token")]
    Form,
    #[error("its algorithm is none of those that its key may be used with")]
    Algorithm,
    #[error("nobody knows the key that it names")]
    Key,
    #[error("its signature is wrong")]
    Signature,
}

/// A public key (RFC 7517), with the members that we write and read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    pub kty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
}

/// Public keys, as clients and we publish them (RFC 7517 §5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct JwkSet {
    pub keys: Vec<Jwk>,
}

impl Jwk {
    /// Names the key by what it is (RFC 7638).
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let part = |value: &Option<String>| value.clone().unwrap_or_default();
        // The members that say what it is, in the order of their names, without a space.
        let members = match self.kty.as_str() {
            "RSA" => format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, part(&self.e), part(&self.n)),
            "EC" => format!(
                r#"{{"crv":"{}","kty":"EC","x":"{}","y":"{}"}}"#,
                part(&self.crv),
                part(&self.x),
                part(&self.y)
            ),
            kty => {
                format!(r#"{{"crv":"{}","kty":"{kty}","x":"{}"}}"#, part(&self.crv), part(&self.x))
            }
        };
        URL_SAFE_NO_PAD.encode(Sha256::digest(members))
    }
}

/// A key that proves what somebody signed.
#[derive(Debug, Clone)]
pub struct PublicKey {
    pub algorithm: Algorithm,
    key: PKey<Public>,
}

impl PublicKey {
    /// `None` where it is no key that we can use, or one that is too weak.
    #[must_use]
    pub fn read(jwk: &Jwk) -> Option<Self> {
        if jwk.usage.as_deref().is_some_and(|usage| usage != "sig") {
            return None;
        }
        let bytes = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref()?).ok();
        let number = |text| BigNum::from_slice(&bytes(text)?).ok();
        let (algorithm, key) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => {
                let key = Rsa::from_public_components(number(&jwk.n)?, number(&jwk.e)?).ok()?;
                if !RSA_BITS_OF_CLIENTS.contains(&key.n().num_bits()) {
                    return None;
                }
                (Algorithm::Rs256, PKey::from_rsa(key).ok()?)
            }
            ("EC", Some("P-256")) => {
                let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).ok()?;
                let (x, y) = (number(&jwk.x)?, number(&jwk.y)?);
                let key = EcKey::from_public_key_affine_coordinates(&group, &x, &y).ok()?;
                (Algorithm::Es256, PKey::from_ec_key(key).ok()?)
            }
            ("OKP", Some("Ed25519")) => {
                let key = PKey::public_key_from_raw_bytes(&bytes(&jwk.x)?, Id::ED25519).ok()?;
                (Algorithm::EdDsa, key)
            }
            _ => return None,
        };
        let named = jwk.alg.as_deref().is_none_or(|named| named == algorithm.name());
        named.then_some(Self { algorithm, key })
    }

    fn proves(&self, signed: &[u8], signature: &[u8]) -> Result<bool, ErrorStack> {
        match self.algorithm {
            Algorithm::Rs256 => {
                let mut verifier = Verifier::new(MessageDigest::sha256(), &self.key)?;
                verifier.verify_oneshot(signature, signed)
            }
            Algorithm::EdDsa => {
                Verifier::new_without_digest(&self.key)?.verify_oneshot(signature, signed)
            }
            Algorithm::Es256 => {
                let half = usize::try_from(P256).unwrap_or_default();
                let Some((r, s)) =
                    signature.split_at_checked(half).filter(|(_, s)| s.len() == half)
                else {
                    return Ok(false);
                };
                let (r, s) = (BigNum::from_slice(r)?, BigNum::from_slice(s)?);
                let der = EcdsaSig::from_private_components(r, s)?.to_der()?;
                let mut verifier = Verifier::new(MessageDigest::sha256(), &self.key)?;
                verifier.verify_oneshot(&der, signed)
            }
        }
    }
}

/// A key that signs what we say.
#[derive(Clone)]
pub struct SigningKey {
    /// Its thumbprint.
    pub id: String,
    pub algorithm: Algorithm,
    pub public: PublicKey,
    pub jwk: Jwk,
    key: PKey<Private>,
}

impl SigningKey {
    /// A new one, by OpenSSL's randomness.
    ///
    /// # Errors
    /// When OpenSSL has none.
    pub fn generate(algorithm: Algorithm) -> Result<Self, Fault> {
        let key = match algorithm {
            Algorithm::Rs256 => PKey::from_rsa(Rsa::generate(RSA_BITS)?)?,
            Algorithm::Es256 => {
                let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
                PKey::from_ec_key(EcKey::generate(&group)?)?
            }
            Algorithm::EdDsa => PKey::generate_ed25519()?,
        };
        Self::of(algorithm, key)
    }

    /// The one that [`SigningKey::to_pkcs8`] wrote.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self, Fault> {
        let key = PKey::private_key_from_pkcs8(pkcs8)?;
        if key.id() != algorithm.key_type() {
            return Err(Fault::Corrupt("a signing key of another algorithm"));
        }
        Self::of(algorithm, key)
    }

    /// # Errors
    /// When OpenSSL cannot write it.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, Fault> {
        Ok(self.key.private_key_to_pkcs8()?)
    }

    fn of(algorithm: Algorithm, key: PKey<Private>) -> Result<Self, Fault> {
        let mut jwk = public_jwk(algorithm, &key)?;
        let id = jwk.thumbprint();
        jwk.kid = Some(id.clone());
        let public =
            PublicKey::read(&jwk).ok_or(Fault::Corrupt("a signing key that proves nothing"))?;
        Ok(Self { id, algorithm, public, jwk, key })
    }

    /// A token of this type (RFC 7515 §4.1.9) that says this.
    ///
    /// # Errors
    /// When OpenSSL does not sign.
    pub fn sign(&self, typ: &str, claims: &impl Serialize) -> Result<String, Fault> {
        let head =
            format!(r#"{{"alg":"{}","typ":"{typ}","kid":"{}"}}"#, self.algorithm.name(), self.id);
        let claims = serde_json::to_vec(claims).map_err(|_| Fault::Seal)?;
        let mut token = URL_SAFE_NO_PAD.encode(head);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.signature(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    fn signature(&self, signed: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        match self.algorithm {
            Algorithm::Rs256 => {
                Signer::new(MessageDigest::sha256(), &self.key)?.sign_oneshot_to_vec(signed)
            }
            Algorithm::EdDsa => Signer::new_without_digest(&self.key)?.sign_oneshot_to_vec(signed),
            Algorithm::Es256 => {
                let der =
                    Signer::new(MessageDigest::sha256(), &self.key)?.sign_oneshot_to_vec(signed)?;
                let signature = EcdsaSig::from_der(&der)?;
                let (r, s) =
                    (signature.r().to_vec_padded(P256)?, signature.s().to_vec_padded(P256)?);
                Ok([r, s].concat())
            }
        }
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({} {})", self.algorithm.name(), self.id)
    }
}

fn public_jwk(algorithm: Algorithm, key: &PKey<Private>) -> Result<Jwk, Fault> {
    let text = |bytes: &[u8]| Some(URL_SAFE_NO_PAD.encode(bytes));
    let jwk = Jwk {
        kty: "RSA".to_owned(),
        crv: None,
        x: None,
        y: None,
        n: None,
        e: None,
        kid: None,
        usage: Some("sig".to_owned()),
        alg: Some(algorithm.name().to_owned()),
    };
    Ok(match algorithm {
        Algorithm::Rs256 => {
            let key = key.rsa()?;
            Jwk { n: text(&key.n().to_vec()), e: text(&key.e().to_vec()), ..jwk }
        }
        Algorithm::Es256 => {
            let key = key.ec_key()?;
            let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
            let mut context = BigNumContext::new()?;
            key.public_key().affine_coordinates(key.group(), &mut x, &mut y, &mut context)?;
            let crv = Some("P-256".to_owned());
            let x = text(&x.to_vec_padded(P256)?);
            Jwk { kty: "EC".to_owned(), crv, x, y: text(&y.to_vec_padded(P256)?), ..jwk }
        }
        Algorithm::EdDsa => {
            let crv = Some("Ed25519".to_owned());
            Jwk { kty: "OKP".to_owned(), crv, x: text(&key.raw_public_key()?), ..jwk }
        }
    })
}

/// The head of a token, as far as it matters.
#[derive(Debug, Clone, Deserialize)]
pub struct Head {
    pub alg: String,
    #[serde(default)]
    pub kid: Option<String>,
    #[serde(default)]
    pub typ: Option<String>,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// A token that was taken apart, and is not proved yet.
#[derive(Debug)]
pub struct Unverified<'a> {
    pub head: Head,
    signed: &'a str,
    claims: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    /// # Errors
    /// [`Unproved::Form`] when it is no token in the compact form, or wants what nobody knows.
    pub fn parse(token: &'a str) -> Result<Self, Unproved> {
        if token.len() > LONGEST {
            return Err(Unproved::Form);
        }
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Unproved::Form);
        let (signed, signature) = token.rsplit_once('.').ok_or(Unproved::Form)?;
        let (head, claims) = signed.split_once('.').ok_or(Unproved::Form)?;
        let head: Head = serde_json::from_slice(&bytes(head)?).map_err(|_| Unproved::Form)?;
        if head.crit.is_some() {
            return Err(Unproved::Form);
        }
        Ok(Self { head, signed, claims: bytes(claims)?, signature: bytes(signature)? })
    }

    /// What it says, although nobody has proved that. To find out whom to ask for the key.
    #[must_use]
    pub fn unproved<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.claims).ok()
    }

    /// What it says, where this key signed it with its own algorithm.
    ///
    /// # Errors
    /// [`Unproved`]: why it proves nothing.
    pub fn prove<T: DeserializeOwned>(&self, key: &PublicKey) -> Result<T, Unproved> {
        if self.head.alg != key.algorithm.name() {
            return Err(Unproved::Algorithm);
        }
        if !key.proves(self.signed.as_bytes(), &self.signature).unwrap_or(false) {
            return Err(Unproved::Signature);
        }
        self.unproved().ok_or(Unproved::Form)
    }

    /// The same with one of these: the one that it names, or, where it names none, the only one of its
    /// algorithm.
    ///
    /// # Errors
    /// As [`Unverified::prove`].
    pub fn prove_with<T: DeserializeOwned>(&self, keys: &JwkSet) -> Result<T, Unproved> {
        let named = self.head.kid.as_ref();
        let fits = |jwk: &&Jwk| named.is_none_or(|named| jwk.kid.as_ref() == Some(named));
        let mut keys: Vec<_> = keys.keys.iter().filter(fits).filter_map(PublicKey::read).collect();
        if keys.is_empty() {
            return Err(Unproved::Key);
        }
        keys.retain(|key| key.algorithm.name() == self.head.alg);
        match keys.as_slice() {
            [] => Err(Unproved::Algorithm),
            [key] => self.prove(key),
            _ => Err(Unproved::Key),
        }
    }
}

/// Half of the hash that a token's algorithm uses, which ties the token to another value (OpenID Connect Core
/// 1.0 §3.1.3.6). Ed25519 uses SHA-512 (RFC 8032 §5.1).
#[must_use]
pub fn half_hash(value: &str, algorithm: Algorithm) -> String {
    let hash = match algorithm {
        Algorithm::Rs256 | Algorithm::Es256 => Sha256::digest(value).to_vec(),
        Algorithm::EdDsa => Sha512::digest(value).to_vec(),
    };
    URL_SAFE_NO_PAD.encode(hash.get(..hash.len() / 2).unwrap_or_default())
}

impl From<ErrorStack> for Fault {
    fn from(error: ErrorStack) -> Self {
        Self::Signing(error.to_string())
    }
}

#[cfg(test)]
mod tests;
