//! Looking after one's own account: authenticators, recovery codes, sessions, the security log.

use crate::wire::{
    account::{AccountView, RecoveryCodesView, SecurityLogView},
    error::ApiError,
    mfa::EnrolmentView,
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies::{self, CookieLifetime},
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    mfa::{enrolment_view, read_enrolment},
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        credentials::authenticator,
        launcher::view::person,
        login::enrolment::{self, Added},
        people::account as domain,
        recovery::new_password,
        session::{self, LiveSession, Stage, leaving},
        values::{calendar, device_name, text},
    },
    i18n::language,
    paths,
    wire::{
        account::{AuthenticatorProblem, RefusedName},
        mfa::DeviceNameProblem,
        notice::Notice,
    },
};
#[cfg(feature = "ssr")]
use uuid::Uuid;

#[server(prefix = "/api", endpoint = "account/page")]
pub async fn account_page() -> Result<AccountView, ApiError> {
    let at_home = gate::at_home().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let (notice, refused_name) = match flash::take_long_flash(&at_home.session).await? {
        Some(Flash::Notice { notice, .. }) => (Some(notice), None),
        Some(Flash::Name { refused }) => (None, Some(refused)),
        _ => (None, None),
    };
    let view = domain::view(&portal, &visitor, &at_home, language()).await;
    Ok(AccountView { notice, refused_name, ..view.map_err(answer::fault)? })
}

#[server(prefix = "/api", endpoint = "account/log")]
pub async fn security_log() -> Result<SecurityLogView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let events = domain::events(&portal, &visitor, &session, language()).await;
    Ok(SecurityLogView { person: person(&session), events: events.map_err(answer::fault)? })
}

#[server(prefix = "/api", endpoint = "authenticator/rename")]
pub async fn rename_authenticator(
    #[server(default)] id: String,
    #[server(default)] name: String,
) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let name = match device_name::parse(&name) {
        Ok(name) => name,
        Err(problem) => {
            refuse_name(&session, Some(id), &name, problem).await?;
            return redirect(paths::ACCOUNT);
        }
    };
    let renamed = authenticator::rename(&portal, &visitor, &session, read_id(&id), &name).await;
    answer(renamed.map_err(answer::fault)?, Notice::AuthenticatorRenamed)
}

#[server(prefix = "/api", endpoint = "authenticator/remove")]
pub async fn remove_authenticator(#[server(default)] id: String) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let removed = authenticator::remove(&portal, &visitor, &session, read_id(&id)).await;
    answer(removed.map_err(answer::fault)?, Notice::AuthenticatorRemoved)
}

/// The page that sets up a further app; it begins with the first look at it.
#[server(prefix = "/api", endpoint = "authenticator/page")]
pub async fn add_authenticator_page() -> Result<EnrolmentView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    match enrolment::begin_another(&portal, &session).await.map_err(answer::fault)? {
        Ok(()) => {}
        Err(problem) => {
            answer(Err(problem), Notice::AuthenticatorGone)?;
            return Err(ApiError::Unauthenticated);
        }
    }
    let session =
        session::current(&portal, visitor.session.as_ref()).await.map_err(answer::fault)?;
    let session = session.filter(|session| session.stage == Stage::Authenticated);
    let session = session.ok_or_else(|| fail(ApiError::Unauthenticated))?;
    let provisioning = enrolment::provisioning(&portal, &session).map_err(answer::fault)?;
    let provisioning = provisioning.ok_or_else(|| fail(ApiError::Internal))?;
    let view = enrolment_view(&session, provisioning, Some(person(&session))).await?;
    Ok(EnrolmentView { replaces: session.renewal.needs_authenticator(), ..view })
}

#[server(prefix = "/api", endpoint = "authenticator/add")]
pub async fn add_authenticator(
    #[server(default)] code: String,
    #[server(default)] device_name: String,
) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let (code, name) = match read_enrolment(&code, &device_name) {
        Ok(read) => read,
        Err(problems) => {
            return super::mfa::back(paths::ADD_AUTHENTICATOR, device_name, problems).await;
        }
    };
    let added = enrolment::add_another(&portal, &visitor, &session, &code, &name).await;
    match added.map_err(answer::login_error)? {
        Added::Done => to_account(Notice::AuthenticatorAdded),
        Added::Replaced { recovery_codes } => {
            flash::set_flash(&Flash::RecoveryCodes { codes: recovery_codes })?;
            redirect(paths::RECOVERY_CODES)
        }
        Added::Refused(problem) => {
            super::mfa::back(paths::ADD_AUTHENTICATOR, device_name, vec![problem]).await
        }
        Added::NotPending => redirect(paths::ADD_AUTHENTICATOR),
    }
}

