//! `/kelola/pengumuman`: the announcements of one's agency; writing, publishing and ending one.

use super::tabs;
use crate::{
    api,
    i18n::{Language, t},
    pages::page,
    paths,
    ui::{
        announcement::{Offer, announcement_html},
        back::BackLink,
        badge::{Badge, Look},
        counter::WritingScript,
        field::{Choice, Field, FieldKind, TextArea, error_of, text_problem},
        form::PostForm,
        icon::Icon,
        layout::Layout,
    },
    wire::{
        launcher::{Announcement, Severity},
        manage::{
            Addressees, AnnouncementEditView, AnnouncementListView, AnnouncementStage, DraftFields,
            DraftProblem, DraftText, LONGEST_BODY, LONGEST_TITLE, ListedAnnouncement,
        },
        notice::Notice,
        person::ConsoleArea,
        text::TextProblem,
        zone::Zone,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

#[component]
pub fn AnnouncementListPage() -> impl IntoView {
    page(api::manage::announcement_list(), |view| view! { <List view=view /> })
}

#[component]
fn List(view: AnnouncementListView) -> impl IntoView {
    let words = &t().manage;
    let AnnouncementListView { person, notice, rows } = view;
    let none = rows.is_empty().then(|| view! { <p class="lead">{words.none}</p> });
    let tabs = tabs(ConsoleArea::Announcements, &person.console);
    view! {
        <Layout title=words.announcements notice=notice person=Some(person)>
            <div class="page">
                {tabs}
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
                <a href=paths::manage_announcement(&row.id) lang=row.language.map(Language::tag)>
                    {title}
                </a>
            </th>
            <td data-label=words.column_agency translate="no">{row.agency}</td>
            <td data-label=words.column_stage><StageBadge stage=row.stage /></td>
            <td data-label=words.column_ends>{row.ends.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

fn title_or_none(title: String) -> String {
    if title.trim().is_empty() { t().manage.untitled.to_owned() } else { title }
}

/// In words, shape and colour.
#[component]
fn StageBadge(stage: AnnouncementStage) -> impl IntoView {
    let words = &t().manage;
    let (look, icon, word) = match stage {
        AnnouncementStage::Draft => (Look::Warning, "pencil", words.stage_draft),
        AnnouncementStage::Planned => (Look::Quiet, "clock", words.stage_planned),
        AnnouncementStage::Current => (Look::Good, "circle-check", words.stage_current),
        AnnouncementStage::Over => (Look::Quiet, "archive", words.stage_over),
    };
    view! { <Badge look=look icon=icon text=word /> }
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
    let AnnouncementEditView { id, stage, fields, refused, problems, preview, begins, .. } = view;
    let is_draft = stage == AnnouncementStage::Draft;
    let is_refused = !refused.is_empty();
    let wanted = view.notice == Some(Notice::DraftIncomplete);
    let wrong: Vec<_> = match (is_refused, wanted) {
        (true, _) => refused.into_iter().map(refusal).collect(),
        (false, true) => problems.iter().copied().map(missing).collect(),
        (false, false) => Vec::new(),
    };
    let addressees = fields.addressees.in_words(t());
    let until = preview.as_ref().map(|[one, _]| one.until.clone()).unwrap_or_default();
    view! {
        <Layout
            title=words.edit_announcement
            notice=if is_refused { Some(Notice::NotSaved) } else { view.notice }
            problems=wrong.clone()
            person=Some(view.person)
        >
            <div class="page narrow">
                <BackLink href=paths::MANAGE_ANNOUNCEMENTS label=words.announcements />
                <h1>{words.edit_announcement}" "<StageBadge stage=stage /></h1>
                {preview.map(|texts| view! { <Preview texts=texts /> })}
                {begins.map(|begins| view! {
                    <dl class="facts">
                        <div><dt>{words.starts}</dt><dd>{begins}</dd></div>
                        <div><dt>{words.ends}</dt><dd>{until}</dd></div>
                        <div><dt>{words.addressees}</dt><dd>{addressees}</dd></div>
                    </dl>
                })}
                {is_draft.then(|| view! {
                    <Form
                        id=id.clone().unwrap_or_default()
                        fields=fields
                        is_administrator=view.is_administrator
                        problems=problems
                        wrong=wrong
                    />
                })}
                {matches!(stage, AnnouncementStage::Planned | AnnouncementStage::Current).then(|| view! {
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

/// What was saved, as readers of either language see it.
#[component]
fn Preview(texts: [Announcement; 2]) -> impl IntoView {
    let texts = Language::ALL.into_iter().zip(texts).map(|(language, mut text)| {
        text.title = title_or_none(text.title);
        // In the words of its readers, who may read another language than its writer.
        let html = Owner::new().with(|| {
            provide_context(language);
            announcement_html(&Arc::new(text), Offer::ReadOnly)
        });
        view! {
            <p class="hint">{(t().manage.read_in)(language.name())}</p>
            <div lang=language.tag() inner_html=html.to_string()></div>
        }
    });
    view! {
        <section class="stack" aria-labelledby="h-pratinjau">
            <h2 id="h-pratinjau">{t().manage.preview}</h2>
            {texts.collect_view()}
        </section>
    }
}

#[component]
fn Form(
    id: String,
    fields: DraftFields,
    is_administrator: bool,
    /// What is missing of what is saved.
    problems: Vec<DraftProblem>,
    /// The fields that have to be corrected.
    wrong: Vec<(&'static str, String)>,
) -> impl IntoView {
    let words = &t().manage;
    let severities = Severity::ALL.map(|one| (one.name(), one.in_words(t()))).to_vec();
    let choices = Addressees::ALL.map(|one| (one.name(), one.in_words(t()))).to_vec();
    let zones = Zone::ALL.map(|one| (one.name(), one.in_words(t()))).to_vec();
    let error = move |id: &str| error_of(id, &wrong);
    view! {
        <PostForm class="form" action=api::manage::SaveAnnouncement::PATH>
            <input type="hidden" name="id" value=id />
            <Field
                id="title_id"
                kind=FieldKind::Text
                label=words.title_id
                value=fields.title_id
                longest=LONGEST_TITLE
                error=error("title_id")
            />
            <TextArea
                id="body_id"
                label=words.body_id
                hint=words.body_hint
                value=fields.body_id
                longest=LONGEST_BODY
                error=error("body_id")
            />
            <Field
                id="title_en"
                kind=FieldKind::Text
                label=words.title_en
                hint=words.english_hint
                value=fields.title_en
                longest=LONGEST_TITLE
                error=error("title_en")
            />
            <TextArea
                id="body_en"
                label=words.body_en
                value=fields.body_en
                longest=LONGEST_BODY
                error=error("body_en")
            />
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
                        label=words.addressees
                        choices=choices
                        chosen=fields.addressees.name()
                    />
                }
                .into_any()
            } else {
                view! { <p>{words.own_agency_only}</p> }.into_any()
            }}
            <Choice
                id="zone"
                label=words.zone
                hint=words.zone_hint
                choices=zones
                chosen=fields.zone.name()
            />
            <Field
                id="starts"
                kind=FieldKind::Moment
                label=words.starts
                value=fields.starts
                error=error("starts")
            />
            <Field
                id="ends"
                kind=FieldKind::Moment
                label=words.ends
                value=fields.ends
                error=error("ends")
            />
            <Publishing problems=problems />
        </PostForm>
        <WritingScript />
    }
}

/// Both buttons, and why the second one would not publish yet: no error, since a draft may be incomplete.
#[component]
fn Publishing(problems: Vec<DraftProblem>) -> impl IntoView {
    let words = &t().manage;
    let complete = problems.is_empty();
    // A script shows and hides these while somebody types; what is wrong with times is known when sent.
    let while_typing = [
        (DraftProblem::TitleId, None),
        (DraftProblem::BodyId, None),
        (DraftProblem::TitleEn, Some("body_en")),
        (DraftProblem::BodyEn, Some("title_en")),
        (DraftProblem::StartsAt, None),
        (DraftProblem::EndsAt, None),
    ];
    let items = while_typing.map(|(problem, beside)| {
        let (id, text) = missing(problem);
        let solved = !problems.contains(&problem);
        view! {
            <li data-needs=id data-beside=beside hidden=solved><a href=format!("#{id}")>{text}</a></li>
        }
    });
    let times = problems.iter().filter(|one| !while_typing.iter().any(|(other, _)| other == *one));
    let times = times.map(|problem| {
        let (id, text) = missing(*problem);
        view! { <li><a href=format!("#{id}")>{text}</a></li> }
    });
    let times = times.collect_view();
    // What is pressed next is filled; the Enter key keeps the draft.
    let [save, publish] = if complete {
        ["button button-secondary", "button"]
    } else {
        ["button", "button button-secondary"]
    };
    view! {
        <div class="notice notice-warning" data-missing="" hidden=complete>
            <Icon name="alert-triangle" />
            <div>
                <h2>{words.missing}</h2>
                <ul class="bullets">{items.collect_view()}{times}</ul>
            </div>
        </div>
        <div class="actions">
            <button class=save>{words.save}</button>
            <button class=publish name="publish" value="yes">{words.publish}</button>
        </div>
        <p class="hint">{words.save_hint}</p>
        <p class="hint" id="terbit-petunjuk" hidden=!complete>{words.publish_hint}</p>
    }
}

/// The field that a refused text belongs to, and what is wrong with it.
fn refusal((field, problem): (DraftText, TextProblem)) -> (&'static str, String) {
    let words = &t().manage;
    let (id, label) = match field {
        DraftText::TitleId => ("title_id", words.title_id),
        DraftText::BodyId => ("body_id", words.body_id),
        DraftText::TitleEn => ("title_en", words.title_en),
        DraftText::BodyEn => ("body_en", words.body_en),
    };
    (id, text_problem(label, problem))
}

/// The field where something is missing, and what.
fn missing(problem: DraftProblem) -> (&'static str, String) {
    let words = &t().manage;
    let (id, text) = match problem {
        DraftProblem::TitleId => ("title_id", words.title_id_missing),
        DraftProblem::BodyId => ("body_id", words.body_id_missing),
        DraftProblem::TitleEn => ("title_en", words.title_en_missing),
        DraftProblem::BodyEn => ("body_en", words.body_en_missing),
        DraftProblem::StartsAt => ("starts", words.starts_missing),
        DraftProblem::EndsAt => ("ends", words.ends_missing),
        DraftProblem::EndsInThePast => ("ends", words.ends_past),
        DraftProblem::EndsBeforeItStarts => ("ends", words.ends_before),
    };
    (id, text.to_owned())
}
