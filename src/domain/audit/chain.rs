//! Sixteen chains: each row carries a code over itself and the code of the row before it, made with the
//! installation's key. See `docs/adr/0012-sixteen-audit-chains.md`.

use super::verify::Tampering;
use crate::{
    domain::{Fault, seal::Sealer},
    store::{AuditChain, AuditEvent},
};
use sha2::{Digest, Sha256};

/// Gives a row its place at the end of a chain, which it is from then on.
pub(in crate::domain) fn append(
    sealer: &Sealer,
    end: &mut AuditChain,
    row: &mut AuditEvent,
) -> Result<(), Fault> {
    (row.chain, row.position) = (Some(end.chain), Some(end.length + 1));
    let mac = with_parts(row, &end.mac, |parts| sealer.authenticate(parts))?;
    (end.length, end.mac) = (end.length + 1, mac.clone());
    row.mac = Some(mac);
    Ok(())
}

/// Whether `row` follows `last`; then it is the last.
pub(super) fn follow(
    sealer: &Sealer,
    last: &mut AuditChain,
    row: &AuditEvent,
) -> Result<(), Tampering> {
    let (chain, position) = (last.chain, last.length + 1);
    if row.position != Some(position) {
        return Err(Tampering::Missing { chain, position });
    }
    let mac = row.mac.clone().unwrap_or_default();
    match is_next(sealer, &last.mac, row) {
        Some(true) => {
            *last = AuditChain { chain, length: position, mac };
            Ok(())
        }
        Some(false) => Err(Tampering::Altered { chain, position, id: row.id }),
        None => Err(Tampering::UnknownKey { chain, position }),
    }
}

/// Whether the code of `row` fits it and the code `before`; `None` when no key of ours made it.
pub(super) fn is_next(sealer: &Sealer, before: &[u8], row: &AuditEvent) -> Option<bool> {
    let mac = row.mac.as_deref().unwrap_or_default();
    with_parts(row, before, |parts| sealer.is_authentic(parts, mac)).ok()
}

/// The same for rows from before there were chains, in the order of time: they have no codes, so that
/// what is kept of them is a hash, which a seal makes good.
pub(super) fn follow_unchained(last: &mut AuditChain, row: &AuditEvent) {
    last.mac = with_parts(row, &last.mac, |parts| {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    });
    last.length += 1;
}

/// Everything a row says, and the code of the row before it.
fn with_parts<T>(row: &AuditEvent, before: &[u8], job: impl FnOnce(&[&[u8]]) -> T) -> T {
    let number = |number: Option<i64>| number.unwrap_or_default().to_be_bytes();
    job(&[
        before,
        &number(row.chain),
        &number(row.position),
        row.id.as_bytes(),
        &row.at.unix_timestamp().to_be_bytes(),
        row.event.as_bytes(),
        row.account_id.unwrap_or_default().as_bytes(),
        row.subject.as_bytes(),
        row.address.as_bytes(),
        row.user_agent.as_bytes(),
        row.object.as_deref().unwrap_or_default().as_bytes(),
    ])
}
