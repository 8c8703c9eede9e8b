//! What stands in a request besides its form: addresses, cookies, the browser's name for itself.

use crate::text;
use asn_digital::{config::Settings, domain::{values::{browser_name::{self, Browser}, reference_token::ReferenceToken}, guard::device_tokens::DeviceTokens}, i18n::Language, paths, web::cookies::{self, Jar, Link}, wire::launcher::Density};
use http::{HeaderMap, HeaderValue, header};
use std::sync::LazyLock;
use url::Url;

const ORIGIN: &str = "https://asn.example";

/// A return address is a page of ours, to a browser as to us, and reaches the login page unchanged, or
/// without its query where that is too long.
pub fn return_addresses(data: &[u8]) {
    let next = text(data);
    let (page, after_login) = (paths::safe_page(&next), paths::safe_next(&next));
    let path = next.split('?').next();
    assert!(after_login.is_none() || page == after_login || after_login == path);
    if let Some(page) = page {
        assert!(page == next || Some(page) == path && next.len() > 1000);
        assert!(
            page.len() <= 1000 && after_login.is_none_or(|next| next.len() <= paths::LONGEST_NEXT)
        );
        assert!(page.starts_with('/') && !page.starts_with("//") && page.is_ascii());
        assert!(!page.contains(|c: char| c.is_ascii_control() || "\\:#@ \"'<>".contains(c)));
        let url = Url::parse(ORIGIN).and_then(|origin| origin.join(page)).expect("an address");
        assert_eq!(url.origin().ascii_serialization(), ORIGIN);
        assert_eq!(Some(url.path()), page.split('?').next());
        assert!(!url.path().starts_with(paths::API) && url.fragment().is_none());
        assert!(HeaderValue::from_str(page).is_ok());
    }
    for before in [paths::LOGIN, paths::SECOND_STEP, paths::PROOF] {
        let there = paths::then(before, &next);
        let url = Url::parse(ORIGIN).and_then(|origin| origin.join(&there)).expect("an address");
        assert_eq!(url.path(), before);
        let carried: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        match after_login {
            Some(next) => assert_eq!(carried, [(paths::NEXT.to_owned(), next.to_owned())]),
            None => assert_eq!(there, before),
        }
    }
}

static HTTPS: LazyLock<Settings> = LazyLock::new(|| settings(ORIGIN));
static HTTP: LazyLock<Settings> = LazyLock::new(|| settings("http://127.0.0.1:3000"));

fn settings(origin: &str) -> Settings {
    let public_origin = origin.parse().expect("an origin");
    Settings {
        public_origin,
        trusted_proxies: Vec::new(),
        security_contacts: Vec::new(),
        outgoing_networks: Vec::new(),
        demo: false,
    }
}

/// A cookie is found only under its own name, behind https only under the host's, and means what it
/// says; what we set is read back.
pub fn language(data: &[u8]) {
    let typed = text(data);
    if let Some(language) = Language::from_tag(&typed) {
        assert_eq!(language.tag(), typed);
    }
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n') {
        if let Ok(line) = HeaderValue::from_bytes(line) {
            headers.append(header::COOKIE, line);
        }
    }
    let sent = |name: &str, value: &str| {
        let lines = headers.get_all(header::COOKIE).into_iter().map(HeaderValue::as_bytes);
        lines.flat_map(|line| line.split(|byte| *byte == b';')).any(|pair| {
            let pair = String::from_utf8_lossy(pair);
            pair.split_once('=')
                .is_some_and(|(key, found)| key.trim() == name && found.trim() == value)
        })
    };
    for (settings, prefix) in [(&*HTTPS, "__Host-"), (&*HTTP, "")] {
        let jar = Jar::of(&headers, settings);
        if let Some(language) = jar.language() {
            assert!(sent(&format!("{prefix}asn_language"), language.tag()));
        }
        if let Some(density) = jar.density() {
            assert!(density.name().parse::<Density>() == Ok(density));
            assert!(sent(&format!("{prefix}asn_density"), density.name()));
        }
        let link = jar.link().and_then(|link| match link {
            Link::Whole(token) => Some(token),
            Link::Damaged => None,
        });
        for (name, token) in [("asn_session", jar.session()), ("asn_link", link)] {
            if let Some(token) = token {
                assert!(sent(&format!("{prefix}{name}"), &token.to_text()));
            }
        }
        let devices = jar.devices();
        assert!(
            devices.to_text().len() <= 351 && DeviceTokens::parse(&devices.to_text()) == devices
        );
    }
    if let Some(token) = ReferenceToken::parse(&typed) {
        let set = cookies::link_header(&HTTPS, &Link::Whole(token.clone()));
        for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(set.contains(attribute) && !set.contains("Domain"), "{set}");
        }
        let back = set.split(';').next().and_then(|pair| pair.parse().ok()).expect("a header");
        let headers = HeaderMap::from_iter([(header::COOKIE, back)]);
        assert!(Jar::of(&headers, &HTTPS).link() == Some(Link::Whole(token)));
    }
}

const BROWSERS: [&str; 9] = [
    "command line",
    "Samsung Internet",
    "UC Browser",
    "Opera",
    "Edge",
    "Firefox",
    "Chrome",
    "Safari",
    "",
];
const SYSTEMS: [&str; 8] =
    ["Windows", "iPhone", "iPad", "Android", "ChromeOS", "macOS", "Linux", ""];

/// Nothing of what a browser says of itself is shown but names that we know.
pub fn browser_name(data: &[u8]) {
    let agent = text(data);
    let Browser { browser, system } = browser_name::of(&agent);
    assert!(BROWSERS.contains(&browser.unwrap_or_default()));
    assert!(SYSTEMS.contains(&system.unwrap_or_default()));
    for language in Language::ALL {
        let shown = browser_name::in_words(&agent, language);
        // A program is called so in the words of the language.
        let named = browser != Some("command line");
        for name in [browser, system].into_iter().flatten().filter(|_| named) {
            assert!(shown.contains(name));
        }
        // Two names, and what joins them in a sentence.
        assert!((3..=50).contains(&shown.len()), "{shown}");
        assert!(shown.chars().all(|c| c.is_ascii_alphabetic() || " ()".contains(c)), "{shown}");
    }
}
