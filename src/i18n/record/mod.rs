//! The record as the console searches it, and how the portal fares: for operators, auditors and
//! administrators. Beside [`crate::i18n::Messages`], so that no script of a page carries them.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
