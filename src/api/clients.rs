//! Looking after the services that people sign in to: for administrators.

// A server function takes the fields of its form one by one.
#![allow(clippy::too_many_arguments)]

use crate::wire::{
    clients::{ClientEditView, ClientListView},
    error::ApiError,
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::{
            client_form::{self, ClientNotProposed, FormOf},
            client_view,
        },
        people::rights::Right,
        session::LiveSession,
        sso::clients::{self, ClientDecision, Decider, Undecided},
    },
    i18n::language,
    paths,
    wire::{clients::ClientFields, notice::Notice},
};

#[server(prefix = "/api", endpoint = "client-list")]
pub async fn client_list() -> Result<ClientListView, ApiError> {
    let session = gate::allowed(Right::ManageClients).await?;
    let portal = request::portal()?;
    let list = client_view::list(&portal, &session, language()).await.map_err(answer::fault)?;
    Ok(ClientListView { notice: flash::take_notice()?, ..list })
}

/// The form for one that is yet to be registered.
#[server(prefix = "/api", endpoint = "new-client")]
pub async fn new_client() -> Result<ClientEditView, ApiError> {
    let session = gate::allowed(Right::ManageClients).await?;
    let portal = request::portal()?;
    with_form(&session, client_view::new(&portal, &session, language())).await
}

/// One client, with the secret that was just made for it.
#[server(prefix = "/api", endpoint = "client")]
pub async fn client(#[server(default)] id: String) -> Result<ClientEditView, ApiError> {
    let session = gate::allowed(Right::ManageClients).await?;
    let portal = request::portal()?;
    let found = client_view::find(&portal, &session, &id, language()).await;
    let view = found.map_err(answer::fault)?.ok_or_else(|| fail(ApiError::NotFound))?;
    let (notice, new_secret) = match flash::take_long_flash(&session).await? {
        Some(Flash::ClientSecret { client, secret }) if client == id => (None, Some(secret)),
        Some(Flash::Notice { notice, .. }) => (Some(notice), None),
        _ => (None, None),
    };
    with_form(&session, ClientEditView { notice, new_secret, ..view }).await
}

/// The view with what was typed into its form and not saved.
#[cfg(feature = "ssr")]
async fn with_form(
    session: &LiveSession,
    view: ClientEditView,
) -> Result<ClientEditView, ApiError> {
    Ok(match flash::take_form(session).await? {
        Some(Flash::Client { known, fields, refused })
            if known == view.state.is_some()
                && (!known || fields.client_id == view.fields.client_id) =>
        {
            ClientEditView { fields: *fields, refused, ..view }
        }
        _ => view,
    })
}

/// `known`: anything where the client is there already.
#[server(prefix = "/api", endpoint = "set-client")]
pub async fn set_client(
    #[server(default)] known: String,
    #[server(default)] client_id: String,
    #[server(default)] client_name: String,
    #[server(default)] service: String,
    #[server(default)] address: String,
    #[server(default)] redirect_uris: String,
    #[server(default)] post_logout_redirect_uris: String,
    #[server(default)] backchannel_logout_uri: String,
    #[server(default)] initiate_login_uri: String,
    #[server(default)] token_endpoint_auth_method: String,
    #[server(default)] jwks_uri: String,
    #[server(default)] pkce: String,
    #[server(default)] consent: String,
    #[server(default)] minimum_acr: String,
    #[server(default)] id_token_signed_response_alg: String,
    #[server(default)] access_token: String,
    #[server(default)] subject_type: String,
    #[server(default)] issuer: String,
    #[server(default)] employee: String,
    #[server(default)] operator: String,
    #[server(default)] administrator: String,
    #[server(default)] web_origins: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ManageClients).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let of = if known.is_empty() { FormOf::NewClient } else { FormOf::KnownClient };
    let fields = ClientFields {
        client_id,
        client_name,
        service,
        address,
        redirect_uris,
        post_logout_redirect_uris,
        backchannel_logout_uri,
        initiate_login_uri,
        token_endpoint_auth_method,
        jwks_uri,
        pkce,
        consent,
        minimum_acr,
        id_token_signed_response_alg,
        access_token,
        subject_type,
        issuer,
        employee,
        operator,
        administrator,
        web_origins,
        reason,
    };
    let page = match of {
        FormOf::NewClient => paths::NEW_CLIENT.to_owned(),
        FormOf::KnownClient => paths::manage_client(&fields.client_id),
    };
    let proposed = client_form::propose(&portal, &session, &visitor, of, &fields).await;
    let refused = match proposed.map_err(answer::fault)? {
        Ok(()) => {
            flash::set_notice(Notice::ClientProposed)?;
            let is_new = of == FormOf::NewClient;
            return redirect(if is_new { paths::MANAGE_CLIENTS } else { &page });
        }
        Err(ClientNotProposed::NotTheirs) => return Err(gate::not_theirs(&session).await),
        Err(ClientNotProposed::Refused(refused)) => refused,
    };
    let known = of == FormOf::KnownClient;
    let fields = Box::new(client_form::shown_again(fields));
    flash::set_form(&session, &Flash::Client { known, fields, refused }).await?;
    redirect(&page)
}

/// `decision`: `new-secret`, `disable`, `enable` or `take-back`.
#[server(prefix = "/api", endpoint = "decide-client")]
pub async fn decide_client(
    #[server(default)] id: String,
    #[server(default)] decision: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ManageClients).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let (decision, notice) = match decision.as_str() {
        "new-secret" => (ClientDecision::NewSecret, None),
        "disable" => (ClientDecision::Disable, Some(Notice::ClientDisabled)),
        "enable" => (ClientDecision::Enable, Some(Notice::ClientEnabled)),
        "take-back" => (ClientDecision::TakeBack, Some(Notice::ClientTakenBack)),
        _ => return Err(fail(ApiError::BadRequest)),
    };
    let page = paths::manage_client(&id);
    let by = Decider::Administrator(&session);
    let decided = clients::decide(&portal, &visitor, by, &id, decision).await;
    let made = match decided.map_err(answer::fault)? {
        Ok(made) => made,
        Err(Undecided::NotFresh) => return ask_for_proof(&page),
        Err(Undecided::NotTheirs) => return Err(gate::not_theirs(&session).await),
        Err(Undecided::SameTile(_)) => {
            flash::set_notice(Notice::ClientTileTaken)?;
            return redirect(&page);
        }
        Err(
            Undecided::Unknown
            | Undecided::Taken
            | Undecided::Wrong(_)
            | Undecided::NoSecret
            | Undecided::NeedsSecond,
        ) => return Err(fail(ApiError::NotFound)),
    };
    if let Some(secret) = made {
        let shown = Flash::ClientSecret { client: id.clone(), secret };
        flash::set_long_flash(&session, &shown).await?;
    } else if let Some(notice) = notice {
        flash::set_notice(notice)?;
    }
    let is_left = clients::registered(&portal, &id).await.map_err(answer::fault)?.is_some();
    redirect(if is_left { &page } else { paths::MANAGE_CLIENTS })
}
