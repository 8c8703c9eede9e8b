//! Headers of every answer, for security above all (ASVS 5.0 §3.4). Pages bring their own content
//! security policy with a nonce; everything else gets one that allows nothing.

use super::AppState;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Request, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// Marks what the portal itself answered. The service worker and the scripts believe nothing else: a
/// page of the Wi-Fi that asks for a room number has status 200, too.
const OURS: (&str, &str) = ("x-asn-portal", "1");

const ALWAYS: [(&str, &str); 8] = [
    OURS,
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
    ("x-permitted-cross-domain-policies", "none"),
];

/// What is unavailable now may be asked for again after so long: the hashing queue is shorter, or
/// the database back. Seconds.
const RETRY_AFTER: &str = "5";

pub async fn add(State(state): State<AppState>, request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if state.settings.is_https() {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    // Files say how long they keep; everything else is somebody's page.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static(RETRY_AFTER));
    }
    // A node that is about to stop asks whoever keeps a connection to open another one, which a proxy
    // opens to another node. What is asked of it meanwhile, it answers.
    if state.is_stopping() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
