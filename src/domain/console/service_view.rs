//! Services as the pages of whoever looks after them show them, and what their form says.

use super::service_settings::is_theirs;
use crate::{
    domain::{
        launcher::{commons::Commons, service::Service},
        session::LiveSession,
        values::calendar,
    },
    i18n::Language,
    wire::{
        launcher::{ServiceState, Tile},
        manage::{ListedService, ServiceFields},
        search::{self, Searched},
        zone::Zone,
    },
};
use std::sync::Arc;

pub struct ServiceList {
    /// What was found, in the order in which it matters.
    pub rows: Vec<ListedService>,
    /// Of all of them.
    pub in_trouble: usize,
}

/// All services of theirs, those in trouble first, or what a search finds.
#[must_use]
pub fn list(
    session: &LiveSession,
    commons: &Commons,
    query: &str,
    language: Language,
) -> ServiceList {
    let theirs = commons.services.iter().filter(|one| is_theirs(session, one));
    let mut tiles: Vec<_> = theirs.map(|one| one.tile(language)).collect();
    tiles.sort_by_key(|tile| urgency(tile.state));
    let in_trouble = |tile: &&&Arc<Tile>| tile.state != ServiceState::Available;
    let found: Vec<_> = if search::is_empty(query) {
        tiles.clone()
    } else {
        // By a part of their address, too.
        let words = |tile: &&Arc<Tile>| {
            format!("{}, {}", tile.synonyms, tile.address.as_deref().unwrap_or_default())
        };
        let words: Vec<_> = tiles.iter().map(words).collect();
        let searched = tiles.iter().zip(&words);
        let searched =
            searched.map(|(tile, words)| Searched { synonyms: words, ..tile.searched() });
        let found = search::rank(query, searched);
        found.into_iter().filter_map(|at| tiles.get(at).copied()).collect()
    };
    let rows = found.into_iter().map(|tile| ListedService {
        slug: tile.slug.clone(),
        name: tile.name.clone(),
        address: tile.address.clone(),
        state: tile.state,
        until: tile.until.clone(),
    });
    ServiceList { rows: rows.collect(), in_trouble: tiles.iter().filter(in_trouble).count() }
}

/// What nobody planned comes first.
fn urgency(state: ServiceState) -> u8 {
    match state {
        ServiceState::Disruption => 0,
        ServiceState::Blocked => 1,
        ServiceState::Maintenance => 2,
        ServiceState::Available => 3,
    }
}

/// What the form of a service says until somebody changes it.
#[must_use]
pub fn fields(service: &Service) -> ServiceFields {
    let settings = &service.settings;
    ServiceFields {
        slug: service.slug().to_owned(),
        state: settings.state,
        until: settings.until.map(|until| calendar::to_local(until, Zone::Wib)).unwrap_or_default(),
        note_id: settings.note_id.clone(),
        note_en: settings.note_en.clone(),
    }
}
