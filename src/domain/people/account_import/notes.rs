//! What a clerk should look at, though nothing is refused for it.

use super::shown;
use crate::domain::values::mailbox;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// No UTF-8.
    OldEncoding,
    /// An agency that is written in another way elsewhere is that one.
    Spelling {
        written: String,
        taken: String,
    },
    /// The portal has both.
    TwoSpellings {
        one: String,
        other: String,
    },
    /// In a portal that has others.
    NewAgency {
        agency: String,
    },
    /// Of several rows with one number the last one counts.
    Repeated {
        times: i64,
        other: Option<i64>,
    },
    LosesMailbox {
        nip: String,
        mailbox: String,
    },
    LosesPrivilege {
        nip: String,
        roles: String,
    },
}

impl Note {
    /// Which kind it is: of one kind only some are worth reading.
    #[must_use]
    pub fn kind(&self) -> usize {
        match self {
            Self::OldEncoding => 0,
            Self::Spelling { .. } => 1,
            Self::TwoSpellings { .. } => 2,
            Self::NewAgency { .. } => 3,
            Self::Repeated { .. } => 4,
            Self::LosesMailbox { .. } => 5,
            Self::LosesPrivilege { .. } => 6,
        }
    }

    pub const KINDS: usize = 7;
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OldEncoding => f.write_str(
                "this line is not UTF-8; it and others like it are read as Windows-1252. Are the accents right?",
            ),
            Self::Spelling { written, taken } => {
                write!(f, "the agency \"{}\" is taken for \"{}\"", shown(written), shown(taken))
            }
            Self::TwoSpellings { one, other } => write!(
                f,
                "the portal has two agencies that differ in spelling alone, \"{}\" and \"{}\": give everybody one",
                shown(one),
                shown(other)
            ),
            Self::NewAgency { agency } => {
                write!(f, "nobody was in the agency \"{}\" so far", shown(agency))
            }
            Self::Repeated { other: Some(line), .. } => {
                write!(f, "the nip of line {line} comes again here; the last line counts")
            }
            Self::Repeated { times, .. } => {
                write!(f, "this nip comes {times} times; the last line, this one, counts")
            }
            Self::LosesMailbox { nip, mailbox } => {
                write!(f, "{nip} loses the mailbox {}", mailbox::masked(mailbox))
            }
            Self::LosesPrivilege { nip, roles } => write!(f, "{nip} is no longer {roles}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> [Note; Note::KINDS] {
        let number = || "198609262015052001".to_owned();
        [
            Note::OldEncoding,
            Note::Spelling { written: number(), taken: number() },
            Note::TwoSpellings { one: number(), other: number() },
            Note::NewAgency { agency: number() },
            Note::Repeated { times: 2, other: Some(7) },
            Note::LosesMailbox {
                nip: "1986••••".into(), mailbox: "sri@ambon.go.id".into()
            },
            Note::LosesPrivilege { nip: "1986••••".into(), roles: "operator".into() },
        ]
    }

    #[test]
    fn each_kind_of_note_is_counted_for_itself() {
        assert_eq!(all().map(|note| note.kind()), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_note_holds_no_whole_number_and_no_whole_mailbox() {
        for note in all() {
            let said = note.to_string();
            assert!(!said.contains("19860926") && !said.contains("sri@"), "{said}");
        }
        let lost = "1986•••• loses the mailbox s•••@ambon.go.id";
        assert_eq!(all()[5].to_string(), lost);
    }

    #[test]
    fn of_two_rows_with_one_number_the_other_line_is_named_and_of_more_how_many() {
        let said = |times, other| Note::Repeated { times, other }.to_string();
        assert!(said(2, Some(7)).starts_with("the nip of line 7 comes again here"));
        assert!(said(3, None).starts_with("this nip comes 3 times"));
    }
}
