//! The second step of a login, and proving once more that it is you: by a one-time code or a recovery
//! code. Passkeys are in [`super::passkey`].

use crate::wire::{account::ProofView, error::ApiError, login::SecondFactorView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies::{self, CookieLifetime},
    flash::{self, Flash},
    gate,
    login::let_in,
    manage::go_on,
    request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        credentials::authenticator,
        launcher::view::person,
        login::{
            claimant::LoggedIn,
            fresh_proof,
            second_factor::{self as domain, Refused},
        },
        session::leaving,
        values::{one_time_code::OneTimeCode, reference_token::ReferenceToken},
    },
    paths,
    wire::login::SecondFactorProblem,
};

/// The second step: a one-time code.
#[server(prefix = "/api", endpoint = "second-step/code")]
pub async fn second_step_code(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let session = gate::password_proved().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let code = match OneTimeCode::parse(&code) {
        Ok(code) => code,
        Err(problem) => return back(paths::SECOND_STEP, &next, SecondFactorProblem::Code(problem)),
    };
    let answer = domain::by_code(&portal, &visitor, &session, &code).await;
    let_in_or_back(answer.map_err(answer::fault)?, &next)
}

/// The second step: a recovery code.
#[server(prefix = "/api", endpoint = "second-step/recovery-code")]
pub async fn second_step_recovery_code(
    #[server(default)] recovery_code: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let session = gate::password_proved().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let answer = domain::by_recovery_code(&portal, &visitor, &session, &recovery_code).await;
    let_in_or_back(answer.map_err(answer::login_error)?, &next)
}

/// Gives the login up.
#[server(prefix = "/api", endpoint = "second-step/cancel")]
pub async fn cancel_second_step() -> Result<(), ApiError> {
    gate::password_proved().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    leaving::log_out(&portal, &visitor).await.map_err(answer::fault)?;
    cookies::clear_session()?;
    redirect(paths::LOGIN)
}

#[server(prefix = "/api", endpoint = "second-step/page")]
pub async fn second_step_page(
    #[server(default)] next: String,
) -> Result<SecondFactorView, ApiError> {
    let session = gate::password_proved().await?;
    let portal = request::portal()?;
    let has_long_codes = authenticator::has_long_codes(&portal, session.account).await;
    Ok(SecondFactorView {
        problem: take_problem()?,
        offers_passkeys: portal.passkeys.is_some(),
        has_long_codes: has_long_codes.map_err(answer::fault)?,
        next: paths::safe_next(&next).map(str::to_owned),
    })
}

/// A fresh proof by a one-time code.
#[server(prefix = "/api", endpoint = "proof/code")]
pub async fn proof_code(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let code = match OneTimeCode::parse(&code) {
        Ok(code) => code,
        Err(problem) => return back(paths::PROOF, &next, SecondFactorProblem::Code(problem)),
    };
    let answer = fresh_proof::by_code(&portal, &visitor, &session, &code).await;
    go_on_or_back(answer.map_err(answer::fault)?, &next).await
}

/// A fresh proof by a recovery code.
#[server(prefix = "/api", endpoint = "proof/recovery-code")]
pub async fn proof_recovery_code(
    #[server(default)] recovery_code: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let answer = fresh_proof::by_recovery_code(&portal, &visitor, &session, &recovery_code).await;
    go_on_or_back(answer.map_err(answer::login_error)?, &next).await
}

#[server(prefix = "/api", endpoint = "proof/page")]
pub async fn proof_page(#[server(default)] next: String) -> Result<ProofView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let has_long_codes = authenticator::has_long_codes(&portal, session.account).await;
    Ok(ProofView {
        person: person(&session),
        problem: take_problem()?,
        offers_passkeys: portal.passkeys.is_some(),
        has_long_codes: has_long_codes.map_err(answer::fault)?,
        next: paths::safe_next(&next).unwrap_or(paths::ACCOUNT).to_owned(),
    })
}

/// Lets in whoever brought the second factor; anybody else sees what was wrong with it.
#[cfg(feature = "ssr")]
fn let_in_or_back(answer: Result<LoggedIn, Refused>, next: &str) -> Result<(), ApiError> {
    match answer {
        Ok(logged_in) => let_in(&logged_in, paths::safe_next(next)),
        Err(Refused(problem)) => back(paths::SECOND_STEP, next, problem),
    }
}

/// Goes on with what the proof was asked for; without one, what was wrong with it is said.
#[cfg(feature = "ssr")]
async fn go_on_or_back(
    answer: Result<ReferenceToken, Refused>,
    next: &str,
) -> Result<(), ApiError> {
    match answer {
        Ok(token) => {
            cookies::set_session(&token, CookieLifetime::UntilClosed)?;
            redirect(&go_on(&token, paths::safe_next(next).unwrap_or(paths::ACCOUNT)).await?)
        }
        Err(Refused(problem)) => back(paths::PROOF, next, problem),
    }
}

#[cfg(feature = "ssr")]
fn take_problem() -> Result<Option<SecondFactorProblem>, ApiError> {
    Ok(match flash::take_flash()? {
        Some(Flash::SecondFactor { problem }) => Some(problem),
        _ => None,
    })
}

#[cfg(feature = "ssr")]
fn back(page: &str, next: &str, problem: SecondFactorProblem) -> Result<(), ApiError> {
    flash::set_flash(&Flash::SecondFactor { problem })?;
    redirect(&paths::then(page, next))
}
