//! Whose people a token is for: those of its agency and of all below it.

use crate::domain::{
    people::agency::{Agency, AgencyTree},
    values::naming,
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};
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

#[derive(Debug, Clone)]
pub struct TokenScope {
    /// What stands with the token.
    root: String,
    /// As it is today.
    tree: Arc<AgencyTree>,
    /// The agency that the root means; none where nobody has decided on that text.
    own: Option<Uuid>,
    // Most requests do without.
    texts: OnceLock<Vec<String>>,
    groups: OnceLock<Vec<AgencyGroup>>,
}

impl TokenScope {
    #[must_use]
    pub fn of(tree: &Arc<AgencyTree>, root: &str) -> Self {
        let own = tree.of_text(root).map(|agency| agency.id);
        let (texts, groups) = (OnceLock::new(), OnceLock::new());
        Self { root: root.to_owned(), tree: Arc::clone(tree), own, texts, groups }
    }

    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    /// What may stand with the people of its agency and of those below it.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        self.texts.get_or_init(|| {
            let mut texts = self.own.map(|own| self.tree.texts_under(&[own])).unwrap_or_default();
            if !texts.contains(&self.root) {
                texts.push(self.root.clone());
            }
            texts
        })
    }

    #[must_use]
    pub fn covers(&self, agency: &str) -> bool {
        self.agency_of(agency).is_some() || agency == self.root
    }

    fn agency_of(&self, text: &str) -> Option<&Agency> {
        let own = self.own?;
        let agency = self.tree.of_text(text)?;
        self.tree.lineage(agency.id).any(|one| one.id == own).then_some(agency)
    }

    /// The agency that a text means.
    #[must_use]
    pub fn group_of(&self, text: &str) -> Option<AgencyGroup> {
        match self.agency_of(text) {
            Some(agency) => Some(AgencyGroup { id: agency.id, name: agency.text.clone() }),
            None => (text == self.root).then(|| AgencyGroup::of_text(text)),
        }
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
    pub fn find(&self, called: &str) -> Option<AgencyGroup> {
        if let Some(group) = self.group_of(called) {
            return Some(group);
        }
        let folded = |text: &str| naming::in_one_form(text).to_lowercase();
        let called = folded(called);
        let is = |text: &&String| {
            folded(text) == called
                || self.group_of(text).is_some_and(|group| folded(&group.name) == called)
        };
        self.group_of(self.texts().iter().find(is)?)
    }

    /// Every agency once, by name.
    #[must_use]
    pub fn groups(&self) -> &[AgencyGroup] {
        self.groups.get_or_init(|| {
            let groups = self.texts().iter().filter_map(|text| self.group_of(text));
            let by_name = groups.map(|group| ((group.name.clone(), group.id), group));
            by_name.collect::<BTreeMap<_, _>>().into_values().collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::agency_tree;

    fn scope() -> TokenScope {
        let mut tree = agency_tree(&[
            ("Kota Ambon", None),
            ("Dinas Sosial Kota Ambon", Some(1)),
            ("Kota Sorong", None),
        ]);
        tree.put_text("KOTA AMBON".into(), Uuid::from_u128(1));
        TokenScope::of(&Arc::new(tree), "Kota Ambon")
    }

    #[test]
    fn a_scope_covers_its_agency_and_those_below_and_nobody_else() {
        let scope = scope();
        for text in ["Kota Ambon", "KOTA AMBON", "Dinas Sosial Kota Ambon"] {
            assert!(scope.covers(text), "{text}");
        }
        for text in ["Kota Ambon ", "Kota", "", "kota ambon", "Kota Tual", "Kota Sorong"] {
            assert!(!scope.covers(text), "{text}");
        }
        let alone = TokenScope::of(&Arc::default(), "Kota Tual");
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
