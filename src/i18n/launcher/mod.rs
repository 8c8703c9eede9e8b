//! Services, and what is announced beside them.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
