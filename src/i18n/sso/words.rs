//! Signing in to services, and leaving them.

use crate::i18n::{ErrorPage, Text};

/// Why a service was not reached.
pub struct SignInRefused {
    pub too_long: ErrorPage,
    pub too_many: ErrorPage,
    pub no_client: ErrorPage,
    pub unknown_client: ErrorPage,
    pub no_redirect: ErrorPage,
    pub unknown_redirect: ErrorPage,
    pub stale: ErrorPage,
    pub not_for_them: ErrorPage,
    pub closed: ErrorPage,
    pub needs_passkey: ErrorPage,
    /// Before what the service sent.
    pub sent: Text,
    /// Before a service's own name for itself.
    pub client: Text,
    pub about: Text,
    pub start: Text,
    pub add_passkey: Text,
}

/// Who asks for what, before it goes on.
pub struct Confirm {
    pub title: fn(&str) -> String,
    pub lead: fn(&str) -> String,
    pub signed_in_as: Text,
    pub learns: Text,
    pub scopes: ScopeWords,
    /// Of one that is not the state's own.
    pub third_party: Text,
    pub later: Text,
    pub allow: Text,
    pub go_on: Text,
    pub deny: Text,
    pub somebody_else: Text,
}

/// What a service learns.
pub struct ScopeWords {
    pub openid: Text,
    pub profile: Text,
    pub email: Text,
    pub phone: Text,
    pub address: Text,
    pub roles: Text,
}

/// Leaving, where a service asked for it.
pub struct Leaving {
    pub title: Text,
    pub lead: Text,
    pub stay: Text,
    pub done: Text,
    pub done_lead: Text,
    pub told: Text,
    pub reached: Text,
    pub due: Text,
    pub failed: Text,
    pub failed_hint: Text,
    pub log_in_again: Text,
    pub back: fn(&str) -> String,
}

/// Services on the account page.
pub struct UsedServices {
    pub title: Text,
    pub hint: Text,
    pub nothing: Text,
    pub since: Text,
    pub not_signed_in: Text,
    pub knows: Text,
    pub withdraw: Text,
    pub withdrawn: Text,
}
