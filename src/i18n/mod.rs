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

/// A number as people read it: 2.000 or 2,000.
fn grouped(number: usize, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (2000, "2.000"), (1_234_567, "1.234.567")] {
            assert_eq!(grouped(number, '.'), text);
        }
    }
}
