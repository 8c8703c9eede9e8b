//! The catalogue of services as people see it.

use serde::{Deserialize, Serialize};

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

/// One service, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tile {
    pub slug: String,
    pub name: String,
    pub purpose: String,
    pub icon: String,
    pub group: Group,
    pub audience: Vec<Audience>,
    /// Where the service lives, when that is known.
    pub address: Option<String>,
    /// Other words people search by.
    pub synonyms: Vec<String>,
}

impl Tile {
    /// What a search looks at: the words on the tile, and the synonyms behind it.
    #[must_use]
    pub fn searched_text(&self) -> String {
        format!("{} {} {}", self.name, self.purpose, self.synonyms.join(" "))
    }
}

/// What the page of one service shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceView {
    pub tile: Tile,
    /// Whose session this is, when somebody is logged in.
    pub person: Option<Person>,
}

/// What the launcher shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LauncherView {
    pub person: Person,
    pub query: String,
    /// What the person may see, in catalogue order.
    pub tiles: Vec<Tile>,
}

/// Whose session this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub masked_nip: String,
}

/// Whether `query` finds a service described by `text` (name, purpose and synonyms): every word
/// of the query begins a word of the text, in any order and case. The same rule filters on the
/// server and while typing.
#[must_use]
pub fn matches(query: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<&str> = split(&text).collect();
    split(&query.to_lowercase()).all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_beginnings_in_any_order_and_case() {
        let text = "Kenaikan Pangkat Mengusulkan kenaikan pangkat naik pangkat";
        for query in ["", "  ", "pangkat", "naik pangkat", "PANGKAT ken", "e", "!?"] {
            assert_eq!(matches(query, text), query != "e", "{query}");
        }
        assert!(matches("e-kinerja", "e-Kinerja"));
        assert!(matches("kinerja", "e-Kinerja"));
        assert!(!matches("presensi", text));
    }
}
