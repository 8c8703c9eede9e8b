//! The three time zones of the country. None has summer time.

use crate::i18n::Messages;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, EnumString, IntoStaticStr,
)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Zone {
    /// Western Indonesian Time.
    #[default]
    Wib,
    /// Central Indonesian Time.
    Wita,
    /// Eastern Indonesian Time.
    Wit,
}

impl Zone {
    pub const ALL: [Self; 3] = [Self::Wib, Self::Wita, Self::Wit];

    /// As people write it beside a time, in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Hours ahead of UTC.
    #[must_use]
    pub fn hours(self) -> i8 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// With the islands that it is the time of.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.manage;
        match self {
            Self::Wib => words.zone_wib,
            Self::Wita => words.zone_wita,
            Self::Wit => words.zone_wit,
        }
    }
}
