//! Logging in: `POST /api/login`, and what the login page shows.

use crate::wire::{error::ApiError, login::LoginView};
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
        credentials::password,
        login::{
            by_password::{self as domain, Credentials, LoginOutcome},
            claimant::LoggedIn,
        },
        session::{self, Computer, Stage},
        sso::request::AuthorizationRequest,
        values::{nip::Nip, one_time_code::OneTimeCode},
    },
    paths,
    wire::login::{CodeProblem, LoginProblem, PasswordProblem},
};

/// A login form. Every outcome but a full queue is a redirect: on to where the person wanted to
/// go, to the second step, or back to the form with what needs correcting.
#[server(prefix = "/api", endpoint = "login")]
pub async fn login(
    #[server(default)] nip: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
    #[server(default)] public: String,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let next = paths::safe_next(&next).map(str::to_owned);
    let computer = if public.is_empty() { Computer::Own } else { Computer::Public };
    let credentials = match read(&nip, password, &code, computer) {
        Ok(credentials) => credentials,
        Err(problems) => return back(&nip, computer, next, problems),
    };
    let outcome = domain::login(&portal, &visitor, &credentials).await;
    match outcome.map_err(answer::login_error)? {
        LoginOutcome::LoggedIn(logged_in) => let_in(&logged_in, next.as_deref()),
        LoginOutcome::OfferMfa { session } => {
            let seconds = session::ENROLMENT.whole_seconds();
            cookies::set_session(&session, CookieLifetime::Seconds(seconds))?;
            redirect(&paths::then(paths::LOGIN, next.as_deref().unwrap_or_default()))
        }
        LoginOutcome::SecondFactor { session, problem } => {
            let seconds = session::ENROLMENT.whole_seconds();
            cookies::set_session(&session, CookieLifetime::Seconds(seconds))?;
            if let Some(problem) = problem {
                flash::set_flash(&Flash::SecondFactor { problem })?;
            }
            redirect(&paths::then(paths::SECOND_STEP, next.as_deref().unwrap_or_default()))
        }
        LoginOutcome::Refused(problem) => back(&nip, computer, next, vec![problem]),
    }
}

/// Gives a browser its tokens, and sends it where its person wanted to go.
#[cfg(feature = "ssr")]
pub(super) fn let_in(logged_in: &LoggedIn, next: Option<&str>) -> Result<(), ApiError> {
    keep(logged_in)?;
    redirect(next.unwrap_or(paths::LAUNCHER))
}

#[cfg(feature = "ssr")]
pub(super) fn keep(logged_in: &LoggedIn) -> Result<(), ApiError> {
    cookies::set_session(&logged_in.session, CookieLifetime::UntilClosed)?;
    match &logged_in.devices {
        Some(devices) => cookies::set_devices(devices),
        None => Ok(()),
    }
}

/// The login page, with the message left for it and the offer that is open in this browser.
#[server(prefix = "/api", endpoint = "login-page")]
pub async fn login_page(#[server(default)] next: String) -> Result<LoginView, ApiError> {
    let portal = request::portal()?;
    let session = gate::current().await?;
    let stage = session.as_ref().map(|session| &session.stage);
    let mut view = match flash::take_flash()? {
        Some(Flash::Login { nip, is_public, next, problems }) => {
            LoginView { nip, is_public, problems, next, ..LoginView::default() }
        }
        Some(Flash::Notice { notice, nip }) => {
            LoginView { nip, notice: Some(notice), ..LoginView::default() }
        }
        _ => LoginView::default(),
    };
    view.next = view.next.or_else(|| paths::safe_next(&next).map(str::to_owned));
    // Whom a service expects; what somebody typed, or has just proved, comes before.
    if view.nip.is_empty()
        && let Some(next) = &view.next
        && let Some(asked) = AuthorizationRequest::in_address(&portal, next)
    {
        view.nip = asked.login_hint.map(|nip| nip.as_str().to_owned()).unwrap_or_default();
    }
    view.offer_mfa = matches!(stage, Some(Stage::Enrolling { .. })) && view.problems.is_empty();
    view.offers_passkeys = portal.passkeys.is_some();
    if stage == Some(&Stage::Authenticated) {
        redirect(view.next.as_deref().unwrap_or(paths::LAUNCHER))?;
    }
    Ok(view)
}

/// Reads the form; what is wrong with it depends only on what was typed.
#[cfg(feature = "ssr")]
fn read(
    nip: &str,
    password: String,
    code: &str,
    computer: Computer,
) -> Result<Credentials, Vec<LoginProblem>> {
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
        Ok(nip) if problems.is_empty() => {
            Ok(Credentials { nip, password: password.into(), code, computer })
        }
        _ => Err(problems),
    }
}

#[cfg(feature = "ssr")]
fn back(
    nip: &str,
    computer: Computer,
    next: Option<String>,
    problems: Vec<LoginProblem>,
) -> Result<(), ApiError> {
    let nip = flash::kept(nip);
    let is_public = computer == Computer::Public;
    // What is too long for a cookie stays in the address; so does what says in which language the page is.
    let stays =
        |next: &String| next.len() > paths::LONGEST_NEXT || paths::sealed_in(next).is_some();
    let long = next.clone().filter(stays);
    let next = next.filter(|_| long.is_none());
    flash::set_flash(&Flash::Login { nip, is_public, next, problems })?;
    redirect(&paths::then(paths::LOGIN, long.as_deref().unwrap_or_default()))
}
