//! Looking after announcements and services: for operators and administrators. To everybody else
//! these addresses are not there.

// A server function takes the fields of its form one by one.
#![allow(clippy::too_many_arguments)]

use crate::wire::{
    error::ApiError,
    manage::{AnnouncementEditView, AnnouncementListView, ServiceEditView, ServiceListView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        cookies,
        request::{self, ask_for_proof, fail, redirect},
    },
    crate::{
        domain::{
            announcement::{self, Draft, Managed, Refused},
            calendar,
            launcher::person,
            role::Role,
            service_settings::{self, Outcome},
            session::LiveSession,
        },
        i18n::{Language, language},
        paths,
        wire::{
            flash::{Flash, Notice},
            launcher::{ServiceState, Severity},
            manage::{
                AnnouncementAudience, AnnouncementStage, DraftFields, ListedAnnouncement,
                ListedService, ServiceFields,
            },
        },
    },
    time::OffsetDateTime,
    uuid::Uuid,
};

#[server(prefix = "/api", endpoint = "announcement-list")]
pub async fn announcement_list() -> Result<AnnouncementListView, ApiError> {
    let session = request::logged_in().await?;
    let portal = request::portal()?;
    let list = announcement::list(&portal, &session).await.map_err(request::fault)?;
    let list = list.map_err(|_| ApiError::NotFound)?;
    Ok(AnnouncementListView {
        person: person(&session),
        is_administrator: session.roles.has(Role::Administrator),
        notice: cookies::take_notice()?,
        rows: list.into_iter().map(|one| row(one, portal.now())).collect(),
    })
}

/// A new announcement with an empty `id`, or one that is there.
#[server(prefix = "/api", endpoint = "announcement")]
pub async fn announcement(#[server(default)] id: String) -> Result<AnnouncementEditView, ApiError> {
    let session = request::logged_in().await?;
    let portal = request::portal()?;
    if id.is_empty() {
        return new_announcement(&session);
    }
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let found = announcement::find(&portal, &session, id).await.map_err(request::fault)?;
    let view = edit_view(&session, &found.map_err(|_| ApiError::NotFound)?, portal.now());
    Ok(AnnouncementEditView { notice: cookies::take_notice()?, ..view })
}

/// Keeps what was typed, complete or not, and publishes it when that is asked for and nothing is
/// missing; otherwise its page says what is.
#[server(prefix = "/api", endpoint = "save-announcement")]
pub async fn save_announcement(
    #[server(default)] id: String,
    #[server(default)] severity: String,
    #[server(default)] audience: String,
    #[server(default)] title_id: String,
    #[server(default)] title_en: String,
    #[server(default)] body_id: String,
    #[server(default)] body_en: String,
    #[server(default)] starts: String,
    #[server(default)] ends: String,
    #[server(default)] publish: String,
) -> Result<(), ApiError> {
    let session = request::logged_in().await?;
    let (portal, client) = (request::portal()?, request::client()?);
    let draft = Draft {
        severity: Severity::from_name(&severity).unwrap_or(Severity::Information),
        audience: AnnouncementAudience::from_name(&audience)
            .unwrap_or(AnnouncementAudience::Agency),
        title_id,
        title_en,
        body_id,
        body_en,
        starts_at: calendar::read_local(&starts),
        ends_at: calendar::read_local(&ends),
    };
    let id = (!id.is_empty()).then(|| parse_id(&id)).transpose()?;
    let saved = announcement::save(&portal, &session, id, draft).await.map_err(request::fault)?;
    let id = saved.map_err(|_| fail(ApiError::NotFound))?;
    let page = paths::manage_announcement(&id.to_string());
    if !publish.is_empty() {
        let published = announcement::publish(&portal, &session, &client, id).await;
        match published.map_err(request::fault)? {
            Ok(missing) if missing.is_empty() => {
                cookies::set_notice(Notice::AnnouncementPublished)?;
                return redirect(paths::MANAGE_ANNOUNCEMENTS);
            }
            Ok(_) => {}
            Err(Refused::NotFresh) => return ask_for_proof(&page),
            Err(Refused::NotYours) => return Err(fail(ApiError::NotFound)),
        }
    }
    cookies::set_notice(Notice::DraftSaved)?;
    redirect(&page)
}

