//! Digits as people type them.
//!
//! A number copied from a chat, a letter or a keyboard in another script comes with spaces, dots,
//! dashes or non-Latin digits. They mean the same number, so they are read as the same number.

/// The decimal digit blocks (Unicode `Nd`) a keyboard used in Indonesia may produce, by their zero:
/// Arabic-Indic, extended Arabic-Indic, Balinese, Sundanese, Javanese, full width.
const ZEROS: [char; 6] = ['٠', '۰', '᭐', '᮰', '꧐', '０'];

/// Drops separators and turns every known digit into ASCII; anything else is kept as it is, so
/// that a validator can still see and refuse it.
#[must_use]
pub fn normalise(text: &str) -> String {
    text.chars().filter(|c| !is_separator(*c)).map(to_ascii).collect()
}

fn is_separator(c: char) -> bool {
    // Besides white space, dots and dashes: the invisible marks that come with copied text.
    c.is_whitespace()
        || matches!(c, '.' | '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn to_ascii(c: char) -> char {
    ZEROS
        .iter()
        .find_map(|zero| {
            let value = (c as u32).checked_sub(*zero as u32)?;
            (value < 10).then(|| char::from_digit(value, 10)).flatten()
        })
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn separators_vanish_and_other_scripts_become_ascii() {
        assert_eq!(normalise(" 123 456 "), "123456");
        assert_eq!(normalise("123-456"), "123456");
        assert_eq!(normalise("123\u{a0}456\u{200e}"), "123456");
        assert_eq!(normalise("٠١٢٣٤٥"), "012345");
        assert_eq!(normalise("۶۷۸۹"), "6789");
        assert_eq!(normalise("９８７"), "987");
        assert_eq!(normalise("꧑꧒"), "12");
    }

    #[test]
    fn what_is_no_digit_stays_to_be_refused() {
        assert_eq!(normalise("12a45²"), "12a45²");
    }

    proptest! {
        #[test]
        fn ascii_digits_are_never_changed(text in "[0-9]{0,40}") {
            prop_assert_eq!(normalise(&text), text);
        }

        #[test]
        fn normalising_twice_changes_nothing_more(text in ".{0,60}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
