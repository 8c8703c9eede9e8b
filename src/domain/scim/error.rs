//! What a client is told when it gets nothing (RFC 7644 §3.12, RFC 9865 §2.1): a status, the name of the error
//! where there is one, and a sentence for whoever wrote the client. No whole number of a person stands in it.

use crate::{domain::Fault, store::StoreError};
use serde_json::{Value, json};
use std::borrow::Cow;
use strum::IntoStaticStr;

const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// Errors by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum ScimType {
    InvalidFilter,
    TooMany,
    Uniqueness,
    Mutability,
    InvalidSyntax,
    InvalidPath,
    NoTarget,
    InvalidValue,
    InvalidCursor,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct ScimProblem {
    pub status: u16,
    pub kind: Option<ScimType>,
    pub detail: Cow<'static, str>,
    /// Seconds, where to ask again helps.
    pub retry_after: Option<u32>,
}

impl ScimProblem {
    #[must_use]
    pub fn new(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, kind: None, detail: detail.into(), retry_after: None }
    }

    /// A request that is wrong in itself.
    #[must_use]
    pub fn bad(kind: ScimType, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: Some(kind), ..Self::new(400, detail) }
    }

    #[must_use]
    pub fn not_there() -> Self {
        Self::new(404, "there is no such resource, or this token may not see it")
    }

    #[must_use]
    pub fn taken() -> Self {
        let detail = "userName: somebody has this number, or had it";
        Self { kind: Some(ScimType::Uniqueness), ..Self::new(409, detail) }
    }

    #[must_use]
    pub fn body(&self) -> Value {
        let mut body = json!({
            "schemas": [ERROR], "status": self.status.to_string(), "detail": self.detail,
        });
        if let (Some(kind), Some(body)) = (self.kind, body.as_object_mut()) {
            body.insert("scimType".to_owned(), <&str>::from(kind).into());
        }
        body
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    #[error(transparent)]
    Refused(#[from] ScimProblem),
    #[error(transparent)]
    Broken(#[from] Fault),
}

impl From<StoreError> for NoAnswer {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_its_status_as_text_and_a_name_only_where_there_is_one() {
        let body = ScimProblem::taken().body();
        assert_eq!(body["status"], "409");
        assert_eq!(body["scimType"], "uniqueness");
        assert_eq!(body["schemas"][0], ERROR);
        assert!(ScimProblem::not_there().body().get("scimType").is_none());
    }
}
