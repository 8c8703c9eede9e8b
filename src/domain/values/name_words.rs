//! The words of a name in the one form in which they are searched for: without marks, in lower case,
//! letters and digits only. What is typed and what is kept come through here, so they always agree.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a word that counts, where a name has one: initials and titles in parts would only add rows.
const SHORTEST: usize = 2;
/// Words of one name. No name of a person has so many.
const MOST: usize = 12;

/// The words of a text, in their order. Those of one letter only where there are no others.
#[must_use]
pub fn of(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let all = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (long, short): (Vec<_>, Vec<_>) =
        all.partition(|word| word.chars().nth(SHORTEST - 1).is_some());
    let words = if long.is_empty() { short } else { long };
    words.into_iter().take(MOST).map(str::to_owned).collect()
}

/// Ma'ruf is one word, however the sign is written.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{201b}')
}

/// The words of a name turned, once for each of them: `nur siti` and `siti nur`. Sorted, none twice.
#[must_use]
pub fn rotations(name: &str) -> Vec<String> {
    turned(&of(name))
}

fn turned(words: &[String]) -> Vec<String> {
    let turn = |at: usize| {
        let (before, after) = words.split_at(at);
        [after, before].concat().join(" ")
    };
    let mut rotations: Vec<_> = (0..words.len()).map(turn).collect();
    rotations.sort();
    rotations.dedup();
    rotations
}

/// Of a name's rotations that begin with `word` the first: the one under which a search by it lists the name.
#[must_use]
pub fn rotation_for(name: &str, word: &str) -> Option<String> {
    rotations(name).into_iter().find(|rotation| rotation.starts_with(word))
}

/// Whether a name has each of these words, or one that begins with it.
#[must_use]
pub fn fit(name: &str, typed: &[String]) -> bool {
    let words = of(name);
    typed.iter().all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_has_one_form_however_it_is_written() {
        for (name, words) in [
            ("Siti  Nur AISYAH", &["siti", "nur", "aisyah"][..]),
            ("Dr. H. Budi, S.Kom., M.T.", &["dr", "budi", "kom"]),
            ("Ma’ruf Ma'ruf", &["maruf", "maruf"]),
            ("André José-Maria", &["andre", "jose", "maria"]),
            ("Ｓｉｔｉ ﬁtri", &["siti", "fitri"]),
            ("I Wayan", &["wayan"]),
            ("U.", &["u"]),
            ("%_ -- ’", &[]),
        ] {
            assert_eq!(of(name), words, "{name}");
        }
    }

    #[test]
    fn a_name_is_found_by_each_of_its_words_and_listed_once() {
        assert_eq!(
            rotations("Siti Nur Aisyah"),
            ["aisyah siti nur", "nur aisyah siti", "siti nur aisyah"]
        );
        assert_eq!(rotations("Siti Siti"), ["siti siti"]);
        let listed = rotation_for("Siti Sitinjak", "si");
        assert_eq!(listed.as_deref(), Some("siti sitinjak"));
        assert_eq!(rotation_for("Siti Sitinjak", "nur"), None);
    }

    #[test]
    fn words_fit_in_any_order_from_their_beginnings() {
        let fits = |typed: &str| fit("Siti Nur Aisyah", &of(typed));
        assert!(fits("aisyah siti") && fits("nu ai") && fits("SITI"));
        assert!(!fits("isyah") && !fits("siti budi"));
    }

    proptest! {
        #[test]
        fn rotations_hold_what_the_name_holds(name in "\\PC{0,40}") {
            for rotation in rotations(&name) {
                prop_assert!(fit(&rotation, &of(&name)));
                prop_assert!(rotations(&rotation).contains(&rotation));
                prop_assert!(rotation.chars().all(|c| c == ' ' || c.is_alphanumeric()));
            }
        }
    }
}
