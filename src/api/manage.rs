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
use super::{
    answer::{self, redirect},
    cookies,
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::{
            announcement::{self, NotPublished, NotSaved},
            announcement_view,
            service_settings::{self, SettingsOutcome},
            service_view,
        },
        launcher::{service::Service, view::person},
        people::rights::Right,
        session::{self},
        values::{reference_token::ReferenceToken, text},
    },
    i18n::language,
    paths,
    wire::{
        launcher::Severity,
        manage::{Addressees, AnnouncementStage, DraftFields, MoveFields, ServiceFields},
        notice::Notice,
        search::{self},
    },
};
#[cfg(feature = "ssr")]
use uuid::Uuid;

#[server(prefix = "/api", endpoint = "announcement-list")]
pub async fn announcement_list() -> Result<AnnouncementListView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let list = announcement::list(&portal, &session).await.map_err(answer::fault)?;
    let Ok(list) = list else { return Err(gate::not_theirs(&session).await) };
    let now = portal.now();
    Ok(AnnouncementListView {
        person: person(&session),
        notice: flash::take_notice()?,
        rows: list.into_iter().map(|one| announcement_view::listed(one, now, language())).collect(),
    })
}

/// A new announcement with an empty `id`, or one that is there.
#[server(prefix = "/api", endpoint = "announcement")]
pub async fn announcement(#[server(default)] id: String) -> Result<AnnouncementEditView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let notice = flash::take_notice()?;
    let view = if id.is_empty() {
        let session = gate::allowed(Right::WriteAnnouncements).await?;
        announcement_view::new(&session, portal.now(), cookies::zone()?)
    } else {
        let id = id.parse().map_err(|_| ApiError::NotFound)?;
        let found = announcement::find(&portal, &session, id).await.map_err(answer::fault)?;
        let Ok(found) = found else { return Err(gate::not_theirs(&session).await) };
        announcement_view::edited(&session, &found, portal.now(), language())
    };
    let view = AnnouncementEditView { notice, ..view };
    Ok(match flash::take_form(&session).await? {
        Some(Flash::Draft { id, fields, problems })
            if id == view.id && view.stage == AnnouncementStage::Draft =>
        {
            AnnouncementEditView { fields, refused: problems, ..view }
        }
        _ => view,
    })
}

/// Keeps what was typed, complete or not, and publishes it when that is asked for and nothing is
/// missing; otherwise its page says what is. What cannot be kept whole comes back into the form.
#[server(prefix = "/api", endpoint = "save-announcement")]
pub async fn save_announcement(
    #[server(default)] id: String,
    #[server(default)] severity: String,
    // As pages of an older version beside this one send it, and take it.
    #[server(default)]
    #[server(rename = "audience")]
    addressees: String,
    #[server(default)] title_id: String,
    #[server(default)] title_en: String,
    #[server(default)] body_id: String,
    #[server(default)] body_en: String,
    #[server(default)] zone: String,
    #[server(default)] starts: String,
    #[server(default)] ends: String,
    #[server(default)] publish: String,
) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = (!id.is_empty()).then(|| parse_id(&id)).transpose()?;
    let fields = DraftFields {
        severity: severity.parse().unwrap_or(Severity::Information),
        addressees: addressees.parse().unwrap_or(Addressees::Agency),
        title_id,
        title_en,
        body_id,
        body_en,
        zone: zone.parse().unwrap_or_default(),
        starts,
        ends,
    };
    if let Ok(zone) = zone.parse() {
        cookies::set_zone(zone)?;
    }
    let saved = announcement::save(&portal, &session, id, announcement_view::draft(&fields)).await;
    let id = match saved.map_err(answer::fault)? {
        Ok(id) => id,
        Err(NotSaved::NotYours) => return Err(gate::not_theirs(&session).await),
        Err(NotSaved::Texts(problems)) => {
            let id = id.map(|id| id.to_string());
            let page = paths::manage_announcement(id.as_deref().unwrap_or(paths::NEW));
            let form =
                Flash::Draft { id, fields: announcement_view::shown_again(&fields), problems };
            flash::set_form(&session, &form).await?;
            return redirect(&page);
        }
    };
    let page = paths::manage_announcement(&id.to_string());
    let mut notice = Notice::DraftSaved;
    if !publish.is_empty() {
        let published = announcement::publish(&portal, &session, &visitor, id, None).await;
        match published.map_err(answer::fault)? {
            Ok(missing) if missing.is_empty() => {
                flash::set_notice(Notice::AnnouncementPublished)?;
                return redirect(paths::MANAGE_ANNOUNCEMENTS);
            }
            Ok(_) => notice = Notice::DraftIncomplete,
            Err(NotPublished::NotFresh) => {
                let saved = announcement::find(&portal, &session, id).await;
                if let Ok(saved) = saved.map_err(answer::fault)? {
                    let id = id.to_string();
                    let fields = announcement_view::fields(&saved.draft);
                    flash::set_form(&session, &Flash::Publish { id, fields }).await?;
                }
                return ask_for_proof(&page);
            }
            Err(NotPublished::NotYours | NotPublished::Changed) => {
                return Err(gate::not_theirs(&session).await);
            }
        }
    }
    flash::set_notice(notice)?;
    redirect(&page)
}

