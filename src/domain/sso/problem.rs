//! What a service is told when it gets nothing: an error of the protocol, never a page.

use strum::IntoStaticStr;

/// Errors by their names (RFC 6749 §4.1.2.1 and §5.2; OpenID Connect Core 1.0 §3.1.2.6; RFC 6750 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum ErrorCode {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    InvalidScope,
    InvalidToken,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedResponseType,
    AccessDenied,
    LoginRequired,
    ConsentRequired,
    InteractionRequired,
    AccountSelectionRequired,
    RequestNotSupported,
    RequestUriNotSupported,
    InvalidRequestUri,
    RegistrationNotSupported,
    UnmetAuthenticationRequirements,
    SlowDown,
    TemporarilyUnavailable,
    ServerError,
}

impl ErrorCode {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether whoever wrote the service has to mend something, of what the authorization endpoint answers: that
    /// nobody is logged in, or that its person does not want to, is no mistake.
    #[must_use]
    pub fn is_services_mistake(self) -> bool {
        matches!(
            self,
            Self::InvalidRequest
                | Self::UnauthorizedClient
                | Self::UnsupportedResponseType
                | Self::RequestNotSupported
                | Self::RequestUriNotSupported
                | Self::RegistrationNotSupported
        )
    }
}

/// An error and, for whoever wrote the service, what is wrong with the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuthError {
    pub code: ErrorCode,
    /// Letters that need no quoting (RFC 6749 §5.2), in English; nothing that was sent stands in it.
    pub description: &'static str,
}

impl OAuthError {
    #[must_use]
    pub const fn new(code: ErrorCode, description: &'static str) -> Self {
        Self { code, description }
    }

    #[must_use]
    pub const fn invalid_request(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    #[must_use]
    pub const fn invalid_grant(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidGrant, description)
    }
}
