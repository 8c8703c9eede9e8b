//! Single sign-on: the portal as an OpenID Provider (OpenID Connect Core 1.0, RFC 6749, RFC 9700).
//!
//! ```text
//!  service ── authorize ─▶ request ── who is there, may they enter? ──▶ code ── 60 s ──▶ grant ─▶ tokens
//!                             │ sealed in the tab's address                (once)          │
//!                             ▼                                                            ▼
//!                       login, proof, renewal, consent                  the session's end: deliveries
//! ```
//!
//! A request and a code are sealed, not stored: with a live session, authorize writes nothing. What a code is
//! exchanged for is a row, which ends with its session, account or client, and whoever took part is told.

pub mod access;
pub mod authorize;
pub mod claims;
pub mod client;
pub mod client_authentication;
pub mod client_check;
pub mod client_file;
pub mod clients;
pub mod code;
pub mod consent;
pub mod deliveries;
pub mod end_session;
pub mod entry;
pub mod issuer;
pub mod issuing;
pub mod jws;
pub mod key_ring;
pub mod parameters;
pub mod problem;
pub mod refresh_token;
pub mod request;
pub mod scope;
pub mod signing_keys;
pub mod subject;
pub mod token;

pub use issuer::SsoCell;

use time::Duration;

/// So far apart the clocks of a service and the portal may be. Inward only: nothing of ours is good for longer.
pub const LEEWAY: Duration = Duration::seconds(60);
/// How long a code may wait to be exchanged (RFC 6749 §4.1.2).
pub const CODE: Duration = Duration::seconds(60);
/// How long an access token is good.
pub const ACCESS_TOKEN: Duration = Duration::minutes(5);
/// How long an ID token is good.
pub const ID_TOKEN: Duration = Duration::minutes(10);
