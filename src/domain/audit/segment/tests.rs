use super::{
    super::{chain, chain_of, record, row_of, verify::verify},
    *,
};
use crate::domain::testing::{TestPortal, browser_at};

const ADDRESSES: [&str; 2] = ["127.0.0.1", "192.0.2.1"];

async fn write_down(portal: &TestPortal, address: &str) {
    let everybody = Holder { account: None, masked_nip: "*".to_owned() };
    let mut unit = portal.store.write().await.unwrap();
    let visitor = browser_at(address);
    record(portal, &mut unit, Event::LoggedIn, &everybody, &visitor).await.unwrap();
    unit.commit().await.unwrap();
}

/// A portal with two rows in the chain of the first address and one in that of the second.
async fn with_rows() -> TestPortal {
    let portal = TestPortal::new().await;
    for address in [ADDRESSES[0], ADDRESSES[1], ADDRESSES[0]] {
        write_down(&portal, address).await;
    }
    portal
}

/// Seals everything there is by now.
async fn seal_all(portal: &TestPortal) -> Vec<AuditSeal> {
    seal(portal, portal.now() + time::Duration::SECOND).await.unwrap().unwrap()
}

async fn drop_all(portal: &TestPortal, seals: &[AuditSeal]) -> Result<u64, NotDropped> {
    drop(portal, &browser_at(ADDRESSES[0]), seals).await.unwrap()
}

async fn seals_in_table(portal: &TestPortal) -> Vec<AuditSeal> {
    portal.store.read().await.unwrap().audit_seals().await.unwrap()
}

async fn rows_of(portal: &TestPortal, address: &str) -> Vec<AuditEvent> {
    let mut unit = portal.store.read().await.unwrap();
    unit.audit_events_of_chain(chain_of(address), 0, 100).await.unwrap()
}

#[tokio::test]
async fn rows_from_before_a_moment_are_sealed_and_those_of_that_moment_are_not() {
    let portal = TestPortal::new().await;
    write_down(&portal, ADDRESSES[0]).await;
    assert_eq!(seal(&portal, portal.now()).await.unwrap(), Ok(vec![]));
    portal.clock.advance(1);
    write_down(&portal, ADDRESSES[0]).await;
    let seals = seal(&portal, portal.now()).await.unwrap().unwrap();
    let ranges: Vec<_> = seals.iter().map(|one| (one.first_position, one.last_position)).collect();
    assert_eq!(ranges, [(1, 1)]);
    assert_eq!(seals_in_table(&portal).await, [], "nothing has changed");
}

#[tokio::test]
async fn what_was_dropped_is_gone_once_and_the_next_segment_goes_on_behind_it() {
    let portal = with_rows().await;
    let seals = seal_all(&portal).await;
    assert_eq!(drop_all(&portal, &seals).await, Ok(3));
    assert_eq!(drop_all(&portal, &seals).await, Ok(0), "nothing is left of it");
    let left = rows_of(&portal, ADDRESSES[0]).await;
    let left: Vec<_> = left.into_iter().map(|row| (row.position, row.object)).collect();
    assert_eq!(left, [(Some(3), Some("segment 1: 3 rows".to_owned()))]);
    let verified = verify(&portal).await.unwrap();
    assert_eq!((verified.rows, verified.archived, verified.tampering), (1, 3, vec![]));
    let next = seal_all(&portal).await;
    let next: Vec<_> =
        next.iter().map(|one| (one.segment, one.parts, one.first_position)).collect();
    assert_eq!(next, [(2, 1, 3)]);
}

#[tokio::test]
async fn an_archive_that_is_not_what_the_table_begins_with_removes_nothing() {
    let portal = with_rows().await;
    let mut seals = seal_all(&portal).await;
    seals.retain(|one| one.chain == chain_of(ADDRESSES[0]));
    let chain = seals[0].chain;
    let (not_next, differs) = (NotDropped::NotNext { chain }, NotDropped::Differs { chain });
    for (wrong, problem) in [
        (AuditSeal { first_position: 2, ..seals[0].clone() }, &not_next),
        (AuditSeal { mac_before: vec![1], ..seals[0].clone() }, &not_next),
        (AuditSeal { mac: vec![1], ..seals[0].clone() }, &differs),
        (AuditSeal { last_position: 1, ..seals[0].clone() }, &differs),
        (AuditSeal { last_position: 3, ..seals[0].clone() }, &differs),
    ] {
        assert_eq!(drop_all(&portal, &[wrong]).await.as_ref(), Err(problem));
    }
    assert_eq!(seals_in_table(&portal).await, []);
    assert_eq!(rows_of(&portal, ADDRESSES[0]).await.len(), 2);
    drop_all(&portal, &seals).await.unwrap();
    let again = AuditSeal { segment: 2, ..seals[0].clone() };
    assert_eq!(drop_all(&portal, &[again]).await, Err(not_next), "it was archived before");
}

