//! Passkeys. The browser's script asks for the options of a ceremony and sends back what the
//! authenticator signed; both answers are JSON. Without a script there are no passkeys.

use crate::wire::error::ApiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        answer,
        cookies::{self, Keep},
        flash, gate,
        login::keep,
        request::{self, fail},
    },
    crate::{
        domain::{device_name, passkey as domain, session::Computer},
        paths,
        wire::{account::PasskeyProblem, notice::Notice},
    },
};

/// The options for logging in, or for proving once more that it is you.
#[server(prefix = "/api", endpoint = "passkey/begin")]
pub async fn begin_passkey() -> Result<String, ApiError> {
    let portal = request::portal()?;
    let ceremony = domain::begin(&portal).map_err(answer::fault)?;
    let ceremony = ceremony.ok_or_else(|| fail(ApiError::NotFound))?;
    cookies::set_ceremony(&ceremony.sealed)?;
    Ok(ceremony.options)
}

/// What the authenticator signed. Logs in, or where somebody is logged in proves it once more; the
/// path to go on to.
#[server(prefix = "/api", endpoint = "passkey/finish")]
pub async fn finish_passkey(
    #[server(default)] credential: String,
    #[server(default)] next: String,
    #[server(default)] public: String,
) -> Result<String, ApiError> {
    let (portal, client) = (request::portal()?, request::client()?);
    let sealed = cookies::take_ceremony()?;
    if let Some(session) = gate::session().await? {
        let proved = domain::prove_again(&portal, &client, &session, &sealed, &credential).await;
        let token = proved.map_err(answer::fault)?.map_err(refused)?;
        cookies::set_session(&token, Keep::UntilClosed)?;
        return Ok(paths::safe_next(&next).unwrap_or(paths::ACCOUNT).to_owned());
    }
    let computer = if public.is_empty() { Computer::Own } else { Computer::Public };
    let logged_in = domain::log_in(&portal, &client, &sealed, &credential, computer).await;
    let logged_in = logged_in.map_err(answer::fault)?.map_err(refused)?;
    keep(&logged_in)?;
    Ok(paths::safe_next(&next).unwrap_or(paths::LAUNCHER).to_owned())
}

/// The options for adding a passkey.
#[server(prefix = "/api", endpoint = "passkey/register-begin")]
pub async fn begin_adding_passkey() -> Result<String, ApiError> {
    let session = gate::logged_in().await?;
    let ceremony = domain::begin_adding(&*request::portal()?, &session).await;
    let ceremony = ceremony.map_err(answer::fault)?.map_err(refused)?;
    cookies::set_ceremony(&ceremony.sealed)?;
    Ok(ceremony.options)
}

/// The passkey that the authenticator made; the path to go on to.
#[server(prefix = "/api", endpoint = "passkey/register-finish")]
pub async fn finish_adding_passkey(
    #[server(default)] credential: String,
    #[server(default)] device_name: String,
) -> Result<String, ApiError> {
    let session = gate::logged_in().await?;
    let (portal, client) = (request::portal()?, request::client()?);
    let sealed = cookies::take_ceremony()?;
    let name = device_name::parse(&device_name).map_err(|_| fail(ApiError::BadRequest))?;
    let added = domain::add(&portal, &client, &session, &sealed, &credential, &name).await;
    added.map_err(answer::fault)?.map_err(refused)?;
    flash::set_notice(Notice::AuthenticatorAdded)?;
    Ok(paths::ACCOUNT.to_owned())
}

#[cfg(feature = "ssr")]
fn refused(problem: PasskeyProblem) -> ApiError {
    fail(match problem {
        PasskeyProblem::Refused | PasskeyProblem::SomebodyElses => ApiError::Forbidden,
        PasskeyProblem::TooMany => ApiError::BadRequest,
        PasskeyProblem::NotFresh => ApiError::Unauthenticated,
        PasskeyProblem::Wait => ApiError::Busy,
    })
}
