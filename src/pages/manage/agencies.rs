//! `/kelola/instansi`: the tree of agencies, place by place, and the texts that nobody decided on.

use super::tabs;
use crate::{
    api,
    i18n::{AgencyWords, agency_words},
    pages::page,
    paths,
    ui::{
        field::{Field, FieldKind, Select, error_of},
        form::PostForm,
        icon::Icon,
        layout::Layout,
    },
    wire::{
        agency::{
            AgencyFields, AgencyKind, AgencyPlaceView, AgencyProblem, ListedAgency, ListedText,
            UndecidedTextsView,
        },
        person::ConsoleArea,
        zone::Zone,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

fn asked(name: &str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}

#[component]
pub fn AgencyPlacePage() -> impl IntoView {
    let (id, form) = (asked(paths::AGENCY), asked(paths::FORM));
    let place = api::agencies::agency_place(id, form, asked(paths::AGENCY_NAME));
    page(place, |view| view! { <Place view=view /> })
}

fn kind_in_words(words: &AgencyWords, kind: AgencyKind) -> &'static str {
    match kind {
        AgencyKind::Ministry => words.ministry,
        AgencyKind::Institution => words.institution,
        AgencyKind::Province => words.province,
        AgencyKind::Regency => words.regency,
        AgencyKind::City => words.city,
        AgencyKind::Unit => words.unit,
    }
}

fn problem_in_words(words: &AgencyWords, problem: AgencyProblem) -> (&'static str, String) {
    let (field, text) = match problem {
        AgencyProblem::NoName => ("name", words.no_name),
        AgencyProblem::Name => ("name", words.wrong_name),
        AgencyProblem::NameTaken => ("name", words.name_taken),
        AgencyProblem::Code => ("code", words.wrong_code),
        AgencyProblem::CodeTaken => ("code", words.code_taken),
        AgencyProblem::Parent => ("parent", words.wrong_parent),
        AgencyProblem::Circle => ("parent", words.circle),
        AgencyProblem::TooDeep => ("parent", words.too_deep),
        AgencyProblem::Gone => ("name", words.gone),
        AgencyProblem::Decided => ("name", words.decided),
    };
    (field, text.to_owned())
}

#[component]
fn Place(view: AgencyPlaceView) -> impl IntoView {
    let words = agency_words();
    let AgencyPlaceView { person, notice, mut lineage, children, form: asked_form, refused } = view;
    let here = lineage.pop();
    let place = here.as_ref().map(|(id, _)| id.clone()).unwrap_or_default();
    let title = here.as_ref().map_or(words.title.to_owned(), |(_, name)| name.clone());
    let is_top = here.is_none();
    let problems: Vec<_> =
        refused.map(|problem| problem_in_words(words, problem)).into_iter().collect();
    let add_title = here.as_ref().map_or(words.add.to_owned(), |(_, name)| (words.add_below)(name));
    let change_title = (words.change)(&title);
    let form_title = asked_form
        .as_ref()
        .map(|form| if form.id.is_empty() { add_title.clone() } else { change_title.clone() });
    let form_problems = problems.clone();
    let links = view! {
        <div class="actions">
            <a class="button" href=paths::agency_form(&place, false)>
                <Icon name="plus" />
                {add_title}
            </a>
            {(!is_top).then(|| view! {
                <a class="button button-secondary" href=paths::agency_form(&place, true)>
                    {change_title}
                </a>
            })}
        </div>
    };
    let tabs = tabs(ConsoleArea::Agencies, &person.console);
    view! {
        <Layout title=title.clone() problems=problems notice=notice person=Some(person)>
            <div class="page">
                {tabs}
                {(!is_top).then(|| breadcrumb(lineage))}
                <div class="stack">
                    <h1 translate="no">{title}</h1>
                    {is_top.then(|| view! { <p class="lead">{words.lead}</p> })}
                </div>
                {match asked_form {
                    Some(fields) => view! {
                        <h2>{form_title}</h2>
                        {form(place, fields, &form_problems)}
                    }
                    .into_any(),
                    None => links.into_any(),
                }}
                {is_top.then(|| view! {
                    <p><a class="more" href=paths::UNDECIDED_AGENCIES>{words.undecided_link}</a></p>
                })}
                {list(children)}
            </div>
        </Layout>
    }
}

fn breadcrumb(above: Vec<(String, String)>) -> impl IntoView {
    let words = agency_words();
    let above = above.into_iter().map(|(id, name)| {
        view! { <li><a href=paths::manage_agency(&id) translate="no">{name}</a></li> }
    });
    view! {
        <nav aria-label=words.parent>
            <ol class="breadcrumb">
                <li><a href=paths::MANAGE_AGENCIES>{words.top}</a></li>
                {above.collect_view()}
            </ol>
        </nav>
    }
}

fn list(children: Vec<ListedAgency>) -> impl IntoView {
    let words = agency_words();
    if children.is_empty() {
        return view! { <p>{words.none}</p> }.into_any();
    }
    let row = |one: ListedAgency| {
        view! {
            <tr>
                <th scope="row" data-label=words.column_name>
                    <a href=paths::manage_agency(&one.id) translate="no">{one.name}</a>
                </th>
                <td data-label=words.column_kind>{kind_in_words(words, one.kind)}</td>
                <td data-label=words.column_zone>{one.zone.name()}</td>
                <td data-label=words.column_below>{(words.below)(one.below)}</td>
            </tr>
        }
    };
    view! {
        <table class="list">
            <thead>
                <tr>
                    <th scope="col">{words.column_name}</th>
                    <th scope="col">{words.column_kind}</th>
                    <th scope="col">{words.column_zone}</th>
                    <th scope="col">{words.column_below}</th>
                </tr>
            </thead>
            <tbody>{children.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn form(place: String, fields: AgencyFields, problems: &[(&'static str, String)]) -> impl IntoView {
    let words = agency_words();
    let kinds = AgencyKind::ALL
        .map(|kind| (kind.name().to_owned(), kind_in_words(words, kind).to_owned()))
        .to_vec();
    let zones = Zone::ALL
        .map(|zone| (zone.name().to_owned(), zone.in_words(crate::i18n::t()).to_owned()))
        .to_vec();
    let error = |id: &str| error_of(id, problems);
    let [name, code, parent] = ["name", "code", "parent"].map(error);
    let name_hint = if fields.id.is_empty() { words.new_name_hint } else { words.name_hint };
    view! {
        <PostForm class="form" action=api::agencies::SetAgency::PATH>
            <input type="hidden" name="place" value=place />
            <input type="hidden" name="id" value=fields.id />
            <Field
                id="name"
                kind=FieldKind::Text
                label=words.name
                hint=name_hint
                value=fields.name
                error=name
            />
            <Field
                id="code"
                kind=FieldKind::Text
                label=words.code
                hint=words.code_hint
                value=fields.code
                error=code
            />
            <Select id="kind" label=words.kind choices=kinds chosen=fields.kind />
            <Field
                id="parent"
                kind=FieldKind::Text
                label=words.parent
                hint=words.parent_hint
                value=fields.parent
                error=parent
            />
            <Select id="zone" label=words.zone choices=zones chosen=fields.zone />
            <div class="actions"><button class="button">{words.save}</button></div>
        </PostForm>
    }
}

/// The id of the field whose agency was not taken.
const REFUSED: &str = "instansi-galat";

#[component]
pub fn UndecidedTextsPage() -> impl IntoView {
    let after = asked(paths::AFTER);
    page(api::agencies::undecided_texts(after.clone()), |view| {
        view! { <Undecided view=view after=after /> }
    })
}

#[component]
fn Undecided(view: UndecidedTextsView, after: String) -> impl IntoView {
    let words = agency_words();
    let UndecidedTextsView { person, notice, rows, more, typed, refused } = view;
    let is_empty = rows.is_empty();
    let (refused_text, typed) = typed.unzip();
    let place = rows.iter().position(|row| Some(&row.text) == refused_text.as_ref());
    let error = refused.map(|problem| problem_in_words(words, problem).1);
    let problems: Vec<_> = error.clone().map(|error| (REFUSED, error)).into_iter().collect();
    let more = more.map(|last| {
        view! { <p><a class="more" href=paths::undecided_agencies(&last)>{words.more}</a></p> }
    });
    let rows = rows.into_iter().enumerate().map(|(i, row)| {
        let (typed, error) =
            if place == Some(i) { (typed.clone(), error.clone()) } else { (None, None) };
        undecided_row(i, row, after.clone(), typed, error)
    });
    let rows: Vec<_> = rows.collect();
    let tabs = tabs(ConsoleArea::Agencies, &person.console);
    view! {
        <Layout title=words.undecided problems=problems notice=notice person=Some(person)>
            <div class="page">
                {tabs}
                <nav aria-label=words.parent>
                    <ol class="breadcrumb">
                        <li><a href=paths::MANAGE_AGENCIES>{words.top}</a></li>
                    </ol>
                </nav>
                <div class="stack">
                    <h1>{words.undecided}</h1>
                    <p class="lead">{words.undecided_lead}</p>
                </div>
                {is_empty.then(|| view! { <p>{words.undecided_none}</p> })}
                {rows.collect_view()}
                {more}
            </div>
        </Layout>
    }
}

fn undecided_row(
    i: usize,
    row: ListedText,
    after: String,
    typed: Option<String>,
    error: Option<String>,
) -> impl IntoView {
    const MANY: i64 = 1000;
    let words = agency_words();
    let id = if error.is_some() { REFUSED.to_owned() } else { format!("instansi-{i}") };
    let (hint_id, error_id) = (format!("{id}-petunjuk"), format!("{id}-galat"));
    let described = if error.is_some() { format!("{error_id} {hint_id}") } else { hint_id.clone() };
    let people =
        if row.people >= MANY { words.many_people.to_owned() } else { (words.people)(row.people) };
    let invalid = error.is_some().then_some("true");
    view! {
        <section class="stack">
            <h2 translate="no">{row.text.clone()}</h2>
            <p class="hint">{people}</p>
            <PostForm class="form" action=api::agencies::DecideAgencyText::PATH>
                <input type="hidden" name="text" value=row.text.clone() />
                <input type="hidden" name="after" value=after />
                <div class="field">
                    <label for=id.clone()>{words.stands_for}</label>
                    <p class="hint" id=hint_id>{words.stands_for_hint}</p>
                    {error.map(|error| view! {
                        <crate::ui::field::FieldError id=error_id error=error />
                    })}
                    <input
                        id=id
                        name="agency"
                        value=typed.unwrap_or(row.suggested)
                        aria-describedby=described
                        aria-invalid=invalid
                        autocomplete="off"
                    />
                </div>
                <div class="actions">
                    <button class="button">{words.decide}</button>
                    <a class="button button-secondary" href=paths::new_agency(&row.text)>
                        <Icon name="plus" />
                        {words.make_new}
                    </a>
                </div>
            </PostForm>
        </section>
    }
}
