//! Lost phone and lost codes: resetting one's own authenticators, cancelling that, and what operators
//! do for people who come to them.

use crate::wire::{
    error::ApiError,
    reset::{CancelResetView, LostPhoneView, ResetsView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    cookies,
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        launcher::view::person,
        mail,
        people::rights::Right,
        recovery::{
            assisted_reset::{self, Decided, Decision},
            enrolment_code::{self, ShownCode},
            reset as domain,
        },
        values::{nip::Nip, text},
    },
    i18n::language,
    paths,
    web::cookies::Link,
    wire::{
        notice::Notice,
        reset::{RequestProblem, ResetProblem},
    },
};
#[cfg(feature = "ssr")]
use uuid::Uuid;

#[server(prefix = "/api", endpoint = "reset/page")]
pub async fn lost_phone_page() -> Result<LostPhoneView, ApiError> {
    let session = gate::password_proved().await?;
    let portal = request::portal()?;
    let (code_sent, problem) = match flash::take_flash()? {
        Some(Flash::LostPhone { code_sent, problem }) => (code_sent, problem),
        _ => (false, None),
    };
    let account = session.its_account(&portal).await.map_err(answer::fault)?;
    let running = domain::running(&portal, account.id, language()).await.map_err(answer::fault)?;
    Ok(LostPhoneView {
        mailbox: account.email.as_deref().map(mail::masked),
        code_sent,
        // That one is under way is what the page says then.
        problem: problem.filter(|_| running.is_none()),
        running,
        wait_hours: portal.limits.reset_wait.whole_hours(),
    })
}

#[server(prefix = "/api", endpoint = "reset/send-code")]
pub async fn send_reset_code() -> Result<(), ApiError> {
    let session = gate::password_proved().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let sent = domain::send_code(&portal, &visitor, &session).await.map_err(answer::fault)?;
    to_lost_phone(sent.is_ok(), sent.err())
}

#[server(prefix = "/api", endpoint = "reset/start")]
pub async fn start_reset(#[server(default)] code: String) -> Result<(), ApiError> {
    let session = gate::password_proved().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let started = domain::start(&portal, &visitor, &session, &code).await.map_err(answer::fault)?;
    let problem = started.err();
    to_lost_phone(problem == Some(ResetProblem::WrongCode), problem)
}

/// Where a letter's link leads: whether there is anything that its button can cancel.
#[server(prefix = "/api", endpoint = "reset/cancel-page")]
pub async fn cancel_reset_page() -> Result<CancelResetView, ApiError> {
    let has_link = matches!(cookies::link()?, Some(Link::Whole(_)));
    let person = gate::session().await?.as_ref().map(person);
    Ok(CancelResetView { has_link, person })
}

/// Cancels a reset: with the key of a letter's link, and for whoever is logged in their own, so that
/// nobody is told that it was cancelled while theirs goes on. `own`: nothing but their own, from a page
/// that says so.
#[server(prefix = "/api", endpoint = "reset/cancel")]
pub async fn cancel_reset(#[server(default)] own: String) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let session = gate::session().await?;
    let mut cancelled = false;
    if own.is_empty() {
        if let Some(Link::Whole(link)) = cookies::link()? {
            let by_link = domain::cancel_by_link(&portal, &visitor, &link).await;
            cancelled = by_link.map_err(answer::fault)?;
        }
        cookies::clear_link()?;
    }
    if let Some(session) = &session {
        let own = domain::cancel(&portal, &visitor, session).await.map_err(answer::fault)?;
        cancelled = cancelled || own;
    }
    let (page, over) = match session {
        Some(_) => (paths::ACCOUNT, Notice::ResetOver),
        None => (paths::LOGIN, Notice::CancelLinkOver),
    };
    flash::set_notice(if cancelled { Notice::ResetCancelled } else { over })?;
    redirect(page)
}