#[tokio::test]
async fn an_archive_has_every_row_in_its_place() {
    let portal = with_rows().await;
    let seals = seal_all(&portal).await;
    let (chain, first) = (chain_of(ADDRESSES[0]), rows_of(&portal, ADDRESSES[0]).await);
    let second = rows_of(&portal, ADDRESSES[1]).await;
    let read = |rows: Vec<&AuditEvent>| {
        let mut reader = Reader::new(&portal.sealer, &seals).unwrap();
        rows.into_iter().try_for_each(|row| reader.row(row)).and_then(|()| reader.finish())
    };
    assert_eq!(read(vec![&first[0], &second[0], &first[1]]), Ok(3));
    assert_eq!(read(vec![&second[0], &first[0], &first[1]]), Ok(3), "one chain or another first");
    let missing = |position| Err(Tampering::Missing { chain, position });
    assert_eq!(read(vec![&first[1]]), missing(1));
    assert_eq!(read(vec![&first[0], &first[0]]), missing(2), "twice");
    let shortened = Err(Tampering::Shortened { chain, found: 1, noted: 2 });
    assert_eq!(read(vec![&first[0], &second[0]]), shortened);
    let foreign = AuditEvent { chain: Some((chain + 1) % 16), ..first[0].clone() };
    assert_eq!(read(vec![&foreign]), Err(Tampering::Outside { rows: 1 }));
    let altered = AuditEvent { address: "192.0.2.9".into(), ..first[0].clone() };
    let id = altered.id;
    assert_eq!(read(vec![&altered]), Err(Tampering::Altered { chain, position: 1, id }));
}

#[tokio::test]
async fn seals_are_this_installations_and_all_of_them() {
    let portal = with_rows().await;
    let seals = seal_all(&portal).await;
    let lost = Tampering::LostSeal { segment: 1, found: 1, noted: 2 };
    assert_eq!(check(&portal.sealer, &seals), []);
    assert_eq!(check(&portal.sealer, &seals[..1]), std::slice::from_ref(&lost));
    assert_eq!(Reader::new(&portal.sealer, &seals[1..]).err(), Some(lost));
    let later = AuditSeal { last_position: seals[0].last_position + 1, ..seals[0].clone() };
    let (chain, first, last) = (later.chain, later.first_position, later.last_position);
    let foreign = Tampering::ForeignSeal { chain, first, last };
    let forged = [later, seals[1].clone()];
    assert_eq!(check(&portal.sealer, &forged), std::slice::from_ref(&foreign));
    assert_eq!(Reader::new(&portal.sealer, &forged).err(), Some(foreign));
    let rotated = Sealer::new([8; 32], &[[7; 32]]);
    assert_eq!(check(&rotated, &seals), [], "an older key of ours made them");
    assert!(is_current(&portal.sealer, &seals, chain) && !is_current(&rotated, &seals, chain));
    assert_eq!(check(&Sealer::new([8; 32], &[]), &seals).len(), 2, "nobody of ours made them");
}

#[tokio::test]
async fn seals_of_a_chain_follow_each_other() {
    let portal = TestPortal::new().await;
    for _ in 0..2 {
        write_down(&portal, ADDRESSES[0]).await;
        let seals = seal_all(&portal).await;
        drop_all(&portal, &seals).await.unwrap();
    }
    let seals = seals_in_table(&portal).await;
    assert_eq!((seals.len(), check(&portal.sealer, &seals)), (2, vec![]));
    let (chain, first, last) = (seals[1].chain, seals[1].first_position, seals[1].last_position);
    let unsealed = Tampering::Unsealed { chain, first, last };
    assert_eq!(check(&portal.sealer, &seals[1..]), [unsealed], "the one before is gone");
    assert_eq!(end_of(&seals, chain).length, last);
    assert_eq!(end_of(&seals, chain + 1).length, 0);
}

#[tokio::test]
async fn a_record_that_somebody_tampered_with_is_not_sealed() {
    let portal = with_rows().await;
    let mut unit = portal.store.write().await.unwrap();
    let chain = chain_of(ADDRESSES[1]);
    let mut end = unit.lock_audit_chain(chain).await.unwrap();
    let holder = Holder { account: None, masked_nip: "*".to_owned() };
    let mut row = row_of(&portal, Event::LoggedIn, &holder, &browser_at(ADDRESSES[1]), None);
    chain::append(&portal.sealer, &mut end, &mut row).unwrap();
    row.event = Event::LoggedOut.name().to_owned();
    unit.append_audit_event(&row).await.unwrap();
    unit.commit().await.unwrap();
    let until = portal.now() + time::Duration::SECOND;
    let altered = Tampering::Altered { chain, position: 2, id: row.id };
    assert_eq!(seal(&portal, until).await.unwrap(), Err(altered));
}
