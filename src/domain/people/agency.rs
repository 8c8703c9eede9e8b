//! Agencies: a tree, and which of its places a text stands for.
//!
//! An account keeps what a source wrote of its agency. What that text stands for is decided once
//! ([`AgencyTree::of_text`]); until then it is an agency of its own, with nothing above it or below, so that
//! nobody's rights grow or end by a text that nobody has looked at.

use crate::{
    store::AgencyRow,
    wire::{agency::AgencyKind, zone::Zone},
};
use std::{
    collections::{HashMap, HashSet},
    iter::successors,
};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// From a ministry down to its smallest unit: more than there is anywhere.
pub const DEEPEST: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    pub id: Uuid,
    pub parent: Option<Uuid>,
    /// By which other systems know it.
    pub code: Option<String>,
    pub name: String,
    /// [`folded`].
    pub spelling: String,
    /// What stands with its people from now on, and with nobody else's.
    pub text: String,
    pub kind: AgencyKind,
    pub zone: Zone,
}

/// Over whose people somebody holds a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subtree {
    Portal,
    /// Of this agency and all below it.
    Agency(Uuid),
    /// A text that nobody has decided on: of whoever has the same.
    Text(String),
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct AgencyTree {
    agencies: HashMap<Uuid, Agency>,
    texts: HashMap<String, Uuid>,
    codes: HashMap<String, Uuid>,
    /// By [`folded`] texts.
    spellings: HashMap<String, Uuid>,
}

impl AgencyTree {
    #[must_use]
    pub fn of(rows: Vec<AgencyRow>, texts: Vec<(String, Uuid)>) -> Self {
        let mut tree = Self::default();
        for row in rows {
            tree.put(row);
        }
        for (text, id) in texts {
            tree.put_text(text, id);
        }
        tree
    }

    /// Adds an agency, or puts it in the place of the one with its id. What stood for it goes on to do so.
    pub fn put(&mut self, row: AgencyRow) {
        let agency = Agency {
            id: row.id,
            parent: row.parent_id,
            code: row.code,
            spelling: folded(&row.name),
            name: row.name,
            text: row.text,
            kind: row.kind,
            zone: row.zone,
        };
        if let Some(before) = self.agencies.get(&agency.id) {
            self.codes.retain(|_, id| *id != before.id);
        }
        if let Some(code) = &agency.code {
            self.codes.insert(code.clone(), agency.id);
        }
        self.agencies.insert(agency.id, agency);
    }

    pub fn put_text(&mut self, text: String, id: Uuid) {
        self.spellings.insert(folded(&text), id);
        self.texts.insert(text, id);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.agencies.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values()
    }

    #[must_use]
    pub fn agency(&self, id: Uuid) -> Option<&Agency> {
        self.agencies.get(&id)
    }

    /// Whether this is the id of one of them.
    #[must_use]
    pub fn is_place(&self, id: &str) -> bool {
        id.parse().is_ok_and(|id| self.agency(id).is_some())
    }

    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Agency> {
        self.agency(*self.codes.get(code)?)
    }

    /// What was decided that a text stands for.
    #[must_use]
    pub fn of_text(&self, text: &str) -> Option<&Agency> {
        self.agency(*self.texts.get(text)?)
    }

    /// The agency that is spelled so, but for blanks, capitals, punctuation and the form of letters; or that
    /// has it as its code.
    #[must_use]
    pub fn spelled(&self, text: &str) -> Option<&Agency> {
        let by_text = self.spellings.get(&folded(text)).and_then(|id| self.agency(*id));
        by_text.or_else(|| self.by_code(text.trim()))
    }

    /// Every text that stands for an agency of this name, or below one, sorted; units of many are called
    /// the same.
    #[must_use]
    pub fn texts_called(&self, name: &str) -> Vec<String> {
        let spelling = folded(name);
        let named = self.iter().filter(|one| one.spelling == spelling).map(|one| one.id);
        let found = named.chain(self.spelled(name).map(|one| one.id));
        self.texts_under(&found.collect::<Vec<_>>())
    }

