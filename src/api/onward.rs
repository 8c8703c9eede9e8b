//! On to another site, after a form: what the page that does it shows.

use crate::wire::{error::ApiError, onward::OnwardView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::redirect,
    flash::{self, Flash},
    gate, request,
};
#[cfg(feature = "ssr")]
use crate::{domain::launcher::view::person, i18n::language, paths};

/// It goes on by itself only in answer to a form: whoever comes back to it is not sent away again.
#[server(prefix = "/api", endpoint = "onward")]
pub async fn onward_page(#[server(default)] next: String) -> Result<OnwardView, ApiError> {
    let Some(next) = paths::safe_next(&next).filter(|next| paths::leads_away(next)) else {
        redirect(paths::LAUNCHER)?;
        return Err(ApiError::Unauthenticated);
    };
    let session = gate::session().await?;
    let roles = session.as_ref().map(|session| &session.roles);
    let commons = request::portal()?.commons.get();
    let service = paths::opened(next).and_then(|slug| commons.service(slug));
    let service = service.filter(|service| service.is_visible_to(roles));
    Ok(OnwardView {
        person: session.as_ref().map(person),
        service: service.map(|service| service.tile(language()).name.clone()),
        next: next.to_owned(),
        by_itself: flash::take_flash()? == Some(Flash::GoOn),
    })
}
