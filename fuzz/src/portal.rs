//! A portal in this process, with hashing that costs nothing.

use asn_digital::{
    domain::{
        Portal,
        clock::{Clock, ManualClock},
        credentials::{
            passkey,
            password::{Cost, PasswordHasher},
        },
        guard::throttle::{Policies, ThrottlePolicy},
        launcher::{catalogue::Catalogue, commons::CommonsCell},
        limits::Limits,
        random::SystemRandom,
        seal::Sealer,
        sso::SsoCell,
    },
    store::Store,
};
use std::sync::Arc;
use uuid::Uuid;

pub const ORIGIN: &str = "http://localhost:3000";

/// A portal on this database. Its clock stands still.
pub async fn of(store: Store) -> Portal {
    let clock = Arc::new(ManualClock::at(1_795_305_600));
    let catalogue = Catalogue::built_in().expect("the catalogue");
    let commons = CommonsCell::open(&store, &catalogue, clock.now()).await.expect("commons");
    // No answer is put off: all come from one address.
    let address = ThrottlePolicy { free: u32::MAX, ..ThrottlePolicy::ADDRESS };
    let cheap = Cost { memory_kib: 8, passes: 1, lanes: 1 };
    Portal {
        node: Uuid::nil(),
        store,
        clock,
        random: Arc::new(SystemRandom),
        passwords: PasswordHasher::new(cheap, 1, 1, &SystemRandom).expect("a hasher"),
        sealer: Sealer::new([7; 32], &[]),
        policies: Policies { address, ..Policies::default() },
        limits: Limits::default(),
        commons,
        origin: ORIGIN.to_owned(),
        passkeys: passkey::relying_party(ORIGIN),
        sso: SsoCell::default(),
    }
}
