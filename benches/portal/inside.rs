//! The portal's rules in this process, without HTTP: for what is too small to be measured from
//! outside, and for what lies behind the hashing.

use super::{
    crowd::Member,
    harness::{KEY, Result, USER_AGENT},
};
use asn_digital::{
    domain::{
        Portal,
        clock::{Clock, SystemClock},
        credentials::password::{Cost, PasswordHasher},
        guard::{device_tokens::DeviceTokens, throttle::Policies, visitor::Visitor},
        launcher::{catalogue::Catalogue, commons::CommonsCell},
        limits::Limits,
        random::{SystemRandom, new_id},
        seal::Sealer,
        sso::SsoCell,
    },
    store::Store,
};
use std::sync::Arc;

/// Hashing that costs nothing.
pub const NOTHING: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

pub async fn portal(store: Store) -> Result<Portal> {
    let catalogue = Catalogue::built_in()?;
    let commons = CommonsCell::open(&store, &catalogue, SystemClock.now()).await?;
    Ok(Portal {
        store,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        passwords: PasswordHasher::new(NOTHING, super::machine::cores(), 1000, &SystemRandom)?,
        sealer: Sealer::new(KEY, &[]),
        policies: Policies::default(),
        limits: Limits::default(),
        commons,
        origin: String::new(),
        passkeys: None,
        sso: SsoCell::default(),
        node: new_id(&SystemRandom, SystemClock.now()),
    })
}

/// Their browser, before they log in.
pub fn visitor(member: &Member) -> Result<Visitor> {
    Ok(Visitor {
        address: member.address.parse()?,
        user_agent: USER_AGENT.to_owned(),
        session: None,
        devices: DeviceTokens::parse(&member.device.to_text()),
    })
}
