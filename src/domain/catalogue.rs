//! The catalogue: every service behind the door, read from `catalogue.toml`.

use super::role::Roles;
use crate::{
    i18n::Language,
    wire::launcher::{Audience, Group, Tile},
};
use serde::Deserialize;

/// The catalogue that this version of the portal was built with.
const BUILT_IN: &str = include_str!("../../catalogue.toml");

#[derive(Debug, Clone)]
pub struct Catalogue(Vec<Service>);

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    slug: String,
    name: String,
    name_en: Option<String>,
    purpose_id: String,
    purpose_en: String,
    group: Group,
    audience: Vec<Audience>,
    address: Option<String>,
    icon: String,
    #[serde(default)]
    synonyms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    service: Vec<Service>,
}

/// The file is not a catalogue; says where and why.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("the catalogue cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("the catalogue has two services called \"{0}\"")]
    Twice(String),
    #[error("the address of the service \"{0}\" in the catalogue does not begin with https://")]
    Address(String),
}

impl Catalogue {
    /// # Errors
    /// When the file that was built in is broken; a test sees to it that it is not.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::parse(BUILT_IN)
    }

    /// # Errors
    /// With the line of what cannot be read, or the name of the service that is wrong.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let services = toml::from_str::<File>(text)?.service;
        for (index, service) in services.iter().enumerate() {
            if services.iter().take(index).any(|other| other.slug == service.slug) {
                return Err(CatalogueError::Twice(service.slug.clone()));
            }
            if service.address.as_ref().is_some_and(|address| !address.starts_with("https://")) {
                return Err(CatalogueError::Address(service.slug.clone()));
            }
        }
        Ok(Self(services))
    }

    #[must_use]
    pub fn contains(&self, slug: &str) -> bool {
        self.0.iter().any(|service| service.slug == slug)
    }

    /// What somebody may see: the public services before login, those of the roles after it.
    pub fn visible_to(
        &self,
        roles: Option<&Roles>,
        language: Language,
    ) -> impl Iterator<Item = Tile> {
        let visible = move |service: &&Service| match roles {
            Some(roles) => roles.may_see(&service.audience),
            None => service.audience.contains(&Audience::Public),
        };
        self.0.iter().filter(visible).map(move |service| service.tile(language))
    }
}

impl Service {
    fn tile(&self, language: Language) -> Tile {
        let (name, purpose) = match language {
            Language::Indonesian => (&self.name, &self.purpose_id),
            Language::English => (self.name_en.as_ref().unwrap_or(&self.name), &self.purpose_en),
        };
        Tile {
            slug: self.slug.clone(),
            name: name.clone(),
            purpose: purpose.clone(),
            icon: self.icon.clone(),
            group: self.group,
            audience: self.audience.clone(),
            address: self.address.clone(),
            synonyms: self.synonyms.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> Catalogue {
        Catalogue::built_in().unwrap()
    }

    #[test]
    fn the_catalogue_has_all_47_services_in_every_group() {
        let tiles: Vec<_> = {
            let all = Roles::parse("administrator").unwrap();
            built_in().visible_to(Some(&all), Language::Indonesian).collect()
        };
        assert_eq!(tiles.len(), 47);
        for group in Group::ALL {
            assert!(tiles.iter().any(|tile| tile.group == group), "{group:?} is empty");
        }
    }

    #[test]
    fn every_icon_is_in_the_sprite() {
        let sprite = include_str!("../../public/icons.svg");
        for service in &built_in().0 {
            assert!(sprite.contains(&format!("id=\"i-{}\"", service.icon)), "{}", service.icon);
        }
    }

    #[test]
    fn a_stranger_sees_the_public_services_only() {
        let catalogue = built_in();
        let public: Vec<_> = catalogue.visible_to(None, Language::English).collect();
        assert!(public.iter().all(|tile| tile.audience.contains(&Audience::Public)));
        assert!(public.iter().any(|tile| tile.slug == "sscasn"));
        assert!(!public.iter().any(|tile| tile.slug == "i-dis"));
    }

    #[test]
    fn a_broken_catalogue_says_where() {
        let broken = BUILT_IN.replacen("group = \"perencanaan\"", "group = \"perencanan\"", 1);
        let error = Catalogue::parse(&broken).unwrap_err().to_string();
        assert!(error.contains("line ") && error.contains("perencanan"), "{error}");

        let twice = format!("{BUILT_IN}\n{BUILT_IN}");
        assert!(matches!(Catalogue::parse(&twice), Err(CatalogueError::Twice(_))));

        let elsewhere = BUILT_IN.replacen("address = \"https:", "address = \"javascript:", 1);
        assert!(matches!(Catalogue::parse(&elsewhere), Err(CatalogueError::Address(_))));
    }
}
