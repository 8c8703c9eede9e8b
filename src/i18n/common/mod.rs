//! What every page says.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
