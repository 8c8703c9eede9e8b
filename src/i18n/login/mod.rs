//! Getting in: password, code, first activation.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
