//! `/kelola/pengumuman`: the announcements of one's agency; writing, publishing and ending one.

use super::tabs;
use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{
        field::{Choice, Field, Kind, TextArea},
        form::PostForm,
        icon::Icon,
        layout::Layout,
        notice::notice,
    },
    wire::{
        launcher::Severity,
        manage::{
            AnnouncementAudience, AnnouncementEditView, AnnouncementListView, AnnouncementStage,
            DraftFields, DraftProblem, ListedAnnouncement,
        },
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

#[component]
pub fn AnnouncementListPage() -> impl IntoView {
    page(api::manage::announcement_list(), |view| view! { <List view=view /> })
}

#[component]
fn List(view: AnnouncementListView) -> impl IntoView {
    let words = &t().manage;
    let AnnouncementListView { person, is_administrator, notice: flash, rows } = view;
    let none = rows.is_empty().then(|| view! { <p class="lead">{words.none}</p> });
    view! {
        <Layout title=words.announcements person=Some(person)>
            <div class="page">
                {tabs(paths::MANAGE_ANNOUNCEMENTS, is_administrator)}
                {flash.map(notice)}
                <h1>{words.announcements}</h1>
                <div class="actions">
                    <a class="button" href=paths::NEW_ANNOUNCEMENT>
                        <Icon name="plus" />
                        {words.new}
                    </a>
                </div>
                {none}
                {(!rows.is_empty()).then(|| view! {
                    <table class="list">
                        <thead>
                            <tr>
                                <th scope="col">{words.column_title}</th>
                                <th scope="col">{words.column_agency}</th>
                                <th scope="col">{words.column_stage}</th>
                                <th scope="col">{words.column_ends}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                })}
            </div>
        </Layout>
    }
}

fn row(row: ListedAnnouncement) -> impl IntoView {
    let words = &t().manage;
    let title = title_or_none(row.title);
    view! {
        <tr>
            <th scope="row" data-label=words.column_title>
                <a href=paths::manage_announcement(&row.id)>{title}</a>
            </th>
            <td data-label=words.column_agency>{row.agency}</td>
            <td data-label=words.column_stage>{stage(row.stage)}</td>
            <td data-label=words.column_ends>{row.ends.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

fn title_or_none(title: String) -> String {
    if title.trim().is_empty() { t().manage.untitled.to_owned() } else { title }
}

fn stage(stage: AnnouncementStage) -> &'static str {
    let [draft, planned, current, over] = t().manage.stages;
    match stage {
        AnnouncementStage::Draft => draft,
        AnnouncementStage::Planned => planned,
        AnnouncementStage::Current => current,
        AnnouncementStage::Over => over,
    }
}

#[component]
pub fn AnnouncementEditPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    let id = if id == paths::NEW { String::new() } else { id };
    page(api::manage::announcement(id), |view| view! { <Edit view=view /> })
}

#[component]
fn Edit(view: AnnouncementEditView) -> impl IntoView {
    let words = &t().manage;
    let AnnouncementEditView { id, stage: now, fields, problems, preview, .. } = view;
    let title = words.edit_announcement;
    let is_draft = now == AnnouncementStage::Draft;
    let complete = id.is_some() && problems.is_empty();
    let problems = texts(&problems);
    view! {
        <Layout title=title person=Some(view.person)>
            <div class="page narrow">
                <p>
                    <a class="back" href=paths::MANAGE_ANNOUNCEMENTS>
                        <Icon name="arrow-left" />
                        {words.announcements}
                    </a>
                </p>
                {view.notice.map(notice)}
                <h1>{title}" "<span class="badge">{stage(now)}</span></h1>
                {preview.map(|preview| view! {
                    <Preview titles=[fields.title_id.clone(), fields.title_en.clone()] bodies=preview />
                })}
                {(is_draft && !problems.is_empty()).then(|| view! { <Missing problems=problems /> })}
                {is_draft.then(|| view! {
                    <Form
                        id=id.clone().unwrap_or_default()
                        fields=fields
                        is_administrator=view.is_administrator
                        complete=complete
                    />
                })}
                {matches!(now, AnnouncementStage::Planned | AnnouncementStage::Current).then(|| view! {
                    <PostForm class="form" action=api::manage::EndAnnouncement::PATH>
                        <input type="hidden" name="id" value=id />
                        <div class="actions"><button class="button">{words.end}</button></div>
                        <p class="hint">{words.end_hint}</p>
                    </PostForm>
                })}
            </div>
        </Layout>
    }
}

#[component]
fn Preview(titles: [String; 2], bodies: [String; 2]) -> impl IntoView {
    let texts = titles.into_iter().zip(bodies).zip(["id", "en"]);
    let texts = texts.map(|((title, body), lang)| {
        view! {
            <article class="announcement" lang=lang>
                <h3>{title_or_none(title)}</h3>
                <div class="prose" inner_html=body></div>
            </article>
        }
    });
    view! {
        <section class="announcements" aria-labelledby="h-pratinjau">
            <h2 id="h-pratinjau">{t().manage.preview}</h2>
            {texts.collect_view()}
        </section>
    }
}

/// What is missing before a draft can be published: no error, since a draft may be incomplete.
#[component]
fn Missing(problems: Vec<(&'static str, String)>) -> impl IntoView {
    let items = problems.into_iter().map(|(id, text)| {
        view! { <li><a href=format!("#{id}")>{text}</a></li> }
    });
    view! {
        <div class="notice notice-warning">
            <Icon name="alert-triangle" />
            <div>
                <h2>{t().manage.missing}</h2>
                <ul class="bullets">{items.collect_view()}</ul>
            </div>
        </div>
    }
}

#[component]
fn Form(
    id: String,
    fields: DraftFields,
    is_administrator: bool,
    /// What is saved could be published.
    complete: bool,
) -> impl IntoView {
    let words = &t().manage;
    let severities = Severity::ALL.map(Severity::name).into_iter();
    let severities = severities.zip(t().announcements.severities).collect();
    let audiences = AnnouncementAudience::ALL.map(AnnouncementAudience::name).into_iter();
    let audiences = audiences.zip(words.audiences).collect();
    view! {
        <PostForm class="form" action=api::manage::SaveAnnouncement::PATH>
            <input type="hidden" name="id" value=id />
            <Field id="title_id" kind=Kind::Text label=words.title_id value=fields.title_id />
            <TextArea id="body_id" label=words.body_id hint=words.body_hint value=fields.body_id />
            <Field id="title_en" kind=Kind::Text label=words.title_en value=fields.title_en />
            <TextArea id="body_en" label=words.body_en value=fields.body_en />
            <Choice
                id="severity"
                label=words.severity
                hint=words.severity_hint
                choices=severities
                chosen=fields.severity.name()
            />
            {if is_administrator {
                view! {
                    <Choice
                        id="audience"
                        label=words.audience
                        choices=audiences
                        chosen=fields.audience.name()
                    />
                }
                .into_any()
            } else {
                view! { <p>{words.own_agency_only}</p> }.into_any()
            }}
            <Field id="starts" kind=Kind::Moment label=words.starts hint=words.time_hint value=fields.starts />
            <Field id="ends" kind=Kind::Moment label=words.ends hint=words.time_hint value=fields.ends />
            <div class="actions">
                <button class="button">{words.save}</button>
                {complete.then(|| view! {
                    <button class="button button-secondary" name="publish" value="yes">
                        {words.publish}
                    </button>
                })}
            </div>
            <p class="hint">{if complete { words.publish_hint } else { words.save_hint }}</p>
        </PostForm>
    }
}

fn texts(problems: &[DraftProblem]) -> Vec<(&'static str, String)> {
    let words = &t().manage;
    let text = |problem: &DraftProblem| {
        let (id, text) = match problem {
            DraftProblem::TitleId => ("title_id", words.title_id_missing),
            DraftProblem::TitleEn => ("title_en", words.title_en_missing),
            DraftProblem::BodyId => ("body_id", words.body_id_missing),
            DraftProblem::BodyEn => ("body_en", words.body_en_missing),
            DraftProblem::StartsAt => ("starts", words.starts_missing),
            DraftProblem::EndsAt => ("ends", words.ends_missing),
            DraftProblem::EndsInThePast => ("ends", words.ends_past),
            DraftProblem::EndsBeforeItStarts => ("ends", words.ends_before),
        };
        (id, text.to_owned())
    };
    problems.iter().map(text).collect()
}
