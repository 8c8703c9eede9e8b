//! `/kelola/layanan`: where each service lives and whether it can be used, for administrators.

use super::{client_form::Reason, tabs};
use crate::{
    api,
    i18n::t,
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
        launcher::ServiceState,
        manage::{
            LONGEST_NOTE, ListedService, ServiceEditView, ServiceListView, ServiceProblem,
            ServiceText,
        },
        people::ReasonProblem,
        person::ConsoleArea,
        search,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn ServiceListPage() -> impl IntoView {
    let query = use_query_map().read_untracked().get(paths::QUERY).unwrap_or_default();
    page(api::manage::service_list(query), |view| view! { <List view=view /> })
}

#[component]
fn List(view: ServiceListView) -> impl IntoView {
    let words = &t().manage;
    let search = &t().launcher;
    let ServiceListView { person, notice, query, query_is_part, rows, in_trouble } = view;
    let is_search = !search::is_empty(&query);
    let found = rows.len();
    let summary = match (is_search, in_trouble) {
        (true, _) if found == 0 => (search.nothing)(&query),
        (true, _) => format!("{} {found}", search.found),
        (false, 0) => words.all_available.to_owned(),
        (false, number) => (words.in_trouble)(number),
    };
    let tabs = tabs(ConsoleArea::Services, &person.console);
    view! {
        <Layout title=words.services notice=notice person=Some(person)>
            <div class="page">
                {tabs}
                <h1>{words.services}</h1>
                <p class="hint">{words.unofficial}</p>
                <form class="search" role="search" action=paths::MANAGE_SERVICES>
                    <input
                        type="search"
                        name=paths::QUERY
                        aria-label=search.search_label
                        value=query
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                    />
                    <button class="button">
                        <Icon name="search" />
                        <span class="search-word">{search.search}</span>
                    </button>
                </form>
                {query_is_part.then(|| view! { <p class="hint">{search.search_is_part}</p> })}
                <p>
                    {summary}
                    {is_search.then(|| view! {
                        " "<a class="more" href=paths::MANAGE_SERVICES>{search.show_all}</a>
                    })}
                </p>
                {(found > 0).then(|| view! {
                    <table class="list">
                        <thead>
                            <tr>
                                <th scope="col">{words.column_service}</th>
                                <th scope="col">{words.column_stage}</th>
                                <th scope="col">{words.column_address}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                })}
            </div>
        </Layout>
    }
}

fn row(row: ListedService) -> impl IntoView {
    let words = &t().manage;
    view! {
        <tr>
            <th scope="row" data-label=words.column_service>
                <a href=paths::manage_service(&row.slug)>{row.name}</a>
            </th>
            <td data-label=words.column_stage>{state(row.state, row.until)}</td>
            <td data-label=words.column_address>{row.address.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

/// In words, shape and colour.
fn state(state: ServiceState, until: Option<String>) -> impl IntoView {
    let (look, icon) = match state {
        ServiceState::Available => (Look::Good, "circle-check"),
        ServiceState::Maintenance => (Look::Warning, "tool"),
        ServiceState::Disruption => (Look::Bad, "alert-triangle"),
        ServiceState::Blocked => (Look::Quiet, "lock"),
    };
    let word = state.in_words(t());
    let until = until.map(|until| format!(" {} {until}", t().launcher.until)).unwrap_or_default();
    view! { <Badge look=look icon=icon text=format!("{word}{until}") /> }
}

#[component]
pub fn ServiceEditPage() -> impl IntoView {
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    page(api::manage::service_settings(slug), |view| view! { <Edit view=view /> })
}

#[component]
fn Edit(view: ServiceEditView) -> impl IntoView {
    let words = &t().manage;
    let ServiceEditView { person, name, address_in_file, fields, moving, problems } = view;
    let problems = texts(&problems);
    let states = ServiceState::ALL.map(|state| (state.name(), state.in_words(t()))).to_vec();
    let error = |id: &str| error_of(id, &problems);
    let [until, note_id, note_en] = ["until", "note_id", "note_en"].map(error);
    let [address, reason] = ["address", "reason"].map(error);
    view! {
        <Layout title=name.clone() problems=problems person=Some(person)>
            <div class="page narrow">
                <BackLink href=paths::MANAGE_SERVICES label=words.services />
                <h1>{name}</h1>
                <PostForm class="form" action=api::manage::SetService::PATH>
                    <input type="hidden" name="slug" value=fields.slug />
                    <Choice
                        id="state"
                        label=words.state
                        choices=states
                        chosen=fields.state.name()
                    />
                    <Field
                        id="until"
                        kind=FieldKind::Moment
                        label=words.until
                        hint=words.until_hint
                        value=fields.until
                        error=until
                    />
                    <TextArea
                        id="note_id"
                        label=words.note_id
                        hint=words.note_hint
                        value=fields.note_id
                        longest=LONGEST_NOTE
                        error=note_id
                    />
                    <TextArea
                        id="note_en"
                        label=words.note_en
                        hint=words.english_hint
                        value=fields.note_en
                        longest=LONGEST_NOTE
                        error=note_en
                    />
                    <div class="actions"><button class="button">{words.save_service}</button></div>
                </PostForm>
                <section class="stack" aria-labelledby="h-alamat">
                    <h2 id="h-alamat">{words.move_service}</h2>
                    <p class="hint">{words.move_hint}</p>
                    <PostForm class="form" action=api::manage::MoveService::PATH>
                        <input type="hidden" name="slug" value=moving.slug />
                        <Field
                            id="address"
                            kind=FieldKind::Text
                            label=words.address
                            hint=words.address_hint
                            value=moving.address
                            error=address
                        />
                        {address_in_file.map(|in_file| view! {
                            <p class="hint">{(words.address_in_file)(&in_file)}</p>
                        })}
                        <Reason value=moving.reason error=reason />
                        <div class="actions">
                            <button class="button button-secondary">{words.propose_move}</button>
                        </div>
                    </PostForm>
                </section>
                <WritingScript />
            </div>
        </Layout>
    }
}

fn texts(problems: &[ServiceProblem]) -> Vec<(&'static str, String)> {
    let words = &t().manage;
    let text = |problem: &ServiceProblem| {
        let (id, text) = match problem {
            ServiceProblem::Address => ("address", words.address_wrong),
            ServiceProblem::SameAddress => ("address", words.same_address),
            ServiceProblem::Waits => ("address", words.move_waits),
            ServiceProblem::Reason(ReasonProblem::Short) => ("reason", t().people.short_reason),
            ServiceProblem::Reason(ReasonProblem::Text(problem)) => {
                return ("reason", text_problem(t().people.reason, *problem));
            }
            ServiceProblem::Until => ("until", words.until_wrong),
            ServiceProblem::UntilPast => ("until", words.ends_past),
            ServiceProblem::UntilMissing => ("until", words.until_missing),
            ServiceProblem::Note => ("note_id", words.note_missing),
            ServiceProblem::Text(field, problem) => {
                let (id, label) = match field {
                    ServiceText::Address => ("address", words.address),
                    ServiceText::NoteId => ("note_id", words.note_id),
                    ServiceText::NoteEn => ("note_en", words.note_en),
                };
                return (id, text_problem(label, *problem));
            }
        };
        (id, text.to_owned())
    };
    problems.iter().map(text).collect()
}
