//! Sixteen chains: each row carries a code over itself and the code of the row before it, made with the
//! installation's key. See `docs/adr/0012-sixteen-audit-chains.md`.

use super::{Event, tampering::Tampering};
use crate::{
    domain::{Fault, seal::Sealer},
    store::{AuditChain, AuditEvent},
};
use sha2::{Digest, Sha256};

/// Gives a row its place at the end of a chain, which it is from then on.
pub(crate) fn append(
    sealer: &Sealer,
    end: &mut AuditChain,
    row: &mut AuditEvent,
) -> Result<(), Fault> {
    (row.chain, row.position) = (Some(end.chain), Some(end.length + 1));
    let mac = with_parts(row, &end.mac, |parts| sealer.authenticate(&end.mac, parts))?;
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
    let chain = last.chain;
    let position = last.length + 1;
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

/// Which keys signed the rows of a chain, as far as it was followed. A rotation is written down in every
/// chain, by the new key: behind it older ones sign nothing, so whoever has got hold of one can make up
/// no row that stands there.
#[derive(Debug, Default)]
pub(super) struct Signatures {
    /// How old a key may be: as old as the one of the last rotation, where there was one.
    oldest: Option<usize>,
    /// The first row under an older key than the current one.
    first_old: Option<i64>,
}

impl Signatures {
    /// The same for a row that follows.
    pub fn note(&mut self, sealer: &Sealer, row: &AuditEvent) -> Result<(), Tampering> {
        let chain = row.chain.unwrap_or_default();
        let position = row.position.unwrap_or_default();
        let age = sealer.age_of(row.mac.as_deref().unwrap_or_default()).unwrap_or(usize::MAX);
        if self.oldest.is_some_and(|oldest| age > oldest) {
            return Err(Tampering::OldKey { chain, position });
        }
        if row.event == Event::KeysRotated.name() {
            self.oldest = Some(age);
        }
        if age > 0 {
            self.first_old.get_or_insert(position);
        }
        Ok(())
    }

    /// What is wrong with the whole chain. `is_sealed`: the rows before these are under a seal of the
    /// current key, and among them, or among these, is the rotation to it.
    pub fn judge(&self, sealer: &Sealer, chain: i64, is_sealed: bool) -> Option<Tampering> {
        match (self.oldest, self.first_old) {
            (Some(0), _) => None,
            (_, Some(position)) if is_sealed => Some(Tampering::OldKey { chain, position }),
            _ if is_sealed || !sealer.is_rotated() => None,
            _ => Some(Tampering::NotRotated { chain }),
        }
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
        row.masked_nip.as_bytes(),
        row.address.as_bytes(),
        row.user_agent.as_bytes(),
        row.object.as_deref().unwrap_or_default().as_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::OffsetDateTime;
    use uuid::Uuid;

    fn row(event: Event, position: i64) -> AuditEvent {
        AuditEvent {
            id: Uuid::from_u128(1),
            at: OffsetDateTime::UNIX_EPOCH,
            event: event.name().to_owned(),
            account_id: None,
            masked_nip: String::new(),
            address: String::new(),
            user_agent: String::new(),
            object: None,
            chain: Some(0),
            position: Some(position),
            mac: None,
        }
    }

    /// What is found in a chain of such rows, each signed with its key, whatever the key of the row
    /// before; they follow rows under a seal of the current key, or none.
    fn found(sealer: &Sealer, rows: &[(Event, &Sealer)], is_sealed: bool) -> Option<Tampering> {
        let mut last = AuditChain { chain: 0, length: 0, mac: Vec::new() };
        let mut signatures = Signatures::default();
        for (position, (event, by)) in (1..).zip(rows) {
            let mut row = row(*event, position);
            let mac = with_parts(&row, &last.mac, |parts| by.authenticate(&[], parts));
            row.mac = Some(mac.unwrap());
            follow(sealer, &mut last, &row).unwrap();
            if let Err(wrong) = signatures.note(sealer, &row) {
                return Some(wrong);
            }
        }
        signatures.judge(sealer, 0, is_sealed)
    }

    #[test]
    fn an_older_key_signs_what_is_older_than_the_rotation_and_nothing_behind_it() {
        let (old, new) = (&Sealer::new([1; 32], &[]), &Sealer::new([2; 32], &[[1; 32]]));
        let login = Event::LoggedIn;
        let rotated = Event::KeysRotated;
        let old_key = |position| Some(Tampering::OldKey { chain: 0, position });
        let right = [(login, old), (login, old), (rotated, new), (login, new)];
        for is_sealed in [false, true] {
            assert_eq!(found(new, &right, is_sealed), None);
            let forged = [&right[..], &[(login, old)]].concat();
            assert_eq!(found(new, &forged, is_sealed), old_key(5));
            let forged = [(login, old), (rotated, new), (rotated, old)];
            assert_eq!(found(new, &forged, is_sealed), old_key(3));
        }
        // The rotation was taken away, and a portal that knows nothing of it has gone on.
        let forged = [(login, old), (login, old), (login, new)];
        assert_eq!(found(new, &forged, false), Some(Tampering::NotRotated { chain: 0 }));
        assert_eq!(found(new, &forged, true), old_key(1), "the rotation is under the seal");
        assert_eq!(found(new, &[], true), None);
        assert_eq!(found(new, &[], false), Some(Tampering::NotRotated { chain: 0 }));
        assert_eq!(found(old, &[(login, old)], false), None, "there was no rotation");
    }
}
