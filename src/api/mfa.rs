//! Activating MFA: `POST /api/mfa/activate`, `POST /api/mfa/cancel`, and what the page shows.

use crate::wire::{error::ApiError, mfa::EnrolmentView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies,
    flash::{self, Flash},
    gate, qr, request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        credentials::{authenticator, totp::Provisioning},
        login::enrolment::{self, EnrolmentOutcome},
        recovery::enrolment_code,
        session::{LiveSession, Stage, leaving},
        values::{device_name, one_time_code::OneTimeCode, suggested_name, text},
    },
    i18n::language,
    paths,
    wire::{mfa::EnrolmentProblem, notice::Notice, person::Person},
};

#[server(prefix = "/api", endpoint = "mfa/activate")]
pub async fn activate_mfa(
    #[server(default)] code: String,
    #[server(default)] device_name: String,
    #[server(default)] reset_code: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let (code, name) = match read_enrolment(&code, &device_name) {
        Ok(read) => read,
        Err(problems) => return back_to_first(device_name, reset_code, &next, problems).await,
    };
    let outcome = enrolment::activate(&portal, &visitor, &code, &name, &reset_code).await;
    match outcome.map_err(answer::login_error)? {
        EnrolmentOutcome::Activated { recovery_codes: Some(codes), .. } => {
            flash::set_flash(&Flash::RecoveryCodes { codes })?;
            redirect(&paths::then(paths::FIRST_RECOVERY_CODES, &next))
        }
        EnrolmentOutcome::Activated { nip, recovery_codes: None } => {
            to_login_for(Notice::MfaActivated, nip.as_str().to_owned(), &next)
        }
        EnrolmentOutcome::Refused(problem) => {
            back_to_first(device_name, reset_code, &next, vec![problem]).await
        }
        EnrolmentOutcome::NotPending => {
            to_login_for(Notice::EnrolmentExpired, String::new(), &next)
        }
    }
}

/// Mails the code that an enrolment after a reset by oneself asks for.
#[server(prefix = "/api", endpoint = "mfa/send-code")]
pub async fn send_enrolment_code(#[server(default)] next: String) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let session = gate::current().await?;
    let enrolling = session.filter(|one| matches!(one.stage, Stage::Enrolling { .. }));
    let Some(session) = enrolling else {
        return to_login(Notice::EnrolmentExpired, String::new());
    };
    let sent = enrolment_code::send(&portal, &visitor, &session).await;
    let problem = sent.map_err(answer::login_error)?.err();
    leave(
        &paths::then(paths::MFA, &next),
        Left {
            code_sent: problem.is_none(),
            problems: problem.into_iter().map(EnrolmentProblem::ResetCode).collect(),
            ..Left::default()
        },
    )
    .await
}

/// Reads the form that proves an authenticator.
#[cfg(feature = "ssr")]
pub(super) fn read_enrolment(
    code: &str,
    device_name: &str,
) -> Result<(OneTimeCode, String), Vec<EnrolmentProblem>> {
    match (OneTimeCode::parse_new(code), device_name::parse(device_name)) {
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
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let nip = match gate::current().await? {
        Some(session) if session.stage != Stage::Authenticated => {
            leaving::log_out(&portal, &visitor).await.map_err(answer::fault)?;
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
    let portal = request::portal()?;
    let session = gate::current().await?;
    if session.as_ref().is_some_and(|session| session.stage == Stage::Authenticated) {
        redirect(paths::LAUNCHER)?;
        return Err(ApiError::Unauthenticated);
    }
    if let Some(session) = session
        && let Some(provisioning) =
            enrolment::provisioning(&portal, &session).map_err(answer::fault)?
    {
        let view = enrolment_view(&session, provisioning, None).await?;
        let asked = enrolment_code::asked(&portal, &session).await;
        return Ok(EnrolmentView { after_reset: asked.map_err(answer::fault)?, ..view });
    }
    to_login(Notice::EnrolmentExpired, String::new())?;
    Err(ApiError::Unauthenticated)
}

/// What the page shows, with what was typed before.
#[cfg(feature = "ssr")]
pub(super) async fn enrolment_view(
    session: &LiveSession,
    provisioning: Provisioning,
    person: Option<Person>,
) -> Result<EnrolmentView, ApiError> {
    let left = match flash::take_long_flash(session).await? {
        Some(Flash::Enrolment { device_name, reset_code, code_sent, problems }) => {
            Left { device_name, reset_code, code_sent, problems }
        }
        _ => Left::default(),
    };
    let wrong_name =
        |problem: &EnrolmentProblem| matches!(problem, EnrolmentProblem::DeviceName(_));
    let device_name = if left.device_name.is_empty() && !left.problems.iter().any(wrong_name) {
        let portal = request::portal()?;
        let visitor = request::visitor()?;
        let taken = authenticator::names(&portal, session.account).await.map_err(answer::fault)?;
        suggested_name::of_phone(&visitor.user_agent, language(), &taken)
    } else {
        left.device_name
    };
    Ok(EnrolmentView {
        replaces: false,
        person,
        qr_svg: qr::svg(&provisioning.uri).map_err(answer::fault)?,
        otpauth_uri: provisioning.uri,
        key: provisioning.key,
        device_name,
        after_reset: None,
        reset_code: left.reset_code,
        code_sent: left.code_sent,
        problems: left.problems,
    })
}

/// What was typed, and what came of it.
#[cfg(feature = "ssr")]
#[derive(Default)]
struct Left {
    device_name: String,
    reset_code: String,
    code_sent: bool,
    problems: Vec<EnrolmentProblem>,
}

#[cfg(feature = "ssr")]
async fn back_to_first(
    device_name: String,
    reset_code: String,
    next: &str,
    problems: Vec<EnrolmentProblem>,
) -> Result<(), ApiError> {
    let page = paths::then(paths::MFA, next);
    leave(&page, Left { device_name, reset_code, code_sent: false, problems }).await
}

#[cfg(feature = "ssr")]
pub(super) async fn back(
    page: &str,
    device_name: String,
    problems: Vec<EnrolmentProblem>,
) -> Result<(), ApiError> {
    leave(page, Left { device_name, problems, ..Left::default() }).await
}

#[cfg(feature = "ssr")]
async fn leave(page: &str, left: Left) -> Result<(), ApiError> {
    let [device_name, reset_code] =
        [&left.device_name, &left.reset_code].map(|typed| text::shown_again(typed));
    let Left { code_sent, problems, .. } = left;
    // Without a session nothing is being set up, as the page will say.
    if let Some(session) = gate::current().await? {
        let flash = Flash::Enrolment { device_name, reset_code, code_sent, problems };
        flash::set_long_flash(&session, &flash).await?;
    }
    redirect(page)
}

#[cfg(feature = "ssr")]
fn to_login(notice: Notice, nip: String) -> Result<(), ApiError> {
    to_login_for(notice, nip, "")
}

/// The same, to go on to `next` after the login.
#[cfg(feature = "ssr")]
fn to_login_for(notice: Notice, nip: String, next: &str) -> Result<(), ApiError> {
    flash::set_flash(&Flash::Notice { notice, nip })?;
    redirect(&paths::login_then(next))
}
