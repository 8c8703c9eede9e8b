//! The launcher of one person, and what happens when a tile is opened.

use super::{announcement::Published, at_home::AtHome, commons::Commons, shelf};
use crate::{
    domain::{
        Fault, Portal,
        people::rights::Right,
        session::{LiveSession, Stage},
    },
    i18n::Language,
    wire::{
        account::Safety,
        launcher::{Density, LauncherView, MoreAnnouncements, Severity},
        manage::Addressees,
        person::Person,
    },
};
use std::sync::Arc;
use time::OffsetDateTime;

/// How many important announcements stand on the launcher; the others are counted there, and all of
/// them are on a page of their own.
const ANNOUNCEMENTS: usize = 2;

#[must_use]
pub fn person(session: &LiveSession) -> Person {
    let masked_nip = session.nip.masked();
    let ending: Vec<char> = masked_nip.chars().rev().take(4).collect();
    Person {
        name: session.name.clone(),
        masked_nip,
        nip_ending: ending.into_iter().rev().collect(),
        manages: session.roles.may(Right::WriteAnnouncements),
        idle_seconds: u32::try_from(session.least_idle().whole_seconds()).unwrap_or_default(),
    }
}

/// What this person's launcher shows, without a search.
#[must_use]
pub fn view(
    commons: &Commons,
    at_home: &AtHome,
    now: OffsetDateTime,
    language: Language,
    density: Density,
) -> LauncherView {
    let AtHome { session, belongings } = at_home;
    let shelf = &belongings.shelf;
    let is_important = |one: &Published| one.severity == Severity::Important;
    let unread = commons.announcements.iter().filter(|one| {
        is_for(one, session, now) && !(is_important(one) && shelf.acknowledged.contains(&one.id))
    });
    let (mut important, mut others): (Vec<_>, Vec<_>) = unread.partition(|one| is_important(one));
    let mut more = important.split_off(important.len().min(ANNOUNCEMENTS));
    others.sort_by_key(|one| one.severity != Severity::Warning);
    more.append(&mut others);
    let in_words = |one: &Published| Arc::clone(one.in_language(language));
    let theirs = commons.shown_to(&session.roles);
    let favourites = shelf::favourites(shelf, &theirs);
    LauncherView {
        person: person(session),
        query: String::new(),
        query_is_part: false,
        notice: None,
        changed: None,
        safety: Safety::default(),
        density,
        tiles: Arc::clone(theirs.tiles(language)),
        handled: Arc::clone(theirs.handled(language)),
        suggested: shelf.favourites.is_none(),
        recents: shelf::recents(shelf, &theirs, &favourites),
        favourites,
        announcements: important.into_iter().map(in_words).collect(),
        more_announcements: more.first().map(|first| MoreAnnouncements {
            first: in_words(first),
            count: u32::try_from(more.len()).unwrap_or(u32::MAX),
        }),
    }
}

/// Where opening a tile leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceOpening {
    /// To the service itself.
    Elsewhere(String),
    /// To the portal's page about it: no address is known, or it cannot be used now.
    About,
    /// Only after a login is it known whether this is for the person.
    LogIn,
    /// Not there, or not for this person: the same to them.
    NotFound,
}

/// Whether an announcement is meant for this person, at `now`.
#[must_use]
pub fn is_for(one: &Published, session: &LiveSession, now: OffsetDateTime) -> bool {
    let is_theirs = match one.addressees {
        Addressees::Everyone => true,
        Addressees::Operators => session.roles.may(Right::ReadOperatorAnnouncements),
        Addressees::Agency => one.agency == session.agency,
    };
    is_theirs && one.is_current(now)
}

/// Opens the service `slug` for whoever asks, logged in or not; `note`: whether a person
/// did so on a page of ours, so that it counts as last opened.
pub async fn open(
    portal: &Portal,
    person: Option<AtHome>,
    slug: &str,
    note: bool,
) -> Result<ServiceOpening, Fault> {
    let person = person.filter(|person| person.session.stage == Stage::Authenticated);
    let commons = portal.commons.get();
    let Some(service) = commons.service(slug) else {
        return Ok(ServiceOpening::NotFound);
    };
    if !service.is_visible_to(person.as_ref().map(|person| &person.session.roles)) {
        return Ok(if person.is_some() { ServiceOpening::NotFound } else { ServiceOpening::LogIn });
    }
    if let Some(person) = person.filter(|_| note)
        && let Err(error) =
            shelf::note_opened(portal, &person.session, &person.belongings.shelf, slug).await
    {
        // The way into a service is open also while nothing can be written.
        tracing::warn!(%error, "what was opened last was not written down");
    }
    let tile = service.tile(Language::Indonesian);
    Ok(match &tile.address {
        Some(address) if tile.can_be_opened() => ServiceOpening::Elsewhere(address.clone()),
        _ => ServiceOpening::About,
    })
}
