//! Who asks, and a number for the request.
//!
//! `X-Forwarded-For` is believed only from trusted proxies, read from the right: the first address
//! that is no trusted proxy is the visitor's. Where it does not tell, all who come by that proxy count
//! as one, and the log says so from time to time ([`Doubt`]). The number stands in the log, in the
//! answer's head and on error pages.

use super::{
    AppState,
    observe::{self, Routes},
};
use crate::web::request::{RequestId, VisitorAddress};
use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderName, HeaderValue, Request},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tracing::Instrument;

/// Every answer carries the request's number; nobody outside chooses it.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// Each doubt is told of at most this often. Seconds.
const TELL_EVERY: i64 = 600;

pub async fn identify(
    State((state, routes)): State<(AppState, Arc<Routes>)>,
    mut request: Request<Body>,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let (address, doubt) =
        visitor_address(peer, request.headers(), &state.settings.trusted_proxies);
    let id = RequestId::new(state.portal.random());
    request.extensions_mut().insert(VisitorAddress(address));
    request.extensions_mut().insert(id);
    let route = routes.of(&request);
    let method = request.method().clone();
    // Whatever is logged, at whatever level, says which request it belongs to.
    let span = tracing::error_span!(
        "request", %id, method = observe::method_name(&method), route = route.name()
    );
    if let Some(doubt) = doubt
        && !route.is_probe()
        && state.doubts.is_due(doubt, state.portal.now().unix_timestamp())
    {
        span.in_scope(|| tracing::warn!("{}", doubt.text()));
    }
    let answer = observe::observe(route, method, next.run(request));
    let mut response = answer.instrument(span).await;
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Why the visitor's address is not known: whoever is behind a proxy counts as the proxy then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// A trusted proxy does not say for whom it asks.
    Silent,
    /// What it says is no address.
    Unreadable,
    /// A proxy speaks that is not trusted, or somebody who plays one.
    Untrusted,
}

impl Doubt {
    /// What is told, without a word of what was sent.
    fn text(self) -> &'static str {
        match self {
            Self::Silent => {
                "a trusted proxy sends no X-Forwarded-For: everybody behind it counts as one"
            }
            Self::Unreadable => {
                "a trusted proxy's X-Forwarded-For cannot be read: everybody behind it counts as one"
            }
            Self::Untrusted => {
                "X-Forwarded-For came from none of --trusted-proxies and is not believed: if a proxy \
                 of yours sent it, everybody behind it counts as one"
            }
        }
    }
}

/// When each doubt was last told of, in Unix seconds.
#[derive(Default)]
pub struct Doubts([AtomicI64; 3]);

impl Doubts {
    /// Whether to tell of it at `now`: strangers cannot fill the log.
    fn is_due(&self, doubt: Doubt, now: i64) -> bool {
        let Some(last) = self.0.get(doubt as usize) else {
            return false;
        };
        let due = |last: i64| (last == 0 || (now - last).abs() >= TELL_EVERY).then_some(now);
        last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, due).is_ok()
    }
}

/// The visitor's address, as far as it is known, and why it is not.
fn visitor_address(
    peer: IpAddr,
    headers: &HeaderMap,
    trusted: &[IpNet],
) -> (IpAddr, Option<Doubt>) {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    let lines = headers.get_all(FORWARDED_FOR).into_iter().map(HeaderValue::as_bytes);
    let elements = lines.flat_map(|line| line.split(|byte| *byte == b','));
    // An empty element says nothing (RFC 9110 §5.6.1).
    let hops: Vec<_> = elements.map(<[u8]>::trim_ascii).filter(|hop| !hop.is_empty()).collect();
    let mut visitor = peer.to_canonical();
    if !is_trusted(visitor) {
        return (visitor, (!hops.is_empty()).then_some(Doubt::Untrusted));
    }
    if hops.is_empty() {
        return (visitor, Some(Doubt::Silent));
    }
    for hop in hops.into_iter().rev() {
        // What stands further to the left, anybody may have written.
        let Some(address) = read_hop(hop) else {
            return (visitor, Some(Doubt::Unreadable));
        };
        visitor = address;
        if !is_trusted(visitor) {
            break;
        }
    }
    (visitor, None)
}

