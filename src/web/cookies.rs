//! Cookies: what a browser keeps for us. All are `HttpOnly` and `SameSite=Lax`; behind https they
//! are `Secure` and carry the `__Host-` prefix, so no subdomain can set them (RFC 6265bis §4.1.3).

use crate::{
    config::Settings,
    domain::{
        guard::device_tokens::DeviceTokens, recovery::new_password,
        values::reference_token::ReferenceToken,
    },
    i18n::Language,
    wire::{launcher::Density, zone::Zone},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite, time::Duration};
use http::{HeaderMap, HeaderValue, header};

pub const SESSION: &str = "asn_session";
pub const DEVICE: &str = "asn_device";
pub const FLASH: &str = "asn_flash";
pub const FORM: &str = "asn_form";
pub const LANGUAGE: &str = "asn_language";
pub const DENSITY: &str = "asn_density";
pub const ZONE: &str = "asn_zone";
pub const CEREMONY: &str = "asn_ceremony";
pub const LINK: &str = "asn_link";
const ALL: [&str; 9] = [SESSION, DEVICE, FLASH, FORM, LANGUAGE, DENSITY, ZONE, CEREMONY, LINK];

/// What a letter's link brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    Whole(ReferenceToken),
    /// Something between the letter and the browser has cut or changed its key.
    Damaged,
}

impl Link {
    const DAMAGED: &str = "rusak";

    fn parse(text: &str) -> Option<Self> {
        match ReferenceToken::parse(text) {
            Some(token) => Some(Self::Whole(token)),
            None => (text == Self::DAMAGED).then_some(Self::Damaged),
        }
    }

    fn to_text(&self) -> String {
        match self {
            Self::Whole(token) => token.to_text(),
            Self::Damaged => Self::DAMAGED.to_owned(),
        }
    }
}

/// Our cookies of a request, by name, in the order in which they came. Each is read by itself:
/// whatever else a browser sends, since another site under the same parent domain set it, is none of
/// ours and spoils none of ours.
pub struct Jar<'a>(Vec<(&'a str, &'a [u8])>);

impl<'a> Jar<'a> {
    #[must_use]
    pub fn of(headers: &'a HeaderMap, settings: &Settings) -> Self {
        let lines = headers.get_all(header::COOKIE).into_iter().map(HeaderValue::as_bytes);
        let pairs = lines.flat_map(|line| line.split(|byte| *byte == b';'));
        Self(pairs.filter_map(|pair| read_pair(pair, prefix(settings))).collect())
    }

    #[must_use]
    pub fn session(&self) -> Option<ReferenceToken> {
        self.find(SESSION, ReferenceToken::parse)
    }

    /// Whether the browser says that it has a session, but not in words that we could have given it.
    #[must_use]
    pub fn has_unreadable_session(&self) -> bool {
        self.has(SESSION) && self.session().is_none()
    }

    #[must_use]
    pub fn devices(&self) -> DeviceTokens {
        self.find(DEVICE, |text| Some(DeviceTokens::parse(text))).unwrap_or_default()
    }

    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.find(LANGUAGE, Language::from_tag)
    }

    #[must_use]
    pub fn density(&self) -> Option<Density> {
        self.find(DENSITY, |text| text.parse().ok())
    }

    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        self.find(ZONE, |text| text.parse().ok())
    }

    /// The key of a letter's link, moved here from the address it came with.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        self.find(LINK, Link::parse)
    }

    /// Whether a message was left for the next page.
    #[must_use]
    pub fn has_flash(&self) -> bool {
        self.has(FLASH)
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(ours, _)| *ours == name)
    }

    /// The first cookie of this name that can be read. On plain http somebody else may have set
    /// another one of the same name; behind https the prefix keeps them from it.
    fn find<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let mut values = self.0.iter().filter(|(ours, _)| *ours == name).map(|(_, value)| value);
        values.find_map(|value| read(std::str::from_utf8(value).ok()?))
    }

    /// What was sealed in the cookie of this name.
    #[must_use]
    pub fn sealed(&self, name: &str) -> Vec<u8> {
        self.find(name, |text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default()
    }
}

/// Name, without the prefix, and value of one cookie (RFC 6265bis §4.2.1), when it bears a name of ours.
fn read_pair<'a>(pair: &'a [u8], prefix: &str) -> Option<(&'a str, &'a [u8])> {
    let pair = pair.trim_ascii();
    let at = pair.iter().position(|byte| *byte == b'=')?;
    let name = pair.get(..at)?.trim_ascii();
    let value = pair.get(at + 1..)?.trim_ascii();
    let name = std::str::from_utf8(name).ok()?.strip_prefix(prefix)?;
    ALL.contains(&name).then_some((name, value))
}

/// The cookie that keeps the key of a letter's link, as a header.
#[must_use]
pub fn link_header(settings: &Settings, link: &Link) -> String {
    let seconds = Duration::seconds(new_password::LINK.whole_seconds());
    cookie(settings, LINK, link.to_text(), Some(seconds)).to_string()
}

/// What a browser is told to forget besides cookies when somebody leaves: pages that it kept for a time without
/// a network.
pub const FORGET: (&str, &str) = ("clear-site-data", r#""cache", "storage""#);

/// A cookie as all of ours are; without `max_age`, kept until the browser is closed.
#[must_use]
pub fn cookie(
    settings: &Settings,
    name: &str,
    value: String,
    max_age: Option<Duration>,
) -> Cookie<'static> {
    let mut cookie = Cookie::build((format!("{}{name}", prefix(settings)), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_https())
        .build();
    cookie.set_max_age(max_age);
    cookie
}

/// Behind https a browser takes a cookie of such a name from this very host only.
fn prefix(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-" } else { "" }
}
