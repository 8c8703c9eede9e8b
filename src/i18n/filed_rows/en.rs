//! English.

use super::FiledRowWords;

pub const FILED_ROWS: FiledRowWords = FiledRowWords {
    open_quote: "A quote opens on this line and does not close. Remove it, or write it twice within \
                 quotes. A cell is one line.",
    too_long: "This line is longer than 64 KiB.",
    nameless: "A cell under a column without a name holds something. Name the column, or empty it.",
    no_nip: "The column nip is empty.",
    nip_not_digits: "The column nip holds something other than digits.",
    nip_structure: "This nip cannot be right: its date of birth, appointment, kind, sex or sequence does \
                    not fit.",
    nip_rounded: "A spreadsheet took this nip for a number (1.98609E+17, or 000 at its end), and its last \
                  three digits are lost. Make the column text, and fill it again from its source.",
    mailbox: "This e-mail address cannot be right. Write one address, such as sri.wahyuni@ambon.go.id.",
    several_mailboxes: "The column email holds more than one address. A person has one.",
    role: "There is no such role. There are employee, operator and administrator.",
    former_number: "This nip was replaced by another number, which its person has now.",
    not_yours: "You may not change this person, or add anybody to that agency.",
    too_many: |found, expected| {
        format!(
            "This line has {found} cells and the first line names {expected} columns. A cell with the separator in \
             it, such as \"Budi, S.Kom.\", needs quotes."
        )
    },
    too_few: |found, expected| {
        format!(
            "This line has {found} cells and the first line names {expected} columns. Is it cut off, or separated \
             by something else?"
        )
    },
    formula: |column, shown| {
        format!(
            "The column {column} holds {shown}, which a spreadsheet shows where it cannot work something out."
        )
    },
    nip_length: |digits| format!("This nip has {digits} digits; it needs 18."),
    empty: |column| format!("The column {column} is empty."),
    long: |column| format!("The column {column} is longer than 200 characters."),
    unreadable: |column| {
        format!(
            "The column {column} holds characters that cannot be seen or cannot be right. Type it anew."
        )
    },
    mangled: |column| {
        format!(
            "The column {column} was opened in the wrong encoding (as in RenÃ©). Save it again from its source as \
             CSV UTF-8."
        )
    },
    no_letter: |column| format!("The column {column} holds no letter. Is it another column's?"),
    newcomer: |column| {
        format!("Nobody has this nip yet, and a new account needs the column {column}.")
    },
    privileged: |nip| {
        format!("{nip} has privileges. People with privileges are changed one by one.")
    },
    privileges: |nip| {
        format!(
            "The privileges of {nip} would change. This file does not do that, so this person stays as they are."
        )
    },
};
