//! `/kelola/atur-ulang`: resets with two people, for operators and administrators.

use super::tabs;
use crate::{
    api,
    i18n::t,
    pages::page,
    ui::{
        badge::{Badge, Look},
        counter::WritingScript,
        field::{Field, FieldKind, TextArea, error_of, text_problem},
        form::PostForm,
        icon::Icon,
        layout::Layout,
        notice::{NoticeBox, Tone},
    },
    wire::{
        login::LoginProblem,
        person::ConsoleArea,
        reset::{LONGEST_REASON, ListedReset, RequestProblem, ResetState, ResetsView},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn ResetsPage() -> impl IntoView {
    page(api::reset::resets_page(), |view| view! { <Resets view=view /> })
}

#[component]
fn Resets(view: ResetsView) -> impl IntoView {
    let words = &t().resets;
    let problems: Vec<_> = view.problem.into_iter().map(describe).collect();
    let list = if view.resets.is_empty() {
        view! { <p class="hint">{words.none}</p> }.into_any()
    } else {
        view! { <ul class="rows">{view.resets.into_iter().map(reset).collect_view()}</ul> }
            .into_any()
    };
    let shown = view.shown.map(|(name, code)| {
        view! {
            <NoticeBox tone=Tone::Success>
                <h2>{words.code_for}" "<span translate="no">{name}</span></h2>
                <p class="codes" translate="no"><code>{code}</code></p>
                <p>{words.code_once}</p>
            </NoticeBox>
        }
        .into_any()
    });
    let tabs = tabs(ConsoleArea::Resets, &view.person.console);
    view! {
        <Layout
            title=words.title
            notice=view.notice
            messages=shown
            problems=problems.clone()
            person=Some(view.person)
        >
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                    <ol class="bullets">
                        {words.steps.map(|step| view! { <li>{step}</li> }).collect_view()}
                    </ol>
                </div>
                <div class="settings">
                    <section aria-labelledby="h-daftar">
                        <div><h2 id="h-daftar">{words.list}</h2></div>
                        {list}
                    </section>
                    <section aria-labelledby="h-minta">
                        <div><h2 id="h-minta">{words.submit}</h2></div>
                        <PostForm
                            class="form"
                            action=api::reset::RequestReset::PATH
                        >
                            <Field
                                id="nip"
                                kind=FieldKind::Number
                                label=words.nip
                                hint=t().login.nip_hint
                                value=view.nip
                                error=error_of("nip", &problems)
                            />
                            <TextArea
                                id="reason"
                                label=words.reason
                                hint=words.reason_hint
                                value=view.reason
                                longest=LONGEST_REASON
                                error=error_of("reason", &problems)
                            />
                            <button class="button">{words.submit}</button>
                        </PostForm>
                        <WritingScript />
                    </section>
                </div>
            </div>
        </Layout>
    }
}

fn reset(one: ListedReset) -> impl IntoView {
    let words = &t().resets;
    let (state, look) = match one.state {
        ResetState::Requested => (words.state_requested, Look::Warning),
        ResetState::Done => (words.state_done, Look::Good),
        ResetState::Cancelled => (words.state_cancelled, Look::Quiet),
        ResetState::Refused => (words.state_refused, Look::Quiet),
        ResetState::Expired => (words.state_expired, Look::Quiet),
    };
    let who = format!(" {}", one.name);
    let approved = who.clone();
    let refused = who.clone();
    let shown = who;
    let decided_on = one.id.clone();
    let shown_for = one.id;
    let decided = one.decider.map(|decider| {
        view! { ". "{words.decided_by}" "<span translate="no">{decider}</span> }
    });
    view! {
        <li>
            <Icon name="user" />
            <div>
                <h3>
                    <span translate="no">
                        {one.name}" "<small class="number">{one.masked_nip}</small>
                    </span>" "
                    <Badge look=look text=state />
                </h3>
                <p>{one.reason}</p>
                <p class="hint">
                    {words.requested_by}" "<span translate="no">{one.requester}</span>", "
                    {one.when}{decided}
                </p>
            </div>
            {one.may_decide.then(|| view! {
                <PostForm class="actions" action=api::reset::DecideReset::PATH>
                    <input type="hidden" name="id" value=decided_on />
                    <button class="button" name="decision" value="approve">
                        {words.approve}<span class="visually-hidden">{approved}</span>
                    </button>
                    <button class="button button-secondary" name="decision" value="refuse">
                        {words.refuse}<span class="visually-hidden">{refused}</span>
                    </button>
                </PostForm>
            })}
            {one.may_show_code.then(|| view! {
                <PostForm class="actions" action=api::reset::ShowEnrolmentCode::PATH>
                    <input type="hidden" name="id" value=shown_for />
                    <button class="button">
                        {words.show_code}<span class="visually-hidden">{shown}</span>
                    </button>
                    <p class="hint">{words.show_code_hint}</p>
                </PostForm>
            })}
            {(!one.may_decide && one.state == ResetState::Requested).then(|| view! {
                <p class="hint">{words.second_person}</p>
            })}
        </li>
    }
}

/// The field a problem belongs to, and its words.
fn describe(problem: RequestProblem) -> (&'static str, String) {
    let words = &t().resets;
    match problem {
        RequestProblem::Nip(problem) => crate::pages::login::describe(LoginProblem::Nip(problem)),
        RequestProblem::Reason => ("reason", words.short_reason.into()),
        RequestProblem::ReasonText(problem) => ("reason", text_problem(words.reason, problem)),
        RequestProblem::NotYours => ("nip", words.not_yours.into()),
        RequestProblem::AlreadyOpen => ("nip", words.already_open.into()),
    }
}
