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
            service_settings::{self, SettingsOutcome},
        },
        launcher::{
            announcement::{Draft, Managed, as_read, texts},
            view::person,
        },
        people::rights::Right,
        session::{self, LiveSession},
        values::{calendar, reference_token::ReferenceToken, text},
    },
    i18n::{Language, language},
    paths,
    wire::{
        launcher::{ServiceState, Severity, Tile},
        manage::{
            Addressees, AnnouncementStage, DraftFields, ListedAnnouncement, ListedService,
            ServiceFields,
        },
        notice::Notice,
        search::{self, Searched},
        zone::Zone,
    },
};
#[cfg(feature = "ssr")]
use std::sync::Arc;
#[cfg(feature = "ssr")]
use time::OffsetDateTime;
#[cfg(feature = "ssr")]
use uuid::Uuid;

#[server(prefix = "/api", endpoint = "announcement-list")]
pub async fn announcement_list() -> Result<AnnouncementListView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let list = announcement::list(&portal, &session).await.map_err(answer::fault)?;
    let Ok(list) = list else { return Err(gate::not_theirs(&session).await) };
    Ok(AnnouncementListView {
        person: person(&session),
        is_administrator: announcement::speaks_to_all(&session),
        notice: flash::take_notice()?,
        rows: list.into_iter().map(|one| row(one, portal.now())).collect(),
    })
}

