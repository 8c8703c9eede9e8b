//! The page before a login.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
