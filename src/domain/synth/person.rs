//! One synthetic person: number, name, agency, roles, mailbox. 3.6 million PNS to 2.0 million PPPK,
//! 56 % women, aged 20 to 64 at the beginning of 2026.
//!
//! No number comes twice, without anybody remembering those that were given: birth date and
//! sequence, which are part of the number, name the person's place `i` and no other.

use super::{Dice, names};
use crate::store::ImportedAccount;
use time::{Date, Duration};
use uuid::Uuid;

/// Birth dates from 1968 to 2005.
const FIRST_BIRTH_YEAR: i32 = 1968;
const BIRTHS: u64 = 13_880;
/// Prime to the number of birth dates, so that neighbours are not born one after another.
const STRIDE: u64 = 7919;
/// Sequences of most people are 1 to 499; from 500 on those of whoever works to 65.
const SEQUENCES: u64 = 499;
/// So many people fit.
pub const MOST: u64 = BIRTHS * SEQUENCES;
const SENIOR_BORN_BEFORE: i32 = 1975;
/// Seven years: so much older they are than their place says.
const SENIORITY: Duration = Duration::days(2556);
const LAST_YEAR: i32 = 2025;
/// The first contracts of PPPK.
const FIRST_PPPK: i32 = 2021;
const YOUNGEST: i32 = 19;
/// 2026-01-01, in milliseconds: ids count on from here, so that they sort like `i`.
const ID_EPOCH: u64 = 1_767_225_600_000;

pub(super) const ACCOUNT: u64 = 1;
const ROUND: u64 = 2;

/// Person `i` of a seed; `i` is less than [`MOST`].
#[must_use]
pub fn person(seed: u64, i: u64) -> ImportedAccount {
    let mut dice = Dice::new(seed, ACCOUNT, i);
    let is_woman = dice.hits(56);
    let nip = nip(seed, i, &mut dice, is_woman);
    let name = names::of_person(&mut dice, is_woman);
    // Sizes fall off evenly from the largest agency, which has 4 % of all, to the smallest.
    let place = dice.below(1 << 20);
    let agency = names::of_agency((place * place * names::AGENCIES) >> 40);
    let email = dice.hits(80).then(|| format!("asn{i}@synth.example"));
    let roles = match i {
        _ if i % 100_000 == 2 => "administrator",
        _ if i % 2000 == 1 => "employee operator",
        _ => "employee",
    };
    ImportedAccount { id: id(seed, ACCOUNT, i), nip, name, email, agency, roles: roles.to_owned() }
}

/// The id of thing `i` of a kind.
pub(super) fn id(seed: u64, kind: u64, i: u64) -> Uuid {
    let bytes = Dice::new(seed, kind.wrapping_add(100), i).bytes();
    uuid::Builder::from_unix_timestamp_millis(ID_EPOCH + i, &bytes).into_uuid()
}

fn nip(seed: u64, i: u64, dice: &mut Dice, is_woman: bool) -> String {
    let (round, place) = (i / BIRTHS, i % BIRTHS);
    let shift = Dice::new(seed, ROUND, round).below(BIRTHS);
    let days = i64::try_from((place * STRIDE + shift) % BIRTHS).unwrap_or_default();
    let first = Date::from_ordinal_date(FIRST_BIRTH_YEAR, 1).unwrap_or(Date::MIN);
    let born = first + Duration::days(days);
    let is_senior = born.year() < SENIOR_BORN_BEFORE && dice.hits(15);
    let (born, sequence) =
        if is_senior { (born - SENIORITY, SEQUENCES + 1 + round) } else { (born, 1 + round) };

    let is_pns = dice.below(56) < 36;
    let earliest = born.year() + YOUNGEST;
    let mut year_from = |first: i32| {
        let years = u64::try_from(LAST_YEAR - first + 1).unwrap_or(1);
        first + i32::try_from(dice.below(years)).unwrap_or_default()
    };
    let appointed = year_from(if is_pns { earliest } else { earliest.max(FIRST_PPPK) });
    let kind = if is_pns { 1 + dice.below(12) } else { 21 + dice.below(5) };
    let sex = if is_woman { 2 } else { 1 };
    let (year, month, day) = (born.year(), u8::from(born.month()), born.day());
    format!("{year:04}{month:02}{day:02}{appointed:04}{kind:02}{sex}{sequence:03}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{nip::Nip, people::role::Roles};
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn the_first_people_are_valid_and_all_different() {
        let people: Vec<_> = (0..100_000).map(|i| person(1, i)).collect();
        let numbers: HashSet<&str> = people.iter().map(|person| person.nip.as_str()).collect();
        let ids: HashSet<Uuid> = people.iter().map(|person| person.id).collect();
        assert_eq!((numbers.len(), ids.len()), (people.len(), people.len()));
        for person in &people {
            assert!(Nip::parse(&person.nip).is_ok(), "{}", person.nip);
            assert!(Roles::parse(&person.roles).is_ok());
            assert!(!person.name.is_empty() && !person.agency.is_empty());
        }
        assert!(people.is_sorted_by_key(|person| person.id), "ids sort like places");
    }

    #[test]
    fn birth_date_and_sequence_are_nobody_elses_also_among_the_last() {
        let keys = |range: std::ops::Range<u64>| {
            range.map(|i| {
                let nip = person(1, i).nip;
                format!("{}{}", &nip[..8], &nip[15..])
            })
        };
        let found: HashSet<String> = keys(0..50_000).chain(keys(MOST - 50_000..MOST)).collect();
        assert_eq!(found.len(), 100_000);
        assert!(Nip::parse(&person(1, MOST - 1).nip).is_ok());
    }

    #[test]
    fn kinds_sexes_ages_agencies_and_roles_are_as_in_the_country() {
        const PEOPLE: u64 = 50_000;
        let people: Vec<_> = (0..PEOPLE).map(|i| person(7, i)).collect();
        let share = |what: &dyn Fn(&ImportedAccount) -> bool| {
            people.iter().filter(|person| what(person)).count() * 1000 / people.len()
        };
        let year = |person: &ImportedAccount| person.nip[..4].parse::<u32>().unwrap();
        let pns = share(&|person| person.nip[12..14].parse::<u8>().unwrap() <= 12);
        assert!((633..=653).contains(&pns), "{pns} of 1000 are PNS");
        let women = share(&|person| &person.nip[14..15] == "2");
        assert!((550..=570).contains(&women), "{women} of 1000 are women");
        let seniors = share(&|person| year(person) < 1968);
        assert!((15..=45).contains(&seniors), "{seniors} of 1000 are older than 57");
        assert!(people.iter().all(|person| (1961..=2005).contains(&year(person))));
        let largest = names::of_agency(0);
        let largest = share(&|person| person.agency == largest);
        assert!((30..=50).contains(&largest), "{largest} of 1000 are in the largest agency");
        let agencies: HashSet<&str> = people.iter().map(|person| person.agency.as_str()).collect();
        assert_eq!(agencies.len() as u64, names::AGENCIES);
        let operators = people.iter().filter(|person| person.roles.contains("operator")).count();
        assert_eq!(operators as u64, PEOPLE / 2000);
        assert_eq!(people.iter().filter(|person| person.roles == "administrator").count(), 1);
    }

    proptest! {
        #[test]
        fn a_person_is_the_same_each_time_and_another_for_another_seed(seed in 0..1000u64, i in 0..MOST) {
            prop_assert_eq!(person(seed, i), person(seed, i));
            prop_assert_ne!(person(seed, i).id, person(seed + 1, i).id);
            prop_assert!(Nip::parse(&person(seed, i).nip).is_ok());
        }
    }
}
