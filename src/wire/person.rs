//! Whose session a page is rendered for.

use serde::{Deserialize, Serialize};

/// A part of `/kelola`, the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConsoleArea {
    Announcements,
    People,
    Proposals,
    Bulk,
    Resets,
    Agencies,
    Services,
    Clients,
    Provisioning,
    Record,
    Health,
}

impl ConsoleArea {
    /// In the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Announcements,
        Self::People,
        Self::Proposals,
        Self::Bulk,
        Self::Resets,
        Self::Agencies,
        Self::Services,
        Self::Clients,
        Self::Provisioning,
        Self::Record,
        Self::Health,
    ];
}

/// Whose session this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub masked_nip: String,
    /// Its last four digits, for those who hear the page.
    pub nip_ending: String,
    /// What of the console is for this person; nothing for nearly everybody.
    pub console: Vec<ConsoleArea>,
    /// How long the session lasts without a request.
    pub idle_seconds: u32,
}
