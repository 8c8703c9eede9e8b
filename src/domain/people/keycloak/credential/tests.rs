use super::*;
use crate::domain::credentials::{argon2id, stored_hash, totp::TotpSecret};
use crate::domain::values::one_time_code::OneTimeCode;
use argon2::Params;
use secrecy::ExposeSecret;
use serde_json::json;

fn credential(json: serde_json::Value) -> KeycloakCredential {
    serde_json::from_value(json).unwrap()
}

fn with(kind: &str, secret: &str, data: &str) -> KeycloakCredential {
    credential(
        json!({ "type": kind, "secretData": secret, "credentialData": data, "createdDate": 1_700_000_000_999_i64 }),
    )
}

const SECRET: &str =
    r#"{"value":"+uZdjR1BUI9bNaKxmCP9q2CU4Pmqkcd7W9tyef8gfvo=","salt":"MDEyMzQ1Njc4OWFiY2RlZg=="}"#;

fn opens(stored: &str, password: &str) -> bool {
    let today = argon2id::params(argon2id::Cost { memory_kib: 8, passes: 1, lanes: 1 }).unwrap();
    let _: &Params = &today;
    let memory = &mut argon2id::Memory::default();
    let verdict = stored_hash::verify(&today, password.as_bytes(), stored, memory).unwrap();
    verdict == Some(argon2id::Verdict::RightButOutdated)
}

/// Made by Python's hashlib: PBKDF2, HMAC-SHA-256, 27,500 iterations, salt `0123456789abcdef`.
#[test]
fn a_password_is_kept_as_keycloak_hashed_it() {
    for data in [
        r#"{"hashIterations":27500,"algorithm":"pbkdf2-sha256","additionalParameters":{}}"#,
        r#"{"hashIterations":27500,"algorithm":"pbkdf2-sha256","algorithmData":null,"more":[1]}"#,
    ] {
        let moved = password(&with("password", SECRET, data)).unwrap();
        assert!(moved.hash.starts_with("$pbkdf2-sha256$i=27500,l=32$"), "{}", moved.hash);
        assert!(opens(&moved.hash, "kopi tubruk") && !opens(&moved.hash, "kopi tubrok"));
        assert_eq!(moved.since.unwrap().unix_timestamp(), 1_700_000_000);
    }
    let legacy = credential(json!({
        "type": "password", "hashedSaltedValue": "+uZdjR1BUI9bNaKxmCP9q2CU4Pmqkcd7W9tyef8gfvo=",
        "salt": "MDEyMzQ1Njc4OWFiY2RlZg==", "hashIterations": 27500, "algorithm": "pbkdf2-sha256",
    }));
    assert!(opens(&password(&legacy).unwrap().hash, "kopi tubruk"));
}

#[test]
fn argon2_is_taken_in_both_spellings_and_only_as_id_of_version_1_3() {
    let data = |name: &str, kind: &str, version: &str, memory: &str, iterations: i64| {
        json!({ "hashIterations": iterations, "algorithm": "argon2", name: {
            "hashLength": ["32"], "memory": [memory], "type": [kind], "version": [version],
            "parallelism": ["1"] } })
        .to_string()
    };
    let read = |data: &str| password(&with("password", SECRET, data)).map(|moved| moved.hash);
    for name in ["additionalParameters", "algorithmData"] {
        let hash = read(&data(name, "id", "1.3", "7168", 5)).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=7168,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"),
            "{hash}"
        );
    }
    let algorithm = |name: &str| Err(NotTaken::PasswordAlgorithm(name.to_owned()));
    let parameters = "additionalParameters";
    assert_eq!(read(&data(parameters, "i", "1.3", "7168", 5)), algorithm("argon2i"));
    assert_eq!(
        read(&data(parameters, "id", "1.0", "7168", 5)),
        algorithm("argon2id of version 1.0")
    );
    for (memory, iterations) in
        [("4194304", 5), ("99999999999999", 5), ("7168", 1_000_000_000), ("7168", i64::MAX)]
    {
        let refused = read(&data(parameters, "id", "1.3", memory, iterations));
        assert_eq!(refused, Err(NotTaken::PasswordTooCostly), "{memory} {iterations}");
    }
    let bare = r#"{"hashIterations":5,"algorithm":"argon2"}"#;
    assert_eq!(read(bare), Err(NotTaken::PasswordUnreadable));
}

