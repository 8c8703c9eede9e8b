//! Segments: old rows that are kept in a file instead of the table.
//!
//! ```text
//!   rows up to a day ── written to a file, with a seal ──▶ archived ── the file was checked once more,
//!                       and checked                          the seal is in the table ──▶ removed
//! ```
//!
//! A seal says for each chain which rows the segment has, which code they begin after and which they end
//! with, under a code of the installation's key. What follows in the table begins where its last seal
//! ends, so that nothing can be taken away without one. Rows from before there were chains count as a chain
//! of their own. See `docs/adr/0027-sealed-segments.md`.

use super::{
    BATCH, CHAINS, Event, Holder,
    chain::{Signatures, follow, follow_unchained},
    record_about,
    tampering::Tampering,
};
use crate::{
    domain::{Fault, Portal, guard::visitor::Visitor, seal::Sealer},
    store::{AuditChain, AuditEvent, AuditSeal, Unit},
};
use time::OffsetDateTime;

/// The chain that rows from before there were chains count as.
pub const UNCHAINED: i64 = -1;

/// Everything a seal says.
fn with_parts<T>(seal: &AuditSeal, job: impl FnOnce(&[&[u8]]) -> T) -> T {
    job(&[
        b"audit seal",
        &seal.chain.to_be_bytes(),
        &seal.first_position.to_be_bytes(),
        &seal.last_position.to_be_bytes(),
        &seal.segment.to_be_bytes(),
        &seal.parts.to_be_bytes(),
        &seal.mac_before,
        &seal.mac,
        &seal.sealed_at.unix_timestamp().to_be_bytes(),
    ])
}

/// Where the rows of a chain in the table begin after.
pub(super) fn end_of(seals: &[AuditSeal], chain: i64) -> AuditChain {
    let last =
        seals.iter().filter(|seal| seal.chain == chain).max_by_key(|seal| seal.last_position);
    let (length, mac) = last.map(|seal| (seal.last_position, seal.mac.clone())).unwrap_or_default();
    AuditChain { chain, length, mac }
}

/// Whether the last of these seals of a chain is by the current key.
pub(super) fn is_current(sealer: &Sealer, seals: &[AuditSeal], chain: i64) -> bool {
    let last =
        seals.iter().filter(|seal| seal.chain == chain).max_by_key(|seal| seal.last_position);
    last.is_some_and(|seal| sealer.age_of(&seal.seal) == Some(0))
}

/// What is wrong with the seals of the table.
pub(super) fn check(sealer: &Sealer, seals: &[AuditSeal]) -> Vec<Tampering> {
    let mut wrong = Vec::new();
    let mut before: Option<&AuditSeal> = None;
    for seal in seals {
        let chain = seal.chain;
        let first = seal.first_position;
        let last = seal.last_position;
        let before = before.replace(seal).filter(|before| before.chain == chain);
        let (length, mac) =
            before.map(|one| (one.last_position, one.mac.as_slice())).unwrap_or_default();
        if !is_ours(sealer, seal) {
            wrong.push(Tampering::ForeignSeal { chain, first, last });
        } else if first != length + 1 || seal.mac_before != mac || last < first {
            wrong.push(Tampering::Unsealed { chain, first, last });
        }
    }
    let mut lost: Vec<_> = seals.iter().filter_map(|seal| lost(seals, seal)).collect();
    lost.dedup();
    wrong.extend(lost);
    wrong
}

fn is_ours(sealer: &Sealer, seal: &AuditSeal) -> bool {
    with_parts(seal, |parts| sealer.is_authentic(parts, &seal.seal)).unwrap_or(false)
}

/// Whether seals that were made together are not all there.
fn lost(seals: &[AuditSeal], one: &AuditSeal) -> Option<Tampering> {
    let segment = one.segment;
    let noted = one.parts;
    let found = seals.iter().filter(|seal| seal.segment == segment).count();
    let found = i64::try_from(found).unwrap_or(i64::MAX);
    (found != noted).then_some(Tampering::LostSeal { segment, found, noted })
}