/// Where to go on to after a proof, of which `token` is the session: what it was asked for is carried out, if
/// it was to publish a draft that is still as its writer saw it.
#[cfg(feature = "ssr")]
pub(super) async fn go_on(token: &ReferenceToken, next: &str) -> Result<String, ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let stay = Ok(next.to_owned());
    if !next.starts_with(paths::MANAGE_ANNOUNCEMENTS) {
        return stay;
    }
    let session = session::current(&portal, Some(token)).await.map_err(answer::fault)?;
    let Some(session) = session else { return stay };
    let Some(Flash::Publish { id, fields }) = flash::take_form(&session).await? else {
        return stay;
    };
    if paths::manage_announcement(&id) != next {
        return stay;
    }
    let id = parse_id(&id)?;
    let seen = announcement_view::draft(&fields);
    let published = announcement::publish(&portal, &session, &visitor, id, Some(&seen)).await;
    let (notice, page) = match published.map_err(answer::fault)? {
        Ok(missing) if missing.is_empty() => {
            (Notice::AnnouncementPublished, paths::MANAGE_ANNOUNCEMENTS)
        }
        Ok(_) => (Notice::DraftIncomplete, next),
        Err(NotPublished::Changed) => (Notice::DraftChanged, next),
        Err(NotPublished::NotFresh | NotPublished::NotYours) => return stay,
    };
    flash::set_notice(notice)?;
    Ok(page.to_owned())
}

#[server(prefix = "/api", endpoint = "end-announcement")]
pub async fn end_announcement(#[server(default)] id: String) -> Result<(), ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let ended = announcement::end(&portal, &session, &visitor, id).await;
    match ended.map_err(answer::fault)? {
        Ok(()) => {}
        Err(NotPublished::NotFresh) => {
            return ask_for_proof(&paths::manage_announcement(&id.to_string()));
        }
        Err(NotPublished::NotYours | NotPublished::Changed) => {
            return Err(gate::not_theirs(&session).await);
        }
    }
    flash::set_notice(Notice::AnnouncementEnded)?;
    redirect(paths::MANAGE_ANNOUNCEMENTS)
}

/// All services, those in trouble first, or what a search finds.
#[server(prefix = "/api", endpoint = "service-list")]
pub async fn service_list(#[server(default)] query: String) -> Result<ServiceListView, ApiError> {
    let session = gate::allowed(Right::ChangeServices).await?;
    let (query, query_is_part) = search::first_part(&query);
    let commons = request::portal()?.commons.get();
    let list = service_view::list(&session, &commons, &query, language());
    Ok(ServiceListView {
        person: person(&session),
        notice: flash::take_notice()?,
        rows: list.rows,
        in_trouble: list.in_trouble,
        query,
        query_is_part,
    })
}

