//! How fast somebody may guess.
//!
//! ```text
//!            attempt, budget left             attempt while waiting
//!   Open ───────────────────────▶ Open    Waiting ─────────────▶ Waiting (nothing is counted)
//!   Open ── attempt, budget used ▶ Waiting ── the wait is over, attempt ──▶ Waiting, twice as long
//!   any  ── the right credentials ─▶ Open  any ── quiet for `forget_after` ─▶ Open
//! ```
//!
//! An attempt is counted *before* the credentials are looked at, so that a thousand guesses at
//! once get no more answers than a thousand one after another; success takes the count back.
//! A browser that has logged in to the account before has a budget of its own ([`Policy::DEVICE`]),
//! so a stranger's guesses never lock its owner out. OWASP ASVS 5.0 §6.3.1, NIST SP 800-63B §3.2.2.

use time::{Duration, OffsetDateTime};

/// The numbers of one kind of budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Attempts that need no waiting.
    pub free: u32,
    /// The wait after the last free attempt; it doubles with each further one.
    pub first_wait: Duration,
    pub longest_wait: Duration,
    /// After so long without an attempt the budget is whole again.
    pub forget_after: Duration,
}

impl Policy {
    /// The password of one account, tried by browsers that never logged in to it.
    pub const ACCOUNT: Self = Self {
        free: 5,
        first_wait: Duration::seconds(30),
        longest_wait: Duration::minutes(15),
        forget_after: Duration::hours(24),
    };
    /// The same, tried by a browser that has logged in to it before.
    pub const DEVICE: Self = Self { free: 10, ..Self::ACCOUNT };
    /// The one-time code of one account, after the right password, by browsers that never logged
    /// in to it. A code is one of a million: the waits grow to a day.
    pub const CODE: Self = Self {
        free: 5,
        first_wait: Duration::seconds(30),
        longest_wait: Duration::hours(24),
        forget_after: Duration::days(7),
    };
    /// The same, by a browser that has logged in to it before.
    pub const DEVICE_CODE: Self = Self { free: 10, longest_wait: Duration::hours(1), ..Self::CODE };
    /// Codes from paper or from a letter, after the right password: 40 random bits and more.
    pub const PAPER: Self = Self { longest_wait: Duration::hours(1), ..Self::CODE };
    /// Letters to one mailbox that a person asks for: nobody's mailbox is flooded.
    pub const LETTER: Self = Self {
        free: 3,
        first_wait: Duration::minutes(5),
        longest_wait: Duration::hours(6),
        forget_after: Duration::days(1),
    };
    /// One address, or one IPv6 /64: whole offices and mobile networks share one.
    pub const ADDRESS: Self = Self {
        free: 100,
        first_wait: Duration::seconds(2),
        longest_wait: Duration::minutes(1),
        forget_after: Duration::hours(1),
    };
}

/// The policies in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policies {
    pub account: Policy,
    pub device: Policy,
    pub code: Policy,
    pub device_code: Policy,
    pub paper: Policy,
    pub letter: Policy,
    pub address: Policy,
}

impl Policies {
    /// After so long nothing needs to be remembered.
    #[must_use]
    pub fn longest_memory(&self) -> Duration {
        let Self { account, device, code, device_code, paper, letter, address } = self;
        let all = [account, device, code, device_code, paper, letter, address];
        all.iter().map(|policy| policy.forget_after).max().unwrap_or(Duration::DAY)
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            account: Policy::ACCOUNT,
            device: Policy::DEVICE,
            code: Policy::CODE,
            device_code: Policy::DEVICE_CODE,
            paper: Policy::PAPER,
            letter: Policy::LETTER,
            address: Policy::ADDRESS,
        }
    }
}

/// What is remembered of one budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Attempts since the last success or forgetting.
    pub attempts: u32,
    pub last_attempt_at: OffsetDateTime,
    pub wait_until: OffsetDateTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// Go on, and remember this.
    Admit(Budget),
    /// Nothing is looked at before this much time has passed. Positive.
    Wait(Duration),
}

impl Budget {
    #[must_use]
    pub fn whole(now: OffsetDateTime) -> Self {
        Self { attempts: 0, last_attempt_at: now, wait_until: now }
    }

    pub fn attempt(self, policy: &Policy, now: OffsetDateTime) -> Decision {
        if now < self.wait_until {
            return Decision::Wait(self.wait_until - now);
        }
        let forgotten = now - self.last_attempt_at >= policy.forget_after;
        let attempts = if forgotten { 1 } else { self.attempts.saturating_add(1) };
        let wait = policy.wait_after(attempts);
        Decision::Admit(Self { attempts, last_attempt_at: now, wait_until: now + wait })
    }