/// The assisted resets of an operator's agency.
#[server(prefix = "/api", endpoint = "reset/list")]
pub async fn resets_page() -> Result<ResetsView, ApiError> {
    let session = gate::allowed(Right::ResetPeople).await?;
    let portal = request::portal()?;
    let mut notice = None;
    let mut shown = None;
    let mut problem = None;
    let mut nip = String::new();
    let mut reason = String::new();
    match flash::take_long_flash(&session).await? {
        Some(Flash::ResetRequest { nip: typed, reason: why, problem: wrong }) => {
            (nip, reason, problem) = (typed, why, Some(wrong));
        }
        Some(Flash::Notice { notice: left, .. }) => notice = Some(left),
        Some(Flash::EnrolmentCode { name, code }) => shown = Some((name, code)),
        _ => {}
    }
    let resets =
        assisted_reset::list(&portal, &session, language()).await.map_err(answer::fault)?;
    let Ok(resets) = resets else { return Err(gate::not_theirs(&session).await) };
    let person = person(&session);
    Ok(ResetsView { person, notice, shown, problem, nip, reason, resets })
}

#[server(prefix = "/api", endpoint = "reset/request")]
pub async fn request_reset(
    #[server(default)] nip: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ResetPeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let requested = match Nip::parse(&nip) {
        Err(problem) => Err(RequestProblem::Nip(problem)),
        Ok(nip) => assisted_reset::request(&portal, &visitor, &session, &nip, &reason)
            .await
            .map_err(answer::fault)?,
    };
    match requested {
        Ok(()) => flash::set_notice(Notice::ResetRequested)?,
        Err(problem) => {
            let nip = flash::kept(&nip);
            let reason = text::shown_again(&reason);
            let flash = Flash::ResetRequest { nip, reason, problem };
            flash::set_long_flash(&session, &flash).await?;
        }
    }
    redirect(paths::MANAGE_RESETS)
}

/// `decision`: `approve`, anything else refuses.
#[server(prefix = "/api", endpoint = "reset/decide")]
pub async fn decide_reset(
    #[server(default)] id: String,
    #[server(default)] decision: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ResetPeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let (decision, notice) = match decision.as_str() {
        "approve" => (Decision::Approve, Notice::ResetApproved),
        _ => (Decision::Refuse, Notice::ResetRefused),
    };
    let id = Uuid::parse_str(&id).unwrap_or_default();
    let decided = assisted_reset::decide(&portal, &visitor, &session, id, decision).await;
    flash::set_notice(match decided.map_err(answer::fault)? {
        Decided::Done => notice,
        Decided::NotFresh => return ask_for_proof(paths::MANAGE_RESETS),
        Decided::Expired => Notice::ResetExpired,
        Decided::Over => Notice::ResetDecided,
    })?;
    redirect(paths::MANAGE_RESETS)
}

/// The code for the enrolment of somebody whose reset this operator asked for; shown once.
#[server(prefix = "/api", endpoint = "reset/show-code")]
pub async fn show_enrolment_code(#[server(default)] id: String) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ResetPeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = Uuid::parse_str(&id).unwrap_or_default();
    let shown = enrolment_code::show(&portal, &visitor, &session, id).await;
    match shown.map_err(answer::login_error)? {
        ShownCode::Code { name, code } => {
            flash::set_long_flash(&session, &Flash::EnrolmentCode { name, code }).await?;
        }
        ShownCode::NotFresh => return ask_for_proof(paths::MANAGE_RESETS),
        ShownCode::Over => flash::set_notice(Notice::EnrolmentCodeOver)?,
    }
    redirect(paths::MANAGE_RESETS)
}

#[cfg(feature = "ssr")]
fn to_lost_phone(code_sent: bool, problem: Option<ResetProblem>) -> Result<(), ApiError> {
    flash::set_flash(&Flash::LostPhone { code_sent, problem })?;
    redirect(paths::LOST_PHONE)
}
