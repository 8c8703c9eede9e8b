//! One's own account, and what happened to it.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
