//! Links out of letters carry a key. It is moved from the address to a cookie at once, so that it
//! stays neither in the history nor in what the page sends on (ASVS 5.0 §14.2.1). Mail programs and
//! filters put things around a link and into it: the key is the parameter of its name, whatever else is
//! there, and one that cannot be read leaves the address, too.

use super::AppState;
use crate::{
    domain::values::reference_token::ReferenceToken,
    paths,
    web::cookies::{self, Link},
};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Method, Request, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use url::form_urlencoded;

pub async fn take_key(
    State(state): State<AppState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(arrived) = arrived(request.uri()).filter(|_| asks) else {
        return next.run(request).await;
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    let page = HeaderValue::try_from(arrived.page);
    headers.insert(header::LOCATION, page.unwrap_or(HeaderValue::from_static(paths::HOME)));
    if let Some(link) = arrived.link
        && let Ok(cookie) = cookies::link_header(&state.settings, &link).parse()
    {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}

/// An address with a key in it.
#[derive(Debug, PartialEq)]
struct Arrived {
    page: String,
    /// `None`: no letter leads to this page.
    link: Option<Link>,
}

fn arrived(uri: &Uri) -> Option<Arrived> {
    // Where the question mark was encoded, what follows it is in the path.
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    let (path, in_path) = path.split_once('?').unwrap_or((&path, ""));
    let queries = [in_path, uri.query().unwrap_or_default()].join("&");
    let mut keys = form_urlencoded::parse(queries.as_bytes())
        .filter_map(|(name, value)| key(&name, &value))
        .peekable();
    keys.peek()?;
    let Some(page) = letter_page(path) else {
        let page = paths::safe_page(path)?.to_owned();
        return Some(Arrived { page, link: None });
    };
    let link = keys.find_map(|key| ReferenceToken::find(&key)).map_or(Link::Damaged, Link::Whole);
    Some(Arrived { page: page.to_owned(), link: Some(link) })
}

/// The page of ours that a letter leads to, whatever its path has got at its ends.
fn letter_page(path: &str) -> Option<&'static str> {
    let name = path.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    [paths::NEW_PASSWORD, paths::NEW_MAILBOX, paths::CANCEL_RESET]
        .into_iter()
        .find(|page| name.eq_ignore_ascii_case(page.trim_start_matches('/')))
}

/// What a parameter of the key's name holds. Its equals sign may have been encoded, too, and an
/// ampersand before it escaped as in HTML.
fn key(name: &str, value: &str) -> Option<String> {
    let name = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let name = name.strip_prefix("amp;").unwrap_or(name);
    let (start, rest) = name.split_at_checked(paths::KEY.len())?;
    let is_longer = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    (start.eq_ignore_ascii_case(paths::KEY) && !is_longer).then(|| format!("{rest}={value}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;

    #[test]
    fn the_key_is_the_parameter_of_its_name_whatever_else_is_there() {
        let token = ReferenceToken::generate(&SeededRandom::new(1));
        let key = token.to_text();
        for address in [
            "?kunci=*",
            "?kunci=*&utm_source=x",
            "?fbclid=1&kunci=*",
            "?fbclid=1&amp;kunci=*",
            "?kunci=*.",
            "?kunci=*%3E",
            "?kunci=%3C*%3E",
            "?kunci=%22*%22",
            "?kunci=*)",
            "?kunci=*'",
            "?kunci=*,",
            "?kunci=*;x=1",
            "?kunci=*?x=1",
            "?kunci=%3D*",
            "?kunci%3D*",
            "?kunci=3D*",
            "?kunci%3D3D*",
            "?kunci%253D*",
            "?kunci=*%3D",
            "?kunci=*+",
            "?kunci=%20*",
            "?KUNCI=*",
            "?Kunci=*",
            "?%6Bunci=*",
            "?kunci=&kunci=*",
            "?kunci=x&kunci=*",
            "?&kunci=*",
            "??kunci=*",
            "/?kunci=*",
            "/?x=1&kunci=*",
            "%3Fkunci=*",
            "%3Fkunci%3D*",
            "/%3Fkunci%3D*%26x",
            ".?kunci=*",
            "?kunci=*%00",
            "?kunci=*%FF",
        ] {
            for page in [paths::NEW_PASSWORD, paths::NEW_MAILBOX, paths::CANCEL_RESET] {
                let uri = format!("{page}{}", address.replace('*', &key)).parse().unwrap();
                let link = Some(Link::Whole(token.clone()));
                assert_eq!(arrived(&uri), Some(Arrived { page: page.into(), link }), "{uri}");
            }
        }
        let capitals = format!("/Kata-Sandi-Baru?kunci={key}").parse().unwrap();
        assert!(arrived(&capitals).is_some_and(|arrived| arrived.page == paths::NEW_PASSWORD));
    }

    #[test]
    fn a_damaged_key_leaves_the_address_and_nothing_else_is_taken_for_one() {
        for query in ["kunci", "kunci=", "kunci=abc", "KUNCI=%00", "x=1&kunci=a.b"] {
            let uri = format!("/kata-sandi-baru?{query}").parse().unwrap();
            let damaged = Arrived { page: "/kata-sandi-baru".into(), link: Some(Link::Damaged) };
            assert_eq!(arrived(&uri), Some(damaged), "{query}");
        }
        let key = ReferenceToken::generate(&SeededRandom::new(1)).to_text();
        for other in ["/?kunci=*", "/masuk?x=1&kunci=*"] {
            let page = other.split('?').next().unwrap().to_owned();
            let uri = other.replace('*', &key).parse().unwrap();
            assert_eq!(arrived(&uri), Some(Arrived { page, link: None }), "{other}");
        }
        for none in [
            "/kata-sandi-baru",
            "/kata-sandi-baru?kuncinya=*",
            "/kata-sandi-baru?x=kunci",
            "//evil.example/?kunci=*",
            "/tidak-ada?kunci=*",
        ] {
            assert_eq!(arrived(&none.replace('*', &key).parse().unwrap()), None, "{none}");
        }
    }
}
