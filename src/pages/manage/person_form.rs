//! `/kelola/orang/ID/…`: roles, another agency, another number, another mailbox: a page for each.

use super::tabs;
use crate::{
    api,
    i18n::{PersonFormWords, t},
    pages::{login, page},
    paths,
    ui::{
        back::BackLink,
        counter::WritingScript,
        field::{Field, FieldKind, Select, TextArea, error_of, text_problem},
        form::PostForm,
        icon::Icon,
        layout::Layout,
    },
    wire::{
        login::LoginProblem,
        people::{PersonForm, ReasonProblem},
        person::ConsoleArea,
        person_form::{FormFields, FormProblem, GrantedRole, PersonFormView},
        reset::LONGEST_REASON,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

type Problems = Vec<(&'static str, String)>;

#[component]
pub fn PersonRolesPage() -> impl IntoView {
    asked(PersonForm::Roles)
}

#[component]
pub fn PersonMovePage() -> impl IntoView {
    asked(PersonForm::Move)
}

#[component]
pub fn PersonNumberPage() -> impl IntoView {
    asked(PersonForm::Number)
}

#[component]
pub fn PersonMailboxPage() -> impl IntoView {
    asked(PersonForm::Mailbox)
}

fn asked(form: PersonForm) -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    let view = api::person_form::person_form_page(id, form.name().to_owned());
    page(view, |view| view! { <OneForm view=view /> })
}

/// What the page of a form is called.
pub(super) fn title(form: PersonForm) -> &'static str {
    let words = &t().person_forms;
    match form {
        PersonForm::Roles => words.roles,
        PersonForm::Move => words.move_title,
        PersonForm::Number => words.number_title,
        PersonForm::Mailbox => words.mailbox_title,
    }
}

#[component]
fn OneForm(view: PersonFormView) -> impl IntoView {
    let words = &t().person_forms;
    let PersonFormView { person, notice, form, id, name, nip, agency, held, roles, fields, .. } =
        view;
    let problems: Problems =
        view.problems.into_iter().map(|problem| describe(form, problem)).collect();
    let (title, lead) = match form {
        PersonForm::Roles => (words.roles, words.roles_lead),
        PersonForm::Move => (words.move_title, words.move_lead),
        PersonForm::Number => (words.number_title, words.number_lead),
        PersonForm::Mailbox => (words.mailbox_title, words.mailbox_lead),
    };
    let back = paths::manage_person(&id);
    let forms = match form {
        PersonForm::Roles => {
            let ends =
                (!held.is_empty()).then(|| ending(id.clone(), &held, &fields, problems.clone()));
            let proposes = proposing(id, roles, fields, problems.clone());
            view! { {held_roles(held)} {proposes} {ends} }.into_any()
        }
        PersonForm::Move => moving(id, agency, fields, problems.clone()).into_any(),
        PersonForm::Number => renumbering(id, nip, fields, problems.clone()).into_any(),
        PersonForm::Mailbox => correcting(id, view.mailbox, fields, problems.clone()).into_any(),
    };
    let tabs = tabs(ConsoleArea::People, &person.console);
    view! {
        <Layout title=title notice=notice problems=problems person=Some(person)>
            <div class="page">
                {tabs}
                <BackLink href=back label=words.back />
                <div class="stack">
                    <h1>{title}</h1>
                    <p translate="no">{name}</p>
                    <p class="lead">{lead}</p>
                </div>
                {forms}
                <WritingScript />
            </div>
        </Layout>
    }
}

fn held_roles(held: Vec<GrantedRole>) -> impl IntoView {
    let words = &t().person_forms;
    let list = if held.is_empty() {
        view! { <p class="hint">{words.none_held}</p> }.into_any()
    } else {
        view! { <ul class="rows">{held.into_iter().map(held_role).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="h-diberikan">
            <h2 id="h-diberikan">{words.held}</h2>
            {list}
        </section>
    }
}

fn held_role(one: GrantedRole) -> impl IntoView {
    let words = &t().person_forms;
    view! {
        <li>
            <Icon name="user" />
            <div>
                <h3>{one.role}</h3>
                <p>{words.over}" "{over(one.agency)}</p>
                <p class="hint">
                    {words.since}" "{one.since}". "
                    {match one.until {
                        Some(until) => format!("{} {until}.", words.until),
                        None => format!("{} {}.", words.until, words.no_end),
                    }}
                    {one.decree.map(|decree| view! {
                        " "{words.decree}": "<span translate="no">{decree}</span>
                    })}
                </p>
            </div>
        </li>
    }
}

/// Over whom a role is held.
fn over(agency: Option<String>) -> AnyView {
    match agency {
        Some(agency) => view! { <span translate="no">{agency}</span> }.into_any(),
        None => t().person_forms.everybody.into_any(),
    }
}

fn proposing(
    id: String,
    roles: Vec<(String, String)>,
    fields: FormFields,
    problems: Problems,
) -> impl IntoView {
    let words = &t().person_forms;
    let [role, agency, decree, ends] =
        ["role", "agency", "decree", "ends"].map(|field| error_of(field, &problems));
    view! {
        <section class="stack" aria-labelledby="h-usul">
            <h2 id="h-usul">{words.propose_role}</h2>
            <PostForm class="form" action=api::person_form::ProposeRole::PATH>
                <input type="hidden" name="id" value=id />
                <Select id="role" label=words.role choices=roles chosen=fields.role error=role />
                <Field
                    id="agency"
                    kind=FieldKind::Text
                    label=words.agency
                    hint=words.role_agency_hint
                    value=fields.agency
                    error=agency
                />
                <Field
                    id="decree"
                    kind=FieldKind::Text
                    label=words.decree
                    hint=words.decree_hint
                    value=fields.decree
                    error=decree
                />
                <Field
                    id="ends"
                    kind=FieldKind::Day
                    label=words.ends
                    hint=words.ends_hint
                    value=fields.ends
                    error=ends
                />
                {reason("reason", fields.reason, problems)}
                <button class="button">{words.propose}</button>
            </PostForm>
        </section>
    }
}

fn ending(id: String, held: &[GrantedRole], fields: &FormFields, problems: Problems) -> AnyView {
    let words = &t().person_forms;
    let choice = |one: &GrantedRole| {
        let over = one.agency.as_deref().unwrap_or(words.everybody);
        (one.id.clone(), format!("{}: {over}", one.role))
    };
    let choices: Vec<_> = held.iter().map(choice).collect();
    let (grant, why) = (fields.grant.clone(), fields.end_reason.clone());
    view! {
        <section class="stack" aria-labelledby="h-akhiri">
            <h2 id="h-akhiri">{words.end_role}</h2>
            <PostForm class="form" action=api::person_form::EndRole::PATH>
                <input type="hidden" name="id" value=id />
                <Select
                    id="grant"
                    label=words.which
                    choices=choices
                    chosen=grant
                    error=error_of("grant", &problems)
                />
                {reason("end_reason", why, problems)}
                <button class="button button-secondary">{words.end}</button>
            </PostForm>
        </section>
    }
    .into_any()
}

fn moving(id: String, agency: String, fields: FormFields, problems: Problems) -> impl IntoView {
    let words = &t().person_forms;
    view! {
        <p>{words.works_at}" "<span translate="no">{agency}</span></p>
        <PostForm class="form" action=api::person_form::ProposeMove::PATH>
            <input type="hidden" name="id" value=id />
            <Field
                id="agency"
                kind=FieldKind::Text
                label=words.moves_to
                hint=words.agency_hint
                value=fields.agency
                error=error_of("agency", &problems)
            />
            {reason("reason", fields.reason, problems)}
            <button class="button">{words.propose}</button>
        </PostForm>
    }
}

fn renumbering(id: String, nip: String, fields: FormFields, problems: Problems) -> impl IntoView {
    let words = &t().person_forms;
    view! {
        <p>{words.number_now}" "<span class="number" translate="no">{nip}</span></p>
        <PostForm class="form" action=api::person_form::ChangeNumber::PATH>
            <input type="hidden" name="id" value=id />
            <Field
                id="number"
                kind=FieldKind::Number
                label=words.new_number
                hint=t().login.nip_hint
                value=fields.number
                error=error_of("number", &problems)
            />
            {reason("reason", fields.reason, problems)}
            <button class="button">{words.change_number}</button>
        </PostForm>
    }
}

fn correcting(
    id: String,
    now: Option<String>,
    fields: FormFields,
    problems: Problems,
) -> impl IntoView {
    let words = &t().person_forms;
    let now = match now {
        Some(now) => view! { <span translate="no">{now}</span> }.into_any(),
        None => t().people.no_mailbox.into_any(),
    };
    view! {
        <p>{words.mailbox_now}" "{now}</p>
        <PostForm class="form" action=api::person_form::CorrectMailbox::PATH>
            <input type="hidden" name="id" value=id />
            <Field
                id="mailbox"
                kind=FieldKind::Mailbox
                label=words.new_mailbox
                hint=words.new_mailbox_hint
                value=fields.mailbox
                error=error_of("mailbox", &problems)
            />
            {reason("reason", fields.reason, problems)}
            <button class="button">{words.send_link}</button>
        </PostForm>
    }
}

fn reason(id: &'static str, value: String, problems: Problems) -> impl IntoView {
    let words = &t().person_forms;
    view! {
        <TextArea
            id=id
            label=words.reason
            hint=words.reason_hint
            value=value
            longest=LONGEST_REASON
            error=error_of(id, &problems)
        />
    }
}

/// The field a problem belongs to, and its words.
fn describe(form: PersonForm, problem: FormProblem) -> (&'static str, String) {
    let words: &PersonFormWords = &t().person_forms;
    let reason = |problem| match problem {
        ReasonProblem::Short => words.short_reason.to_owned(),
        ReasonProblem::Text(problem) => text_problem(words.reason, problem),
    };
    let (field, text) = match problem {
        FormProblem::Reason(problem) => return ("reason", reason(problem)),
        FormProblem::EndReason(problem) => return ("end_reason", reason(problem)),
        FormProblem::Number(problem) => {
            return ("number", login::describe(LoginProblem::Nip(problem)).1);
        }
        FormProblem::Role => ("role", words.no_role),
        FormProblem::Agency => ("agency", words.no_agency),
        FormProblem::Everybody => ("agency", words.not_everybody),
        FormProblem::Decree => ("decree", words.wrong_decree),
        FormProblem::Ends => ("ends", words.wrong_end),
        FormProblem::Administrator => ("agency", words.administrator),
        FormProblem::SameAgency => ("agency", words.same_agency),
        FormProblem::Waits if form == PersonForm::Roles => ("role", words.waits),
        FormProblem::Waits => ("agency", words.waits),
        FormProblem::NumberTaken => ("number", words.number_taken),
        FormProblem::Mailbox => ("mailbox", words.wrong_mailbox),
        FormProblem::SameMailbox => ("mailbox", words.same_mailbox),
        FormProblem::Wait { seconds } => return ("mailbox", (t().login.wait)(seconds)),
        FormProblem::Grant => ("grant", words.gone),
    };
    (field, text.to_owned())
}
