//! A form that changes something is taken from our own pages only. SameSite=Lax is not enough for that: other
//! services under the same domain are the same site, and so are other ports.

use axum::http::HeaderMap;

/// By what every browser says since 2023. Whatever says nothing is no browser, and has no cookie to misuse.
pub fn is_own(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}
