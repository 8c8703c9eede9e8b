//! What is sent to the token endpoint.

use super::{REDIRECT, SECRET, VERIFIER, WORLD, World};
use crate::text;
use asn_digital::domain::{
    guard::visitor::Visitor,
    sso::{
        client_authentication::{NotLetIn, Presented},
        issuing::Tokens,
        parameters::Parameters,
        token,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Tokens come only for a code that was given to this client, with its address and its verifier, once; or for the
/// newest refresh token, or the one before. The first line is the header, the rest the form; `{basic}`, `{code}`
/// and `{refresh}` in it are right ones.
pub fn token_requests(data: &[u8]) {
    WORLD.with(|world| {
        let data = text(data);
        let code = if data.contains("{code}") {
            world.code().seal(&world.portal).expect("no fault")
        } else {
            String::new()
        };
        let before = world.newest.borrow().clone();
        let data = data
            .replace("{basic}", &STANDARD.encode(format!("web:{SECRET}")))
            .replace("{code}", &code)
            .replace("{refresh}", &before);
        let (authorization, form) = data.split_once('\n').unwrap_or_default();
        let authorization = Some(authorization).filter(|header| !header.is_empty());
        let Ok(sent) = Parameters::parse(form.as_bytes()) else { return };
        read(authorization, &sent);
        let right = Right { code: &code, refresh: &before };
        world.exchange(&sent, &right);
    });
}

/// Who asks is said in one way, and a secret is never shown.
fn read(authorization: Option<&str>, sent: &Parameters) {
    let presented = match Presented::read(authorization, sent) {
        Ok(presented) => presented,
        Err(NotLetIn::Form | NotLetIn::Unknown) => return,
        Err(other) => panic!("{other}"),
    };
    let named = sent.any("client_id");
    assert!(named.is_none_or(|named| named == presented.client()));
    let ways = [
        authorization.is_some(),
        sent.any("client_secret").is_some(),
        sent.any("client_assertion").is_some(),
    ];
    let ways = ways.into_iter().filter(|way| *way).count();
    let shown = format!("{presented:?}");
    match &presented {
        Presented::Nothing { .. } => assert_eq!(ways, 0),
        Presented::Assertion { .. } => assert_eq!(ways, 1),
        Presented::Secret { client, .. } => {
            assert_eq!(ways, 1);
            assert!(client.contains(SECRET) || !shown.contains(SECRET));
        }
    }
}

struct Right<'a> {
    code: &'a str,
    refresh: &'a str,
}

impl World {
    /// As whoever is named: as if they had proved it.
    fn exchange(&self, sent: &Parameters, right: &Right<'_>) {
        let client = self.client(sent.any("client_id"));
        let ask = || {
            let visitor = Visitor::command_line();
            let asked = token::exchange(&self.portal, &visitor, client, sent);
            self.runtime.block_on(asked).expect("no fault")
        };
        let Ok(tokens) = ask() else { return };
        let asked = sent.any("scope");
        match sent.any("grant_type") {
            Some("authorization_code") => {
                assert!(client.id == "web" && sent.any("code") == Some(right.code));
                assert_eq!(sent.any("redirect_uri"), Some(REDIRECT));
                assert_eq!(sent.any("code_verifier"), Some(VERIFIER));
                assert_eq!(tokens.scope, "openid profile email");
                assert!(ask().is_err(), "a code is good once");
            }
            Some("refresh_token") => {
                // In Keycloak's form its last part is what proves it.
                let sent = sent.any("refresh_token").and_then(|sent| sent.rsplit('.').next());
                assert!(client.id == "web" && sent == Some(right.refresh));
                // A second tab gets the same one.
                let again = ask().expect("within a moment");
                assert_eq!(again.refresh_token, tokens.refresh_token);
                let newest = tokens.refresh_token.clone().expect("a refresh token");
                assert_ne!(*self.newest.replace(newest), *self.newest.borrow());
            }
            Some("client_credentials") => {
                assert_eq!(client.id, "machine");
                assert!(tokens.refresh_token.is_none() && tokens.id_token.is_none());
            }
            other => panic!("{other:?}"),
        }
        is_within(&tokens, asked);
    }
}

fn is_within(tokens: &Tokens, asked: Option<&str>) {
    let got: Vec<_> = tokens.scope.split(' ').filter(|scope| !scope.is_empty()).collect();
    if let (Some(asked), true) = (asked, tokens.refresh_token.is_none()) {
        assert!(got.iter().all(|scope| asked.split_ascii_whitespace().any(|one| one == *scope)));
    }
    assert_eq!(
        tokens.id_token.is_some(),
        tokens.refresh_token.is_some() && got.contains(&"openid")
    );
    assert!((1..=300).contains(&tokens.expires_in));
}
