//! The catalogue: every service behind the door.
//!
//! It is first filled from a file. Whenever a portal starts, the file's services replace those in
//! the database; what an operator decided about a service (its address, its state) is kept apart,
//! so a newer file never touches it.

use crate::{
    domain::{Fault, values::text},
    paths::LONGEST_SLUG,
    store::{ServiceRow, Unit, Viewers},
    wire::{
        launcher::{Group, Viewer},
        text::TextProblem,
    },
};
use serde::{Deserialize, de::IntoDeserializer};

/// The catalogue that this version of the portal was built with.
pub const BUILT_IN: &str = include_str!("../../../catalogue.toml");

/// The services of a catalogue file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue(File);

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    slug: Slug,
    name: Words,
    name_en: Option<Words>,
    purpose_id: Words,
    purpose_en: Words,
    group: Group,
    #[serde(alias = "audience")]
    viewers: Vec<Viewer>,
    /// Whose launcher shows it first until they choose for themselves.
    #[serde(default)]
    suggested_to: Vec<Viewer>,
    address: Option<Address>,
    icon: Words,
    #[serde(default)]
    synonyms: Vec<Words>,
    /// Whom to ask where the portal does not open it.
    #[serde(default)]
    ask_id: Words,
    #[serde(default)]
    ask_en: Words,
    /// What they usually need.
    #[serde(default)]
    bring_id: Words,
    #[serde(default)]
    bring_en: Words,
    /// In place of that of the file.
    owner: Option<Words>,
}

/// What stands on a tile, or people search by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Words(String);

/// Characters.
const LONGEST_WORDS: usize = 200;

impl TryFrom<String> for Words {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text::line(&text, LONGEST_WORDS) {
            Ok(text) => Ok(Self(text)),
            Err(TextProblem::TooLong { .. }) => Err("a text has at most 200 characters"),
            Err(TextProblem::Unreadable) => Err("a text holds signs that no screen shows"),
        }
    }
}

/// Of an address: it has to fit into the head of an answer. Bytes.
pub const LONGEST_ADDRESS: usize = 500;

/// Lower-case letters, digits and hyphens: it stands in addresses.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Slug(String);

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(1..=LONGEST_SLUG).contains(&text.len()) || !text.chars().all(allowed) {
            return Err("a slug is made of at most 64 lower-case letters, digits and hyphens");
        }
        Ok(Self(text))
    }
}

/// Where a service lives: https and a host, so that a tile can never run a script or lead to plain
/// http.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Address(String);

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let uri: Option<url::Url> = text.parse().ok();
        let right = uri.is_some_and(|uri| {
            uri.scheme() == "https" && uri.host_str().is_some() && uri.username().is_empty()
        });
        let plain = text.starts_with("https://") && text.bytes().all(|b| b.is_ascii_graphic());
        if !(right && plain && text.len() <= LONGEST_ADDRESS) {
            return Err(
                "an address begins with https:// and a host, and has at most 500 characters",
            );
        }
        Ok(Self(text))
    }
}

impl Address {
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The agency that its services are of.
    #[serde(default)]
    owner: Words,
    service: Vec<Entry>,
}

/// The file is not a catalogue; says where and why.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("{}", syntax(.0))]
    Syntax(Box<toml::de::Error>),
    #[error("two services are called \"{0}\"")]
    Twice(String),
}

/// The first lines of what the parser says: the place, the line itself, and what is wrong with it.
fn syntax(error: &toml::de::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "|");
    lines.filter(|line| !line.starts_with("| ^")).collect::<Vec<_>>().join("; ")
}

