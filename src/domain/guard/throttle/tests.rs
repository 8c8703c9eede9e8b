//! The numbers, the tables in the documentation, and what holds for every strategy.

use super::*;
use proptest::prelude::*;

const START: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;
const YEAR: Duration = Duration::days(365);

const ALL: [(&str, ThrottlePolicy); 14] = [
    ("password, browser unknown to the account", ThrottlePolicy::ACCOUNT),
    ("password, browser known to the account", ThrottlePolicy::DEVICE),
    ("one-time code, browser unknown", ThrottlePolicy::CODE),
    ("one-time code, browser known", ThrottlePolicy::DEVICE_CODE),
    ("recovery code, or mailed code; browser unknown", ThrottlePolicy::PAPER),
    ("recovery code, or mailed code; browser known", ThrottlePolicy::DEVICE_PAPER),
    ("letters with a link, or with a code, to one mailbox", ThrottlePolicy::LETTER),
    ("the same, asked for by a browser that is known", ThrottlePolicy::LETTER),
    ("one address, all accounts together", ThrottlePolicy::ADDRESS),
    ("letters that one address asks for", ThrottlePolicy::ADDRESS_LETTERS),
    ("new passwords of one account that are judged", ThrottlePolicy::NEW_PASSWORD),
    ("ten fresh recovery codes for one account", ThrottlePolicy::NEW_CODES),
    ("refusals of somebody logged in that are written down", ThrottlePolicy::REFUSAL),
    ("secrets of one client, from one network", ThrottlePolicy::CLIENT),
];

/// The most that anybody gets, whatever they do: see the properties below.
fn most_admitted(policy: &ThrottlePolicy, span: Duration) -> i64 {
    i64::from(policy.most()) + span.whole_seconds() / policy.fade.whole_seconds()
}

/// What one gets who does these things again and again: so many seconds of rest, then so many
/// attempts, each as soon as it may be.
fn admitted(policy: &ThrottlePolicy, span: Duration, strategy: &[(i64, u32)]) -> i64 {
    let mut budget = Budget::whole(START);
    let mut now = START;
    let mut admitted = 0;
    for (rest, attempts) in strategy.iter().cycle() {
        now += Duration::seconds(*rest);
        for _ in 0..*attempts {
            if let Admission::Wait(wait) = budget.attempt(policy, now) {
                now += wait;
            }
            if now > START + span {
                return admitted;
            }
            let Admission::Admit(next) = budget.attempt(policy, now) else {
                panic!("the wait was over")
            };
            (budget, admitted) = (next, admitted + 1);
        }
    }
    admitted
}

fn greedily(policy: &ThrottlePolicy, span: Duration) -> i64 {
    admitted(policy, span, &[(0, u32::MAX)])
}

#[test]
fn the_free_attempts_are_free_and_then_waits_double_up_to_the_longest() {
    let mut budget = Budget::whole(START);
    let mut now = START;
    let mut waits = Vec::new();
    for _ in 0..13 {
        let Admission::Admit(next) = budget.attempt(&ThrottlePolicy::ACCOUNT, now) else {
            panic!("the wait was over")
        };
        waits.push((next.wait_until - now).whole_seconds());
        (budget, now) = (next, next.wait_until);
    }
    // After the second 480 a quarter of an hour is over since the first attempt: it has faded.
    assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 480, 900, 900, 900]);
}

/// The tables in docs/SECURITY.md are computed here, and say what this says.
#[test]
fn an_attacker_gets_as_many_guesses_as_the_documentation_says() {
    let documentation = include_str!("../../../../docs/SECURITY.md");
    for (what, policy) in ALL {
        let ThrottlePolicy { free, first_wait, fade } = policy;
        let first_wait = words(first_wait);
        let whole = words(policy.memory());
        let numbers = format!("| {what} | {free} | {first_wait} | {} | {whole} |", words(fade));
        let [hour, day, year] = [Duration::HOUR, Duration::DAY, YEAR]
            .map(|span| most_admitted(&policy, span).to_string());
        let guesses = format!("| {what} | {} | {hour} | {day} | {year} |", policy.most());
        for row in [numbers, guesses] {
            assert!(documentation.contains(&row), "docs/SECURITY.md lacks: {row}");
        }
    }
}

fn words(span: Duration) -> String {
    let seconds = span.whole_seconds();
    let units = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let units = units.into_iter().filter(|(number, _)| *number > 0);
    units.map(|(number, unit)| format!("{number} {unit}")).collect::<Vec<_>>().join(" ")
}

/// The bound is no mere bound: who never rests comes close to it.
#[test]
fn who_never_rests_gets_nearly_all_that_anybody_gets() {
    for (what, policy) in ALL {
        for span in [Duration::DAY, Duration::days(30)] {
            let got = greedily(&policy, span);
            let most = most_admitted(&policy, span);
            let doublings = i64::from(policy.most() - policy.free);
            assert!((most - doublings - 1..=most).contains(&got), "{what}: {got} of {most}");
        }
    }
}

