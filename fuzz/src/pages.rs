//! What operators write: announcements, and the file of services.

use crate::text;
use asn_digital::{domain::launcher::{announcement, catalogue::{self as domain, Catalogue}}, wire::manage::LONGEST_BODY};
use url::Url;

/// Whatever is written, what comes out is a few elements without attributes, and links to https,
/// mail and telephone.
pub fn announcement_markdown(data: &[u8]) {
    let body: String = text(data).chars().take(LONGEST_BODY).collect();
    let html = announcement::html(&body);
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "{html}");
        let (tag, after) = after.split_once('>').unwrap_or_else(|| panic!("no end: {html}"));
        element(tag);
        rest = after;
    }
    assert!(!rest.contains('>'), "{html}");
    assert!(html.len() <= 256 * 1024, "{} bytes of {}", html.len(), body.len());
}

fn element(tag: &str) {
    const PLAIN: [&str; 7] = ["p", "ul", "li", "strong", "em", "a", "br"];
    if PLAIN.contains(&tag.strip_prefix('/').unwrap_or(tag)) {
        return;
    }
    let attributes = tag.strip_prefix("a ").unwrap_or_else(|| panic!("<{tag}>"));
    let attributes = attributes.strip_suffix("rel=\"noopener noreferrer\"");
    let attributes = attributes.unwrap_or_else(|| panic!("<{tag}>")).trim_end();
    if attributes.is_empty() {
        return;
    }
    let address = attributes.strip_prefix("href=\"").and_then(|rest| rest.strip_suffix('"'));
    let address = address.unwrap_or_else(|| panic!("<{tag}>"));
    assert!(!address.contains(['"', '<', '>']), "<{tag}>");
    let address = address.replace("&nbsp;", "\u{a0}").replace("&amp;", "&");
    let scheme = Url::parse(&address).map(|url| url.scheme().to_owned());
    let scheme = scheme.unwrap_or_else(|_| address.split(':').next().unwrap_or_default().into());
    assert!(["https", "mailto", "tel"].contains(&&*scheme.to_ascii_lowercase()), "<{tag}>");
}

/// A file is a catalogue or says why not in one line; a tile leads to https and a host.
pub fn catalogue(data: &[u8]) {
    let text = text(data);
    match Catalogue::parse(&text) {
        Ok(catalogue) => {
            assert!(Catalogue::parse(&text).is_ok_and(|again| again == catalogue));
            // Twice the same is not a catalogue, unless it has no services.
            let twice = Catalogue::parse(&format!("{text}\n{text}"));
            let is_empty = format!("{catalogue:?}") == "Catalogue([])";
            assert!(is_empty || twice.is_err());
        }
        Err(error) => {
            let said = error.to_string();
            assert!(!said.is_empty() && !said.contains('\n'), "{said:?}");
        }
    }
    for line in text.lines().take(20) {
        if let Ok(address) = domain::read_address(line) {
            let address = address.into_text();
            assert!(address.starts_with("https://") && address.is_ascii(), "{address}");
            assert!(!address.contains([' ', '\r', '\n', '\t', '\0']), "{address}");
            let url = Url::parse(&address).expect("an address");
            assert!(url.scheme() == "https" && url.has_host(), "{address}");
            assert!(url.username().is_empty(), "{address}");
        }
    }
}
