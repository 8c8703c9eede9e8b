//! Changing a password, and choosing one with a link that was mailed.

use crate::wire::{
    account::PasswordView,
    error::ApiError,
    forgotten::{ForgottenView, NewPasswordView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies::{self, CookieLifetime},
    flash::{self, Flash},
    gate, request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        launcher::view::person,
        recovery::new_password::{self as domain, Requested, Set},
        values::{nip::Nip, renewal::Renewal},
    },
    paths,
    web::cookies::Link,
    wire::{
        account::PasswordChangeProblem,
        forgotten::{ForgottenProblem, SetPasswordProblem},
        notice::Notice,
    },
};

#[server(prefix = "/api", endpoint = "password/page")]
pub async fn password_page(#[server(default)] next: String) -> Result<PasswordView, ApiError> {
    let session = gate::logged_in().await?;
    let problems = match flash::take_flash()? {
        Some(Flash::PasswordChange { problems }) => problems,
        _ => Vec::new(),
    };
    Ok(PasswordView {
        person: person(&session),
        problems,
        is_forced: session.renewal.needs_password(),
        is_disowned: session.renewal == Renewal::Both,
        next: paths::safe_next(&next).map(str::to_owned),
    })
}

#[server(prefix = "/api", endpoint = "password/change")]
pub async fn change_password(
    #[server(default)] password: String,
    #[server(default)] new_password: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let current = password.into();
    let new = new_password.into();
    let changed = domain::change(&portal, &visitor, &session, &current, &new).await;
    match changed.map_err(answer::login_error)? {
        Ok(token) => {
            cookies::set_session(&token, CookieLifetime::UntilClosed)?;
            if session.renewal.after_password() == Renewal::Authenticator {
                return redirect(&paths::then(paths::ADD_AUTHENTICATOR, &next));
            }
            if let Some(next) = paths::safe_next(&next) {
                redirect(next)
            } else {
                flash::set_notice(Notice::PasswordChanged)?;
                redirect(paths::ACCOUNT)
            }
        }
        Err(problems) => {
            let problems: Vec<PasswordChangeProblem> = problems;
            flash::set_flash(&Flash::PasswordChange { problems })?;
            redirect(&paths::then(paths::PASSWORD, &next))
        }
    }
}

#[server(prefix = "/api", endpoint = "password/forgotten-page")]
pub async fn forgotten_page() -> Result<ForgottenView, ApiError> {
    Ok(match flash::take_flash()? {
        Some(Flash::Forgotten { nip, problem }) => {
            ForgottenView { nip, problem, sent: problem.is_none(), notice: None }
        }
        Some(Flash::Notice {
            notice: notice @ (Notice::LinkOver | Notice::LinkDamaged), ..
        }) => ForgottenView { notice: Some(notice), ..ForgottenView::default() },
        _ => ForgottenView::default(),
    })
}

/// Mails a link; the answer is the same whoever has the number.
#[server(prefix = "/api", endpoint = "password/forgotten")]
pub async fn forgotten(#[server(default)] nip: String) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let problem = match Nip::parse(&nip) {
        Err(problem) => Some(ForgottenProblem::Nip(problem)),
        Ok(nip) => match domain::send_link(&portal, &visitor, &nip).await.map_err(answer::fault)? {
            Requested::Sent | Requested::MailboxRests => None,
            Requested::Wait { seconds } => Some(ForgottenProblem::Wait { seconds }),
        },
    };
    let nip = flash::kept(&nip);
    flash::set_flash(&Flash::Forgotten { nip, problem })?;
    redirect(paths::FORGOTTEN)
}

/// The page behind the link, whose key is in a cookie by now.
#[server(prefix = "/api", endpoint = "password/new-page")]
pub async fn new_password_page() -> Result<NewPasswordView, ApiError> {
    let portal = request::portal()?;
    let owner = match cookies::link()? {
        Some(Link::Whole(link)) => {
            domain::owner_of_link(&portal, &link).await.map_err(answer::fault)?
        }
        Some(Link::Damaged) => {
            no_link(Notice::LinkDamaged)?;
            return Err(ApiError::Unauthenticated);
        }
        None => None,
    };
    let Some(owner) = owner else {
        no_link(Notice::LinkOver)?;
        return Err(ApiError::Unauthenticated);
    };
    let problem = match flash::take_flash()? {
        Some(Flash::NewPassword { problem }) => Some(problem),
        _ => None,
    };
    Ok(NewPasswordView { name: owner.name, masked_nip: owner.nip.masked(), problem })
}

#[server(prefix = "/api", endpoint = "password/set")]
pub async fn set_password(#[server(default)] new_password: String) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let Some(Link::Whole(link)) = cookies::link()? else {
        return no_link(Notice::LinkOver);
    };
    let set = domain::set_by_link(&portal, &visitor, &link, &new_password.into()).await;
    match set.map_err(answer::login_error)? {
        Set::Done { nip } => {
            cookies::clear_link()?;
            cookies::clear_session()?;
            let nip = nip.as_str().to_owned();
            flash::set_flash(&Flash::Notice { notice: Notice::PasswordSet, nip })?;
            redirect(paths::LOGIN)
        }
        Set::Refused(problem) => again(SetPasswordProblem::New(problem)),
        Set::Wait { seconds } => again(SetPasswordProblem::Wait { seconds }),
        Set::LinkOver => no_link(Notice::LinkOver),
    }
}

#[cfg(feature = "ssr")]
fn again(problem: SetPasswordProblem) -> Result<(), ApiError> {
    flash::set_flash(&Flash::NewPassword { problem })?;
    redirect(paths::NEW_PASSWORD)
}

#[cfg(feature = "ssr")]
fn no_link(why: Notice) -> Result<(), ApiError> {
    cookies::clear_link()?;
    flash::set_notice(why)?;
    redirect(paths::FORGOTTEN)
}