impl Catalogue {
    /// # Errors
    /// When the file that was built in is broken; a test sees to it that it is not.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::parse(BUILT_IN)
    }

    /// # Errors
    /// With the line and the field of what cannot be read, or the service that is there twice.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let file: File =
            toml::from_str(text).map_err(|error| CatalogueError::Syntax(Box::new(error)))?;
        for (index, entry) in file.service.iter().enumerate() {
            if file.service.iter().take(index).any(|other| other.slug == entry.slug) {
                return Err(CatalogueError::Twice(entry.slug.0.clone()));
            }
        }
        Ok(Self(file))
    }

    fn rows(&self) -> Vec<ServiceRow> {
        let Self(File { owner, service }) = self;
        (0..).zip(service).map(|(at, entry)| entry.row(at, owner)).collect()
    }

    /// Makes the services in the database those of this file.
    ///
    /// # Errors
    /// When the database fails; then the unit must not be committed.
    pub async fn save(&self, unit: &mut Unit) -> Result<(), Fault> {
        let rows = self.rows();
        if unit.services().await? != rows {
            unit.remove_services().await?;
            for row in &rows {
                unit.add_service(row).await?;
            }
        }
        Ok(())
    }
}

impl Entry {
    /// `owner`: that of the file.
    fn row(&self, position: i64, owner: &Words) -> ServiceRow {
        let synonyms: Vec<&str> = self.synonyms.iter().map(|one| &*one.0).collect();
        ServiceRow {
            slug: self.slug.0.clone(),
            position,
            name: self.name.0.clone(),
            name_en: self.name_en.as_ref().map(|name| name.0.clone()),
            purpose_id: self.purpose_id.0.clone(),
            purpose_en: self.purpose_en.0.clone(),
            service_group: self.group,
            viewers: Viewers(self.viewers.clone()),
            suggested_to: Viewers(self.suggested_to.clone()),
            address: self.address.clone().map(Address::into_text),
            icon: self.icon.0.clone(),
            synonyms: synonyms.join("\n"),
            ask_id: self.ask_id.0.clone(),
            ask_en: self.ask_en.0.clone(),
            bring_id: self.bring_id.0.clone(),
            bring_en: self.bring_en.0.clone(),
            owner: self.owner.as_ref().unwrap_or(owner).0.clone(),
        }
    }
}

