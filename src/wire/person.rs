//! Whose session a page is rendered for.

use serde::{Deserialize, Serialize};

/// Whose session this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub masked_nip: String,
    /// Its last four digits, for those who hear the page.
    pub nip_ending: String,
    /// Whether the pages for operators and administrators are for this person.
    pub manages: bool,
    /// How long the session lasts without a request.
    pub idle_seconds: u32,
}
