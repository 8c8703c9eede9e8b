//! What a person sees of their own account: authenticators, sessions, and what happened, in words.

use super::{
    role::EMPLOYEE,
    verdict::{self, Facts},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::Event,
        credentials::{authenticator::MOST, recovery_code::FEW, totp::ClockOffset},
        guard::visitor::{self, Visitor},
        launcher::{at_home::AtHome, view},
        mail,
        recovery::stale_request,
        session::{self, LiveSession},
        sso::consent::{self, ServiceUse},
        values::{browser_name, calendar, suggested_name},
    },
    i18n::{Events, Language, bulk_words_in},
    store::{AuditEvent, Session},
    wire::{
        self,
        account::{
            AccountView, AuthenticatorKind, ListedAuthenticator, ListedEvent, ListedSession,
            OpenReset, Safety,
        },
        approval::ProposalKind,
        bulk::BulkAct,
        sso::Learns,
    },
};
use std::net::IpAddr;
use time::OffsetDateTime;

/// Events on the overview; the log shows more.
const RECENT: usize = 5;
/// Events that the verdict is made of.
const JUDGED: i64 = 60;
/// Events in the log.
const LOGGED: i64 = 200;

pub async fn view(
    portal: &Portal,
    visitor: &Visitor,
    at_home: &AtHome,
    language: Language,
) -> Result<AccountView, Fault> {
    let AtHome { session, belongings } = at_home;
    let words = |at: OffsetDateTime| calendar::moment_in_words(at, language);
    let safety = safety(portal, at_home, language).await?;
    let mut unit = portal.store.read().await?;
    let mut authenticators = Vec::with_capacity(2 * MOST);
    for app in unit.authenticators_of(session.account).await? {
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
    for passkey in unit.passkeys_of(session.account).await? {
        authenticators.push(ListedAuthenticator {
            id: passkey.id.to_string(),
            kind: AuthenticatorKind::Passkey,
            name: passkey.name,
            added: words(passkey.created_at),
            last_used: words(passkey.last_used_at),
            clock_off: None,
        });
    }
    let account = session.its_account_in(&mut unit).await?;
    let events = unit.audit_events_of(session.account, JUDGED).await?;
    drop(unit);
    let taken: Vec<_> = authenticators.iter().map(|one| one.name.clone()).collect();
    let facts = Facts {
        recovery_codes_left: belongings.recovery_codes_left,
        has_mailbox: account.email.is_some(),
        password_changed_at: account.password_changed_at,
        events: &events,
    };
    let sessions = session::open_sessions(portal, session.account).await?;
    let services = consent::services_of(portal, session.account).await?;
    let listed = |one: &Session| listed_session(one, session, visitor, language);
    Ok(AccountView {
        person: view::person(session),
        agency: account.agency,
        mailbox: account.email.as_deref().map(mail::masked),
        notice: None,
        refused_name: None,
        reset: safety.reset,
        advice: verdict::advice(&facts, portal.now()),
        authenticators,
        passkey_name: suggested_name::of_this_device(&visitor.user_agent, language, &taken),
        offers_passkeys: portal.passkeys.is_some(),
        recovery_codes_left: belongings.recovery_codes_left,
        password_changed: account.password_changed_at.map(words),
        sessions: sessions.iter().map(listed).collect(),
        services: services.into_iter().map(|one| used_service(one, language)).collect(),
        events: listed_events(&events, visitor, language).take(RECENT).collect(),
    })
}

fn used_service(one: ServiceUse, language: Language) -> wire::sso::UsedService {
    wire::sso::UsedService {
        client: one.client,
        name: one.name,
        since: one.since.map(|since| calendar::moment_in_words(since, language)),
        learns: one.consent.map(|(scopes, _)| scopes.iter().map(Learns::from).collect()),
    }
}

fn listed_session(
    one: &Session,
    current: &LiveSession,
    visitor: &Visitor,
    language: Language,
) -> ListedSession {
    ListedSession {
        id: one.age.id.to_string(),
        browser: browser_name::in_words(&one.user_agent, language),
        place: place(&one.address, visitor, language),
        since: calendar::moment_in_words(one.created_at, language),
        last_used: calendar::moment_in_words(one.age.last_seen_at, language),
        is_this: one.age.id == current.id,
        is_public: one.age.public_device,
    }
}

/// Where an address is, as far as the portal can say: whether it is where the person is now.
fn place(address: &str, visitor: &Visitor, language: Language) -> String {
    let words = &language.messages().account;
    match address.parse::<IpAddr>() {
        Ok(there) if visitor::network(there) == visitor::network(visitor.address) => {
            words.same_network.to_owned()
        }
        _ => (words.other_network)(address),
    }
}

/// What happened to an account, in words, the newest first.
pub async fn events(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    language: Language,
) -> Result<Vec<ListedEvent>, Fault> {
    let events = portal.store.read().await?.audit_events_of(session.account, LOGGED).await?;
    Ok(listed_events(&events, visitor, language).collect())
}

fn listed_events(
    events: &[AuditEvent],
    visitor: &Visitor,
    language: Language,
) -> impl Iterator<Item = ListedEvent> {
    events.iter().filter_map(move |event| listed_event(event, visitor, language))
}

fn listed_event(event: &AuditEvent, visitor: &Visitor, language: Language) -> Option<ListedEvent> {
    let (what, is_grave) = what_happened(event, language)?;
    Some(ListedEvent {
        day: calendar::day_in_words(event.at, language),
        time: calendar::time_in_words(event.at, language),
        what,
        source: source(event, visitor, language),
        is_grave,
    })
}

/// In words, and whether it changes who can get in. `None`: a newer program wrote it.
pub(in crate::domain) fn what_happened(
    event: &AuditEvent,
    language: Language,
) -> Option<(String, bool)> {
    let kind: Event = event.event.parse().ok()?;
    let what = in_words(kind, language).to_owned();
    let words = &language.messages().events;
    let what = match &event.object {
        Some(object) => match object_in_words(kind, object, language) {
            about if about.is_empty() => what,
            about => (words.about)(&what, &about),
        },
        None => what,
    };
    Some((what, is_grave(kind)))
}

/// What it is about. The number of a proposal, a job or a reset says nothing to anybody.
fn object_in_words(event: Event, object: &str, language: Language) -> String {
    let words = &language.messages().events;
    match event {
        Event::RolesChanged => object.replace(EMPLOYEE, words.employee),
        Event::ApprovalRequested
        | Event::ApprovalGiven
        | Event::ApprovalRefused
        | Event::ApprovalWithdrawn => {
            named(object, |kind| Some(proposal_in_words(kind.parse().ok()?, words)))
        }
        Event::BulkSent | Event::BulkCancelled => {
            let words = bulk_words_in(language);
            named(object, |act| Some(act.parse::<BulkAct>().ok()?.in_words(words)))
        }
        _ if is_number(object) => String::new(),
        _ => object.to_owned(),
    }
}

fn is_number(text: &str) -> bool {
    uuid::Uuid::parse_str(text).is_ok()
}

/// The first word as somebody reads it, and what follows but the number at its end.
fn named(object: &str, name: impl Fn(&str) -> Option<&'static str>) -> String {
    let said = object.rsplit_once(' ').filter(|(_, last)| is_number(last));
    let said = said.map_or(object, |(said, _)| said);
    let (first, rest) = said.split_once(' ').unwrap_or((said, ""));
    let first = name(first).unwrap_or(first);
    if rest.is_empty() { first.to_owned() } else { format!("{first}, {rest}") }
}

fn proposal_in_words(kind: ProposalKind, words: &Events) -> &'static str {
    match kind {
        ProposalKind::GrantRole => words.role_grant,
        ProposalKind::Move => words.a_move,
        ProposalKind::Client => words.service_client,
        ProposalKind::ServiceAddress => words.service_address,
        ProposalKind::LiftHold => words.held_systems,
        ProposalKind::Bulk => words.many_people,
    }
}

