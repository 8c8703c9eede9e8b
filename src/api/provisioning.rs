//! Looking after the systems of agencies that bring people in: for administrators.

use crate::wire::{error::ApiError, provisioning::ProvisioningView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::provisioning::{self, ProvisioningUnchanged},
        people::rights::Right,
        session::LiveSession,
    },
    i18n::language,
    paths,
    wire::{
        notice::Notice,
        provisioning::{LiftFields, TokenFields},
    },
};

/// With the token that was just made. `after`: the id of the last token of the page before.
#[server(prefix = "/api", endpoint = "provisioning/list")]
pub async fn provisioning_page(
    #[server(default)] after: String,
) -> Result<ProvisioningView, ApiError> {
    let session = gate::allowed(Right::ManageProvisioning).await?;
    let portal = request::portal()?;
    let after = after.parse().ok();
    let view = provisioning::view(&portal, &session, after, language()).await;
    let Ok(view) = view.map_err(answer::fault)? else {
        return Err(gate::not_theirs(&session).await);
    };
    let (notice, new_token) = match flash::take_flash()? {
        Some(Flash::ProvisioningToken { token }) => (None, Some(token)),
        Some(Flash::Notice { notice, .. }) => (Some(notice), None),
        _ => (None, None),
    };
    let view = ProvisioningView { notice, new_token, ..view };
    Ok(match flash::take_form(&session).await? {
        Some(Flash::Provisioning { fields, lift, problems }) => {
            // Only one of the two was sent.
            let fields = if fields == TokenFields::default() { view.fields } else { fields };
            ProvisioningView { fields, lift, problems, ..view }
        }
        _ => view,
    })
}

#[server(prefix = "/api", endpoint = "provisioning/add-token")]
pub async fn add_provisioning_token(
    #[server(default)] agency: String,
    #[server(default)] name: String,
    #[server(default)] days: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ManageProvisioning).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let fields = TokenFields { agency, name, days };
    let added = provisioning::add_token(&portal, &visitor, &session, &fields).await;
    match added.map_err(answer::fault)? {
        Ok(token) => {
            flash::set_flash(&Flash::ProvisioningToken { token })?;
            redirect(paths::MANAGE_PROVISIONING)
        }
        Err(unchanged) => again(&session, unchanged, &fields, &LiftFields::default()).await,
    }
}

#[server(prefix = "/api", endpoint = "provisioning/end-token")]
pub async fn end_provisioning_token(#[server(default)] id: String) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ManageProvisioning).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = id.parse().unwrap_or_default();
    let ended = provisioning::end_token(&portal, &visitor, &session, id).await;
    match ended.map_err(answer::fault)? {
        Ok(()) => {
            flash::set_notice(Notice::ProvisioningTokenEnded)?;
            redirect(paths::MANAGE_PROVISIONING)
        }
        Err(ProvisioningUnchanged::NotFresh) => ask_for_proof(paths::MANAGE_PROVISIONING),
        Err(_) => Err(gate::not_theirs(&session).await),
    }
}

#[server(prefix = "/api", endpoint = "provisioning/propose-lift")]
pub async fn propose_lift(
    #[server(default)] held: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ManageProvisioning).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let fields = LiftFields { held, reason };
    let proposed = provisioning::propose_lift(&portal, &visitor, &session, &fields).await;
    match proposed.map_err(answer::fault)? {
        Ok(()) => {
            flash::set_notice(Notice::Proposed)?;
            redirect(paths::MANAGE_PROVISIONING)
        }
        Err(unchanged) => again(&session, unchanged, &TokenFields::default(), &fields).await,
    }
}

/// Back to the page, with what was typed.
#[cfg(feature = "ssr")]
async fn again(
    session: &LiveSession,
    unchanged: ProvisioningUnchanged,
    fields: &TokenFields,
    lift: &LiftFields,
) -> Result<(), ApiError> {
    let problems = match unchanged {
        ProvisioningUnchanged::NotTheirs => return Err(gate::not_theirs(session).await),
        ProvisioningUnchanged::NotFresh => Vec::new(),
        ProvisioningUnchanged::Refused(problems) => problems,
    };
    let needs_proof = problems.is_empty();
    let (fields, lift) = provisioning::shown_again(fields, lift);
    flash::set_form(session, &Flash::Provisioning { fields, lift, problems }).await?;
    let page = paths::MANAGE_PROVISIONING;
    if needs_proof { ask_for_proof(page) } else { redirect(page) }
}
