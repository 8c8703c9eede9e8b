//! Who may enter a service. Decided before a code is issued, and again whenever tokens are.

use super::client::Client;
use crate::{
    domain::{launcher::commons::Commons, people::role::Roles},
    i18n::Language,
    wire::launcher::ServiceState,
};

/// Why somebody may not enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEntry {
    /// It is for others: whom to ask stands on the page about it.
    NotForThem,
    /// It cannot be used now, as an operator said.
    Closed,
}

/// Whether somebody of these roles may enter, with whose account `agency` stands.
///
/// # Errors
/// [`NoEntry`]: why not.
pub fn check(
    commons: &Commons,
    client: &Client,
    roles: &Roles,
    agency: &str,
) -> Result<(), NoEntry> {
    if !client.settings.lets_in(roles, &commons.agencies.names_above(agency)) {
        return Err(NoEntry::NotForThem);
    }
    let Some(slug) = &client.settings.service else {
        return Ok(());
    };
    // One that the catalogue does not have is nobody's.
    let service = commons.service(slug).ok_or(NoEntry::NotForThem)?;
    if !service.is_visible_to(Some(roles)) {
        return Err(NoEntry::NotForThem);
    }
    let state = service.tile(Language::Indonesian).state;
    if state == ServiceState::Available { Ok(()) } else { Err(NoEntry::Closed) }
}
