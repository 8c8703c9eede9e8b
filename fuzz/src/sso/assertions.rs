//! How a client proves by a key who it is.

use super::{WORLD, World, changed};
use crate::{portal::ORIGIN, text};
use asn_digital::domain::{
    guard::visitor::Visitor,
    sso::{
        client_authentication::{self, Door, NotLetIn, Presented},
        issuer::Issuer,
        jws::Unverified,
    },
};
use serde_json::{Map, Value};

/// Seconds: what clocks may be off, and the longest that an assertion is good.
const LEEWAY: i64 = 60;
const LONGEST: i64 = 3600;

/// Nothing proves anything but what the client's key signed, and that only where it names the client, the portal and
/// a moment that is near, and was never used. The first byte says how far an attacker has come: nothing right,
/// an assertion with changes, or the key itself under anything, a second time, too.
pub fn client_assertions(data: &[u8]) {
    let Some((how, data)) = data.split_first() else { return };
    WORLD.with(|world| match how % 4 {
        0 => world.refuses(&text(data), None),
        1 => {
            let claims = Map::from_iter([("sub".to_owned(), Value::from("machine"))]);
            let right = world.key.sign("JWT", &claims).expect("an assertion");
            world.refuses(&text(&changed(&right, data)), Some(&right));
        }
        _ => {
            // A moment is far from the clock's in most texts: `NOW` is its own.
            let now = world.portal.now().unix_timestamp();
            let claims = text(data).replace("NOW", &now.to_string());
            if let Ok(claims) = serde_json::from_str::<Map<String, Value>>(&claims) {
                world.lets_in_where_it_may(&claims, now);
            }
        }
    });
}

impl World {
    /// `right`: the one that was changed.
    fn refuses(&self, assertion: &str, right: Option<&str>) {
        let keys = self.client(Some("machine")).settings.jwks.as_ref().expect("keys");
        let parsed = Unverified::parse(assertion);
        let proved = parsed.and_then(|parsed| parsed.prove_with::<Value>(keys));
        assert_eq!(proved.is_ok(), right == Some(assertion));
    }

    fn lets_in_where_it_may(&self, claims: &Map<String, Value>, now: i64) {
        let assertion = self.key.sign("JWT", claims).expect("an assertion");
        let presented = Presented::Assertion { client: "machine".to_owned(), assertion };
        let door = Door {
            issuer: Issuer::Portal,
            audiences: vec![ORIGIN.to_owned(), format!("{ORIGIN}/oidc/token")],
        };
        let mut right = self.is_assertion_good(claims, &door, now);
        // Again: a number is good once.
        for _ in 0..2 {
            let visitor = Visitor::command_line();
            let asked = client_authentication::authenticate(
                &self.portal,
                &visitor,
                &door,
                &presented,
                None,
            );
            match self.runtime.block_on(asked).expect("no fault") {
                Ok(client) => assert!(right && client.id == "machine", "{claims:?}"),
                Err(NotLetIn::Assertion(why)) => assert!(!right, "{why}: {claims:?}"),
                Err(other) => panic!("{other}: {claims:?}"),
            }
            if !right {
                return;
            }
            right = false;
        }
    }

    /// RFC 7523 §3, and ours: near, and new.
    fn is_assertion_good(&self, claims: &Map<String, Value>, door: &Door, now: i64) -> bool {
        let word = |name: &str| claims.get(name).and_then(Value::as_str);
        let for_us = match claims.get("aud") {
            Some(Value::String(one)) => door.audiences.contains(one),
            Some(Value::Array(several)) => {
                several.iter().all(Value::is_string)
                    && several
                        .iter()
                        .filter_map(Value::as_str)
                        .any(|one| door.audiences.iter().any(|audience| audience == one))
            }
            _ => false,
        };
        let exp = claims.get("exp").and_then(Value::as_i64);
        let near = exp.is_some_and(|exp| exp > now - LEEWAY && exp <= now + LONGEST + LEEWAY);
        let begun = ["iat", "nbf"].into_iter().all(|name| match claims.get(name) {
            None | Some(Value::Null) => true,
            // Before the year -9999 there is no moment.
            Some(value) => value
                .as_i64()
                .is_some_and(|begins| begins <= now + LEEWAY && begins >= -377_705_116_800),
        });
        let named = word("iss") == Some("machine") && word("sub") == Some("machine");
        let jti = word("jti").filter(|jti| (1..=256).contains(&jti.len()));
        let is_new = |jti: &str| self.used.borrow_mut().insert(jti.to_owned());
        named && for_us && near && begun && jti.is_some_and(is_new)
    }
}
