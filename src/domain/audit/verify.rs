//! Checking the record: every row of the table stands in a chain, behind the last seal, and fits the row
//! before it.

use super::{
    BATCH, CHAINS,
    chain::{Signatures, follow, is_next},
    segment::{self, UNCHAINED},
    tampering::Tampering,
};
use crate::{
    domain::{Fault, Portal},
    store::{AuditChain, AuditEvent, AuditSeal, Unit},
};
use uuid::Uuid;

/// Ids read at a time.
const PLACES: i64 = 5 * BATCH;

/// What a check of the whole record found.
#[derive(Debug, Default)]
pub struct Verified {
    pub rows: u64,
    /// Rows that were archived and removed, each with its seal.
    pub archived: u64,
    /// Of each chain the first; and what is wrong beyond the chains.
    pub tampering: Vec<Tampering>,
}

/// Checks every row there is, and every seal. Each batch is read by itself, so that a database that is written to
/// meanwhile need not keep what it was when this began.
pub async fn verify(portal: &Portal) -> Result<Verified, Fault> {
    let mut verified = Verified::default();
    let mut unit = portal.store.read().await?;
    let seals = unit.audit_seals().await?;
    verified.tampering.extend(segment::check(&portal.sealer, &seals));
    let ends = unit.audit_chains().await?;
    drop(unit);
    let outside = rows_outside(portal).await?;
    if outside > 0 {
        verified.tampering.push(Tampering::Outside { rows: outside });
    }
    for chain in (0..CHAINS).map(i64::from) {
        let start = segment::end_of(&seals, chain);
        verified.archived += u64::try_from(start.length).unwrap_or_default();
        let Some(end) = ends.iter().find(|end| end.chain == chain) else {
            verified.tampering.push(Tampering::Endless { chain });
            continue;
        };
        let mut unit = portal.store.read().await?;
        let left = unit.count_audit_events_up_to(chain, start.length).await?;
        drop(unit);
        if left > 0 {
            verified.tampering.push(Tampering::Left { chain, rows: left });
        }
        let is_sealed = segment::is_current(&portal.sealer, &seals, chain);
        let (last, tampering) = walk(portal, &start, is_sealed).await?;
        verified.rows += u64::try_from(last.length - start.length).unwrap_or_default();
        // Rows that were added since the end was read are no tampering.
        let shortened = last.length < end.length || (last.length == end.length && last != *end);
        let shortened = shortened.then_some(Tampering::Shortened {
            chain,
            found: last.length,
            noted: end.length,
        });
        // A chain that lost its end lost its rotation, too: that it is too short says more.
        let tampering = match (tampering, shortened) {
            (Some(Tampering::NotRotated { .. }), Some(shortened)) => Some(shortened),
            (tampering, shortened) => tampering.or(shortened),
        };
        verified.tampering.extend(tampering);
    }
    let unchained = segment::end_of(&seals, UNCHAINED).length;
    verified.archived += u64::try_from(unchained).unwrap_or_default();
    Ok(verified)
}

/// Follows a chain from `start` to its last row, or to what is wrong.
async fn walk(
    portal: &Portal,
    start: &AuditChain,
    is_sealed: bool,
) -> Result<(AuditChain, Option<Tampering>), Fault> {
    let sealer = &portal.sealer;
    let mut last = start.clone();
    let mut signatures = Signatures::default();
    loop {
        let mut unit = portal.store.read().await?;
        let rows = unit.audit_events_of_chain(last.chain, last.length, BATCH).await?;
        if rows.is_empty() {
            let wrong = signatures.judge(sealer, last.chain, is_sealed);
            return Ok((last, wrong));
        }
        for row in &rows {
            let next = follow(sealer, &mut last, row);
            if let Err(wrong) = next.and_then(|()| signatures.note(sealer, row)) {
                return Ok((last, Some(wrong)));
            }
        }
    }
}

async fn rows_outside(portal: &Portal) -> Result<u64, Fault> {
    let mut after = Uuid::nil();
    let mut found = 0;
    loop {
        let places = portal.store.read().await?.audit_places(after, PLACES).await?;
        let Some((last, _)) = places.last() else { return Ok(found) };
        after = *last;
        found += places.iter().filter(|(_, is_outside)| *is_outside).count() as u64;
    }
}

