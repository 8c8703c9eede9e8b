//! What waits for a second person: to see it, and to decide on it.

use crate::wire::{approval::ProposalsView, error::ApiError};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash,
    gate::{self, ask_for_proof},
    request,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::{
            approval::{self, ApprovalDecision},
            proposal_view,
        },
        launcher::view::person,
        people::{access::Before, rights::Right},
    },
    i18n::language,
    paths,
    wire::{
        approval::{ApprovalProblem, ProposalState},
        notice::Notice,
    },
};

/// `state`: those that are open, where it is none. `before`: where the list begins.
#[server(prefix = "/api", endpoint = "proposals/list")]
pub async fn proposals_page(
    #[server(default)] state: String,
    #[server(default)] before: String,
) -> Result<ProposalsView, ApiError> {
    let session = gate::allowed(Right::SeeProposals).await?;
    let portal = request::portal()?;
    let state = state.parse().unwrap_or(ProposalState::Open);
    let before = Before::parse(&before);
    let listed = approval::list(&portal, &session, state, before).await;
    let (seen, older) = listed.map_err(answer::fault)?;
    let proposals = proposal_view::listed(&portal, &session, seen, language()).await;
    Ok(ProposalsView {
        person: person(&session),
        notice: flash::take_notice()?,
        state,
        proposals: proposals.map_err(answer::fault)?,
        older: older.map(Before::to_text),
        is_first: before.is_none(),
    })
}

/// `decision`: `approve` or `withdraw`, anything else refuses.
#[server(prefix = "/api", endpoint = "proposals/decide")]
pub async fn decide_proposal(
    #[server(default)] id: String,
    #[server(default)] decision: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::SeeProposals).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let (decision, done) = match decision.as_str() {
        "approve" => (ApprovalDecision::Approve, Notice::ProposalApproved),
        "withdraw" => (ApprovalDecision::Withdraw, Notice::ProposalWithdrawn),
        _ => (ApprovalDecision::Refuse, Notice::ProposalRefused),
    };
    let id = id.parse().unwrap_or_default();
    let decided = approval::decide(&portal, &visitor, &session, id, decision).await;
    flash::set_notice(match decided.map_err(answer::fault)? {
        Ok(()) => done,
        Err(ApprovalProblem::NotFresh) => return ask_for_proof(paths::MANAGE_PROPOSALS),
        Err(ApprovalProblem::Expired) => Notice::ProposalExpired,
        Err(
            ApprovalProblem::Stale
            | ApprovalProblem::Outdated
            | ApprovalProblem::Role(_)
            | ApprovalProblem::Move(_),
        ) => Notice::ProposalImpossible,
        Err(ApprovalProblem::Gone | ApprovalProblem::Reason | ApprovalProblem::Waits) => {
            Notice::ProposalDecided
        }
    })?;
    redirect(paths::MANAGE_PROPOSALS)
}
