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
