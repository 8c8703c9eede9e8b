//! How the portal fares: for auditors and administrators.

use crate::wire::{error::ApiError, health::HealthView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{answer, gate, request};
#[cfg(feature = "ssr")]
use crate::{
    domain::{console::health, people::rights::Right},
    i18n::language,
};

#[server(prefix = "/api", endpoint = "health")]
pub async fn health_page() -> Result<HealthView, ApiError> {
    let session = gate::allowed(Right::SeeHealth).await?;
    let portal = request::portal()?;
    let view = health::view(&portal, &session, language()).await.map_err(answer::fault)?;
    let Ok(view) = view else { return Err(gate::not_theirs(&session).await) };
    Ok(view)
}
