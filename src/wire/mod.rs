//! What crosses between server and browser: the data of a view, the problems of a form, notices.
//! Closed sets only: no text from the server's inside, no secret, no row.

pub mod account;
pub mod agency;
pub mod approval;
pub mod bulk;
pub mod clients;
pub mod correction;
pub mod error;
pub mod forgotten;
pub mod health;
pub mod launcher;
pub mod login;
pub mod manage;
pub mod mfa;
pub mod new_password;
pub mod notice;
pub mod onward;
pub mod people;
pub mod person;
pub mod person_form;
pub mod provisioning;
pub mod record;
pub mod reset;
pub mod search;
pub mod sso;
pub mod text;
pub mod zone;

#[cfg(test)]
mod tests {
    use super::{
        launcher::{Group, ServiceState, Severity},
        manage::Addressees,
        new_password::Strength,
        zone::Zone,
    };
    use crate::i18n::{Language, Messages};
    use std::collections::BTreeSet;

    #[track_caller]
    fn told_apart<T: Copy, const N: usize>(
        all: [T; N],
        in_words: fn(T, &Messages) -> &'static str,
    ) {
        for language in Language::ALL {
            let words = all.map(|one| in_words(one, language.messages()));
            assert_eq!(BTreeSet::from(words).len(), N, "{words:?}");
        }
    }

    #[test]
    fn what_somebody_chooses_among_has_words_of_its_own_in_either_language() {
        told_apart(Group::ALL, Group::in_words);
        told_apart(ServiceState::ALL, ServiceState::in_words);
        told_apart(Severity::ALL, Severity::in_words);
        told_apart(Addressees::ALL, Addressees::in_words);
        told_apart(Zone::ALL, Zone::in_words);
        told_apart(Strength::ALL, Strength::in_words);
        for zone in Zone::ALL {
            let words = zone.in_words(Language::English.messages());
            assert!(words.starts_with(&format!("{}: ", zone.name())), "{words}");
        }
    }
}
