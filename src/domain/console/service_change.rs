//! What changes of a service, in the unit in which it is decided, and what the record says of it.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::rights::NotTheirs,
    },
    store::{ServiceSettingsRow, Unit},
    wire::launcher::ServiceState,
};
use uuid::Uuid;

/// What is written down: where the service led and leads, and its states.
fn change(
    in_file: Option<&str>,
    before: Option<&ServiceSettingsRow>,
    after: &ServiceSettingsRow,
) -> String {
    fn address<'a>(settings: Option<&'a ServiceSettingsRow>, in_file: Option<&'a str>) -> &'a str {
        settings.and_then(|settings| settings.address.as_deref()).or(in_file).unwrap_or("–")
    }
    let state = before.map_or(ServiceState::Available, |before| before.state).name();
    format!(
        "{}; {} → {}; {state} → {}",
        after.slug,
        address(before, in_file),
        address(Some(after), in_file),
        after.state.name()
    )
}

/// Where a service is from now on, as two administrators decided.
pub(super) async fn move_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    holder: &Holder,
    by: Uuid,
    slug: &str,
    address: Option<&str>,
) -> Result<Result<(), NotTheirs>, Fault> {
    let moved = |before| ServiceSettingsRow { address: address.map(str::to_owned), ..before };
    set_in(portal, unit, visitor, holder, by, slug, moved).await
}

/// Changes what is decided of a service, for whoever may; an error: there is no such service.
pub(super) async fn set_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    holder: &Holder,
    by: Uuid,
    slug: &str,
    changed: impl FnOnce(ServiceSettingsRow) -> ServiceSettingsRow,
) -> Result<Result<(), NotTheirs>, Fault> {
    let Some(in_file) = unit.lock_service(slug).await? else { return Ok(Err(NotTheirs)) };
    let before = unit.settings_of_service(slug).await?;
    let settings = changed(before.clone().unwrap_or_else(|| ServiceSettingsRow::untouched(slug)));
    unit.set_service(&settings, by, portal.now()).await?;
    let change = change(in_file.as_deref(), before.as_ref(), &settings);
    audit::record_about(portal, unit, Event::ServiceChanged, holder, visitor, &change).await?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::launcher::catalogue::LONGEST_ADDRESS;

    #[test]
    fn the_record_says_where_a_service_led_and_leads() {
        let row = |address: Option<&str>, state: &str| ServiceSettingsRow {
            slug: "presensi".into(),
            address: address.map(str::to_owned),
            state: state.parse().unwrap(),
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
        let long = format!("https://{}", "a".repeat(LONGEST_ADDRESS - 8));
        let whole = change(Some(&long), None, &row(Some(&long), "blocked"));
        assert_eq!(whole.matches(&long).count(), 2, "nothing of an address is left out");
    }
}
