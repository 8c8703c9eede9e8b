//! Signing in to services, and leaving them.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
