//! What is sealed in an address, and tokens that nobody but the portal reads.

use super::{WORLD, changed};
use crate::text;
use asn_digital::domain::{
    seal::{KEY_ID, Purpose},
    sso::{
        access, code::AuthorizationCode, refresh_token::RefreshToken, request::AuthorizationRequest,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Nothing opens but what was sealed, unchanged and for the same purpose. The first byte says how far an
/// attacker has come: nothing right, the head, or a whole one with changes.
pub fn sealed_requests(data: &[u8]) {
    let Some((how, data)) = data.split_first() else { return };
    WORLD.with(|world| {
        let portal = &world.portal;
        let code = world.code();
        let request = super::request(portal, &world.clients);
        // In every input anew: what is tried is not what was tried before.
        let right = [
            request.seal(portal).expect("no fault"),
            code.seal(portal).expect("no fault"),
            world.tokens.access_token.clone(),
            world.newest.borrow().clone(),
        ];
        let [sealed_request, sealed_code, access_token, refresh_token] = &right;
        let one = right.get(usize::from(how / 4) % right.len()).expect("one of four");
        let tried = match how % 4 {
            0 => text(data).into_owned(),
            1 => {
                let head = URL_SAFE_NO_PAD.decode(one).expect("one of ours");
                // The version, and the key's id.
                let head = head.get(..=KEY_ID).unwrap_or_default();
                URL_SAFE_NO_PAD.encode([head, data].concat())
            }
            2 => text(&changed(one, data)).into_owned(),
            _ => {
                let mut bytes = URL_SAFE_NO_PAD.decode(one).expect("one of ours");
                bytes.iter_mut().zip(data).for_each(|(byte, change)| *byte ^= change);
                URL_SAFE_NO_PAD.encode(bytes)
            }
        };
        let opened = AuthorizationRequest::open(portal, &tried);
        assert_eq!(opened, (tried == *sealed_request).then_some(request));
        let opened = AuthorizationCode::open(portal, &tried);
        assert_eq!(opened, (tried == *sealed_code).then_some(code));
        if let Some(parsed) = RefreshToken::parse(&tried) {
            let grant = world.runtime.block_on(async {
                portal.store.read().await.expect("a unit").grant(parsed.grant).await
            });
            let is_ours =
                grant.expect("no fault").is_some_and(|grant| parsed.is_of(portal, &grant));
            assert_eq!(is_ours, tried == *refresh_token);
        }
        // Whether one is still good is asked of the database only where it opens.
        let bytes = URL_SAFE_NO_PAD.decode(&tried).unwrap_or_default();
        let opens = portal.sealer.open(Purpose::AccessToken, &bytes).is_ok();
        assert_eq!(opens, tried == *access_token);
        if opens || tried.contains('.') {
            let found = world.runtime.block_on(access::look(portal, &tried)).expect("no fault");
            assert_eq!(found.is_some(), opens);
        }
    });
}
