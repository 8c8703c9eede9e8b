//! Letters.

use crate::i18n::Text;

/// A letter: its subject, and its text by the facts.
pub struct Letter {
    pub subject: Text,
    #[cfg(feature = "ssr")]
    pub text: fn(&LetterFacts<'_>) -> String,
}

/// What stands in a letter besides its own words.
#[cfg(feature = "ssr")]
pub struct LetterFacts<'a> {
    /// When it happened.
    pub when: String,
    /// From which browser, in words.
    pub browser: String,
    /// A name, a code or a link.
    pub what: &'a str,
    /// How many are left.
    pub count: usize,
    /// When something takes effect.
    pub effect: String,
}

/// Letters; see [`crate::domain::mail`].
pub struct Mail {
    pub greeting: fn(&str) -> String,
    pub closing: fn(&str) -> String,
    pub browser: fn(&str, &str) -> String,
    pub unknown_browser: Text,
    /// In place of a browser: curl and the like.
    pub command_line: Text,
    pub new_browser: Letter,
    pub authenticator_added: Letter,
    pub authenticator_removed: Letter,
    pub recovery_code_used: Letter,
    pub recovery_codes_made: Letter,
    pub password_link: Letter,
    pub password_changed: Letter,
    pub reset_code: Letter,
    pub reset_started: Letter,
    pub reset_requested: Letter,
    pub reset_cancelled: Letter,
    pub reset_expired: Letter,
    pub reset_done: Letter,
    pub assisted_reset_done: Letter,
    pub enrolment_code: Letter,
    pub enrolment_code_shown: Letter,
    pub disowned: Letter,
    pub mailbox_moved: Letter,
    pub mailbox_removed: Letter,
}
