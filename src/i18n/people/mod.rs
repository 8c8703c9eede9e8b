//! Looking after people, and who looked at somebody.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
