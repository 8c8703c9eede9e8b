//! The words on the screen: Indonesian first, English complete.
//!
//! Every message is a field of a struct, so a missing translation does not compile. Sentences with
//! a number or a name in them are functions. No HTML in messages.

mod en;
mod id;
mod messages;

pub use messages::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    Indonesian,
    English,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Indonesian, Self::English];

    /// The BCP 47 tag, for `lang` attributes, the cookie and the switch.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Indonesian => "Bahasa Indonesia",
            Self::English => "English",
        }
    }

    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    #[must_use]
    pub fn messages(self) -> &'static Messages {
        match self {
            Self::Indonesian => &id::MESSAGES,
            Self::English => &en::MESSAGES,
        }
    }
}

/// The language of the page being rendered. People choose it with the switch; until they do, it is
/// Indonesian, whatever language an office PC was installed with.
#[must_use]
pub fn language() -> Language {
    leptos::prelude::use_context().unwrap_or_default()
}

/// The words of the page being rendered.
#[must_use]
pub fn t() -> &'static Messages {
    language().messages()
}
