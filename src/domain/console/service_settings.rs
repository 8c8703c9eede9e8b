//! What is decided about a service by whoever looks after it: whether it can be used, and, with an administrator, where
//! it is.

use crate::{
    domain::{
        Fault, Portal,
        console::{approval, proposal::Proposal, service_change},
        guard::visitor::Visitor,
        launcher::{
            catalogue::{LONGEST_ADDRESS, read_address},
            service::Service,
        },
        people::rights::Right,
        session::{self, LiveSession},
        values::{calendar, reason, text},
    },
    store::ServiceSettingsRow,
    wire::{
        approval::ApprovalProblem,
        launcher::ServiceState,
        manage::{LONGEST_NOTE, MoveFields, ServiceFields, ServiceProblem, ServiceText},
        zone::Zone,
    },
};
use time::OffsetDateTime;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum SettingsOutcome {
    Done,
    Problems(Vec<ServiceProblem>),
    /// A fresh proof is needed first.
    NotFresh,
    /// Not theirs, or no such service: the same to whoever asks.
    NotFound,
}

/// Whether somebody looks after a service.
#[must_use]
pub fn is_theirs(session: &LiveSession, service: &Service) -> bool {
    session.may(Right::ChangeServices, &service.owner)
}

/// Reads the form at `now`, which says no address; everything that is wrong with it at once.
///
/// # Errors
/// The problems, in the order of the fields.
pub fn read(
    fields: &ServiceFields,
    now: OffsetDateTime,
) -> Result<ServiceSettingsRow, Vec<ServiceProblem>> {
    let mut problems = Vec::new();
    let until = calendar::read_local(&fields.until, Zone::Wib);
    let typed_until = !fields.until.trim().is_empty();
    match (until, fields.state) {
        (None, _) if typed_until => problems.push(ServiceProblem::Until),
        (None, ServiceState::Maintenance) => problems.push(ServiceProblem::UntilMissing),
        (_, ServiceState::Available) => {}
        (Some(until), _) if until <= now => problems.push(ServiceProblem::UntilPast),
        _ => {}
    }
    let needs_reason = matches!(fields.state, ServiceState::Disruption | ServiceState::Blocked);
    let empty = |text: &str| text.trim().is_empty();
    // English is not needed, but it is no more than a translation.
    if (needs_reason || !empty(&fields.note_en)) && empty(&fields.note_id) {
        problems.push(ServiceProblem::Note);
    }
    let mut note = |field, typed: &str| {
        text::lines(typed, LONGEST_NOTE).unwrap_or_else(|problem| {
            problems.push(ServiceProblem::Text(field, problem));
            String::new()
        })
    };
    let note_id = note(ServiceText::NoteId, &fields.note_id);
    let note_en = note(ServiceText::NoteEn, &fields.note_en);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(ServiceSettingsRow {
        slug: fields.slug.clone(),
        address: None,
        state: fields.state,
        until: until.filter(|_| fields.state != ServiceState::Available),
        note_id,
        note_en,
    })
}

/// None: as in the file.
fn read_address_field(typed: &str) -> Result<Option<String>, ServiceProblem> {
    let text = text::line(typed, LONGEST_ADDRESS)
        .map_err(|problem| ServiceProblem::Text(ServiceText::Address, problem))?;
    if text.is_empty() {
        return Ok(None);
    }
    let address = read_address(&text).map_err(|_| ServiceProblem::Address)?;
    Ok(Some(address.into_text()))
}

/// Whether a service can be used, at once; where it is stays as it is.
///
/// # Errors
/// When the database fails; then nothing was changed.
pub async fn save(
    portal: &Portal,
    session: &LiveSession,
    visitor: &Visitor,
    fields: &ServiceFields,
) -> Result<SettingsOutcome, Fault> {
    let commons = portal.commons.get();
    let Some(service) = commons.service(&fields.slug).filter(|one| is_theirs(session, one)) else {
        return Ok(SettingsOutcome::NotFound);
    };
    let now = portal.now();
    let settings = match read(fields, now) {
        Ok(settings) => settings,
        Err(problems) => return Ok(SettingsOutcome::Problems(problems)),
    };
    if !session.is_fresh(now) {
        return Ok(SettingsOutcome::NotFresh);
    }
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    if !is_theirs(&session, service) {
        return Ok(SettingsOutcome::NotFound);
    }
    let holder = session.holder();
    let state_of =
        |before: ServiceSettingsRow| ServiceSettingsRow { address: before.address, ..settings };
    if service_change::set_in(
        portal,
        &mut unit,
        visitor,
        &holder,
        session.account,
        &fields.slug,
        state_of,
    )
    .await?
    .is_err()
    {
        return Ok(SettingsOutcome::NotFound);
    }
    unit.commit().await?;
    portal.refresh_commons().await?;
    Ok(SettingsOutcome::Done)
}

