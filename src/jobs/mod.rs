//! Work that no request waits for.

mod mail;
mod mail_folder;

pub use mail::{Mailer, deliver_mail, deliver_what_is_due};

use crate::{
    domain::{Fault, Portal, commons, reset},
    metrics::{JOB_DURATION, JOB_FAILURES, JOB_SUCCESS, Stopwatch},
};
use std::{sync::Arc, time::Duration};
use time::Duration as Span;

/// No clock is believed to be off by so much: older steps fit nothing any more.
const USED_STEPS: Span = Span::hours(1);
const RESET_EVERY: Duration = Duration::from_secs(30);
const EVERY: Duration = Duration::from_mins(10);
/// How soon a node shows what was changed on another one, or what is over by itself.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// Waits for one round of a job, and notes how it went. On many nodes, each notes its own rounds.
async fn round<T>(
    portal: &Portal,
    job: &'static str,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let (labels, watch) = ([("task", job)], Stopwatch::start());
    let outcome = work.await;
    JOB_DURATION.gauge(labels).set(watch.seconds());
    JOB_FAILURES.counter(labels).increment(u64::from(outcome.is_err()));
    if outcome.is_ok() {
        // A f64 holds every second that a calendar can name.
        #[allow(clippy::cast_precision_loss)]
        JOB_SUCCESS.gauge(labels).set(portal.now().unix_timestamp() as f64);
    }
    outcome
}

/// Reads the services and announcements again, from time to time, until the task is dropped.
pub async fn refresh_commons(portal: Arc<Portal>) {
    let mut ticks = tokio::time::interval(REFRESH_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = round(&portal, "refresh-commons", commons::refresh(&portal)).await {
            tracing::error!(%error, "services and announcements stay as they were last read");
        }
    }
}

/// Completes resets whose waiting time is over, from time to time, until the task is dropped.
pub async fn complete_resets(portal: Arc<Portal>) {
    let mut ticks = tokio::time::interval(RESET_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = round(&portal, "complete-resets", reset::complete_due(&portal)).await {
            tracing::error!(%error, "resets wait: they are completed later");
        }
    }
}

/// Removes what is over, from time to time, until the task is dropped. Safe on any number of
/// nodes at once: removing twice is removing once.
pub async fn clean_up(portal: Arc<Portal>) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = round(&portal, "clean-up", remove_what_is_over(&portal)).await {
            tracing::error!(%error, "cleaning up failed; it is tried again later");
        }
    }
}

/// # Errors
/// When the database fails; then nothing was removed.
pub async fn remove_what_is_over(portal: &Portal) -> Result<(), Fault> {
    let (now, limits) = (portal.now(), &portal.limits);
    let mut unit = portal.store.write().await?;
    let sessions =
        unit.remove_dead_sessions(now, now - limits.own.idle, now - limits.public.idle).await?;
    let throttles = unit.remove_throttles_before(now - portal.policies.longest_memory()).await?;
    let steps = unit.remove_used_steps_before(now - USED_STEPS).await?;
    let tokens = unit.remove_dead_mailed_tokens(now).await?;
    let ceremonies = unit.remove_dead_ceremonies(now).await?;
    unit.commit().await?;
    tracing::debug!(sessions, throttles, steps, tokens, ceremonies, "cleaned up");
    Ok(())
}
