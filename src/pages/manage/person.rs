//! `/kelola/orang/ID`: how it stands with somebody's account, what happened, and what can be done.

use super::{people::state_badge, person_form, tabs};
use crate::{
    api,
    i18n::t,
    pages::{account::Events, page},
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
        account::{AuthenticatorKind, ListedAuthenticator, ListedSession},
        people::{
            PersonAct, PersonFields, PersonForm, PersonProblem, PersonState, PersonView,
            ReasonProblem,
        },
        person::ConsoleArea,
        reset::LONGEST_REASON,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn PersonPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    let before = use_query_map().read_untracked().get(paths::BEFORE).unwrap_or_default();
    page(api::people::person_page(id, before), |view| view! { <OnePerson view=view /> })
}

#[component]
fn OnePerson(view: PersonView) -> impl IntoView {
    let words = &t().people;
    let problems: Vec<_> = view.problems.iter().map(|problem| describe(*problem)).collect();
    let page = paths::manage_person(&view.id);
    let older = view.older.map(|older| paths::before(&page, &older));
    let (name, id) = (view.name, view.id);
    let (rename_id, rename_fields, rename_problems) =
        (id.clone(), view.fields.clone(), problems.clone());
    let may_change = view.may_change;
    let form_link = |form: PersonForm| {
        let href = paths::person_form(&id, form);
        view! { <li><a class="more" href=href>{person_form::title(form)}</a></li> }
    };
    let forms: Vec<_> = view.forms.into_iter().map(form_link).collect();
    let state = view.state;
    let old_name = name.clone();
    let tabs = tabs(ConsoleArea::People, &view.person.console);
    view! {
        <Layout title=name.clone() notice=view.notice problems=problems.clone() person=Some(view.person)>
            <div class="page">
                {tabs}
                <BackLink href=paths::MANAGE_PEOPLE label=words.back />
                <div class="stack">
                    <h1 translate="no">{name}</h1>
                    <p>
                        {state_badge(state)}
                        {view.disabled.map(|since| format!(" {}", (words.disabled_since)(&since)))}
                    </p>
                    <p class="hint">{words.recorded}</p>
                </div>
                <div class="settings">
                    <section aria-labelledby="h-identitas">
                        <div><h2 id="h-identitas">{words.identity}</h2></div>
                        <dl class="facts">
                            {fact(words.number, view! { <span class="number" translate="no">{view.nip}</span> }.into_any())}
                            {fact(words.agency, view! { <span translate="no">{view.agency}</span> }.into_any())}
                            {fact(words.mailbox, mailbox(view.mailbox, view.mailbox_refuses))}
                            {fact(words.roles, view.roles.join(", ").into_any())}
                        </dl>
                    </section>
                    <section aria-labelledby="h-masuk">
                        <div><h2 id="h-masuk">{words.access}</h2></div>
                        <dl class="facts">
                            {fact(
                                words.password,
                                view.password_changed.unwrap_or_else(|| words.never_password.to_owned()).into_any(),
                            )}
                            {fact(words.authenticators, authenticators(view.authenticators))}
                            {fact(
                                words.recovery_codes,
                                (words.codes_left)(view.recovery_codes_left).into_any(),
                            )}
                        </dl>
                    </section>
                    <section aria-labelledby="h-sesi">
                        <div><h2 id="h-sesi">{words.sessions}</h2></div>
                        {sessions(view.sessions)}
                    </section>
                    {may_change.then(|| view! {
                        <section aria-labelledby="h-tindakan">
                            <div>
                                <h2 id="h-tindakan">{words.acts}</h2>
                                <p class="hint">{words.acts_hint}</p>
                            </div>
                            <Acts id=id state=state fields=view.fields problems=problems />
                        </section>
                    })}
                    {may_change.then(|| view! {
                        <section aria-labelledby="h-nama">
                            <div><h2 id="h-nama">{words.rename}</h2></div>
                            <Rename
                                id=rename_id
                                old=old_name
                                fields=rename_fields
                                problems=rename_problems
                            />
                        </section>
                    })}
                    {(!forms.is_empty()).then(|| view! {
                        <section aria-labelledby="h-lain">
                            <div><h2 id="h-lain">{t().person_forms.more}</h2></div>
                            <ul class="stack">{forms}</ul>
                        </section>
                    })}
                    {view.may_reset.then(|| view! {
                        <section aria-labelledby="h-reset">
                            <div><h2 id="h-reset">{words.reset}</h2></div>
                            <div class="stack">
                                <p>{words.reset_text}</p>
                                <p><a class="more" href=paths::MANAGE_RESETS>{words.to_reset}</a></p>
                            </div>
                        </section>
                    })}
                    <section aria-labelledby="h-catatan">
                        <div><h2 id="h-catatan">{words.events}</h2></div>
                        <div class="stack">
                            <Events events=view.events is_part=true />
                            <p class="actions">
                                {older.map(|older| view! {
                                    <a class="button button-secondary" href=older>{words.older}</a>
                                })}
                                {(!view.is_first).then(|| view! {
                                    <a class="more" href=page>{words.latest}</a>
                                })}
                            </p>
                        </div>
                    </section>
                </div>
                <WritingScript />
            </div>
        </Layout>
    }
}