/// On which device it was done, and where.
fn source(event: &AuditEvent, visitor: &Visitor, language: Language) -> String {
    if visitor::is_this_machine(&event.address, &event.user_agent) {
        return language.messages().account.this_machine.to_owned();
    }
    let browser = browser_name::in_words(&event.user_agent, language);
    format!("{browser}, {}", place(&event.address, visitor, language))
}

/// Whether it changes who can get in, or shows that somebody else may try to.
fn is_grave(event: Event) -> bool {
    matches!(
        event,
        Event::RecoveryCodeUsed
            | Event::UsedCodeRefused
            | Event::RecoveryCodeRefused
            | Event::PasskeyRefused
            | Event::MailedCodeRefused
            | Event::OriginRefused
            | Event::LoginThrottled
            | Event::AuthenticatorAdded
            | Event::AuthenticatorRemoved
            | Event::RecoveryCodesMade
            | Event::PasswordSet
            | Event::PasswordChanged
            | Event::PasswordReset
            | Event::ResetCodeSent
            | Event::ResetStarted
            | Event::ResetRequested
            | Event::ResetDone
            | Event::EnrolmentCodeSent
            | Event::EnrolmentCodeShown
            | Event::EnrolmentCodeRefused
            | Event::Disowned
            | Event::AccountDisabled
            | Event::AccountEnabled
            | Event::SignedOut
            | Event::NameChanged
            | Event::RolesChanged
            | Event::MailboxChanged
            | Event::MailboxProposed
    )
}

