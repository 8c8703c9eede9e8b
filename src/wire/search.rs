//! Which services a search finds, and in which order. The server's form and the search while
//! typing use this one rule, so they always agree.
//!
//! A word of the query fits a word of a service when it is the same, its beginning, or a slip of the
//! finger away (optimal string alignment distance). Found is what the most words fit, and at least
//! half of them: people type sentences. Among those, a word in the name counts more than one in a
//! synonym, and that more than one in the purpose; a name or synonym that the query holds as a whole
//! counts more than its words.

use std::{cmp::Reverse, slice};

/// Characters. Of a longer query the first are searched for, and its person is told so.
pub const LONGEST_QUERY: usize = 100;

/// What is searched for of a query, and whether that is not all of it.
#[must_use]
pub fn first_part(query: &str) -> (String, bool) {
    let mut rest = query.chars();
    let first = rest.by_ref().take(LONGEST_QUERY).collect();
    (first, rest.any(|c| !c.is_whitespace()))
}

/// Words that say nothing about which service is meant.
const FILLERS: [&str; 28] = [
    "a",
    "apa",
    "bagaimana",
    "cara",
    "dan",
    "dari",
    "di",
    "dimana",
    "for",
    "gimana",
    "guru",
    "how",
    "ingin",
    "ini",
    "kapan",
    "ke",
    "mana",
    "mau",
    "mengurus",
    "my",
    "of",
    "pada",
    "pns",
    "saya",
    "the",
    "to",
    "untuk",
    "yang",
];

const IN_NAME: u32 = 9;
const IN_SYNONYMS: u32 = 8;
const IN_PURPOSE: u32 = 3;
/// For a query that is the name, or a synonym, as a whole.
const WHOLE_NAME: u32 = 100;
const WHOLE_SYNONYM: u32 = 60;
/// For a query that holds all of the name, or of a synonym.
const HOLDS_NAME: u32 = 40;
const HOLDS_SYNONYM: u32 = 30;

/// Between the texts of [`Searched::line`].
const BETWEEN: char = '|';

/// What a search looks at.
#[derive(Debug, Clone, Copy)]
pub struct Searched<'a> {
    pub name: &'a str,
    pub purpose: &'a str,
    /// Separated by commas.
    pub synonyms: &'a str,
}

impl<'a> Searched<'a> {
    /// As one line. The page carries it beside what is read: a browser that translates the page changes
    /// the words on it, but not this.
    #[must_use]
    pub fn line(&self) -> String {
        [self.name, self.purpose, self.synonyms].map(|text| text.replace(BETWEEN, " ")).join("|")
    }

    #[must_use]
    pub fn parse(line: &'a str) -> Self {
        let mut texts = line.split(BETWEEN);
        let mut next = || texts.next().unwrap_or_default();
        Self { name: next(), purpose: next(), synonyms: next() }
    }
}

/// Whether nothing was typed. What is typed without a word in it finds nothing.
#[must_use]
pub fn is_empty(query: &str) -> bool {
    query.trim().is_empty()
}

/// The positions of what `query` finds, the best first; among equals the order stays.
#[must_use]
pub fn rank<'a>(query: &str, services: impl IntoIterator<Item = Searched<'a>>) -> Vec<usize> {
    let query = Query::read(query);
    let scores: Vec<Score> = services.into_iter().map(|service| query.score(service)).collect();
    let most = scores.iter().map(|score| score.fitting).max().unwrap_or_default();
    if most == 0 || most * 2 < query.words.len() {
        return Vec::new();
    }
    let mut found: Vec<usize> = scores
        .iter()
        .enumerate()
        .filter(|(_, score)| score.fitting == most)
        .map(|(at, _)| at)
        .collect();
    found.sort_by_key(|at| Reverse(scores.get(*at).map(|score| score.weight)));
    found
}

/// How well a service fits.
struct Score {
    /// How many words of the query.
    fitting: usize,
    weight: u32,
}

struct Query {
    words: Vec<String>,
    whole: String,
}

impl Query {
    fn read(text: &str) -> Self {
        let all = words(&first_part(text).0);
        let whole = all.join(" ");
        let telling: Vec<String> =
            all.iter().filter(|word| !FILLERS.contains(&word.as_str())).cloned().collect();
        Self { words: if telling.is_empty() { all } else { telling }, whole }
    }

    fn score(&self, service: Searched<'_>) -> Score {
        let synonyms: Vec<Vec<String>> = service.synonyms.split(',').map(words).collect();
        let name = words(service.name);
        let fields = [
            (IN_NAME, with_joined(slice::from_ref(&name))),
            (IN_SYNONYMS, with_joined(&synonyms)),
            (IN_PURPOSE, words(service.purpose)),
        ];
        let best = |wanted: &String| {
            let fits = fields.iter().flat_map(|(weight, words)| {
                words.iter().map(move |word| weight * fit(wanted, word))
            });
            fits.max().filter(|weight| *weight > 0)
        };
        let weights: Vec<u32> = self.words.iter().filter_map(best).collect();
        let is_whole = |words: &[String]| words.join(" ") == self.whole;
        let extra = [
            (is_whole(&name), WHOLE_NAME),
            (synonyms.iter().any(|synonym| is_whole(synonym)), WHOLE_SYNONYM),
            (self.holds(&name), HOLDS_NAME),
            (synonyms.iter().any(|synonym| self.holds(synonym)), HOLDS_SYNONYM),
        ];
        let extra = extra.into_iter().filter(|(is_so, _)| *is_so).map(|(_, weight)| weight);
        Score { fitting: weights.len(), weight: weights.iter().sum::<u32>() + extra.sum::<u32>() }
    }