/// Reads an address that an operator typed.
///
/// # Errors
/// When it is not one that a tile may lead to.
pub fn read_address(text: &str) -> Result<Address, &'static str> {
    let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        text.trim().into_deserializer();
    Address::deserialize(deserializer).map_err(|_| "not an address of a service")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        launcher::{commons::ShownServices, service::Service},
        people::role::Roles,
    };
    use crate::{i18n::Language, wire::search::rank};
    use time::OffsetDateTime;

    fn services() -> Vec<Service> {
        let rows = Catalogue::built_in().unwrap().rows();
        rows.into_iter().map(|row| Service::read(&row, None, OffsetDateTime::UNIX_EPOCH)).collect()
    }

    #[test]
    fn a_service_is_of_the_agency_of_its_file_unless_it_names_another() {
        let owners = |text: &str| -> Vec<String> {
            Catalogue::parse(text).unwrap().rows().into_iter().map(|row| row.owner).collect()
        };
        let first = "[[service]]\n";
        let one = BUILT_IN.split(first).nth(1).unwrap();
        let file = format!("owner = \"BKN\"\n{first}{one}");
        assert_eq!(owners(&file), ["BKN"]);
        assert_eq!(owners(&format!("{file}\nowner = \"Kota Ambon\"\n")), ["Kota Ambon"]);
        assert_eq!(owners(&format!("{first}{one}")), [""]);
    }

    #[test]
    fn a_catalogue_of_ones_own_may_say_audience_as_before() {
        let older = BUILT_IN.replace("\nviewers = ", "\naudience = ");
        assert_ne!(older, BUILT_IN);
        let (older, now) = (Catalogue::parse(&older).unwrap(), Catalogue::built_in().unwrap());
        assert_eq!(older.rows(), now.rows());
    }

    #[test]
    fn the_catalogue_has_all_47_services_in_every_group_and_two_doors_to_siasn() {
        let services = services();
        assert_eq!(services.len(), 47 + 1);
        for group in Group::ALL {
            let here = |service: &Service| service.tile(Language::English).group == group;
            assert!(services.iter().any(here), "{group:?} is empty");
        }
    }

    #[test]
    fn every_icon_is_in_the_sprite() {
        let sprite = include_str!("../../../public/icons.svg");
        for entry in Catalogue::built_in().unwrap().0.service {
            assert!(sprite.contains(&format!("id=\"i-{}\"", entry.icon.0)), "{:?}", entry.icon);
        }
    }

    #[test]
    fn a_stranger_sees_the_public_services_only() {
        let visible = |slug| {
            services().iter().find(|service| service.slug() == slug).unwrap().is_visible_to(None)
        };
        assert!(visible("sscasn"));
        assert!(!visible("i-dis"));
    }

    #[test]
    fn every_role_is_suggested_something_it_may_see_and_open() {
        for role in ["employee", "operator", "administrator"] {
            let roles = Roles::parse(role).unwrap();
            let suggested: Vec<_> = services()
                .into_iter()
                .filter(|service| {
                    roles.is_suggested(&service.suggested_to) && service.can_be_opened()
                })
                .collect();
            assert!((4..=8).contains(&suggested.len()), "{role}: {}", suggested.len());
            assert!(suggested.iter().all(|service| service.is_visible_to(Some(&roles))), "{role}");
        }
    }

    #[test]
    fn what_the_portal_does_not_open_for_everybody_says_whom_to_ask_in_both_languages() {
        for entry in Catalogue::built_in().unwrap().0.service {
            let inner = !entry.viewers.contains(&Viewer::Public)
                && !entry.viewers.contains(&Viewer::Employee);
            let said = [&entry.ask_id.0, &entry.ask_en.0];
            if inner || entry.address.is_none() {
                assert!(said.iter().all(|text| !text.is_empty()), "{:?}", entry.slug);
            }
            assert_eq!(
                entry.bring_id.0.is_empty(),
                entry.bring_en.0.is_empty(),
                "{:?}",
                entry.slug
            );
            for text in said.into_iter().chain([&entry.bring_id.0, &entry.bring_en.0]) {
                assert!(text.len() <= 150 && !text.ends_with('.'), "{:?}: {text}", entry.slug);
            }
        }
    }

    #[test]
    fn every_asn_finds_siasn_and_operators_their_agencys_case_work_beside_it() {
        let services = services();
        let finds = |role: &str, query: &str| -> Vec<&str> {
            let roles = Roles::parse(role).unwrap();
            let theirs = services.iter().filter(|service| service.is_visible_to(Some(&roles)));
            let theirs: Vec<_> = theirs.collect();
            let tiles = theirs.iter().map(|service| service.tile(Language::Indonesian).searched());
            rank(query, tiles).into_iter().map(|at| theirs[at].slug()).collect()
        };
        assert_eq!(finds("employee", "siasn"), ["siasn"]);
        for role in ["operator", "employee operator"] {
            assert_eq!(finds(role, "SIASN")[..2], ["siasn", "siasn-instansi"], "{role}");
            assert_eq!(finds(role, "siasn instansi").first(), Some(&"siasn-instansi"), "{role}");
        }
        let at = |slug| services.iter().position(|service| service.slug() == slug);
        assert_eq!(at("siasn").map(|at| at + 1), at("siasn-instansi"), "beside it");
    }

    fn searches() -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = include_str!("../../../tests/searches.txt").lines();
        lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "))
    }

    #[test]
    fn what_people_type_finds_what_they_mean_first() {
        let services = services();
        let typed: std::collections::HashSet<_> = searches().map(|(query, _)| query).collect();
        assert!(typed.len() >= 210, "{}", typed.len());
        for (query, slug) in searches() {
            let tiles = services.iter().map(|service| service.tile(Language::Indonesian));
            let found = rank(query, tiles.map(|tile| tile.searched()));
            let first = found.first().map(|at| services[*at].slug());
            assert_eq!(first, Some(slug), "{query}");
        }
    }

    #[test]
    fn nobody_is_told_that_there_is_nothing_whatever_their_role_and_language() {
        let services = services();
        for role in ["employee", "operator"] {
            let roles = Roles::parse(role).unwrap();
            for language in Language::ALL {
                let shown = ShownServices::of(&services, &roles);
                let all: Vec<_> =
                    shown.tiles(language).iter().chain(&**shown.handled(language)).collect();
                for (query, slug) in searches() {
                    let found = rank(query, all.iter().map(|tile| tile.searched()));
                    assert!(!found.is_empty(), "{role}, {language:?}: {query}");
                    // What is open to them may come before what they have to ask for.
                    let mut best = found.iter().take(3).map(|at| &*all[*at].slug);
                    let meant = language != Language::Indonesian || best.any(|one| one == slug);
                    assert!(meant, "{role}: {query}");
                }
            }
        }
    }

    #[test]
    fn a_teacher_is_told_whom_to_ask_and_what_to_bring_and_no_address_that_is_not_hers() {
        let shown = ShownServices::of(&services(), &Roles::parse("employee").unwrap());
        let handled = shown.handled(Language::Indonesian);
        for (query, slug) in [
            ("naik pangkat", "kenaikan-pangkat"),
            ("cuti", "kepegawaian-internal"),
            ("mutasi", "pindah-instansi"),
            ("kgb", "kepegawaian-internal"),
        ] {
            let found = rank(query, handled.iter().map(|tile| tile.searched()));
            let first = &handled[found[0]];
            assert_eq!(first.slug, slug, "{query}");
            assert!(!first.ask.is_empty() && !first.bring.is_empty(), "{query}");
        }
        assert!(handled.iter().all(|tile| tile.address.is_none() && !shown.has(&tile.slug)));
    }

    #[test]
    fn a_broken_catalogue_says_where_and_what() {
        let broken = |from: &str, to: &str| {
            let text = BUILT_IN.replacen(from, to, 1);
            assert_ne!(text, BUILT_IN);
            Catalogue::parse(&text).unwrap_err().to_string()
        };
        let error = broken("group = \"perencanaan\"", "group = \"perencanan\"");
        assert!(error.contains("line ") && error.contains("group = \"perencanan\""), "{error}");
        let error = broken("address = \"https:", "address = \"javascript:");
        assert!(error.contains("line ") && error.contains("begins with https://"), "{error}");
        let error = broken("slug = \"peta-jabatan\"", "slug = \"../peta\"");
        assert!(error.contains("line ") && error.contains("lower-case"), "{error}");
        let error = broken("name = \"", "name = \"a\\u0000");
        assert!(error.contains("line ") && error.contains("no screen shows"), "{error}");
        let error = broken("name = \"", &format!("name = \"{}", "x".repeat(200)));
        assert!(error.contains("line ") && error.contains("200"), "{error}");
        let error = broken("icon = ", "ikon = ");
        assert!(error.contains("line ") && error.contains("ikon"), "{error}");
        assert!(!error.contains('\n'));
        let twice = format!("{BUILT_IN}\n{BUILT_IN}");
        assert!(matches!(Catalogue::parse(&twice), Err(CatalogueError::Twice(_))));
    }

    #[test]
    fn an_address_is_https_and_a_host() {
        for right in ["https://kinerja.bkn.go.id", "https://a.go.id/b?c=d#e"] {
            assert!(read_address(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "http://a.go.id",
            "javascript:alert(1)",
            "//a.go.id",
            "https://",
            "https:a.go.id",
            "https://user@a.go.id",
            "https://a.go.id/\r\nx: y",
            "https://a b",
        ] {
            assert!(read_address(wrong).is_err(), "{wrong}");
        }
    }
}