/// One address, as proxies write it: plain, with a port, an IPv6 one in brackets or with a zone, and
/// any of these in quotes.
fn read_hop(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?;
    let text = match text.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"')?.trim_ascii(),
        None => text,
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok();
    let v6 = |text: &str| text.split('%').next()?.parse::<Ipv6Addr>().ok();
    let address = if let Some(rest) = text.strip_prefix('[') {
        let (inside, after) = rest.split_once(']')?;
        let port = after.strip_prefix(':');
        (after.is_empty() || port.is_some_and(is_port)).then(|| v6(inside))?.map(IpAddr::V6)
    } else if let Some((host, port)) = text.split_once(':').filter(|(_, rest)| !rest.contains(':'))
    {
        is_port(port).then(|| host.parse::<Ipv4Addr>().ok())?.map(IpAddr::V4)
    } else {
        text.parse::<Ipv4Addr>().map(IpAddr::V4).ok().or_else(|| v6(text).map(IpAddr::V6))
    };
    Some(address?.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(peer: &str, forwarded: &[&[u8]]) -> (String, Option<Doubt>) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_bytes(value).unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "2001:db8::/32".parse().unwrap()];
        let (address, doubt) = visitor_address(peer.parse().unwrap(), &headers, &trusted);
        (address.to_string(), doubt)
    }

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let bytes: Vec<_> = forwarded.iter().map(|value| value.as_bytes()).collect();
        let (address, doubt) = told(peer, &bytes);
        assert_eq!(doubt, None, "{forwarded:?}");
        address
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        let untrusted = Some(Doubt::Untrusted);
        assert_eq!(told("192.0.2.1", &[b"198.51.100.7"]), ("192.0.2.1".into(), untrusted));
        assert_eq!(told("192.0.2.1", &[]), ("192.0.2.1".into(), None));
    }

    #[test]
    fn a_trusted_proxy_tells_the_address_and_what_the_client_wrote_before_is_ignored() {
        assert_eq!(seen("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9, 198.51.100.7, 10.0.0.2"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", &["nonsense, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", &["10.1.1.1, 10.0.0.2"]), "10.1.1.1", "one of our own");
        let odd = [&b"\xff\xfe, 198.51.100.7"[..]];
        assert_eq!(told("10.0.0.1", &odd), ("198.51.100.7".into(), None));
    }

    #[test]
    fn addresses_are_read_as_load_balancers_write_them() {
        for (written, address) in [
            ("203.0.113.9:51234", "203.0.113.9"),
            ("\"203.0.113.9:51234\"", "203.0.113.9"),
            (" 203.0.113.9\t", "203.0.113.9"),
            ("203.0.113.9,", "203.0.113.9"),
            (", ,203.0.113.9 , ,", "203.0.113.9"),
            ("203.0.113.9:51234, 10.0.0.2:443, [2001:db8::2]:443", "203.0.113.9"),
            ("2001:db9::1", "2001:db9::1"),
            ("2001:DB9:0:0:0:0:0:1", "2001:db9::1"),
            ("[2001:db9::1]", "2001:db9::1"),
            ("[2001:db9::1]:443", "2001:db9::1"),
            ("\"[2001:db9::1]\"", "2001:db9::1"),
            ("\"[2001:db9::1]:443\"", "2001:db9::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%25eth0]:443", "fe80::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("[::ffff:203.0.113.9]:51234", "203.0.113.9"),
            ("::ffff:10.0.0.2", "10.0.0.2"),
        ] {
            assert_eq!(seen("10.0.0.1", &[written]), address, "{written}");
        }
    }

    #[test]
    fn who_cannot_be_told_apart_is_the_proxy_and_it_is_said() {
        let unreadable = |address: &str| (address.to_owned(), Some(Doubt::Unreadable));
        for written in [
            &b"unknown"[..],
            b"_hidden",
            b"for=203.0.113.9",
            b"198.51.100.7, unknown",
            b"198.51.100.7, \xff",
            b"203.0.113.9:",
            b"203.0.113.9:port",
            b"203.0.113.9:99999",
            b"203.0.113",
            b"203.0.113.9 198.51.100.7",
            b"[203.0.113.9]",
            b"[2001:db9::1",
            b"[2001:db9::1]443",
            b"\"203.0.113.9",
            b"\"\"",
        ] {
            assert_eq!(told("10.0.0.1", &[written]), unreadable("10.0.0.1"), "{written:?}");
        }
        assert_eq!(told("10.0.0.1", &[b"unknown, 10.0.0.2:80"]), unreadable("10.0.0.2"));
        let silent = ("10.0.0.1".to_owned(), Some(Doubt::Silent));
        assert_eq!(told("10.0.0.1", &[]), silent);
        assert_eq!(told("10.0.0.1", &[b"", b" , "]), silent);
    }

    #[test]
    fn a_doubt_is_told_of_once_in_ten_minutes() {
        let doubts = Doubts::default();
        let told = |doubt, now: i64| doubts.is_due(doubt, 1_795_305_600 + now);
        assert!(told(Doubt::Silent, 0) && !told(Doubt::Silent, 0) && !told(Doubt::Silent, 599));
        assert!(told(Doubt::Unreadable, 1) && told(Doubt::Untrusted, 1), "each for itself");
        assert!(told(Doubt::Silent, 600) && !told(Doubt::Silent, 601));
        assert!(
            told(Doubt::Silent, -86_400),
            "a clock that was set back silences nothing for long"
        );
    }
}
