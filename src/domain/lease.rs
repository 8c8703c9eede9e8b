//! Leases: of many nodes, one does a job for all of them.
//!
//! ```text
//!   Free ── a node's turn ─▶ Held ── the same node's next turn ─▶ Held, for longer
//!   Held ── the node stops ─▶ Free    Held ── two turns without a word from it ─▶ Free
//! ```
//!
//! The database decides, in one statement, by the clock of the node that asks. A lease saves work
//! and guards nothing: a node that slept through its own, or whose clock is off, does at worst what
//! another one does as well, and every job bears that. Letters need no lease: each is claimed.

use super::{Fault, Portal, clock};
use time::Duration;

/// What one node at a time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Removing what is over. Removing twice is removing once.
    CleanUp,
    /// Ending sessions that are over by themselves. Each is ended by whoever removes it.
    EndSessions,
    /// Completing resets. Each is completed by whoever moves it from waiting to done.
    CompleteResets,
}

impl Job {
    /// In the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CleanUp => "clean-up",
            Self::EndSessions => "end-sessions",
            Self::CompleteResets => "complete-resets",
        }
    }

    /// From one turn to the next.
    #[must_use]
    pub fn interval(self) -> Duration {
        match self {
            Self::CleanUp => Duration::minutes(10),
            Self::EndSessions => Duration::minutes(1),
            Self::CompleteResets => Duration::seconds(30),
        }
    }
}

/// Whether this turn of `job` is this node's. Nodes that are told no ask again at their next turn.
///
/// # Errors
/// When the database fails; then it is nobody's.
pub async fn take(portal: &Portal, job: Job) -> Result<bool, Fault> {
    let now = portal.now();
    // One late turn is not yet silence.
    let length = 2 * job.interval();
    // One that lasts longer was taken by a clock that was ahead.
    let latest = clock::latest_end(length, now);
    let mut unit = portal.store.write_forgettable().await?;
    let taken = unit.take_lease(job.name(), portal.node, now, now + length, latest).await?;
    unit.commit().await?;
    Ok(taken)
}

/// Leaves every job of this node to the others, when it stops.
///
/// # Errors
/// When the database fails; then the leases run out by themselves.
pub async fn give_up(portal: &Portal) -> Result<(), Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    unit.give_up_leases(portal.node).await?;
    Ok(unit.commit().await?)
}
