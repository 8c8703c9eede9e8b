//! Counting attempts against the budgets of [`super::throttle`], in the database that all nodes share.

use super::{
    Fault, Portal,
    client::{self, Client},
    nip::Nip,
    throttle::{Budget, Decision, Policy},
};
use crate::{
    metrics::ATTEMPTS_THROTTLED,
    store::{Throttle, Unit},
};
use sha2::{Digest, Sha256};
use time::Duration;
use uuid::Uuid;

/// One budget: what it is kept under, and its numbers.
struct Counter {
    subject: Vec<u8>,
    policy: Policy,
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
        for (subject, budget) in &self.budgets {
            unit.set_throttle(subject, (*budget).into()).await?;
        }
        Ok(self.budgets.into_iter().map(|(_, budget)| budget).collect())
    }
}

/// The browser that tries, as far as budgets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser<'a> {
    /// It has logged in to the account before: a budget of its own, which strangers cannot use up.
    Known {
        device_hash: &'a [u8],
        account: Uuid,
    },
    Unknown,
}

/// The budgets that one attempt draws on. Always in the same order, so that two attempts never
/// wait for each other.
pub struct Attempt(Vec<Counter>);

impl Attempt {
    /// At a password: for a stranger, the budget of the address, and that of the number, whether
    /// an account has it or not.
    #[must_use]
    pub fn password(portal: &Portal, client: &Client, browser: Browser<'_>, nip: &Nip) -> Self {
        let policies = &portal.policies;
        Self(match browser {
            Browser::Known { device_hash, account } => {
                vec![counter(b"device", &[device_hash, account.as_bytes()], policies.device)]
            }
            Browser::Unknown => vec![
                by_address(portal, client),
                counter(b"account", &[nip.as_str().as_bytes()], policies.account),
            ],
        })
    }

    /// At a one-time code, after the right password.
    #[must_use]
    pub fn code(portal: &Portal, browser: Browser<'_>, account: Uuid) -> Self {
        let policies = &portal.policies;
        Self(vec![match browser {
            Browser::Known { device_hash, account } => {
                let subject = [device_hash, account.as_bytes().as_slice()];
                counter(b"device-code", &subject, policies.device_code)
            }
            Browser::Unknown => counter(b"code", &[account.as_bytes()], policies.code),
        }])
    }

    /// At a recovery code or one that was mailed, after the right password.
    #[must_use]
    pub fn paper(portal: &Portal, account: Uuid) -> Self {
        Self(vec![counter(b"paper", &[account.as_bytes()], portal.policies.paper)])
    }

    /// At the code of an enrolment after a reset. Its 50 bits are out of reach from however many
    /// networks, so each has a budget of its own: who knows the password keeps nobody else from it.
    #[must_use]
    pub fn enrolment_code(portal: &Portal, client: &Client, account: Uuid) -> Self {
        let network = client::network(client.address).to_string();
        let subject = [account.as_bytes().as_slice(), network.as_bytes()];
        Self(vec![counter(b"enrolment-code", &subject, portal.policies.paper)])
    }

    /// For a letter to the mailbox of whoever has this number.
    #[must_use]
    pub fn letter(portal: &Portal, client: &Client, nip: &Nip) -> Self {
        let letter = counter(b"letter", &[nip.as_str().as_bytes()], portal.policies.letter);
        Self(vec![by_address(portal, client), letter])
    }

    /// Anything else that anybody may ask for.
    #[must_use]
    pub fn address(portal: &Portal, client: &Client) -> Self {
        Self(vec![by_address(portal, client)])
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
            let budget = unit.lock_throttle(&counter.subject, portal.now()).await?;
            match Budget::from(budget).attempt(&counter.policy, portal.now()) {
                Decision::Admit(budget) => budgets.push((counter.subject.as_slice(), budget)),
                Decision::Wait(wait) => longest_wait = longest_wait.max(Some(wait)),
            }
        }
        if let Some(wait) = longest_wait {
            ATTEMPTS_THROTTLED.increment(1);
            return Ok(Drawn::Wait(wait));
        }
        let is_last = budgets.iter().any(|(_, budget)| budget.wait_until > portal.now());
        Ok(Drawn::Admitted(Drawing { budgets, is_last }))
    }

    /// Takes the attempt back, because it proved right. In a unit that does more, right before that
    /// is written down: whoever locks budgets and chains in one order never waits in a circle.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refund(&self, portal: &Portal, unit: &mut Unit) -> Result<(), Fault> {
        let now = portal.now();
        for Counter { subject, counted, .. } in &self.0 {
            // Mostly nobody else has drawn on it meanwhile.
            let is_refunded = match *counted {
                None => false,
                Some(old) => {
                    let new = old.refund(now).into();
                    unit.replace_throttle(subject, old.into(), new).await?
                }
            };
            if !is_refunded {
                let budget = Budget::from(unit.lock_throttle(subject, now).await?);
                unit.set_throttle(subject, budget.refund(now).into()).await?;
            }
        }
        Ok(())
    }
}

fn by_address(portal: &Portal, client: &Client) -> Counter {
    let network = client::network(client.address).to_string();
    counter(b"address", &[network.as_bytes()], portal.policies.address)
}

/// A hash, since what is typed or where somebody connects from need not be kept in the clear.
fn counter(kind: &[u8], subject: &[&[u8]], policy: Policy) -> Counter {
    let kind = Sha256::new().chain_update(kind).chain_update([0]);
    let hash = subject.iter().fold(kind, Digest::chain_update);
    Counter { subject: hash.finalize().to_vec(), policy, counted: None }
}

impl From<Throttle> for Budget {
    fn from(row: Throttle) -> Self {
        Self {
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            last_attempt_at: row.last_attempt_at,
            wait_until: row.wait_until,
        }
    }
}

impl From<Budget> for Throttle {
    fn from(budget: Budget) -> Self {
        Self {
            attempts: i64::from(budget.attempts),
            last_attempt_at: budget.last_attempt_at,
            wait_until: budget.wait_until,
        }
    }
}
