//! A service as it is now: the catalogue's words, and what an operator decided about it.

use super::{Fault, calendar, people::role::Roles};
use crate::{
    i18n::Language,
    store::{ServiceRow, ServiceSettingsRow},
    wire::launcher::{Audience, Group, ServiceState, Tile},
};
use std::sync::Arc;
use time::OffsetDateTime;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub audience: Vec<Audience>,
    pub suggested_to: Vec<Audience>,
    /// What the file says, for an operator who takes a decision back.
    pub address_in_file: Option<String>,
    pub settings: Settings,
    indonesian: Arc<Tile>,
    english: Arc<Tile>,
}

/// What an operator decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub address: Option<String>,
    pub state: ServiceState,
    pub until: Option<OffsetDateTime>,
    pub note_id: String,
    pub note_en: String,
}

impl Settings {
    fn read(row: &ServiceSettingsRow) -> Result<Self, Fault> {
        Ok(Self {
            address: row.address.clone(),
            state: ServiceState::from_name(&row.state)
                .ok_or(Fault::Corrupt("an unknown state of a service"))?,
            until: row.until,
            note_id: row.note_id.clone(),
            note_en: row.note_en.clone(),
        })
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
    /// # Errors
    /// When the database holds something that is no service.
    pub fn read(
        row: &ServiceRow,
        settings: Option<&ServiceSettingsRow>,
        now: OffsetDateTime,
    ) -> Result<Self, Fault> {
        let settings = settings.map(Settings::read).transpose()?.unwrap_or_default();
        let audience_of_row = audience(&row.audience)?;
        let tile = |language| {
            let (name, purpose, note) = match language {
                Language::Indonesian => (&row.name, &row.purpose_id, &settings.note_id),
                Language::English => {
                    (row.name_en.as_ref().unwrap_or(&row.name), &row.purpose_en, &settings.note_en)
                }
            };
            let (ask, bring) = match language {
                Language::Indonesian => (&row.ask_id, &row.bring_id),
                Language::English => (&row.ask_en, &row.bring_en),
            };
            let state = settings.state_at(now);
            let troubled = state != ServiceState::Available;
            Ok::<_, Fault>(Arc::new(Tile {
                slug: row.slug.clone(),
                name: name.clone(),
                purpose: purpose.clone(),
                icon: row.icon.clone(),
                group: Group::from_slug(&row.service_group)
                    .ok_or(Fault::Corrupt("an unknown group of services"))?,
                audience: audience_of_row.clone(),
                address: settings.address.clone().or_else(|| row.address.clone()),
                synonyms: synonyms(row, language),
                state,
                until: settings
                    .until
                    .filter(|_| troubled)
                    .map(|until| calendar::moment_in_words(until, language)),
                note: if troubled { note.clone() } else { String::new() },
                ask: ask.clone(),
                bring: bring.clone(),
            }))
        };
        Ok(Self {
            indonesian: tile(Language::Indonesian)?,
            english: tile(Language::English)?,
            suggested_to: audience(&row.suggested_to)?,
            address_in_file: row.address.clone(),
            audience: audience_of_row,
            settings,
        })
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
            Some(roles) => roles.may_see(&self.audience),
            None => self.audience.contains(&Audience::Public),
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

fn audience(names: &str) -> Result<Vec<Audience>, Fault> {
    let read = |name| Audience::from_name(name).ok_or(Fault::Corrupt("an unknown audience"));
    names.split_whitespace().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_with_an_end_is_over_by_itself() {
        let row = ServiceRow {
            slug: "presensi".into(),
            position: 0,
            name: "Presensi".into(),
            name_en: None,
            purpose_id: "Kehadiran".into(),
            purpose_en: "Attendance".into(),
            service_group: "kinerja".into(),
            audience: "employee".into(),
            suggested_to: String::new(),
            address: None,
            icon: "clock".into(),
            synonyms: String::new(),
            ask_id: String::new(),
            ask_en: String::new(),
            bring_id: String::new(),
            bring_en: String::new(),
        };
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let settings = ServiceSettingsRow {
            slug: row.slug.clone(),
            address: None,
            state: "maintenance".into(),
            until: Some(at(100)),
            note_id: "Sedang dirawat".into(),
            note_en: "In maintenance".into(),
        };
        let tile = |now| {
            let service = Service::read(&row, Some(&settings), at(now)).unwrap();
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
