//! Counting attempts against the budgets of [`super::throttle`], in the database that all nodes share.

use super::{
    throttle::{Admission, Budget, Policies, ThrottlePolicy},
    visitor::{self, Visitor},
};
use crate::{
    domain::{Fault, Portal, values::nip::Nip},
    metrics::ATTEMPTS_THROTTLED,
    store::{Throttle, Unit},
};
use sha2::{Digest, Sha256};
use time::Duration;
use uuid::Uuid;

/// One budget: what it is kept under, and its numbers.
struct Counter {
    key: Vec<u8>,
    policy: ThrottlePolicy,
    /// As this attempt left it.
    counted: Option<Budget>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Counted {
    /// `is_last`: should it fail, the next one has to wait.
    Admitted {
        is_last: bool,
    },
    Wait(Duration),
}

#[must_use]
pub enum Drawn<'a> {
    Admitted(Drawing<'a>),
    Wait(Duration),
}

/// An attempt that may be made, and what its budgets are once it is counted.
pub struct Drawing<'a> {
    budgets: Vec<(&'a [u8], Budget)>,
    /// Should it fail, the next one has to wait.
    pub is_last: bool,
}

impl Drawing<'_> {
    /// What the budgets are now.
    ///
    /// # Errors
    /// When the database fails: then the caller's whole unit must not be committed.
    pub async fn count(self, unit: &mut Unit) -> Result<Vec<Budget>, Fault> {
        for (key, budget) in &self.budgets {
            unit.set_throttle(key, (*budget).into()).await?;
        }
        Ok(self.budgets.into_iter().map(|(_, budget)| budget).collect())
    }
}

/// The browser that tries, as far as budgets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Familiarity<'a> {
    /// It has logged in to the account before: a budget of its own, which strangers cannot use up.
    Known {
        device_hash: &'a [u8],
        account: Uuid,
    },
    Unknown,
}

/// As a person is told to wait.
pub(in crate::domain) fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.whole_seconds().max(1)).unwrap_or(u32::MAX)
}

/// What a letter is to bring: strangers may ask for links, and only whoever has the password for codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterRequest {
    Link,
    Code,
}

/// The budgets that one attempt draws on. Always in the same order, so that two attempts never
/// wait for each other.
pub struct Attempt(Vec<Counter>);

impl Attempt {
    /// At a password: for a stranger, the budget of the address, and that of the number, whether
    /// an account has it or not.
    #[must_use]
    pub fn password(
        portal: &Portal,
        visitor: &Visitor,
        browser: Familiarity<'_>,
        nip: &Nip,
    ) -> Self {
        let policies = &portal.policies;
        Self(match browser {
            Familiarity::Known { .. } => {
                own(b"device", browser, policies.device).into_iter().collect()
            }
            Familiarity::Unknown => vec![
                at_address(b"address", visitor, policies.address),
                counter(b"account", &[nip.as_str().as_bytes()], policies.account),
            ],
        })
    }

    /// At a one-time code, after the right password.
    #[must_use]
    pub fn code(portal: &Portal, browser: Familiarity<'_>, account: Uuid) -> Self {
        let Policies { code, device_code, .. } = portal.policies;
        Self::after_password([b"code", b"device-code"], [code, device_code], browser, account)
    }

    /// At a recovery code, after the right password.
    #[must_use]
    pub fn recovery_code(portal: &Portal, browser: Familiarity<'_>, account: Uuid) -> Self {
        let Policies { paper, device_paper, .. } = portal.policies;
        let kinds: [&[u8]; 2] = [b"recovery-code", b"device-recovery-code"];
        Self::after_password(kinds, [paper, device_paper], browser, account)
    }

    /// At a code that was mailed, after the right password.
    #[must_use]
    pub fn mailed_code(portal: &Portal, browser: Familiarity<'_>, account: Uuid) -> Self {
        let Policies { paper, device_paper, .. } = portal.policies;
        let kinds: [&[u8]; 2] = [b"mailed-code", b"device-mailed-code"];
        Self::after_password(kinds, [paper, device_paper], browser, account)
    }

    /// `kinds` and `policies`: for strangers, and for a browser that is known to the account.
    fn after_password(
        kinds: [&[u8]; 2],
        policies: [ThrottlePolicy; 2],
        browser: Familiarity<'_>,
        account: Uuid,
    ) -> Self {
        let ([strangers, known], [stranger, device]) = (kinds, policies);
        let own = own(known, browser, device);
        Self(vec![own.unwrap_or_else(|| counter(strangers, &[account.as_bytes()], stranger))])
    }

