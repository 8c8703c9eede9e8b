//! What is wrong with a row, in words for whoever sent the file by a browser. It is kept in both languages, a line each:
//! who reads it may read the other one.

use super::row_problem::RowProblem;
use crate::{
    domain::values::mailbox::MailboxProblem,
    i18n::{FiledRowWords, Language, filed_row_words_in},
};

impl RowProblem {
    #[must_use]
    pub fn in_words(&self, words: &FiledRowWords) -> String {
        match self {
            Self::OpenQuote => words.open_quote.to_owned(),
            Self::TooMany { found, expected } => (words.too_many)(*found, *expected),
            Self::TooFew { found, expected } => (words.too_few)(*found, *expected),
            Self::TooLong => words.too_long.to_owned(),
            Self::Nameless => words.nameless.to_owned(),
            Self::Formula(column, shown) => (words.formula)(column, shown),
            Self::NoNip => words.no_nip.to_owned(),
            Self::NipNotDigits => words.nip_not_digits.to_owned(),
            Self::NipLength(digits) => (words.nip_length)(*digits),
            Self::NipStructure => words.nip_structure.to_owned(),
            Self::NipRounded => words.nip_rounded.to_owned(),
            Self::Empty(column) => (words.empty)(column),
            Self::Long(column) => (words.long)(column),
            Self::Unreadable(column) => (words.unreadable)(column),
            Self::Mangled(column) => (words.mangled)(column),
            Self::NoLetter(column) => (words.no_letter)(column),
            Self::Mailbox(MailboxProblem::Several) => words.several_mailboxes.to_owned(),
            Self::Mailbox(_) => words.mailbox.to_owned(),
            Self::Role(_) => words.role.to_owned(),
            Self::FormerNumber => words.former_number.to_owned(),
            Self::NotYours => words.not_yours.to_owned(),
            Self::Privileged { nip } => (words.privileged)(nip),
            Self::Newcomer(column) => (words.newcomer)(column),
            Self::Privileges { nip, .. } | Self::MovesPrivileges { nip, .. } => {
                (words.privileges)(nip)
            }
        }
    }

    /// As it is kept.
    #[must_use]
    pub fn in_both_languages(&self) -> String {
        let said = |language| self.in_words(filed_row_words_in(language)).replace('\n', " ");
        format!("{}\n{}", said(Language::Indonesian), said(Language::English))
    }
}

/// The one in a language of what is kept.
#[must_use]
pub fn said_in(kept: &str, language: Language) -> &str {
    let (indonesian, english) = kept.split_once('\n').unwrap_or((kept, kept));
    match language {
        Language::Indonesian => indonesian,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_in_either_language() {
        let kept = RowProblem::Formula("name", "#REF!\n".to_owned()).in_both_languages();
        let said = said_in(&kept, Language::Indonesian);
        assert_eq!(said, "Kolom name berisi #REF! : rumusnya gagal dihitung lembar sebar.");
        assert!(said_in(&kept, Language::English).starts_with("The column name holds #REF!"));
        // From before there were two.
        assert_eq!(said_in("the nip is empty", Language::Indonesian), "the nip is empty");
    }
}
