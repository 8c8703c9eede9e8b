//! Nothing that the portal told somebody is lost, however often and whenever it is killed.
//!
//! Each round: guests use the portal, it is killed (`SIGKILL`), started again with nothing done by
//! hand, and the database is compared with what the guests were told. This shows what outlives the
//! process. What outlives a loss of power is decided by what is on the disk before an answer goes out;
//! see docs/ARCHITECTURE.md. `scripts/crash` runs the long form.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../harness/mod.rs"]
mod harness;

mod bulk;
mod disk;
mod guest;
mod house;
mod inspector;
mod ledger;

use harness::Installation;
use house::{House, Moment, open};
use inspector::Findings;
use sqlx::Executor;
use std::env;

/// Every kind of moment in six kills.
const MOMENTS: [Moment; 6] = [
    Moment::UnderLoad,
    Moment::InACheckpoint,
    Moment::UnderLoad,
    Moment::WhileStarting,
    Moment::UnderLoad,
    Moment::WhileStartingForTheFirstTime,
];

/// The program under test: the one that was built with the tests, unless another is named.
fn program() -> String {
    env::var("ASN_CRASH_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_asn-digital").to_owned())
}

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |text| text.parse().expect(name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_told_is_lost_when_the_portal_is_killed() {
    let (kills, seed) = (number("ASN_CRASH_KILLS", 6), number("ASN_CRASH_SEED", 1));
    println!("crash: {kills} kills of {}, seed {seed}", program());
    let mut house = House::of(Installation::new(&program(), None).unwrap(), seed).await.unwrap();
    for round in 0..kills {
        let moment = MOMENTS[usize::try_from(round).unwrap() % MOMENTS.len()];
        house.round(round, moment).await.unwrap_or_else(|error| {
            panic!("crash: round {round} ({moment:?}), seed {seed}: {error}");
        });
        let losses = &house.findings.losses;
        assert!(losses.is_empty(), "crash: round {round} ({moment:?}), seed {seed}:\n{losses:#?}");
    }
    house.compare(true).await.unwrap();
    println!("{}", house.figures());
    assert!(house.findings.losses.is_empty(), "crash: seed {seed}: {:#?}", house.findings.losses);
}

/// What would be a loss, each by itself.
const LOSSES: [&str; 6] = [
    "UPDATE shelves SET favourites = 'jdih'",
    // Back to the one that everybody began with.
    "UPDATE accounts SET password_hash = \
        (SELECT password_hash FROM accounts GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1)",
    "UPDATE authenticators SET last_step = last_step - 1 WHERE last_step > 0",
    "DELETE FROM sessions WHERE stage = 'authenticated'",
    "UPDATE recovery_codes SET used_at = NULL",
    "DROP TRIGGER audit_events_are_not_removed; DELETE FROM audit_events WHERE position > 1",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_loss_would_be_found() {
    let installation = Installation::new(&program(), None).unwrap();
    let mut house = House::of(installation, 1).await.unwrap();
    let node = house.node.as_ref().unwrap().address;
    house.guests[0].one_of_each(node).await.unwrap();
    house.compare(true).await.unwrap();
    assert!(house.findings.losses.is_empty(), "{:#?}", house.findings.losses);
    for loss in LOSSES {
        let damaged = Installation::new(&program(), None).unwrap();
        let copy = damaged.database_file();
        let mut whole = open(&house.installation.database_file()).await;
        sqlx::query("VACUUM INTO $1").bind(copy.to_str()).execute(&mut whole).await.unwrap();
        sqlx::Connection::close(whole).await.unwrap();
        let mut database = open(&copy).await;
        database.execute(sqlx::raw_sql(loss)).await.unwrap();
        sqlx::Connection::close(database).await.unwrap();

        let ledgers = house.guests.iter_mut().flat_map(|guest| &mut guest.ledgers);
        let busy = ledgers.filter(|ledger| !ledger.told.events.is_empty());
        let mut findings = Findings::default();
        house.inspector.compare(&damaged, busy, true, &mut findings).await.unwrap();
        assert!(!findings.losses.is_empty(), "nobody noticed: {loss}");
        assert_eq!(house::verify_audit(&damaged).is_err(), loss.contains("audit"), "{loss}");
    }
}