#[server(prefix = "/api", endpoint = "end-announcement")]
pub async fn end_announcement(#[server(default)] id: String) -> Result<(), ApiError> {
    let session = request::logged_in().await?;
    let (portal, client, id) = (request::portal()?, request::client()?, parse_id(&id)?);
    let ended = announcement::end(&portal, &session, &client, id).await;
    match ended.map_err(request::fault)? {
        Ok(()) => {}
        Err(Refused::NotFresh) => {
            return ask_for_proof(&paths::manage_announcement(&id.to_string()));
        }
        Err(Refused::NotYours) => return Err(fail(ApiError::NotFound)),
    }
    cookies::set_notice(Notice::AnnouncementEnded)?;
    redirect(paths::MANAGE_ANNOUNCEMENTS)
}

#[server(prefix = "/api", endpoint = "service-list")]
pub async fn service_list() -> Result<ServiceListView, ApiError> {
    let session = administrator().await?;
    let commons = request::portal()?.commons.get();
    let tiles = commons.services.iter().map(|service| service.tile(language()));
    let rows = tiles.map(|tile| ListedService {
        slug: tile.slug.clone(),
        name: tile.name.clone(),
        address: tile.address.clone(),
        state: tile.state,
        until: tile.until.clone(),
    });
    Ok(ServiceListView {
        person: person(&session),
        notice: cookies::take_notice()?,
        rows: rows.collect(),
    })
}

/// The form of one service, with what is wrong with it when it was just sent.
#[server(prefix = "/api", endpoint = "service-settings")]
pub async fn service_settings(
    #[server(default)] slug: String,
) -> Result<ServiceEditView, ApiError> {
    let session = administrator().await?;
    let commons = request::portal()?.commons.get();
    let service = commons.service(&slug).ok_or(ApiError::NotFound)?;
    let settings = &service.settings;
    let saved = ServiceFields {
        slug: slug.clone(),
        address: settings.address.clone().unwrap_or_default(),
        state: settings.state,
        until: settings.until.map(calendar::to_local).unwrap_or_default(),
        note_id: settings.note_id.clone(),
        note_en: settings.note_en.clone(),
    };
    let (fields, problems) = match cookies::take_form(&session).await? {
        Some(Flash::Service { fields, problems }) if fields.slug == slug => (fields, problems),
        _ => (saved, Vec::new()),
    };
    Ok(ServiceEditView {
        person: person(&session),
        name: service.tile(language()).name.clone(),
        address_in_file: service.address_in_file.clone(),
        fields,
        problems,
    })
}

#[server(prefix = "/api", endpoint = "set-service")]
pub async fn set_service(
    #[server(default)] slug: String,
    #[server(default)] address: String,
    #[server(default)] state: String,
    #[server(default)] until: String,
    #[server(default)] note_id: String,
    #[server(default)] note_en: String,
) -> Result<(), ApiError> {
    let session = administrator().await?;
    let (portal, client) = (request::portal()?, request::client()?);
    let cut = |text: String| text.chars().take(service_settings::LONGEST_FIELD).collect::<String>();
    let state = ServiceState::from_name(&state).ok_or_else(|| fail(ApiError::BadRequest))?;
    let (address, until) = (cut(address), cut(until));
    let (note_id, note_en) = (cut(note_id), cut(note_en));
    let fields = ServiceFields { slug, address, state, until, note_id, note_en };
    let outcome = service_settings::save(&portal, &session, &client, &fields).await;
    match outcome.map_err(request::fault)? {
        Outcome::Saved => {
            cookies::set_notice(Notice::ServiceChanged)?;
            redirect(paths::MANAGE_SERVICES)
        }
        Outcome::Problems(problems) => {
            let page = paths::manage_service(&fields.slug);
            cookies::set_form(&session, &Flash::Service { fields, problems }).await?;
            redirect(&page)
        }
        Outcome::NotFresh => {
            let page = paths::manage_service(&fields.slug);
            let form = Flash::Service { fields, problems: Vec::new() };
            cookies::set_form(&session, &form).await?;
            ask_for_proof(&page)
        }
        Outcome::NotFound => Err(fail(ApiError::NotFound)),
    }
}

