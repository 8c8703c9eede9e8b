//! What operators and administrators do.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
