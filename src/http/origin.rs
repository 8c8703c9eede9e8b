//! The origin check: a request that changes something must come from a page of ours.
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; scripts in
//! a page can set neither. Who says nothing is refused. (ASVS 5.0 §3.5.1; no tokens in forms.)

use super::{AppState, error_page};
use crate::{domain::audit::refusals, web::request::visitor_of, wire::error::ApiError};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, Method, Request, header},
    middleware::Next,
    response::Response,
};

pub async fn check(State(state): State<AppState>, request: Request<Body>, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_ours(request.headers(), state.settings.public_origin.as_str()) {
        return next.run(request).await;
    }
    tracing::warn!("a request from another site was refused");
    let (parts, _) = request.into_parts();
    if let Some(visitor) = visitor_of(&parts, &state.settings)
        && let Err(error) = refusals::refused_origin(&state.portal, &visitor).await
    {
        // It is refused all the same.
        tracing::warn!(%error, "that a request from another site was refused is not in the record");
    }
    let request = Request::from_parts(parts, Body::empty());
    error_page::render(&state, request, ApiError::Forbidden).await
}

fn is_ours(headers: &HeaderMap, public_origin: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        // "none" is a person's own doing: the address bar, a bookmark, a form sent again.
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin == public_origin,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_anything() {
        let ours = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            is_ours(&headers, "https://asn.example")
        };
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("sec-fetch-site", "none")]));
        assert!(ours(&[("origin", "https://asn.example")]));

        assert!(!ours(&[]));
        assert!(!ours(&[("sec-fetch-site", "cross-site"), ("origin", "https://asn.example")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[("origin", "https://evil.example")]));
        assert!(!ours(&[("origin", "null")]));
        assert!(!ours(&[("origin", "http://asn.example")]));
        assert!(!ours(&[("origin", "https://asn.example.evil")]));
    }
}