    /// At the code of an enrolment after a reset. Its 50 bits are out of reach from however many
    /// networks, so each has a budget of its own: who knows the password keeps nobody else from it.
    #[must_use]
    pub fn enrolment_code(portal: &Portal, visitor: &Visitor, account: Uuid) -> Self {
        let network = visitor::network(visitor.address).to_string();
        let key = [account.as_bytes().as_slice(), network.as_bytes()];
        Self(vec![counter(b"enrolment-code", &key, portal.policies.paper)])
    }

    /// For a letter to the mailbox of whoever has this number.
    #[must_use]
    pub fn letter(
        portal: &Portal,
        visitor: &Visitor,
        browser: Familiarity<'_>,
        what: LetterRequest,
        nip: &Nip,
    ) -> Self {
        let Policies { letter, address_letters, .. } = portal.policies;
        let (strangers, known): (&[u8], &[u8]) = match what {
            LetterRequest::Link => (b"letter", b"device-letter"),
            LetterRequest::Code => (b"code-letter", b"device-code-letter"),
        };
        Self(match own(known, browser, letter) {
            Some(own) => vec![own],
            None => vec![
                at_address(b"address-letters", visitor, address_letters),
                counter(strangers, &[nip.as_str().as_bytes()], letter),
            ],
        })
    }

    /// For a letter to a mailbox that an operator says is this account's. Never taken back.
    #[must_use]
    pub fn corrected_mailbox(portal: &Portal, account: Uuid) -> Self {
        Self(vec![counter(b"corrected-mailbox", &[account.as_bytes()], portal.policies.letter)])
    }

    /// At a new password: what it costs to judge and hash one. Never taken back.
    #[must_use]
    pub fn new_password(portal: &Portal, account: Uuid) -> Self {
        Self(vec![counter(b"new-password", &[account.as_bytes()], portal.policies.new_password)])
    }

    /// At ten fresh recovery codes: what it costs to hash them. Never taken back.
    #[must_use]
    pub fn new_codes(portal: &Portal, account: Uuid) -> Self {
        Self(vec![counter(b"new-codes", &[account.as_bytes()], portal.policies.new_codes)])
    }

    /// At what somebody logged in may not do: so much of it is written down. Never taken back.
    #[must_use]
    pub fn refusal(portal: &Portal, account: Uuid) -> Self {
        Self(vec![counter(b"refusal", &[account.as_bytes()], portal.policies.refusal)])
    }

    /// At the secret or the key of a client, from one network: whoever guesses elsewhere keeps no service out.
    #[must_use]
    pub fn client(portal: &Portal, visitor: &Visitor, client: &str) -> Self {
        let network = visitor::network(visitor.address).to_string();
        let key = [client.as_bytes(), &[0], network.as_bytes()];
        Self(vec![counter(b"client", &key, portal.policies.client)])
    }

    /// At names that no client has.
    #[must_use]
    pub fn unknown_client(portal: &Portal, visitor: &Visitor) -> Self {
        Self(vec![at_address(b"unknown-client", visitor, portal.policies.client)])
    }

    /// To write down that what the systems of an agency asked for was held.
    #[must_use]
    pub fn held(portal: &Portal, agency: &str) -> Self {
        Self(vec![counter(b"scim-held", &[agency.as_bytes()], portal.policies.refusal)])
    }

    /// Anything else that anybody may ask for.
    #[must_use]
    pub fn address(portal: &Portal, visitor: &Visitor) -> Self {
        Self(vec![at_address(b"address", visitor, portal.policies.address)])
    }

    /// Counts the attempt in every budget, or in none.
    ///
    /// # Errors
    /// When the database fails: then nothing is admitted.
    pub async fn count(&mut self, portal: &Portal, unit: &mut Unit) -> Result<Counted, Fault> {
        let drawing = match self.draw(portal, unit).await? {
            Drawn::Admitted(drawing) => drawing,
            Drawn::Wait(wait) => return Ok(Counted::Wait(wait)),
        };
        let is_last = drawing.is_last;
        let budgets = drawing.count(unit).await?;
        for (counter, budget) in self.0.iter_mut().zip(budgets) {
            counter.counted = Some(budget);
        }
        Ok(Counted::Admitted { is_last })
    }

