//! Passkeys. The browser's script asks for the options of a ceremony and sends back what the
//! authenticator signed; both answers are JSON. Without a script there are no passkeys.

use crate::wire::error::ApiError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer,
    cookies::{self, CookieLifetime},
    flash, gate,
    login::keep,
    manage::go_on,
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        credentials::passkey as domain,
        login::by_passkey,
        session::{Computer, LiveSession},
        values::device_name,
    },
    paths,
    wire::{account::PasskeyProblem, notice::Notice},
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
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let sealed = cookies::take_ceremony()?;
    if let Some(session) = gate::session().await? {
        let proved =
            by_passkey::prove_again(&portal, &visitor, &session, &sealed, &credential).await;
        let token = proved.map_err(answer::fault)?.map_err(refused)?;
        cookies::set_session(&token, CookieLifetime::UntilClosed)?;
        return go_on(&token, paths::safe_next(&next).unwrap_or(paths::ACCOUNT)).await;
    }
    let computer = if public.is_empty() { Computer::Own } else { Computer::Public };
    let logged_in = by_passkey::log_in(&portal, &visitor, &sealed, &credential, computer).await;
    let logged_in = logged_in.map_err(answer::fault)?.map_err(refused)?;
    keep(&logged_in)?;
    Ok(paths::safe_next(&next).unwrap_or(paths::LAUNCHER).to_owned())
}

/// The options for adding a passkey. What it is to be called is looked at first: nobody makes one that then
/// cannot be kept. Of a bad request the account page says what was wrong.
#[server(prefix = "/api", endpoint = "passkey/register-begin")]
pub async fn begin_adding_passkey(
    #[server(default)] device_name: String,
) -> Result<String, ApiError> {
    let session = gate::logged_in().await?;
    let ceremony = domain::begin_adding(&*request::portal()?, &session).await;
    let ceremony = ceremony.map_err(answer::fault)?.map_err(refused)?;
    read_name(&session, &device_name).await?;
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
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let sealed = cookies::take_ceremony()?;
    let name = read_name(&session, &device_name).await?;
    let added = domain::add(&portal, &visitor, &session, &sealed, &credential, &name).await;
    added.map_err(answer::fault)?.map_err(refused)?;
    flash::set_notice(Notice::AuthenticatorAdded)?;
    Ok(paths::ACCOUNT.to_owned())
}

#[cfg(feature = "ssr")]
async fn read_name(session: &LiveSession, typed: &str) -> Result<String, ApiError> {
    match device_name::parse(typed) {
        Ok(name) => Ok(name),
        Err(problem) => {
            super::account::refuse_name(session, None, typed, problem).await?;
            Err(fail(ApiError::BadRequest))
        }
    }
}

#[cfg(feature = "ssr")]
fn refused(problem: PasskeyProblem) -> ApiError {
    if problem == PasskeyProblem::TooMany
        && let Err(error) = flash::set_notice(Notice::TooManyAuthenticators)
    {
        return error;
    }
    fail(match problem {
        PasskeyProblem::Refused | PasskeyProblem::SomebodyElses => ApiError::Forbidden,
        PasskeyProblem::TooMany => ApiError::BadRequest,
        PasskeyProblem::NotFresh => ApiError::Unauthenticated,
        PasskeyProblem::Wait => ApiError::Busy,
    })
}
