//! How fast somebody may guess.
//!
//! ```text
//!            attempt, of the free ones         attempt while waiting
//!   Open ──────────────────────────▶ Open   Waiting ─────────────▶ Waiting (nothing is counted)
//!   Open ── attempt, beyond them ──▶ Waiting ── the wait is over ──▶ Open
//! ```
//!
//! One rule, and numbers for each budget: an attempt counts one, and every [`ThrottlePolicy::fade`] one is
//! forgotten, whatever comes in between. With the free attempts used the next one waits, twice as long
//! each time, and never longer than one takes to fade. So nobody gets more than [`ThrottlePolicy::most`] at once
//! and one for each `fade` (docs/adr/0026): each attempt moves the moment at which all are forgotten on
//! by `fade`, and that moment is never further away than `most` of them.
//!
//! An attempt is counted *before* the credentials are looked at, so that a thousand guesses at
//! once get no more answers than a thousand one after another; what proves right is taken back.
//! A browser that has logged in to the account before has budgets of its own, so a stranger's guesses
//! never lock its owner out; a whole login makes them whole. OWASP ASVS 5.0 §6.3.1, NIST SP 800-63B
//! §3.2.2.

use crate::domain::limits::MAILED_LINK;
use time::{Duration, OffsetDateTime};

/// So far apart the clocks of two nodes may be. A wait that lasts longer than any can is none: a clock
/// that was ahead has written it.
const SKEW: Duration = Duration::minutes(1);

/// The numbers of one kind of budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottlePolicy {
    /// Attempts that need no waiting.
    pub free: u32,
    /// The wait after the last free attempt; it doubles with each further one.
    pub first_wait: Duration,
    /// Every so often one attempt is forgotten. No wait is longer.
    pub fade: Duration,
}

impl ThrottlePolicy {
    /// The password of one account, tried by browsers that never logged in to it.
    pub const ACCOUNT: Self =
        Self { free: 5, first_wait: Duration::seconds(30), fade: Duration::minutes(15) };
    /// The same, tried by a browser that has logged in to it before.
    pub const DEVICE: Self = Self { free: 10, ..Self::ACCOUNT };
    /// The one-time code of one account, after the right password, by browsers that never logged
    /// in to it. A code is one of a million.
    pub const CODE: Self = Self { fade: Duration::hours(12), ..Self::ACCOUNT };
    /// The same, by a browser that has logged in to it before.
    pub const DEVICE_CODE: Self = Self { fade: Duration::hours(1), ..Self::DEVICE };
    /// Codes from paper or, apart from those, from a letter, after the right password: 40 random bits
    /// and more. No wait is longer than half of what a mailed one is good for.
    pub const PAPER: Self = Self { fade: Duration::minutes(5), ..Self::ACCOUNT };
    /// The same, by a browser that has logged in before.
    pub const DEVICE_PAPER: Self = Self { free: 10, ..Self::PAPER };
    /// Letters to one mailbox that a person asks for: nobody's mailbox is flooded, and there is always
    /// one in it whose link is good.
    pub const LETTER: Self = Self { free: 3, first_wait: Duration::minutes(5), fade: MAILED_LINK };
    /// One address, or one IPv6 /64: whole offices and mobile networks share one.
    pub const ADDRESS: Self =
        Self { free: 900, first_wait: Duration::seconds(1), fade: Duration::seconds(30) };
    /// Letters that people at one address ask for: an office whose 5,000 begin on one morning.
    pub const ADDRESS_LETTERS: Self = Self { free: 5000, ..Self::ADDRESS };
    /// New passwords of one account that are judged, and hashed.
    pub const NEW_PASSWORD: Self =
        Self { free: 20, first_wait: Duration::seconds(5), fade: Duration::seconds(30) };
    /// Ten fresh recovery codes for one account, each to be hashed. An activation that is broken off
    /// begins again, and again over a slow network.
    pub const NEW_CODES: Self = Self { free: 20, ..Self::PAPER };
    /// Refusals of somebody logged in that are written down.
    pub const REFUSAL: Self = Self { free: 20, ..Self::PAPER };

    /// Wrong secrets of one client from one network. They are long and random; some came from elsewhere.
    pub const CLIENT: Self =
        Self { free: 20, first_wait: Duration::seconds(5), fade: Duration::minutes(1) };

    fn wait_after(&self, attempts: u32) -> Duration {
        match attempts.checked_sub(self.free) {
            None => Duration::ZERO,
            Some(beyond) => {
                let doubled = self.first_wait.checked_mul(1 << beyond.min(20));
                doubled.map_or(self.fade, |wait| wait.min(self.fade))
            }
        }
    }

