//! The catalogue, as far as somebody may see it.

use crate::wire::{
    error::ApiError,
    launcher::{LauncherView, ServiceView, Tile},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {super::request, crate::i18n::language};

/// A search is cut to this many characters.
#[cfg(feature = "ssr")]
const LONGEST_QUERY: usize = 100;

/// The services that are open to everyone.
#[server(prefix = "/api", endpoint = "public-services")]
pub async fn public_services() -> Result<Vec<Tile>, ApiError> {
    Ok(request::portal()?.catalogue.visible_to(None, language()).collect())
}

/// The services of whoever is logged in.
#[server(prefix = "/api", endpoint = "launcher")]
pub async fn launcher(#[server(default)] query: String) -> Result<LauncherView, ApiError> {
    let session = request::logged_in().await?;
    let portal = request::portal()?;
    Ok(LauncherView {
        person: request::person_of(&session),
        query: query.chars().take(LONGEST_QUERY).collect(),
        tiles: portal.catalogue.visible_to(Some(&session.roles), language()).collect(),
    })
}

/// One service. One that is not for this person is as good as none; who is not logged in may log
/// in first.
#[server(prefix = "/api", endpoint = "service")]
pub async fn service(#[server(default)] slug: String) -> Result<ServiceView, ApiError> {
    let person = request::person().await?;
    let portal = request::portal()?;
    let roles = person.as_ref().map(|(session, _)| &session.roles);
    let tile = portal.catalogue.visible_to(roles, language()).find(|tile| tile.slug == slug);
    match tile {
        Some(tile) => Ok(ServiceView { tile, person: person.map(|(_, person)| person) }),
        None if person.is_none() && portal.catalogue.contains(&slug) => {
            request::logged_in().await?;
            Err(ApiError::NotFound)
        }
        None => Err(ApiError::NotFound),
    }
}