    /// What an agency is called today, whatever stands with its people.
    #[must_use]
    pub fn called<'a>(&'a self, text: &'a str) -> &'a str {
        self.of_text(text).map_or(text, |agency| &agency.text)
    }

    /// An agency, what it is part of, and so on.
    pub fn lineage(&self, id: Uuid) -> impl Iterator<Item = &Agency> {
        let above = |one: &&Agency| one.parent.and_then(|parent| self.agency(parent));
        successors(self.agency(id), above).take(DEEPEST)
    }

    /// What the agency of a text is called, and all that it is part of, by text and by code.
    #[must_use]
    pub fn names_above<'a>(&'a self, text: &'a str) -> Vec<&'a str> {
        let Some(own) = self.of_text(text) else {
            return vec![text];
        };
        let named = |one: &'a Agency| [Some(one.text.as_str()), one.code.as_deref()];
        self.lineage(own.id).flat_map(named).flatten().collect()
    }

    /// Those that are part of one, or of none, by name.
    #[must_use]
    pub fn children(&self, parent: Option<Uuid>) -> Vec<&Agency> {
        let mut children: Vec<_> = self.iter().filter(|one| one.parent == parent).collect();
        children.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
        children
    }

    /// How many levels an agency has: itself, and what is below it.
    #[must_use]
    pub fn height(&self, id: Uuid) -> usize {
        let mut level = vec![id];
        let mut height = 0;
        while !level.is_empty() && height <= DEEPEST {
            height += 1;
            let is_below = |one: &&Agency| one.parent.is_some_and(|parent| level.contains(&parent));
            level = self.iter().filter(is_below).map(|one| one.id).collect();
        }
        height
    }

    /// The part of the tree that somebody works in whose agency is `text`.
    #[must_use]
    pub fn subtree_of(&self, text: &str) -> Subtree {
        match self.of_text(text) {
            Some(agency) => Subtree::Agency(agency.id),
            None => Subtree::Text(text.to_owned()),
        }
    }

    /// Whether somebody whose agency is `text` belongs to a part of the tree.
    #[must_use]
    pub fn covers(&self, subtree: &Subtree, text: &str) -> bool {
        match (subtree, self.of_text(text)) {
            (Subtree::Portal, _) => true,
            (Subtree::Agency(id), Some(own)) => self.lineage(own.id).any(|one| one.id == *id),
            (Subtree::Text(undecided), None) => undecided == text,
            _ => false,
        }
    }

    /// Every text that stands for one of these agencies or for one below, sorted.
    #[must_use]
    pub fn texts_under(&self, ids: &[Uuid]) -> Vec<String> {
        let mut below: HashMap<Option<Uuid>, Vec<Uuid>> = HashMap::new();
        for one in self.iter() {
            below.entry(one.parent).or_default().push(one.id);
        }
        let mut found: HashSet<_> = ids.iter().copied().collect();
        let mut level = ids.to_vec();
        while !level.is_empty() {
            let next = level.iter().filter_map(|one| below.get(&Some(*one))).flatten().copied();
            level = next.filter(|one| found.insert(*one)).collect();
        }
        let theirs = self.texts.iter().filter(|(_, agency)| found.contains(agency));
        let mut texts: Vec<_> = theirs.map(|(text, _)| text.clone()).collect();
        texts.sort_unstable();
        texts
    }

    /// Every text that was decided on, with the text that stands with its agency's people.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let decided = self.texts.iter();
        decided.filter_map(|(text, id)| Some((text.as_str(), self.agency(*id)?.text.as_str())))
    }
}

