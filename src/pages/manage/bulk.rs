//! `/kelola/massal`: acts on many people, and the form for a new one.

use super::tabs;
use crate::{
    api,
    i18n::bulk_words,
    pages::page,
    paths,
    ui::{
        back::BackLink,
        badge::{Badge, Look},
        counter::WritingScript,
        field::{Choice, Field, FieldKind, TextArea, error_of, text_problem},
        form::PostForm,
        icon::Icon,
        layout::Layout,
    },
    wire::{
        bulk::{BulkAct, BulkListView, BulkProblem, BulkState, ListedBulk, NewBulkView},
        people::ReasonProblem,
        person::ConsoleArea,
        reset::LONGEST_REASON,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

fn asked(name: &str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}

#[component]
pub fn BulkListPage() -> impl IntoView {
    page(api::bulk::bulk_list(asked(paths::BEFORE)), |view| view! { <List view=view /> })
}

#[component]
fn List(view: BulkListView) -> impl IntoView {
    let words = bulk_words();
    let BulkListView { person, jobs, older, is_first } = view;
    let older = older.map(|older| paths::before(paths::MANAGE_BULK, &older));
    let is_empty = jobs.is_empty();
    let tabs = tabs(ConsoleArea::Bulk, &person.console);
    view! {
        <Layout title=words.title person=Some(person)>
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                </div>
                <p class="actions">
                    <a class="button" href=paths::NEW_BULK>
                        <Icon name="plus" />
                        {words.new}
                    </a>
                    <a class="button button-secondary" href=paths::IMPORT>{words.import}</a>
                </p>
                {if is_empty {
                    view! { <p class="hint">{words.none}</p> }.into_any()
                } else {
                    view! { <ul class="rows">{jobs.into_iter().map(row).collect_view()}</ul> }
                        .into_any()
                }}
                <p class="actions">
                    {older.map(|older| view! {
                        <a class="button button-secondary" href=older>{words.older}</a>
                    })}
                    {(!is_first).then(|| view! {
                        <a class="more" href=paths::MANAGE_BULK>{words.latest}</a>
                    })}
                </p>
            </div>
        </Layout>
    }
}

fn row(one: ListedBulk) -> impl IntoView {
    let words = bulk_words();
    view! {
        <li>
            <Icon name="users" />
            <div>
                <h2 class="row-title">
                    <a href=paths::manage_bulk(&one.id)>
                        {one.act.in_words(words)}", "{(words.people)(one.people)}
                    </a>
                </h2>
                <p class="hint">
                    {one.to.map(|to| view! { <span translate="no">{to}</span>", " })}
                    <span translate="no">{one.who}</span>", "{one.when}
                </p>
            </div>
            <p>{state_badge(one.state)}</p>
        </li>
    }
}

/// In words, shape and colour.
pub(super) fn state_badge(state: BulkState) -> impl IntoView {
    let look = match state {
        BulkState::Done => Look::Good,
        BulkState::Uploading
        | BulkState::Selecting
        | BulkState::Ready
        | BulkState::Waiting
        | BulkState::Running => Look::Warning,
        BulkState::Cancelled => Look::Quiet,
        BulkState::Stopped | BulkState::TooMany | BulkState::Unreadable => Look::Bad,
    };
    view! { <Badge look=look text=state.in_words(bulk_words()) /> }
}

#[component]
pub fn NewBulkPage() -> impl IntoView {
    let load = api::bulk::new_bulk(
        asked(paths::QUERY),
        asked(paths::AGENCY),
        asked(paths::ROLE),
        asked(paths::STATE),
    );
    page(load, |view| view! { <New view=view /> })
}

#[component]
fn New(view: NewBulkView) -> impl IntoView {
    let words = bulk_words();
    let NewBulkView { person, fields, search, problems } = view;
    let problems: Vec<_> = problems.into_iter().map(describe).collect();
    let choices: Vec<_> =
        BulkAct::OF_PEOPLE.iter().map(|act| (act.name(), act.in_words(words))).collect();
    let chosen = BulkAct::OF_PEOPLE.iter().map(|act| act.name()).find(|name| *name == fields.act);
    let hidden = [
        ("query", fields.query),
        ("agency", fields.agency),
        ("role", fields.role),
        ("state", fields.state),
    ];
    let hidden = hidden.map(|(name, value)| {
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value /> })
    });
    let error = |id: &str| error_of(id, &problems);
    let [act, to, numbers, reason] = ["act", "to", "numbers", "reason"].map(error);
    let tabs = tabs(ConsoleArea::Bulk, &person.console);
    view! {
        <Layout title=words.new problems=problems person=Some(person)>
            <div class="page">
                {tabs}
                <BackLink href=paths::MANAGE_BULK label=words.back />
                <div class="stack">
                    <h1>{words.new}</h1>
                    <p class="lead">{words.check_hint}</p>
                </div>
                <PostForm class="form" action=api::bulk::OrderBulk::PATH>
                    {hidden.collect_view()}
                    <Choice
                        id="act"
                        label=words.act
                        choices=choices
                        chosen=chosen.unwrap_or_default()
                        error=act
                    />
                    <Field
                        id="to"
                        kind=FieldKind::Text
                        label=words.to
                        hint=words.to_hint
                        value=fields.to
                        error=to
                    />
                    {search.map(|search| view! { <p>{(words.found)(&search)}</p> })}
                    <TextArea
                        id="numbers"
                        label=words.numbers
                        hint=words.numbers_hint
                        value=fields.numbers
                        error=numbers
                    />
                    <TextArea
                        id="reason"
                        label=words.reason
                        hint=words.reason_hint
                        value=fields.reason
                        longest=LONGEST_REASON
                        error=reason
                    />
                    <button class="button">{words.check}</button>
                </PostForm>
                <WritingScript />
            </div>
        </Layout>
    }
}

/// The field a problem belongs to, and its words.
fn describe(problem: BulkProblem) -> (&'static str, String) {
    let words = bulk_words();
    match problem {
        BulkProblem::Act => ("act", words.no_act.to_owned()),
        BulkProblem::To => ("to", words.no_agency.to_owned()),
        BulkProblem::Whom => ("numbers", words.no_whom.to_owned()),
        BulkProblem::TooManyNumbers { numbers } => ("numbers", (words.many_numbers)(numbers)),
        BulkProblem::TooManyJobs => ("act", words.many_jobs.to_owned()),
        BulkProblem::Search => ("numbers", words.wrong_search.to_owned()),
        BulkProblem::Reason(problem) => ("reason", reason_in_words(problem)),
    }
}

pub(super) fn reason_in_words(problem: ReasonProblem) -> String {
    let words = bulk_words();
    match problem {
        ReasonProblem::Short => words.short_reason.to_owned(),
        ReasonProblem::Text(problem) => text_problem(words.reason, problem),
    }
}