#[test]
fn mistakes_fade_one_by_one_however_often_somebody_comes_back() {
    let policy = ThrottlePolicy::DEVICE;
    let mut budget = Budget::whole(START);
    let mut now = START;
    let attempt = |budget: &mut Budget, now| match budget.attempt(&policy, now) {
        Admission::Admit(next) => *budget = next,
        Admission::Wait(wait) => panic!("{wait}"),
    };
    // A typo and a right login, every quarter of an hour, for ever.
    for _ in 0..1000 {
        attempt(&mut budget, now);
        let typo = budget;
        attempt(&mut budget, now);
        let right = budget;
        assert_eq!(right.attempts, typo.attempts + 1);
        budget = budget.refund(Some(right), now);
        now += policy.fade;
    }
    assert!(budget.attempts <= 2);
}

#[test]
fn success_takes_back_its_own_attempt_and_its_own_wait_only() {
    let policy = ThrottlePolicy::ACCOUNT;
    let admit = |budget: Budget, now| match budget.attempt(&policy, now) {
        Admission::Admit(budget) => budget,
        Admission::Wait(wait) => panic!("{wait}"),
    };
    let fourth = Budget { attempts: 4, ..Budget::whole(START) };
    let fifth = admit(fourth, START);
    assert!(fifth.wait_until > START);
    assert_eq!(fifth.refund(Some(fifth), START), fourth, "its wait, too");

    // Admitted before the fifth, which was wrong, and right only now.
    let later = START + Duration::SECOND;
    let earlier = Budget { attempts: 3, ..Budget::whole(START) };
    let refunded = fifth.refund(Some(earlier), later);
    assert_eq!((refunded.attempts, refunded.wait_until), (4, fifth.wait_until));
    assert_eq!(Budget::whole(START).refund(None, later).attempts, 0);
}

/// A clock was ahead by three hours, or by years, while somebody mistyped; now it is right.
#[test]
fn what_a_clock_wrote_that_was_ahead_is_worth_the_longest_wait_at_most() {
    for (what, policy) in ALL {
        for ahead in [Duration::minutes(1), Duration::hours(3), 10 * YEAR] {
            let then = START + ahead;
            let tired = Budget { attempts: u32::MAX, since: then, wait_until: then + policy.fade };
            let mut now = START;
            while let Admission::Wait(wait) = tired.attempt(&policy, now) {
                assert!(wait <= policy.fade, "{what}: {wait}");
                now += wait;
            }
            assert!(now <= START + policy.fade + SKEW, "{what}: {now}");
            let Admission::Admit(next) = tired.attempt(&policy, now) else { unreachable!() };
            assert!(next.since <= now && next.attempts <= policy.most() + 1, "{what}");
            let rested = now + policy.memory();
            let Admission::Admit(next) = next.attempt(&policy, rested) else { panic!("{what}") };
            assert!(next.attempts <= 2, "{what}: {next:?}");
        }
    }
}

fn policies() -> impl Strategy<Value = ThrottlePolicy> {
    let drawn =
        (1u32..30, 1i64..600, 1i64..200_000).prop_map(|(free, first, fade)| ThrottlePolicy {
            free,
            first_wait: Duration::seconds(first),
            fade: Duration::seconds(first + fade),
        });
    prop_oneof![drawn, proptest::sample::select(ALL.map(|(_, policy)| policy).to_vec())]
}

proptest! {
    /// Never resting, resting until some or all is forgotten, and whatever lies between.
    #[test]
    fn no_strategy_gets_more_than_the_bound(
        policy in policies(),
        rests in proptest::collection::vec((0f64..20.0, 1u32..40), 1..6),
        fades in 1i64..300,
    ) {
        let fade = policy.fade.whole_seconds();
        #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
        let seconds = |fades: f64| (fades * fade as f64) as i64;
        let strategy: Vec<_> = rests.iter().map(|(rest, n)| (seconds(*rest), *n)).collect();
        let span = Duration::seconds(fades * fade);
        let most = most_admitted(&policy, span);
        let got = admitted(&policy, span, &strategy);
        prop_assert!(got <= most, "{} of {}", got, most);
        let whole = policy.memory().whole_seconds();
        let burst = admitted(&policy, span, &[(whole, policy.most())]);
        let burst = burst.max(admitted(&policy, span, &[(fade, 1)]));
        prop_assert!(burst.max(greedily(&policy, span)) <= most);
    }

    /// Who knows one thing that is right, and alternates it with guesses at another, gets no more
    /// guesses, however many are under way at once.
    #[test]
    fn what_is_given_back_buys_no_guesses(
        policy in policies(),
        turns in proptest::collection::vec((0i64..200, any::<bool>(), 0usize..4), 1..300),
    ) {
        let mut budget = Budget::whole(START);
        let mut now = START;
        let mut wrong = 0;
        let mut under_way: Vec<Budget> = Vec::new();
        for (seconds, is_right, settled) in turns {
            now += Duration::seconds(seconds);
            for _ in 0..settled {
                if let Some(right) = under_way.pop() {
                    budget = budget.refund(Some(right), now);
                }
            }
            match budget.attempt(&policy, now) {
                Admission::Wait(wait) => prop_assert!(wait.is_positive() && wait <= policy.fade),
                Admission::Admit(next) => {
                    prop_assert!(now >= budget.wait_until);
                    prop_assert!(next.attempts <= policy.most());
                    budget = next;
                    if is_right { under_way.push(next) } else { wrong += 1 }
                }
            }
        }
        prop_assert!(wrong <= most_admitted(&policy, now - START));
    }
}
