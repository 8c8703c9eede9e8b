//! Services that people sign in to, for administrators.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
