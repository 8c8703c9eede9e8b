//! A page of people: who fits what was asked for, from where the page before ended.
//!
//! Each question has a walk along the index that leaves the fewest people to look at; whoever is met on it is
//! held against all that was asked ([`Criteria::fits`]). A page looks at so many people at the most, so that no
//! question, however odd, takes long: where that was not enough it says so, and the next page goes on from there.

use super::{
    authority::{Reached, roles_with},
    role::{EMPLOYEE, Role},
    search::PersonQuery,
};
use crate::{
    domain::{Fault, Portal, seal::Purpose, values::name_words},
    store::{FoundPerson, OTHER_WORDS, OnTheWay, Unit},
    wire::people::PersonState,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// People on a page.
pub const PAGE: usize = 50;
/// People whose names a page looks at, and of them those of whom it looks at more.
const MOST_NAMES: usize = 30_000;
const MOST_PEOPLE: usize = 4_000;
/// On the way at a time, at first and later.
const FIRST_STEP: i64 = 64;
const STEP: i64 = 1_000;
/// Agencies with fewer people are walked through rather than everybody who has a word in their name.
const FEW: i64 = 20_000;
/// After every word that begins with another one.
const LAST_LETTER: char = '\u{10ffff}';

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criteria {
    pub query: PersonQuery,
    /// Texts of agencies; `None`: all.
    pub agencies: Option<Vec<String>>,
    pub role: Option<Role>,
    pub state: Option<PersonState>,
}

/// Whether an agency is one of those.
fn holds(reached: &Reached, agency: &str) -> bool {
    reached.agencies().is_none_or(|texts| texts.iter().any(|text| text == agency))
}

/// What is left of whom somebody reaches within these agencies.
pub(in crate::domain) fn within(reached: Reached, agencies: Option<&[String]>) -> Reached {
    match agencies {
        Some(agencies) => {
            let reached: Option<HashSet<_>> = reached.agencies().map(|all| all.iter().collect());
            let is_theirs =
                |agency: &&String| reached.as_ref().is_none_or(|all| all.contains(agency));
            Reached::Agencies(agencies.iter().filter(is_theirs).cloned().collect())
        }
        None => reached,
    }
}

#[derive(Debug)]
pub struct PeoplePage {
    pub people: Vec<FoundPerson>,
    /// After whom the next page begins.
    pub next: Option<ListPlace>,
    /// It looked at as many as it may before it was full.
    pub is_cut: bool,
    /// Not everybody is found by name yet.
    pub is_preparing: bool,
}

impl Criteria {
    fn fits(&self, person: &FoundPerson, reached: &Reached) -> bool {
        holds(reached, &person.agency)
            && self.role.is_none_or(|role| person.roles.has(role))
            && self.state.is_none_or(|state| state_of(person) == state)
            && self.query.fits(person.nip.as_str(), &person.name)
    }

    fn wants_privileged(&self) -> bool {
        self.role.is_some_and(|role| role.name() != EMPLOYEE)
    }
}

/// How it stands with somebody.
#[must_use]
pub fn state_of(person: &FoundPerson) -> PersonState {
    if person.disabled_at.is_some() {
        PersonState::Disabled
    } else if person.open_resets > 0 {
        PersonState::ResetOpen
    } else if person.authenticators > 0 {
        PersonState::Active
    } else if person.has_password {
        PersonState::WaitingForMfa
    } else {
        PersonState::NeverCame
    }
}

/// Where a page ended: along which index it went, and whom it came to last. Pages carry it sealed, for whoever
/// was shown it: it names people, some of whom are not theirs to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPlace {
    #[serde(rename = "w")]
    way: Way,
    #[serde(rename = "p")]
    passed: Passed,
}

/// Along which index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Way {
    Number,
    /// Names that have a word which begins so.
    Word(String),
    Agencies,
    AgenciesById,
    All,
    Disabled,
    Privileged,
    OpenResets,
}

/// The last whom a walk met: what it is in the order of, and who.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Passed {
    #[serde(rename = "a", default, skip_serializing_if = "String::is_empty")]
    agency: String,
    #[serde(rename = "k", default, skip_serializing_if = "String::is_empty")]
    key: String,
    #[serde(rename = "i")]
    id: Uuid,
}

impl ListPlace {
    #[must_use]
    pub fn sealed(&self, portal: &Portal, reader: Uuid) -> Option<String> {
        let plain = serde_json::to_vec(self).ok()?;
        let sealed = portal.sealer.seal(Purpose::ListPlace(reader), &plain, portal.random());
        sealed.ok().map(|sealed| URL_SAFE_NO_PAD.encode(sealed))
    }

