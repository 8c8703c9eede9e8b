//! Activating MFA: `POST /api/mfa/activate`, `POST /api/mfa/cancel`, and what the page shows.

use crate::wire::{error::ApiError, mfa::EnrolmentView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        cookies,
        request::{self, redirect},
    },
    crate::{
        domain::{
            code::OneTimeCode,
            device_name,
            enrolment::{self, Outcome},
            session::{self, Stage},
            totp::Provisioning,
        },
        http::qr,
        paths,
        wire::{
            flash::{Flash, Notice},
            launcher::Person,
            mfa::EnrolmentProblem,
        },
    },
};

/// What a person typed stays in the form, up to this many characters.
#[cfg(feature = "ssr")]
const KEPT: usize = 400;

#[server(prefix = "/api", endpoint = "mfa/activate")]
pub async fn activate_mfa(
    #[server(default)] code: String,
    #[server(default)] device_name: String,
) -> Result<(), ApiError> {
    let (portal, client) = (request::portal()?, request::client()?);
    let (code, name) = match read_enrolment(&code, &device_name) {
        Ok(read) => read,
        Err(problems) => return back(paths::MFA, device_name, problems),
    };
    let outcome = enrolment::activate(&portal, &client, &code, &name).await;
    match outcome.map_err(request::login_error)? {
        Outcome::Activated { recovery_codes: Some(codes), .. } => {
            cookies::set_flash(&Flash::RecoveryCodes { codes })?;
            redirect(paths::FIRST_RECOVERY_CODES)
        }
        Outcome::Activated { nip, recovery_codes: None } => {
            to_login(Notice::MfaActivated, nip.as_str().to_owned())
        }
        Outcome::Refused(problem) => back(paths::MFA, device_name, vec![problem]),
        Outcome::NotPending => to_login(Notice::EnrolmentExpired, String::new()),
    }
}

/// Reads the form that proves an authenticator.
#[cfg(feature = "ssr")]
pub(super) fn read_enrolment(
    code: &str,
    device_name: &str,
) -> Result<(OneTimeCode, String), Vec<EnrolmentProblem>> {
    match (OneTimeCode::parse(code), device_name::parse(device_name)) {
        (Ok(code), Ok(name)) => Ok((code, name)),
        (code, name) => {
            let code = code.err().map(EnrolmentProblem::Code);
            let name = name.err().map(EnrolmentProblem::DeviceName);
            Err(code.into_iter().chain(name).collect())
        }
    }
}

/// Gives the enrolment up; nothing of it stays.
#[server(prefix = "/api", endpoint = "mfa/cancel")]
pub async fn cancel_enrolment() -> Result<(), ApiError> {
    let (portal, client) = (request::portal()?, request::client()?);
    let nip = match request::current().await? {
        Some(session) if session.stage != Stage::Authenticated => {
            session::end(&portal, &client).await.map_err(request::fault)?;
            cookies::clear_session()?;
            session.nip.as_str().to_owned()
        }
        _ => String::new(),
    };
    to_login(Notice::EnrolmentCancelled, nip)
}

/// The activation page; for a browser where no enrolment is going on, the login page.
#[server(prefix = "/api", endpoint = "mfa/page")]
pub async fn enrolment_page() -> Result<EnrolmentView, ApiError> {
    let (portal, session) = (request::portal()?, request::current().await?);
    if session.as_ref().is_some_and(|session| session.stage == Stage::Authenticated) {
        redirect(paths::LAUNCHER)?;
        return Err(ApiError::Unauthenticated);
    }
    let provisioning = match &session {
        Some(session) => enrolment::provisioning(&portal, session).map_err(request::fault)?,
        None => None,
    };
    let Some(provisioning) = provisioning else {
        to_login(Notice::EnrolmentExpired, String::new())?;
        return Err(ApiError::Unauthenticated);
    };
    enrolment_view(provisioning, None)
}

/// What the page shows, with what was typed before.
#[cfg(feature = "ssr")]
pub(super) fn enrolment_view(
    provisioning: Provisioning,
    person: Option<Person>,
) -> Result<EnrolmentView, ApiError> {
    let (device_name, problems) = match cookies::take_flash()? {
        Some(Flash::Enrolment { device_name, problems }) => (device_name, problems),
        _ => (String::new(), Vec::new()),
    };
    Ok(EnrolmentView {
        person,
        qr_svg: qr::svg(&provisioning.uri).map_err(request::fault)?,
        otpauth_uri: provisioning.uri,
        key: provisioning.key,
        device_name,
        problems,
    })
}

#[cfg(feature = "ssr")]
pub(super) fn back(
    page: &str,
    device_name: String,
    problems: Vec<EnrolmentProblem>,
) -> Result<(), ApiError> {
    let device_name = device_name.chars().take(KEPT).collect();
    cookies::set_flash(&Flash::Enrolment { device_name, problems })?;
    redirect(page)
}

#[cfg(feature = "ssr")]
fn to_login(notice: Notice, nip: String) -> Result<(), ApiError> {
    cookies::set_flash(&Flash::Notice { notice, nip })?;
    redirect(paths::LOGIN)
}
