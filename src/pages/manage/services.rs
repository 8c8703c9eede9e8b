//! `/kelola/layanan`: where each service lives and whether it can be used, for administrators.

use super::tabs;
use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{
        field::{Choice, ErrorSummary, Field, Kind, TextArea, error_of},
        form::PostForm,
        icon::Icon,
        layout::Layout,
        notice::notice,
    },
    wire::{
        launcher::ServiceState,
        manage::{ListedService, ServiceEditView, ServiceListView, ServiceProblem},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

#[component]
pub fn ServiceListPage() -> impl IntoView {
    page(api::manage::service_list(), |view| view! { <List view=view /> })
}

#[component]
fn List(view: ServiceListView) -> impl IntoView {
    let words = &t().manage;
    view! {
        <Layout title=words.services person=Some(view.person)>
            <div class="page">
                {tabs(paths::MANAGE_SERVICES, true)}
                {view.notice.map(notice)}
                <h1>{words.services}</h1>
                <p class="hint">{words.unofficial}</p>
                <table class="list">
                    <thead>
                        <tr>
                            <th scope="col">{words.column_service}</th>
                            <th scope="col">{words.column_stage}</th>
                            <th scope="col">{words.column_address}</th>
                        </tr>
                    </thead>
                    <tbody>{view.rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Layout>
    }
}

fn row(row: ListedService) -> impl IntoView {
    let words = &t().manage;
    let until = row.until.map(|until| format!(" {} {until}", t().launcher.until));
    view! {
        <tr>
            <th scope="row" data-label=words.column_service>
                <a href=paths::manage_service(&row.slug)>{row.name}</a>
            </th>
            <td data-label=words.column_stage>{state(row.state)}{until}</td>
            <td data-label=words.column_address>{row.address.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

fn state(state: ServiceState) -> &'static str {
    let named = ServiceState::ALL.into_iter().zip(t().launcher.states);
    named.into_iter().find(|(one, _)| *one == state).map_or("", |(_, name)| name)
}

#[component]
pub fn ServiceEditPage() -> impl IntoView {
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    page(api::manage::service_settings(slug), |view| view! { <Edit view=view /> })
}

#[component]
fn Edit(view: ServiceEditView) -> impl IntoView {
    let words = &t().manage;
    let ServiceEditView { person, name, address_in_file, fields, problems } = view;
    let problems = texts(&problems);
    let states = ServiceState::ALL.map(ServiceState::name).into_iter();
    let states = states.zip(t().launcher.states).collect();
    let [address, until, note] = ["address", "until", "note_id"].map(|id| error_of(id, &problems));
    view! {
        <Layout title=name.clone() has_errors={!problems.is_empty()} person=Some(person)>
            <div class="page narrow">
                <p>
                    <a class="back" href=paths::MANAGE_SERVICES>
                        <Icon name="arrow-left" />
                        {words.services}
                    </a>
                </p>
                <ErrorSummary problems=problems.clone() />
                <h1>{name}</h1>
                <PostForm class="form" action=api::manage::SetService::PATH>
                    <input type="hidden" name="slug" value=fields.slug />
                    <Field
                        id="address"
                        kind=Kind::Text
                        label=words.address
                        hint=words.address_hint
                        value=fields.address
                        error=address
                    />
                    {address_in_file.map(|in_file| view! {
                        <p class="hint">{(words.address_in_file)(&in_file)}</p>
                    })}
                    <Choice
                        id="state"
                        label=words.state
                        choices=states
                        chosen=fields.state.name()
                    />
                    <Field
                        id="until"
                        kind=Kind::Moment
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
                        error=note
                    />
                    <TextArea
                        id="note_en"
                        label=words.note_en
                        value=fields.note_en
                    />
                    <div class="actions"><button class="button">{t().manage.save_service}</button></div>
                </PostForm>
            </div>
        </Layout>
    }
}

fn texts(problems: &[ServiceProblem]) -> Vec<(&'static str, String)> {
    let words = &t().manage;
    let text = |problem: &ServiceProblem| {
        let (id, text) = match problem {
            ServiceProblem::Address => ("address", words.address_wrong),
            ServiceProblem::Until => ("until", words.until_wrong),
            ServiceProblem::UntilPast => ("until", words.ends_past),
            ServiceProblem::UntilMissing => ("until", words.until_missing),
            ServiceProblem::Note => ("note_id", words.note_missing),
        };
        (id, text.to_owned())
    };
    problems.iter().map(text).collect()
}