/// Whether one row is what the portal wrote at that place: what it says is worth nothing otherwise.
pub async fn is_genuine(
    portal: &Portal,
    unit: &mut Unit,
    seals: &[AuditSeal],
    row: &AuditEvent,
) -> Result<bool, Fault> {
    let (Some(chain), Some(position)) = (row.chain, row.position) else {
        return Ok(false);
    };
    let start = segment::end_of(seals, chain);
    let is_a_place = (0..i64::from(CHAINS)).contains(&chain) && position > start.length;
    let before = match position - 1 {
        _ if !is_a_place => return Ok(false),
        before if before == start.length => Some(start.mac),
        before => unit.mac_of_audit_event(chain, before).await?,
    };
    Ok(before.is_some_and(|before| is_next(&portal.sealer, &before, row) == Some(true)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        audit::{Event, Holder, chain, chain_of, record, row_of},
        guard::visitor::Visitor,
        seal::Sealer,
        testing::TestPortal,
    };

    /// The chain of what is done at the command line.
    fn here() -> i64 {
        chain_of("127.0.0.1")
    }

    fn everybody() -> Holder {
        Holder { account: None, masked_nip: "*".to_owned() }
    }

    async fn with_rows(rows: usize) -> TestPortal {
        let portal = TestPortal::new().await;
        let mut unit = portal.store.write().await.unwrap();
        for _ in 0..rows {
            let (event, visitor) = (Event::LoggedIn, Visitor::command_line());
            record(&portal, &mut unit, event, &everybody(), &visitor).await.unwrap();
        }
        unit.commit().await.unwrap();
        portal
    }

    /// Adds a row that `sealer` signs, and that somebody changes then.
    async fn forge(portal: &TestPortal, sealer: &Sealer, change: impl FnOnce(&mut AuditEvent)) {
        let mut unit = portal.store.write().await.unwrap();
        let mut end = unit.lock_audit_chain(here()).await.unwrap();
        let (event, visitor) = (Event::LoggedIn, Visitor::command_line());
        let mut row = row_of(portal, event, &everybody(), &visitor, None);
        chain::append(sealer, &mut end, &mut row).unwrap();
        change(&mut row);
        unit.append_audit_event(&row).await.unwrap();
        unit.commit().await.unwrap();
    }

    async fn found(portal: &TestPortal) -> (u64, Vec<Tampering>) {
        let verified = verify(portal).await.unwrap();
        (verified.rows, verified.tampering)
    }

    #[tokio::test]
    async fn a_record_that_nobody_touched_is_whole() {
        assert_eq!(found(&with_rows(0).await).await, (0, vec![]));
        assert_eq!(found(&with_rows(3).await).await, (3, vec![]));
    }

    #[tokio::test]
    async fn the_first_row_that_is_wrong_is_named() {
        let (chain, position) = (here(), 3);
        let portal = with_rows(2).await;
        let mut id = Uuid::nil();
        forge(&portal, &portal.sealer, |row| {
            id = row.id;
            row.masked_nip = "somebody else".to_owned();
        })
        .await;
        assert_eq!(found(&portal).await, (2, vec![Tampering::Altered { chain, position, id }]));
        let portal = with_rows(2).await;
        forge(&portal, &portal.sealer, |row| row.position = Some(4)).await;
        assert_eq!(found(&portal).await, (2, vec![Tampering::Missing { chain, position }]));
        let portal = with_rows(2).await;
        forge(&portal, &Sealer::new([8; 32], &[[7; 32]]), |_| {}).await;
        assert_eq!(found(&portal).await, (2, vec![Tampering::UnknownKey { chain, position }]));
    }

    #[tokio::test]
    async fn a_chain_that_ends_before_what_was_noted_was_shortened_and_one_behind_it_goes_on() {
        let (portal, chain) = (with_rows(2).await, here());
        let shortened = |noted| vec![Tampering::Shortened { chain, found: 2, noted }];
        for (length, tampering) in [(3, shortened(3)), (2, shortened(2)), (1, vec![])] {
            let mut unit = portal.store.write().await.unwrap();
            let end = AuditChain { chain, length, mac: vec![1] };
            unit.set_audit_chain(&end).await.unwrap();
            unit.commit().await.unwrap();
            assert_eq!(found(&portal).await, (2, tampering), "{length}");
        }
    }

    #[tokio::test]
    async fn a_row_is_genuine_at_its_own_place_and_as_it_was_written() {
        let portal = with_rows(2).await;
        let later = portal.now() + time::Duration::SECOND;
        let seals = segment::seal(&portal, later).await.unwrap().unwrap();
        let mut unit = portal.store.read().await.unwrap();
        let rows = unit.audit_events_of_chain(here(), 0, 10).await.unwrap();
        for row in &rows {
            assert!(is_genuine(&portal, &mut unit, &[], row).await.unwrap());
            let archived = is_genuine(&portal, &mut unit, &seals, row).await.unwrap();
            assert!(!archived, "what was archived is in the table no more");
        }
        let altered = AuditEvent { event: "logged-out".into(), ..rows[1].clone() };
        let moved = AuditEvent { position: Some(1), ..rows[1].clone() };
        let beyond = AuditEvent { position: Some(4), ..rows[1].clone() };
        let of_no_chain = AuditEvent { chain: Some(i64::from(CHAINS)), ..rows[1].clone() };
        let outside = AuditEvent { chain: None, ..rows[1].clone() };
        for forged in [altered, moved, beyond, of_no_chain, outside] {
            assert!(!is_genuine(&portal, &mut unit, &[], &forged).await.unwrap(), "{forged:?}");
        }
    }
}
