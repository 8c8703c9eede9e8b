//! What somebody or something is called: people, agencies, devices. Such a name stands in lists, among
//! others, so it is held to more than other text ([`super::text`]).
//!
//! The same word can be written in several ways that nobody tells apart (white space, composed and
//! decomposed letters): one form is kept (UAX #15, NFC). Characters without a shape of their own, or piled
//! upon each other, can make a list lie (UTR #36): a name with them is refused.

use super::text::is_unreadable;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Marks upon one letter, after composition: more than any script that is written in Indonesia needs.
const MOST_MARKS: usize = 4;

/// In one form: composed letters, and runs of white space made one space.
#[must_use]
pub fn in_one_form(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_ascii() || is_nfc(&line) { line } else { line.nfc().collect() }
}

/// Whether it shows what it says. `line`: as [`in_one_form`] has made it.
#[must_use]
pub fn is_readable(line: &str) -> bool {
    let mut before = None;
    let mut marks = 0;
    line.chars().all(|c| {
        let may = if c.is_ascii() {
            !c.is_ascii_control()
        } else if is_combining_mark(c) {
            marks += 1;
            return marks <= MOST_MARKS && before.is_some_and(|before| before != ' ');
        } else {
            !is_unseen(c) || c == '\u{200d}' && before.is_some_and(is_part_of_a_picture)
        };
        (before, marks) = (Some(c), 0);
        may
    })
}

/// Besides what no text may hold: joiners, what is unassigned or private, and letters without a shape.
fn is_unseen(c: char) -> bool {
    is_unreadable(c)
        || c.general_category_group() == GeneralCategoryGroup::Other
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

/// Pictures are joined to others by what is unseen elsewhere: 👩‍💻.
fn is_part_of_a_picture(c: char) -> bool {
    matches!(c.general_category(), GeneralCategory::OtherSymbol | GeneralCategory::ModifierSymbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_word_has_one_form() {
        for written in ["  André  Wibowo ", "Andre\u{301}\u{a0}Wibowo", "André\t\nWibowo"] {
            assert_eq!(in_one_form(written), "André Wibowo", "{written:?}");
        }
    }

    #[test]
    fn what_people_are_called_is_readable() {
        for name in [
            "Dr. H. Budi, S.Kom., M.T.",
            "Ma’ruf",
            "ꦱꦿꦶ",
            "ᬲ᭄ᬭᬶ",
            "محمد",
            "李明",
            "👩‍💻 kantor",
            "❤️ HP",
        ] {
            assert!(is_readable(&in_one_form(name)), "{name}");
        }
    }

    #[test]
    fn what_nobody_sees_or_what_makes_a_list_lie_is_not() {
        let zalgo = format!("Sri{}", "\u{301}".repeat(199));
        for name in [
            "Sri\u{202e}inuyhaW",
            "Sri\u{200e}",
            "\u{61c}Sri",
            "S\u{200b}ri",
            "S\u{200d}ri",
            "Sri\u{feff}",
            "S\u{ad}ri",
            "Sri\0",
            "Sri\u{7f}",
            "Sri\u{85}x\u{81}",
            "\u{3164}",
            "\u{2800}",
            "S\u{fffd}i",
            "\u{e000}",
            "\u{10ffff}",
            "\u{301}Sri",
            "Sri \u{301}",
            &zalgo,
        ] {
            assert!(!is_readable(&in_one_form(name)), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn one_form_stays_as_it_is(text in "\\PC{0,40}") {
            let once = in_one_form(&text);
            prop_assert_eq!(in_one_form(&once), once);
        }
    }
}