/// Seals for the rows from before a moment that have none yet. Nothing changes by it. A record that
/// somebody tampered with is not sealed.
pub async fn seal(
    portal: &Portal,
    until: OffsetDateTime,
) -> Result<Result<Vec<AuditSeal>, Tampering>, Fault> {
    let mut unit = portal.store.read().await?;
    let there = unit.audit_seals().await?;
    if let Some(wrong) = check(&portal.sealer, &there).into_iter().next() {
        return Ok(Err(wrong));
    }
    let mut made = Vec::new();
    for start in (0..CHAINS).map(|chain| end_of(&there, i64::from(chain))) {
        match walk_until(&portal.sealer, &mut unit, &start, until).await? {
            Ok(last) => made.extend(between(&start, last)),
            Err(wrong) => return Ok(Err(wrong)),
        }
    }
    let start = end_of(&there, UNCHAINED);
    if start.length == 0 {
        let mut last = start.clone();
        for row in unit.unchained_audit_events().await? {
            follow_unchained(&mut last, &row);
        }
        made.extend(between(&start, last));
    }
    let segment = there.iter().map(|seal| seal.segment).max().unwrap_or_default() + 1;
    let parts = i64::try_from(made.len()).unwrap_or_default();
    for seal in &mut made {
        (seal.segment, seal.parts, seal.sealed_at) = (segment, parts, portal.now());
        seal.seal = with_parts(seal, |parts| portal.sealer.authenticate(&[], parts))?;
    }
    Ok(Ok(made))
}

async fn walk_until(
    sealer: &Sealer,
    unit: &mut Unit,
    start: &AuditChain,
    until: OffsetDateTime,
) -> Result<Result<AuditChain, Tampering>, Fault> {
    let mut last = start.clone();
    let mut signatures = Signatures::default();
    loop {
        let rows = unit.audit_events_of_chain(last.chain, last.length, BATCH).await?;
        let all = rows.len();
        let old = rows.iter().take_while(|row| row.at < until);
        let mut followed = 0;
        for row in old {
            let next = follow(sealer, &mut last, row);
            if let Err(wrong) = next.and_then(|()| signatures.note(sealer, row)) {
                return Ok(Err(wrong));
            }
            followed += 1;
        }
        if followed < all || all == 0 {
            return Ok(Ok(last));
        }
    }
}

/// The seal of the rows after `start` up to `last`, yet to be numbered and signed; none of no rows.
fn between(start: &AuditChain, last: AuditChain) -> Option<AuditSeal> {
    (last.length > start.length).then(|| AuditSeal {
        chain: last.chain,
        last_position: last.length,
        first_position: start.length + 1,
        segment: 0,
        parts: 0,
        mac_before: start.mac.clone(),
        mac: last.mac,
        sealed_at: OffsetDateTime::UNIX_EPOCH,
        seal: Vec::new(),
    })
}

/// Reads an archive: every row in its place, and all of them.
pub struct Reader<'a> {
    sealer: &'a Sealer,
    seals: &'a [AuditSeal],
    reached: Vec<AuditChain>,
}

impl<'a> Reader<'a> {
    /// # Errors
    /// When the seals are not this installation's, or not all of them.
    pub fn new(sealer: &'a Sealer, seals: &'a [AuditSeal]) -> Result<Self, Tampering> {
        for seal in seals {
            let chain = seal.chain;
            let first = seal.first_position;
            let last = seal.last_position;
            if !is_ours(sealer, seal) {
                return Err(Tampering::ForeignSeal { chain, first, last });
            }
            if let Some(lost) = lost(seals, seal) {
                return Err(lost);
            }
        }
        let reached = seals.iter().map(|seal| AuditChain {
            chain: seal.chain,
            length: seal.first_position - 1,
            mac: seal.mac_before.clone(),
        });
        Ok(Self { sealer, seals, reached: reached.collect() })
    }

