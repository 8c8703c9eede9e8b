//! How a client proves who it is, and what proves nothing.

use super::*;
use crate::support::*;
use asn_digital::domain::{
    guard::throttle::ThrottlePolicy,
    sso::{
        client_authentication::ASSERTION_TYPE,
        jws::{Algorithm, Jwk, SigningKey},
    },
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use http::{StatusCode, header};
use serde_json::{Value, json};
use sha2::Sha256;

/// A client that proves who it is by this key.
fn with_key(key: &SigningKey) -> String {
    let Jwk { kty, crv, x, y, n, e, kid, .. } = key.jwk.clone();
    let all =
        [("kty", Some(kty)), ("crv", crv), ("x", x), ("y", y), ("n", n), ("e", e), ("kid", kid)];
    let fields: Vec<_> = all
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name} = \"{}\"", value?)))
        .collect();
    let method = "token_endpoint_auth_method = \"private_key_jwt\"\n\
        grant_types = [\"authorization_code\", \"client_credentials\"]";
    client("kunci", &format!("{method}\njwks = {{ keys = [{{ {} }}] }}", fields.join(", ")))
}

fn claims(world: &World, unique: &str) -> Value {
    let now = world.portal.now().unix_timestamp();
    json!({
        "iss": "kunci", "sub": "kunci", "aud": ORIGIN, "jti": unique, "iat": now, "exp": now + 60,
    })
}

/// Asks for a token of its own with this assertion.
async fn asks(service: &Service, assertion: &str) -> Answer {
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", assertion),
    ];
    service.post_with("/oidc/token", &fields, None).await
}

