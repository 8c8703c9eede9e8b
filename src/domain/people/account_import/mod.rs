//! Clerks' files of people: a first line that names the columns `nip`, `name`, `email`, `agency` and
//! `roles`, then a person on each line.
//!
//! What a file has no column for stays as it is; an empty cell says that there is none. A row is taken
//! whole or not at all, and whatever is wrong is said with its line. No message holds a whole number.
//! [`file`] reads lines, [`row`] one person, [`agencies`] their spelling, [`change`] decides what
//! becomes of an account, [`landing`] does it and writes down what matters.

mod agencies;
pub mod change;
mod columns;
pub mod file;
mod file_problem;
mod landing;
mod lines;
mod notes;
mod number;
pub mod row;
mod row_problem;
mod row_words;

pub(in crate::domain::people) use agencies::{Agencies, TooManyAgencies};
pub use change::{Privileges, RowChange};
pub use file::AccountFile;
pub use file_problem::FileProblem;
pub(in crate::domain) use landing::write_changes;
pub use landing::{ImportError, Listener, Terms, Totals, import};
pub use notes::Note;
pub use number::read as read_number;
pub use row::{PersonRow, read};
pub use row_problem::RowProblem;
pub use row_words::said_in;

use crate::domain::values::naming::{in_one_form, is_readable};

/// Text of a file as it may be shown: short, readable, and without any number that could be somebody's.
pub(in crate::domain::people) fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    const MOST_DIGITS: usize = 7;
    let line = in_one_form(text);
    let hides = line.chars().filter(|c| c.is_numeric()).count() > MOST_DIGITS;
    let show = |c: char| match c {
        c if hides && c.is_numeric() => '•',
        c if c.is_alphanumeric() || is_readable(c.encode_utf8(&mut [0; 4])) => c,
        _ => '·',
    };
    let mut shown: String = line.chars().take(LONGEST).map(show).collect();
    if line.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_a_file_is_short_and_holds_nobodys_number() {
        assert_eq!(shown("Pemerintah Kota  Ambon"), "Pemerintah Kota Ambon");
        assert_eq!(shown("SMA 12"), "SMA 12");
        assert_eq!(shown("Budi 19860926 2015 x"), "Budi •••••••• •••• x");
        assert_eq!(shown("a\u{202e}b\0c"), "a·b·c");
        assert_eq!(shown(&"x".repeat(500)).chars().count(), 41);
    }
}
