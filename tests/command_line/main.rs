//! The command `asn-digital`, run as an operator runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod clerks;
mod keycloak;
mod keys;
mod scim;
mod starting;
mod support;
mod watching;
