//! What can be wrong with the record.

use uuid::Uuid;

/// What is wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Tampering {
    #[error("chain {chain}: row {position} is missing")]
    Missing { chain: i64, position: i64 },
    #[error("chain {chain}: row {position} ({id}) was altered, or the one before it")]
    Altered { chain: i64, position: i64, id: Uuid },
    #[error("chain {chain}: row {position} names a key that is not on the ring")]
    UnknownKey { chain: i64, position: i64 },
    #[error("chain {chain}: row {position} is signed with a key that had been replaced")]
    OldKey { chain: i64, position: i64 },
    #[error(
        "chain {chain}: nothing says that its key was replaced: rows behind that are missing, or it was \
         done by an older version or only in part; then run asn-digital keys rotate once more"
    )]
    NotRotated { chain: i64 },
    #[error("chain {chain}: it ends with row {found}, but {noted} were written")]
    Shortened { chain: i64, found: i64, noted: i64 },
    #[error("chain {chain}: nothing says where it ends")]
    Endless { chain: i64 },
    #[error(
        "{rows} rows stand in no chain: somebody put them there, or they are older than the chains \
         and have yet to be archived"
    )]
    Outside { rows: u64 },
    #[error("chain {chain}: {rows} rows stand before the end of its seal: drop the archive again")]
    Left { chain: i64, rows: i64 },
    #[error("chain {chain}: the seal of rows {first} to {last} was not made by this installation")]
    ForeignSeal { chain: i64, first: i64, last: i64 },
    #[error("chain {chain}: the seal of rows {first} to {last} does not follow what is before it")]
    Unsealed { chain: i64, first: i64, last: i64 },
    #[error("segment {segment}: {found} seals of {noted} are there")]
    LostSeal { segment: i64, found: i64, noted: i64 },
}
