//! What is wrong with a line of a clerk's file. Beside [`crate::i18n::Messages`], so that no script of a page carries
//! them.

pub(super) mod en;
pub(super) mod id;
mod words;

pub use words::*;
