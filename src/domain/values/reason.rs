//! Why somebody does something to somebody else: said in words, and read by whom it concerns.

use super::text;
use crate::wire::{people::ReasonProblem, reset::LONGEST_REASON};

/// Characters.
const SHORTEST: usize = 10;

/// # Errors
/// What is wrong with it: 10 to [`LONGEST_REASON`] readable characters.
pub fn read(typed: &str) -> Result<String, ReasonProblem> {
    let reason = text::lines(typed, LONGEST_REASON).map_err(ReasonProblem::Text)?;
    if reason.chars().count() < SHORTEST { Err(ReasonProblem::Short) } else { Ok(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_ten_to_five_hundred_characters_whatever_blanks_are_around_it() {
        for short in ["", " terlalu  ", "  kurang   "] {
            assert_eq!(read(short), Err(ReasonProblem::Short), "{short}");
        }
        assert_eq!(read(&"x".repeat(500)).map(|reason| reason.len()), Ok(500));
        assert!(matches!(read(&"x".repeat(501)), Err(ReasonProblem::Text(_))));
    }
}
