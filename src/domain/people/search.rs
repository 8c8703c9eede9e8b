//! What somebody typed who looks for people: a number or its beginning, or words of a name. Numbers are
//! searched from their beginning, which is the birth date; a middle part would look at everybody.

use crate::{
    domain::values::{digits, name_words, nip},
    wire::people::{LONGEST_SEARCH, QueryProblem, SHORTEST_PART},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonQuery {
    /// Nothing was typed.
    All,
    /// A number, or its beginning.
    Number(String),
    /// Words of a name or their beginnings, in any order; the longest first.
    Words(Vec<String>),
}

impl PersonQuery {
    /// # Errors
    /// Why it cannot be searched for.
    pub fn parse(typed: &str) -> Result<Self, QueryProblem> {
        let characters = typed.trim().chars().count();
        if characters == 0 {
            return Ok(Self::All);
        }
        if characters > LONGEST_SEARCH {
            return Err(QueryProblem::TooLong { characters, limit: LONGEST_SEARCH });
        }
        let number = digits::normalise(typed);
        if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
            return match number.len() {
                0..SHORTEST_PART => Err(QueryProblem::ShortNumber),
                SHORTEST_PART..=nip::LENGTH => Ok(Self::Number(number)),
                digits => Err(QueryProblem::LongNumber { digits }),
            };
        }
        let mut words = name_words::of(typed);
        if words.is_empty() {
            return Err(QueryProblem::NoWord);
        }
        if words.iter().all(|word| word.chars().nth(1).is_none()) {
            return Err(QueryProblem::ShortWord);
        }
        // What another word begins with is asked by that one, too.
        words.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
        let mut kept: Vec<String> = Vec::with_capacity(words.len());
        for word in words {
            if !kept.iter().any(|longer| longer.starts_with(&word)) {
                kept.push(word);
            }
        }
        Ok(Self::Words(kept))
    }

    /// Whether a person is meant.
    #[must_use]
    pub fn fits(&self, number: &str, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Number(part) => number.starts_with(part.as_str()),
            Self::Words(words) => name_words::fit(name, words),
        }
    }

    /// The first and the last number that it means.
    #[must_use]
    pub fn numbers(&self) -> (String, String) {
        let part = if let Self::Number(part) = self { part } else { "" };
        let filled = |with: &str| format!("{part}{}", with.repeat(nip::LENGTH - part.len()));
        (filled("0"), filled("9"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(typed: &str) -> Result<PersonQuery, QueryProblem> {
        PersonQuery::parse(typed)
    }

    fn words(words: &[&str]) -> PersonQuery {
        PersonQuery::Words(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn a_number_is_read_whole_or_from_its_beginning_with_any_separators() {
        for (typed, digits) in [
            ("198609262015052001", "198609262015052001"),
            (" 19860926 201505 2 001 ", "198609262015052001"),
            ("1986", "1986"),
            ("1986-09.26", "19860926"),
        ] {
            assert_eq!(read(typed), Ok(PersonQuery::Number(digits.to_owned())), "{typed}");
        }
        let query = read("1986 0926").unwrap();
        assert_eq!(query.numbers(), ("198609260000000000".into(), "198609269999999999".into()));
        assert!(query.fits("198609262015052001", "") && !query.fits("198609272015052001", ""));
    }

    #[test]
    fn words_come_in_any_order_the_longest_first_and_none_for_nothing() {
        assert_eq!(read("nur Aisyah SITI").unwrap(), words(&["aisyah", "siti", "nur"]));
        assert_eq!(read("si siti i").unwrap(), words(&["siti"]));
        assert_eq!(read("Ma’ruf").unwrap(), words(&["maruf"]));
        assert_eq!(read("budi 1986").unwrap(), words(&["1986", "budi"]));
    }

    #[test]
    fn what_cannot_be_searched_for_is_said() {
        for (typed, problem) in [
            ("s", QueryProblem::ShortWord),
            ("s i", QueryProblem::ShortWord),
            ("%", QueryProblem::NoWord),
            ("_ % ' ; --", QueryProblem::NoWord),
            ("198", QueryProblem::ShortNumber),
            ("1986092620150520011", QueryProblem::LongNumber { digits: 19 }),
        ] {
            assert_eq!(read(typed), Err(problem), "{typed}");
        }
        let long = QueryProblem::TooLong { characters: 300, limit: LONGEST_SEARCH };
        assert_eq!(read(&"a".repeat(300)), Err(long));
        assert_eq!(read("  "), Ok(PersonQuery::All));
    }

    proptest! {
        #[test]
        fn whoever_is_typed_whole_is_found(name in "[A-Za-z’'. é]{2,40}") {
            if let Ok(query) = read(&name) {
                prop_assert!(query.fits("", &name));
            }
        }

        #[test]
        fn any_text_is_answered(typed in "\\PC{0,120}") {
            if let Ok(PersonQuery::Words(words)) = read(&typed) {
                prop_assert!(!words.is_empty());
                prop_assert!(words.iter().flat_map(|word| word.chars()).all(char::is_alphanumeric));
            }
        }
    }
}