    fn holds(&self, text: &[String]) -> bool {
        let held = |word: &String| self.words.iter().any(|wanted| fit(wanted, word) >= 2);
        !text.is_empty() && text.iter().all(held)
    }
}

/// The words of each text, and where there are several, what they are when run together.
fn with_joined(texts: &[Vec<String>]) -> Vec<String> {
    let joined = texts.iter().filter(|words| words.len() > 1).map(|words| words.concat());
    texts.iter().flatten().cloned().chain(joined).collect()
}

/// 4: the same word; 3: its beginning; 2: a slip away; 1: a slip away and begun differently, which
/// people rarely do; 0: another word.
fn fit(wanted: &str, word: &str) -> u32 {
    if word == wanted {
        return 4;
    }
    if word.starts_with(wanted) {
        return 3;
    }
    let length = wanted.chars().count();
    let slips = match length {
        0..=3 => return 0,
        4..=7 => 1,
        _ => 2,
    };
    // Each character more or less is a slip.
    if word.chars().count() + slips < length {
        return 0;
    }
    let beginning: String = word.chars().take(length).collect();
    let near = |word: &str| strsim::osa_distance(wanted, word) <= slips;
    if !near(word) && !near(&beginning) {
        return 0;
    }
    if wanted.chars().take(2).eq(word.chars().take(2)) { 2 } else { 1 }
}

/// Lower case, without punctuation; a hyphen joins, so "e-kinerja" is found as "ekinerja" too.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for joined in text.to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '-') {
        let parts = joined.split('-').filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.map(str::to_owned).collect();
        if parts.len() > 1 {
            words.push(parts.concat());
        }
        words.extend(parts);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANGKAT: Searched<'_> = Searched {
        name: "Kenaikan Pangkat",
        purpose: "Usulkan kenaikan pangkat pegawai",
        synonyms: "naik pangkat, kp",
    };
    const KINERJA: Searched<'_> =
        Searched { name: "e-Kinerja", purpose: "Isi SKP dan lapor kerja harian", synonyms: "skp" };

    fn found(query: &str) -> Vec<usize> {
        rank(query, [PANGKAT, KINERJA])
    }

    #[test]
    fn words_are_found_by_their_beginnings_in_any_order_and_case() {
        for query in ["pangkat", "PANGKAT ken", "naik pangkat", "cara naik pangkat"] {
            assert_eq!(found(query), [0], "{query}");
        }
        for query in ["e-kinerja", "ekinerja", "kinerja", "lapor skp", "SKP"] {
            assert_eq!(found(query), [1], "{query}");
        }
        assert_eq!(found("presensi"), [0_usize; 0]);
    }

    #[test]
    fn a_sentence_finds_what_most_of_its_words_mean() {
        for query in ["syarat naik pangkat 2026", "apakah saya bisa naik pangkat", "naikpangkat"] {
            assert_eq!(found(query), [0], "{query}");
        }
        assert_eq!(found("aplikasi skp"), [1]);
        assert_eq!(found("pangkat skp").len(), 2, "each by one word of two");
        assert_eq!(found("parkir motor di skp"), [0_usize; 0], "by one word of three");
    }

    #[test]
    fn what_is_searched_is_read_back_from_a_line() {
        let line = PANGKAT.line();
        let read = Searched::parse(&line);
        assert_eq!(
            (read.name, read.purpose, read.synonyms),
            (PANGKAT.name, PANGKAT.purpose, PANGKAT.synonyms)
        );
        let strange = Searched { name: "A|B", purpose: "", synonyms: "|" };
        let line = strange.line();
        assert_eq!(Searched::parse(&line).name, "A B");
        assert_eq!(Searched::parse("").synonyms, "");
    }

    #[test]
    fn a_slip_of_the_finger_is_forgiven_but_not_in_short_words() {
        for query in ["pangakt", "pamgkat", "kenaikn", "kenikan pangkt"] {
            assert_eq!(found(query), [0], "{query}");
        }
        assert_eq!(found("kp"), [0]);
        assert_eq!(found("sko"), [0_usize; 0]);
    }

    #[test]
    fn the_name_counts_more_than_a_synonym_and_that_more_than_the_purpose() {
        let named = |name, synonyms, purpose| Searched { name, purpose, synonyms };
        let services = [
            named("Satu", "", "pensiun"),
            named("Dua", "pensiun", ""),
            named("Tiga pensiun", "", ""),
            named("Pensiun", "", ""),
        ];
        assert_eq!(rank("pensiun", services), [3, 1, 2, 0]);
    }

    #[test]
    fn a_name_or_synonym_that_is_said_whole_counts_more_than_words_of_longer_ones() {
        let named = |name, synonyms, purpose| Searched { name, purpose, synonyms };
        let services = [named("Kartu istri baru", "", ""), named("Kartu", "", "baru")];
        assert_eq!(rank("kartu baru", services), [1, 0]);
        let services = [named("Satu", "kartu istri baru", ""), named("Dua", "kartu", "baru")];
        assert_eq!(rank("kartu baru", services), [1, 0]);
    }

    #[test]
    fn an_empty_query_is_seen_as_such_and_a_huge_or_odd_one_is_harmless() {
        assert!(is_empty("  "));
        assert!(!is_empty("?!"));
        assert_eq!(found("?!"), [0_usize; 0]);
        assert_eq!(found(&"pangkat ".repeat(2000)), [0]);
        for query in ["'; DROP TABLE services; --", "🙂", "\u{0}", "%_", &"x".repeat(10_000)] {
            assert_eq!(found(query), [0_usize; 0], "{query:.20}");
        }
    }
}
