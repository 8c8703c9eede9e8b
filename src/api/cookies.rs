//! The cookies that an answer sets, and those of its request ([`crate::web::cookies`]).

use super::request::{self, broken_cookie};
use crate::{
    domain::{
        credentials::passkey,
        guard::{device_tokens::DeviceTokens, known_device},
        values::reference_token::ReferenceToken,
    },
    i18n::Language,
    web::cookies::{CEREMONY, DENSITY, DEVICE, Jar, LANGUAGE, LINK, Link, SESSION, ZONE, cookie},
    wire::{error::ApiError, launcher::Density, zone::Zone},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cookie::time::Duration;
use http::header;

/// The longest that browsers keep a cookie.
const LONG: Duration = Duration::days(400);

/// How long a browser keeps its session cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieLifetime {
    /// Until it is closed: a shared computer forgets.
    UntilClosed,
    /// Also when a phone kills the browser while the authenticator app is open.
    Seconds(i64),
}

pub fn set_session(token: &ReferenceToken, keep: CookieLifetime) -> Result<(), ApiError> {
    let age = match keep {
        CookieLifetime::UntilClosed => None,
        CookieLifetime::Seconds(seconds) => Some(Duration::seconds(seconds)),
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
    let settings = request::settings()?;
    let parts = request::parts()?;
    let jar = Jar::of(&parts.headers, &settings);
    if jar.has(CEREMONY) {
        set(CEREMONY, String::new(), Some(Duration::ZERO))?;
    }
    Ok(jar.sealed(CEREMONY))
}

/// See [`Jar::has_unreadable_session`].
pub fn has_unreadable_session() -> Result<bool, ApiError> {
    let settings = request::settings()?;
    let parts = request::parts()?;
    Ok(Jar::of(&parts.headers, &settings).has_unreadable_session())
}

/// The key of a letter's link.
pub fn link() -> Result<Option<Link>, ApiError> {
    let settings = request::settings()?;
    let parts = request::parts()?;
    Ok(Jar::of(&parts.headers, &settings).link())
}

/// How the launcher is shown in this browser.
pub fn density() -> Result<Density, ApiError> {
    let settings = request::settings()?;
    let parts = request::parts()?;
    Ok(Jar::of(&parts.headers, &settings).density().unwrap_or_default())
}

/// In which zone times were last written in this browser.
pub fn zone() -> Result<Zone, ApiError> {
    let settings = request::settings()?;
    let parts = request::parts()?;
    Ok(Jar::of(&parts.headers, &settings).zone().unwrap_or_default())
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
