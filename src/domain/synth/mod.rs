//! People who do not exist, as many as there are civil servants: to measure the portal at full size.
//! Person `i` is a pure function of the seed and `i`, so any part of them can be made again.
//!
//! All have one public password and one public key for codes, so they live only in an empty
//! database, and a portal that holds them serves nobody but this machine. The database says so from
//! the first row on, and says that it is unfinished until the last.

mod belongings;
mod names;
mod person;
mod record;

pub use belongings::{authenticator, recovery_codes, session, shelf};
pub use person::{MOST, person};
pub use record::Record;

use super::{Fault, Portal};

pub const PASSWORD: &str = "kopi-tubruk-di-ternate";
/// Of every person's authenticator.
pub const KEY: [u8; 20] = *b"synthetic data only!";

/// The fact noted in the database while synthetic data is there.
const FACT: &str = "synth";
const UNFINISHED: &str = "unfinished";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    None,
    /// Being written, or its writing was broken off: nothing can be said of what is there.
    Unfinished,
    Complete,
}

/// # Errors
/// When the database fails.
pub async fn presence(portal: &Portal) -> Result<Presence, Fault> {
    let noted = portal.store.read().await?.installation(FACT).await?;
    Ok(match noted.as_deref() {
        None => Presence::None,
        Some(UNFINISHED) => Presence::Unfinished,
        Some(_) => Presence::Complete,
    })
}

/// Notes that synthetic data comes. Whether it may: only where nobody is yet.
///
/// # Errors
/// When the database fails.
pub async fn begin(portal: &Portal) -> Result<bool, Fault> {
    let mut unit = portal.store.write().await?;
    let may = unit.count_accounts().await? == 0 && unit.installation(FACT).await?.is_none();
    if may {
        unit.note_installation(FACT, UNFINISHED).await?;
        unit.commit().await?;
    }
    Ok(may)
}

/// Notes that all of it is there.
///
/// # Errors
/// When the database fails.
pub async fn finish(portal: &Portal, what: &str) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    unit.set_installation(FACT, what).await?;
    unit.commit().await?;
    Ok(())
}

/// `SplitMix64` (Steele, Lea and Flood 2014): quick, and the same on every machine and in every
/// version. No secret ever comes from it.
struct Dice(u64);

impl Dice {
    /// A sequence of its own for each `number` of each `kind` of thing.
    fn new(seed: u64, kind: u64, number: u64) -> Self {
        let mut dice = Self(seed ^ kind.rotate_left(48));
        let start = dice.roll() ^ number;
        Self(start)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`, which is not 0.
    fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    fn hits(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        let at = self.below(words.len().max(1) as u64);
        usize::try_from(at).ok().and_then(|at| words.get(at)).copied().unwrap_or_default()
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            chunk.iter_mut().zip(self.roll().to_be_bytes()).for_each(|(to, from)| *to = from);
        }
        bytes
    }
}
