//! A service as it is now: the catalogue's words, and what an operator decided about it.

use crate::{
    domain::{people::role::Roles, values::calendar},
    i18n::Language,
    store::{ServiceRow, ServiceSettingsRow},
    wire::launcher::{ServiceState, Tile, Viewer},
};
use std::sync::Arc;
use time::OffsetDateTime;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub viewers: Vec<Viewer>,
    pub suggested_to: Vec<Viewer>,
    /// The agency that it is of; empty: nobody's.
    pub owner: String,
    /// What the file says, for an operator who takes a decision back.
    pub address_in_file: Option<String>,
    pub settings: ServiceSettings,
    indonesian: Arc<Tile>,
    english: Arc<Tile>,
}

/// What an operator decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceSettings {
    pub address: Option<String>,
    pub state: ServiceState,
    pub until: Option<OffsetDateTime>,
    pub note_id: String,
    pub note_en: String,
}

impl ServiceSettings {
    fn read(row: &ServiceSettingsRow) -> Self {
        Self {
            address: row.address.clone(),
            state: row.state,
            until: row.until,
            note_id: row.note_id.clone(),
            note_en: row.note_en.clone(),
        }
    }

    /// Why it is so, for readers of `language`: where there is no English, in Indonesian, with its language.
    fn note(&self, language: Language) -> (&str, Option<Language>) {
        match language {
            Language::Indonesian => (&self.note_id, None),
            Language::English if self.note_en.is_empty() => {
                (&self.note_id, Some(Language::Indonesian))
            }
            Language::English => (&self.note_en, None),
        }
    }

    /// The state at `now`: one with an end is over by itself.
    fn state_at(&self, now: OffsetDateTime) -> ServiceState {
        match self.until {
            Some(until) if until <= now => ServiceState::Available,
            _ => self.state,
        }
    }
}

impl Service {
    #[must_use]
    pub fn read(
        row: &ServiceRow,
        settings: Option<&ServiceSettingsRow>,
        now: OffsetDateTime,
    ) -> Self {
        let settings = settings.map(ServiceSettings::read).unwrap_or_default();
        let tile = |language| {
            let (name, purpose) = match language {
                Language::Indonesian => (&row.name, &row.purpose_id),
                Language::English => (row.name_en.as_ref().unwrap_or(&row.name), &row.purpose_en),
            };
            let (note, note_language) = settings.note(language);
            let (ask, bring) = match language {
                Language::Indonesian => (&row.ask_id, &row.bring_id),
                Language::English => (&row.ask_en, &row.bring_en),
            };
            let state = settings.state_at(now);
            let troubled = state != ServiceState::Available;
            Arc::new(Tile {
                slug: row.slug.clone(),
                name: name.clone(),
                purpose: purpose.clone(),
                icon: row.icon.clone(),
                group: row.service_group,
                viewers: row.viewers.0.clone(),
                address: settings.address.clone().or_else(|| row.address.clone()),
                synonyms: synonyms(row, language),
                state,
                until: settings
                    .until
                    .filter(|_| troubled)
                    .map(|until| calendar::moment_in_words(until, language)),
                note: if troubled { note.to_owned() } else { String::new() },
                note_language,
                ask: ask.clone(),
                bring: bring.clone(),
            })
        };
        Self {
            indonesian: tile(Language::Indonesian),
            english: tile(Language::English),
            suggested_to: row.suggested_to.0.clone(),
            owner: row.owner.clone(),
            address_in_file: row.address.clone(),
            viewers: row.viewers.0.clone(),
            settings,
        }
    }

    #[must_use]
    pub fn tile(&self, language: Language) -> &Arc<Tile> {
        match language {
            Language::Indonesian => &self.indonesian,
            Language::English => &self.english,
        }
    }

    #[must_use]
    pub fn slug(&self) -> &str {
        &self.indonesian.slug
    }

    /// Whether a tile leads to the service itself at this moment.
    #[must_use]
    pub fn can_be_opened(&self) -> bool {
        self.indonesian.can_be_opened()
    }

    /// The public services before login, those of the roles after it.
    #[must_use]
    pub fn is_visible_to(&self, roles: Option<&Roles>) -> bool {
        match roles {
            Some(roles) => roles.may_see(&self.viewers),
            None => self.viewers.contains(&Viewer::Public),
        }
    }
}

/// In another language also the name by which everybody knows it.
fn synonyms(row: &ServiceRow, language: Language) -> String {
    let known = row.name_en.as_ref().filter(|_| language == Language::English);
    let known = known.map(|_| row.name.to_lowercase());
    let others = row.synonyms.lines().map(str::to_owned);
    known.into_iter().chain(others).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{store::Viewers, wire::launcher::Group};

    #[test]
    fn a_state_with_an_end_is_over_by_itself() {
        let row = ServiceRow {
            slug: "presensi".into(),
            position: 0,
            name: "Presensi".into(),
            name_en: None,
            purpose_id: "Kehadiran".into(),
            purpose_en: "Attendance".into(),
            service_group: Group::Kinerja,
            viewers: Viewers(vec![Viewer::Employee]),
            suggested_to: Viewers::default(),
            address: None,
            icon: "clock".into(),
            synonyms: String::new(),
            ask_id: String::new(),
            ask_en: String::new(),
            bring_id: String::new(),
            bring_en: String::new(),
            owner: String::new(),
        };
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let settings = ServiceSettingsRow {
            slug: row.slug.clone(),
            address: None,
            state: ServiceState::Maintenance,
            until: Some(at(100)),
            note_id: "Sedang dirawat".into(),
            note_en: "In maintenance".into(),
        };
        let tile = |now| {
            let service = Service::read(&row, Some(&settings), at(now));
            service.tile(Language::Indonesian).as_ref().clone()
        };
        assert_eq!(tile(99).state, ServiceState::Maintenance);
        assert_eq!(tile(99).note, "Sedang dirawat");
        assert!(tile(99).until.is_some());
        let after = tile(100);
        assert_eq!(
            (after.state, after.note.as_str(), after.until),
            (ServiceState::Available, "", None)
        );
    }
}
