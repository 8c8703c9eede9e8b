//! Looking after people, and who looked at whom. To whoever may see nobody these addresses are not there.

use crate::wire::{
    error::ApiError,
    people::{AccessesView, PeopleView, PersonView},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::{
            people::{self, AskedPeople},
            person as one,
            person_act::{self, Acted},
        },
        launcher::view::person,
        people::{
            access::{self, Before},
            rights::Right,
        },
        session::LiveSession,
        values::{reason, text},
    },
    i18n::language,
    paths,
    wire::{
        notice::Notice,
        people::{PersonAct, PersonFields, PersonProblem},
    },
};
#[cfg(feature = "ssr")]
use uuid::Uuid;

#[server(prefix = "/api", endpoint = "people/list")]
pub async fn people_page(
    #[server(default)] query: String,
    #[server(default)] agency: String,
    #[server(default)] role: String,
    #[server(default)] state: String,
    #[server(default)] after: String,
) -> Result<PeopleView, ApiError> {
    let session = gate::allowed(Right::SeePeople).await?;
    let portal = request::portal()?;
    let asked =
        AskedPeople { query: &query, agency: &agency, role: &role, state: &state, after: &after };
    let found = people::list(&portal, &session, asked, language()).await.map_err(answer::fault)?;
    let Ok(found) = found else { return Err(gate::not_theirs(&session).await) };
    Ok(PeopleView {
        person: person(&session),
        roles: people::roles(language()),
        states: people::states(language()),
        problem: found.problem,
        agencies: found.agencies,
        types_agency: found.types_agency,
        people: found.people,
        next: found.next,
        is_first: after.is_empty(),
        is_cut: found.is_cut,
        is_preparing: found.is_preparing,
        query: text::shown_again(&query),
        agency: text::shown_again(&agency),
        role,
        state,
    })
}

/// `before`: where the events begin that are shown.
#[server(prefix = "/api", endpoint = "people/person")]
pub async fn person_page(
    #[server(default)] id: String,
    #[server(default)] before: String,
) -> Result<PersonView, ApiError> {
    let session = gate::allowed(Right::SeePeople).await?;
    let portal = request::portal()?;
    let id = parse_id(&id)?;
    let before = Before::parse(&before);
    let seen = one::view(&portal, &session, id, before, language()).await.map_err(answer::fault)?;
    let Ok(seen) = seen else { return Err(gate::not_theirs(&session).await) };
    let id = id.to_string();
    let notice = flash::take_notice()?;
    let (fields, problems) = match flash::take_form(&session).await? {
        Some(Flash::Person { id: of, fields, problems }) if of == id => (fields, problems),
        _ => (PersonFields::default(), Vec::new()),
    };
    Ok(PersonView {
        person: person(&session),
        notice,
        id,
        name: seen.account.name,
        nip: seen.account.nip.as_str().to_owned(),
        state: seen.state,
        disabled: seen.disabled,
        agency: seen.agency,
        mailbox: seen.mailbox,
        mailbox_refuses: seen.mailbox_refuses,
        roles: seen.roles,
        password_changed: seen.password_changed,
        authenticators: seen.authenticators,
        recovery_codes_left: seen.recovery_codes_left,
        sessions: seen.sessions,
        events: seen.events,
        older: seen.older.map(Before::to_text),
        is_first: before.is_none(),
        may_change: seen.may_change,
        may_reset: seen.may_reset,
        forms: seen.forms,
        fields,
        problems,
    })
}