/// A new announcement with an empty `id`, or one that is there.
#[server(prefix = "/api", endpoint = "announcement")]
pub async fn announcement(#[server(default)] id: String) -> Result<AnnouncementEditView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let notice = flash::take_notice()?;
    let view = if id.is_empty() {
        new_announcement(&gate::allowed(Right::WriteAnnouncements).await?, portal.now())?
    } else {
        let id = id.parse().map_err(|_| ApiError::NotFound)?;
        let found = announcement::find(&portal, &session, id).await.map_err(answer::fault)?;
        let Ok(found) = found else { return Err(gate::not_theirs(&session).await) };
        edit_view(&session, &found, portal.now())
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
    #[server(default)] addressees: String,
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
    let saved = announcement::save(&portal, &session, id, draft(&fields)).await;
    let id = match saved.map_err(answer::fault)? {
        Ok(id) => id,
        Err(NotSaved::NotYours) => return Err(gate::not_theirs(&session).await),
        Err(NotSaved::Texts(problems)) => {
            let id = id.map(|id| id.to_string());
            let page = paths::manage_announcement(id.as_deref().unwrap_or(paths::NEW));
            let form = Flash::Draft { id, fields: shown_again(&fields), problems };
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
                    let fields = self::fields(&saved.draft);
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
    let seen = draft(&fields);
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
    let mut tiles: Vec<_> = commons.services.iter().map(|one| one.tile(language())).collect();
    tiles.sort_by_key(|tile| urgency(tile.state));
    let in_trouble = |tile: &&&Arc<Tile>| tile.state != ServiceState::Available;
    let found: Vec<_> = if search::is_empty(&query) {
        tiles.clone()
    } else {
        // By a part of their address, too.
        let words = |tile: &&Arc<Tile>| {
            format!("{}, {}", tile.synonyms, tile.address.as_deref().unwrap_or_default())
        };
        let words: Vec<_> = tiles.iter().map(words).collect();
        let searched = tiles.iter().zip(&words);
        let searched =
            searched.map(|(tile, words)| Searched { synonyms: words, ..tile.searched() });
        let found = search::rank(&query, searched);
        found.into_iter().filter_map(|at| tiles.get(at).copied()).collect()
    };
    let rows = found.into_iter().map(|tile| ListedService {
        slug: tile.slug.clone(),
        name: tile.name.clone(),
        address: tile.address.clone(),
        state: tile.state,
        until: tile.until.clone(),
    });
    Ok(ServiceListView {
        person: person(&session),
        notice: flash::take_notice()?,
        rows: rows.collect(),
        in_trouble: tiles.iter().filter(in_trouble).count(),
        query,
        query_is_part,
    })
}

/// What nobody planned comes first.
#[cfg(feature = "ssr")]
fn urgency(state: ServiceState) -> u8 {
    match state {
        ServiceState::Disruption => 0,
        ServiceState::Blocked => 1,
        ServiceState::Maintenance => 2,
        ServiceState::Available => 3,
    }
}

/// The form of one service, with what is wrong with it when it was just sent.
#[server(prefix = "/api", endpoint = "service-settings")]
pub async fn service_settings(
    #[server(default)] slug: String,
) -> Result<ServiceEditView, ApiError> {
    let session = gate::allowed(Right::ChangeServices).await?;
    let commons = request::portal()?.commons.get();
    let service = commons.service(&slug).ok_or(ApiError::NotFound)?;
    let settings = &service.settings;
    let saved = ServiceFields {
        slug: slug.clone(),
        address: settings.address.clone().unwrap_or_default(),
        state: settings.state,
        until: settings.until.map(|until| calendar::to_local(until, Zone::Wib)).unwrap_or_default(),
        note_id: settings.note_id.clone(),
        note_en: settings.note_en.clone(),
    };
    let (fields, problems) = match flash::take_form(&session).await? {
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
    let session = gate::allowed(Right::ChangeServices).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let state = state.parse().map_err(|_| fail(ApiError::BadRequest))?;
    let mut fields = ServiceFields { slug, address, state, until, note_id, note_en };
    let outcome = service_settings::save(&portal, &session, &visitor, &fields).await;
    let outcome = outcome.map_err(answer::fault)?;
    for typed in [&mut fields.address, &mut fields.note_id, &mut fields.note_en] {
        *typed = text::shown_again(typed);
    }
    match outcome {
        SettingsOutcome::Saved => {
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
    let (title, _, other) = texts(&one.draft, language());
    let title = title.to_owned();
    let ends = in_words(&one.draft, one.draft.ends_at);
    ListedAnnouncement {
        id: one.id.to_string(),
        title,
        language: other,
        agency: one.agency,
        stage,
        ends,
    }
}

/// A moment in the zone that its writer chose.
#[cfg(feature = "ssr")]
fn in_words(draft: &Draft, moment: Option<OffsetDateTime>) -> Option<String> {
    moment.map(|moment| calendar::moment_in(draft.zone, moment, language()))
}

/// What was typed, as far as it can be read.
#[cfg(feature = "ssr")]
fn draft(fields: &DraftFields) -> Draft {
    Draft {
        severity: fields.severity,
        addressees: fields.addressees,
        title_id: fields.title_id.clone(),
        title_en: fields.title_en.clone(),
        body_id: fields.body_id.clone(),
        body_en: fields.body_en.clone(),
        zone: fields.zone,
        starts_at: calendar::read_local(&fields.starts, fields.zone),
        ends_at: calendar::read_local(&fields.ends, fields.zone),
    }
}

/// The other way round.
#[cfg(feature = "ssr")]
fn fields(draft: &Draft) -> DraftFields {
    let local = |moment: Option<OffsetDateTime>| {
        moment.map(|moment| calendar::to_local(moment, draft.zone)).unwrap_or_default()
    };
    DraftFields {
        severity: draft.severity,
        addressees: draft.addressees,
        title_id: draft.title_id.clone(),
        title_en: draft.title_en.clone(),
        body_id: draft.body_id.clone(),
        body_en: draft.body_en.clone(),
        zone: draft.zone,
        starts: local(draft.starts_at),
        ends: local(draft.ends_at),
    }
}

#[cfg(feature = "ssr")]
fn shown_again(fields: &DraftFields) -> DraftFields {
    DraftFields {
        title_id: text::shown_again(&fields.title_id),
        title_en: text::shown_again(&fields.title_en),
        body_id: text::shown_again(&fields.body_id),
        body_en: text::shown_again(&fields.body_en),
        ..fields.clone()
    }
}

#[cfg(feature = "ssr")]
fn edit_view(session: &LiveSession, one: &Managed, now: OffsetDateTime) -> AnnouncementEditView {
    let draft = &one.draft;
    let stage = stage(one, now);
    let is_draft = stage == AnnouncementStage::Draft;
    let is_written = !(draft.body_id.is_empty() && draft.body_en.is_empty());
    AnnouncementEditView {
        person: person(session),
        is_administrator: announcement::speaks_to_all(session),
        notice: None,
        id: Some(one.id.to_string()),
        stage,
        refused: Vec::new(),
        problems: if is_draft { announcement::problems(draft, now) } else { Vec::new() },
        preview: is_written.then(|| Language::ALL.map(|language| as_read(one, language))),
        begins: in_words(draft, draft.starts_at).filter(|_| !is_draft),
        fields: fields(draft),
    }
}

#[cfg(feature = "ssr")]
fn new_announcement(
    session: &LiveSession,
    now: OffsetDateTime,
) -> Result<AnnouncementEditView, ApiError> {
    let draft = announcement::blank(now, cookies::zone()?);
    Ok(AnnouncementEditView {
        person: person(session),
        is_administrator: announcement::speaks_to_all(session),
        notice: None,
        id: None,
        stage: AnnouncementStage::Draft,
        refused: Vec::new(),
        problems: announcement::problems(&draft, now),
        preview: None,
        begins: None,
        fields: fields(&draft),
    })
}
