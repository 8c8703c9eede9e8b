//! Which new passwords are accepted, and how strong they are. The server and the meter while typing
//! use this one rule; the server adds what is too large for a page (`domain::new_password`).
//!
//! Length counts and what others guess first does not; no kind of character is asked for or
//! forbidden (NIST SP 800-63B-4 §3.1.1.2, ASVS 5.0 §6.2). White space and the signs that part
//! words or dates are not counted when guessing, and lower case and leetspeak change nothing.
//!
//! How hard a password is to guess is measured in letters of one's own. A common word is worth two
//! of them, so that four such words are enough; a sequence, a repetition, a year, and a number or
//! punctuation at either end are worth nothing.

use crate::i18n::Messages;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Characters (Unicode scalar values).
pub const SHORTEST: usize = 12;

/// Bytes; as many as the server hashes.
pub const LONGEST: usize = 1024;

/// What people use in passwords, in Indonesia and elsewhere: one word a line, lower case.
static COMMON_WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("common_words.txt").lines().collect());

/// Neighbours in the alphabet, in counting and on the keyboard, along and across.
const ROWS: [&str; 12] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
];

/// What a common word is worth, in letters of one's own.
const WORD: usize = 2;
/// Less than four common words is not enough.
const ENOUGH: usize = 4 * WORD;
const GOOD: usize = 11;
const STRONG: usize = 14;

/// Characters that are looked at: of a longer password as many at either end, since looking at each
/// costs more the more there are.
const JUDGED: usize = 256;

/// Characters; a shorter sequence or repetition may be chance.
const SHORTEST_PIECE: usize = 3;
/// Characters; a longer repetition is seen as several.
const LONGEST_PIECE: usize = 16;
/// Letters; a shorter word of a name is in too many other words.
const SHORTEST_NAME: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewPasswordProblem {
    Empty,
    /// How many characters were typed.
    TooShort(u16),
    TooLong,
    /// The NIP or the birth date in it, and too little besides.
    HoldsNip,
    /// A word of the person's name, and too little besides.
    HoldsName,
    /// Among the first that others guess.
    Common,
}

/// Of a password that is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Strength {
    Fair,
    Good,
    Strong,
}

impl Strength {
    pub const ALL: [Self; 3] = [Self::Fair, Self::Good, Self::Strong];

    /// In words.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.new_password;
        match self {
            Self::Fair => words.fair,
            Self::Good => words.good,
            Self::Strong => words.strong,
        }
    }
}

/// `nip`: 18 digits, or empty where it must not be known; `name`: with titles or without.
///
/// # Errors
/// The first rule it breaks.
pub fn judge(password: &str, nip: &str, name: &str) -> Result<Strength, NewPasswordProblem> {
    use NewPasswordProblem::{Common, Empty, HoldsName, HoldsNip, TooLong, TooShort};
    if password.is_empty() {
        return Err(Empty);
    }
    if password.len() > LONGEST {
        return Err(TooLong);
    }
    let typed = password.chars().count();
    if typed < SHORTEST {
        return Err(TooShort(u16::try_from(typed).unwrap_or(u16::MAX)));
    }
    let counted = password.chars().filter(|c| !is_separator(*c)).flat_map(char::to_lowercase);
    let own = without(ends(counted.collect()), &parts_of_nip(nip)).ok_or(HoldsNip)?;
    let own = without(own, &parts_of_name(name)).ok_or(HoldsName)?;
    match worth(&own) {
        0..ENOUGH => Err(Common),
        ENOUGH..GOOD => Ok(Strength::Fair),
        GOOD..STRONG => Ok(Strength::Good),
        STRONG.. => Ok(Strength::Strong),
    }
}

fn ends(mut text: Vec<char>) -> Vec<char> {
    if let Some(beyond) = text.len().checked_sub(JUDGED) {
        text.drain(JUDGED / 2..JUDGED / 2 + beyond);
    }
    text
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '_' | '/' | ',')
}

/// The number itself and the birth date it begins with, as people write it; the longest first.
fn parts_of_nip(nip: &str) -> Vec<String> {
    let (Some(year), Some(short_year), Some(month), Some(day)) =
        (nip.get(..4), nip.get(2..4), nip.get(4..6), nip.get(6..8))
    else {
        return Vec::new();
    };
    vec![
        nip.to_owned(),
        format!("{year}{month}{day}"),
        format!("{day}{month}{year}"),
        format!("{short_year}{month}{day}"),
        format!("{day}{month}{short_year}"),
    ]
}

fn parts_of_name(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= SHORTEST_NAME).map(str::to_owned).collect()
}

/// What is left without `parts`; `None` when there are some and too little is left.
fn without(text: Vec<char>, parts: &[String]) -> Option<Vec<char>> {
    let before = text.len();
    let left = parts.iter().fold(text, |text, part| {
        let mut left = Vec::new();
        let mut ahead = text.as_slice();
        while let Some((first, others)) = ahead.split_first() {
            let after = begins_with(ahead, part).and_then(|chars| ahead.get(chars..));
            if after.is_none() {
                left.push(*first);
            }
            ahead = after.unwrap_or(others);
        }
        left
    });
    (left.len() == before || left.len() >= SHORTEST).then_some(left)
}

