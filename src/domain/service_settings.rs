//! What an administrator decides about a service: another address, and whether it can be used.

use super::{
    Fault, Portal,
    audit::{self, Event},
    calendar,
    catalogue::read_address,
    client::Client,
    commons,
    role::Role,
    session::{self, LiveSession},
};
use crate::{
    store::ServiceSettingsRow,
    wire::{
        launcher::ServiceState,
        manage::{ServiceFields, ServiceProblem},
    },
};
use time::OffsetDateTime;

/// Characters.
pub const LONGEST_NOTE: usize = 300;
/// Characters of an address in the record.
const LONGEST_ADDRESS: usize = 300;
/// What is kept of a field that has to be corrected: more than any may have. Characters.
pub const LONGEST_FIELD: usize = 600;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Outcome {
    Saved,
    Problems(Vec<ServiceProblem>),
    /// A fresh proof is needed first.
    NotFresh,
    /// Not an administrator, or no such service: the same to whoever asks.
    NotFound,
}

/// Reads the form at `now`; everything that is wrong with it at once.
///
/// # Errors
/// The problems, in the order of the fields.
pub fn read(
    fields: &ServiceFields,
    now: OffsetDateTime,
) -> Result<ServiceSettingsRow, Vec<ServiceProblem>> {
    let mut problems = Vec::new();
    let typed = fields.address.trim();
    let address = match read_address(typed) {
        _ if typed.is_empty() => None,
        Ok(address) => Some(address.into_text()),
        Err(_) => {
            problems.push(ServiceProblem::Address);
            None
        }
    };
    let until = calendar::read_local(&fields.until);
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
    if needs_reason && (empty(&fields.note_id) || empty(&fields.note_en)) {
        problems.push(ServiceProblem::Note);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let cut = |text: &str| text.trim().chars().take(LONGEST_NOTE).collect::<String>();
    Ok(ServiceSettingsRow {
        slug: fields.slug.clone(),
        address,
        state: fields.state.name().to_owned(),
        until: until.filter(|_| fields.state != ServiceState::Available),
        note_id: cut(&fields.note_id),
        note_en: cut(&fields.note_en),
    })
}

/// What is written down: where the service led and leads, and its states; of bounded length.
fn change(
    in_file: Option<&str>,
    before: Option<&ServiceSettingsRow>,
    after: &ServiceSettingsRow,
) -> String {
    let address = |settings: Option<&ServiceSettingsRow>| {
        let address = settings.and_then(|settings| settings.address.as_deref()).or(in_file);
        address.unwrap_or("–").chars().take(LONGEST_ADDRESS).collect::<String>()
    };
    let state = before.map_or(ServiceState::Available.name(), |before| &before.state);
    format!(
        "{}; {} → {}; {state} → {}",
        after.slug,
        address(before),
        address(Some(after)),
        after.state
    )
}

/// # Errors
/// When the database fails; then nothing was changed.
pub async fn save(
    portal: &Portal,
    session: &LiveSession,
    client: &Client,
    fields: &ServiceFields,
) -> Result<Outcome, Fault> {
    let known = portal.commons.get().service(&fields.slug).is_some();
    if !known || !session.roles.has(Role::Administrator) {
        return Ok(Outcome::NotFound);
    }
    let now = portal.now();
    let settings = match read(fields, now) {
        Ok(settings) => settings,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    if !session.is_fresh(now) {
        return Ok(Outcome::NotFresh);
    }
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let is_theirs = session.roles.has(Role::Administrator);
    let in_file = unit.lock_service(&settings.slug).await?.filter(|_| is_theirs);
    let Some(in_file) = in_file else {
        return Ok(Outcome::NotFound);
    };
    let before = unit.settings_of_service(&settings.slug).await?;
    unit.set_service(&settings, session.account, now).await?;
    let change = change(in_file.as_deref(), before.as_ref(), &settings);
    let (event, subject) = (Event::ServiceChanged, session.subject());
    audit::record_about(portal, &mut unit, event, &subject, client, &change).await?;
    unit.commit().await?;
    commons::refresh(portal).await?;
    Ok(Outcome::Saved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(state: ServiceState, until: &str, note: &str) -> ServiceFields {
        ServiceFields {
            slug: "presensi".into(),
            address: String::new(),
            state,
            until: until.into(),
            note_id: note.into(),
            note_en: note.into(),
        }
    }

    #[test]
    fn the_record_says_where_a_service_led_and_leads() {
        let row = |address: Option<&str>, state: &str| ServiceSettingsRow {
            slug: "presensi".into(),
            address: address.map(str::to_owned),
            state: state.into(),
            until: None,
            note_id: String::new(),
            note_en: String::new(),
        };
        let evil = row(Some("https://evil.example"), "available");
        assert_eq!(
            change(Some("https://a.go.id"), None, &evil),
            "presensi; https://a.go.id → https://evil.example; available → available"
        );
        assert_eq!(
            change(None, Some(&evil), &row(None, "blocked")),
            "presensi; https://evil.example → –; available → blocked"
        );
        let long = format!("https://{}", "a".repeat(5000));
        let change = change(Some(&long), None, &row(Some(&long), "blocked"));
        assert!(change.chars().count() < 700, "{}", change.len());
    }

    #[test]
    fn each_state_asks_for_what_people_need_to_know() {
        let now = calendar::read_local("2026-11-22T10:00").unwrap();
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
        assert_eq!(
            problems(fields(ServiceState::Disruption, "soon", "x")),
            [ServiceProblem::Until]
        );
        let elsewhere = ServiceFields {
            address: "javascript:alert(1)".into(),
            ..fields(ServiceState::Available, "", "")
        };
        assert_eq!(problems(elsewhere), [ServiceProblem::Address]);
    }
}
