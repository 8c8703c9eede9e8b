//! What is wrong with a text that somebody typed.

use serde::{Deserialize, Serialize};

/// Why a text is not kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextProblem {
    /// It has so many characters, and may have `limit`.
    TooLong { characters: usize, limit: usize },
    /// It holds signs that no screen shows.
    Unreadable,
}