    /// `None`: nothing that this person was given. They see the first page.
    #[must_use]
    pub fn open(portal: &Portal, reader: Uuid, text: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let plain = portal.sealer.open(Purpose::ListPlace(reader), &sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

/// The people who fit, of those who are `reached`, after a place.
///
/// # Errors
/// When the database fails.
pub async fn page(
    portal: &Portal,
    reached: Reached,
    criteria: &Criteria,
    after: Option<ListPlace>,
) -> Result<PeoplePage, Fault> {
    page_along(portal, reached, criteria, after, PAGE, Way::Agencies).await
}

/// The same, so many people at the most: those of an agency as they lie in the tables, for whoever changes them one
/// after another. By name, each would lie on a page of its own.
///
/// # Errors
/// When the database fails.
pub async fn selection(
    portal: &Portal,
    reached: Reached,
    criteria: &Criteria,
    after: Option<ListPlace>,
    size: usize,
) -> Result<PeoplePage, Fault> {
    let is_whole = criteria.query == PersonQuery::All;
    let by_agency = if is_whole { Way::AgenciesById } else { Way::Agencies };
    page_along(portal, reached, criteria, after, size, by_agency).await
}

/// `by_agency`: the way to go, where the agencies are the best one.
async fn page_along(
    portal: &Portal,
    reached: Reached,
    criteria: &Criteria,
    after: Option<ListPlace>,
    size: usize,
    by_agency: Way,
) -> Result<PeoplePage, Fault> {
    let is_preparing = !super::names::are_prepared(portal).await?;
    let mut unit = portal.store.read().await?;
    let reached = within(reached, criteria.agencies.as_deref());
    let mut walk = Walk::begin(&mut unit, &reached, criteria, after, by_agency).await?;
    let mut page = PeoplePage { people: Vec::new(), next: None, is_cut: false, is_preparing };
    let mut last = None;
    let (mut names, mut people) = (0, 0);
    let mut step = FIRST_STEP;
    while names < MOST_NAMES && people < MOST_PEOPLE {
        let met = walk.next(&mut unit, step).await?;
        let Some(furthest) = met.last().cloned() else { return Ok(page) };
        names += met.len();
        let fitting: Vec<Passed> =
            met.into_iter().filter(|one| walk.may_fit(one, &criteria.query)).collect();
        people += fitting.len();
        let ids: Vec<Uuid> = fitting.iter().map(|one| one.id).collect();
        let mut rows: HashMap<Uuid, FoundPerson> = HashMap::new();
        for mut row in unit.people(&ids).await? {
            if row.role_grant_count > 0 {
                let granted = unit.role_grants_of(row.id).await?;
                row.roles = roles_with(&row.roles, &granted, portal.now());
            }
            rows.insert(row.id, row);
        }
        for one in fitting {
            let row = rows.remove(&one.id).filter(|row| criteria.fits(row, &reached));
            let Some(row) = row else { continue };
            if page.people.len() == size {
                page.next = last.map(|passed| ListPlace { way: walk.way, passed });
                return Ok(page);
            }
            page.people.push(row);
            last = Some(one);
        }
        last = if page.people.len() == size { last } else { Some(furthest) };
        step = STEP;
    }
    page.is_cut = page.people.len() < size;
    page.next = last.map(|passed| ListPlace { way: walk.way, passed });
    Ok(page)
}

struct Walk {
    way: Way,
    passed: Passed,
    /// Of [`Way::Agencies`] and [`Way::AgenciesById`]: those that are left, the next last.
    left: Vec<String>,
    /// The first and the last number that may be meant.
    numbers: (String, String),
    /// Of [`Way::Word`]: patterns of the other words.
    others: [String; OTHER_WORDS],
}

impl Walk {
    async fn begin(
        unit: &mut Unit,
        reached: &Reached,
        criteria: &Criteria,
        after: Option<ListPlace>,
        by_agency: Way,
    ) -> Result<Self, Fault> {
        let (way, passed) = match after {
            Some(place) => (place.way, place.passed),
            None => match choose(unit, reached, criteria).await? {
                Way::Agencies => (by_agency, Passed::default()),
                way => (way, Passed::default()),
            },
        };
        let mut left = match reached {
            Reached::Agencies(texts) => texts.clone(),
            Reached::Everybody => Vec::new(),
        };
        left.retain(|text| *text >= passed.agency);
        left.sort_unstable_by(|a, b| b.cmp(a));
        let mut rest = match (&criteria.query, &way) {
            (PersonQuery::Words(words), Way::Word(word)) => {
                words.iter().filter(|other| *other != word).collect()
            }
            _ => Vec::new(),
        }
        .into_iter();
        // Those that have no place here are held against the whole name afterwards, as all are.
        let others = std::array::from_fn(|_| match rest.next() {
            Some(other) => format!("% {other}%"),
            None => "%".to_owned(),
        });
        Ok(Self { way, passed, left, numbers: criteria.query.numbers(), others })
    }

    /// Whether somebody may be meant, as far as the walk knows their name.
    fn may_fit(&self, one: &Passed, query: &PersonQuery) -> bool {
        match (&self.way, query) {
            (Way::Number | Way::OpenResets, _) => true,
            (_, PersonQuery::Words(words)) => name_words::fit(&one.key, words),
            _ => true,
        }
    }

    fn goes_by_agency(&self) -> bool {
        matches!(self.way, Way::Agencies | Way::AgenciesById)
    }

    /// The next on the way, none after the last.
    async fn next(&mut self, unit: &mut Unit, limit: i64) -> Result<Vec<Passed>, Fault> {
        loop {
            let met = self.step(unit, limit).await?;
            match met.last() {
                Some(last) => self.passed = last.clone(),
                None if self.goes_by_agency() && self.left.pop().is_some() => {
                    self.passed = Passed::default();
                    continue;
                }
                None => return Ok(met),
            }
            // Two words of one name may begin alike: it is listed under the first.
            let met: Vec<_> = match &self.way {
                Way::Word(word) => {
                    let is_listed = |one: &Passed| {
                        name_words::rotation_for(&one.key, word).as_ref() == Some(&one.key)
                    };
                    met.into_iter().filter(is_listed).collect()
                }
                _ => met,
            };
            if !met.is_empty() {
                return Ok(met);
            }
        }
    }

    async fn step(&self, unit: &mut Unit, limit: i64) -> Result<Vec<Passed>, Fault> {
        let Passed { agency, key, id } = &self.passed;
        let from = (key.as_str(), *id);
        let numbers = (self.numbers.0.as_str(), self.numbers.1.as_str());
        let found = match &self.way {
            Way::Number => unit.people_by_number(key, numbers, limit).await?,
            Way::Word(word) => {
                let from = if key.is_empty() { (word.as_str(), Uuid::nil()) } else { from };
                unit.people_by_word(from, &below(word), &self.others, limit).await?
            }
            Way::Agencies => match self.left.last() {
                Some(next) if next == agency => {
                    unit.people_of_agency(next, from, numbers, limit).await?
                }
                Some(next) => {
                    unit.people_of_agency(next, ("", Uuid::nil()), numbers, limit).await?
                }
                None => Vec::new(),
            },
            Way::AgenciesById => match self.left.last() {
                Some(next) => {
                    let after = if next == agency { *id } else { Uuid::nil() };
                    unit.people_of_agency_by_id(next, after, limit).await?
                }
                None => Vec::new(),
            },
            Way::All => unit.people_of_all((agency, key, *id), limit).await?,
            Way::Disabled => unit.people_disabled(from, limit).await?,
            Way::Privileged => unit.people_privileged(from, limit).await?,
            Way::OpenResets => unit.people_with_open_reset(*id, limit).await?,
        };
        let passed = |one: OnTheWay| Passed { agency: one.agency, key: one.key, id: one.id };
        Ok(found.into_iter().map(passed).collect())
    }
}

/// The way with the fewest people to look at.
async fn choose(unit: &mut Unit, reached: &Reached, criteria: &Criteria) -> Result<Way, Fault> {
    if criteria.state == Some(PersonState::ResetOpen) {
        return Ok(Way::OpenResets);
    }
    let agencies = match reached {
        Reached::Agencies(texts) => Some(texts),
        Reached::Everybody => None,
    };
    let are_few = match agencies {
        Some(texts) => unit.count_people_of(texts, FEW).await? < FEW,
        None => false,
    };
    if are_few {
        return Ok(Way::Agencies);
    }
    Ok(match &criteria.query {
        PersonQuery::Number(_) => Way::Number,
        PersonQuery::Words(words) => Way::Word(rarest(unit, words).await?),
        PersonQuery::All if agencies.is_some() => Way::Agencies,
        PersonQuery::All if criteria.state == Some(PersonState::Disabled) => Way::Disabled,
        PersonQuery::All if criteria.wants_privileged() => Way::Privileged,
        PersonQuery::All => Way::All,
    })
}

/// The word that the fewest names have, as far as that is counted; among equals the longest.
async fn rarest(unit: &mut Unit, words: &[String]) -> Result<String, Fault> {
    let mut rarest = (i64::MAX, "");
    for word in words {
        // Nothing to choose among: nothing to count.
        let count = match words {
            [_] => 0,
            _ => unit.count_names(word, &below(word), FEW).await?,
        };
        if count < rarest.0 {
            rarest = (count, word);
        }
    }
    Ok(rarest.1.to_owned())
}

fn below(word: &str) -> String {
    format!("{word}{LAST_LETTER}")
}

#[cfg(test)]
mod tests;