/// Lays another address before a second administrator.
///
/// # Errors
/// When the database fails; then nothing was proposed.
pub async fn propose_move(
    portal: &Portal,
    session: &LiveSession,
    visitor: &Visitor,
    fields: &MoveFields,
) -> Result<SettingsOutcome, Fault> {
    let commons = portal.commons.get();
    let service = commons.service(&fields.slug);
    let Some(service) = service.filter(|one| is_theirs(session, one)) else {
        return Ok(SettingsOutcome::NotFound);
    };
    let (address, mut problems) = match read_address_field(&fields.address) {
        Ok(address) if address == service.settings.address => {
            (None, vec![ServiceProblem::SameAddress])
        }
        Ok(address) => (address, Vec::new()),
        Err(problem) => (None, vec![problem]),
    };
    problems.extend(reason::read(&fields.reason).err().map(ServiceProblem::Reason));
    if !problems.is_empty() {
        return Ok(SettingsOutcome::Problems(problems));
    }
    let proposal = Proposal::ServiceAddress { slug: fields.slug.clone(), address };
    let proposed = approval::propose(portal, visitor, session, None, &proposal, &fields.reason);
    Ok(match proposed.await? {
        Ok(_) => SettingsOutcome::Done,
        Err(ApprovalProblem::Waits) => SettingsOutcome::Problems(vec![ServiceProblem::Waits]),
        Err(_) => SettingsOutcome::NotFound,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::text::TextProblem;

    fn fields(state: ServiceState, until: &str, note: &str) -> ServiceFields {
        ServiceFields {
            slug: "presensi".into(),
            state,
            until: until.into(),
            note_id: note.into(),
            note_en: note.into(),
        }
    }

    #[test]
    fn each_state_asks_for_what_people_need_to_know() {
        let now = calendar::read_local("2026-11-22T10:00", Zone::Wib).unwrap();
        let problems = |fields: ServiceFields| read(&fields, now).err().unwrap_or_default();
        let later = "2026-11-22T18:00";
        assert_eq!(problems(fields(ServiceState::Available, "", "")), []);
        assert_eq!(problems(fields(ServiceState::Maintenance, later, "")), []);
        let maintenance = |until| problems(fields(ServiceState::Maintenance, until, ""));
        assert_eq!(maintenance(""), [ServiceProblem::UntilMissing]);
        let past = "2026-11-22T10:00";
        assert_eq!(maintenance(past), [ServiceProblem::UntilPast]);
        assert_eq!(problems(fields(ServiceState::Blocked, past, "x")), [ServiceProblem::UntilPast]);
        assert_eq!(problems(fields(ServiceState::Available, past, "")), []);
        assert_eq!(problems(fields(ServiceState::Blocked, "", "x")), []);
        assert_eq!(problems(fields(ServiceState::Blocked, "", " ")), [ServiceProblem::Note]);
        let in_one = |note_id: &str, note_en: &str, state| {
            let note_id = note_id.into();
            let note_en = note_en.into();
            problems(ServiceFields { note_id, note_en, ..fields(state, "", "") })
        };
        assert_eq!(in_one("x", "", ServiceState::Blocked), [], "English is not needed");
        assert_eq!(in_one("", "x", ServiceState::Blocked), [ServiceProblem::Note]);
        assert_eq!(in_one("", "x", ServiceState::Available), [ServiceProblem::Note]);
        assert_eq!(
            problems(fields(ServiceState::Disruption, "soon", "x")),
            [ServiceProblem::Until]
        );
        assert_eq!(read_address_field("javascript:alert(1)"), Err(ServiceProblem::Address));
        assert_eq!(read_address_field("  "), Ok(None), "as in the file");
    }

    #[test]
    fn a_text_that_cannot_be_kept_whole_is_refused_with_its_numbers() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let typed = ServiceFields {
            note_id: "x\r\n".repeat(151),
            note_en: "a\0b".into(),
            ..fields(ServiceState::Blocked, "", "x")
        };
        let too_long = |characters, limit| TextProblem::TooLong { characters, limit };
        let problems = [
            ServiceProblem::Text(ServiceText::NoteId, too_long(301, 300)),
            ServiceProblem::Text(ServiceText::NoteEn, TextProblem::Unreadable),
        ];
        assert_eq!(read(&typed, now), Err(problems.into()));
        let long = read_address_field(&format!("https://{}", "a".repeat(500)));
        assert_eq!(long, Err(ServiceProblem::Text(ServiceText::Address, too_long(508, 500))));
        let fits = ServiceFields {
            note_id: "x\r\n".repeat(150),
            ..fields(ServiceState::Blocked, "", "x")
        };
        assert_eq!(read(&fits, now).unwrap().note_id.chars().count(), 299);
    }
}
