//! What is asked, by whom: the token, the body, and what stands in the address.

use super::{PREFIX, answer};
use crate::{
    domain::scim::{
        error::{NoAnswer, ScimProblem, ScimType},
        listing::UserQuery,
        people::IfMatch,
        projection::Projection,
        token::{self, Source},
    },
    http::AppState,
    web::request::visitor_of,
    wire::error::ApiError,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderValue, Request, header, request::Parts},
    response::Response,
};
use serde_json::{Map, Value};
use url::form_urlencoded;

/// A request with the token that it brought.
pub struct ScimAsked {
    pub source: Source,
    pub parts: Parts,
    body: Bytes,
    /// What the addresses of resources begin with.
    pub base: String,
}

/// # Errors
/// The answer to one without a good token.
pub async fn of(state: &AppState, request: Request<Body>) -> Result<ScimAsked, Response> {
    let (parts, body) = request.into_parts();
    let Some(visitor) = visitor_of(&parts, &state.settings) else {
        return Err(answer::problem(&answer::broken(ApiError::Internal)));
    };
    let authorization = parts.headers.get(header::AUTHORIZATION);
    let brought = authorization.and_then(|value| value.to_str().ok()?.split_once(' '));
    let brought = brought.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let brought = brought.map(|(_, token)| token.trim());
    let source = token::authenticate(&state.portal, &visitor, brought).await;
    let source = source.map_err(|why| answer::none(state, &why))?;
    let base = format!("{}{PREFIX}", state.portal.origin);
    // It was read as a whole already, within its limit.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    Ok(ScimAsked { source, parts, body, base })
}

impl ScimAsked {
    /// The body, as JSON.
    ///
    /// # Errors
    /// `invalidSyntax` where it is none.
    pub fn json(&self) -> Result<Value, ScimProblem> {
        let kind = self.parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        let is_json = |kind: &[u8]| {
            let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
            [&b"application/scim+json"[..], b"application/json"]
                .iter()
                .any(|one| kind.eq_ignore_ascii_case(one))
        };
        if !kind.is_none_or(is_json) {
            return Err(ScimProblem::new(415, "the body is application/scim+json"));
        }
        serde_json::from_slice(&self.body).map_err(|_| {
            let detail = "the body is no JSON, or nested too deep";
            ScimProblem::bad(ScimType::InvalidSyntax, detail)
        })
    }

    /// The body, as an object of JSON.
    ///
    /// # Errors
    /// `invalidSyntax` where it is none.
    pub fn object(&self) -> Result<Map<String, Value>, ScimProblem> {
        match self.json()? {
            Value::Object(object) => Ok(object),
            _ => Err(ScimProblem::bad(ScimType::InvalidSyntax, "the body is no object")),
        }
    }

    pub fn if_match(&self) -> Option<IfMatch> {
        text_of(&self.parts.headers, &header::IF_MATCH).map(IfMatch)
    }

    pub fn if_none_match(&self) -> Option<String> {
        text_of(&self.parts.headers, &header::IF_NONE_MATCH)
    }

    /// A parameter of the address; the first of several.
    fn parameter(&self, name: &str) -> Option<String> {
        let query = self.parts.uri.query().unwrap_or_default();
        let mut all = form_urlencoded::parse(query.as_bytes());
        all.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
    }

    /// # Errors
    /// When a name is none.
    pub fn projection(&self) -> Result<Projection, ScimProblem> {
        let (only, without) = (self.parameter("attributes"), self.parameter("excludedAttributes"));
        Projection::read(only.as_deref(), without.as_deref())
    }

    /// # Errors
    /// When a number is none.
    pub fn query(&self) -> Result<UserQuery, ScimProblem> {
        let number = |name: &str| self.parameter(name).map(|text| number(&text)).transpose();
        Ok(UserQuery {
            filter: self.parameter("filter"),
            cursor: self.parameter("cursor"),
            start_index: number("startIndex")?,
            count: number("count")?,
        })
    }
}

/// The same in the body of a search (RFC 7644 §3.4.3).
///
/// # Errors
/// When a value is of another kind.
pub fn searched(body: &Map<String, Value>) -> Result<(UserQuery, Projection), ScimProblem> {
    let named = |name: &str| {
        body.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    let text = |name: &str| named(name).and_then(Value::as_str).map(str::to_owned);
    let count = |name: &str| match named(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_i64().map(Some).ok_or_else(no_number),
    };
    let names = |name: &str| {
        let all = named(name)?.as_array()?;
        Some(all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","))
    };
    let query = UserQuery {
        filter: text("filter"),
        cursor: text("cursor"),
        start_index: count("startIndex")?,
        count: count("count")?,
    };
    let (only, without) = (names("attributes"), names("excludedAttributes"));
    Ok((query, Projection::read(only.as_deref(), without.as_deref())?))
}

fn number(text: &str) -> Result<i64, ScimProblem> {
    text.trim().parse().map_err(|_| no_number())
}

fn no_number() -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidValue, "startIndex and count are numbers")
}

fn text_of(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// What becomes of a request with a good token.
pub async fn answered(
    state: &AppState,
    request: Request<Body>,
    work: impl AsyncFnOnce(&ScimAsked) -> Result<Response, NoAnswer>,
) -> Response {
    let asked = match of(state, request).await {
        Ok(asked) => asked,
        Err(refused) => return refused,
    };
    work(&asked).await.unwrap_or_else(|why| answer::none(state, &why))
}
