//! `/kelola/orang`: finding people. All that was asked for stands in the address.

use super::tabs;
use crate::{
    api,
    i18n::{bulk_words, t},
    pages::page,
    paths,
    ui::{
        badge::{Badge, Look},
        field::{Select, error_of},
        icon::Icon,
        layout::Layout,
        notice::{Notice, Tone},
    },
    wire::{
        people::{ListedPerson, PeopleView, PersonState, QueryProblem},
        person::ConsoleArea,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The id of the field that is searched by.
const QUERY: &str = paths::QUERY;

#[component]
pub fn PeoplePage() -> impl IntoView {
    let query = use_query_map().read_untracked();
    let asked = |name: &str| query.get(name).unwrap_or_default();
    let load = api::people::people_page(
        asked(paths::QUERY),
        asked(paths::AGENCY),
        asked(paths::ROLE),
        asked(paths::STATE),
        asked(paths::AFTER),
    );
    page(load, |view| view! { <People view=view /> })
}

#[component]
fn People(view: PeopleView) -> impl IntoView {
    let words = &t().people;
    let problems: Vec<_> =
        view.problem.map(|problem| (QUERY, problem_in_words(problem))).into_iter().collect();
    let bulk = paths::new_bulk(&view.query, &view.agency, &view.role, &view.state);
    let may_change = view.person.console.contains(&ConsoleArea::Bulk);
    let first = paths::people(&view.query, &view.agency, &view.role, &view.state, None);
    let next = view
        .next
        .as_deref()
        .map(|next| paths::people(&view.query, &view.agency, &view.role, &view.state, Some(next)));
    let is_asked =
        [&view.query, &view.agency, &view.role, &view.state].iter().any(|one| !one.is_empty());
    let shown = view.people.len();
    let has_next = next.is_some();
    let summary = match (view.problem.is_some(), shown, has_next) {
        (true, ..) => None,
        (false, 0, false) if view.is_first => Some(words.nobody.to_owned()),
        (false, 0, _) => Some(words.nobody_here.to_owned()),
        (false, shown, is_more) => Some((words.shown)(shown, is_more)),
    };
    let is_empty = shown == 0 && !has_next && view.problem.is_none();
    let is_cut = view.is_cut;
    let is_first = view.is_first;
    let people = view.people;
    let tabs = tabs(ConsoleArea::People, &view.person.console);
    view! {
        <Layout title=words.title problems=problems.clone() person=Some(view.person)>
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                </div>
                <Search
                    query=view.query
                    agency=view.agency
                    role=view.role
                    state=view.state
                    agencies=view.agencies
                    types_agency=view.types_agency
                    roles=view.roles
                    states=view.states
                    error=error_of(QUERY, &problems)
                />
                {view.is_preparing.then(|| view! {
                    <Notice tone=Tone::Neutral text=words.preparing />
                })}
                <div class="stack">
                    <p role="status">
                        {summary}
                        {is_asked.then(|| view! {
                            " "<a class="more" href=paths::MANAGE_PEOPLE>{words.reset_search}</a>
                        })}
                    </p>
                    {is_empty.then(|| view! { <p class="hint">{words.nobody_advice}</p> })}
                    {(shown > 0).then(|| view! {
                        <ul class="rows">{people.into_iter().map(row).collect_view()}</ul>
                    })}
                    {is_cut.then(|| view! { <p class="hint">{words.cut}</p> })}
                    {(may_change && is_asked && shown > 0).then(|| view! {
                        <p><a class="more" href=bulk>{bulk_words().from_people}</a></p>
                    })}
                    <p class="actions">
                        {next.map(|next| view! {
                            <a class="button button-secondary" href=next rel="next">
                                {if is_cut { words.go_on } else { words.next }}
                            </a>
                        })}
                        {(!is_first).then(|| view! { <a class="more" href=first>{words.first_page}</a> })}
                    </p>
                </div>
            </div>
        </Layout>
    }
}

#[component]
fn Search(
    query: String,
    agency: String,
    role: String,
    state: String,
    agencies: Vec<String>,
    types_agency: bool,
    roles: Vec<(String, String)>,
    states: Vec<(String, String)>,
    error: Option<String>,
) -> impl IntoView {
    let words = &t().people;
    let any = |word: &'static str| (String::new(), word.to_owned());
    let agencies: Vec<_> = agencies.into_iter().map(|one| (one.clone(), one)).collect();
    let agency_field = if types_agency {
        let value = (!agency.is_empty()).then_some(agency.clone());
        Some(
            view! {
                <div class="field">
                    <label for=paths::AGENCY>{words.agency}</label>
                    <p class="hint" id="instansi-petunjuk">{words.agency_hint}</p>
                    <input
                        id=paths::AGENCY
                        name=paths::AGENCY
                        type="text"
                        autocomplete="off"
                        aria-describedby="instansi-petunjuk"
                        value=value
                    />
                </div>
            }
            .into_any(),
        )
    } else if agencies.is_empty() {
        None
    } else {
        let choices = [vec![any(words.any_agency)], agencies].concat();
        Some(
            view! {
                <Select id=paths::AGENCY label=words.agency choices=choices chosen=agency.clone() />
            }
            .into_any(),
        )
    };
    let is_narrowed = ![&agency, &role, &state].iter().all(|one| one.is_empty());
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() { "cari-galat cari-petunjuk" } else { "cari-petunjuk" };
    view! {
        <form class="form people-search" role="search" action=paths::MANAGE_PEOPLE>
            <div class="field">
                <label for=QUERY>{words.search}</label>
                <p class="hint" id="cari-petunjuk">{words.search_hint}</p>
                {error.map(|error| view! {
                    <crate::ui::field::FieldError id="cari-galat".to_owned() error=error />
                })}
                <div class="search">
                    <input
                        id=QUERY
                        name=QUERY
                        type="search"
                        value=(!query.is_empty()).then_some(query)
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby=described
                        aria-invalid=invalid
                    />
                    <button class="button">
                        <Icon name="search" />
                        <span class="search-word">{words.find}</span>
                    </button>
                </div>
            </div>
            <details class="fold" open=is_narrowed>
                <summary>{words.filters}</summary>
                <div class="people-filters">
                    {agency_field}
                    <Select
                        id=paths::ROLE
                        label=words.role
                        choices=[vec![any(words.any_role)], roles].concat()
                        chosen=role
                    />
                    <Select
                        id=paths::STATE
                        label=words.state
                        choices=[vec![any(words.any_state)], states].concat()
                        chosen=state
                    />
                </div>
            </details>
        </form>
    }
}

fn row(one: ListedPerson) -> impl IntoView {
    let privileges = one.privileges;
    view! {
        <li>
            <Icon name="user" />
            <div>
                <h2 class="row-title">
                    <a href=paths::manage_person(&one.id) translate="no">{one.name}</a>" "
                    <small class="number" translate="no">{one.masked_nip}</small>
                </h2>
                <p class="hint">
                    <span translate="no">{one.agency}</span>
                    {(!privileges.is_empty()).then(|| format!(", {}", privileges.join(", ")))}
                </p>
            </div>
            <p>{state_badge(one.state)}</p>
        </li>
    }
}

/// In words, shape and colour.
pub(super) fn state_badge(state: PersonState) -> impl IntoView {
    let look = match state {
        PersonState::Active => Look::Good,
        PersonState::WaitingForMfa | PersonState::ResetOpen => Look::Warning,
        PersonState::NeverCame => Look::Quiet,
        PersonState::Disabled => Look::Bad,
    };
    view! { <Badge look=look text=state.in_words(t()) /> }
}

fn problem_in_words(problem: QueryProblem) -> String {
    let words = &t().people;
    match problem {
        QueryProblem::TooLong { characters, limit } => (words.too_long)(characters, limit),
        QueryProblem::ShortNumber => words.short_number.to_owned(),
        QueryProblem::LongNumber { digits } => (words.long_number)(digits),
        QueryProblem::ShortWord => words.short_word.to_owned(),
        QueryProblem::NoWord => words.no_word.to_owned(),
    }
}
