//! Old rows of the record leave the table for a file, under a seal, and nothing else leaves it.

use crate::support::*;
use asn_digital::{
    domain::{
        audit::{
            segment::{self, NotDropped, Reader},
            tampering::Tampering,
            verify::{is_genuine, verify},
        },
        guard::visitor::Visitor,
        seal::Sealer,
    },
    store::{AuditEvent, AuditSeal},
};
use time::OffsetDateTime;

/// Four refused logins of one person, then what is older than `now`, sealed; and then two more.
async fn sealed(world: &World) -> (Vec<AuditSeal>, Vec<AuditEvent>) {
    world.account(PNS, "employee").await;
    refused(world, 4).await;
    let seals = segment::seal(&world.portal, world.portal.now()).await.unwrap().unwrap();
    let rows = rows_of(world, &seals).await;
    refused(world, 2).await;
    (seals, rows)
}

async fn refused(world: &World, times: usize) {
    for _ in 0..times {
        world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        world.clock.advance(600);
    }
}

async fn rows_of(world: &World, seals: &[AuditSeal]) -> Vec<AuditEvent> {
    let mut unit = world.portal.store.read().await.unwrap();
    let mut rows = Vec::new();
    for seal in seals {
        let most = seal.last_position - seal.first_position + 1;
        rows.extend(if seal.chain == segment::UNCHAINED {
            unit.unchained_audit_events().await.unwrap()
        } else {
            unit.audit_events_of_chain(seal.chain, seal.first_position - 1, most).await.unwrap()
        });
    }
    rows
}

fn read(sealer: &Sealer, seals: &[AuditSeal], rows: &[AuditEvent]) -> Result<u64, Tampering> {
    let mut reader = Reader::new(sealer, seals)?;
    rows.iter().try_for_each(|row| reader.row(row))?;
    reader.finish()
}

async fn drop_rows(world: &World, seals: &[AuditSeal]) -> Result<u64, NotDropped> {
    segment::drop(&world.portal, &Visitor::command_line(), seals).await.unwrap()
}

async fn tampering(world: &World) -> Vec<Tampering> {
    verify(&world.portal).await.unwrap().tampering
}

async fn past_the_triggers(world: &World, sql: &'static str) {
    for drop in [
        "DROP TRIGGER audit_events_are_not_changed",
        "DROP TRIGGER audit_events_are_not_removed",
        "DROP TRIGGER audit_events_stand_in_a_chain",
        "DROP TRIGGER audit_seals_are_not_changed",
        "DROP TRIGGER audit_seals_are_not_removed",
        "DROP TRIGGER audit_events_are_not_changed ON audit_events",
        "DROP TRIGGER audit_events_are_not_removed ON audit_events",
        "DROP TRIGGER audit_events_stand_in_a_chain ON audit_events",
        "DROP TRIGGER audit_seals_are_not_changed ON audit_seals",
    ] {
        let _ = world.run(drop).await;
    }
    assert!(world.run(sql).await.unwrap() > 0, "{sql}");
}

/// A row that looks like one of the record, as somebody adds it who owns the database.
const FORGED: &str = "INSERT INTO audit_events \
     (id, at, event, account_id, subject, address, user_agent, object, chain, position, mac) \
     SELECT ";