    /// Whether the attempt may be made. Its budgets are locked until the unit ends, so what it is
    /// about may be looked at in this very unit; what proves right need not be counted at all.
    ///
    /// # Errors
    /// When the database fails: then nothing is admitted.
    pub async fn draw(&self, portal: &Portal, unit: &mut Unit) -> Result<Drawn<'_>, Fault> {
        let mut longest_wait: Option<Duration> = None;
        let mut budgets = Vec::with_capacity(self.0.len());
        for counter in &self.0 {
            let budget = unit.lock_throttle(&counter.key, portal.now()).await?;
            match Budget::from(budget).attempt(&counter.policy, portal.now()) {
                Admission::Admit(budget) => budgets.push((counter.key.as_slice(), budget)),
                Admission::Wait(wait) => longest_wait = longest_wait.max(Some(wait)),
            }
        }
        if let Some(wait) = longest_wait {
            ATTEMPTS_THROTTLED.increment(1);
            return Ok(Drawn::Wait(wait));
        }
        let is_last = budgets.iter().any(|(_, budget)| budget.wait_until > portal.now());
        Ok(Drawn::Admitted(Drawing { budgets, is_last }))
    }

    /// How long an attempt would have to wait; nothing is counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wait(&self, portal: &Portal) -> Result<Option<Duration>, Fault> {
        let mut longest = None;
        for counter in &self.0 {
            let Some(row) = portal.store.throttle(&counter.key).await? else {
                continue;
            };
            if let Admission::Wait(wait) = Budget::from(row).attempt(&counter.policy, portal.now())
            {
                longest = longest.max(Some(wait));
            }
        }
        Ok(longest)
    }

    /// Takes the attempt back, because it proved right. In a unit that does more, right before that
    /// is written down: whoever locks budgets and chains in one order never waits in a circle.
    pub async fn refund(&self, portal: &Portal, unit: &mut Unit) -> Result<(), Fault> {
        let now = portal.now();
        for Counter { key, counted, .. } in &self.0 {
            // Mostly nobody else has drawn on it meanwhile.
            let is_refunded = match *counted {
                None => false,
                Some(old) => {
                    let new = old.refund(*counted, now).into();
                    unit.replace_throttle(key, old.into(), new).await?
                }
            };
            if !is_refunded {
                let budget = Budget::from(unit.lock_throttle(key, now).await?);
                unit.set_throttle(key, budget.refund(*counted, now).into()).await?;
            }
        }
        Ok(())
    }
}

/// After a whole login nothing is left of the mistakes that were made in a known browser. What strangers
/// share stays as it is, so that a guesser gains nothing when the owner logs in.
pub async fn make_whole(unit: &mut Unit, browser: Familiarity<'_>) -> Result<(), Fault> {
    if let Familiarity::Known { device_hash, account } = browser {
        let kinds: [&[u8]; 4] =
            [b"device", b"device-code", b"device-recovery-code", b"device-mailed-code"];
        let key = |kind| key(kind, &[device_hash, account.as_bytes()]);
        unit.forget_throttles(&kinds.map(key)).await?;
    }
    Ok(())
}

/// What a known browser has for itself.
fn own(kind: &[u8], browser: Familiarity<'_>, policy: ThrottlePolicy) -> Option<Counter> {
    match browser {
        Familiarity::Known { device_hash, account } => {
            Some(counter(kind, &[device_hash, account.as_bytes()], policy))
        }
        Familiarity::Unknown => None,
    }
}

fn at_address(kind: &[u8], visitor: &Visitor, policy: ThrottlePolicy) -> Counter {
    let network = visitor::network(visitor.address).to_string();
    counter(kind, &[network.as_bytes()], policy)
}

fn counter(kind: &[u8], about: &[&[u8]], policy: ThrottlePolicy) -> Counter {
    Counter { key: key(kind, about), policy, counted: None }
}

/// A hash, since what is typed or where somebody connects from need not be kept in the clear.
fn key(kind: &[u8], about: &[&[u8]]) -> Vec<u8> {
    let kind = Sha256::new().chain_update(kind).chain_update([0]);
    about.iter().fold(kind, Digest::chain_update).finalize().to_vec()
}

impl From<Throttle> for Budget {
    fn from(row: Throttle) -> Self {
        Self {
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            since: row.last_attempt_at,
            wait_until: row.wait_until,
        }
    }
}

impl From<Budget> for Throttle {
    fn from(budget: Budget) -> Self {
        Self {
            attempts: i64::from(budget.attempts),
            last_attempt_at: budget.since,
            wait_until: budget.wait_until,
        }
    }
}

#[cfg(test)]
mod tests;