    /// # Errors
    /// When this is not the row that comes next in its chain.
    pub fn row(&mut self, row: &AuditEvent) -> Result<(), Tampering> {
        let chain = row.chain.unwrap_or(UNCHAINED);
        let Some(reached) = self.reached.iter_mut().find(|reached| reached.chain == chain) else {
            return Err(Tampering::Outside { rows: 1 });
        };
        if chain == UNCHAINED {
            follow_unchained(reached, row);
            return Ok(());
        }
        follow(self.sealer, reached, row)
    }

    /// How many rows there were.
    ///
    /// # Errors
    /// When some are missing at the end, or too many.
    pub fn finish(self) -> Result<u64, Tampering> {
        let mut rows = 0;
        for (seal, reached) in self.seals.iter().zip(&self.reached) {
            if (reached.length, &reached.mac) != (seal.last_position, &seal.mac) {
                let chain = seal.chain;
                let found = reached.length;
                let noted = seal.last_position;
                return Err(Tampering::Shortened { chain, found, noted });
            }
            rows += seal.last_position - seal.first_position + 1;
        }
        Ok(u64::try_from(rows).unwrap_or_default())
    }
}

/// Why nothing was removed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDropped {
    #[error("chain {chain}: the archive does not begin where the table does")]
    NotNext { chain: i64 },
    #[error("chain {chain}: the table ends its rows with another one than the archive")]
    Differs { chain: i64 },
}

/// Removes the rows of an archive, which the caller has read and checked, from the table. Its seals come
/// first; killed afterwards, it goes on when it is called again. How many rows were removed.
///
/// # Errors
/// When the database fails; what is left is removed another time.
pub async fn drop(
    portal: &Portal,
    visitor: &Visitor,
    seals: &[AuditSeal],
) -> Result<Result<u64, NotDropped>, Fault> {
    let there = portal.store.read().await?.audit_seals().await?;
    if !seals.iter().all(|seal| there.contains(seal)) {
        let mut unit = portal.store.write().await?;
        for seal in seals {
            if let Err(problem) = continues(&mut unit, &there, seal).await? {
                return Ok(Err(problem));
            }
            unit.add_audit_seal(seal).await?;
        }
        let rows: i64 = seals.iter().map(|seal| seal.last_position - seal.first_position + 1).sum();
        let segment = seals.first().map(|seal| seal.segment).unwrap_or_default();
        let everybody = Holder { account: None, masked_nip: "*".to_owned() };
        let event = Event::RecordArchived;
        let object = format!("segment {segment}: {rows} rows");
        record_about(portal, &mut unit, event, &everybody, visitor, &object).await?;
        unit.commit().await?;
    }
    let mut dropped = 0;
    for seal in seals {
        loop {
            let mut unit = portal.store.write().await?;
            let rows = match seal.chain {
                UNCHAINED => unit.drop_unchained_audit_events().await?,
                chain => unit.drop_audit_events(chain, seal.last_position, BATCH).await?,
            };
            unit.commit().await?;
            dropped += rows;
            if rows == 0 {
                break;
            }
        }
    }
    Ok(Ok(dropped))
}

/// Whether the rows of the table from its beginning to this seal's end are those of the archive.
async fn continues(
    unit: &mut Unit,
    there: &[AuditSeal],
    seal: &AuditSeal,
) -> Result<Result<(), NotDropped>, Fault> {
    let (chain, start) = (seal.chain, end_of(there, seal.chain));
    if (seal.first_position, &seal.mac_before) != (start.length + 1, &start.mac) {
        return Ok(Err(NotDropped::NotNext { chain }));
    }
    let mac = if chain == UNCHAINED {
        let mut last = start;
        for row in unit.unchained_audit_events().await? {
            follow_unchained(&mut last, &row);
        }
        Some(last.mac)
    } else {
        unit.mac_of_audit_event(chain, seal.last_position).await?
    };
    Ok(if mac.as_ref() == Some(&seal.mac) { Ok(()) } else { Err(NotDropped::Differs { chain }) })
}

#[cfg(test)]
mod tests;
