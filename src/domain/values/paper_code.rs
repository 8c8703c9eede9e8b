//! Codes that people copy from paper or from a letter: capital letters and digits that are not
//! mistaken for each other, in two groups. Case, spaces and dashes do not matter when they are typed.

use crate::domain::random::{self, Random};
use std::fmt;

/// 32 characters, five bits each: no 0/O, no 1/I.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code of `N` characters: `5 * N` random bits. [`fmt::Debug`] does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct PaperCode<const N: usize>(String);

impl<const N: usize> PaperCode<N> {
    pub fn generate(random: &dyn Random) -> Self {
        Self::from_random_bytes(&random::bytes(random))
    }

    /// `bytes`: as random as the code is to be.
    #[must_use]
    pub fn from_random_bytes(bytes: &[u8; N]) -> Self {
        // 256 is a multiple of 32: every character is as likely as any other.
        let symbols = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32)));
        Self(symbols.map(|symbol| char::from(*symbol)).collect())
    }

    /// `None` for what cannot be such a code.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let mut code = String::with_capacity(N);
        for typed in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        {
            let symbol = u8::try_from(typed.to_ascii_uppercase()).ok()?;
            if !ALPHABET.contains(&symbol) || code.len() == N {
                return None;
            }
            code.push(char::from(symbol));
        }
        (code.len() == N).then_some(Self(code))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In two groups.
    #[must_use]
    pub fn to_text(&self) -> String {
        let (first, second) = self.0.split_at_checked(N / 2).unwrap_or((&self.0, ""));
        format!("{first}-{second}")
    }
}

impl<const N: usize> fmt::Debug for PaperCode<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PaperCode([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_is_written() {
        let code = PaperCode::<10>::parse("K7QFM-2ZP9X").unwrap();
        for typed in ["k7qfm2zp9x", " K7QFM 2ZP9X ", "K7-QF-M2-ZP-9X", "k7qfm–2zp9x"] {
            assert_eq!(PaperCode::parse(typed).unwrap(), code, "{typed}");
        }
        assert_eq!(code.to_text(), "K7QFM-2ZP9X");
        for wrong in ["", "K7QFM-2ZP9", "K7QFM-2ZP9XX", "K7QFM-2ZP9O", "K7QFM-2ZP9é", "123456"] {
            assert!(PaperCode::<10>::parse(wrong).is_none(), "{wrong}");
        }
        assert!(!format!("{code:?}").contains("K7"));
    }

    proptest! {
        #[test]
        fn every_code_made_is_read_back_and_any_text_is_answered(seed in any::<u64>(), text in "\\PC{0,40}") {
            let code = PaperCode::<8>::generate(&SeededRandom::new(seed));
            prop_assert_eq!(PaperCode::parse(&code.to_text()), Some(code));
            let _ = PaperCode::<10>::parse(&text);
        }
    }
}
