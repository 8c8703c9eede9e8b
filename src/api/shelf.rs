//! Changing what is on one's own launcher. Plain forms and the page's script post here alike; the
//! answer is the launcher, changed.

use crate::wire::error::ApiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies,
    flash::{self, Flash},
    gate,
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::launcher::shelf::{self, ShelfChange},
    paths,
    wire::launcher::{Changed, Spot},
};

/// `from`: where the star was pressed ([`Spot`]); `query`: the search that it was found by.
#[server(prefix = "/api", endpoint = "pin")]
pub async fn pin(
    #[server(default)] service: String,
    #[server(default)] from: String,
    #[server(default)] query: String,
) -> Result<(), ApiError> {
    let back = back(&service, &from, &query)?;
    change(ShelfChange::Pin(service), &back).await
}

#[server(prefix = "/api", endpoint = "unpin")]
pub async fn unpin(
    #[server(default)] service: String,
    #[server(default)] from: String,
    #[server(default)] query: String,
) -> Result<(), ApiError> {
    let back = back(&service, &from, &query)?;
    change(ShelfChange::Unpin(service), &back).await
}

/// Puts a service back to its place among the favourites, from which it was just taken.
#[server(prefix = "/api", endpoint = "restore")]
pub async fn restore(
    #[server(default)] service: String,
    #[server(default)] place: u32,
    #[server(default)] from: String,
    #[server(default)] query: String,
) -> Result<(), ApiError> {
    let back = back(&service, &from, &query)?;
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    change(ShelfChange::Restore(service, place), &back).await
}

#[server(prefix = "/api", endpoint = "earlier")]
pub async fn earlier(#[server(default)] service: String) -> Result<(), ApiError> {
    change(ShelfChange::Earlier(service), paths::ARRANGE).await
}

#[server(prefix = "/api", endpoint = "later")]
pub async fn later(#[server(default)] service: String) -> Result<(), ApiError> {
    change(ShelfChange::Later(service), paths::ARRANGE).await
}

/// `order`: slugs with commas between them.
#[server(prefix = "/api", endpoint = "order")]
pub async fn order(#[server(default)] order: String) -> Result<(), ApiError> {
    let order = order.split(',').map(str::to_owned).collect();
    change(ShelfChange::Order(order), paths::ARRANGE).await
}

/// Notes that an important announcement was read.
#[server(prefix = "/api", endpoint = "acknowledge")]
pub async fn acknowledge(#[server(default)] announcement: String) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let id = announcement.parse().map_err(|_| fail(ApiError::BadRequest))?;
    shelf::acknowledge(&*request::portal()?, &session, id).await.map_err(answer::fault)?;
    flash::set_flash(&Flash::Launcher { changed: Changed::Acknowledged })?;
    redirect(paths::ANNOUNCED)
}

/// How close together the tiles stand, in this browser: a phone and an office PC differ.
#[server(prefix = "/api", endpoint = "density")]
pub async fn choose_density(#[server(default)] density: String) -> Result<(), ApiError> {
    let density = density.parse().map_err(|_| fail(ApiError::BadRequest))?;
    cookies::set_density(density)?;
    redirect(paths::LAUNCHER)
}

#[cfg(feature = "ssr")]
async fn change(change: ShelfChange, then: &str) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let changed = shelf::change(&*request::portal()?, &session, &change).await;
    let taken_from = changed.map_err(answer::fault)?.map_err(|_| fail(ApiError::NotFound))?;
    let place = taken_from.and_then(|place| u32::try_from(place).ok());
    let changed = match (change, place) {
        (ShelfChange::Unpin(service), Some(place)) => Changed::Unpinned { service, place },
        (ShelfChange::Pin(service) | ShelfChange::Restore(service, _), _) => {
            Changed::Pinned { service }
        }
        _ => Changed::Moved,
    };
    flash::set_flash(&Flash::Launcher { changed })?;
    redirect(then)
}

/// Where the star of `service` was pressed.
#[cfg(feature = "ssr")]
fn back(service: &str, from: &str, query: &str) -> Result<String, ApiError> {
    let is_known = request::portal()?.commons.get().service(service).is_some();
    Ok(match Spot::from_name(from) {
        _ if !is_known => paths::FAVOURITES.to_owned(),
        _ if !query.trim().is_empty() => paths::search(query),
        Spot::Group => paths::tile(service),
        Spot::Favourites => paths::FAVOURITES.to_owned(),
        Spot::Rows => paths::ARRANGE.to_owned(),
        Spot::About => paths::service(service),
    })
}
