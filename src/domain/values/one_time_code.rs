//! A one-time code as typed: six digits, or the eight of some apps that came from another provider; however
//! they were written.

use super::digits;
use crate::wire::login::CodeProblem;
use std::fmt;

/// Of the apps that are activated here.
pub const LENGTH: usize = 6;
const LONG: usize = 8;

/// Six or eight ASCII digits. [`fmt::Debug`] does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(String);

impl OneTimeCode {
    /// Reads a code; spaces, dashes and non-Latin digits are understood.
    ///
    /// # Errors
    /// [`CodeProblem::Empty`] where nothing was typed, [`CodeProblem::NotSixDigits`] otherwise.
    pub fn parse(typed: &str) -> Result<Self, CodeProblem> {
        let digits = digits::normalise(typed);
        match digits.len() {
            0 => Err(CodeProblem::Empty),
            LENGTH | LONG if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(digits)),
            _ => Err(CodeProblem::NotSixDigits),
        }
    }

    /// Reads the code of an app that is being activated.
    ///
    /// # Errors
    /// As [`OneTimeCode::parse`].
    pub fn parse_new(typed: &str) -> Result<Self, CodeProblem> {
        let code = Self::parse(typed)?;
        if code.0.len() == LENGTH { Ok(code) } else { Err(CodeProblem::NotSixDigits) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_is_written() {
        for typed in ["123456", "123 456", " 12 34 56 ", "123-456", "١٢٣٤٥٦", "１２３456"]
        {
            assert_eq!(OneTimeCode::parse(typed).unwrap().as_str(), "123456", "{typed}");
        }
    }

    #[test]
    fn eight_digits_are_a_code_but_not_of_an_app_that_is_activated_here() {
        assert_eq!(OneTimeCode::parse("1234 5678").unwrap().as_str(), "12345678");
        assert_eq!(OneTimeCode::parse_new("1234 5678"), Err(CodeProblem::NotSixDigits));
        assert_eq!(OneTimeCode::parse_new(""), Err(CodeProblem::Empty));
        assert_eq!(OneTimeCode::parse_new("123 456").unwrap().as_str(), "123456");
    }

    #[test]
    fn nothing_and_not_six_digits_are_told_apart() {
        assert_eq!(OneTimeCode::parse("  "), Err(CodeProblem::Empty));
        for typed in ["12345", "1234567", "123456789", "12345a", "1234567a", "+12345", "½23456"] {
            assert_eq!(OneTimeCode::parse(typed), Err(CodeProblem::NotSixDigits), "{typed}");
        }
    }

    #[test]
    fn debug_does_not_show_the_code() {
        assert!(!format!("{:?}", OneTimeCode::parse("123456").unwrap()).contains("123"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_code_or_an_answer(text in "\\PC{0,40}") {
            if let Ok(code) = OneTimeCode::parse(&text) {
                prop_assert!([LENGTH, LONG].contains(&code.as_str().len()));
                prop_assert!(code.as_str().bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
}
