//! How agencies are spelled: two that differ in blanks, capitals, punctuation or the form of their
//! letters are one. Who works where decides what an operator sees, so one agency must not become two.

use super::Note;
use crate::domain::{
    people::agency::{AgencyTree, folded},
    values::naming::in_one_form,
};
use std::collections::HashMap;

/// There are some 640; a file that names so many has something else in that column.
const MOST: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {0}: the file names more than 20,000 agencies; is something else in the column agency? Nothing \
     was imported"
)]
pub struct TooManyAgencies(pub u64);

#[derive(Debug, Default)]
pub struct Agencies {
    /// By [`folded`] names; those of the portal with most people first.
    spellings: HashMap<String, Vec<String>>,
    /// What each spelling of the file stands for.
    settled: HashMap<String, String>,
    portal_has_some: bool,
}

impl Agencies {
    /// `known`: those of the portal, with how many people each has. What was decided in `tree` counts more.
    pub fn of_portal(mut known: Vec<(String, i64)>, tree: &AgencyTree) -> Self {
        known.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let mut agencies = Self { portal_has_some: !known.is_empty(), ..Self::default() };
        for (agency, _) in known {
            agencies.spellings.entry(folded(&agency)).or_default().push(agency);
        }
        for (spelling, text) in tree.texts() {
            agencies.spellings.insert(folded(spelling), vec![text.to_owned()]);
            agencies.portal_has_some = true;
        }
        for agency in tree.iter() {
            if let Some(code) = &agency.code {
                agencies.spellings.insert(folded(code), vec![agency.text.clone()]);
            }
        }
        agencies
    }

    /// How an agency of the file is to be spelled, and what there is to say of it, once.
    pub fn settle(
        &mut self,
        agency: &mut String,
        line: u64,
    ) -> Result<Option<Note>, TooManyAgencies> {
        if let Some(settled) = self.settled.get(agency) {
            agency.clone_from(settled);
            return Ok(None);
        }
        if self.settled.len() == MOST {
            return Err(TooManyAgencies(line));
        }
        let written = agency.clone();
        let spellings = self.spellings.entry(folded(agency)).or_default();
        let note = match spellings.as_slice() {
            [] => {
                spellings.push(written.clone());
                self.portal_has_some.then(|| Note::NewAgency { agency: written.clone() })
            }
            [one, other, ..] => {
                let one = one.clone();
                let other = other.clone();
                if !spellings.contains(agency) {
                    agency.clone_from(&one);
                }
                Some(Note::TwoSpellings { one, other })
            }
            [one] => {
                agency.clone_from(one);
                // What looks the same needs no word.
                let looks_the_same = in_one_form(one) == written;
                let written = written.clone();
                let taken = one.clone();
                (!looks_the_same).then_some(Note::Spelling { written, taken })
            }
        };
        self.settled.insert(written, agency.clone());
        Ok(note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store::AgencyRow,
        wire::{agency::AgencyKind, zone::Zone},
    };
    use uuid::Uuid;

    fn settle(agencies: &mut Agencies, agency: &str) -> (String, Option<Note>) {
        let mut settled = agency.to_owned();
        let note = agencies.settle(&mut settled, 2).unwrap();
        (settled, note)
    }

    #[test]
    fn spellings_that_differ_in_blanks_capitals_and_forms_of_letters_are_one() {
        let mut agencies = Agencies::default();
        assert_eq!(settle(&mut agencies, "Pemkab Bandé"), ("Pemkab Bandé".into(), None));
        for other in [
            "PEMKAB BANDÉ",
            "Pemkab  Bandé",
            "Pemkab\u{a0}Bandé",
            "Pemkab Bande\u{301}",
            "Pemkab-Bandé.",
        ] {
            assert_eq!(settle(&mut agencies, other).0, "Pemkab Bandé", "{other}");
            assert_eq!(settle(&mut agencies, other), ("Pemkab Bandé".into(), None), "said once");
        }
        let (_, note) = settle(&mut agencies, "pemkab bandé");
        assert!(matches!(note, Some(Note::Spelling { .. })));
        assert_eq!(settle(&mut agencies, "Pemkab Bande").0, "Pemkab Bande", "another one");
    }

    #[test]
    fn the_portals_spelling_counts_and_of_two_the_one_with_more_people() {
        let known = [("kota ambon", 1), ("Kota Ambon", 9), ("BKN", 3)];
        let known = known.map(|(agency, people)| (agency.to_owned(), people)).to_vec();
        let mut agencies = Agencies::of_portal(known, &AgencyTree::default());
        assert_eq!(settle(&mut agencies, "bkn").0, "BKN");
        let (settled, note) = settle(&mut agencies, "KOTA AMBON");
        assert_eq!(settled, "Kota Ambon");
        assert!(matches!(note, Some(Note::TwoSpellings { .. })));
        assert_eq!(settle(&mut agencies, "kota ambon").0, "kota ambon", "as it is in the portal");
        let (_, note) = settle(&mut agencies, "Kota Ambom");
        assert_eq!(note, Some(Note::NewAgency { agency: "Kota Ambom".into() }));
    }

    #[test]
    fn a_file_with_too_many_agencies_stops() {
        let mut agencies = Agencies::default();
        for i in 0..MOST {
            agencies.settle(&mut format!("Agency {i}"), 2).unwrap();
        }
        assert_eq!(agencies.settle(&mut "One more".to_owned(), 7), Err(TooManyAgencies(7)));
        assert_eq!(agencies.settle(&mut "Agency 1".to_owned(), 8), Ok(None));
    }

    #[test]
    fn what_was_decided_counts_more_than_what_people_have() {
        let id = Uuid::from_u128(1);
        let row = AgencyRow {
            id,
            parent_id: None,
            code: Some("8171".into()),
            name: "Kota Ambon".into(),
            text: "Pemerintah Kota Ambon".into(),
            kind: AgencyKind::City,
            zone: Zone::Wit,
        };
        let texts = ["Pemerintah Kota Ambon", "Pemkot Ambon"].map(|text| (text.to_owned(), id));
        let tree = AgencyTree::of(vec![row], texts.to_vec());
        let known = vec![("PEMKOT AMBON".to_owned(), 900)];
        let mut agencies = Agencies::of_portal(known, &tree);
        for written in ["Pemkot  ambon", "PEMKOT AMBON", "pemerintah kota ambon", "8171"] {
            assert_eq!(settle(&mut agencies, written).0, "Pemerintah Kota Ambon", "{written}");
        }
        assert_eq!(settle(&mut agencies, "Kota Ambon").0, "Kota Ambon", "nobody said that");
    }
}