fn fact(label: &'static str, value: AnyView) -> impl IntoView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
}

fn mailbox(mailbox: Option<String>, refuses: bool) -> AnyView {
    let words = &t().people;
    match mailbox {
        Some(mailbox) => view! {
            <span translate="no">{mailbox}</span>
            {refuses.then(|| view! { " "<Badge look=Look::Warning text=words.mailbox_refuses /> })}
        }
        .into_any(),
        None => words.no_mailbox.into_any(),
    }
}

fn authenticators(list: Vec<ListedAuthenticator>) -> AnyView {
    let words = &t().people;
    if list.is_empty() {
        return words.no_authenticators.into_any();
    }
    let one = |one: ListedAuthenticator| {
        let kind = match one.kind {
            AuthenticatorKind::App => t().account.app,
            AuthenticatorKind::Passkey => t().account.passkey,
        };
        view! {
            <p>
                <span translate="no">{one.name}</span>", "{kind}
                <br/>
                <span class="hint">{words.last_used}" "{one.last_used}</span>
            </p>
        }
    };
    view! { <div class="stack">{list.into_iter().map(one).collect_view()}</div> }.into_any()
}

fn sessions(list: Vec<ListedSession>) -> AnyView {
    let words = &t().people;
    if list.is_empty() {
        return view! { <p class="hint">{words.no_sessions}</p> }.into_any();
    }
    let one = |one: ListedSession| {
        view! {
            <li>
                <Icon name="device-desktop" />
                <div>
                    <h3>
                        {one.browser}
                        {one.is_public.then(|| view! {
                            " "<Badge look=Look::Quiet text=words.public_computer />
                        })}
                    </h3>
                    <p class="hint">
                        {words.since}" "{one.since}", "{words.last_used}" "{one.last_used}
                    </p>
                </div>
            </li>
        }
    };
    view! { <ul class="rows">{list.into_iter().map(one).collect_view()}</ul> }.into_any()
}

#[component]
fn Acts(
    id: String,
    state: PersonState,
    fields: PersonFields,
    problems: Vec<(&'static str, String)>,
) -> impl IntoView {
    let words = &t().people;
    let offered: &[PersonAct] = match state {
        PersonState::Disabled => &PersonAct::OF_DISABLED,
        _ => &PersonAct::OF_ENABLED,
    };
    let in_words = |act: PersonAct| match act {
        PersonAct::Disabled => words.act_disable,
        PersonAct::Enabled => words.act_enable,
        PersonAct::SignedOut => words.act_sign_out,
        _ => words.act_link,
    };
    let choices: Vec<_> = offered.iter().map(|act| (act.name(), in_words(*act))).collect();
    let chosen = offered.iter().map(|act| act.name()).find(|name| *name == fields.act);
    view! {
        <PostForm class="form" action=api::people::ActOnPerson::PATH>
            <input type="hidden" name="id" value=id />
            <Choice
                id="act"
                label=words.what
                choices=choices
                chosen=chosen.unwrap_or_default()
                error=error_of("act", &problems)
            />
            <TextArea
                id="reason"
                label=words.reason
                hint=words.reason_hint
                value=fields.reason
                longest=LONGEST_REASON
                error=error_of("reason", &problems)
            />
            <button class="button">{words.carry_out}</button>
        </PostForm>
    }
}

#[component]
fn Rename(
    id: String,
    old: String,
    fields: PersonFields,
    problems: Vec<(&'static str, String)>,
) -> impl IntoView {
    let words = &t().people;
    let name = if fields.name.is_empty() { old } else { fields.name };
    view! {
        <PostForm class="form" action=api::people::RenamePerson::PATH>
            <input type="hidden" name="id" value=id />
            <Field
                id="name"
                kind=FieldKind::Text
                label=words.new_name
                value=name
                error=error_of("name", &problems)
            />
            <TextArea
                id="name_reason"
                label=words.reason
                hint=words.reason_hint
                value=fields.name_reason
                longest=LONGEST_REASON
                error=error_of("name_reason", &problems)
            />
            <button class="button">{words.save_name}</button>
        </PostForm>
    }
}

/// The field a problem belongs to, and its words.
fn describe(problem: PersonProblem) -> (&'static str, String) {
    let words = &t().people;
    let reason = |problem| match problem {
        ReasonProblem::Short => words.short_reason.to_owned(),
        ReasonProblem::Text(problem) => text_problem(words.reason, problem),
    };
    match problem {
        PersonProblem::Act => ("act", words.no_act.to_owned()),
        PersonProblem::Reason(problem) => ("reason", reason(problem)),
        PersonProblem::Name => ("name", words.no_name.to_owned()),
        PersonProblem::NameReason(problem) => ("name_reason", reason(problem)),
    }
}
