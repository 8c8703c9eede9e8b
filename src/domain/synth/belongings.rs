//! What synthetic people have: an authenticator each, favourites and an open session some of them.

use super::{Dice, KEY, person::id, record};
use crate::{
    domain::{
        Fault,
        random::Random,
        recovery_code::FEW,
        seal::{Purpose, Sealer},
        session::{Limits, Stage},
    },
    store::{Authenticator, RecoveryCodeRow, Session, SessionAge, ShelfRow},
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

const AUTHENTICATOR: u64 = 6;
const SHELF: u64 = 7;
const SESSION: u64 = 8;
const RECOVERY_CODE: u64 = 9;

const PHONES: &[&str] = &["HP Samsung", "HP Xiaomi", "HP Oppo", "HP saya", "iPhone", "HP kantor"];
/// What people pin and open, of the built-in catalogue.
const SERVICES: &[&str] = &[
    "e-kinerja",
    "myasn",
    "presensi",
    "asn-karier",
    "bkn-pedia",
    "helpdesk",
    "mola",
    "lemari-digital",
    "kartu-asn-virtual",
    "peremajaan-data",
    "jdih",
    "kms",
];
/// Of a hundred people, so many have favourites of their own.
const CHOOSERS: u64 = 30;

/// The authenticator of person `i`, added a year ago.
///
/// # Errors
/// When the installation's key does not work.
pub fn authenticator(
    seed: u64,
    i: u64,
    account: Uuid,
    now: OffsetDateTime,
    sealer: &Sealer,
    random: &dyn Random,
) -> Result<Authenticator, Fault> {
    let id = id(seed, AUTHENTICATOR, i);
    Ok(Authenticator {
        id,
        account_id: account,
        name: Dice::new(seed, AUTHENTICATOR, i).one_of(PHONES).to_owned(),
        sealed_secret: sealer.seal(Purpose::Authenticator(id), &KEY, random)?,
        last_step: 0,
        clock_offset: 0,
        suspected_offset: None,
        suspected_step: None,
        created_at: now - Duration::days(365),
        last_used_at: now - Duration::days(1),
    })
}

/// The recovery codes that person `i` has left: as many as nobody is reminded of. Nobody has them.
#[must_use]
pub fn recovery_codes(seed: u64, i: u64, code_hash: &str) -> Vec<RecoveryCodeRow> {
    let left = u64::try_from(FEW + 1).unwrap_or_default();
    let ids = (0..left).map(|number| id(seed, RECOVERY_CODE, i * left + number));
    ids.map(|id| RecoveryCodeRow { id, code_hash: code_hash.to_owned() }).collect()
}

/// The favourites of person `i`, if they chose any.
#[must_use]
pub fn shelf(seed: u64, i: u64) -> Option<ShelfRow> {
    let mut dice = Dice::new(seed, SHELF, i);
    dice.hits(CHOOSERS).then(|| {
        let mut some = |most: u64| {
            let from = usize::try_from(dice.below(SERVICES.len() as u64)).unwrap_or_default();
            let many = usize::try_from(1 + dice.below(most)).unwrap_or_default();
            let some: Vec<_> = SERVICES.iter().cycle().skip(from).take(many).copied().collect();
            some.join(" ")
        };
        ShelfRow { favourites: Some(some(8)), recents: some(6), acknowledged: String::new() }
    })
}

/// The open session of person `i` and the hash of its token, which nobody has, if they are among
/// so many of a hundred.
#[must_use]
pub fn session(
    seed: u64,
    i: u64,
    account: Uuid,
    percent: u64,
    now: OffsetDateTime,
) -> Option<(Vec<u8>, Session)> {
    let mut dice = Dice::new(seed, SESSION, i);
    dice.hits(percent).then(|| {
        let mut home = Dice::new(seed, record::HOME, i);
        let age = Duration::seconds(i64::try_from(dice.below(6 * 3600)).unwrap_or_default());
        let token_hash = dice.bytes::<32>().to_vec();
        let session = Session {
            age: SessionAge {
                id: id(seed, SESSION, i),
                public_device: false,
                last_seen_at: now,
                expires_at: now - age + Limits::OWN.absolute,
            },
            account_id: account,
            stage: Stage::Authenticated.name().to_owned(),
            sealed_secret: None,
            granted_step: None,
            address: record::address(&mut home),
            user_agent: home.one_of(record::BROWSERS).to_owned(),
            created_at: now - age,
            proved_at: now - age,
        };
        (token_hash, session)
    })
}