    /// More attempts are never counted: after so many each wait is as long as one takes to fade.
    #[must_use]
    pub fn most(&self) -> u32 {
        let most =
            (self.free..=self.free.saturating_add(20)).find(|n| self.wait_after(*n) == self.fade);
        most.unwrap_or(u32::MAX)
    }

    /// After so long without an attempt nothing is left of them.
    #[must_use]
    pub fn memory(&self) -> Duration {
        self.fade.saturating_mul(self.most().try_into().unwrap_or(i32::MAX))
    }
}

/// The policies in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policies {
    pub account: ThrottlePolicy,
    pub device: ThrottlePolicy,
    pub code: ThrottlePolicy,
    pub device_code: ThrottlePolicy,
    pub paper: ThrottlePolicy,
    pub device_paper: ThrottlePolicy,
    pub letter: ThrottlePolicy,
    pub address: ThrottlePolicy,
    pub address_letters: ThrottlePolicy,
    pub new_password: ThrottlePolicy,
    pub new_codes: ThrottlePolicy,
    pub refusal: ThrottlePolicy,
    pub client: ThrottlePolicy,
}

impl Policies {
    /// After so long nothing needs to be remembered.
    #[must_use]
    pub fn longest_memory(&self) -> Duration {
        let Self { account, device, code, device_code, paper, device_paper, .. } = self;
        let Self { letter, address, address_letters, new_password, new_codes, refusal, .. } = self;
        let client = &self.client;
        let guesses = [account, device, code, device_code, paper, device_paper];
        let others = [letter, address, address_letters, new_password, new_codes, refusal, client];
        let all = guesses.into_iter().chain(others);
        all.map(ThrottlePolicy::memory).max().unwrap_or(Duration::DAY)
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            account: ThrottlePolicy::ACCOUNT,
            device: ThrottlePolicy::DEVICE,
            code: ThrottlePolicy::CODE,
            device_code: ThrottlePolicy::DEVICE_CODE,
            paper: ThrottlePolicy::PAPER,
            device_paper: ThrottlePolicy::DEVICE_PAPER,
            letter: ThrottlePolicy::LETTER,
            address: ThrottlePolicy::ADDRESS,
            address_letters: ThrottlePolicy::ADDRESS_LETTERS,
            new_password: ThrottlePolicy::NEW_PASSWORD,
            new_codes: ThrottlePolicy::NEW_CODES,
            refusal: ThrottlePolicy::REFUSAL,
            client: ThrottlePolicy::CLIENT,
        }
    }
}

/// What is remembered of one budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Those that had not faded at `since`, and all since then.
    pub attempts: u32,
    /// The oldest of them fades one [`ThrottlePolicy::fade`] later, the next one as much later again.
    pub since: OffsetDateTime,
    pub wait_until: OffsetDateTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Admission {
    /// Go on, and remember this.
    Admit(Budget),
    /// Nothing is looked at before this much time has passed. Positive.
    Wait(Duration),
}

impl Budget {
    #[must_use]
    pub fn whole(now: OffsetDateTime) -> Self {
        Self { attempts: 0, since: now, wait_until: now }
    }

    pub fn attempt(self, policy: &ThrottlePolicy, now: OffsetDateTime) -> Admission {
        let wait = self.wait_until - now;
        if wait.is_positive() && wait <= policy.fade + SKEW {
            return Admission::Wait(wait.min(policy.fade));
        }
        let before = self.faded(policy, now);
        let attempts = before.attempts.saturating_add(1);
        let wait_until = now + policy.wait_after(attempts);
        Admission::Admit(Self { attempts, wait_until, ..before })
    }

    /// The same without those that are forgotten by now. A moment that is yet to come is none.
    fn faded(self, policy: &ThrottlePolicy, now: OffsetDateTime) -> Self {
        let since = self.since.min(now);
        let faded = (now - since).whole_seconds() / policy.fade.whole_seconds().max(1);
        let attempts = i64::from(self.attempts.min(policy.most())) - faded;
        match u32::try_from(attempts) {
            Err(_) | Ok(0) => Self { wait_until: self.wait_until, ..Self::whole(now) },
            Ok(attempts) => {
                let since = since + Duration::seconds(faded * policy.fade.whole_seconds());
                Self { attempts, since, ..self }
            }
        }
    }

    /// Takes back one attempt that proved right, which left the budget as `counted`: the others stay,
    /// and so does the wait that another one has brought.
    #[must_use]
    pub fn refund(self, counted: Option<Self>, now: OffsetDateTime) -> Self {
        let is_its_own = counted.is_some_and(|counted| counted.wait_until == self.wait_until);
        let wait_until = if is_its_own { now.min(self.wait_until) } else { self.wait_until };
        Self { attempts: self.attempts.saturating_sub(1), wait_until, ..self }
    }
}

#[cfg(test)]
mod tests;
