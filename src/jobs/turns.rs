//! How a job goes on: turn after turn, until its task is dropped. Failing is said when it begins
//! and when it is over, and not at every turn between: the log of an outage stays readable.

use crate::domain::{
    Fault, Portal,
    lease::{self, Job},
};
use std::time::Duration;
use tokio::time::{Interval, MissedTickBehavior, interval};

pub(super) struct Turns {
    ticks: Interval,
    /// What a failure means, for the log.
    waits: &'static str,
    failing: bool,
}

impl Turns {
    /// The first at once, the others every `every`.
    pub fn every(every: Duration, waits: &'static str) -> Self {
        let mut ticks = interval(every);
        // After a turn that took long there is nothing to catch up with.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { ticks, waits, failing: false }
    }

    pub fn of(job: Job, waits: &'static str) -> Self {
        Self::every(job.interval().unsigned_abs(), waits)
    }

    pub async fn next(&mut self) {
        self.ticks.tick().await;
    }

    /// How the turn went.
    pub fn note<T>(&mut self, turn: Result<T, Fault>) {
        let waits = self.waits;
        match turn {
            Ok(_) if self.failing => tracing::info!(was = waits, "it works again"),
            Ok(_) => {}
            Err(ref error) if self.failing => tracing::debug!(%error, "{waits}"),
            Err(ref error) => tracing::error!(%error, "{waits}"),
        }
        self.failing = turn.is_err();
    }
}

/// One turn of a job that one node does for all of them; nothing where it is another's.
pub async fn take_turn<T>(
    portal: &Portal,
    job: Job,
    turn: impl Future<Output = Result<T, Fault>>,
) -> Result<Option<T>, Fault> {
    if lease::take(portal, job).await? { turn.await.map(Some) } else { Ok(None) }
}
