//! Acts on many people at once. To whoever may change nobody these addresses are not there.

// A server function takes the fields of its form one by one.
#![allow(clippy::too_many_arguments)]

use crate::wire::{
    bulk::{BulkListView, BulkView, ImportView, NewBulkView},
    error::ApiError,
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::{
            approval::{self, ApprovalDecision},
            bulk_order::{self, BulkNotOrdered, BulkSent},
            bulk_view, people,
        },
        launcher::view::person,
        people::{access::Before, rights::Right},
        values::text,
    },
    i18n::language,
    paths,
    wire::{
        approval::ApprovalProblem,
        bulk::{BulkDecision, BulkFields, BulkProblem},
        notice::Notice,
    },
};
#[cfg(feature = "ssr")]
use uuid::Uuid;

#[server(prefix = "/api", endpoint = "bulk/list")]
pub async fn bulk_list(#[server(default)] before: String) -> Result<BulkListView, ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let before = Before::parse(&before);
    let listed = bulk_view::list(&portal, &session, before, language()).await;
    let (jobs, older) = listed.map_err(answer::fault)?;
    Ok(BulkListView {
        person: person(&session),
        jobs,
        older: older.map(Before::to_text),
        is_first: before.is_none(),
    })
}

/// The form, for all whom a search finds, or for numbers.
#[server(prefix = "/api", endpoint = "bulk/new")]
pub async fn new_bulk(
    #[server(default)] query: String,
    #[server(default)] agency: String,
    #[server(default)] role: String,
    #[server(default)] state: String,
) -> Result<NewBulkView, ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let [query, agency] = [&query, &agency].map(|typed| text::shown_again(typed));
    let asked = BulkFields { query, agency, role, state, ..BulkFields::default() };
    let (fields, problems) = match flash::take_form(&session).await? {
        Some(Flash::Bulk { fields, problems }) => (*fields, problems),
        _ => (asked, Vec::new()),
    };
    let in_words = |name: &str, all: Vec<(String, String)>| {
        all.into_iter().find(|(one, _)| one == name).map(|(_, words)| words)
    };
    let role = in_words(&fields.role, people::roles(language()));
    let state = in_words(&fields.state, people::states(language()));
    let typed = [&fields.query, &fields.agency].map(|one| (!one.is_empty()).then(|| one.clone()));
    let search: Vec<String> = typed.into_iter().chain([role, state]).flatten().collect();
    let search = (!search.is_empty()).then(|| search.join(", "));
    Ok(NewBulkView { person: person(&session), fields, search, problems })
}

#[server(prefix = "/api", endpoint = "bulk/job")]
pub async fn bulk_job(#[server(default)] id: String) -> Result<BulkView, ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let id = parse_id(&id)?;
    let seen = bulk_view::view(&portal, &session, id, language()).await.map_err(answer::fault)?;
    let Some(seen) = seen else { return Err(gate::not_theirs(&session).await) };
    let id = id.to_string();
    let notice = flash::take_notice()?;
    let (undo_reason, undo_problem) = match flash::take_form(&session).await? {
        Some(Flash::BulkUndo { id: of, reason, problem }) if of == id => (reason, Some(problem)),
        _ => (String::new(), None),
    };
    let when = |at| crate::domain::values::calendar::moment_in_words(at, language());
    let job = seen.job;
    Ok(BulkView {
        person: person(&session),
        notice,
        id,
        act: job.act,
        state: job.state,
        to: seen.to,
        undoes: seen.undoes.map(|id| id.to_string()),
        reason: job.reason,
        who: seen.orderer,
        when: when(job.ordered_at),
        ended: job.ended_at.map(when),
        selected: job.selected,
        refused: job.refused,
        done: job.done,
        failed: job.failed,
        sample: seen.sample,
        left_out: seen.left_out,
        needs_second: seen.needs_second,
        file: seen.file,
        is_expired: seen.is_expired,
        may_send: seen.may_send,
        may_cancel: seen.may_cancel,
        may_decide: seen.may_decide,
        may_undo: seen.may_undo,
        undo_reason,
        undo_problem,
    })
}

/// The form for a clerk's file.
#[server(prefix = "/api", endpoint = "bulk/import")]
pub async fn import_form() -> Result<ImportView, ApiError> {
    let session = gate::allowed(Right::ImportPeople).await?;
    let may_change_privileges = session.demand(Right::GrantRoles).is_ok();
    Ok(ImportView { person: person(&session), may_change_privileges })
}

