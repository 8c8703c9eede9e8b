//! The launcher of one person, and what happens when a tile is opened.

use super::{
    Fault, Portal,
    commons::Commons,
    session::{LiveSession, Stage},
    shelf,
};
use crate::{
    i18n::Language,
    wire::{
        account::Safety,
        launcher::{Density, LauncherView, Person, ServiceState, Severity},
    },
};
use std::sync::Arc;
use time::OffsetDateTime;

/// How many announcements the launcher shows; all of them are on a page of their own.
const ANNOUNCEMENTS: usize = 3;

#[must_use]
pub fn person(session: &LiveSession) -> Person {
    let masked_nip = session.nip.masked();
    let ending: Vec<char> = masked_nip.chars().rev().take(4).collect();
    Person {
        name: session.name.clone(),
        masked_nip,
        nip_ending: ending.into_iter().rev().collect(),
        manages: session.roles.may_announce(),
        idle_seconds: u32::try_from(session.least_idle().whole_seconds()).unwrap_or_default(),
    }
}

/// What this person's launcher shows, without a search.
#[must_use]
pub fn view(
    commons: &Commons,
    session: &LiveSession,
    now: OffsetDateTime,
    language: Language,
    density: Density,
) -> LauncherView {
    let shown = commons.announcements.iter().filter(|announcement| {
        announcement.is_for(session, now)
            && !(announcement.severity == Severity::Important
                && session.shelf.acknowledged.contains(&announcement.id))
    });
    let mut shown: Vec<_> = shown.collect();
    shown.sort_by_key(|announcement| announcement.severity != Severity::Important);
    let theirs = commons.shown_to(&session.roles);
    LauncherView {
        person: person(session),
        query: String::new(),
        notice: None,
        safety: Safety::default(),
        density,
        tiles: Arc::clone(theirs.tiles(language)),
        favourites: shelf::favourites(session, &theirs),
        suggested: session.shelf.favourites.is_none(),
        recents: shelf::recents(session, &theirs),
        announcements: shown
            .into_iter()
            .take(ANNOUNCEMENTS)
            .map(|announcement| announcement.in_language(language))
            .cloned()
            .collect(),
    }
}

/// Where opening a tile leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// To the service itself.
    Elsewhere(String),
    /// To the portal's page about it: no address is known, or it cannot be used now.
    About,
    /// Only after a login is it known whether this is for the person.
    LogIn,
    /// Not there, or not for this person: the same to them.
    NotFound,
}

/// Opens the service `slug` for whoever asks, in `session` or without one; `note`: whether a person
/// did so on a page of ours, so that it counts as last opened.
///
/// # Errors
/// When the database fails.
pub async fn open(
    portal: &Portal,
    session: Option<LiveSession>,
    slug: &str,
    note: bool,
) -> Result<Opening, Fault> {
    let session = session.filter(|session| session.stage == Stage::Authenticated);
    let commons = portal.commons.get();
    let Some(service) = commons.service(slug) else {
        return Ok(Opening::NotFound);
    };
    if !service.is_visible_to(session.as_ref().map(|session| &session.roles)) {
        return Ok(if session.is_some() { Opening::NotFound } else { Opening::LogIn });
    }
    let tile = service.tile(Language::Indonesian);
    if let Some(session) = session.filter(|_| note)
        && let Err(error) = shelf::note_opened(portal, &session, slug).await
    {
        // The way into a service is open also while nothing can be written.
        tracing::warn!(%error, "what was opened last was not written down");
    }
    Ok(match (&tile.address, tile.state) {
        (Some(address), ServiceState::Available) => Opening::Elsewhere(address.clone()),
        _ => Opening::About,
    })
}
