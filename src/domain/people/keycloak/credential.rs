//! What a credential of Keycloak's is here: a hash that the password is checked by, or a key that codes are
//! made with. A key without an encoding is the bytes of its text, not what that text would be in Base 32.

use super::{
    super::account_import::shown,
    export::{CodeParameters, CodeSecret, KeycloakCredential, PasswordParameters, PasswordSecret},
    not_taken::NotTaken,
};
use crate::{
    domain::{
        credentials::{
            argon2id::Cost,
            stored_hash::{self, Pbkdf2, Unkept},
        },
        values::device_name,
    },
    store::{CodeAlgorithm, CodeTerms},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use data_encoding::{BASE32_NOPAD, Specification};
use secrecy::SecretSlice;
use serde::Deserialize;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// Bytes; RFC 4226 §4 R6 asks for the fewest.
const KEY: std::ops::RangeInclusive<usize> = 16..=128;
/// Seconds. A code is good for three of them.
const PERIOD: std::ops::RangeInclusive<i64> = 15..=120;

/// A password as it is kept, and since when.
#[derive(Debug, Clone)]
pub struct MovedPassword {
    pub hash: String,
    pub since: Option<OffsetDateTime>,
}

/// An authenticator app.
#[derive(Debug, Clone)]
pub struct MovedApp {
    /// What its person called it.
    pub name: Option<String>,
    pub key: SecretSlice<u8>,
    pub terms: CodeTerms,
    pub since: Option<OffsetDateTime>,
}

/// # Errors
/// Why it stays behind.
pub fn password(credential: &KeycloakCredential) -> Result<MovedPassword, NotTaken> {
    let (secret, parameters) = match (&credential.secret_data, &credential.credential_data) {
        (Some(secret), Some(parameters)) => (
            within::<PasswordSecret>(secret).ok_or(NotTaken::PasswordUnreadable)?,
            within::<PasswordParameters>(parameters).ok_or(NotTaken::PasswordUnreadable)?,
        ),
        _ if credential.hashed_salted_value.is_some() => (
            PasswordSecret {
                value: credential.hashed_salted_value.clone(),
                salt: credential.salt.clone(),
            },
            PasswordParameters {
                hash_iterations: credential.hash_iterations,
                algorithm: credential.algorithm.clone(),
                additional_parameters: None,
            },
        ),
        _ if credential.value.is_some() => return Err(NotTaken::PasswordInClear),
        _ => return Err(NotTaken::PasswordUnreadable),
    };
    let bytes = |text: Option<String>| {
        text.and_then(|text| STANDARD.decode(text).ok()).ok_or(NotTaken::PasswordUnreadable)
    };
    let value = bytes(secret.value)?;
    let salt = bytes(secret.salt)?;
    let hash = hash(&parameters, &salt, &value)?;
    Ok(MovedPassword { hash, since: moment(credential.created_date) })
}

fn hash(parameters: &PasswordParameters, salt: &[u8], value: &[u8]) -> Result<String, NotTaken> {
    // Before it had several, it named none.
    let algorithm = parameters.algorithm.as_deref().unwrap_or("pbkdf2");
    let iterations = parameters.hash_iterations.unwrap_or_default();
    // What is no number of iterations at all is not too many of them.
    let iterations = u32::try_from(iterations.max(0)).unwrap_or(u32::MAX);
    let kept = if let Ok(kind) = algorithm.parse::<Pbkdf2>() {
        stored_hash::of_pbkdf2(kind, iterations, salt, value)
    } else if algorithm == "argon2" {
        let more = parameters.additional_parameters.as_ref();
        stored_hash::of_argon2id(argon2(more, iterations)?, salt, value)
    } else {
        return Err(NotTaken::PasswordAlgorithm(shown(algorithm)));
    };
    kept.map_err(|why| match why {
        Unkept::TooCostly => NotTaken::PasswordTooCostly,
        Unkept::Malformed => NotTaken::PasswordUnreadable,
    })
}

fn argon2(
    parameters: Option<&BTreeMap<String, Vec<String>>>,
    iterations: u32,
) -> Result<Cost, NotTaken> {
    let text = |name: &str| parameters?.get(name)?.first().map(String::as_str);
    let other = |what: &str| Err(NotTaken::PasswordAlgorithm(shown(what)));
    match (text("type").unwrap_or("id"), text("version").unwrap_or("1.3")) {
        ("id", "1.3") => {}
        ("id", version) => return other(&format!("argon2id of version {version}")),
        (kind, _) => return other(&format!("argon2{kind}")),
    }
    // A number that is none here is larger than any.
    let number = |name| match text(name).map(str::parse::<u32>) {
        None => Err(NotTaken::PasswordUnreadable),
        Some(number) => Ok(number.unwrap_or(u32::MAX)),
    };
    Ok(Cost { memory_kib: number("memory")?, passes: iterations, lanes: number("parallelism")? })
}

/// # Errors
/// Why it stays behind.
pub fn app(credential: &KeycloakCredential) -> Result<MovedApp, NotTaken> {
    let kind = credential.r#type.as_deref().unwrap_or_default();
    let (secret, parameters) = match (&credential.secret_data, &credential.credential_data) {
        (Some(secret), Some(parameters)) => (
            within::<CodeSecret>(secret).ok_or(NotTaken::AppKey)?,
            within::<CodeParameters>(parameters).ok_or(NotTaken::AppTerms)?,
        ),
        // Before Keycloak 8 the key stood where a password has its hash.
        _ => (
            CodeSecret { value: credential.hashed_salted_value.clone() },
            CodeParameters {
                sub_type: Some(kind.to_owned()),
                digits: credential.digits,
                period: credential.period,
                algorithm: credential.algorithm.clone(),
                secret_encoding: None,
            },
        ),
    };
    match parameters.sub_type.as_deref() {
        Some("totp") => {}
        Some("hotp") => return Err(NotTaken::AppCounts),
        _ => return Err(NotTaken::AppTerms),
    }
    let terms = terms(&parameters).ok_or(NotTaken::AppTerms)?;
    let key = key(&secret, parameters.secret_encoding.as_deref()).ok_or(NotTaken::AppKey)?;
    Ok(MovedApp {
        name: credential.user_label.as_deref().and_then(|name| device_name::parse(name).ok()),
        key: key.into(),
        terms,
        since: moment(credential.created_date),
    })
}

fn terms(parameters: &CodeParameters) -> Option<CodeTerms> {
    let algorithm = match parameters.algorithm.as_deref()? {
        "HmacSHA1" => CodeAlgorithm::Sha1,
        "HmacSHA256" => CodeAlgorithm::Sha256,
        "HmacSHA512" => CodeAlgorithm::Sha512,
        _ => return None,
    };
    let digits = parameters.digits.filter(|digits| matches!(digits, 6 | 8))?;
    let period = parameters.period.filter(|period| PERIOD.contains(period))?;
    Some(CodeTerms { algorithm, digits, period })
}

fn key(secret: &CodeSecret, encoding: Option<&str>) -> Option<Vec<u8>> {
    let value = secret.value.as_deref()?;
    let key = match encoding {
        None => value.as_bytes().to_vec(),
        Some(encoding) if encoding.eq_ignore_ascii_case("base32") => base32(value)?,
        Some(_) => return None,
    };
    KEY.contains(&key.len()).then_some(key)
}

/// As people may have typed it: in groups, in small letters, with or without what fills it up.
fn base32(text: &str) -> Option<Vec<u8>> {
    let mut specification: Specification = BASE32_NOPAD.specification();
    specification.ignore.push_str(" -=");
    specification.check_trailing_bits = false;
    specification.encoding().ok()?.decode(text.to_ascii_uppercase().as_bytes()).ok()
}

/// JSON within a text.
fn within<T: for<'a> Deserialize<'a>>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// Whole seconds, of this century.
fn moment(milliseconds: Option<i64>) -> Option<OffsetDateTime> {
    const THIS_CENTURY: i64 = 978_307_200;
    let seconds = milliseconds?.div_euclid(1000);
    (seconds >= THIS_CENTURY).then(|| OffsetDateTime::from_unix_timestamp(seconds).ok())?
}

#[cfg(test)]
mod tests;
