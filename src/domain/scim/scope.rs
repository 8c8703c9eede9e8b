//! Whose people a token is for: those of its agency and of all below it.

use crate::domain::{people::agency::AgencyTree, values::naming};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// An agency, as a group of its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyGroup {
    pub id: Uuid,
    /// What it is called, and what stands with its people from now on.
    pub name: String,
}

impl AgencyGroup {
    /// One that is known by what stands with its people, and nothing else.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let hash = Sha256::new().chain_update("group of people\0").chain_update(text).finalize();
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        Self { id: uuid::Builder::from_custom_bytes(bytes).into_uuid(), name: text.to_owned() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenScope {
    /// What stands with the token.
    root: String,
    /// What stands with people, in order, and which agency it means.
    texts: Vec<String>,
    groups: HashMap<String, AgencyGroup>,
}

impl TokenScope {
    /// As the tree has it today.
    #[must_use]
    pub fn of(tree: &AgencyTree, root: &str) -> Self {
        let Some(own) = tree.of_text(root) else { return Self::new(root, []) };
        let texts = tree.texts_under(&[own.id]).into_iter().filter_map(|text| {
            let agency = tree.of_text(&text)?;
            let group = AgencyGroup { id: agency.id, name: agency.text.clone() };
            Some((text, group))
        });
        Self::new(root, texts)
    }

    /// `root`: what stands with the token. `texts`: what may stand with the people of its agency and of those
    /// below it, with the agency that each means.
    #[must_use]
    pub fn new(root: &str, texts: impl IntoIterator<Item = (String, AgencyGroup)>) -> Self {
        let mut groups: HashMap<_, _> = texts.into_iter().collect();
        groups.entry(root.to_owned()).or_insert_with(|| AgencyGroup::of_text(root));
        let mut texts: Vec<String> = groups.keys().cloned().collect();
        texts.sort_unstable();
        Self { root: root.to_owned(), texts, groups }
    }

    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    #[must_use]
    pub fn covers(&self, agency: &str) -> bool {
        self.groups.contains_key(agency)
    }

    /// The agency that a text means.
    #[must_use]
    pub fn group_of(&self, agency: &str) -> Option<&AgencyGroup> {
        self.groups.get(agency)
    }

    /// Whether a text means the token's own agency.
    #[must_use]
    pub fn is_root(&self, agency: &str) -> bool {
        self.means_same(agency, &self.root)
    }

    /// Whether two texts mean one agency.
    #[must_use]
    pub fn means_same(&self, one: &str, other: &str) -> bool {
        let id = |text: &str| self.group_of(text).map(|group| group.id);
        id(one).is_some() && id(one) == id(other)
    }

    /// The agency that is called so, whatever its capitals and blanks.
    #[must_use]
    pub fn find(&self, called: &str) -> Option<&AgencyGroup> {
        let folded = |text: &str| naming::in_one_form(text).to_lowercase();
        let called = folded(called);
        let is = |text: &&String| {
            folded(text) == called
                || self.group_of(text).is_some_and(|group| folded(&group.name) == called)
        };
        self.group_of(self.texts.iter().find(is)?)
    }

    /// Every agency once, by name.
    #[must_use]
    pub fn groups(&self) -> Vec<&AgencyGroup> {
        let by_name = self.groups.values().map(|group| ((&group.name, group.id), group));
        by_name.collect::<BTreeMap<_, _>>().into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> TokenScope {
        let ambon = AgencyGroup { id: Uuid::from_u128(1), name: "Kota Ambon".into() };
        let dinas = AgencyGroup { id: Uuid::from_u128(2), name: "Dinas Sosial Kota Ambon".into() };
        let texts = [
            ("Kota Ambon", ambon.clone()),
            ("KOTA AMBON", ambon),
            ("Dinas Sosial Kota Ambon", dinas),
        ];
        TokenScope::new("Kota Ambon", texts.map(|(text, group)| (text.to_owned(), group)))
    }

    #[test]
    fn a_scope_covers_its_agency_and_those_below_and_nobody_else() {
        let scope = scope();
        for text in ["Kota Ambon", "KOTA AMBON", "Dinas Sosial Kota Ambon"] {
            assert!(scope.covers(text), "{text}");
        }
        for text in ["Kota Ambon ", "Kota", "", "kota ambon", "Kota Tual"] {
            assert!(!scope.covers(text), "{text}");
        }
        let alone = TokenScope::new("Kota Tual", []);
        assert!(alone.covers("Kota Tual") && !alone.covers("Kota Ambon"));
        assert_eq!(alone.groups().len(), 1);
    }

    #[test]
    fn several_texts_may_mean_one_agency() {
        let scope = scope();
        assert!(scope.is_root("KOTA AMBON") && !scope.is_root("Dinas Sosial Kota Ambon"));
        assert!(!scope.is_root("Kota Tual") && !scope.means_same("Kota Tual", "Kota Tual"));
        let names: Vec<_> = scope.groups().iter().map(|group| group.name.clone()).collect();
        assert_eq!(names, ["Dinas Sosial Kota Ambon", "Kota Ambon"]);
        let found = scope.find(" dinas  sosial KOTA ambon").unwrap();
        assert_eq!(found.id, Uuid::from_u128(2));
        assert_eq!(scope.find("Kota Tual"), None);
    }
}
