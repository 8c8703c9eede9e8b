//! Known browsers: one that a person has logged in from before has budgets of its own, so that
//! strangers never lock its owner out, and no letter tells of it again.
//!
//! Nobody is known for ever: it ends [`REMEMBERED`] after the last login there, and with a new password,
//! which says that somebody else may have had the old one. Only the browser where its owner chose it
//! stays known: they had proved who they are there, and are told of nothing new.
//!
//! A browser that people share carries a token for each of them, so that what somebody took from it
//! knows them alone and not who logs in there later. It carries [`MOST`], the last used first.

use super::client::Client;
use crate::{
    domain::{Fault, Portal, values::token::Token},
    store::{Account, Unit},
};
use time::Duration;
use uuid::Uuid;

/// How long a browser stays known after the last login there.
pub const REMEMBERED: Duration = Duration::days(180);
/// More people than share an office's computer.
pub const MOST: usize = 8;

/// What a browser is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceTokens(Vec<Token>);

impl DeviceTokens {
    /// Reads what [`DeviceTokens::to_text`] wrote; what is no token is left out.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.split('.').take(MOST).filter_map(Token::parse).collect())
    }

    /// Safe in a cookie; at most 351 characters.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.iter().map(Token::to_text).collect::<Vec<_>>().join(".")
    }

    fn hashes(&self) -> [Vec<u8>; MOST] {
        let mut hashes = <[Vec<u8>; MOST]>::default();
        for (hash, token) in hashes.iter_mut().zip(&self.0) {
            *hash = token.hash();
        }
        hashes
    }
}

/// To whom this browser is known.
pub(in crate::domain) struct Known(Vec<(Vec<u8>, Uuid)>);

impl Known {
    /// It costs the same whether the browser is known to anybody.
    pub async fn of(portal: &Portal, client: &Client, unit: &mut Unit) -> Result<Self, Fault> {
        let since = portal.now() - REMEMBERED;
        Ok(Self(unit.known_devices(&client.devices.hashes(), since).await?))
    }

    /// The hash of the token by which it is known to the account.
    pub fn to(&self, account: Option<&Account>) -> Option<&[u8]> {
        let account = account?.id;
        let mut known = self.0.iter();
        known.find(|(_, one)| *one == account).map(|(hash, _)| hash.as_slice())
    }
}

/// Makes this browser known to the account; what it carries from now on. Tokens that nobody is known
/// by any more go.
pub(in crate::domain) async fn remember(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    Known(known): &Known,
    account: Uuid,
) -> Result<DeviceTokens, Fault> {
    let (mut own, mut others) = (None, Vec::new());
    for token in &client.devices.0 {
        let hash = token.hash();
        let mut owners = known.iter().filter(|(one, _)| *one == hash).map(|(_, owner)| *owner);
        if own.is_none() && owners.clone().any(|owner| owner == account) {
            own = Some(token.clone());
        } else if owners.next().is_some() {
            others.push(token.clone());
        }
    }
    let own = own.unwrap_or_else(|| Token::generate(portal.random()));
    unit.remember_device(&own.hash(), account, portal.now()).await?;
    Ok(DeviceTokens(std::iter::once(own).chain(others).take(MOST).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;

    #[test]
    fn tokens_are_read_back_and_what_is_none_is_left_out() {
        let random = SeededRandom::new(1);
        let tokens = DeviceTokens((0..MOST).map(|_| Token::generate(&random)).collect());
        let text = tokens.to_text();
        assert_eq!((text.len(), DeviceTokens::parse(&text)), (351, tokens.clone()));
        assert_eq!(DeviceTokens::parse(&format!("{text}.{text}")), tokens, "no more than these");
        let (first, rest) = text.split_once('.').unwrap();
        assert_eq!(DeviceTokens::parse(first).0, tokens.0[..1], "one alone, as it was before");
        assert_eq!(DeviceTokens::parse(&format!("x..é.{rest}")).0.len(), MOST - 3);
        assert_eq!(DeviceTokens::parse(""), DeviceTokens::default());
    }
}
