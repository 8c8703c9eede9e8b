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
    /// Making the words of names ready to be searched. What is there already is left as it is.
    PrepareNames,
    /// Verifying the record. Who does it twice finds the same.
    VerifyRecord,
    /// Carrying on with acts on many people. Each piece is whoever's is first to lock its job.
    BulkActs,
}

impl Job {
    pub const ALL: [Self; 6] = [
        Self::CleanUp,
        Self::EndSessions,
        Self::CompleteResets,
        Self::PrepareNames,
        Self::VerifyRecord,
        Self::BulkActs,
    ];

    /// In the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CleanUp => "clean-up",
            Self::EndSessions => "end-sessions",
            Self::CompleteResets => "complete-resets",
            Self::PrepareNames => "prepare-names",
            Self::VerifyRecord => "verify-record",
            Self::BulkActs => "bulk-acts",
        }
    }

    /// From one turn to the next.
    #[must_use]
    pub fn interval(self) -> Duration {
        match self {
            Self::CleanUp => Duration::minutes(10),
            Self::EndSessions => Duration::minutes(1),
            Self::CompleteResets => Duration::seconds(30),
            Self::PrepareNames => Duration::seconds(10),
            Self::VerifyRecord => Duration::hours(1),
            Self::BulkActs => Duration::seconds(5),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::TestPortal;
    use uuid::Uuid;

    /// Whether the turn is this node's.
    async fn turn_of(portal: &mut TestPortal, node: u128, job: Job) -> bool {
        portal.node = Uuid::from_u128(node);
        take(portal, job).await.unwrap()
    }

    #[tokio::test]
    async fn one_node_has_a_job_until_two_of_its_turns_were_silent() {
        let mut portal = TestPortal::new().await;
        for job in Job::ALL {
            let turn = job.interval().whole_seconds();
            assert!(turn_of(&mut portal, 1, job).await, "{job:?} was nobody's");
            assert!(!turn_of(&mut portal, 2, job).await);
            portal.clock.advance(turn);
            assert!(turn_of(&mut portal, 1, job).await, "it goes on");
            portal.clock.advance(2 * turn - 1);
            assert!(!turn_of(&mut portal, 2, job).await, "a second too early");
            portal.clock.advance(1);
            assert!(turn_of(&mut portal, 2, job).await);
            assert!(!turn_of(&mut portal, 1, job).await, "whoever comes back waits, too");
        }
    }

    #[tokio::test]
    async fn a_node_that_stops_leaves_its_own_jobs_and_no_others() {
        let mut portal = TestPortal::new().await;
        assert!(turn_of(&mut portal, 1, Job::CleanUp).await);
        assert!(turn_of(&mut portal, 1, Job::EndSessions).await);
        assert!(turn_of(&mut portal, 2, Job::CompleteResets).await);
        portal.node = Uuid::from_u128(1);
        give_up(&portal).await.unwrap();
        assert!(turn_of(&mut portal, 2, Job::CleanUp).await);
        assert!(turn_of(&mut portal, 2, Job::EndSessions).await);
        assert!(!turn_of(&mut portal, 1, Job::CompleteResets).await);
    }

    #[tokio::test]
    async fn a_lease_from_a_clock_that_was_ahead_keeps_nobody_waiting() {
        let tolerance = clock::TOLERANCE.whole_seconds();
        for (ahead, is_free) in [(tolerance, false), (tolerance + 1, true)] {
            let mut portal = TestPortal::new().await;
            portal.clock.advance(ahead);
            assert!(turn_of(&mut portal, 1, Job::CleanUp).await);
            portal.clock.advance(-ahead);
            assert_eq!(turn_of(&mut portal, 2, Job::CleanUp).await, is_free, "{ahead}");
        }
    }
}
