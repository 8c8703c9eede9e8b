//! Logging in: `POST /api/login`, and what the login page shows.

use crate::wire::{error::ApiError, login::LoginView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        cookies::{self, Keep},
        request::{self, redirect},
    },
    crate::{
        domain::{
            code::OneTimeCode,
            login::{self as domain, Credentials, LoginError, Outcome},
            nip::Nip,
            password,
            session::{self, Stage},
        },
        paths,
        wire::{
            flash::Flash,
            login::{CodeProblem, LoginProblem, PasswordProblem},
        },
    },
};

/// What a person typed stays in the form, up to this many characters.
#[cfg(feature = "ssr")]
const KEPT: usize = 100;

/// A login form. Every outcome but a full queue is a redirect: on to where the person wanted to
/// go, or back to the form with what needs correcting.
#[server(prefix = "/api", endpoint = "login")]
pub async fn login(
    #[server(default)] nip: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let (portal, client) = (request::portal()?, request::client()?);
    let next = paths::safe_next(&next).map(str::to_owned);
    let credentials = match read(&nip, password, &code) {
        Ok(credentials) => credentials,
        Err(problems) => return back(nip, next, problems),
    };
    match domain::login(&portal, &client, &credentials).await {
        Ok(Outcome::LoggedIn { session, device }) => {
            cookies::set_session(&session, Keep::UntilClosed)?;
            cookies::set_device(&device)?;
            redirect(next.as_deref().unwrap_or(paths::LAUNCHER))
        }
        Ok(Outcome::OfferMfa { session }) => {
            let seconds = session::ENROLMENT.whole_seconds();
            cookies::set_session(&session, Keep::Seconds(seconds))?;
            redirect(paths::LOGIN)
        }
        Ok(Outcome::Refused(problem)) => back(nip, next, vec![problem]),
        Err(LoginError::Busy(_)) => Err(request::fail(ApiError::Busy)),
        Err(LoginError::Fault(fault)) => Err(request::fault(fault)),
    }
}

/// The login page, with the message left for it and the offer that is open in this browser.
#[server(prefix = "/api", endpoint = "login-page")]
pub async fn login_page(#[server(default)] next: String) -> Result<LoginView, ApiError> {
    let (portal, client) = (request::portal()?, request::client()?);
    let session = session::current(&portal, &client).await.map_err(request::fault)?;
    let stage = session.as_ref().map(|session| &session.stage);
    let mut view = match cookies::take_flash()? {
        Some(Flash::Login { nip, next, problems }) => {
            LoginView { nip, problems, next, ..LoginView::default() }
        }
        Some(Flash::Notice { notice, nip }) => {
            LoginView { nip, notice: Some(notice), ..LoginView::default() }
        }
        Some(Flash::Enrolment { .. } | Flash::Service { .. }) | None => LoginView::default(),
    };
    view.next = view.next.or_else(|| paths::safe_next(&next).map(str::to_owned));
    view.offer_mfa = matches!(stage, Some(Stage::Enrolling { .. })) && view.problems.is_empty();
    if stage == Some(&Stage::Authenticated) {
        redirect(view.next.as_deref().unwrap_or(paths::LAUNCHER))?;
    }
    Ok(view)
}

/// Reads the form; what is wrong with it depends only on what was typed.
#[cfg(feature = "ssr")]
fn read(nip: &str, password: String, code: &str) -> Result<Credentials, Vec<LoginProblem>> {
    let mut problems = Vec::new();
    let nip = Nip::parse(nip).map_err(|problem| problems.push(LoginProblem::Nip(problem)));
    if password.is_empty() {
        problems.push(LoginProblem::Password(PasswordProblem::Empty));
    } else if password.len() > password::LONGEST {
        problems.push(LoginProblem::Password(PasswordProblem::TooLong));
    }
    let code = match OneTimeCode::parse(code) {
        Ok(code) => Some(code),
        Err(CodeProblem::Empty) => None,
        Err(problem) => {
            problems.push(LoginProblem::Code(problem));
            None
        }
    };
    match nip {
        Ok(nip) if problems.is_empty() => Ok(Credentials { nip, password: password.into(), code }),
        _ => Err(problems),
    }
}

#[cfg(feature = "ssr")]
fn back(nip: String, next: Option<String>, problems: Vec<LoginProblem>) -> Result<(), ApiError> {
    let nip = nip.chars().take(KEPT).collect();
    cookies::set_flash(&Flash::Login { nip, next, problems })?;
    redirect(paths::LOGIN)
}
