//! What a service puts into the address that it sends a browser to.

use super::{WORLD, World};
use asn_digital::domain::sso::{
    client::{Client, Pkce},
    parameters::{LONGEST, Parameters},
    request::{self, Asked, AuthorizationRequest, ReturnAddress, Unanswerable},
};
use std::borrow::Cow;
use url::{Host, Url, form_urlencoded};

/// Whatever a request says, an answer to it goes to an address that is registered, and nothing else. What is
/// let through is what was sent, once each; it fits into an address, and comes back out of it unchanged.
pub fn authorize_parameters(data: &[u8]) {
    let fields: Vec<_> = form_urlencoded::parse(data).collect();
    let Ok(sent) = Parameters::parse(data) else {
        assert!(data.len() > LONGEST || fields.len() > 100);
        return;
    };
    assert_eq!(Parameters::parse(sent.to_query().as_bytes()), Ok(sent.clone()));
    WORLD.with(|world| {
        let client = world.client(request::client_id(&sent).ok());
        let fields = Fields(fields);
        match request::read(client, &sent, world.portal.now()) {
            Ok(Asked::For(request)) => world.is_right(client, &fields, &request),
            Ok(Asked::Wrong(back, _)) => fields.lead_to(client, &back),
            Err(Unanswerable::NoRedirect) => assert!(fields.only("redirect_uri").is_none()),
            Err(Unanswerable::UnknownRedirect(uri)) => {
                assert!(!client.settings.redirect_uris.contains(&uri));
            }
            Err(other) => panic!("{other:?}"),
        }
    });
}

struct Fields<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl Fields<'_> {
    /// The value of a field that stands there once, and is not empty.
    fn only(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(field, _)| field == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    fn lead_to(&self, client: &Client, back: &ReturnAddress) {
        assert_eq!(self.only("redirect_uri"), Some(&*back.redirect_uri));
        assert!(is_registered(client, &back.redirect_uri), "{}", back.redirect_uri);
        if let Some(state) = &back.state {
            assert!(self.only("state") == Some(state) && state.len() <= 1024);
        }
    }
}

/// As a browser reads addresses: to this machine by number, any port will do.
fn is_registered(client: &Client, sent: &str) -> bool {
    let here = |url: &Url| match url.host() {
        Some(Host::Ipv4(address)) => url.scheme() == "http" && address.is_loopback(),
        Some(Host::Ipv6(address)) => url.scheme() == "http" && address.is_loopback(),
        _ => false,
    };
    let Ok(mut url) = Url::parse(sent) else { return false };
    client.settings.redirect_uris.iter().any(|registered| {
        let Ok(mut other) = Url::parse(registered) else { return false };
        if here(&other) {
            let _ = (url.set_port(None), other.set_port(None));
            return url == other && url.username().is_empty() && url.password().is_none();
        }
        registered == sent
    })
}

impl World {
    fn is_right(&self, client: &Client, fields: &Fields<'_>, request: &AuthorizationRequest) {
        let AuthorizationRequest { back, prompt, .. } = request;
        fields.lead_to(client, back);
        assert_eq!(request.client, client.id);
        assert_eq!(fields.only("response_type"), Some("code"));
        assert_eq!(fields.only("state"), back.state.as_deref());
        assert_eq!(fields.only("nonce"), request.nonce.as_deref());
        for not_supported in ["request", "request_uri", "registration"] {
            assert_eq!(fields.only(not_supported), None);
        }
        let asked: Vec<_> =
            fields.only("scope").unwrap_or_default().split_ascii_whitespace().collect();
        let may = client.settings.scope.as_deref();
        for scope in request.scope.split(' ').filter(|scope| !scope.is_empty()) {
            let may = may.is_none_or(|may| may.split(' ').any(|one| one == scope));
            assert!(may && asked.contains(&scope), "{scope}");
        }
        assert_eq!(fields.only("code_challenge"), request.challenge.as_deref());
        match &request.challenge {
            Some(challenge) => {
                assert_eq!(fields.only("code_challenge_method"), Some("S256"));
                let word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
                assert!(challenge.len() == 43 && challenge.bytes().all(word));
            }
            None => assert_eq!(client.settings.pkce, Pkce::Optional),
        }
        assert!(!prompt.none || !(prompt.login || prompt.consent || prompt.select_account));
        assert!(request.confirmed.is_none() && request.asked.is_none() && !request.denied);
        let sealed = request.seal(&self.portal).expect("no fault");
        assert!(sealed.len() <= 2300, "{}", sealed.len());
        assert_eq!(AuthorizationRequest::open(&self.portal, &sealed).as_ref(), Some(request));
    }
}
