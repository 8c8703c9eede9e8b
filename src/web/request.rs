//! Whose request it is: what the layers in front of pages and server functions found out about it, and
//! what stands in its head.

use super::cookies::Jar;
use crate::{
    config::Settings,
    domain::{
        Fault, Portal,
        guard::visitor::{LONGEST_USER_AGENT, Visitor},
        launcher::at_home::{self, AtHome, Belongings},
        random::{self, Random},
        session::{self, LiveSession},
    },
};
use http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use std::{fmt, net::IpAddr};

/// As the trusted proxies tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitorAddress(pub IpAddr);

/// What a person quotes and an operator finds in the log. Eight hexadecimal digits, shown as `7f3a-91c2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId([u8; 4]);

impl RequestId {
    #[must_use]
    pub fn new(random: &dyn Random) -> Self {
        Self(random::bytes(random))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u32::from_be_bytes(self.0);
        write!(f, "{:04x}-{:04x}", number >> 16, number & 0xffff)
    }
}

/// The browser behind a request that has passed [`crate::http::visitor_address`].
pub fn visitor_of(parts: &Parts, settings: &Settings) -> Option<Visitor> {
    let user_agent = parts.headers.get(header::USER_AGENT).map(readable).unwrap_or_default();
    let jar = Jar::of(&parts.headers, settings);
    Some(Visitor {
        address: parts.extensions.get::<VisitorAddress>()?.0,
        user_agent,
        session: jar.session(),
        devices: jar.devices(),
    })
}

/// What a browser calls itself: what is no printable ASCII in it, and could disturb whoever reads the
/// record, is a question mark.
fn readable(user_agent: &HeaderValue) -> String {
    let bytes = user_agent.as_bytes().iter().take(LONGEST_USER_AGENT);
    bytes.map(|byte| if matches!(byte, b' '..=b'~') { char::from(*byte) } else { '?' }).collect()
}

/// The session that was looked up on the way in ([`crate::http::renewal`]).
#[derive(Debug, Clone)]
pub struct CurrentSession {
    pub session: Option<LiveSession>,
    /// What its person's pages show, where a page was asked for.
    pub belongings: Option<Belongings>,
}

impl From<Option<AtHome>> for CurrentSession {
    fn from(at_home: Option<AtHome>) -> Self {
        match at_home {
            Some(AtHome { session, belongings }) => {
                Self { session: Some(session), belongings: Some(belongings) }
            }
            None => Self { session: None, belongings: None },
        }
    }
}

/// Looks a session up on the way in: for a page with what it may show, for a form without.
pub async fn look_up(
    portal: &Portal,
    settings: &Settings,
    parts: &Parts,
) -> Result<CurrentSession, Fault> {
    let token = Jar::of(&parts.headers, settings).session();
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return Ok(at_home::current(portal, token.as_ref()).await?.into());
    }
    let session = session::current(portal, token.as_ref()).await?;
    Ok(CurrentSession { session, belongings: None })
}

/// The live session of the browser behind a request; looked up once.
pub async fn current_of(
    portal: &Portal,
    settings: &Settings,
    parts: &Parts,
) -> Result<Option<LiveSession>, Fault> {
    if let Some(CurrentSession { session, .. }) = parts.extensions.get() {
        return Ok(session.clone());
    }
    let token = Jar::of(&parts.headers, settings).session();
    session::current(portal, token.as_ref()).await
}

/// The same with what is its person's.
pub async fn at_home_of(
    portal: &Portal,
    settings: &Settings,
    parts: &Parts,
) -> Result<Option<AtHome>, Fault> {
    match parts.extensions.get() {
        Some(CurrentSession { session: None, .. }) => Ok(None),
        Some(CurrentSession { session: Some(session), belongings: Some(belongings) }) => {
            Ok(Some(AtHome { session: session.clone(), belongings: belongings.clone() }))
        }
        _ => {
            let token = Jar::of(&parts.headers, settings).session();
            at_home::current(portal, token.as_ref()).await
        }
    }
}

/// Whether an answer may be a page (RFC 9110 §12.5.1); odd bytes elsewhere in the list change nothing.
pub fn accepts_page(headers: &HeaderMap) -> bool {
    const PAGE: &[u8] = b"text/html";
    let mut lists = headers.get_all(header::ACCEPT).into_iter().map(HeaderValue::as_bytes);
    lists.any(|list| list.windows(PAGE.len()).any(|word| word.eq_ignore_ascii_case(PAGE)))
}
