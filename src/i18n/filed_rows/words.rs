//! What is wrong with a line of a clerk's file, for whoever sent it by a browser.

use crate::i18n::Text;

pub struct FiledRowWords {
    pub open_quote: Text,
    pub too_long: Text,
    pub nameless: Text,
    pub no_nip: Text,
    pub nip_not_digits: Text,
    pub nip_structure: Text,
    pub nip_rounded: Text,
    pub mailbox: Text,
    pub several_mailboxes: Text,
    pub role: Text,
    pub former_number: Text,
    pub not_yours: Text,
    /// Cells of the line, and of the first.
    pub too_many: fn(usize, usize) -> String,
    pub too_few: fn(usize, usize) -> String,
    /// A column, and what a spreadsheet shows in it.
    pub formula: fn(&str, &str) -> String,
    pub nip_length: fn(u16) -> String,
    /// A column, as in those that follow.
    pub empty: fn(&str) -> String,
    pub long: fn(&str) -> String,
    pub unreadable: fn(&str) -> String,
    pub mangled: fn(&str) -> String,
    pub no_letter: fn(&str) -> String,
    pub newcomer: fn(&str) -> String,
    /// A masked number.
    pub privileged: fn(&str) -> String,
    pub privileges: fn(&str) -> String,
}