    /// Takes back one attempt that proved right; the others stay counted.
    #[must_use]
    pub fn refund(self, now: OffsetDateTime) -> Self {
        Self { attempts: self.attempts.saturating_sub(1), wait_until: now, ..self }
    }
}

impl Policy {
    fn wait_after(&self, attempts: u32) -> Duration {
        match attempts.checked_sub(self.free) {
            None => Duration::ZERO,
            Some(beyond) => {
                let doubled = self.first_wait.checked_mul(1 << beyond.min(20));
                doubled.map_or(self.longest_wait, |wait| wait.min(self.longest_wait))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    /// How many attempts are admitted to somebody who tries every second for `span`.
    fn admitted(policy: &Policy, span: Duration) -> u32 {
        let mut budget = Budget::whole(START);
        let mut admitted = 0;
        let mut now = START;
        while now < START + span {
            match budget.attempt(policy, now) {
                Decision::Admit(next) => {
                    budget = next;
                    admitted += 1;
                    now += Duration::seconds(1);
                }
                Decision::Wait(wait) => now += wait,
            }
        }
        admitted
    }

    #[test]
    fn the_free_attempts_are_free_and_then_waits_double_up_to_the_longest() {
        let mut budget = Budget::whole(START);
        let mut now = START;
        let mut waits = Vec::new();
        for _ in 0..12 {
            let Decision::Admit(next) = budget.attempt(&Policy::ACCOUNT, now) else {
                panic!("the wait was over")
            };
            waits.push((next.wait_until - now).whole_seconds());
            (budget, now) = (next, next.wait_until);
        }
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    }

    /// How many are admitted who never rest until something would be forgotten, and rest then.
    fn most_admitted(policy: &Policy, span: Duration) -> u32 {
        // Resting makes the free attempts free again: worth it where they outnumber what the
        // longest waits would have let through meanwhile.
        let resting = {
            let rounds = span.whole_seconds() / policy.forget_after.whole_seconds();
            u32::try_from(rounds + 1).unwrap() * policy.free
        };
        admitted(policy, span).max(resting)
    }

    /// The table in docs/SECURITY.md is computed here, and says what this says.
    #[test]
    fn an_attacker_gets_as_many_guesses_as_the_documentation_says() {
        let year = Duration::days(365);
        let rows = [
            ("password, browser unknown to the account", Policy::ACCOUNT),
            ("password, browser known to the account", Policy::DEVICE),
            ("one-time code, browser unknown", Policy::CODE),
            ("one-time code, browser known", Policy::DEVICE_CODE),
            ("recovery or mailed code", Policy::PAPER),
            ("letters to one mailbox", Policy::LETTER),
            ("one address, all accounts together", Policy::ADDRESS),
        ];
        let documentation = include_str!("../../docs/SECURITY.md");
        for (what, policy) in rows {
            let [hour, day, year] = [Duration::hours(1), Duration::days(1), year]
                .map(|span| most_admitted(&policy, span).to_string());
            let row = format!("| {what} | {hour} | {day} | {year} |");
            assert!(documentation.contains(&row), "docs/SECURITY.md lacks: {row}");
        }
    }

    #[test]
    fn a_quiet_day_makes_the_budget_whole_again() {
        let tired = Budget { attempts: 30, last_attempt_at: START, wait_until: START };
        let later = START + Policy::ACCOUNT.forget_after;
        let Decision::Admit(next) = tired.attempt(&Policy::ACCOUNT, later) else { panic!() };
        assert_eq!(next.attempts, 1);
    }

    #[test]
    fn success_takes_back_its_own_attempt_only() {
        let Decision::Admit(fifth) =
            Budget { attempts: 4, ..Budget::whole(START) }.attempt(&Policy::ACCOUNT, START)
        else {
            panic!()
        };
        assert!(fifth.wait_until > START);
        let refunded = fifth.refund(START);
        assert_eq!((refunded.attempts, refunded.wait_until), (4, START));
    }

    proptest! {
        #[test]
        fn nothing_is_admitted_while_waiting(attempts in 0u32..1000, elapsed in 0i64..900) {
            let budget = Budget {
                attempts,
                last_attempt_at: START,
                wait_until: START + Policy::ACCOUNT.wait_after(attempts),
            };
            let now = START + Duration::seconds(elapsed);
            match budget.attempt(&Policy::ACCOUNT, now) {
                Decision::Wait(wait) => {
                    prop_assert!(wait.is_positive());
                    prop_assert_eq!(now + wait, budget.wait_until);
                }
                Decision::Admit(next) => {
                    prop_assert!(now >= budget.wait_until);
                    prop_assert_eq!(next.attempts, attempts + 1);
                    prop_assert!(next.wait_until - now <= Policy::ACCOUNT.longest_wait);
                }
            }
        }
    }
}
