//! Known browsers: one that a person has logged in from before has budgets of its own, so that
//! strangers never lock its owner out, and no letter tells of it again.
//!
//! Nobody is known for ever: it ends [`REMEMBERED`] after the last login there, and with a new password,
//! which says that somebody else may have had the old one. Only the browser where its owner chose it
//! stays known: they had proved who they are there, and are told of nothing new.
//!
//! A browser that people share carries a token for each of them, so that what somebody took from it
//! knows them alone and not who logs in there later. It carries [`MOST`], the last used first.

use super::{
    attempts::Familiarity,
    device_tokens::{DeviceTokens, MOST},
    visitor::Visitor,
};
use crate::{
    domain::{Fault, Portal, values::reference_token::ReferenceToken},
    store::{Account, Unit},
};
use time::Duration;
use uuid::Uuid;

/// How long a browser stays known after the last login there.
pub const REMEMBERED: Duration = Duration::days(180);

/// To whom this browser is known.
pub(in crate::domain) struct Known(Vec<(Vec<u8>, Uuid)>);

impl Known {
    /// It costs the same whether the browser is known to anybody.
    pub async fn of(portal: &Portal, visitor: &Visitor, unit: &mut Unit) -> Result<Self, Fault> {
        let since = portal.now() - REMEMBERED;
        Ok(Self(unit.known_devices(&visitor.devices.hashes(), since).await?))
    }

    /// The hash of the token by which it is known to the account.
    pub fn to(&self, account: Option<&Account>) -> Option<&[u8]> {
        let account = account?.id;
        let mut known = self.0.iter();
        known.find(|(_, one)| *one == account).map(|(hash, _)| hash.as_slice())
    }

    /// What its attempts at the account draw on.
    pub fn familiarity(&self, account: Option<&Account>) -> Familiarity<'_> {
        match (self.to(account), account) {
            (Some(device_hash), Some(account)) => {
                Familiarity::Known { device_hash, account: account.id }
            }
            _ => Familiarity::Unknown,
        }
    }
}

/// Makes this browser known to the account; what it carries from now on. Tokens that nobody is known
/// by any more go.
pub(in crate::domain) async fn remember(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    Known(known): &Known,
    account: Uuid,
) -> Result<DeviceTokens, Fault> {
    let mut own = None;
    let mut others = Vec::new();
    for token in &visitor.devices.0 {
        let hash = token.hash();
        let mut owners = known.iter().filter(|(one, _)| *one == hash).map(|(_, owner)| *owner);
        if own.is_none() && owners.clone().any(|owner| owner == account) {
            own = Some(token.clone());
        } else if owners.next().is_some() {
            others.push(token.clone());
        }
    }
    let own = own.unwrap_or_else(|| ReferenceToken::generate(portal.random()));
    unit.remember_device(&own.hash(), account, portal.now()).await?;
    Ok(DeviceTokens(std::iter::once(own).chain(others).take(MOST).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ANOTHER_NIP, NIP, TestPortal, browser_at};

    /// What this browser carries once somebody has logged in there.
    async fn log_in(portal: &Portal, visitor: &mut Visitor, account: Uuid) {
        let mut unit = portal.store.write().await.unwrap();
        let known = Known::of(portal, visitor, &mut unit).await.unwrap();
        let devices = remember(portal, &mut unit, visitor, &known, account).await.unwrap();
        unit.commit().await.unwrap();
        visitor.devices = devices;
    }

    async fn is_known(portal: &Portal, visitor: &Visitor, account: &Account) -> bool {
        let mut unit = portal.store.read().await.unwrap();
        let known = Known::of(portal, visitor, &mut unit).await.unwrap();
        let is_known = known.to(Some(account)).is_some();
        assert_eq!(known.familiarity(Some(account)) != Familiarity::Unknown, is_known);
        assert_eq!(known.familiarity(None), Familiarity::Unknown);
        is_known
    }

    #[tokio::test]
    async fn a_browser_is_known_to_whoever_logged_in_there_and_to_nobody_else() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let other = portal.account(ANOTHER_NIP, "employee").await;
        let mut visitor = browser_at("192.0.2.1");
        assert!(!is_known(&portal, &visitor, &account).await);
        log_in(&portal, &mut visitor, account.id).await;
        assert!(is_known(&portal, &visitor, &account).await);
        assert!(!is_known(&portal, &visitor, &other).await);
        assert!(!is_known(&portal, &browser_at("192.0.2.1"), &account).await, "another browser");
    }

    #[tokio::test]
    async fn a_browser_is_forgotten_180_days_after_the_last_login_there() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await;
        let mut visitor = browser_at("192.0.2.1");
        log_in(&portal, &mut visitor, account.id).await;
        let lasts = REMEMBERED.whole_seconds();
        portal.clock.advance(lasts - 1);
        assert!(is_known(&portal, &visitor, &account).await);
        let before = visitor.devices.clone();
        log_in(&portal, &mut visitor, account.id).await;
        assert_eq!(visitor.devices, before, "by the same token, from now on again");
        portal.clock.advance(lasts - 1);
        assert!(is_known(&portal, &visitor, &account).await);
        portal.clock.advance(1);
        assert!(!is_known(&portal, &visitor, &account).await);
        log_in(&portal, &mut visitor, account.id).await;
        assert_ne!(visitor.devices, before, "what nobody is known by goes");
        assert_eq!(visitor.devices.0.len(), 1);
    }

    #[tokio::test]
    async fn a_shared_browser_carries_a_token_for_each_of_eight_the_last_used_first() {
        let portal = TestPortal::new().await;
        let mut accounts = Vec::new();
        for number in 1..=MOST + 1 {
            accounts.push(portal.account(&format!("19860926201505200{number}"), "employee").await);
        }
        let mut visitor = browser_at("192.0.2.1");
        for account in &accounts[..MOST] {
            log_in(&portal, &mut visitor, account.id).await;
        }
        let firsts = visitor.devices.0[MOST - 1].clone();
        log_in(&portal, &mut visitor, accounts[0].id).await;
        assert_eq!(visitor.devices.0[0], firsts, "whoever comes back comes first");
        log_in(&portal, &mut visitor, accounts[MOST].id).await;
        assert_eq!(visitor.devices.0.len(), MOST);
        assert!(!is_known(&portal, &visitor, &accounts[1]).await, "the one longest ago");
        for account in accounts.iter().filter(|one| one.id != accounts[1].id) {
            assert!(is_known(&portal, &visitor, account).await);
        }
    }
}
