//! `/kelola/sistem`: the systems of agencies that bring people in.

use super::tabs;
use crate::{
    api,
    i18n::{provisioning_words, t},
    pages::page,
    paths,
    ui::{
        badge::{Badge, Look},
        field::{Field, FieldKind, Select, TextArea, error_of},
        form::PostForm,
        icon::Icon,
        keep::{KeepScript, ShownOnce},
        layout::Layout,
    },
    wire::{
        notice::Notice,
        people::ReasonProblem,
        person::ConsoleArea,
        provisioning::{
            HeldAgency, LiftFields, ListedToken, ProvisioningProblem, ProvisioningView, TokenFields,
        },
        reset::LONGEST_REASON,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

type Problems = Vec<(&'static str, String)>;

#[component]
pub fn ProvisioningPage() -> impl IntoView {
    let after = use_query_map().read_untracked().get(paths::AFTER).unwrap_or_default();
    page(api::provisioning::provisioning_page(after), |view| view! { <Provisioning view=view /> })
}

fn describe(problem: ProvisioningProblem) -> (&'static str, String) {
    let words = provisioning_words();
    let reasons = &t().person_forms;
    let (field, text) = match problem {
        ProvisioningProblem::Agency => ("agency", words.no_agency),
        ProvisioningProblem::Name => ("name", words.wrong_name),
        ProvisioningProblem::Days => ("days", words.wrong_days),
        ProvisioningProblem::Held => ("held", words.not_held),
        ProvisioningProblem::Waits => ("held", words.waits),
        ProvisioningProblem::Reason(ReasonProblem::Short) => ("reason", reasons.short_reason),
        ProvisioningProblem::Reason(ReasonProblem::Text(problem)) => {
            return ("reason", crate::ui::field::text_problem(reasons.reason, problem));
        }
    };
    (field, text.to_owned())
}

#[component]
fn Provisioning(view: ProvisioningView) -> impl IntoView {
    let words = provisioning_words();
    let ProvisioningView { person, notice, tokens, held, address, new_token, fields, lift, .. } =
        view;
    let problems: Problems = view.problems.into_iter().map(describe).collect();
    let notice = if problems.is_empty() { notice } else { Some(Notice::NotSaved) };
    let has_new = new_token.is_some();
    let shown = new_token.map(|token| {
        view! {
            <ShownOnce
                id="token"
                secret=token
                title=words.new_token
                what=words.the_token
                note=words.new_token_once.to_owned()
            />
        }
        .into_any()
    });
    let list = if tokens.is_empty() {
        view! { <p class="hint">{words.none}</p> }.into_any()
    } else {
        view! { <ul class="rows">{tokens.into_iter().map(listed).collect_view()}</ul> }.into_any()
    };
    let held = (!held.is_empty()).then(|| lifting(held, lift, problems.clone()));
    let tabs = tabs(ConsoleArea::Provisioning, &person.console);
    view! {
        <Layout
            title=words.title
            notice=notice
            messages=shown
            problems=problems.clone()
            person=Some(person)
        >
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                    <p>{words.address}" "<code translate="no">{address}"/scim/v2"</code></p>
                </div>
                {held}
                <section class="stack" aria-labelledby="h-token">
                    <h2 id="h-token">{words.tokens}</h2>
                    {list}
                    <p class="actions">
                        {view.more.map(|after| view! {
                            <a class="more" href=paths::provisioning(&after)>{words.more}</a>
                        })}
                        {(!view.is_first).then(|| view! {
                            <a class="more" href=paths::MANAGE_PROVISIONING>{words.from_start}</a>
                        })}
                    </p>
                </section>
                {adding(fields, problems)}
            </div>
            {has_new.then(|| view! { <KeepScript /> })}
        </Layout>
    }
}

fn listed(one: ListedToken) -> impl IntoView {
    let words = provisioning_words();
    let (word, look) =
        if one.is_good { (words.good, Look::Good) } else { (words.over, Look::Quiet) };
    let used = match one.used {
        Some(used) => format!("{} {used}", words.used),
        None => words.never_used.to_owned(),
    };
    let which = format!(" {}", one.name);
    let until = if one.is_good { words.until } else { words.ended };
    view! {
        <li>
            <Icon name="key" />
            <div>
                <h3 class="row-title">
                    <span translate="no">{one.name}</span>" "<Badge look=look text=word />
                </h3>
                <p translate="no">{one.agency}</p>
                <p class="hint">{words.made}" "{one.made}", "{until}" "{one.until}</p>
                <p class="hint">{used}</p>
                {one.is_good.then(|| view! {
                    <details class="fold fold-quiet">
                        <summary>
                            {words.end}<span class="visually-hidden">{which.clone()}</span>
                        </summary>
                        <p>{words.end_hint}</p>
                        <PostForm
                            class="actions"
                            action=api::provisioning::EndProvisioningToken::PATH
                        >
                            <input type="hidden" name="id" value=one.id />
                            <button class="button button-secondary">
                                {words.end_now}<span class="visually-hidden">{which}</span>
                            </button>
                        </PostForm>
                    </details>
                })}
            </div>
        </li>
    }
}

/// What is held, and the form to have it go on.
fn lifting(held: Vec<HeldAgency>, fields: LiftFields, problems: Problems) -> impl IntoView {
    let words = provisioning_words();
    let choices: Vec<_> = held.iter().map(|one| (one.agency.clone(), one.agency.clone())).collect();
    let rows = held.into_iter().map(|one| {
        view! {
            <li>
                <span translate="no">{one.agency}</span>": "{(words.disabled)(one.disabled)}
                {one.waits.then(|| format!(" {}", words.asked))}
            </li>
        }
    });
    view! {
        <section class="stack" aria-labelledby="h-ditahan">
            <h2 id="h-ditahan">{words.held}</h2>
            <p>{words.held_lead}</p>
            <ul class="bullets">{rows.collect_view()}</ul>
            <PostForm class="form" action=api::provisioning::ProposeLift::PATH>
                <Select
                    id="held"
                    label=words.of_agency
                    choices=choices
                    chosen=fields.held
                    error=error_of("held", &problems)
                />
                <TextArea
                    id="reason"
                    label=t().person_forms.reason
                    hint=words.reason_hint
                    value=fields.reason
                    longest=LONGEST_REASON
                    error=error_of("reason", &problems)
                />
                <div class="actions"><button class="button">{words.propose}</button></div>
            </PostForm>
        </section>
    }
}

fn adding(fields: TokenFields, problems: Problems) -> impl IntoView {
    let words = provisioning_words();
    view! {
        <section class="stack" aria-labelledby="h-token-baru">
            <h2 id="h-token-baru">{words.add}</h2>
            <PostForm class="form" action=api::provisioning::AddProvisioningToken::PATH>
                <Field
                    id="agency"
                    kind=FieldKind::Text
                    label=words.agency
                    hint=words.agency_hint
                    value=fields.agency
                    error=error_of("agency", &problems)
                />
                <Field
                    id="name"
                    kind=FieldKind::Text
                    label=words.name
                    hint=words.name_hint
                    value=fields.name
                    error=error_of("name", &problems)
                />
                <Field
                    id="days"
                    kind=FieldKind::Text
                    label=words.days
                    hint=words.days_hint
                    value=fields.days
                    error=error_of("days", &problems)
                />
                <div class="actions"><button class="button">{words.make}</button></div>
            </PostForm>
        </section>
    }
}
