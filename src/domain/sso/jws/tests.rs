use super::*;
use serde_json::{Value, json};

/// What another implementation says of a signature: OpenSSL's own answer is not asked twice.
fn p256_accepts(jwk: &Jwk, token: &str) -> bool {
    use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let point = [vec![4], bytes(jwk.x.as_ref().unwrap()), bytes(jwk.y.as_ref().unwrap())].concat();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = VerifyingKey::from_sec1_bytes(&point).unwrap();
    let signature = Signature::from_slice(&bytes(signature)).unwrap();
    key.verify(signed.as_bytes(), &signature).is_ok()
}

#[test]
fn what_is_signed_is_proved_by_its_public_key_and_by_no_other() {
    for algorithm in Algorithm::VARIANTS {
        let [ours, other] = [(); 2].map(|()| SigningKey::generate(*algorithm).unwrap());
        let token = ours.sign("JWT", &json!({ "sub": "a" })).unwrap();
        let unverified = Unverified::parse(&token).unwrap();
        assert_eq!(unverified.head.kid.as_deref(), Some(&*ours.id));
        assert_eq!(unverified.head.typ.as_deref(), Some("JWT"));
        let claims: Value = unverified.prove(&ours.public).unwrap();
        assert_eq!(claims, json!({ "sub": "a" }));
        let refused = unverified.prove::<Value>(&other.public);
        assert_eq!(refused, Err(Unproved::Signature), "{algorithm:?}");
        let published = serde_json::to_string(&ours.jwk).unwrap();
        let read = PublicKey::read(&serde_json::from_str(&published).unwrap()).unwrap();
        assert_eq!(unverified.prove::<Value>(&read), Ok(claims));
        let kept = SigningKey::read(*algorithm, &ours.to_pkcs8().unwrap()).unwrap();
        assert_eq!((&kept.id, &kept.jwk), (&ours.id, &ours.jwk));
        assert!(!format!("{kept:?}").contains("BEGIN"));
    }
}

#[test]
fn an_es256_signature_is_two_halves_that_another_library_accepts() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    // Some in 128 begin with a zero, which a number without padding would lose.
    for number in 0..300 {
        let token = key.sign("JWT", &json!({ "n": number })).unwrap();
        assert!(p256_accepts(&key.jwk, &token), "{token}");
    }
}

#[test]
fn a_changed_letter_or_algorithm_proves_nothing() {
    let key = SigningKey::generate(Algorithm::Rs256).unwrap();
    let token = key.sign("JWT", &json!({ "sub": "a" })).unwrap();
    let [_, claims, signature]: [&str; 3] =
        token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let with_head = |head: Value| {
        let head = URL_SAFE_NO_PAD.encode(head.to_string());
        format!("{head}.{claims}.{signature}")
    };
    for head in [
        json!({ "alg": "none" }),
        json!({ "alg": "HS256" }),
        json!({ "alg": "ES256" }),
        json!({ "alg": "rs256" }),
    ] {
        let forged = with_head(head.clone());
        let refused = Unverified::parse(&forged).unwrap().prove::<Value>(&key.public);
        assert_eq!(refused, Err(Unproved::Algorithm), "{head}");
    }
    let critical = with_head(json!({ "alg": "RS256", "crit": ["b64"] }));
    assert_eq!(Unverified::parse(&critical).unwrap_err(), Unproved::Form);
    let other = URL_SAFE_NO_PAD.encode(r#"{"sub":"b"}"#);
    let forged = token.replace(claims, &other);
    let refused = Unverified::parse(&forged).unwrap().prove::<Value>(&key.public);
    assert_eq!(refused, Err(Unproved::Signature));
    for form in ["", "a", "a.b", "..", "e30.e30", "e30.e30.!", &"a".repeat(LONGEST + 1)] {
        assert_eq!(Unverified::parse(form).unwrap_err(), Unproved::Form, "{form:.20}");
    }
}

#[test]
fn of_several_keys_the_named_one_counts() {
    let [one, two] = [(); 2].map(|()| SigningKey::generate(Algorithm::Es256).unwrap());
    let rsa = SigningKey::generate(Algorithm::Rs256).unwrap();
    let keys = JwkSet { keys: vec![one.jwk.clone(), two.jwk.clone(), rsa.jwk.clone()] };
    let token = two.sign("JWT", &json!({})).unwrap();
    assert!(Unverified::parse(&token).unwrap().prove_with::<Value>(&keys).is_ok());
    let mut unnamed = Unverified::parse(&token).unwrap();
    unnamed.head.kid = None;
    assert_eq!(unnamed.prove_with::<Value>(&keys), Err(Unproved::Key), "two could be meant");
    let only = JwkSet { keys: vec![two.jwk.clone(), rsa.jwk] };
    assert!(unnamed.prove_with::<Value>(&only).is_ok());
    let others = JwkSet { keys: vec![one.jwk] };
    let refused = Unverified::parse(&token).unwrap().prove_with::<Value>(&others);
    assert_eq!(refused, Err(Unproved::Key));
}

#[test]
fn keys_that_are_weak_or_for_something_else_are_none() {
    let key = |rsa: Rsa<Private>| public_jwk(Algorithm::Rs256, &PKey::from_rsa(rsa).unwrap());
    let weak = key(Rsa::generate(1024).unwrap()).unwrap();
    assert!(PublicKey::read(&weak).is_none());
    let good = key(Rsa::generate(2048).unwrap()).unwrap();
    assert!(PublicKey::read(&good).is_some());
    let for_encryption = Jwk { usage: Some("enc".into()), ..good.clone() };
    assert!(PublicKey::read(&for_encryption).is_none());
    let symmetric = Jwk { kty: "oct".into(), ..good.clone() };
    assert!(PublicKey::read(&symmetric).is_none());
    let otherwise = Jwk { alg: Some("PS256".into()), ..good };
    assert!(PublicKey::read(&otherwise).is_none());
}

#[test]
fn the_thumbprint_is_that_of_the_standard() {
    // RFC 7638 §3.1.
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tS\
             oc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65\
             YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyr\
             dkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK\
             nqDKgw";
    let jwk: Jwk =
        serde_json::from_value(json!({ "kty": "RSA", "e": "AQAB", "n": n, "alg": "RS256" }))
            .unwrap();
    assert_eq!(jwk.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}
