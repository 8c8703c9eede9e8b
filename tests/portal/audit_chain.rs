//! Whoever goes past the triggers and alters or removes a row is found out.

use crate::support::*;
use asn_digital::domain::{
    audit::{self, tampering::Tampering, verify},
    seal::Sealer,
};
use tokio::task::JoinSet;

/// Failed logins, one after another from one address: four rows of one chain.
async fn rows(world: &World) {
    world.account(PNS, "employee").await;
    for _ in 0..4 {
        world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        world.clock.advance(600);
    }
}

/// As somebody does who owns the database: the triggers are gone first.
async fn past_the_triggers(world: &World, sql: &'static str) {
    for drop in [
        "DROP TRIGGER audit_events_are_not_changed",
        "DROP TRIGGER audit_events_are_not_removed",
        "DROP TRIGGER audit_events_are_not_changed ON audit_events",
        "DROP TRIGGER audit_events_are_not_removed ON audit_events",
    ] {
        let _ = world.run(drop).await;
    }
    assert!(world.run(sql).await.unwrap() > 0, "{sql}");
}

async fn tampering(world: &World) -> Vec<Tampering> {
    verify::verify(&world.portal).await.unwrap().tampering
}

on_both_engines! {
    async fn an_untouched_record_verifies_also_when_many_write_at_once(world) {
        let mut race = JoinSet::new();
        for number in 1..=60 {
            let nip = format!("198609262015052{number:03}");
            world.account(&nip, "employee").await;
            let mut browser = world.browser_at(&format!("192.0.2.{number}"));
            race.spawn(async move { browser.login(&nip, "tebakan", "").await });
        }
        race.join_all().await;
        let verified = verify::verify(&world.portal).await.unwrap();
        assert_eq!(verified.tampering, []);
        assert_eq!(verified.rows, 60);
        assert_eq!(verified.rows, world.events().await.len() as u64);
    }

    async fn an_altered_row_is_found(world) {
        rows(&world).await;
        past_the_triggers(&world, "UPDATE audit_events SET address = '203.0.113.1' WHERE position = 3").await;
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Altered { position: 3, .. }]), "{found:?}");
    }

    async fn a_removed_row_is_found_in_the_middle_and_at_the_end(world) {
        rows(&world).await;
        past_the_triggers(&world, "DELETE FROM audit_events WHERE position = 4").await;
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Shortened { found: 3, noted: 4, .. }]), "{found:?}");
        past_the_triggers(&world, "DELETE FROM audit_events WHERE position = 2").await;
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Missing { position: 2, .. }]), "{found:?}");
    }

    async fn a_row_moved_to_another_persons_account_is_found(world) {
        rows(&world).await;
        past_the_triggers(&world, "UPDATE audit_events SET account_id = NULL WHERE position = 1").await;
        assert!(matches!(tampering(&world).await[..], [Tampering::Altered { position: 1, .. }]));
    }

    async fn a_shortened_chain_with_a_mended_end_is_found_by_its_code(world) {
        rows(&world).await;
        past_the_triggers(&world, "DELETE FROM audit_events WHERE position = 4").await;
        world.run("UPDATE audit_chains SET length = 3 WHERE length = 4").await.unwrap();
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Shortened { .. }]), "{found:?}");
    }

    async fn a_key_that_was_replaced_signs_no_row_behind_the_rotation(world) {
        rows(&world).await;
        let leaked = Sealer::new([7; 32], &[]);
        world.change(|portal| portal.sealer = Sealer::new([8; 32], &[[7; 32]]));
        let found = tampering(&world).await;
        assert_eq!(found.len(), 16, "not yet written down: {found:?}");
        audit::record_rotation(&world.portal).await.unwrap();
        assert_eq!(tampering(&world).await, []);
        world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        assert_eq!(tampering(&world).await, []);

        world.change(|portal| portal.sealer = leaked);
        world.clock.advance(600);
        let page = world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        assert_eq!(page.status, 500, "a node without the new key adds nothing to what that has signed");
    }

    async fn rows_that_an_old_key_signs_at_the_end_or_instead_of_newer_ones_are_found(world) {
        rows(&world).await;
        let both = || Sealer::new([8; 32], &[[7; 32]]);
        world.change(|portal| portal.sealer = both());
        audit::record_rotation(&world.portal).await.unwrap();
        // The rotation and all that came later is taken away, and something else put in its place.
        past_the_triggers(&world, "DELETE FROM audit_events WHERE event = 'keys-rotated'").await;
        world.run("UPDATE audit_chains SET length = length - 1, mac = COALESCE((SELECT mac FROM audit_events e \
                   WHERE e.chain = audit_chains.chain AND position = length - 1), substr(mac, 1, 0))").await.unwrap();
        world.change(|portal| portal.sealer = Sealer::new([7; 32], &[]));
        world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        assert_eq!(tampering(&world).await, [], "with that key alone all is well");
        world.change(|portal| portal.sealer = both());
        let found = tampering(&world).await;
        assert!(found.iter().all(|one| matches!(one, Tampering::NotRotated { .. })) && found.len() == 16, "{found:?}");
    }
}
