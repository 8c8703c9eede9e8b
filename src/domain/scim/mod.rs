//! Provisioning by the systems of agencies: SCIM 2.0 (RFC 7643, 7644, 9865). `docs/SCIM.md` says what a client
//! sees.
//!
//! ```text
//! filter ─▶ predicate ─▶ listing          what is asked for
//! body ──▶ patch (element) ─▶ user ─▶ people   what becomes of a person
//! ```
//!
//! [`filter`], [`predicate`], [`patch`], [`element`], [`user`], [`group`], [`projection`], [`schema`] and [`bulk`]
//! are pure. A source sees and changes the people of its token's agencies ([`scope`]) and nobody else: to it
//! they are not there.

pub mod attributes;
pub mod bulk;
pub mod cursor;
pub mod element;
pub mod error;
pub mod filter;
pub mod group;
pub mod hold;
pub mod listing;
pub mod patch;
pub mod people;
pub mod predicate;
pub mod projection;
pub mod schema;
pub mod scope;
pub mod token;
pub mod user;
