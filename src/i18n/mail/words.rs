//! Letters.

use crate::i18n::Text;

/// A letter: its subject, and its text by the facts.
pub struct LetterWords {
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
    pub new_browser: LetterWords,
    pub authenticator_added: LetterWords,
    pub authenticator_removed: LetterWords,
    pub recovery_code_used: LetterWords,
    pub recovery_codes_made: LetterWords,
    pub password_link: LetterWords,
    pub password_changed: LetterWords,
    pub reset_code: LetterWords,
    pub reset_started: LetterWords,
    pub reset_requested: LetterWords,
    pub reset_cancelled: LetterWords,
    pub reset_expired: LetterWords,
    pub reset_done: LetterWords,
    pub assisted_reset_done: LetterWords,
    pub enrolment_code: LetterWords,
    pub enrolment_code_shown: LetterWords,
    pub disowned: LetterWords,
    pub mailbox_moved: LetterWords,
    pub mailbox_removed: LetterWords,
    pub mailbox_proposed: LetterWords,
    pub mailbox_to_confirm: LetterWords,
    pub mailbox_rests: LetterWords,
    pub role_granted: LetterWords,
    pub role_ended: LetterWords,
    pub person_moved: LetterWords,
    pub number_changed: LetterWords,
}
