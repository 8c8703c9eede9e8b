//! The catalogue of services as people see it.

use super::{account::Safety, notice::Notice, person::Person, search::Searched};
use crate::i18n::{Language, Messages};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use strum::{EnumString, IntoStaticStr};

/// The groups of the launcher, what is used most first: nobody who has a post is recruited again.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Group {
    Kinerja,
    Pendukung,
    Karier,
    Pensiun,
    Perencanaan,
    Pengadaan,
}

impl Group {
    pub const ALL: [Self; 6] = [
        Self::Kinerja,
        Self::Pendukung,
        Self::Karier,
        Self::Pensiun,
        Self::Perencanaan,
        Self::Pengadaan,
    ];

    /// As in the catalogue and in the address bar.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.into()
    }

    /// In words.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.launcher;
        match self {
            Self::Kinerja => words.group_kinerja,
            Self::Pendukung => words.group_pendukung,
            Self::Karier => words.group_karier,
            Self::Pensiun => words.group_pensiun,
            Self::Perencanaan => words.group_perencanaan,
            Self::Pengadaan => words.group_pengadaan,
        }
    }
}

/// Whom a service is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Viewer {
    Employee,
    Operator,
    Public,
}

impl Viewer {
    /// As in the catalogue.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Whether a service can be used at this moment.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
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
        self.into()
    }

    /// In words.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.launcher;
        match self {
            Self::Available => words.available,
            Self::Maintenance => words.maintenance,
            Self::Disruption => words.disruption,
            Self::Blocked => words.blocked,
        }
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
    pub viewers: Vec<Viewer>,
    /// Where the service lives, when that is known.
    pub address: Option<String>,
    /// Other words people search by, separated by commas.
    pub synonyms: String,
    pub state: ServiceState,
    /// When the state is over, in words.
    pub until: Option<String>,
    /// Why it is so and whom to ask; empty where there is nothing to say.
    pub note: String,
    /// Its language, where it is not the reader's.
    pub note_language: Option<Language>,
    /// Whom to ask where the portal does not open it, and what they usually need.
    pub ask: String,
    pub bring: String,
}

impl Tile {
    /// Whether it leads to the service itself at this moment.
    #[must_use]
    pub fn can_be_opened(&self) -> bool {
        self.address.is_some() && self.state == ServiceState::Available
    }

    /// For whom it is not open to.
    #[must_use]
    pub fn without_address(&self) -> Self {
        Self { address: None, ..self.clone() }
    }

    #[must_use]
    pub fn searched(&self) -> Searched<'_> {
        Searched { name: &self.name, purpose: &self.purpose, synonyms: &self.synonyms }
    }
}

/// How much an announcement matters. An important one has to be acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Severity {
    Information,
    Warning,
    Important,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Information, Self::Warning, Self::Important];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// In words.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.announcements;
        match self {
            Self::Information => words.information,
            Self::Warning => words.warning,
            Self::Important => words.important,
        }
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
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Density {
    #[default]
    Comfortable,
    Dense,
}

impl Density {
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Dense];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What the page of one service shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceView {
    pub tile: Arc<Tile>,
    /// Whose session this is, when somebody is logged in.
    pub person: Option<Person>,
    pub is_favourite: bool,
    /// The place among the favourites from which it was just taken.
    pub taken_from: Option<u32>,
}

/// Where a star was pressed: the page comes back there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Spot {
    /// The tile in its group.
    #[default]
    Group,
    Favourites,
    /// The rows in which favourites are arranged.
    Rows,
    /// The service's own page.
    About,
}

impl Spot {
    /// As in a form.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn from_name(name: &str) -> Self {
        name.parse().unwrap_or_default()
    }
}

/// What somebody has just changed on their launcher: said where it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Changed {
    Pinned {
        service: String,
    },
    /// Taken from that place among the favourites, where it can be put back.
    Unpinned {
        service: String,
        place: u32,
    },
    Moved,
    Acknowledged,
}

/// Announcements that do not stand on the launcher as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreAnnouncements {
    /// The one that matters most.
    pub first: Arc<Announcement>,
    pub count: u32,
}

/// What the launcher shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LauncherView {
    pub person: Person,
    pub query: String,
    /// Only the beginning of what was typed.
    pub query_is_part: bool,
    pub notice: Option<Notice>,
    pub changed: Option<Changed>,
    pub safety: Safety,
    pub density: Density,
    /// What the person may see, in catalogue order.
    pub tiles: Arc<[Arc<Tile>]>,
    /// What is not open to them, but found by their search.
    pub handled: Arc<[Arc<Tile>]>,
    /// Slugs out of `tiles`, in the person's order.
    pub favourites: Vec<String>,
    /// Whether the favourites are suggestions, because the person never chose any.
    pub suggested: bool,
    /// Slugs out of `tiles` that are no favourites, the last opened first.
    pub recents: Vec<String>,
    /// Important ones that have to be acknowledged.
    pub announcements: Vec<Arc<Announcement>>,
    pub more_announcements: Option<MoreAnnouncements>,
}

impl LauncherView {
    /// The tiles of `slugs`, in that order.
    pub fn tiles_of<'a>(&'a self, slugs: &'a [String]) -> impl Iterator<Item = &'a Arc<Tile>> {
        slugs.iter().filter_map(|slug| self.tile(slug))
    }

    #[must_use]
    pub fn tile(&self, slug: &str) -> Option<&Arc<Tile>> {
        self.tiles.iter().find(|tile| tile.slug == slug)
    }

    #[must_use]
    pub fn has_no_announcements(&self) -> bool {
        self.announcements.is_empty() && self.more_announcements.is_none()
    }

    /// The service that was just taken off the favourites, and its place among them.
    #[must_use]
    pub fn unpinned(&self) -> Option<(&Arc<Tile>, usize)> {
        match &self.changed {
            Some(Changed::Unpinned { service, place }) => {
                Some((self.tile(service)?, usize::try_from(*place).ok()?))
            }
            _ => None,
        }
    }
}

/// All announcements for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementsView {
    pub person: Person,
    pub announcements: Vec<Arc<Announcement>>,
}
