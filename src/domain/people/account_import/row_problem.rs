//! Why a row was not taken.

use crate::domain::values::mailbox::MailboxProblem;

/// Why a row was not taken, in words for whoever keeps the file. No number is shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    #[error(
        "a quote opens here and does not close on this line; remove it, or write it twice within quotes \
         (a cell is one line)"
    )]
    OpenQuote,
    #[error(
        "this line has {found} cells and the first line names {expected}: a cell with the separator in it, \
         such as \"Budi, S.Kom.\", needs quotes around it"
    )]
    TooMany { found: usize, expected: usize },
    #[error(
        "this line has {found} cells and the first line names {expected}: is it cut off, or separated by \
         something else?"
    )]
    TooFew { found: usize, expected: usize },
    #[error("this line is longer than 64 KiB")]
    TooLong,
    #[error("a cell under a column without a name holds something; name the column or empty it")]
    Nameless,
    #[error(
        "the column {0} holds {1}, which a spreadsheet shows in place of what it cannot work out"
    )]
    Formula(&'static str, String),
    #[error("the column nip is empty")]
    NoNip,
    #[error("the nip holds something other than digits")]
    NipNotDigits,
    #[error("the nip has {0} digits; it needs 18")]
    NipLength(u16),
    #[error("the nip cannot be right: birth date, appointment, kind, sex or sequence do not fit")]
    NipStructure,
    #[error(
        "the nip went through a spreadsheet as a number (1.98609E+17, or 000 at its end), which keeps 15 of \
         its 18 digits; the others are lost. Format the column as text and fill it again from its source"
    )]
    NipRounded,
    #[error("the column {0} is empty")]
    Empty(&'static str),
    #[error("the column {0} is longer than 200 characters")]
    Long(&'static str),
    #[error(
        "the column {0} holds characters that cannot be seen or cannot be right (controls, marks of \
         direction, zero width, piled-up accents); type it anew"
    )]
    Unreadable(&'static str),
    #[error(
        "the column {0} was read in the wrong encoding by some program (as in RenÃ©); save it again as \
         CSV UTF-8 from its source"
    )]
    Mangled(&'static str),
    #[error("the column {0} holds no letter; is it another column's?")]
    NoLetter(&'static str),
    #[error(transparent)]
    Mailbox(#[from] MailboxProblem),
    #[error("{}; there are employee, operator and administrator", role(.0))]
    Role(String),
    #[error("this nip was replaced by another one, which its person has now")]
    FormerNumber,
    #[error("you may not change this person, or not add anybody to that agency")]
    NotYours,
    #[error("{nip} has privileges: people with privileges are changed one by one")]
    Privileged { nip: String },
    #[error("nobody has this nip yet, and a new account needs the column {0}")]
    Newcomer(&'static str),
    #[error(
        "{nip} would {}; only --change-privileges does that, so nothing was changed for this person",
        privileges(.granted, .taken)
    )]
    Privileges { nip: String, granted: String, taken: String },
    #[error(
        "{nip} is {roles} and would be so in another agency; only --change-privileges does that, so nothing \
         was changed for this person"
    )]
    MovesPrivileges { nip: String, roles: String },
}

fn role(word: &str) -> String {
    // What is no word may be anything: a number, a mailbox.
    let is_word = word.len() <= 20 && word.chars().all(char::is_alphabetic);
    if is_word {
        format!("no role is called \"{word}\"")
    } else {
        "the roles hold what is none".into()
    }
}

fn privileges(granted: &str, taken: &str) -> String {
    match (granted, taken) {
        (granted, "") => format!("become {granted}"),
        ("", taken) => format!("no longer be {taken}"),
        (granted, taken) => format!("become {granted} and no longer be {taken}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_no_role_is_said_and_what_may_be_a_number_or_a_mailbox_is_not() {
        let said = |typed: &str| RowProblem::Role(typed.to_owned()).to_string();
        assert!(said("kepala").starts_with("no role is called \"kepala\"; there are employee"));
        assert!(said(&"a".repeat(20)).contains("aaa"));
        for hidden in ["198609262015052001", "sri@ambon.go.id", &"a".repeat(21)] {
            let said = said(hidden);
            assert!(said.starts_with("the roles hold what is none;"), "{said}");
        }
    }

    #[test]
    fn what_somebody_would_become_and_no_longer_be_is_said() {
        let said = |granted: &str, taken: &str| {
            let nip = "1986••••".to_owned();
            let (granted, taken) = (granted.to_owned(), taken.to_owned());
            let said = RowProblem::Privileges { nip, granted, taken }.to_string();
            said.split_once(';').unwrap().0.to_owned()
        };
        assert_eq!(said("operator", ""), "1986•••• would become operator");
        assert_eq!(said("", "operator"), "1986•••• would no longer be operator");
        let both = "1986•••• would become administrator and no longer be operator";
        assert_eq!(said("administrator", "operator"), both);
    }
}
