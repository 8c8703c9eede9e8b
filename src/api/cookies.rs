//! Cookies: what a browser keeps for us. All are `HttpOnly` and `SameSite=Lax`; behind https they
//! are `Secure` and carry the `__Host-` prefix, so no subdomain can set them (RFC 6265bis §4.1.3).

pub use super::flash::{
    kept, set_flash, set_form, set_long_flash, set_notice, take_flash, take_form, take_long_flash,
    take_notice,
};

use super::request::{self, broken_cookie};
use crate::{
    config::Settings,
    domain::{
        known_device::{self, DeviceTokens},
        new_password, passkey,
        token::Token,
    },
    i18n::Language,
    wire::{error::ApiError, launcher::Density, zone::Zone},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite, time::Duration};
use http::{HeaderMap, HeaderValue, header};

const SESSION: &str = "asn_session";
const DEVICE: &str = "asn_device";
pub(super) const FLASH: &str = "asn_flash";
pub(super) const FORM: &str = "asn_form";
const LANGUAGE: &str = "asn_language";
const DENSITY: &str = "asn_density";
const ZONE: &str = "asn_zone";
const CEREMONY: &str = "asn_ceremony";
const LINK: &str = "asn_link";
const ALL: [&str; 9] = [SESSION, DEVICE, FLASH, FORM, LANGUAGE, DENSITY, ZONE, CEREMONY, LINK];

/// The longest that browsers keep a cookie.
const LONG: Duration = Duration::days(400);

/// How long a browser keeps its session cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Until it is closed: a shared computer forgets.
    UntilClosed,
    /// Also when a phone kills the browser while the authenticator app is open.
    Seconds(i64),
}

/// What a letter's link brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    Whole(Token),
    /// Something between the letter and the browser has cut or changed its key.
    Damaged,
}

impl Link {
    const DAMAGED: &str = "rusak";

    fn parse(text: &str) -> Option<Self> {
        match Token::parse(text) {
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
    pub fn session(&self) -> Option<Token> {
        self.find(SESSION, Token::parse)
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
        self.find(DENSITY, Density::from_name)
    }

    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        self.find(ZONE, Zone::from_name)
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

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(ours, _)| *ours == name)
    }

    /// The first cookie of this name that can be read. On plain http somebody else may have set
    /// another one of the same name; behind https the prefix keeps them from it.
    fn find<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let mut values = self.0.iter().filter(|(ours, _)| *ours == name).map(|(_, value)| value);
        values.find_map(|value| read(std::str::from_utf8(value).ok()?))
    }

    /// What was sealed in the cookie of this name.
    pub(super) fn sealed(&self, name: &str) -> Vec<u8> {
        self.find(name, |text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default()
    }
}

/// Name, without the prefix, and value of one cookie (RFC 6265bis §4.2.1), when it bears a name of ours.
fn read_pair<'a>(pair: &'a [u8], prefix: &str) -> Option<(&'a str, &'a [u8])> {
    let pair = pair.trim_ascii();
    let at = pair.iter().position(|byte| *byte == b'=')?;
    let (name, value) = (pair.get(..at)?.trim_ascii(), pair.get(at + 1..)?.trim_ascii());
    let name = std::str::from_utf8(name).ok()?.strip_prefix(prefix)?;
    ALL.contains(&name).then_some((name, value))
}

pub fn set_session(token: &Token, keep: Keep) -> Result<(), ApiError> {
    let age = match keep {
        Keep::UntilClosed => None,
        Keep::Seconds(seconds) => Some(Duration::seconds(seconds)),
    };
    set(SESSION, token.to_text(), age)
}

/// The sealed state of a `WebAuthn` ceremony under way.
pub fn set_ceremony(sealed: &[u8]) -> Result<(), ApiError> {
    let seconds = Duration::seconds(passkey::CEREMONY.whole_seconds());
    set(CEREMONY, URL_SAFE_NO_PAD.encode(sealed), Some(seconds))
}

/// Takes it, once; empty where there is none.
pub fn take_ceremony() -> Result<Vec<u8>, ApiError> {
    let (settings, parts) = (request::settings()?, request::parts()?);
    let jar = Jar::of(&parts.headers, &settings);
    if jar.has(CEREMONY) {
        set(CEREMONY, String::new(), Some(Duration::ZERO))?;
    }
    Ok(jar.sealed(CEREMONY))
}

/// See [`Jar::has_unreadable_session`].
pub fn has_unreadable_session() -> Result<bool, ApiError> {
    let (settings, parts) = (request::settings()?, request::parts()?);
    Ok(Jar::of(&parts.headers, &settings).has_unreadable_session())
}

/// The key of a letter's link.
pub fn link() -> Result<Option<Link>, ApiError> {
    let (settings, parts) = (request::settings()?, request::parts()?);
    Ok(Jar::of(&parts.headers, &settings).link())
}

/// How the launcher is shown in this browser.
pub fn density() -> Result<Density, ApiError> {
    let (settings, parts) = (request::settings()?, request::parts()?);
    Ok(Jar::of(&parts.headers, &settings).density().unwrap_or_default())
}

/// In which zone times were last written in this browser.
pub fn zone() -> Result<Zone, ApiError> {
    let (settings, parts) = (request::settings()?, request::parts()?);
    Ok(Jar::of(&parts.headers, &settings).zone().unwrap_or_default())
}

/// As a header, for a plain redirect.
#[must_use]
pub fn link_header(settings: &Settings, link: &Link) -> String {
    let seconds = Duration::seconds(new_password::LINK.whole_seconds());
    cookie(settings, LINK, link.to_text(), Some(seconds)).to_string()
}

pub fn clear_link() -> Result<(), ApiError> {
    set(LINK, String::new(), Some(Duration::ZERO))
}

pub fn clear_session() -> Result<(), ApiError> {
    set(SESSION, String::new(), Some(Duration::ZERO))
}

pub fn set_devices(tokens: &DeviceTokens) -> Result<(), ApiError> {
    let seconds = Duration::seconds(known_device::REMEMBERED.whole_seconds());
    set(DEVICE, tokens.to_text(), Some(seconds))
}

pub fn set_language(language: Language) -> Result<(), ApiError> {
    set(LANGUAGE, language.tag().to_owned(), Some(LONG))
}

pub fn set_density(density: Density) -> Result<(), ApiError> {
    set(DENSITY, density.name().to_owned(), Some(LONG))
}

pub fn set_zone(zone: Zone) -> Result<(), ApiError> {
    set(ZONE, zone.name().to_owned(), Some(LONG))
}

pub(super) fn set(name: &str, value: String, max_age: Option<Duration>) -> Result<(), ApiError> {
    let cookie = cookie(&*request::settings()?, name, value, max_age);
    let value = cookie.to_string().parse().map_err(|_| broken_cookie())?;
    request::response()?.append_header(header::SET_COOKIE, value);
    Ok(())
}

fn cookie(
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