/// An event of that kind, in words.
pub(in crate::domain) fn in_words(event: Event, language: Language) -> &'static str {
    let words = &language.messages().events;
    match event {
        Event::LoggedIn => words.logged_in,
        Event::PasskeyLoggedIn => words.passkey_logged_in,
        Event::RecoveryCodeUsed => words.recovery_code_used,
        Event::LoginRefused => words.login_refused,
        Event::PasswordProved => words.password_proved,
        Event::CodeRefused => words.code_refused,
        Event::UsedCodeRefused => words.used_code_refused,
        Event::RecoveryCodeRefused => words.recovery_code_refused,
        Event::PasskeyRefused => words.passkey_refused,
        Event::MailedCodeRefused => words.mailed_code_refused,
        Event::ProvedAgain => words.proved_again,
        Event::RightRefused => words.right_refused,
        Event::OriginRefused => words.origin_refused,
        Event::LoginThrottled => words.login_throttled,
        Event::MfaOffered => words.mfa_offered,
        Event::MfaActivated => words.mfa_activated,
        Event::AuthenticatorAdded => words.authenticator_added,
        Event::AuthenticatorRenamed => words.authenticator_renamed,
        Event::AuthenticatorRemoved => words.authenticator_removed,
        Event::ClockSynchronised => words.clock_synchronised,
        Event::RecoveryCodesMade => words.recovery_codes_made,
        Event::LoggedOut => words.logged_out,
        Event::SessionEnded => words.session_ended,
        Event::PasswordSet => words.password_set,
        Event::PasswordChanged => words.password_changed,
        Event::PasswordLinkSent => words.password_link_sent,
        Event::PasswordLinkHeld => words.password_link_held,
        Event::PasswordReset => words.password_reset,
        Event::ResetCodeSent => words.reset_code_sent,
        Event::ResetStarted => words.reset_started,
        Event::ResetRequested => words.reset_requested,
        Event::ResetApproved => words.reset_approved,
        Event::ResetRefused => words.reset_refused,
        Event::ResetCancelled => words.reset_cancelled,
        Event::ResetExpired => words.reset_expired,
        Event::ResetDone => words.reset_done,
        Event::EnrolmentCodeSent => words.enrolment_code_sent,
        Event::EnrolmentCodeShown => words.enrolment_code_shown,
        Event::EnrolmentCodeRefused => words.enrolment_code_refused,
        Event::Disowned => words.disowned,
        Event::AccountDisabled => words.account_disabled,
        Event::AccountEnabled => words.account_enabled,
        Event::SignedOut => words.signed_out,
        Event::PersonChanged => words.person_changed,
        Event::RolesChanged => words.roles_changed,
        Event::MailboxChanged => words.mailbox_changed,
        Event::MailboxProposed => words.mailbox_proposed,
        Event::LetterRefused => words.letter_refused,
        Event::AllSessionsEnded => words.all_sessions_ended,
        Event::StrangersRefused => words.strangers_refused,
        Event::RecordArchived => words.record_archived,
        Event::KeysRotated => words.keys_rotated,
        Event::AnnouncementPublished => words.announcement_published,
        Event::AnnouncementEnded => words.announcement_ended,
        Event::ServiceChanged => words.service_changed,
        Event::AgencyChanged => words.agency_changed,
        Event::AgencyTextDecided => words.agency_text_decided,
        Event::RoleGranted => words.role_granted,
        Event::RoleEnded => words.role_ended,
        Event::ApprovalRequested => words.approval_requested,
        Event::ApprovalGiven => words.approval_given,
        Event::ApprovalRefused => words.approval_refused,
        Event::ApprovalWithdrawn => words.approval_withdrawn,
        Event::BulkSent => words.bulk_sent,
        Event::BulkCancelled => words.bulk_cancelled,
        Event::FileUploaded => words.file_uploaded,
        Event::PersonMoved => words.person_moved,
        Event::NumberChanged => words.number_changed,
        Event::NameChanged => words.name_changed,
        Event::ClientChanged => words.client_changed,
        Event::ConsentGiven => words.consent_given,
        Event::ConsentWithdrawn => words.consent_withdrawn,
        Event::GrantRevoked => words.grant_revoked,
        Event::AccountProvisioned => words.account_provisioned,
        Event::AccountCorrected => words.account_corrected,
        Event::AccountReleased => words.account_released,
        Event::ProvisioningHeld => words.provisioning_held,
        Event::ProvisioningHoldLifted => words.provisioning_hold_lifted,
        Event::ProvisioningTokenChanged => words.provisioning_token_changed,
        Event::RecordExported => words.record_exported,
    }
}

/// What a person should know at once.
pub async fn safety(
    portal: &Portal,
    at_home: &AtHome,
    language: Language,
) -> Result<Safety, Fault> {
    let AtHome { session, belongings } = at_home;
    let reset = if belongings.has_open_reset {
        let open = portal.store.read().await?.open_reset_of(session.account).await?;
        open.filter(|open| !stale_request::is_expired(open, portal.now()))
    } else {
        None
    };
    let left = belongings.recovery_codes_left;
    Ok(Safety {
        reset: reset.map(|reset| match reset.effective_at {
            Some(at) => OpenReset::Waiting { at: calendar::moment_in_words(at, language) },
            None => OpenReset::Requested,
        }),
        few_recovery_codes: (left <= FEW).then_some(left),
    })
}

#[cfg(test)]
mod tests;
