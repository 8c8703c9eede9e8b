//! `/kelola/massal/ID`: what an act on many people would do, how far it is, and what became of it.

use super::{
    bulk::{reason_in_words, state_badge},
    tabs,
};
use crate::{
    api,
    i18n::bulk_words,
    pages::page,
    paths,
    ui::{
        back::BackLink,
        counter::WritingScript,
        field::{TextArea, error_of},
        form::PostForm,
        icon::Icon,
        layout::Layout,
        notice::{Notice, Tone},
    },
    wire::{
        bulk::{BulkAct, BulkDecision, BulkSample, BulkState, BulkView, FileTrouble, FileView},
        person::ConsoleArea,
        reset::LONGEST_REASON,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Meta;
use leptos_router::hooks::use_params_map;

/// Seconds after which the page of a job that is under way loads again.
const AGAIN: &str = "5";

#[component]
pub fn BulkJobPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    page(api::bulk::bulk_job(id), |view| view! { <Job view=view /> })
}

#[component]
fn Job(view: BulkView) -> impl IntoView {
    let words = bulk_words();
    let title = view.act.in_words(words);
    let here = paths::manage_bulk(&view.id);
    let is_under_way = view.state.is_under_way();
    let problems: Vec<_> =
        view.undo_problem.map(|problem| ("reason", reason_in_words(problem))).into_iter().collect();
    let counted = view.state != BulkState::Selecting;
    let progress = match view.state {
        BulkState::Selecting => Some((words.selecting)(view.selected)),
        BulkState::Running => {
            Some((words.progress)(view.done + view.failed, view.selected - view.refused))
        }
        _ => None,
    };
    let sends_links = view.act == BulkAct::SendLink && view.state == BulkState::Running;
    let has_left_out = view.refused + view.failed > 0 && view.state != BulkState::Selecting;
    let facts = [
        (words.ordered_by, Some(view.who.clone()), true),
        (words.ordered_at, Some(view.when.clone()), false),
        (words.ended_at, view.ended.clone(), false),
        (words.moves_to, view.to.clone(), true),
        (words.reason, Some(view.reason.clone()), false),
    ];
    let facts = facts.into_iter().filter_map(|(label, value, is_name)| {
        let translate = is_name.then_some("no");
        value.map(|value| {
            view! {
                <div><dt>{label}</dt><dd translate=translate>{value}</dd></div>
            }
        })
    });
    let facts: Vec<_> = facts.collect();
    let counts = [
        (words.selected, view.selected),
        (words.changing, view.selected - view.refused),
        (words.refused, view.refused),
        (words.done, view.done),
        (words.failed, view.failed),
    ];
    let is_run = view.done + view.failed > 0;
    let counts = counts.into_iter().take(if is_run { 5 } else { 3 }).map(|(label, people)| {
        view! { <div><dt>{label}</dt><dd>{(words.people)(people)}</dd></div> }
    });
    let counts: Vec<_> = counts.collect();
    let file = view.file.clone();
    let is_file = file.is_some();
    let undoes = view.undoes.clone().map(|before| {
        view! {
            <p>{words.undoes}" "<a class="more" href=paths::manage_bulk(&before)>{words.other_job}</a></p>
        }
    });
    let download = paths::left_out(&view.id);
    let (sample, left_out) = (view.sample.clone(), view.left_out.clone());
    let notice = view.notice;
    let person = view.person.clone();
    let tabs = tabs(ConsoleArea::Bulk, &person.console);
    view! {
        <Layout title=title notice=notice problems=problems.clone() person=Some(person)>
            {is_under_way.then(|| view! { <Meta http_equiv="refresh" content=AGAIN /> })}
            <div class="page">
                {tabs}
                <BackLink href=paths::MANAGE_BULK label=words.back />
                <div class="stack">
                    <h1>{title}</h1>
                    <p>{state_badge(view.state)}</p>
                    {undoes}
                    {progress.map(|progress| view! {
                        <p role="status">{progress}</p>
                        {sends_links.then(|| view! { <p class="hint">{words.links_hint}</p> })}
                        <p class="hint">
                            {words.refresh_hint}" "<a class="more" href=here>{words.refresh}</a>
                        </p>
                    })}
                </div>
                <div class="settings">
                    <section aria-labelledby="h-apa">
                        <div><h2 id="h-apa">{words.act}</h2></div>
                        <dl class="facts">{facts}</dl>
                    </section>
                    {counted.then(|| view! {
                        <section aria-labelledby="h-siapa">
                            <div><h2 id="h-siapa">{words.whom}</h2></div>
                            <dl class="facts">{counts}</dl>
                        </section>
                    })}
                    {file.map(self::file)}
                    <Next view=view problems=problems />
                    {(!sample.is_empty()).then(|| view! {
                        <section aria-labelledby="h-contoh">
                            <div><h2 id="h-contoh">{words.sample}</h2></div>
                            {people(sample)}
                        </section>
                    })}
                    {has_left_out.then(|| view! {
                        <section aria-labelledby="h-tidak">
                            <div><h2 id="h-tidak">{words.left_out}</h2></div>
                            <div class="stack">
                                {(!is_file).then(|| people(left_out))}
                                <p><a class="more" href=download download="">{words.download}</a></p>
                            </div>
                        </section>
                    })}
                </div>
                <WritingScript />
            </div>
        </Layout>
    }
}

fn people(list: Vec<BulkSample>) -> impl IntoView {
    let row = |one: BulkSample| {
        let refusal = one.refusal.map(|refusal| refusal.in_words(bulk_words()));
        view! {
            <li>
                <Icon name="user" />
                <div>
                    <h3>
                        <span translate="no">{one.name}</span>" "
                        <small class="number" translate="no">{one.masked_nip}</small>
                    </h3>
                    <p class="hint">
                        <span translate="no">{one.agency.clone()}</span>
                        {(!one.agency.is_empty() && refusal.is_some()).then_some(": ")}
                        {refusal}
                    </p>
                </div>
            </li>
        }
    };
    view! { <ul class="rows">{list.into_iter().map(row).collect_view()}</ul> }
}

/// What a file brings, and what is wrong with it.
fn file(view: FileView) -> impl IntoView {
    let words = bulk_words();
    let trouble = view.trouble.map(|trouble| match trouble {
        FileTrouble::TooLarge => words.too_large.to_owned(),
        FileTrouble::CutOff => words.cut_off.to_owned(),
        FileTrouble::Empty => words.no_file.to_owned(),
        FileTrouble::Reason => words.file_reason.to_owned(),
        FileTrouble::Another => words.another_file.to_owned(),
        FileTrouble::NotText => words.not_text.to_owned(),
        FileTrouble::Rounded => words.rounded_file.to_owned(),
        FileTrouble::FirstLine(line) => (words.first_line)(line),
        FileTrouble::Said(said) => said,
    });
    let counts = view.counts.map(|counts| {
        let counts = [
            (words.file_new, counts.new),
            (words.file_changed, counts.changed),
            (words.file_unchanged, counts.unchanged),
            (words.file_repeated, counts.repeated),
            (words.file_lost_mailboxes, counts.lost_mailboxes),
            (words.file_lost_privileges, counts.lost_privileges),
        ];
        let count = |people: u64| (words.people)(i64::try_from(people).unwrap_or(i64::MAX));
        let one = |(label, people)| view! { <div><dt>{label}</dt><dd>{count(people)}</dd></div> };
        counts.into_iter().map(one).collect_view()
    });
    let lines: Vec<_> = view
        .lines
        .into_iter()
        .map(|(line, said)| {
            view! { <li><b>{(words.line)(line)}</b>": "<span lang="en">{said}</span></li> }
        })
        .collect();
    view! {
        <section aria-labelledby="h-berkas">
            <div><h2 id="h-berkas">{words.file_name}</h2></div>
            <div class="stack">
                {trouble.map(|trouble| view! {
                    <Notice tone=Tone::Warning text=trouble />
                    <p><a class="more" href=paths::IMPORT>{words.import_again}</a></p>
                })}
                <dl class="facts">
                    <div><dt>{words.file_name}</dt><dd translate="no">{view.name}</dd></div>
                    {view.privileges.then(|| view! {
                        <div><dt>{words.file_privileges}</dt><dd>{words.file_may}</dd></div>
                    })}
                    {counts}
                </dl>
                {(!lines.is_empty()).then(|| view! { <ul class="bullets">{lines}</ul> })}
            </div>
        </section>
    }
}

/// A button that decides something.
fn decide(id: String, decision: BulkDecision, label: String, is_first: bool) -> AnyView {
    let class = if is_first { "button" } else { "button button-secondary" };
    view! {
        <PostForm action=api::bulk::DecideBulk::PATH>
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="decision" value=decision.name() />
            <button class=class>{label}</button>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Next(view: BulkView, problems: Vec<(&'static str, String)>) -> impl IntoView {
    let words = bulk_words();
    let people = view.selected - view.refused;
    let id = || view.id.clone();
    let is_empty = view.state == BulkState::Ready && people == 0;
    let hint = if view.is_expired {
        Some(words.expired)
    } else if view.may_decide {
        Some(words.decide_hint)
    } else if view.state == BulkState::Waiting {
        Some(words.waits)
    } else if view.may_send && view.needs_second {
        Some(words.second_hint)
    } else {
        None
    };
    let send = view.may_send.then(|| {
        let label = if view.needs_second { words.send_for_decision } else { words.send };
        decide(id(), BulkDecision::Send, label(people), true)
    });
    let decisions = view.may_decide.then(|| {
        let approve = decide(id(), BulkDecision::Approve, words.approve.to_owned(), true);
        let refuse = decide(id(), BulkDecision::Refuse, words.refuse.to_owned(), false);
        (approve, refuse)
    });
    let cancel = view.may_cancel.then(|| {
        let is_running = view.state == BulkState::Running;
        let label = if is_running { words.cancel_running } else { words.cancel };
        decide(id(), BulkDecision::Cancel, label.to_owned(), false)
    });
    let undo = view.may_undo.then(|| {
        view! {
            <section aria-labelledby="h-kembali">
                <div>
                    <h2 id="h-kembali">{words.undo}</h2>
                    <p class="hint">{words.undo_hint}</p>
                </div>
                <PostForm class="form" action=api::bulk::UndoBulk::PATH>
                    <input type="hidden" name="id" value=view.id.clone() />
                    <TextArea
                        id="reason"
                        label=words.reason
                        hint=words.reason_hint
                        value=view.undo_reason.clone()
                        longest=LONGEST_REASON
                        error=error_of("reason", &problems)
                    />
                    <button class="button">{words.make_undo}</button>
                </PostForm>
            </section>
        }
    });
    let is_open = !view.state.is_over();
    view! {
        {is_open.then(|| view! {
            <section aria-labelledby="h-lanjut">
                <div><h2 id="h-lanjut">{words.what_next}</h2></div>
                <div class="stack">
                    {is_empty.then(|| view! { <Notice tone=Tone::Warning text=words.nobody /> })}
                    {hint.map(|hint| view! { <p>{hint}</p> })}
                    <div class="actions">{send}{decisions}{cancel}</div>
                </div>
            </section>
        })}
        {undo}
    }
}
