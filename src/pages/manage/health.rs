//! `/kelola/kesehatan`: how the portal fares.

use super::tabs;
use crate::{
    api,
    i18n::health_words,
    pages::page,
    ui::{
        badge::{Badge, Look},
        layout::Layout,
    },
    wire::{
        health::{HealthView, ListedJob, MANY, RecordHealth},
        person::ConsoleArea,
    },
};
use leptos::prelude::*;

#[component]
pub fn HealthPage() -> impl IntoView {
    page(api::health::health_page(), |view| view! { <Health view=view /> })
}

#[component]
fn Health(view: HealthView) -> impl IntoView {
    let words = health_words();
    let letters = match view.oldest_letter {
        Some(oldest) => (words.letters_since)(&many(view.letters), &oldest),
        None => many(view.letters),
    };
    let version = match view.commit {
        Some(commit) => format!("{} ({commit})", view.version),
        None => view.version,
    };
    let schema = view.schema.to_string();
    let tabs = tabs(ConsoleArea::Health, &view.person.console);
    view! {
        <Layout title=words.title person=Some(view.person)>
            <div class="page">
                {tabs}
                <div class="stack">
                    <h1>{words.title}</h1>
                    <p class="lead">{words.lead}</p>
                </div>
                <div class="settings">
                    <section aria-labelledby="h-catatan">
                        <div><h2 id="h-catatan">{words.record}</h2></div>
                        {record(view.record)}
                    </section>
                    <section aria-labelledby="h-antrean">
                        <div><h2 id="h-antrean">{words.waiting}</h2></div>
                        <dl class="facts">
                            {fact(words.letters, letters.into_any())}
                            {counted(words.refused_mailboxes, view.refused_mailboxes, true)}
                            {counted(words.logouts_waiting, view.logouts_waiting, false)}
                            {counted(words.logouts_failed, view.logouts_failed, true)}
                            {counted(words.approvals, view.approvals, false)}
                            {counted(words.resets, view.resets, false)}
                        </dl>
                    </section>
                    <section aria-labelledby="h-tugas">
                        <div>
                            <h2 id="h-tugas">{words.jobs}</h2>
                            <p class="hint">{words.jobs_hint}</p>
                        </div>
                        <dl class="facts">{view.jobs.into_iter().map(job).collect_view()}</dl>
                    </section>
                    <section aria-labelledby="h-versi">
                        <div><h2 id="h-versi">{words.versions}</h2></div>
                        <dl class="facts">
                            {fact(words.program, view! { <span translate="no">{version}</span> }.into_any())}
                            {fact(
                                words.schema,
                                view! {
                                    {schema}
                                    {view.is_newer_schema.then(|| view! {
                                        " "<Badge look=Look::Warning text=words.newer_schema />
                                    })}
                                }
                                .into_any(),
                            )}
                        </dl>
                    </section>
                </div>
            </div>
        </Layout>
    }
}

fn fact(label: &'static str, value: AnyView) -> impl IntoView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
}

fn many(number: i64) -> String {
    if number >= MANY { health_words().many.to_owned() } else { number.to_string() }
}

/// `is_bad`: there should be none.
fn counted(label: &'static str, number: i64, is_bad: bool) -> impl IntoView {
    let warns = is_bad && number > 0;
    let value = view! {
        {many(number)}
        {warns.then(|| view! { " "<Badge look=Look::Warning text=health_words().look_after /> })}
    };
    fact(label, value.into_any())
}

fn job(one: ListedJob) -> impl IntoView {
    let words = health_words();
    let value = match one.held {
        Some((node, until)) => view! {
            {words.node}" "<span translate="no">{node}</span>
            {one.is_here.then(|| format!(" ({})", words.this_node))}
            <p class="hint">{(words.held_until)(&until)}</p>
        }
        .into_any(),
        None => view! { <Badge look=Look::Warning text=words.nobody /> }.into_any(),
    };
    view! { <div><dt>{one.what}</dt><dd>{value}</dd></div> }
}

fn record(last: Option<RecordHealth>) -> AnyView {
    let words = health_words();
    let Some(last) = last else {
        return view! { <p>{words.never_verified}</p> }.into_any();
    };
    let outcome = match last.findings {
        0 => view! { <Badge look=Look::Good text=words.whole /> }.into_any(),
        findings => view! { <Badge look=Look::Bad text=(words.findings)(findings) /> }.into_any(),
    };
    let found = (last.findings > 0).then(|| {
        let lines = last.found.into_iter().map(|line| view! { <li>{line}</li> });
        view! {
            <div>
                <dt>{words.found}</dt>
                <dd>
                    <ul lang="en" translate="no">{lines.collect_view()}</ul>
                    <p class="hint">{words.found_hint}</p>
                </dd>
            </div>
        }
    });
    view! {
        <dl class="facts">
            {fact(
                words.verified,
                view! {
                    {last.at}
                    {last.is_overdue.then(|| view! {
                        " "<Badge look=Look::Warning text=words.overdue />
                    })}
                }
                .into_any(),
            )}
            {fact(words.outcome, outcome)}
            {fact(words.rows, (words.rows_and_archived)(last.rows, last.archived).into_any())}
            {found}
        </dl>
    }
    .into_any()
}