#[test]
fn hostile_and_broken_passwords_stay_behind_each_with_its_reason() {
    let data = |iterations: i64, algorithm: &str| {
        json!({ "hashIterations": iterations, "algorithm": algorithm }).to_string()
    };
    let good = data(27500, "pbkdf2-sha256");
    for (secret, data, why) in [
        (SECRET, data(1_000_000_000, "pbkdf2-sha512"), NotTaken::PasswordTooCostly),
        (SECRET, data(i64::MAX, "pbkdf2"), NotTaken::PasswordTooCostly),
        (SECRET, data(0, "pbkdf2"), NotTaken::PasswordUnreadable),
        (SECRET, data(-5, "pbkdf2"), NotTaken::PasswordUnreadable),
        (SECRET, data(10, "bcrypt"), NotTaken::PasswordAlgorithm("bcrypt".into())),
        (SECRET, "nonsense".into(), NotTaken::PasswordUnreadable),
        (SECRET, "[[[[".into(), NotTaken::PasswordUnreadable),
        ("{", good.clone(), NotTaken::PasswordUnreadable),
        (
            r#"{"value":"%%%","salt":"MDEyMzQ1Njc4OWFiY2RlZg=="}"#,
            good.clone(),
            NotTaken::PasswordUnreadable,
        ),
        (r#"{"value":"QOfC"}"#, good.clone(), NotTaken::PasswordUnreadable),
        (r#"{"value":null,"salt":null}"#, good, NotTaken::PasswordUnreadable),
    ] {
        let refused = password(&with("password", secret, &data)).unwrap_err();
        assert_eq!(refused, why, "{secret} {data}");
    }
    let clear = credential(json!({ "type": "password", "value": "rahasia sekali" }));
    let said = password(&clear).unwrap_err();
    assert_eq!(said, NotTaken::PasswordInClear);
    assert!(!said.to_string().contains("rahasia"));
}

fn code_at(app: &MovedApp, seconds: i64, code: &str) -> bool {
    let secret = TotpSecret::with_terms(app.key.expose_secret(), app.terms);
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
    secret.matching_step(&OneTimeCode::parse(code).unwrap(), at).unwrap().is_some()
}

/// The keys and codes of RFC 6238, appendix B.
#[test]
fn a_key_without_an_encoding_is_the_bytes_of_its_text_and_one_in_base_32_is_decoded() {
    let six = r#"{"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}"#;
    let plain = app(&with("otp", r#"{"value":"12345678901234567890"}"#, six)).unwrap();
    assert_eq!(plain.terms, CodeTerms::default());
    assert!(code_at(&plain, 59, "287082"));

    let eight = r#"{"subType":"totp","digits":8,"counter":0,"period":60,"algorithm":"HmacSHA256","secretEncoding":"BASE32"}"#;
    for value in [
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA",
        "gezd gnbv gy3t qojq gezd gnbv gy3t qojq gezd gnbv gy3t qojq geza====",
    ] {
        let secret = json!({ "value": value }).to_string();
        let decoded = app(&with("otp", &secret, eight)).unwrap();
        assert_eq!((decoded.terms.digits, decoded.terms.period), (8, 60));
        assert!(code_at(&decoded, 119, "46119246"), "{value}");
    }
    // What looks like Base 32 and is not said to be is no such thing.
    let looks = app(&with("otp", r#"{"value":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}"#, six)).unwrap();
    assert!(!code_at(&looks, 59, "287082"));
    let legacy = credential(json!({ "type": "totp", "hashedSaltedValue": "12345678901234567890",
        "digits": 6, "period": 30, "algorithm": "HmacSHA1", "counter": 0 }));
    assert!(code_at(&app(&legacy).unwrap(), 59, "287082"));
}

#[test]
fn authenticators_that_cannot_come_say_why() {
    let data = |kind: &str, digits: i64, period: i64, algorithm: &str, more: &str| {
        format!(
            r#"{{"subType":"{kind}","digits":{digits},"period":{period},"algorithm":"{algorithm}"{more}}}"#
        )
    };
    let long = r#"{"value":"12345678901234567890"}"#;
    let base64 = r#","secretEncoding":"BASE64""#;
    let base32 = r#","secretEncoding":"base32""#;
    for (secret, data, why) in [
        (long, data("hotp", 6, 0, "HmacSHA1", ""), NotTaken::AppCounts),
        (long, data("totp", 7, 30, "HmacSHA1", ""), NotTaken::AppTerms),
        (long, data("totp", 9_000_000_000, 30, "HmacSHA1", ""), NotTaken::AppTerms),
        (long, data("totp", 6, 0, "HmacSHA1", ""), NotTaken::AppTerms),
        (long, data("totp", 6, 86_400, "HmacSHA1", ""), NotTaken::AppTerms),
        (long, data("totp", 6, 30, "HmacMD5", ""), NotTaken::AppTerms),
        (long, data("push", 6, 30, "HmacSHA1", ""), NotTaken::AppTerms),
        (long, data("totp", 6, 30, "HmacSHA1", base64), NotTaken::AppKey),
        (long, data("totp", 6, 30, "HmacSHA1", base32), NotTaken::AppKey),
        (r#"{"value":"short"}"#, data("totp", 6, 30, "HmacSHA1", ""), NotTaken::AppKey),
        ("{}", data("totp", 6, 30, "HmacSHA1", ""), NotTaken::AppKey),
        ("12", data("totp", 6, 30, "HmacSHA1", ""), NotTaken::AppKey),
        (long, "x".into(), NotTaken::AppTerms),
    ] {
        assert_eq!(app(&with("otp", secret, &data)).unwrap_err(), why, "{secret} {data}");
    }
}

#[test]
fn moments_of_another_century_are_none() {
    assert_eq!(moment(Some(0)), None);
    assert_eq!(moment(Some(i64::MIN)), None);
    assert_eq!(moment(Some(i64::MAX)), None);
    assert_eq!(moment(None), None);
    assert!(moment(Some(1_700_000_000_000)).is_some());
}
