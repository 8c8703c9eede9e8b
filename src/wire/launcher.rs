//! The catalogue of services as people see it.

use super::{account::Safety, flash::Notice, search::Searched};
use crate::i18n::Language;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The groups of the launcher, in the order of a career.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Perencanaan,
    Pengadaan,
    Kinerja,
    Karier,
    Pensiun,
    Pendukung,
}

impl Group {
    pub const ALL: [Self; 6] = [
        Self::Perencanaan,
        Self::Pengadaan,
        Self::Kinerja,
        Self::Karier,
        Self::Pensiun,
        Self::Pendukung,
    ];

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.slug() == slug)
    }

    /// As in the catalogue and in the address bar.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Perencanaan => "perencanaan",
            Self::Pengadaan => "pengadaan",
            Self::Kinerja => "kinerja",
            Self::Karier => "karier",
            Self::Pensiun => "pensiun",
            Self::Pendukung => "pendukung",
        }
    }
}

/// Whom a service is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    Employee,
    Operator,
    Public,
}

impl Audience {
    /// As in the catalogue.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Operator => "operator",
            Self::Public => "public",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Employee, Self::Operator, Self::Public].into_iter().find(|a| a.name() == name)
    }
}

/// Whether a service can be used at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceState {
    #[default]
    Available,
    /// Planned, until a moment that is known.
    Maintenance,
    Disruption,
    /// Peraturan BKN 1/2023: closed by a decision, with a reason and somebody to ask.
    Blocked,
}

impl ServiceState {
    pub const ALL: [Self; 4] =
        [Self::Available, Self::Maintenance, Self::Disruption, Self::Blocked];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Maintenance => "maintenance",
            Self::Disruption => "disruption",
            Self::Blocked => "blocked",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// One service, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    pub slug: String,
    pub name: String,
    pub purpose: String,
    pub icon: String,
    pub group: Group,
    pub audience: Vec<Audience>,
    /// Where the service lives, when that is known.
    pub address: Option<String>,
    /// Other words people search by, separated by commas.
    pub synonyms: String,
    pub state: ServiceState,
    /// When the state is over, in words.
    pub until: Option<String>,
    /// Why it is so and whom to ask; empty where there is nothing to say.
    pub note: String,
}

impl Tile {
    #[must_use]
    pub fn searched(&self) -> Searched<'_> {
        Searched { name: &self.name, purpose: &self.purpose, synonyms: &self.synonyms }
    }
}

/// How much an announcement matters. An important one has to be acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Information,
    Warning,
    Important,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Information, Self::Warning, Self::Important];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Important => "important",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// One announcement, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    pub id: String,
    pub severity: Severity,
    /// Who speaks.
    pub agency: String,
    pub title: String,
    /// Sanitised HTML.
    pub body: String,
    /// The language of both, where it is not the reader's.
    pub language: Option<Language>,
    /// Its last moment, in words.
    pub until: String,
}

/// How close together the tiles stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    #[default]
    Comfortable,
    Dense,
}

impl Density {
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Dense];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Dense => "dense",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.name() == name)
    }
}

/// What the page of one service shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceView {
    pub tile: Arc<Tile>,
    /// Whose session this is, when somebody is logged in.
    pub person: Option<Person>,
    pub is_favourite: bool,
}

/// What the launcher shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LauncherView {
    pub person: Person,
    pub query: String,
    pub notice: Option<Notice>,
    pub safety: Safety,
    pub density: Density,
    /// What the person may see, in catalogue order.
    pub tiles: Arc<[Arc<Tile>]>,
    /// Slugs out of `tiles`, in the person's order.
    pub favourites: Vec<String>,
    /// Whether the favourites are suggestions, because the person never chose any.
    pub suggested: bool,
    /// Slugs out of `tiles`, the last opened first.
    pub recents: Vec<String>,
    pub announcements: Vec<Arc<Announcement>>,
}

impl LauncherView {
    /// The tiles of `slugs`, in that order.
    pub fn tiles_of<'a>(&'a self, slugs: &'a [String]) -> impl Iterator<Item = &'a Arc<Tile>> {
        slugs.iter().filter_map(|slug| self.tiles.iter().find(|tile| tile.slug == *slug))
    }
}

/// All announcements for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementsView {
    pub person: Person,
    pub announcements: Vec<Arc<Announcement>>,
}

/// Whose session this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub masked_nip: String,
    /// Its last four digits, for those who hear the page.
    pub nip_ending: String,
    /// Whether the pages for operators and administrators are for this person.
    pub manages: bool,
    /// How long the session lasts without a request.
    pub idle_seconds: u32,
}
