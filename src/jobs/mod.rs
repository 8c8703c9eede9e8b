//! Work that no request waits for.

use crate::domain::{Fault, Portal, commons, session};
use std::{sync::Arc, time::Duration};
use time::Duration as Span;

const EVERY: Duration = Duration::from_mins(10);
/// How soon a node shows what was changed on another one, or what is over by itself.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// Reads the services and announcements again, from time to time, until the task is dropped.
pub async fn refresh_commons(portal: Arc<Portal>) {
    let mut ticks = tokio::time::interval(REFRESH_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = commons::refresh(&portal).await {
            tracing::error!(%error, "services and announcements stay as they were last read");
        }
    }
}

/// Removes what is over, from time to time, until the task is dropped. Safe on any number of
/// nodes at once: removing twice is removing once.
pub async fn clean_up(portal: Arc<Portal>) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = remove_what_is_over(&portal).await {
            tracing::error!(%error, "cleaning up failed; it is tried again later");
        }
    }
}

/// # Errors
/// When the database fails; then nothing was removed.
pub async fn remove_what_is_over(portal: &Portal) -> Result<(), Fault> {
    let (now, policies) = (portal.now(), &portal.policies);
    let longest_memory = [policies.account, policies.device, policies.address]
        .map(|p| p.forget_after)
        .into_iter()
        .max();
    let mut unit = portal.store.write().await?;
    let sessions = unit.remove_dead_sessions(now, now - session::IDLE).await?;
    let throttles = unit.remove_throttles_before(now - longest_memory.unwrap_or(Span::DAY)).await?;
    unit.commit().await?;
    tracing::debug!(sessions, throttles, "cleaned up");
    Ok(())
}