on_both_engines! {
    async fn a_row_outside_the_chains_is_found_and_the_table_takes_none(world) {
        let account = world.account(PNS, "employee").await;
        refused(&world, 2).await;
        for (chain, position, mac) in [("NULL", "NULL", "NULL"), ("99", "1", "mac"), ("-1", "1", "mac"),
            ("NULL", "7", "mac"), ("3", "NULL", "mac"), ("3", "0", "mac"), ("3", "8", "NULL")] {
            let sql: &'static str = format!("{FORGED} {}, at, 'logged-in', account_id, subject, address, \
                user_agent, object, {chain}, {position}, {mac} FROM audit_events WHERE position = 2",
                id_of(&world)).leak();
            let refusal = world.run(sql).await.unwrap_err().to_string();
            assert!(refusal.contains("at a place of its own in a chain"), "{chain}: {refusal}");
        }
        assert_eq!(tampering(&world).await, []);
        let unchained: &'static str = format!("{FORGED} {}, at, 'logged-in', account_id, subject, address, \
            user_agent, object, NULL, NULL, NULL FROM audit_events WHERE position = 2", id_of(&world)).leak();
        past_the_triggers(&world, unchained).await;
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Outside { rows: 1 }]), "{found:?}");
        let other: &'static str = format!("{FORGED} {}, at, 'logged-in', account_id, subject, address, \
            user_agent, object, 99, 1, mac FROM audit_events WHERE position = 2", id_of(&world)).leak();
        assert_eq!(world.run(other).await.unwrap(), 1);
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Outside { rows: 2 }]), "{found:?}");

        let mut unit = world.portal.store.read().await.unwrap();
        let mut genuine = Vec::new();
        for row in unit.audit_events_of(account, 10).await.unwrap() {
            genuine.push((row.chain, is_genuine(&world.portal, &mut unit, &[], &row).await.unwrap()));
        }
        genuine.sort_unstable();
        let [(None, false), (Some(_), true), (Some(_), true), (Some(99), false)] = genuine[..] else {
            panic!("{genuine:?}")
        };
    }

    async fn a_row_added_behind_a_chain_and_a_chain_without_an_end_are_found(world) {
        world.account(PNS, "employee").await;
        refused(&world, 2).await;
        let sql: &'static str = format!("{FORGED} {}, at, 'logged-in', account_id, subject, address, \
            user_agent, object, chain, 3, mac FROM audit_events WHERE position = 2", id_of(&world)).leak();
        assert_eq!(world.run(sql).await.unwrap(), 1);
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Altered { position: 3, .. }]), "{found:?}");
        past_the_triggers(&world, "DELETE FROM audit_events").await;
        world.run("DELETE FROM audit_chains WHERE length > 0").await.unwrap();
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Endless { .. }]), "{found:?}");
    }

    async fn what_was_archived_may_go_and_nothing_else(world) {
        let (seals, rows) = sealed(&world).await;
        assert_eq!((seals.len(), rows.len()), (1, 4));
        assert_eq!(read(&world.portal.sealer, &seals, &rows), Ok(4));
        let refused = world.run("DELETE FROM audit_events").await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "before it is dropped: {refused}");
        assert_eq!(drop_rows(&world, &seals).await, Ok(4));
        assert_eq!(drop_rows(&world, &seals).await, Ok(0), "again");
        let verified = verify(&world.portal).await.unwrap();
        assert_eq!(verified.tampering, []);
        let left = world.events().await;
        assert_eq!((verified.rows, verified.archived), (left.len() as u64, 4));
        assert_eq!(left.iter().filter(|event| *event == "login-refused").count(), 2);
        assert_eq!(left.last().map(String::as_str), Some("record-archived"));
        for sql in ["DELETE FROM audit_events WHERE position = 5", "UPDATE audit_seals SET parts = 2", "DELETE FROM audit_seals"] {
            assert!(world.run(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
        }
        let mut own = world.browser();
        world.clock.advance(3600);
        own.login(PNS, PASSWORD, "").await;
        let key = own.key().await;
        own.activate(&world.code(&key), "HP").await;
        world.clock.advance(30);
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        own.get("/akun/catatan").await.assert_shows("Percobaan masuk gagal");

        let next = segment::seal(&world.portal, world.portal.now() + time::Duration::MINUTE).await;
        let next = next.unwrap().unwrap();
        assert_eq!(next.iter().map(|seal| seal.segment).min(), Some(2));
        drop_rows(&world, &next).await.unwrap();
        assert_eq!(tampering(&world).await, []);
        own.get("/akun/catatan").await.assert_shows("Catatan keamanan");
        assert!(own.post("/api/logout", &[]).await.path.starts_with("/masuk"));
        assert_eq!(tampering(&world).await, []);
    }

    async fn an_archive_that_is_not_as_it_was_sealed_is_refused(world) {
        let (seals, rows) = sealed(&world).await;
        let sealer = &world.portal.sealer;
        let mut altered = rows.clone();
        altered[1].address = "203.0.113.1".into();
        assert!(matches!(read(sealer, &seals, &altered), Err(Tampering::Altered { position: 2, .. })));
        assert!(matches!(read(sealer, &seals, &rows[..3]), Err(Tampering::Shortened { found: 3, noted: 4, .. })));
        assert!(matches!(read(sealer, &seals, &rows[1..]), Err(Tampering::Missing { position: 1, .. })));
        let twice = [&rows[..], &rows[3..]].concat();
        assert!(matches!(read(sealer, &seals, &twice), Err(Tampering::Missing { position: 5, .. })));
        for change in [
            |seal: &mut AuditSeal| seal.last_position = 3,
            |seal: &mut AuditSeal| seal.mac = Vec::new(),
            |seal: &mut AuditSeal| seal.parts = 2,
            |seal: &mut AuditSeal| seal.sealed_at = OffsetDateTime::UNIX_EPOCH,
        ] {
            let mut changed = seals.clone();
            change(&mut changed[0]);
            assert!(matches!(read(sealer, &changed, &rows), Err(Tampering::ForeignSeal { .. })));
        }
        let doubled = [&seals[..], &seals[..]].concat();
        assert!(matches!(read(sealer, &doubled, &rows), Err(Tampering::LostSeal { .. })));
        let elsewhere = Sealer::new([8; 32], &[]);
        assert!(matches!(read(&elsewhere, &seals, &rows), Err(Tampering::ForeignSeal { .. })));
        let rotated = Sealer::new([8; 32], &[[7; 32]]);
        assert_eq!(read(&rotated, &seals, &rows), Ok(4), "an older key on the ring still tells");
    }

    async fn rows_without_a_seal_and_seals_without_their_rows_are_found(world) {
        let (seals, _) = sealed(&world).await;
        assert_eq!(drop_rows(&world, &seals).await, Ok(4));
        past_the_triggers(&world, "DELETE FROM audit_seals").await;
        let found = tampering(&world).await;
        assert!(found.iter().any(|one| matches!(one, Tampering::Missing { position: 1, .. })), "{found:?}");
    }

    async fn a_forged_seal_takes_nothing_away_unnoticed(world) {
        sealed(&world).await;
        let forged = "INSERT INTO audit_seals (chain, last_position, first_position, segment, parts, \
            mac_before, mac, sealed_at, seal) SELECT chain, position, 1, 1, 1, mac, mac, at, mac \
            FROM audit_events WHERE position = 4";
        assert_eq!(world.run(forged).await.unwrap(), 1);
        assert!(world.run("DELETE FROM audit_events WHERE position <= 4").await.unwrap() > 0);
        let found = tampering(&world).await;
        assert!(found.iter().any(|one| matches!(one, Tampering::ForeignSeal { first: 1, last: 4, .. })), "{found:?}");
    }

    async fn an_altered_seal_in_the_table_and_rows_put_back_are_found(world) {
        let (seals, rows) = sealed(&world).await;
        assert_eq!(drop_rows(&world, &seals).await, Ok(4));
        let mut unit = world.portal.store.write().await.unwrap();
        unit.add_audit_events(&rows[..1]).await.unwrap();
        unit.commit().await.unwrap();
        let found = tampering(&world).await;
        assert!(matches!(found[..], [Tampering::Left { rows: 1, .. }]), "{found:?}");
        assert_eq!(drop_rows(&world, &seals).await, Ok(1), "dropping goes on");
        assert_eq!(tampering(&world).await, []);
        past_the_triggers(&world, "UPDATE audit_seals SET last_position = 5").await;
        let found = tampering(&world).await;
        assert!(found.iter().any(|one| matches!(one, Tampering::ForeignSeal { last: 5, .. })), "{found:?}");
    }

    async fn only_the_next_segment_is_dropped_and_only_of_this_record(world) {
        let (seals, _) = sealed(&world).await;
        let later = segment::seal(&world.portal, world.portal.now()).await.unwrap().unwrap();
        assert_eq!(drop_rows(&world, &seals).await, Ok(4));
        assert!(matches!(drop_rows(&world, &later).await, Err(NotDropped::NotNext { .. })), "it holds the same rows again");
        past_the_triggers(&world, "UPDATE audit_events SET object = 'x' WHERE position = 5").await;
        let wrong = segment::seal(&world.portal, world.portal.now()).await.unwrap();
        assert!(matches!(wrong, Err(Tampering::Altered { position: 5, .. })), "what was altered is not sealed");
    }

    async fn rows_from_before_the_chains_are_found_until_they_are_archived(world) {
        world.account(PNS, "employee").await;
        refused(&world, 2).await;
        let old: &'static str = format!("{FORGED} {}, at, 'logged-in', account_id, subject, address, \
            user_agent, object, NULL, NULL, NULL FROM audit_events WHERE position = 2", id_of(&world)).leak();
        world.run("DROP TRIGGER audit_events_stand_in_a_chain").await.ok();
        world.run("DROP TRIGGER audit_events_stand_in_a_chain ON audit_events").await.ok();
        assert_eq!(world.run(old).await.unwrap(), 1);
        assert!(matches!(tampering(&world).await[..], [Tampering::Outside { rows: 1 }]));
        let seals = segment::seal(&world.portal, OffsetDateTime::UNIX_EPOCH).await.unwrap().unwrap();
        let rows = rows_of(&world, &seals).await;
        assert_eq!((seals.len(), seals[0].chain), (1, segment::UNCHAINED));
        assert_eq!(read(&world.portal.sealer, &seals, &rows), Ok(1));
        let mut altered = rows.clone();
        altered[0].event = "logged-out".into();
        assert!(matches!(read(&world.portal.sealer, &seals, &altered), Err(Tampering::Shortened { chain: -1, .. })));
        assert_eq!(drop_rows(&world, &seals).await, Ok(1));
        let verified = verify(&world.portal).await.unwrap();
        assert_eq!((verified.tampering, verified.archived), (vec![], 1));
    }
}

/// Another id in the words of the engine at hand.
fn id_of(world: &World) -> String {
    let id = world.portal.new_id();
    if world.is_postgres() { format!("'{id}'::uuid") } else { format!("x'{}'", id.simple()) }
}