/// The length of `word` in characters, when `text` begins with it, in leetspeak or not.
fn begins_with(text: &[char], word: &str) -> Option<usize> {
    let mut typed = text.iter();
    let fits = word.chars().all(|meant| typed.next().is_some_and(|typed| reads(*typed, meant)));
    (fits && !word.is_empty()).then(|| text.len() - typed.len())
}

fn reads(typed: char, meant: char) -> bool {
    typed == meant
        || matches!(
            (typed, meant),
            ('0', 'o')
                | ('1' | '!', 'i' | 'l')
                | ('3', 'e')
                | ('4' | '@', 'a')
                | ('5' | '$', 's')
                | ('7', 't')
        )
}

/// Letters of one's own: the least that any way to put `text` together needs.
fn worth(text: &[char]) -> usize {
    let first = edge(text.iter());
    let last = edge(text.iter().rev());
    // What the last 0, 1, 2 … characters are worth.
    let mut worths = vec![0];
    for length in 1..=text.len() {
        let (before, ahead) = text.split_at(text.len() - length);
        let after = |chars: usize| worths.get(length.checked_sub(chars)?).copied();
        let adds_nothing = length <= last || before.len() < first || before.last() == ahead.first();
        let letter = after(1).map(|worth| worth + usize::from(!adds_nothing));
        let words = COMMON_WORDS.iter();
        let words = words.filter_map(|word| Some(WORD + after(begins_with(ahead, word)?)?));
        let free = sequence(ahead).max(repetition(before.len(), text));
        let nothing = (SHORTEST_PIECE..=free).chain(year(ahead)).filter_map(after);
        let least = letter.into_iter().chain(words).chain(nothing).min();
        worths.push(least.unwrap_or_default());
    }
    worths.last().copied().unwrap_or_default()
}

/// How much at an end is a number, with punctuation around it or without.
fn edge<'a>(text: impl Iterator<Item = &'a char>) -> usize {
    let mut text = text.peekable();
    let mut length = 0;
    for belongs in [char::is_ascii_punctuation, char::is_ascii_digit, char::is_ascii_punctuation] {
        while text.next_if(|c| belongs(c)).is_some() {
            length += 1;
        }
    }
    length
}

/// How much of the beginning goes along a row, forwards or backwards.
fn sequence(text: &[char]) -> usize {
    let steps = || text.iter().zip(text.iter().skip(1));
    let along = |row: &&str| {
        let has = |a, b| row.chars().zip(row.chars().skip(1)).any(|step| step == (a, b));
        let forwards = steps().take_while(|(a, b)| has(**a, **b)).count();
        let backwards = steps().take_while(|(a, b)| has(**b, **a)).count();
        1 + forwards.max(backwards)
    };
    ROWS.iter().map(along).max().unwrap_or_default()
}

/// How much of what stands at `at` has stood there before.
fn repetition(at: usize, text: &[char]) -> usize {
    let ahead = text.get(at..).unwrap_or_default();
    let lengths = (0..at).filter_map(|earlier| {
        let pairs = text.get(earlier..)?.iter().zip(ahead).take(LONGEST_PIECE);
        Some(pairs.take_while(|(then, now)| then == now).count())
    });
    lengths.max().unwrap_or_default()
}