#[cfg(feature = "ssr")]
async fn administrator() -> Result<LiveSession, ApiError> {
    let session = request::logged_in().await?;
    if session.roles.has(Role::Administrator) { Ok(session) } else { Err(fail(ApiError::NotFound)) }
}

#[cfg(feature = "ssr")]
fn parse_id(id: &str) -> Result<Uuid, ApiError> {
    id.parse().map_err(|_| fail(ApiError::NotFound))
}

#[cfg(feature = "ssr")]
fn stage(one: &Managed, now: OffsetDateTime) -> AnnouncementStage {
    match (one.is_published, one.draft.starts_at, one.draft.ends_at) {
        (false, _, _) => AnnouncementStage::Draft,
        (true, _, Some(end)) if end <= now => AnnouncementStage::Over,
        (true, Some(start), _) if start > now => AnnouncementStage::Planned,
        _ => AnnouncementStage::Current,
    }
}

#[cfg(feature = "ssr")]
fn row(one: Managed, now: OffsetDateTime) -> ListedAnnouncement {
    let stage = stage(&one, now);
    let title = match language() {
        Language::Indonesian => one.draft.title_id,
        Language::English => one.draft.title_en,
    };
    ListedAnnouncement {
        id: one.id.to_string(),
        title,
        agency: one.agency,
        stage,
        ends: one.draft.ends_at.map(|end| calendar::moment_in_words(end, language())),
    }
}

#[cfg(feature = "ssr")]
fn edit_view(session: &LiveSession, one: &Managed, now: OffsetDateTime) -> AnnouncementEditView {
    let draft = &one.draft;
    let local = |moment: Option<OffsetDateTime>| moment.map(calendar::to_local).unwrap_or_default();
    let written = !(draft.body_id.trim().is_empty() && draft.body_en.trim().is_empty());
    let stage = stage(one, now);
    AnnouncementEditView {
        person: person(session),
        is_administrator: session.roles.has(Role::Administrator),
        notice: None,
        id: Some(one.id.to_string()),
        stage,
        problems: match stage {
            AnnouncementStage::Draft => announcement::problems(draft, now),
            _ => Vec::new(),
        },
        preview: written
            .then(|| [announcement::html(&draft.body_id), announcement::html(&draft.body_en)]),
        fields: DraftFields {
            severity: draft.severity,
            audience: draft.audience,
            title_id: draft.title_id.clone(),
            title_en: draft.title_en.clone(),
            body_id: draft.body_id.clone(),
            body_en: draft.body_en.clone(),
            starts: local(draft.starts_at),
            ends: local(draft.ends_at),
        },
    }
}

#[cfg(feature = "ssr")]
fn new_announcement(session: &LiveSession) -> Result<AnnouncementEditView, ApiError> {
    if !session.roles.may_announce() {
        return Err(fail(ApiError::NotFound));
    }
    Ok(AnnouncementEditView {
        person: person(session),
        is_administrator: session.roles.has(Role::Administrator),
        notice: None,
        id: None,
        stage: AnnouncementStage::Draft,
        problems: Vec::new(),
        preview: None,
        fields: DraftFields {
            severity: Severity::Information,
            audience: AnnouncementAudience::Agency,
            title_id: String::new(),
            title_en: String::new(),
            body_id: String::new(),
            body_en: String::new(),
            starts: String::new(),
            ends: String::new(),
        },
    })
}