/// What is the same in every spelling of an agency: blanks, capitals, punctuation and the form of letters
/// are not.
#[must_use]
pub fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: u128, parent: Option<u128>, name: &str) -> AgencyRow {
        AgencyRow {
            id: Uuid::from_u128(id),
            parent_id: parent.map(Uuid::from_u128),
            code: Some(format!("K{id}")),
            name: name.into(),
            text: name.into(),
            kind: AgencyKind::Unit,
            zone: Zone::Wit,
        }
    }

    /// Maluku ▸ Ambon ▸ its schools; Papua beside it.
    fn tree() -> AgencyTree {
        let rows = vec![
            row(1, None, "Maluku"),
            row(2, Some(1), "Ambon"),
            row(3, Some(2), "Schools"),
            row(4, None, "Papua"),
        ];
        let texts = [("Maluku", 1), ("Ambon", 2), ("Kota  ambon", 2), ("Schools", 3), ("Papua", 4)];
        let texts = texts.map(|(text, id)| (text.to_owned(), Uuid::from_u128(id)));
        AgencyTree::of(rows, texts.to_vec())
    }

    fn over(id: u128) -> Subtree {
        Subtree::Agency(Uuid::from_u128(id))
    }

    #[test]
    fn a_part_of_the_tree_is_an_agency_and_all_below_it() {
        let tree = tree();
        for (subtree, texts) in [
            (over(1), &["Maluku", "Ambon", "Kota  ambon", "Schools"][..]),
            (over(2), &["Ambon", "Kota  ambon", "Schools"]),
            (over(3), &["Schools"]),
            (over(4), &["Papua"]),
            (over(9), &[]),
            (Subtree::Text("Tual".into()), &["Tual"]),
            (Subtree::Text("Ambon".into()), &[]),
        ] {
            for text in ["Maluku", "Ambon", "Kota  ambon", "Schools", "Papua", "Tual", "ambon"] {
                let expected = texts.contains(&text);
                assert_eq!(tree.covers(&subtree, text), expected, "{subtree:?} {text}");
                assert!(tree.covers(&Subtree::Portal, text));
            }
        }
    }

    #[test]
    fn a_text_that_nobody_decided_on_is_an_agency_of_its_own() {
        let tree = tree();
        assert_eq!(tree.subtree_of("Kota  ambon"), over(2));
        assert_eq!(tree.subtree_of("kota ambon"), Subtree::Text("kota ambon".into()));
        assert_eq!(tree.called("Kota  ambon"), "Ambon");
        assert_eq!(tree.called("Tual"), "Tual");
        assert_eq!(tree.names_above("Kota  ambon"), ["Ambon", "K2", "Maluku", "K1"]);
        assert_eq!(tree.names_above("Tual"), ["Tual"]);
    }

    #[test]
    fn the_texts_of_a_subtree_are_those_that_it_covers() {
        let tree = tree();
        for id in 1..=4 {
            let texts = tree.texts_under(&[Uuid::from_u128(id)]);
            let covered = |(text, _): &(&str, &str)| tree.covers(&over(id), text);
            assert_eq!(texts.len(), tree.texts().filter(covered).count());
            assert!(texts.iter().all(|text| tree.covers(&over(id), text)), "{texts:?}");
        }
        assert_eq!(tree.texts_under(&[Uuid::from_u128(2)]), ["Ambon", "Kota  ambon", "Schools"]);
        assert_eq!(tree.texts_called("AMBON"), ["Ambon", "Kota  ambon", "Schools"]);
        assert_eq!(tree.texts_called("kota ambon"), tree.texts_called("K2"), "by text, by code");
        assert!(tree.texts_called("Tual").is_empty());
    }

    #[test]
    fn a_circle_that_should_not_be_there_holds_nobody_up() {
        let circle = vec![row(1, Some(2), "one"), row(2, Some(1), "two")];
        let texts = vec![("one".to_owned(), Uuid::from_u128(1))];
        let tree = AgencyTree::of(circle, texts);
        assert_eq!(tree.lineage(Uuid::from_u128(1)).count(), DEEPEST);
        assert!(tree.covers(&over(2), "one") && !tree.covers(&over(3), "one"));
        assert_eq!(tree.texts_under(&[Uuid::from_u128(2)]), ["one"]);
    }

    #[test]
    fn spellings_of_one_agency_fold_into_one() {
        for other in ["PEMKAB BANDÉ", "Pemkab\u{a0} Bande\u{301}", "Pemkab-Bandé."] {
            assert_eq!(folded(other), folded("Pemkab Bandé"), "{other}");
        }
        assert_ne!(folded("Pemkab Bande"), folded("Pemkab Bandé"));
    }
}
