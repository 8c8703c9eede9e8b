//! What may go wrong beyond a form's own problems.

use http::StatusCode;
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// Why a page or a form was not answered. The cause is in the operator's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// The request is not one a page of ours sends.
    BadRequest,
    /// There is no live session.
    Unauthenticated,
    /// The request came from another site.
    Forbidden,
    /// It came from a page of somebody who is not logged in any more.
    SomebodyElse,
    NotFound,
    TooLarge,
    /// Too many logins at this moment; try again in a few seconds.
    Busy,
    /// The disk takes nothing more, for anybody.
    CannotSave,
    /// The database is away for a moment.
    Unavailable,
    /// Something went wrong on our side.
    Internal,
}

impl ApiError {
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SomebodyElse => StatusCode::CONFLICT,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            // Temporary, too, but no crowd: whoever watches can tell them apart (RFC 4918 §11.5).
            Self::CannotSave => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::BadRequest,
            _ => Self::Internal,
        }
    }

    fn status_code(&self) -> StatusCode {
        self.status()
    }
}