/// `act`: one of those that the page offers.
#[server(prefix = "/api", endpoint = "people/act")]
pub async fn act_on_person(
    #[server(default)] id: String,
    #[server(default)] act: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let chosen = act
        .parse::<PersonAct>()
        .ok()
        .filter(|act| PersonAct::OF_ENABLED.contains(act) || PersonAct::OF_DISABLED.contains(act));
    let read = reason::read(&reason);
    let fields =
        PersonFields { act, reason: text::shown_again(&reason), ..PersonFields::default() };
    let (what, reason) = match (chosen, read) {
        (Some(what), Ok(reason)) => (what, reason),
        (what, reason) => {
            let missing = what.is_none().then_some(PersonProblem::Act);
            let problems = missing.into_iter().chain(reason.err().map(PersonProblem::Reason));
            return keep(&session, id, fields, problems.collect()).await;
        }
    };
    let acted = person_act::act(&portal, &visitor, &session, id, what, &reason).await;
    let done = match what {
        PersonAct::Disabled => Notice::PersonDisabled,
        PersonAct::Enabled => Notice::PersonEnabled,
        PersonAct::SignedOut => Notice::PersonSignedOut,
        _ => Notice::PersonLinkSent,
    };
    finish(&session, id, acted.map_err(answer::fault)?.ok(), done, fields).await
}

#[server(prefix = "/api", endpoint = "people/rename")]
pub async fn rename_person(
    #[server(default)] id: String,
    #[server(default)] name: String,
    #[server(default)] name_reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let read = (person_act::read_name(&name), reason::read(&name_reason));
    let fields = PersonFields {
        name: text::shown_again(&name),
        name_reason: text::shown_again(&name_reason),
        ..PersonFields::default()
    };
    let (name, reason) = match read {
        (Some(name), Ok(reason)) => (name, reason),
        (name, reason) => {
            let wrong = name.is_none().then_some(PersonProblem::Name);
            let problems = wrong.into_iter().chain(reason.err().map(PersonProblem::NameReason));
            return keep(&session, id, fields, problems.collect()).await;
        }
    };
    let acted = person_act::rename(&portal, &visitor, &session, id, &name, &reason).await;
    let acted = acted.map_err(answer::fault)?.ok();
    finish(&session, id, acted, Notice::PersonRenamed, fields).await
}

/// Who saw whoever is logged in.
#[server(prefix = "/api", endpoint = "people/accesses")]
pub async fn accesses_page(#[server(default)] before: String) -> Result<AccessesView, ApiError> {
    let session = gate::logged_in().await?;
    let portal = request::portal()?;
    let before = Before::parse(&before);
    let read = access::of_oneself(&portal, &session, before, language()).await;
    let (accesses, older) = read.map_err(answer::fault)?;
    Ok(AccessesView {
        person: person(&session),
        accesses,
        older: older.map(Before::to_text),
        is_first: before.is_none(),
    })
}

/// Says what became of an act on the person's page; `None`: nobody is there.
#[cfg(feature = "ssr")]
async fn finish(
    session: &LiveSession,
    id: Uuid,
    acted: Option<Acted>,
    done: Notice,
    fields: PersonFields,
) -> Result<(), ApiError> {
    let notice = match acted {
        Some(Acted::Done) => done,
        Some(Acted::AlreadySo) => Notice::PersonAlreadySo,
        Some(Acted::NoMailbox) => Notice::PersonNoMailbox,
        Some(Acted::MailboxRests) => Notice::PersonMailboxRests,
        Some(Acted::Wait) => Notice::PersonWait,
        Some(Acted::NotFresh) => {
            let form = Flash::Person { id: id.to_string(), fields, problems: Vec::new() };
            flash::set_form(session, &form).await?;
            return ask_for_proof(&paths::manage_person(&id.to_string()));
        }
        None => return Err(gate::not_theirs(session).await),
    };
    flash::set_notice(notice)?;
    redirect(&paths::manage_person(&id.to_string()))
}

/// Leaves a form that was refused for the person's page.
#[cfg(feature = "ssr")]
async fn keep(
    session: &LiveSession,
    id: Uuid,
    fields: PersonFields,
    problems: Vec<PersonProblem>,
) -> Result<(), ApiError> {
    let id = id.to_string();
    let page = paths::manage_person(&id);
    flash::set_form(session, &Flash::Person { id, fields, problems }).await?;
    redirect(&page)
}

#[cfg(feature = "ssr")]
pub(super) fn parse_id(id: &str) -> Result<Uuid, ApiError> {
    id.parse().map_err(|_| fail(ApiError::NotFound))
}
