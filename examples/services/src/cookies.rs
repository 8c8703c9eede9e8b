//! Three kinds of cookies, all HttpOnly and SameSite=Lax. Their names carry the service's, since cookies do not tell
//! ports apart. On https, where yours will be, add `Secure` and begin the names with `__Host-`.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};

/// Gone when the browser is closed.
pub fn session(service: &str, token: &str) -> String {
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax", session_name(service))
}

pub fn session_name(service: &str) -> String {
    format!("{service}-sesi")
}

/// One for each login under way, so that two tabs do not disturb each other. Lax and not Strict: the way back
/// from the portal begins at another site.
pub fn attempt(service: &str, state: &str, value: &str) -> String {
    let minutes = 15;
    let name = attempt_name(service, state);
    format!("{name}={value}; Path=/masuk; Max-Age={}; HttpOnly; SameSite=Lax", minutes * 60)
}

pub fn attempt_name(service: &str, state: &str) -> String {
    format!("{service}-masuk-{state}")
}

/// While somebody is at the portal to end their login there.
pub fn leaving(service: &str, state: &str) -> String {
    format!("{}={state}; Path=/keluar; Max-Age=300; HttpOnly; SameSite=Lax", leaving_name(service))
}

pub fn leaving_name(service: &str) -> String {
    format!("{service}-keluar")
}

/// Takes a cookie back.
pub fn gone(name: &str, path: &str) -> String {
    format!("{name}=; Path={path}; Max-Age=0; HttpOnly; SameSite=Lax")
}

pub fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

pub fn session_token<'a>(service: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    find(headers, &session_name(service))
}

/// What is no header value sets no cookie.
pub fn set(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        headers.append(SET_COOKIE, value);
    }
}
