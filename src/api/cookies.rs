//! Cookies: what a browser keeps for us. All are `HttpOnly` and `SameSite=Lax`; behind https they
//! are `Secure` and carry the `__Host-` prefix, so no subdomain can set them (RFC 6265bis §4.1.3).

use super::request::{self, broken_cookie};
use crate::{
    config::Settings,
    domain::{known_device::DeviceTokens, new_password, passkey, seal::Purpose, token::Token},
    i18n::Language,
    wire::{
        error::ApiError,
        flash::{Flash, Notice},
        launcher::Density,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite, time::Duration};
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

const SESSION: &str = "asn_session";
const DEVICE: &str = "asn_device";
const FLASH: &str = "asn_flash";
const FORM: &str = "asn_form";
const LANGUAGE: &str = "asn_language";
const DENSITY: &str = "asn_density";
const CEREMONY: &str = "asn_ceremony";
const LINK: &str = "asn_link";

/// A message that is not shown within five minutes is not shown any more.
const FLASH_SECONDS: i64 = 300;
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

/// The cookies of a request, parsed once.
pub struct Jar<'a> {
    cookies: Vec<Cookie<'a>>,
    prefix: &'static str,
}

impl<'a> Jar<'a> {
    #[must_use]
    pub fn of(headers: &'a HeaderMap, settings: &Settings) -> Self {
        let texts =
            headers.get_all(header::COOKIE).into_iter().filter_map(|text| text.to_str().ok());
        let cookies = texts.flat_map(Cookie::split_parse).filter_map(Result::ok).collect();
        Self { cookies, prefix: prefix(settings) }
    }

    #[must_use]
    pub fn session(&self) -> Option<Token> {
        Token::parse(self.get(SESSION)?)
    }

    #[must_use]
    pub fn devices(&self) -> DeviceTokens {
        DeviceTokens::parse(self.get(DEVICE).unwrap_or_default())
    }

    #[must_use]
    pub fn language(&self) -> Option<Language> {
        Language::from_tag(self.get(LANGUAGE)?)
    }

    #[must_use]
    pub fn density(&self) -> Option<Density> {
        Density::from_name(self.get(DENSITY)?)
    }

    /// The key of a letter's link, moved here from the address it came with.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        Link::parse(self.get(LINK)?)
    }

    /// Whether a message was left for the next page.
    #[must_use]
    pub fn has_flash(&self) -> bool {
        self.get(FLASH).is_some()
    }

    fn get(&self, name: &str) -> Option<&str> {
        let is_it = |cookie: &&Cookie<'_>| cookie.name().strip_prefix(self.prefix) == Some(name);
        self.cookies.iter().find(is_it).map(Cookie::value)
    }
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
    let Some(text) = jar.get(CEREMONY) else {
        return Ok(Vec::new());
    };
    set(CEREMONY, String::new(), Some(Duration::ZERO))?;
    Ok(URL_SAFE_NO_PAD.decode(text).unwrap_or_default())
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
    set(DEVICE, tokens.to_text(), Some(LONG))
}

pub fn set_language(language: Language) -> Result<(), ApiError> {
    set(LANGUAGE, language.tag().to_owned(), Some(LONG))
}

pub fn set_density(density: Density) -> Result<(), ApiError> {
    set(DENSITY, density.name().to_owned(), Some(LONG))
}

#[derive(Serialize, Deserialize)]
struct SealedFlash {
    flash: Flash,
    /// Unix seconds.
    until: i64,
}

/// Leaves a message for the next page. It is sealed: a browser can neither read nor make one.
pub fn set_flash(flash: &Flash) -> Result<(), ApiError> {
    leave(FLASH, flash)
}

/// Keeps what was typed into a form that needs a fresh proof first: pages in between, which take the
/// message left for them, do not take this.
pub fn set_form(form: &Flash) -> Result<(), ApiError> {
    leave(FORM, form)
}

fn leave(name: &str, flash: &Flash) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let until = portal.now().unix_timestamp() + FLASH_SECONDS;
    let plain = serde_json::to_vec(&SealedFlash { flash: flash.clone(), until })
        .map_err(|_| broken_cookie())?;
    let sealed = portal.sealer.seal(Purpose::Flash, &plain, portal.random());
    let sealed = sealed.map_err(request::fault)?;
    set(name, URL_SAFE_NO_PAD.encode(sealed), Some(Duration::seconds(FLASH_SECONDS)))
}

/// Takes the message left for this page, once. A forged, damaged or old one is no message.
pub fn take_flash() -> Result<Option<Flash>, ApiError> {
    take(FLASH)
}

/// Takes the form that was kept, once.
pub fn take_form() -> Result<Option<Flash>, ApiError> {
    take(FORM)
}

fn take(name: &str) -> Result<Option<Flash>, ApiError> {
    let (portal, settings, parts) = (request::portal()?, request::settings()?, request::parts()?);
    let jar = Jar::of(&parts.headers, &settings);
    let Some(text) = jar.get(name) else {
        return Ok(None);
    };
    set(name, String::new(), Some(Duration::ZERO))?;
    let sealed = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let plain = portal.sealer.open(Purpose::Flash, &sealed).unwrap_or_default();
    let flash = serde_json::from_slice::<SealedFlash>(&plain).ok();
    let now = portal.now().unix_timestamp();
    Ok(flash.filter(|flash| now < flash.until).map(|flash| flash.flash))
}

/// Takes the message left for this page when it is a notice.
pub fn take_notice() -> Result<Option<Notice>, ApiError> {
    Ok(match take_flash()? {
        Some(Flash::Notice { notice, .. }) => Some(notice),
        _ => None,
    })
}

/// Leaves a notice for the next page.
pub fn set_notice(notice: Notice) -> Result<(), ApiError> {
    set_flash(&Flash::Notice { notice, nip: String::new() })
}

fn set(name: &str, value: String, max_age: Option<Duration>) -> Result<(), ApiError> {
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
