//! Text that a person types and the portal keeps. Whatever reaches the database as somebody's own words
//! comes through here: it is of bounded length, and there is nothing in it that no screen shows.
//!
//! Nothing is ever cut off: what is too long is refused with the numbers. What is let through is the same
//! on both engines (PostgreSQL's text holds no NUL), and cannot make a list lie about what it shows
//! (Unicode Technical Report 36 §2.5).

use crate::wire::text::TextProblem;

/// What is shown in place of a sign that cannot be shown, so that its writer finds it.
const SHOWN_INSTEAD: char = '\u{fffd}';

/// Reads a text of one line: trimmed, with runs of white space made one space.
///
/// # Errors
/// What is wrong with it; `longest` in characters.
pub fn line(typed: &str, longest: usize) -> Result<String, TextProblem> {
    check(typed.split_whitespace().collect::<Vec<_>>().join(" "), longest)
}

/// Reads a text of several lines: trimmed, with a line feed at the end of each, however it was sent.
///
/// # Errors
/// What is wrong with it; `longest` in characters, of which each end of a line is one.
pub fn lines(typed: &str, longest: usize) -> Result<String, TextProblem> {
    check(with_line_feeds(typed).trim().to_owned(), longest)
}

/// What its writer sees again of a text that was refused: all of it, and of what cannot be shown, where
/// it stands.
#[must_use]
pub fn shown_again(typed: &str) -> String {
    let shown = |c| if is_unreadable(c) { SHOWN_INSTEAD } else { c };
    with_line_feeds(typed).chars().map(shown).collect()
}

fn with_line_feeds(typed: &str) -> String {
    typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n")
}

fn check(text: String, limit: usize) -> Result<String, TextProblem> {
    let characters = text.chars().count();
    if characters > limit {
        return Err(TextProblem::TooLong { characters, limit });
    }
    if text.chars().any(is_unreadable) { Err(TextProblem::Unreadable) } else { Ok(text) }
}

/// Whether no screen shows this: controls, what changes the direction of writing, what has no width, and
/// what stands for bytes that were no text. Joiners are welcome: scripts and emoji are made with them.
#[must_use]
pub fn is_unreadable(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t');
    is_control
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
        // Noncharacters (Unicode Standard §23.7).
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_break_is_one_character_however_it_was_sent() {
        for typed in ["a\r\nb", "a\nb", "a\rb", "a\u{2028}b", "\r\na\r\nb\r\n"] {
            assert_eq!(lines(typed, 3).unwrap(), "a\nb", "{typed:?}");
        }
        assert_eq!(line(" a \r\n\tb ", 3).unwrap(), "a b");
    }

    #[test]
    fn what_is_too_long_is_refused_with_the_numbers_and_never_cut() {
        assert_eq!(lines(&"🙂".repeat(300), 300).unwrap().chars().count(), 300);
        let too_long = Err(TextProblem::TooLong { characters: 301, limit: 300 });
        assert_eq!(lines(&"é".repeat(301), 300), too_long);
        assert_eq!(line(&format!("  {}  ", "x".repeat(301)), 300), too_long);
    }

    #[test]
    fn what_no_screen_shows_is_refused_and_its_place_is_shown() {
        for hidden in [
            '\0',
            '\u{1}',
            '\u{8}',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{202e}',
            '\u{2066}',
            '\u{200b}',
            '\u{200f}',
            '\u{feff}',
            '\u{fffd}',
            '\u{ffff}',
            '\u{10fffe}',
            '\u{e0041}',
        ] {
            let typed = format!("a{hidden}b\r\nc");
            for read in [line, lines] {
                assert_eq!(read(&typed, 100), Err(TextProblem::Unreadable), "{hidden:?}");
            }
            assert_eq!(shown_again(&typed), "a\u{fffd}b\nc");
        }
        let welcome = "Ni Luh 👩🏽‍💻 ꦱꦫꦶ é\tx – “y”\nz";
        assert_eq!(lines(welcome, 100).unwrap(), welcome);
        assert_eq!(shown_again(welcome), welcome);
    }

    proptest! {
        /// What PostgreSQL keeps, SQLite keeps too; and what was read once is read again as it is.
        #[test]
        fn whatever_is_let_through_holds_no_nul_and_stays(typed in "[\\x00-\\x{ff}\\PC]{0,40}") {
            for read in [line, lines] {
                if let Ok(text) = read(&typed, 30) {
                    prop_assert!(!text.contains('\0') && text.chars().count() <= 30);
                    prop_assert_eq!(read(&text, 30), Ok(text.clone()));
                }
            }
        }
    }
}
