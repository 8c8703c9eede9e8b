//! What operators and administrators look after: announcements and the state of services.

use super::{
    launcher::{Announcement, ServiceState, Severity},
    notice::Notice,
    people::ReasonProblem,
    person::Person,
    text::TextProblem,
    zone::Zone,
};
use crate::i18n::{Language, Messages};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Characters of an announcement.
pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_BODY: usize = 2000;
/// Characters of a note about a service.
pub const LONGEST_NOTE: usize = 300;

/// Whom an announcement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Addressees {
    Everyone,
    /// Operators and administrators of all agencies.
    Operators,
    /// Everybody of the agency that speaks.
    Agency,
}

impl Addressees {
    pub const ALL: [Self; 3] = [Self::Everyone, Self::Operators, Self::Agency];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// In words.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.manage;
        match self {
            Self::Everyone => words.addressees_everyone,
            Self::Operators => words.addressees_operators,
            Self::Agency => words.addressees_agency,
        }
    }
}

/// What is missing before a draft can be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftProblem {
    TitleId,
    BodyId,
    /// English is not needed, but half of it helps nobody.
    TitleEn,
    BodyEn,
    StartsAt,
    EndsAt,
    EndsInThePast,
    EndsBeforeItStarts,
}

/// The texts of an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftText {
    TitleId,
    BodyId,
    TitleEn,
    BodyEn,
}

/// A draft as its form shows it; times as in `<input type="datetime-local">`, in `zone`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftFields {
    pub severity: Severity,
    /// A form is kept for its next page, which a node of another version may render.
    #[serde(rename = "audience")]
    pub addressees: Addressees,
    pub title_id: String,
    pub title_en: String,
    pub body_id: String,
    pub body_en: String,
    pub zone: Zone,
    pub starts: String,
    pub ends: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnnouncementStage {
    Draft,
    Planned,
    Current,
    Over,
}

/// One row of the list of announcements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedAnnouncement {
    pub id: String,
    pub title: String,
    /// The title's language, where it is not the reader's.
    pub language: Option<Language>,
    pub agency: String,
    pub stage: AnnouncementStage,
    /// In words, where it is known.
    pub ends: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementListView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub rows: Vec<ListedAnnouncement>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementEditView {
    pub person: Person,
    pub is_administrator: bool,
    pub notice: Option<Notice>,
    /// `None`: a new one.
    pub id: Option<String>,
    pub stage: AnnouncementStage,
    pub fields: DraftFields,
    /// Why nothing was saved: what was typed is in `fields`.
    pub refused: Vec<(DraftText, TextProblem)>,
    pub problems: Vec<DraftProblem>,
    /// As readers of either language see it; none where nothing is written yet.
    pub preview: Option<[Announcement; 2]>,
    /// When it begins, in words, where it was published.
    pub begins: Option<String>,
}

/// One row of the list of services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedService {
    pub slug: String,
    pub name: String,
    pub address: Option<String>,
    pub state: ServiceState,
    pub until: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceListView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub query: String,
    /// Only the beginning of what was typed.
    pub query_is_part: bool,
    /// What was found, the best first; without a search all, those in trouble first.
    pub rows: Vec<ListedService>,
    /// How many of all services cannot be used now.
    pub in_trouble: usize,
}

/// What is wrong with the form of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceProblem {
    Address,
    /// It is there already.
    SameAddress,
    /// Another one waits for a second administrator.
    Waits,
    Reason(ReasonProblem),
    Until,
    /// Over before it begins.
    UntilPast,
    /// Maintenance without an end.
    UntilMissing,
    /// A disruption or block without a reason, or one in English alone.
    Note,
    Text(ServiceText, TextProblem),
}

/// The texts of a service's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceText {
    Address,
    NoteId,
    NoteEn,
}

/// The form by which another address is proposed for a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveFields {
    pub slug: String,
    /// Empty: as in the catalogue file.
    pub address: String,
    pub reason: String,
}

/// The form of a service; `until` as in `<input type="datetime-local">`, in WIB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceFields {
    pub slug: String,
    pub state: ServiceState,
    pub until: String,
    pub note_id: String,
    pub note_en: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceEditView {
    pub person: Person,
    pub name: String,
    pub address_in_file: Option<String>,
    pub fields: ServiceFields,
    pub moving: MoveFields,
    pub problems: Vec<ServiceProblem>,
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_is_kept_is_read_by_the_version_before() {
        let fields = DraftFields {
            severity: Severity::Important,
            addressees: Addressees::Everyone,
            title_id: "Tutup".into(),
            title_en: String::new(),
            body_id: "Isi".into(),
            body_en: String::new(),
            zone: Zone::Wib,
            starts: String::new(),
            ends: String::new(),
        };
        let kept = serde_json::to_value(&fields).unwrap();
        assert_eq!(kept["audience"], "everyone");
        assert_eq!(serde_json::from_value::<DraftFields>(kept).unwrap(), fields);
    }
}