fn compact(head: &Value, claims: &Value, signature: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(head), part(claims));
    let signature = signature(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

on_both_engines! {
    async fn a_key_proves_who_signed_with_it_once_and_here(world) {
        for algorithm in [Algorithm::Rs256, Algorithm::Es256, Algorithm::EdDsa] {
            let key = SigningKey::generate(algorithm).unwrap();
            with_clients(&world, &with_key(&key)).await;
            let service = Service::new(&world, "kunci");
            let sign = |claims: &Value| key.sign("JWT", claims).unwrap();
            let name = algorithm.name();
            for (number, aud) in [json!(ORIGIN), json!(format!("{ORIGIN}/oidc/token")), json!(["lain", ORIGIN])].into_iter().enumerate() {
                let mut claims = claims(&world, &format!("{name} {number}"));
                claims["aud"] = aud;
                let assertion = sign(&claims);
                assert_eq!(asks(&service, &assertion).await.status, StatusCode::OK, "{claims}");
                let again = asks(&service, &assertion).await;
                assert_eq!(again.error(), (401, "invalid_client"), "used before");
            }
            let now = world.portal.now().unix_timestamp();
            let wrong = [
                ("aud", json!("https://lain.example")), ("aud", json!(format!("{ORIGIN}/"))), ("aud", Value::Null),
                ("iss", json!("uji")), ("sub", json!("uji")), ("exp", json!(now - 70)), ("exp", json!(now + 3700)),
                ("exp", Value::Null), ("iat", json!(now + 70)), ("nbf", json!(now + 70)),
                ("jti", json!("")), ("jti", json!("a".repeat(257))), ("jti", Value::Null),
            ];
            for (number, (field, value)) in wrong.into_iter().enumerate() {
                let mut claims = claims(&world, &format!("{name} wrong {number}"));
                claims[field] = value;
                let answer = asks(&service, &sign(&claims)).await;
                assert_eq!(answer.error(), (401, "invalid_client"), "{claims}");
                assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
            }
            // A clock that is fifty seconds off is near enough.
            for (number, (field, value)) in [("exp", now - 50), ("iat", now + 50), ("nbf", now + 50)].into_iter().enumerate() {
                let mut claims = claims(&world, &format!("{name} near {number}"));
                claims[field] = json!(value);
                assert_eq!(asks(&service, &sign(&claims)).await.status, StatusCode::OK, "{claims}");
            }
        }
    }

    async fn what_the_key_did_not_sign_proves_nothing(world) {
        let key = SigningKey::generate(Algorithm::Rs256).unwrap();
        with_clients(&world, &with_key(&key)).await;
        let service = Service::new(&world, "kunci");
        let claims = claims(&world, "satu");
        let kid = key.jwk.kid.clone().unwrap();
        let none = compact(&json!({ "alg": "none" }), &claims, |_| Vec::new());
        // A symmetric algorithm over what everybody knows: the modulus, as text and as bytes.
        let modulus = key.jwk.n.clone().unwrap();
        let symmetric = |secret: &[u8]| {
            let head = json!({ "alg": "HS256", "kid": kid });
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).unwrap();
            compact(&head, &claims, |signed| {
                mac.update(signed);
                mac.finalize().into_bytes().to_vec()
            })
        };
        let by_text = symmetric(modulus.as_bytes());
        let by_bytes = symmetric(&URL_SAFE_NO_PAD.decode(&modulus).unwrap());
        let by_secret = symmetric(SECRET.as_bytes());
        let stranger = SigningKey::generate(Algorithm::Rs256).unwrap().sign("JWT", &claims).unwrap();
        let right = key.sign("JWT", &claims).unwrap();
        let unsigned = format!("{}.", right.rsplit_once('.').unwrap().0);
        let critical = compact(&json!({ "alg": "RS256", "kid": kid, "crit": ["a"], "a": 1 }), &claims, |_| vec![0; 256]);
        for forged in [&none, &by_text, &by_bytes, &by_secret, &stranger, &unsigned, &critical, "x", "a.b.c"] {
            let answer = asks(&service, forged).await;
            assert_eq!(answer.error(), (401, "invalid_client"), "{forged}");
        }
        assert_eq!(asks(&service, &right).await.status, StatusCode::OK);
    }

    async fn a_client_proves_who_it_is_in_one_way_and_its_own(world) {
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        let public = client("umum", "token_endpoint_auth_method = \"none\"");
        with_clients(&world, &(client("uji", "") + &public + &with_key(&key))).await;
        let service = Service::new(&world, "uji");
        let basic = |id: &str, secret: &str| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
        let code = [("grant_type", "authorization_code"), ("code", "AAAA"), ("redirect_uri", REDIRECT)];
        let with = |more: &[(&'static str, &'static str)]| [&code[..], more].concat();
        // Whoever is let in is told about the code.
        for (fields, head) in [
            (with(&[]), Some(basic("uji", SECRET))),
            (with(&[("client_id", "uji")]), Some(basic("uji", SECRET))),
            (with(&[("client_id", "uji"), ("client_secret", SECRET)]), None),
            (with(&[("client_id", "umum")]), None),
        ] {
            let answer = service.post_with("/oidc/token", &fields, head.as_deref()).await;
            assert_eq!(answer.error(), (400, "invalid_grant"), "{fields:?}");
        }
        for (fields, head) in [
            (with(&[]), Some(basic("uji", "salah"))),
            (with(&[]), Some(basic("uji", ""))),
            (with(&[]), Some(basic("uji", &"a".repeat(600)))),
            (with(&[("client_id", "uji"), ("client_secret", "salah")]), None),
            (with(&[("client_id", "uji")]), None),
            (with(&[("client_id", "kunci")]), None),
            (with(&[]), Some(basic("kunci", SECRET))),
            (with(&[]), Some(basic("umum", SECRET))),
            (with(&[]), Some(basic("tak-ada", SECRET))),
        ] {
            let answer = service.post_with("/oidc/token", &fields, head.as_deref()).await;
            assert_eq!(answer.error(), (401, "invalid_client"), "{fields:?} {head:?}");
            assert_eq!(answer.text("error_description"), "client authentication failed", "and not why");
            assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
        }
        for (fields, head) in [
            (with(&[]), None),
            (with(&[("client_id", "lain")]), Some(basic("uji", SECRET))),
            (with(&[("client_secret", SECRET)]), Some(basic("uji", SECRET))),
            (with(&[("client_id", "uji"), ("client_assertion", "a.b.c")]), None),
            (with(&[("client_id", "uji"), ("client_assertion_type", ASSERTION_TYPE)]), None),
        ] {
            let answer = service.post_with("/oidc/token", &fields, head.as_deref()).await;
            assert_eq!(answer.error(), (400, "invalid_request"), "{fields:?} {head:?}");
        }
        for unreadable in ["Basic !!!", "Basic", "Bearer rahasia", "Basic dWpp"] {
            let answer = service.post_with("/oidc/token", &with(&[]), Some(unreadable)).await;
            assert_eq!(answer.error(), (401, "invalid_client"), "{unreadable}");
        }
    }

    async fn whoever_guesses_a_secret_waits_and_the_service_elsewhere_does_not(world) {
        with_clients(&world, &(client("uji", "") + &client("lain", ""))).await;
        let service = Service::new(&world, "uji");
        let thief = Service { address: "203.0.113.66".to_owned(), ..service.clone() };
        let fields = [("grant_type", "authorization_code"), ("code", "AAAA")];
        let guess = format!("Basic {}", STANDARD.encode("uji:tebakan"));
        for _ in 0..ThrottlePolicy::CLIENT.free {
            let answer = thief.post_with("/oidc/token", &fields, Some(&guess)).await;
            assert_eq!(answer.error(), (401, "invalid_client"));
        }
        let answer = thief.post_with("/oidc/token", &fields, Some(&guess)).await;
        assert_eq!(answer.error(), (429, "slow_down"));
        let seconds: i64 = answer.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
        // Not even with the right one, from there; elsewhere the service works on.
        assert_eq!(thief.exchange("AAAA").await.error(), (429, "slow_down"));
        assert_eq!(service.exchange("AAAA").await.error(), (400, "invalid_grant"));
        let other = Service { id: "lain".to_owned(), ..thief.clone() };
        assert_eq!(other.exchange("AAAA").await.error(), (400, "invalid_grant"), "nor others from there");
        world.clock.advance(seconds + 1);
        assert_eq!(thief.exchange("AAAA").await.error(), (400, "invalid_grant"));
    }

    async fn two_secrets_are_good_while_one_is_exchanged(world) {
        use asn_digital::domain::{guard::visitor::Visitor, sso::clients::{self, ClientDecision, Decider}};
        with_clients(&world, &client("uji", "token_endpoint_auth_method = \"client_secret_basic\"")).await;
        let service = Service::new(&world, "uji");
        let make = async || {
            let (by, visitor) = (Decider::CommandLine, Visitor::command_line());
            let made = clients::decide(&world.portal, &visitor, by, "uji", ClientDecision::NewSecret).await;
            made.unwrap().unwrap().unwrap()
        };
        let is_let_in = async |secret: &str| {
            let head = format!("Basic {}", STANDARD.encode(format!("uji:{secret}")));
            let answer = service.post_with("/oidc/introspect", &[("token", "x")], Some(&head)).await;
            answer.status == StatusCode::OK
        };
        let first = make().await;
        assert!(is_let_in(&first).await && !is_let_in(SECRET).await);
        let second = make().await;
        assert!(is_let_in(&first).await && is_let_in(&second).await);
        let third = make().await;
        assert!(!is_let_in(&first).await && is_let_in(&second).await && is_let_in(&third).await);
        world.clock.advance(14 * 24 * 3600 + 1);
        assert!(!is_let_in(&second).await && is_let_in(&third).await);
    }
}
