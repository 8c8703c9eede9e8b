//! `/kelola/persetujuan`: what one person proposed and another one decides on.

use super::tabs;
use crate::{
    api,
    i18n::{bulk_words, t},
    pages::page,
    paths,
    ui::{
        badge::{Badge, Look},
        form::PostForm,
        icon::Icon,
        layout::Layout,
    },
    wire::{
        approval::{ListedProposal, ProposalState, ProposalsView, ProposedAct, ProposedChange},
        person::ConsoleArea,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

fn asked(name: &str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}

#[component]
pub fn ProposalsPage() -> impl IntoView {
    let list = api::proposals::proposals_page(asked(paths::STATE), asked(paths::BEFORE));
    page(list, |view| view! { <Proposals view=view /> })
}

fn state_in_words(state: ProposalState) -> (&'static str, Look) {
    let words = &t().proposals;
    match state {
        ProposalState::Open => (words.open, Look::Warning),
        ProposalState::Approved => (words.approved, Look::Good),
        ProposalState::Refused => (words.refused, Look::Quiet),
        ProposalState::Withdrawn => (words.withdrawn, Look::Quiet),
        ProposalState::Expired => (words.expired_ones, Look::Quiet),
    }
}

#[component]
fn Proposals(view: ProposalsView) -> impl IntoView {
    let words = &t().proposals;
    let ProposalsView { person, notice, state, proposals, older, is_first } = view;
    let list = if proposals.is_empty() {
        let none = match state {
            _ if !is_first || older.is_some() => words.none_here,
            ProposalState::Open => words.none_open,
            _ => words.none,
        };
        view! { <p class="hint">{none}</p> }.into_any()
    } else {
        let rows = proposals.into_iter().map(|one| proposal(state, one));
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    let filter = move |one: ProposalState| {
        let current = (one == state).then_some("true");
        let word = state_in_words(one).0;
        view! { <li><a href=paths::proposals(one, None) aria-current=current>{word}</a></li> }
    };
    let older = older.map(|older| paths::proposals(state, Some(&older)));
    let tabs = tabs(ConsoleArea::Proposals, &person.console);
    view! {
        <Layout title=words.title notice=notice person=Some(person)>
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                </div>
                <nav class="tabs" aria-label=words.states>
                    <ul>{ProposalState::ALL.map(filter).collect_view()}</ul>
                </nav>
                {list}
                <p class="actions">
                    {older.map(|older| view! {
                        <a class="button button-secondary" href=older>{words.older}</a>
                    })}
                    {(!is_first).then(|| view! {
                        <a class="more" href=paths::proposals(state, None)>{words.latest}</a>
                    })}
                </p>
            </div>
        </Layout>
    }
}

fn proposal(state: ProposalState, one: ListedProposal) -> impl IntoView {
    let words = &t().proposals;
    let (word, look) = state_in_words(state);
    let who = format!(" {}", one.name);
    let (approved, refused, withdrawn) = (who.clone(), who.clone(), who);
    let (decided_on, withdrawn_id) = (one.id.clone(), one.id);
    let is_open = state == ProposalState::Open;
    let icon = if one.agency.is_some() { "user" } else { "lock" };
    let decided = one.decider.map(|decider| {
        view! {
            <p class="hint">
                {words.decided_by}" "<span translate="no">{decider}</span>
                {one.decided.map(|decided| format!(", {decided}"))}
            </p>
        }
    });
    view! {
        <li>
            <Icon name=icon />
            <div>
                <h2 class="row-title">
                    <span translate="no">
                        {one.name}" "<small class="number">{one.number}</small>
                    </span>" "
                    <Badge look=look text=word />
                </h2>
                {act(one.act)}
                {one.agency.filter(|_| is_open).map(|agency| view! {
                    <p class="hint">{words.works_at}" "<span translate="no">{agency}</span></p>
                })}
                <p>{one.reason}</p>
                <p class="hint">
                    {words.requested_by}" "<span translate="no">{one.requester}</span>
                    ", "{one.requested}
                </p>
                {decided}
                {is_open.then(|| view! { <p class="hint">{words.expires}" "{one.expires}</p> })}
            </div>
            {one.may_decide.then(|| view! {
                <PostForm class="actions" action=api::proposals::DecideProposal::PATH>
                    <input type="hidden" name="id" value=decided_on />
                    <button class="button" name="decision" value="approve">
                        {words.approve}<span class="visually-hidden">{approved}</span>
                    </button>
                    <button class="button button-secondary" name="decision" value="refuse">
                        {words.refuse}<span class="visually-hidden">{refused}</span>
                    </button>
                </PostForm>
            })}
            {one.may_withdraw.then(|| view! {
                <PostForm class="actions" action=api::proposals::DecideProposal::PATH>
                    <input type="hidden" name="id" value=withdrawn_id />
                    <button class="button button-secondary" name="decision" value="withdraw">
                        {words.withdraw}<span class="visually-hidden">{withdrawn}</span>
                    </button>
                    <p class="hint">{words.waits_for_another}</p>
                </PostForm>
            })}
        </li>
    }
}

/// What is to be done.
fn act(act: ProposedAct) -> AnyView {
    let words = &t().proposals;
    match act {
        ProposedAct::Role { role, agency, decree, until } => {
            let over = match agency {
                Some(agency) => view! { <span translate="no">{agency}</span> }.into_any(),
                None => words.everybody.into_any(),
            };
            let until = until.unwrap_or_else(|| words.no_end.to_owned());
            view! {
                <p>
                    <strong>{words.role}" "{role}" "{words.over_whom}" "{over}</strong>
                    ", "{words.until}" "{until}
                    {decree.map(|decree| view! {
                        ", "{words.decree}" "<span translate="no">{decree}</span>
                    })}
                </p>
            }
            .into_any()
        }
        ProposedAct::Move { to } => view! {
            <p><strong>{words.move_to}" "<span translate="no">{to}</span></strong></p>
        }
        .into_any(),
        ProposedAct::Client { is_new, changes } => {
            let what = if is_new { words.new_client } else { words.changed_client };
            let changes: Vec<_> = changes.into_iter().map(change).collect();
            view! {
                <p><strong>{what}</strong></p>
                {(!changes.is_empty()).then(|| view! { <dl class="facts">{changes}</dl> })}
            }
            .into_any()
        }
        ProposedAct::Bulk { job, people, to } => {
            let to = to.map(|to| view! { ", "<span translate="no">{to}</span> });
            view! {
                <p><strong>{(bulk_words().people)(people)}{to}</strong></p>
                <p><a class="more" href=paths::manage_bulk(&job)>{words.whom}</a></p>
            }
            .into_any()
        }
        ProposedAct::LiftHold => view! { <p><strong>{words.lift_hold}</strong></p> }.into_any(),
        ProposedAct::ServiceAddress { from, to } => {
            let moved = from_to(from.unwrap_or_default(), to.unwrap_or_default());
            view! {
                <p><strong>{words.service_address}</strong></p>
                <p class="breakable" translate="no">{moved}</p>
            }
            .into_any()
        }
    }
}

fn change(ProposedChange { field, before, after }: ProposedChange) -> impl IntoView {
    view! {
        <div>
            <dt translate="no">{field}</dt>
            <dd class="breakable" translate="no">{from_to(before, after)}</dd>
        </div>
    }
}

/// What it is and what it is to be; nothing was, or is to be, there.
fn from_to(before: String, after: String) -> impl IntoView {
    let nothing = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    let (before, after) = (nothing(before), nothing(after));
    view! { <del>{before}</del>" → "<ins>{after}</ins> }
}
