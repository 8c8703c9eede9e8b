//! `/kelola/catatan`: searching the record. All that was asked for stands in the address.

use super::tabs;
use crate::{
    api,
    i18n::record_words,
    pages::page,
    paths,
    ui::{
        badge::{Badge, Look},
        field::{Field, FieldKind, Select, error_of},
        icon::Icon,
        layout::Layout,
        notice::{Notice, Tone},
    },
    wire::{
        person::ConsoleArea,
        record::{ListedRecord, RecordFields, RecordProblem, RecordView},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn RecordPage() -> impl IntoView {
    let query = use_query_map().read_untracked();
    let asked = |name: &str| query.get(name).unwrap_or_default();
    let load = api::record::record_page(
        asked(paths::WHOSE),
        asked(paths::EVENT),
        asked(paths::AGENCY),
        asked(paths::FIRST_DAY),
        asked(paths::LAST_DAY),
        asked(paths::BEFORE),
    );
    page(load, |view| view! { <Record view=view /> })
}

fn problem_in_words(problem: RecordProblem) -> (&'static str, String) {
    let words = record_words();
    let (field, text) = match problem {
        RecordProblem::Number => (paths::WHOSE, words.wrong_number),
        RecordProblem::Nobody => (paths::WHOSE, words.nobody),
        RecordProblem::From => (paths::FIRST_DAY, words.wrong_day),
        RecordProblem::Until => (paths::LAST_DAY, words.wrong_day),
        RecordProblem::Order => (paths::LAST_DAY, words.wrong_order),
    };
    (field, text.to_owned())
}

#[component]
fn Record(view: RecordView) -> impl IntoView {
    let words = record_words();
    let problems: Vec<_> = view.problems.into_iter().map(problem_in_words).collect();
    let is_wrong = !problems.is_empty();
    let fields = view.fields;
    let first = paths::record(paths::MANAGE_RECORD, &fields, None);
    let next = view.next.as_deref();
    let next = next.map(|next| paths::record(paths::MANAGE_RECORD, &fields, Some(next)));
    let file = paths::record(paths::RECORD_FILE, &fields, None);
    let is_asked = fields != RecordFields::default();
    let (shown, is_first) = (view.rows.len(), view.is_first);
    let summary = match (shown, next.is_some()) {
        _ if is_wrong => None,
        (0, false) if is_first => Some(words.none.to_owned()),
        (0, _) => Some(words.none_here.to_owned()),
        (shown, is_more) => Some((words.shown)(shown, is_more)),
    };
    let has_unproved = view.rows.iter().any(|row| !row.is_genuine);
    let go_on = if view.searched_until.is_some() { words.go_on } else { words.older };
    let cut = view.searched_until.map(|until| {
        view! { <p class="hint">{(words.searched_until)(&until)}</p> }
    });
    let archived = view.archived.map(|day| view! { <p class="hint">{(words.archived)(&day)}</p> });
    let tabs = tabs(ConsoleArea::Record, &view.person.console);
    view! {
        <Layout title=words.title problems=problems.clone() person=Some(view.person)>
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                </div>
                <RecordSearch
                    fields=fields
                    agencies=view.agencies
                    types_agency=view.types_agency
                    events=view.events
                    problems=problems
                />
                <div class="stack">
                    <p role="status">
                        {summary}
                        {is_asked.then(|| view! {
                            " "<a class="more" href=paths::MANAGE_RECORD>{words.reset_search}</a>
                        })}
                    </p>
                    {has_unproved.then(|| view! {
                        <Notice tone=Tone::Warning text=words.unproved_hint />
                    })}
                    {days(&view.rows)}
                    {cut}
                    <p class="actions">
                        {next.map(|next| view! {
                            <a class="button button-secondary" href=next rel="next">{go_on}</a>
                        })}
                        {(!is_first).then(|| view! {
                            <a class="more" href=first>{words.first_page}</a>
                        })}
                    </p>
                    {archived}
                </div>
                {(!is_wrong).then(|| view! {
                    <section class="stack" aria-labelledby="h-berkas">
                        <h2 id="h-berkas">{words.file}</h2>
                        <p>{words.file_hint}</p>
                        <p><a class="button button-secondary" href=file>{words.download}</a></p>
                    </section>
                })}
            </div>
        </Layout>
    }
}

fn days(rows: &[ListedRecord]) -> impl IntoView + use<> {
    let days = rows.chunk_by(|one, next| one.day == next.day).map(|rows| {
        let day = rows.first().map(|row| row.day.clone());
        view! {
            <div>
                <h2 class="day">{day}</h2>
                <dl class="facts">{rows.iter().map(row).collect_view()}</dl>
            </div>
        }
    });
    days.collect_view()
}

fn row(row: &ListedRecord) -> impl IntoView + use<> {
    let number = row.number.clone();
    let number = match &row.person {
        Some(id) => view! {
            <a class="number" href=paths::manage_person(id) translate="no">{number}</a>
        }
        .into_any(),
        None => view! { <span class="number" translate="no">{number}</span> }.into_any(),
    };
    view! {
        <div>
            <dt>{row.time.clone()}</dt>
            <dd>
                {row.what.clone()}
                {(!row.is_genuine).then(|| view! {
                    " "<Badge look=Look::Bad text=record_words().unproved />
                })}
                <p class="hint">{number}", "{row.source.clone()}</p>
            </dd>
        </div>
    }
}

#[component]
fn RecordSearch(
    fields: RecordFields,
    agencies: Vec<String>,
    types_agency: bool,
    events: Vec<(String, String)>,
    problems: Vec<(&'static str, String)>,
) -> impl IntoView {
    let words = record_words();
    let is_narrowed = [&fields.event, &fields.agency, &fields.from, &fields.until]
        .iter()
        .any(|one| !one.is_empty());
    let any = |word: &'static str| vec![(String::new(), word.to_owned())];
    let agencies: Vec<_> = agencies.into_iter().map(|one| (one.clone(), one)).collect();
    let agency_field = if types_agency {
        Some(
            view! {
                <Field
                    id=paths::AGENCY
                    kind=FieldKind::Text
                    label=words.agency
                    hint=words.agency_hint
                    value=fields.agency
                />
            }
            .into_any(),
        )
    } else if agencies.is_empty() {
        None
    } else {
        let choices = [any(words.any_agency), agencies].concat();
        Some(
            view! {
                <Select id=paths::AGENCY label=words.agency choices=choices chosen=fields.agency />
            }
            .into_any(),
        )
    };
    let [number, from, until] =
        [paths::WHOSE, paths::FIRST_DAY, paths::LAST_DAY].map(|id| error_of(id, &problems));
    view! {
        <form class="form people-search" role="search" action=paths::MANAGE_RECORD>
            <Field
                id=paths::WHOSE
                kind=FieldKind::Number
                label=words.number
                hint=words.number_hint
                value=fields.number
                error=number
            />
            <details class="fold" open=is_narrowed>
                <summary>{words.filters}</summary>
                <div class="people-filters">
                    {agency_field}
                    <Select
                        id=paths::EVENT
                        label=words.event
                        choices=[any(words.any_event), events].concat()
                        chosen=fields.event
                    />
                    <Field
                        id=paths::FIRST_DAY
                        kind=FieldKind::Day
                        label=words.from
                        hint=words.day_hint
                        value=fields.from
                        error=from
                    />
                    <Field
                        id=paths::LAST_DAY
                        kind=FieldKind::Day
                        label=words.until
                        hint=words.day_hint
                        value=fields.until
                        error=until
                    />
                </div>
            </details>
            <div class="actions">
                <button class="button">
                    <Icon name="search" />
                    {words.find}
                </button>
            </div>
        </form>
    }
}
