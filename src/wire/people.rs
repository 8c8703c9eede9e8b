//! Looking after people: who is searched for, who was found, one of them.

use crate::i18n::Messages;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Characters of a search.
pub const LONGEST_SEARCH: usize = 100;
/// Digits of a part of a number: the year of birth.
pub const SHORTEST_PART: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueryProblem {
    TooLong {
        characters: usize,
        limit: usize,
    },
    ShortNumber,
    LongNumber {
        digits: usize,
    },
    ShortWord,
    /// Signs, and neither letters nor digits.
    NoWord,
}

/// How it stands with somebody's account: the first that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PersonState {
    Disabled,
    /// Somebody decides on a reset, or it waits.
    ResetOpen,
    /// Never chose a password.
    NeverCame,
    WaitingForMfa,
    Active,
}

impl PersonState {
    pub const ALL: [Self; 5] =
        [Self::Active, Self::WaitingForMfa, Self::NeverCame, Self::ResetOpen, Self::Disabled];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// In words.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.people;
        match self {
            Self::Disabled => words.state_disabled,
            Self::ResetOpen => words.state_reset_open,
            Self::NeverCame => words.state_never_came,
            Self::WaitingForMfa => words.state_waiting_for_mfa,
            Self::Active => words.state_active,
        }
    }
}