/// Orders one: nothing changes yet.
#[server(prefix = "/api", endpoint = "bulk/order")]
pub async fn order_bulk(
    #[server(default)] act: String,
    #[server(default)] to: String,
    #[server(default)] numbers: String,
    #[server(default)] reason: String,
    #[server(default)] query: String,
    #[server(default)] agency: String,
    #[server(default)] role: String,
    #[server(default)] state: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let fields = BulkFields { act, to, numbers, reason, query, agency, role, state };
    let problems = match bulk_order::read(&session, &fields) {
        Ok(draft) => {
            let ordered = bulk_order::order(&portal, &visitor, &session, draft).await;
            match ordered.map_err(answer::fault)? {
                Ok(id) => return redirect(&paths::manage_bulk(&id.to_string())),
                Err(BulkNotOrdered::NotTheirs) => return Err(gate::not_theirs(&session).await),
                Err(BulkNotOrdered::TooMany) => vec![BulkProblem::TooManyJobs],
            }
        }
        Err(problems) => problems,
    };
    let page = paths::new_bulk(&fields.query, &fields.agency, &fields.role, &fields.state);
    let [to, reason] = [&fields.to, &fields.reason].map(|typed| text::shown_again(typed));
    let fields = Box::new(BulkFields { to, reason, ..fields });
    flash::set_form(&session, &Flash::Bulk { fields, problems }).await?;
    redirect(&page)
}

/// `decision`: one of those that the page offers.
#[server(prefix = "/api", endpoint = "bulk/decide")]
pub async fn decide_bulk(
    #[server(default)] id: String,
    #[server(default)] decision: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let seen = bulk_view::view(&portal, &session, id, language()).await.map_err(answer::fault)?;
    let Some(seen) = seen else { return Err(gate::not_theirs(&session).await) };
    let page = paths::manage_bulk(&id.to_string());
    let decision = decision.parse::<BulkDecision>().map_err(|_| fail(ApiError::NotFound))?;
    let decided = match decision {
        BulkDecision::Send => bulk_order::send(&portal, &visitor, &session, id).await,
        BulkDecision::Cancel => bulk_order::cancel(&portal, &visitor, &session, id).await,
        BulkDecision::Approve | BulkDecision::Refuse => {
            let (as_second, done) = match decision {
                BulkDecision::Approve => (ApprovalDecision::Approve, Notice::BulkApproved),
                _ => (ApprovalDecision::Refuse, Notice::BulkRefused),
            };
            let asked = seen.job.approval_id.unwrap_or_default();
            let decided = approval::decide(&portal, &visitor, &session, asked, as_second).await;
            let notice = match decided.map_err(answer::fault)? {
                Ok(()) => done,
                Err(ApprovalProblem::NotFresh) => return ask_for_proof(&page),
                Err(_) => Notice::BulkGone,
            };
            flash::set_notice(notice)?;
            return redirect(&page);
        }
    };
    flash::set_notice(match decided.map_err(answer::fault)? {
        BulkSent::Running => Notice::BulkRunning,
        BulkSent::Waiting => Notice::BulkWaiting,
        BulkSent::Cancelled => Notice::BulkCancelled,
        BulkSent::Gone => Notice::BulkGone,
        BulkSent::NotFresh => return ask_for_proof(&page),
    })?;
    redirect(&page)
}

/// Orders the one that takes another one back.
#[server(prefix = "/api", endpoint = "bulk/undo")]
pub async fn undo_bulk(
    #[server(default)] id: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let undone = bulk_order::undo(&portal, &visitor, &session, id, &reason).await;
    match undone.map_err(answer::fault)? {
        Ok(Ok(undoing)) => redirect(&paths::manage_bulk(&undoing.to_string())),
        Ok(Err(BulkNotOrdered::NotTheirs)) => Err(gate::not_theirs(&session).await),
        Ok(Err(BulkNotOrdered::TooMany)) => {
            flash::set_notice(Notice::BulkTooMany)?;
            redirect(&paths::manage_bulk(&id.to_string()))
        }
        Err(problem) => {
            let (id, reason) = (id.to_string(), text::shown_again(&reason));
            let page = paths::manage_bulk(&id);
            flash::set_form(&session, &Flash::BulkUndo { id, reason, problem }).await?;
            redirect(&page)
        }
    }
}

#[cfg(feature = "ssr")]
fn parse_id(id: &str) -> Result<Uuid, ApiError> {
    id.parse().map_err(|_| fail(ApiError::NotFound))
}
