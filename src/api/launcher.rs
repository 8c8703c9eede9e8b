//! What somebody may see of the services and announcements.

use crate::wire::{
    error::ApiError,
    launcher::{AnnouncementsView, LauncherView, ServiceView, Tile},
};
use leptos::prelude::*;
use std::sync::Arc;

#[cfg(feature = "ssr")]
use super::{
    answer, cookies,
    flash::{self, Flash},
    gate, request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        launcher::{at_home::AtHome, shelf, view as domain},
        people::account,
    },
    i18n::language,
    wire::{launcher::Changed, search},
};

/// The services that are open to everyone.
#[server(prefix = "/api", endpoint = "public-services")]
pub async fn public_services() -> Result<Vec<Arc<Tile>>, ApiError> {
    let commons = request::portal()?.commons.get();
    Ok(commons.visible_to(None, language()).cloned().collect())
}

/// The launcher of whoever is logged in.
#[server(prefix = "/api", endpoint = "launcher")]
pub async fn launcher(#[server(default)] query: String) -> Result<LauncherView, ApiError> {
    let at_home = gate::at_home().await?;
    let portal = request::portal()?;
    let density = cookies::density()?;
    let (notice, changed) = match flash::take_flash()? {
        Some(Flash::Notice { notice, .. }) => (Some(notice), None),
        Some(Flash::Launcher { changed }) => (None, Some(changed)),
        _ => (None, None),
    };
    let commons = portal.commons.get();
    let view = domain::view(&commons, &at_home, portal.now(), language(), density);
    let safety = account::safety(&portal, &at_home, language()).await.map_err(answer::fault)?;
    let (query, query_is_part) = search::first_part(&query);
    Ok(LauncherView { query, query_is_part, notice, changed, safety, ..view })
}

/// One service. One that is not for this person is as good as none; who is not logged in may log
/// in first.
#[server(prefix = "/api", endpoint = "service")]
pub async fn service(#[server(default)] slug: String) -> Result<ServiceView, ApiError> {
    let person = gate::visitor().await?;
    let session = person.as_ref().map(|person| &person.session);
    let commons = request::portal()?.commons.get();
    let service = commons.service(&slug).ok_or(ApiError::NotFound)?;
    if service.is_visible_to(session.map(|session| &session.roles)) {
        let said = if session.is_some() { flash::take_flash()? } else { None };
        let taken_from = match said {
            Some(Flash::Launcher { changed: Changed::Unpinned { service, place } }) => {
                (service == slug).then_some(place)
            }
            _ => None,
        };
        let is_favourite = |person: &AtHome| {
            let shown = commons.shown_to(&person.session.roles);
            shelf::favourites(&person.belongings.shelf, &shown).contains(&slug)
        };
        return Ok(ServiceView {
            tile: Arc::clone(service.tile(language())),
            is_favourite: person.as_ref().is_some_and(is_favourite),
            taken_from,
            person: session.map(domain::person),
        });
    }
    if session.is_none() {
        gate::logged_in().await?;
    }
    Err(ApiError::NotFound)
}

/// Every announcement that is for whoever is logged in.
#[server(prefix = "/api", endpoint = "announcements")]
pub async fn announcements() -> Result<AnnouncementsView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let commons = portal.commons.get();
    let now = portal.now();
    let theirs = commons.announcements.iter().filter(|one| domain::is_for(one, &session, now));
    Ok(AnnouncementsView {
        person: domain::person(&session),
        announcements: theirs.map(|one| Arc::clone(one.in_language(language()))).collect(),
    })
}
