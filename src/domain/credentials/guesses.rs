//! How soon a guesser would find a password: zxcvbn's estimate, at a bounded cost.
//!
//! The estimator's cost grows with the square of the length, and with every way to read signs as letters
//! ("4" or "@" for "a", "1" or "|" for "i" or "l"): a hundred chosen signs keep a processor busy for half a
//! second. So it sees no more than a window at either end, of [`WINDOW`] characters that can be read in
//! [`READINGS`] ways: 2 ms each at the worst, an eighth of a hash. What is hard to guess in part is hard to
//! guess as a whole; but the rest of a word that the edge of a window cuts counts as letters.

/// Characters. With more of them the estimator's sums overflow for some (3.1.1, scoring.rs, line 427).
const WINDOW: usize = 27;
/// So much harder (a power of ten) a window of something longer has to be: the edge of one makes of
/// "password" five times over what seems to take 10¹¹ guesses, of a sentence more than 10¹⁵.
const CUT: f64 = 5.0;
/// Whoever mixes more signs than that has a window that is shorter, and hard to guess all the same.
const READINGS: usize = 16;

/// The signs that the estimator reads as a letter, for the letters that have more than one. It may read
/// those of [`SHARED`] as two letters.
const SIGNS: [&str; 7] = ["4@", "({[<", "69", "1!|", "1|7", "$5", "+7"];
const SHARED: [char; 3] = ['1', '|', '7'];

/// Whether a guesser needs ten to the power of `enough` guesses at least. `personal`: what one who knows
/// the person tries first.
#[must_use]
pub fn takes(password: &str, enough: f64, personal: &[&str]) -> bool {
    windows(password).iter().any(|window| {
        let is_cut = window.len() < password.len() && window.chars().count() == WINDOW;
        let enough = if is_cut { enough + CUT } else { enough };
        zxcvbn::zxcvbn(window, personal).guesses_log10() >= enough
    })
}

fn windows(password: &str) -> Vec<String> {
    let mut windows = vec![window(password.chars())];
    if windows.iter().all(|first| first.len() < password.len()) {
        windows.push(window(password.chars().rev()).chars().rev().collect());
    }
    windows
}

fn window(chars: impl Iterator<Item = char>) -> String {
    let mut window = String::new();
    for c in chars.take(WINDOW) {
        window.push(c);
        if readings(&window) > READINGS {
            window.pop();
            break;
        }
    }
    window
}

/// In how many ways at the most the estimator reads this.
fn readings(text: &str) -> usize {
    let ways = |sign: char| if SHARED.contains(&sign) { 2 } else { 1 };
    let letter = |signs: &str| -> usize {
        signs.chars().filter(|sign| text.contains(*sign)).map(ways).sum()
    };
    SIGNS.iter().map(|signs| letter(signs).max(1)).product()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    const ENOUGH: f64 = 8.0;
    const SIGNS_ONLY: &str = "(4@8{[<369|1!70$5+%2z";

    fn cost(password: &str) -> Duration {
        let once = || {
            let start = Instant::now();
            assert!(takes(password, ENOUGH, &[]), "{password}");
            start.elapsed()
        };
        (0..3).map(|_| once()).min().unwrap()
    }

    #[test]
    fn nothing_that_can_be_typed_costs_much_more_than_what_people_type() {
        let ordinary = cost("ombak laut banda 7 kapal");
        for worst in [SIGNS_ONLY.repeat(5), SIGNS_ONLY.repeat(48), "t<{id669sc8561et".repeat(6)] {
            let cost = cost(&worst);
            // A thousand times as much, were it seen as a whole.
            assert!(cost < 50 * ordinary, "{worst}: {cost:?}, and {ordinary:?}");
        }
    }

    #[test]
    fn what_is_weak_at_one_end_and_strong_at_the_other_is_strong() {
        let strong = "ombak laut banda 7 kapal";
        for weak in ["a", "password", "1945", "trustno1", "iloveyou", "correcthorse"] {
            let weak = weak.repeat(60 / weak.len());
            assert!(!takes(&weak, ENOUGH, &[]), "{weak}");
            assert!(takes(&format!("{weak}{strong}"), ENOUGH, &[]), "{weak}");
            assert!(takes(&format!("{strong}{weak}"), ENOUGH, &[]), "{weak}");
        }
        assert!(takes(SIGNS_ONLY, ENOUGH, &[]));
    }

    proptest! {
        #[test]
        fn a_window_is_short_and_read_in_few_ways(
            password in "[(4@8{<369|1!70$5+%2\\[]{0,80}|\\PC{0,80}|[ -~]{0,80}",
        ) {
            let windows = windows(&password);
            prop_assert!((1..=2).contains(&windows.len()));
            for window in &windows {
                prop_assert!(window.chars().count() <= WINDOW && readings(window) <= READINGS);
                prop_assert!(password.contains(window.as_str()));
            }
            if password.chars().count() <= WINDOW && readings(&password) <= READINGS {
                prop_assert_eq!(&windows, &[password]);
            }
        }
    }
}