/// The form of one service, with what is wrong with it when it was just sent.
#[server(prefix = "/api", endpoint = "service-settings")]
pub async fn service_settings(
    #[server(default)] slug: String,
) -> Result<ServiceEditView, ApiError> {
    let session = gate::allowed(Right::ChangeServices).await?;
    let commons = request::portal()?.commons.get();
    let theirs = |one: &&Service| service_settings::is_theirs(&session, one);
    let Some(service) = commons.service(&slug).filter(theirs) else {
        return Err(gate::not_theirs(&session).await);
    };
    let saved = service_view::fields(service);
    let address = service.settings.address.clone().unwrap_or_default();
    let moving = MoveFields { slug: slug.clone(), address, reason: String::new() };
    let (fields, moving, problems) = match flash::take_form(&session).await? {
        Some(Flash::Service { fields, problems }) if fields.slug == slug => {
            (fields, moving, problems)
        }
        Some(Flash::ServiceMove { fields, problems }) if fields.slug == slug => {
            (saved, fields, problems)
        }
        _ => (saved, moving, Vec::new()),
    };
    Ok(ServiceEditView {
        person: person(&session),
        name: service.tile(language()).name.clone(),
        address_in_file: service.address_in_file.clone(),
        fields,
        moving,
        problems,
    })
}

#[server(prefix = "/api", endpoint = "set-service")]
pub async fn set_service(
    #[server(default)] slug: String,
    #[server(default)] state: String,
    #[server(default)] until: String,
    #[server(default)] note_id: String,
    #[server(default)] note_en: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangeServices).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let state = state.parse().map_err(|_| fail(ApiError::BadRequest))?;
    let mut fields = ServiceFields { slug, state, until, note_id, note_en };
    let outcome = service_settings::save(&portal, &session, &visitor, &fields).await;
    let outcome = outcome.map_err(answer::fault)?;
    for typed in [&mut fields.note_id, &mut fields.note_en] {
        *typed = text::shown_again(typed);
    }
    match outcome {
        SettingsOutcome::Done => {
            flash::set_notice(Notice::ServiceChanged)?;
            redirect(paths::MANAGE_SERVICES)
        }
        SettingsOutcome::Problems(problems) => {
            let page = paths::manage_service(&fields.slug);
            flash::set_form(&session, &Flash::Service { fields, problems }).await?;
            redirect(&page)
        }
        SettingsOutcome::NotFresh => {
            let page = paths::manage_service(&fields.slug);
            let form = Flash::Service { fields, problems: Vec::new() };
            flash::set_form(&session, &form).await?;
            ask_for_proof(&page)
        }
        SettingsOutcome::NotFound => Err(fail(ApiError::NotFound)),
    }
}

#[cfg(feature = "ssr")]
fn parse_id(id: &str) -> Result<Uuid, ApiError> {
    id.parse().map_err(|_| fail(ApiError::NotFound))
}

#[server(prefix = "/api", endpoint = "move-service")]
pub async fn move_service(
    #[server(default)] slug: String,
    #[server(default)] address: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangeServices).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let fields = MoveFields { slug, address, reason };
    let outcome = service_settings::propose_move(&portal, &session, &visitor, &fields).await;
    match outcome.map_err(answer::fault)? {
        SettingsOutcome::Done => {
            flash::set_notice(Notice::ServiceMoveProposed)?;
            redirect(paths::MANAGE_SERVICES)
        }
        SettingsOutcome::Problems(problems) => {
            let page = paths::manage_service(&fields.slug);
            let (address, reason) =
                (text::shown_again(&fields.address), text::shown_again(&fields.reason));
            let fields = MoveFields { address, reason, ..fields };
            flash::set_form(&session, &Flash::ServiceMove { fields, problems }).await?;
            redirect(&page)
        }
        SettingsOutcome::NotFresh | SettingsOutcome::NotFound => {
            Err(gate::not_theirs(&session).await)
        }
    }
}
