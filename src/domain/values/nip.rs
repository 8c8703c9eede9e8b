//! NIP and NI PPPK: the 18-digit number of a civil servant.
//!
//! PNS: birth `YYYYMMDD`, appointment `YYYYMM`, sex, sequence. PPPK: birth `YYYYMMDD`, appointment
//! `YYYY`, `2`, contract count, sex, sequence. There is no check digit. The number exposes birth
//! date and sex, so [`std::fmt::Debug`] and [`Nip::masked`] show only its ends; it can change with
//! a new contract, so it is an attribute of an account and never its identity.

use super::digits;
use crate::wire::login::NipProblem;
use std::fmt;
use time::{Date, Month};

pub const LENGTH: usize = 18;

/// A number that passed every rule of form. It says nothing about whether an account has it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nip(String);

impl Nip {
    /// Reads a number as typed: spaces, dots, dashes and non-Latin digits are understood.
    ///
    /// # Errors
    /// The first rule it breaks, in the order in which a person would mend them.
    pub fn parse(typed: &str) -> Result<Self, NipProblem> {
        let digits = digits::normalise(typed);
        if digits.is_empty() {
            return Err(NipProblem::Empty);
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NipProblem::NotDigits);
        }
        if digits.len() != LENGTH {
            return Err(NipProblem::Length(u16::try_from(digits.len()).unwrap_or(u16::MAX)));
        }
        if follows_the_structure(&digits) { Ok(Self(digits)) } else { Err(NipProblem::Structure) }
    }

    /// All 18 digits: for the database, the authenticator's label and the person's own form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `1986••••••••••1001`: enough to recognise one's own number, too little to learn another's.
    #[must_use]
    pub fn masked(&self) -> String {
        let head = self.0.get(..4);
        let tail = self.0.get(LENGTH - 4..);
        format!("{}••••••••••{}", head.unwrap_or_default(), tail.unwrap_or_default())
    }
}

impl std::str::FromStr for Nip {
    type Err = NipProblem;

    fn from_str(text: &str) -> Result<Self, NipProblem> {
        Self::parse(text)
    }
}

impl fmt::Debug for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nip({})", self.masked())
    }
}

/// `digits`: exactly 18 ASCII digits.
fn follows_the_structure(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u16>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(4, 6), number(6, 8)) else {
        return false;
    };
    let (Some(appointed), Some(kind)) = (number(8, 12), number(12, 14)) else {
        return false;
    };
    let (Some(sex), Some(sequence)) = (number(14, 15), number(15, 18)) else {
        return false;
    };

    let after_birth = match kind {
        1..=12 => (appointed, kind) > (year, month),
        21..=29 => appointed > year,
        _ => return false,
    };
    is_a_date(year, month, day) && after_birth && matches!(sex, 1 | 2) && sequence > 0
}

fn is_a_date(year: u16, month: u16, day: u16) -> bool {
    let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else {
        return false;
    };
    Month::try_from(month)
        .is_ok_and(|month| Date::from_calendar_date(i32::from(year), month, day).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PNS: &str = "198609262015051001";
    const PPPK: &str = "199203142023212045";

    #[test]
    fn both_kinds_are_read_with_any_separators() {
        assert_eq!(Nip::parse(PNS).unwrap().as_str(), PNS);
        assert_eq!(Nip::parse(PPPK).unwrap().as_str(), PPPK);
        assert_eq!(Nip::parse(" 19860926 201505 1 001 ").unwrap().as_str(), PNS);
        assert_eq!(Nip::parse("19860926.201505.1.001").unwrap().as_str(), PNS);
        assert_eq!(Nip::parse("١٩٨٦٠٩٢٦ 201505-1-001").unwrap().as_str(), PNS);
    }

    #[test]
    fn each_broken_rule_has_its_own_answer() {
        assert_eq!(Nip::parse(""), Err(NipProblem::Empty));
        assert_eq!(Nip::parse(" .-"), Err(NipProblem::Empty));
        assert_eq!(Nip::parse("19860926201505100A"), Err(NipProblem::NotDigits));
        assert_eq!(Nip::parse("19860926201505100"), Err(NipProblem::Length(17)));
        assert_eq!(Nip::parse("1986092620150510011"), Err(NipProblem::Length(19)));
    }

    #[test]
    fn impossible_numbers_are_refused() {
        for (wrong, why) in [
            ("198602302015051001", "30 February"),
            ("198613012015051001", "month 13 of birth"),
            ("198609262015131001", "neither month nor contract"),
            ("198609262015201001", "contract count 0"),
            ("198609262015053001", "sex 3"),
            ("198609262015051000", "sequence 000"),
            ("198609261980051001", "appointed before birth"),
            ("198609261986091001", "appointed in the month of birth"),
            ("000000002015051001", "year, month and day 0"),
        ] {
            assert_eq!(Nip::parse(wrong), Err(NipProblem::Structure), "{why}");
        }
        assert!(Nip::parse("200002292024011001").is_ok(), "29 February of a leap year");
    }

    #[test]
    fn neither_debug_nor_mask_shows_the_middle() {
        let nip = Nip::parse(PNS).unwrap();
        assert_eq!(nip.masked(), "1986••••••••••1001");
        assert_eq!(format!("{nip:?}"), "Nip(1986••••••••••1001)");
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_a_panic(text in "\\PC{0,80}") {
            let _ = Nip::parse(&text);
        }

        #[test]
        fn every_number_made_by_the_rules_is_read_back(
            (year, month, day) in (1950u16..2007, 1u8..=12, 1u8..=28),
            (later, kind) in (18u16..40, prop_oneof![1u8..=12, 21u8..=29]),
            (sex, sequence) in (1u8..=2, 1u16..=999),
            gap in "[ .-]{0,3}",
        ) {
            let appointed = year + later;
            let digits = format!("{year:04}{month:02}{day:02}{appointed:04}{kind:02}{sex}{sequence:03}");
            let typed = format!("{}{gap}{}", &digits[..8], &digits[8..]);
            let nip = Nip::parse(&typed).unwrap();
            prop_assert_eq!(nip.as_str(), digits.as_str());
        }
    }
}
