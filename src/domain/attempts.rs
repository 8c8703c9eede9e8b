//! Counting attempts against the budgets of [`super::throttle`], in the database that all nodes share.

use super::{
    Fault, Portal,
    client::{self, Client},
    nip::Nip,
    throttle::{Budget, Decision, Policy},
};
use crate::store::{Throttle, Unit};
use sha2::{Digest, Sha256};
use time::Duration;
use uuid::Uuid;

/// One budget: what it is kept under, and its numbers.
struct Counter {
    subject: Vec<u8>,
    policy: Policy,
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

/// The budgets that one login attempt draws on.
pub struct Attempt(Vec<Counter>);

impl Attempt {
    /// By a browser that has logged in to the account before: a budget of its own, which
    /// strangers cannot use up.
    #[must_use]
    pub fn by_known_device(portal: &Portal, device_hash: &[u8], account: Uuid) -> Self {
        let subject = subject(b"device", &[device_hash, account.as_bytes()].concat());
        Self(vec![Counter { subject, policy: portal.policies.device }])
    }

    /// By anybody else: the budget of the address, and that of the number, whether an account has
    /// it or not. Always in this order, so that two attempts never wait for each other.
    #[must_use]
    pub fn by_stranger(portal: &Portal, client: &Client, nip: &Nip) -> Self {
        let address = client::network(client.address).to_string();
        Self(vec![
            Counter {
                subject: subject(b"address", address.as_bytes()),
                policy: portal.policies.address,
            },
            Counter {
                subject: subject(b"account", nip.as_str().as_bytes()),
                policy: portal.policies.account,
            },
        ])
    }

    /// Counts the attempt in every budget, or in none.
    ///
    /// # Errors
    /// When the database fails: then nothing is admitted.
    pub async fn count(&self, portal: &Portal, unit: &mut Unit) -> Result<Counted, Fault> {
        let mut longest_wait: Option<Duration> = None;
        let mut admitted = Vec::with_capacity(self.0.len());
        for counter in &self.0 {
            let budget = unit.lock_throttle(&counter.subject, portal.now()).await?;
            match Budget::from(budget).attempt(&counter.policy, portal.now()) {
                Decision::Admit(budget) => admitted.push((&counter.subject, budget)),
                Decision::Wait(wait) => longest_wait = longest_wait.max(Some(wait)),
            }
        }
        if let Some(wait) = longest_wait {
            return Ok(Counted::Wait(wait));
        }
        let is_last = admitted.iter().any(|(_, budget)| budget.wait_until > portal.now());
        for (subject, budget) in admitted {
            unit.set_throttle(subject, budget.into()).await?;
        }
        Ok(Counted::Admitted { is_last })
    }

    /// Takes the attempt back, because it proved right.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refund(&self, portal: &Portal, unit: &mut Unit) -> Result<(), Fault> {
        for counter in &self.0 {
            let budget = Budget::from(unit.lock_throttle(&counter.subject, portal.now()).await?);
            unit.set_throttle(&counter.subject, budget.refund(portal.now()).into()).await?;
        }
        Ok(())
    }
}

/// A hash, since what is typed or where somebody connects from need not be kept in the clear.
fn subject(kind: &[u8], value: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(kind).chain_update([0]).chain_update(value).finalize().to_vec()
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
