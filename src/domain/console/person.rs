//! One person, as an operator sees them: how it stands with the account, and what happened. That it was
//! looked at is written down before it is shown ([`access`]). Outside of whom somebody reaches nobody is there.

use super::person_form;
use crate::{
    domain::{
        Fault, Portal,
        credentials::totp::ClockOffset,
        mail,
        people::{
            access::{self, Before},
            account::what_happened,
            listing::state_of,
            rights::{NotTheirs, Right},
        },
        recovery::assisted_reset,
        session::{self, LiveSession},
        values::{browser_name, calendar},
    },
    i18n::Language,
    store::{Account, Session, Unit},
    wire::{
        account::{AuthenticatorKind, ListedAuthenticator, ListedEvent, ListedSession},
        people::{PersonForm, PersonState},
    },
};
use time::OffsetDateTime;
use uuid::Uuid;

/// Events on a page.
const EVENTS: usize = 30;

/// What the page of a person shows.
#[derive(Debug)]
pub struct SeenPerson {
    pub account: Account,
    pub state: PersonState,
    pub mailbox: Option<String>,
    pub mailbox_refuses: bool,
    pub roles: Vec<String>,
    pub agency: String,
    pub disabled: Option<String>,
    pub password_changed: Option<String>,
    pub authenticators: Vec<ListedAuthenticator>,
    pub recovery_codes_left: i64,
    pub sessions: Vec<ListedSession>,
    pub events: Vec<ListedEvent>,
    pub older: Option<Before>,
    pub may_change: bool,
    pub may_reset: bool,
    pub forms: Vec<PersonForm>,
}

/// Whether somebody is more than an employee.
pub(super) fn has_privileges(person: &Account) -> bool {
    Right::to_reset(&person.roles, person.role_grant_count > 0) != Right::ResetPeople
}

/// The person of an id, within whom `session` may see.
async fn find(unit: &mut Unit, session: &LiveSession, id: Uuid) -> Result<Option<Account>, Fault> {
    let person = unit.account(id).await?;
    Ok(person.filter(|person| session.may(Right::SeePeople, &person.agency)))
}

/// # Errors
/// When the database fails, also where it cannot be written down who looked.
pub async fn view(
    portal: &Portal,
    session: &LiveSession,
    id: Uuid,
    before: Option<Before>,
    language: Language,
) -> Result<Result<SeenPerson, NotTheirs>, Fault> {
    let mut unit = portal.store.read().await?;
    let Some(account) = find(&mut unit, session, id).await? else { return Ok(Err(NotTheirs)) };
    drop(unit);
    if account.id != session.account {
        access::note_look(portal, session, account.id).await?;
    }
    let mut unit = portal.store.read().await?;
    let Some(row) = unit.people(&[id]).await?.pop() else { return Ok(Err(NotTheirs)) };
    let words = |at: OffsetDateTime| calendar::moment_in_words(at, language);
    let mut authenticators = Vec::new();
    for app in unit.authenticators_of(id).await? {
        let offset = ClockOffset(app.clock_offset).minutes(app.terms);
        authenticators.push(ListedAuthenticator {
            id: app.id.to_string(),
            kind: AuthenticatorKind::App,
            name: app.name,
            added: words(app.created_at),
            last_used: words(app.last_used_at),
            clock_off: (offset != 0).then_some(offset),
        });
    }
    for passkey in unit.passkeys_of(id).await? {
        authenticators.push(ListedAuthenticator {
            id: passkey.id.to_string(),
            kind: AuthenticatorKind::Passkey,
            name: passkey.name,
            added: words(passkey.created_at),
            last_used: words(passkey.last_used_at),
            clock_off: None,
        });
    }
    let recovery_codes_left =
        i64::try_from(unit.unused_recovery_codes_of(id).await?.len()).unwrap_or(i64::MAX);
    let Before(at, after) = before.unwrap_or(Before::END);
    let limit = i64::try_from(EVENTS + 1).unwrap_or(i64::MAX);
    let mut events = unit.audit_events_before(id, (at, after), limit).await?;
    let mailbox_refuses = row.mailbox_refused_at.is_some();
    let granted =
        if account.role_grant_count > 0 { unit.role_grants_of(id).await? } else { vec![] };
    drop(unit);
    let has_more = events.len() > EVENTS;
    events.truncate(EVENTS);
    let older = events.last().filter(|_| has_more).map(|event| Before(event.at, event.id));
    let listed_event = |event: &crate::store::AuditEvent| {
        let (what, is_grave) = what_happened(event, language)?;
        Some(ListedEvent {
            day: calendar::day_in_words(event.at, language),
            time: calendar::time_in_words(event.at, language),
            what,
            source: browser_name::in_words(&event.user_agent, language),
            is_grave,
        })
    };
    let listed_session = |one: &Session| ListedSession {
        id: one.age.id.to_string(),
        browser: browser_name::in_words(&one.user_agent, language),
        place: String::new(),
        since: words(one.created_at),
        last_used: words(one.age.last_seen_at),
        is_this: one.age.id == session.id,
        is_public: one.age.public_device,
    };
    let sessions = session::open_sessions(portal, id).await?;
    let now = portal.now();
    let roles = crate::domain::people::authority::roles_with(&account.roles, &granted, now);
    Ok(Ok(SeenPerson {
        state: state_of(&row),
        mailbox: account.email.as_deref().map(mail::masked),
        mailbox_refuses,
        roles: roles.iter().map(|role| role.in_words(language.messages()).to_owned()).collect(),
        agency: session.agencies().called(&account.agency).to_owned(),
        disabled: account.disabled_at.map(words),
        password_changed: account.password_changed_at.map(words),
        authenticators,
        recovery_codes_left,
        sessions: sessions.iter().map(listed_session).collect(),
        events: events.iter().filter_map(listed_event).collect(),
        older,
        may_change: session.may_change(&account),
        forms: person_form::open_to(session, &account),
        may_reset: assisted_reset::is_in_scope(session, &account),
        account,
    }))
}