/// The length of a year, when `text` begins with one that people have lived in.
fn year(text: &[char]) -> Option<usize> {
    match text {
        ['1', '9', a, b, ..] | ['2', '0', a, b, ..] => {
            (a.is_ascii_digit() && b.is_ascii_digit()).then_some(4)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use super::{NewPasswordProblem::*, Strength::*};

    const NIP: &str = "198604152010011001";
    const NAME: &str = "Dr. Siti Rahmawati, S.Kom.";

    fn judged(password: &str) -> Result<Strength, NewPasswordProblem> {
        judge(password, NIP, NAME)
    }

    #[test]
    fn twelve_characters_of_any_kind_are_needed_and_a_kilobyte_is_the_most() {
        assert_eq!(judged(""), Err(Empty));
        assert_eq!(judged("kopi di teras"), Ok(Fair));
        assert_eq!(judged("kopi teras"), Err(TooShort(10)));
        assert_eq!(judged("ꦲꦏ꧀ꦱꦫꦗꦮ🙃ñ🙂ü"), Err(TooShort(11)));
        assert_eq!(judged("ꦲꦏ꧀ꦱꦫꦗꦮ🙃ñ🙂ü☕"), Ok(Good));
        let long: String = (0..LONGEST).map(|at| if at % 5 == 0 { 'k' } else { 'v' }).collect();
        assert_ne!(judged(&long), Err(TooLong));
        assert_eq!(judged(&format!("{long}k")), Err(TooLong));
    }

    #[test]
    fn a_long_one_is_judged_by_its_ends() {
        let middle = "a".repeat(900);
        assert_eq!(ends(middle.chars().collect()).len(), JUDGED);
        assert_eq!(judged(&middle), Err(Common));
        let strong = "payung cokelat menari keliling";
        assert_eq!(judged(&format!("{strong}{middle}")), Ok(Strong));
        assert_eq!(judged(&format!("{middle}{strong}")), Ok(Strong));
    }

    #[test]
    fn what_others_guess_first_is_refused() {
        let common = "password12345 Indonesia1945! bismillah123456 akusayangkamu123 qwertyuiop12
            P@ssw0rd2026! abcdefghijkl 111111111111 garudaindonesia sayangsayang admin12345678
            rahasia12345 081234987612 1qaz2wsx3edc q1w2e3r4t5y6 zyxwvutsrqponm asdfghjkl;'123
            jakarta17081945 Persib_Bandung_1933 SIASN-BKN-2024 k4t4s4nd1k4t4s4nd1 !!!sayangku!!!
            aabbccddeeff abcabcabcabc xkqxkqxkqxkq p-a-s-s-w-o-r-d-1 budi.santoso@gmail.com
            2024desember2024 ------------ Semangat45Merdeka qwe123asd456 112233445566";
        for password in common.split_whitespace() {
            assert_eq!(judged(password), Err(Common), "{password}");
        }
        assert_eq!(judged("aku cinta kamu"), Err(Common));
        assert_eq!(judged("            "), Err(Common));
    }

    #[test]
    fn four_common_words_will_do_and_words_of_ones_own_are_better() {
        assert_eq!(judged("kopi-pagi-di-ambon"), Ok(Fair));
        assert_eq!(judged("kopi sore di Braga"), Ok(Good));
        assert_eq!(judged("payung cokelat menari keliling"), Ok(Strong));
        assert_eq!(judged("correct horse battery staple"), Ok(Strong));
        assert_eq!(judged("vT8#qLz!m2Rw"), Ok(Good));
        assert_eq!(judged("vT8#qLz!m2RwXp9&"), Ok(Strong));
    }

    #[test]
    fn neither_the_nip_nor_the_birth_date_counts() {
        for password in [
            NIP,
            "19860415 201001 1 001",
            "198604152010",
            "15-04-1986 teras",
            "teras 1504 1986",
            "payung 860415",
            "150486 payung",
        ] {
            assert_eq!(judged(password), Err(HoldsNip), "{password}");
        }
        assert_eq!(judged("payung cokelat 15/04/1986"), Ok(Good));
        assert_eq!(judged("rahasia198604151234"), Err(HoldsNip));
        assert_eq!(judge("payung 860415 b", "", NAME), Ok(Good));
    }

    #[test]
    fn the_persons_name_does_not_count_but_another_name_is_a_word() {
        for password in ["siti rahmawati", "R4hm4w4t1 payung", "SITISITISITISITI", "payung-siti-86"]
        {
            assert_eq!(judged(password), Err(HoldsName), "{password}");
        }
        assert_eq!(judged("siti payung cokelat"), Ok(Good));
        assert_eq!(judged("rahmawati password 1234"), Err(Common));
        assert_eq!(judged("komputasi awan lokal"), Ok(Strong));
        assert_eq!(judge("payung-siti-86b", "", "Al"), Ok(Fair));
    }

    #[test]
    fn the_words_are_lower_case_each_once_and_few_enough_for_a_page() {
        let words = &*COMMON_WORDS;
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(words.iter().all(|word| word.len() >= 3 && *word == word.to_lowercase()));
        let bytes: usize = words.iter().map(|word| word.len() + 1).sum();
        assert!((500..700).contains(&words.len()) && bytes < 6000);
    }
}

#[cfg(all(test, feature = "ssr"))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_accepted_can_be_hashed() {
        assert_eq!(LONGEST, crate::domain::credentials::password::LONGEST);
    }

    proptest! {
        #[test]
        fn anything_typed_is_judged(password in "\\PC{0,60}|[ -~]{0,60}", name in "\\PC{0,30}") {
            let chars = password.chars().count();
            match judge(&password, "198604152010011001", &name) {
                Err(NewPasswordProblem::Empty) => prop_assert_eq!(chars, 0),
                Err(NewPasswordProblem::TooShort(typed)) => {
                    prop_assert!(chars < SHORTEST);
                    prop_assert_eq!(usize::from(typed), chars);
                }
                _ => prop_assert!(chars >= SHORTEST),
            }
        }

        #[test]
        fn case_and_what_stands_between_words_change_nothing(words in "[a-z]{14,30}") {
            let spaced: String = words.chars().flat_map(|c| [c.to_ascii_uppercase(), ' ']).collect();
            prop_assert_eq!(judge(&words, "", ""), judge(&spaced, "", ""));
        }

        #[test]
        fn chance_is_accepted_and_typing_it_twice_makes_it_no_stronger(password in "[a-z]{24}") {
            let once = judge(&password, "", "");
            prop_assert!(once.is_ok());
            prop_assert_eq!(judge(&password.repeat(2), "", ""), once);
        }
    }
}
