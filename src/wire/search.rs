//! Which services a search finds, and in which order. The server's form and the search while
//! typing use this one rule, so they always agree.
//!
//! Every word of the query has to fit a word of the service: the same word, its beginning, or one
//! that is a slip of the finger away (optimal string alignment distance). A word in the name
//! counts more than one in a synonym, and that more than one in the purpose.

use std::cmp::Reverse;

/// Characters. A longer query is cut: nobody searches for more.
pub const LONGEST_QUERY: usize = 100;

/// Words that say nothing about which service is meant.
const FILLERS: [&str; 16] = [
    "a", "cara", "dan", "di", "for", "how", "ke", "mau", "my", "of", "saya", "the", "to", "untuk",
    "yang", "ingin",
];

const IN_NAME: u32 = 9;
const IN_SYNONYMS: u32 = 8;
const IN_PURPOSE: u32 = 3;
/// For a query that is the name, or a synonym, as a whole.
const WHOLE_NAME: u32 = 100;
const WHOLE_SYNONYM: u32 = 60;

/// What a search looks at.
#[derive(Debug, Clone, Copy)]
pub struct Searched<'a> {
    pub name: &'a str,
    pub purpose: &'a str,
    /// Separated by commas.
    pub synonyms: &'a str,
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
    let scored = services.into_iter().enumerate();
    let mut found: Vec<(usize, u32)> =
        scored.filter_map(|(at, service)| Some((at, query.score(service)?))).collect();
    found.sort_by_key(|(_, score)| Reverse(*score));
    found.into_iter().map(|(at, _)| at).collect()
}

struct Query {
    words: Vec<String>,
    whole: String,
}

impl Query {
    fn read(text: &str) -> Self {
        let cut: String = text.chars().take(LONGEST_QUERY).collect();
        let all = words(&cut);
        let whole = all.join(" ");
        let telling: Vec<String> =
            all.iter().filter(|word| !FILLERS.contains(&word.as_str())).cloned().collect();
        Self { words: if telling.is_empty() { all } else { telling }, whole }
    }

    /// `None` when some word fits nothing.
    fn score(&self, service: Searched<'_>) -> Option<u32> {
        if self.words.is_empty() {
            return None;
        }
        let fields = [
            (IN_NAME, words(service.name)),
            (IN_SYNONYMS, words(service.synonyms)),
            (IN_PURPOSE, words(service.purpose)),
        ];
        let best = |wanted: &String| {
            let fits = fields.iter().flat_map(|(weight, words)| {
                words.iter().map(move |word| weight * fit(wanted, word))
            });
            fits.max().filter(|score| *score > 0)
        };
        let score: u32 = self.words.iter().map(best).sum::<Option<u32>>()?;
        let is_whole = |text: &str| words(text).join(" ") == self.whole;
        let name = if is_whole(service.name) { WHOLE_NAME } else { 0 };
        let synonym = if service.synonyms.split(',').any(is_whole) { WHOLE_SYNONYM } else { 0 };
        Some(score + name + synonym)
    }
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
        assert_eq!(found("pangkat skp"), [0_usize; 0]);
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
