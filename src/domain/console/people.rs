//! The list of people: what an operator asked for, held within whom they reach, as a page of it.

use crate::{
    domain::{
        Fault, Portal,
        people::{
            agency::AgencyTree,
            authority::Reached,
            listing::{self, Criteria, ListPlace, state_of},
            rights::{NotTheirs, Right},
            role::{EMPLOYEE, Role},
            search::PersonQuery,
        },
        session::LiveSession,
    },
    i18n::Language,
    store::FoundPerson,
    wire::people::{ListedPerson, PersonState, QueryProblem},
};
use std::collections::BTreeSet;

/// Agencies that one can choose among; of more one types the name.
const MOST_CHOICES: usize = 100;

/// As the address says it.
#[derive(Debug, Clone, Copy, Default)]
pub struct AskedPeople<'a> {
    pub query: &'a str,
    pub agency: &'a str,
    pub role: &'a str,
    pub state: &'a str,
    pub after: &'a str,
}

#[derive(Debug, Default)]
pub struct FoundPeople {
    pub problem: Option<QueryProblem>,
    pub agencies: Vec<String>,
    pub types_agency: bool,
    pub people: Vec<ListedPerson>,
    pub next: Option<String>,
    pub is_cut: bool,
    pub is_preparing: bool,
}

/// # Errors
/// When the database fails.
pub async fn list(
    portal: &Portal,
    session: &LiveSession,
    asked: AskedPeople<'_>,
    language: Language,
) -> Result<Result<FoundPeople, NotTheirs>, Fault> {
    let Ok(reached) = session.reached(Right::SeePeople) else { return Ok(Err(NotTheirs)) };
    let tree = session.agencies();
    let (agencies, types_agency) = agency_choices(session, &reached);
    let mut found = FoundPeople { agencies, types_agency, ..FoundPeople::default() };
    let criteria = match criteria(tree, asked) {
        Ok(criteria) => criteria,
        Err(problem) => {
            found.problem = Some(problem);
            return Ok(Ok(found));
        }
    };
    let after = ListPlace::open(portal, session.account, asked.after);
    let page = listing::page(portal, reached, &criteria, after).await?;
    let listed = |row: FoundPerson| ListedPerson {
        id: row.id.to_string(),
        masked_nip: row.nip.masked(),
        agency: tree.called(&row.agency).to_owned(),
        state: state_of(&row),
        privileges: row
            .roles
            .iter()
            .filter(|role| role.name() != EMPLOYEE)
            .map(|role| role.in_words(language.messages()).to_owned())
            .collect(),
        name: row.name,
    };
    found.next = page.next.and_then(|place| place.sealed(portal, session.account));
    found.people = page.people.into_iter().map(listed).collect();
    found.is_cut = page.is_cut;
    found.is_preparing = page.is_preparing;
    Ok(Ok(found))
}

/// What is asked for.
///
/// # Errors
/// Why it cannot be searched for.
pub(super) fn criteria(
    tree: &AgencyTree,
    asked: AskedPeople<'_>,
) -> Result<Criteria, QueryProblem> {
    let agency = asked.agency.trim();
    Ok(Criteria {
        query: PersonQuery::parse(asked.query)?,
        agencies: (!agency.is_empty()).then(|| texts_of(tree, agency)),
        role: asked.role.parse().ok().filter(|role: &Role| role.name() != EMPLOYEE),
        state: asked.state.parse().ok(),
    })
}

/// Roles that one can ask for, by name and in words.
#[must_use]
pub fn roles(language: Language) -> Vec<(String, String)> {
    Role::ALL
        .into_iter()
        .filter(|role| role.name() != EMPLOYEE)
        .map(|role| (role.name().to_owned(), role.in_words(language.messages()).to_owned()))
        .collect()
}

/// The states that one can ask for, by name and in words.
#[must_use]
pub fn states(language: Language) -> Vec<(String, String)> {
    let words = |state: PersonState| state.in_words(language.messages()).to_owned();
    PersonState::ALL.into_iter().map(|state| (state.name().to_owned(), words(state))).collect()
}

/// The agencies that one can choose among, where they are several and few enough; and whether one types a name
/// instead.
pub(super) fn agency_choices(session: &LiveSession, reached: &Reached) -> (Vec<String>, bool) {
    let tree = session.agencies();
    let agencies: Vec<String> = match reached {
        Reached::Everybody => Vec::new(),
        Reached::Agencies(texts) => {
            let called: BTreeSet<_> = texts.iter().map(|text| tree.called(text)).collect();
            called.into_iter().map(str::to_owned).collect()
        }
    };
    let types_agency = *reached == Reached::Everybody || agencies.len() > MOST_CHOICES;
    (if types_agency || agencies.len() < 2 { Vec::new() } else { agencies }, types_agency)
}

/// Every text that an agency of this name goes by, and all below it.
pub(super) fn texts_of(tree: &AgencyTree, typed: &str) -> Vec<String> {
    // PostgreSQL keeps no NUL, so nobody has one.
    let mut texts = tree.texts_called(typed);
    texts.push(typed.replace('\0', "\u{fffd}"));
    texts.sort_unstable();
    texts.dedup();
    texts
}
