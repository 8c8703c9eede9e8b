//! What a service brings when it logs its person out.

use super::{LEAVING, WORLD, World, changed};
use crate::{portal::ORIGIN, text};
use asn_digital::domain::sso::{
    end_session::{self, Hint},
    issuer::Issuer,
    jws::SigningKey,
    parameters::Parameters,
};
use serde_json::{Map, Value};
use std::sync::LazyLock;
use url::Url;

/// Somebody else's.
static STRANGER: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::generate(asn_digital::domain::sso::jws::Algorithm::Es256).expect("a key")
});

/// Only an ID token that the portal signed says whom it is about, and it says what it was signed to say. The
/// first byte says how far an attacker has come: nothing right, a token with changes, a stranger's signature,
/// or the portal's own under anything.
pub fn id_token_hints(data: &[u8]) {
    let Some((how, data)) = data.split_first() else { return };
    WORLD.with(|world| match how % 4 {
        0 => {
            let token = text(data);
            assert!(token == world.id_token() || Hint::read(&world.portal, &token).is_none());
        }
        1 => {
            let tried = changed(world.id_token(), data);
            let read = Hint::read(&world.portal, &text(&tried));
            assert_eq!(read.is_some(), tried == world.id_token().as_bytes());
        }
        2 => {
            if let Some(claims) = object(data) {
                let token = STRANGER.sign("JWT", &claims).expect("a token");
                assert!(Hint::read(&world.portal, &token).is_none());
            }
        }
        _ => {
            if let Some(claims) = object(data) {
                let read = Hint::read(&world.portal, &world.issued(&claims));
                let read = read.map(|hint| (hint.client, hint.subject));
                assert_eq!(read, meant(&claims));
            }
        }
    });
}

fn object(data: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(data).ok()
}

/// Client and subject of an ID token of the portal; what else the portal signs is none.
fn meant(claims: &Map<String, Value>) -> Option<(String, String)> {
    let word = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let is_there = |name: &str| claims.get(name).is_some_and(|value| !value.is_null());
    let right = word("iss").as_deref() == Some(ORIGIN)
        && !is_there("client_id")
        && !is_there("events")
        && (!is_there("sid") || word("sid").is_some());
    right.then_some(word("aud").zip(word("sub"))).flatten()
}

/// A browser is sent on only to an address that the client has registered, letter by letter, where an ID token
/// of that very client is brought. `{hint}` in the input is one.
pub fn logout_parameters(data: &[u8]) {
    WORLD.with(|world| {
        let data = text(data).replace("{hint}", world.id_token());
        let Ok(sent) = Parameters::parse(data.as_bytes()) else { return };
        for issuer in [Issuer::Portal, Issuer::Keycloak] {
            world.leads_only_where_it_may(issuer, &sent);
        }
    });
}

impl World {
    fn leads_only_where_it_may(&self, issuer: Issuer, sent: &Parameters) {
        let read = end_session::read(&self.portal, issuer, sent);
        let read = self.runtime.block_on(read).expect("no fault");
        let brought = sent.any("id_token_hint") == Some(self.id_token())
            && sent.any("client_id").is_none_or(|id| id == "web");
        assert_eq!(read.hint.is_some(), brought && issuer == Issuer::Portal);
        if let Some(client) = &read.client {
            assert!(issuer == Issuer::Portal);
            assert!(brought || sent.any("client_id") == Some(&client.id));
        }
        let asked = sent.any("post_logout_redirect_uri");
        assert_eq!(read.onward.is_some(), read.hint.is_some() && asked == Some(LEAVING));
        let Some(onward) = read.onward.and_then(|onward| onward.address()) else { return };
        let state = sent.any("state").filter(|state| state.len() <= 1024);
        let onward = Url::parse(&onward).expect("an address");
        let carried: Vec<_> = onward.query_pairs().into_owned().collect();
        let mut expected = vec![("dari".to_owned(), "portal".to_owned())];
        expected.extend(state.map(|state| ("state".to_owned(), state.to_owned())));
        assert_eq!(carried, expected);
        let mut bare = onward;
        bare.set_query(None);
        assert_eq!(Some(bare.as_str()), LEAVING.split('?').next());
    }
}
