//! Changing what is on one's own launcher. Plain forms and the page's script post here alike; the
//! answer is the launcher, changed.

use crate::wire::error::ApiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        cookies,
        request::{self, fail, redirect},
    },
    crate::{
        domain::shelf::{self, Change},
        paths,
        wire::{flash::Notice, launcher::Density},
    },
};

#[server(prefix = "/api", endpoint = "pin")]
pub async fn pin(#[server(default)] service: String) -> Result<(), ApiError> {
    change(Change::Pin(service), paths::FAVOURITES).await
}

#[server(prefix = "/api", endpoint = "unpin")]
pub async fn unpin(#[server(default)] service: String) -> Result<(), ApiError> {
    change(Change::Unpin(service), paths::FAVOURITES).await
}

#[server(prefix = "/api", endpoint = "earlier")]
pub async fn earlier(#[server(default)] service: String) -> Result<(), ApiError> {
    change(Change::Earlier(service), paths::ARRANGE).await
}

#[server(prefix = "/api", endpoint = "later")]
pub async fn later(#[server(default)] service: String) -> Result<(), ApiError> {
    change(Change::Later(service), paths::ARRANGE).await
}

/// `order`: slugs with commas between them.
#[server(prefix = "/api", endpoint = "order")]
pub async fn order(#[server(default)] order: String) -> Result<(), ApiError> {
    let order = order.split(',').map(str::to_owned).collect();
    change(Change::Order(order), paths::ARRANGE).await
}

/// Notes that an important announcement was read.
#[server(prefix = "/api", endpoint = "acknowledge")]
pub async fn acknowledge(#[server(default)] announcement: String) -> Result<(), ApiError> {
    let session = request::logged_in().await?;
    let id = announcement.parse().map_err(|_| fail(ApiError::BadRequest))?;
    shelf::acknowledge(&*request::portal()?, &session, id).await.map_err(request::fault)?;
    cookies::set_notice(Notice::Acknowledged)?;
    redirect(paths::LAUNCHER)
}

/// How close together the tiles stand, in this browser: a phone and an office PC differ.
#[server(prefix = "/api", endpoint = "density")]
pub async fn choose_density(#[server(default)] density: String) -> Result<(), ApiError> {
    let density = Density::from_name(&density).ok_or_else(|| fail(ApiError::BadRequest))?;
    cookies::set_density(density)?;
    redirect(paths::LAUNCHER)
}

#[cfg(feature = "ssr")]
async fn change(change: Change, then: &str) -> Result<(), ApiError> {
    let session = request::logged_in().await?;
    let changed = shelf::change(&*request::portal()?, &session, &change).await;
    changed.map_err(request::fault)?.map_err(|_| fail(ApiError::NotFound))?;
    cookies::set_notice(Notice::FavouritesChanged)?;
    redirect(then)
}