#[server(prefix = "/api", endpoint = "authenticator/cancel")]
pub async fn cancel_adding() -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    enrolment::cancel_another(&portal, &session).await.map_err(answer::fault)?;
    redirect(paths::ACCOUNT)
}

#[server(prefix = "/api", endpoint = "recovery-codes/renew")]
pub async fn renew_recovery_codes() -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let codes = enrolment::renew_recovery_codes(&portal, &visitor, &session).await;
    match codes.map_err(answer::login_error)? {
        Ok(codes) => {
            flash::set_flash(&Flash::RecoveryCodes { codes })?;
            redirect(paths::RECOVERY_CODES)
        }
        Err(problem) => answer(Err(problem), Notice::AuthenticatorGone),
    }
}

/// The codes that were just made; shown once. Also to whoever has just activated MFA and has yet to
/// log in.
#[server(prefix = "/api", endpoint = "recovery-codes/page")]
pub async fn recovery_codes_page(
    #[server(default)] next: String,
) -> Result<RecoveryCodesView, ApiError> {
    let portal = request::portal()?;
    let Some(session) = gate::current().await? else {
        redirect(paths::LOGIN)?;
        return Err(ApiError::Unauthenticated);
    };
    let codes = match flash::take_flash()? {
        Some(Flash::RecoveryCodes { codes }) => codes,
        _ => Vec::new(),
    };
    let is_enrolled = matches!(session.stage, Stage::Enrolled { .. });
    if is_enrolled {
        let nip = session.nip.as_str().to_owned();
        flash::set_flash(&Flash::Notice { notice: Notice::MfaActivated, nip })?;
    }
    let is_logged_in = session.stage == Stage::Authenticated;
    Ok(RecoveryCodesView {
        person: is_logged_in.then(|| person(&session)),
        codes,
        masked_nip: session.nip.masked(),
        made: calendar::moment_in_words(portal.now(), language()),
        next: if is_enrolled { paths::login_then(&next) } else { paths::ACCOUNT.to_owned() },
    })
}

/// Ends one session, or with no id every other one.
#[server(prefix = "/api", endpoint = "session/end")]
pub async fn end_session(#[server(default)] id: String) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let other = (!id.is_empty()).then(|| read_id(&id));
    let ended = leaving::end_other(&portal, &visitor, &session, other).await;
    to_account(if ended.map_err(answer::fault)? {
        Notice::SessionsEnded
    } else {
        Notice::SessionGone
    })
}

/// Keeps the session from falling idle. A script is told whether it still lasts; a form goes on.
#[server(prefix = "/api", endpoint = "session/prolong")]
pub async fn prolong_session(#[server(default)] next: String) -> Result<(), ApiError> {
    if request::wants_page()? {
        gate::logged_in().await?;
        return redirect(paths::safe_next(&next).unwrap_or(paths::LAUNCHER));
    }
    match gate::session().await? {
        Some(_) => Ok(()),
        None => Err(fail(ApiError::Unauthenticated)),
    }
}

/// "This was not me": every session ends; this browser goes on to a new password.
#[server(prefix = "/api", endpoint = "account/disown")]
pub async fn disown() -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let token = new_password::disown(&portal, &visitor, &session).await.map_err(answer::fault)?;
    cookies::set_session(&token, CookieLifetime::UntilClosed)?;
    redirect(paths::PASSWORD)
}

/// Leaves a name that cannot be for its form: whole, with what is wrong with it.
#[cfg(feature = "ssr")]
pub(super) async fn refuse_name(
    session: &LiveSession,
    id: Option<String>,
    typed: &str,
    problem: DeviceNameProblem,
) -> Result<(), ApiError> {
    let refused = RefusedName { id, name: text::shown_again(typed), problem };
    flash::set_long_flash(session, &Flash::Name { refused }).await
}

/// An id that nothing has, where none was sent.
#[cfg(feature = "ssr")]
fn read_id(id: &str) -> Uuid {
    Uuid::parse_str(id).unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn to_account(notice: Notice) -> Result<(), ApiError> {
    flash::set_notice(notice)?;
    redirect(paths::ACCOUNT)
}

#[cfg(feature = "ssr")]
fn answer(done: Result<(), AuthenticatorProblem>, notice: Notice) -> Result<(), ApiError> {
    match done {
        Ok(()) => to_account(notice),
        Err(AuthenticatorProblem::Gone) => to_account(Notice::AuthenticatorGone),
        Err(AuthenticatorProblem::Last) => to_account(Notice::LastAuthenticator),
        Err(AuthenticatorProblem::TooManyCodes) => to_account(Notice::TooManyCodes),
        Err(AuthenticatorProblem::TooMany) => to_account(Notice::TooManyAuthenticators),
        Err(AuthenticatorProblem::NotFresh) => {
            let here = request::here()?;
            ask_for_proof(paths::safe_next(&here).unwrap_or(paths::ACCOUNT))
        }
    }
}
