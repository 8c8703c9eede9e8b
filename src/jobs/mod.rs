//! Work that no request waits for. On many nodes, cleaning up, ending sessions and completing resets are
//! one node's at a time; letters are claimed one by one, so that a slow mail server never makes them wait for
//! each other; every node reads services and announcements for itself.

mod logouts;
mod mail;
mod mail_folder;
mod thread;
mod turns;

pub use logouts::{deliver, deliver_logouts};
pub use mail::{Mailer, deliver_mail, deliver_what_is_due};
pub use thread::JobThread;
pub use turns::take_turn;

use crate::{
    domain::{
        Fault, Portal,
        audit::{strangers, watch},
        clock,
        console::{bulk_job, bulk_run},
        guard::known_device,
        lease::Job,
        pace,
        people::names,
        recovery::{mailbox_correction, new_password, reset, stale_request},
        scim::hold,
        session::ending::Walk,
        sso::{deliveries, signing_keys},
    },
    metrics::{JOB_DURATION, JOB_FAILURES, JOB_SUCCESS, Stopwatch},
    store::{Passing, SLICE},
};
use std::{sync::Arc, time::Duration};
use time::{Duration as Span, OffsetDateTime};
use turns::Turns;

/// No clock is believed to be off by so much: older steps fit nothing any more.
const USED_STEPS: Span = Span::hours(1);
/// A turn looks at so many sessions at the most: a second's work, if few of them are over.
const SESSIONS_A_TURN: usize = 200_000;
/// How soon a node shows what was changed on another one, or what is over by itself.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// How often SQLite's log is copied into the database: a job on many people writes 600 pages meanwhile, a few
/// milliseconds' work to copy.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(100);

/// Waits for one round of a job, and notes how it went. On many nodes, each notes its own rounds;
/// one that was left to another node went well.
async fn round<T>(
    portal: &Portal,
    job: &'static str,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let labels = [("task", job)];
    let watch = Stopwatch::start();
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

/// Reads the services, announcements and keys again, from time to time, until the task is dropped.
pub async fn refresh_commons(portal: Arc<Portal>) {
    let waits = "services and announcements stay as they were last read";
    let mut turns = Turns::every(REFRESH_EVERY, waits);
    loop {
        turns.next().await;
        portal.sealer.refresh();
        let refresh = async {
            portal.refresh_commons().await?;
            portal.refresh_signing_keys().await
        };
        turns.note(round(&portal, "refresh-commons", refresh).await);
    }
}

/// Copies SQLite's log into the database, from time to time, until the task is dropped.
pub async fn checkpoint(portal: Arc<Portal>) {
    let waits = "the database's log was not copied into it; it grows until that is possible";
    let mut turns = Turns::every(CHECKPOINT_EVERY, waits);
    loop {
        turns.next().await;
        let turn = async { Ok(portal.store.checkpoint().await?) };
        let turn = round(&portal, "checkpoint", turn).await;
        if matches!(turn, Ok(false)) {
            return;
        }
        turns.note(turn);
    }
}

/// Completes resets whose waiting time is over, and ends requests that nobody decided on, from time
/// to time, until the task is dropped.
pub async fn complete_resets(portal: Arc<Portal>) {
    let job = Job::CompleteResets;
    let mut turns = Turns::of(job, "resets wait: they are completed later");
    loop {
        turns.next().await;
        let turn = take_turn(&portal, job, async {
            stale_request::expire_stale(&portal).await?;
            reset::complete_due(&portal).await
        });
        turns.note(round(&portal, job.name(), Box::pin(turn)).await);
    }
}

/// Makes the names of those ready to be searched who were there before that was possible, until it is done.
pub async fn prepare_names(portal: Arc<Portal>) {
    let job = Job::PrepareNames;
    let mut turns = Turns::of(job, "some people are not found by their names yet");
    loop {
        turns.next().await;
        let turn = async {
            take_turn(&portal, job, names::prepare(&portal)).await?;
            names::are_prepared(&portal).await
        };
        let turn = round(&portal, job.name(), Box::pin(turn)).await;
        if matches!(turn, Ok(true)) {
            return;
        }
        turns.note(turn);
    }
}

/// Verifies the record once a day, until the task is dropped.
pub async fn verify_record(portal: Arc<Portal>) {
    let job = Job::VerifyRecord;
    let mut turns = Turns::of(job, "the record was not verified; it is tried again later");
    loop {
        turns.next().await;
        let turn = take_turn(&portal, job, watch::watch(&portal));
        turns.note(round(&portal, job.name(), Box::pin(turn)).await);
    }
}

/// Carries on with acts on many people, from time to time, until the task is dropped; turn after turn while there
/// is something to do.
pub async fn carry_on_with_bulk_acts(portal: Arc<Portal>) {
    let job = Job::BulkActs;
    let mut turns = Turns::of(job, "acts on many people wait; they go on later");
    loop {
        turns.next().await;
        let turn = async {
            while bulk_run::is_anything_due(&portal).await?
                && take_turn(&portal, job, Box::pin(bulk_run::turn(&portal))).await? == Some(true)
            {
            }
            Ok(())
        };
        turns.note(round(&portal, job.name(), Box::pin(turn)).await);
    }
}

/// Ends sessions that are idle or have reached their limit, from time to time, until the task is dropped.
pub async fn end_sessions(portal: Arc<Portal>) {
    let job = Job::EndSessions;
    let mut turns = Turns::of(job, "sessions that are over open nothing; they are ended later");
    let mut walk = Walk::default();
    loop {
        turns.next().await;
        let turn = take_turn(&portal, job, walk.go_on(&portal, SESSIONS_A_TURN));
        turns.note(round(&portal, job.name(), Box::pin(turn)).await);
    }
}

/// Writes down what strangers tried, and removes what is over, from time to time, until the task is dropped.
pub async fn clean_up(portal: Arc<Portal>) {
    let job = Job::CleanUp;
    let mut turns = Turns::of(job, "cleaning up failed; it is tried again later");
    loop {
        turns.next().await;
        let turn = take_turn(&portal, job, remove_what_is_over(&portal));
        turns.note(round(&portal, job.name(), Box::pin(turn)).await);
    }
}

async fn remove_slice(
    portal: &Portal,
    what: Passing,
    before: OffsetDateTime,
) -> Result<u64, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let slice = unit.remove_passed(what, before).await?;
    unit.commit().await?;
    Ok(slice)
}

/// # Errors
/// When the database fails; what was removed before stays so.
pub async fn remove_what_is_over(portal: &Portal) -> Result<(), Fault> {
    strangers::gather(portal).await?;
    signing_keys::look_after(portal).await?;
    let now = portal.now();
    for (what, before) in [
        (Passing::Throttles, now.saturating_sub(portal.policies.longest_memory())),
        (Passing::UsedSteps, now - USED_STEPS),
        (Passing::MailedTokens, now),
        (Passing::MailboxLinks, now),
        (Passing::Ceremonies, now),
        (Passing::EnrolmentCodes, now),
        (Passing::Flashes, now),
        (Passing::KnownDevices, now - known_device::REMEMBERED),
        (Passing::Grants, now),
        (Passing::LogoutDeliveries, now - deliveries::KEPT),
        (Passing::UsedAssertions, now),
        (Passing::ScimDisables, now - hold::KEPT),
        (Passing::BulkPeople, now - bulk_job::KEPT),
        (Passing::BrokenUploads, now - bulk_job::LONGEST_UPLOAD),
    ] {
        let mut removed = 0;
        loop {
            let slice = remove_slice(portal, what, before);
            let slice = pace::piece(&portal.store, slice).await?;
            removed += slice;
            if slice < SLICE {
                break;
            }
        }
        tracing::debug!(?what, removed, "cleaned up");
    }
    // There are as many as a clock that was ahead has made; later turns find the others.
    let latest = clock::latest_end(new_password::LINK, now);
    let confirmable = clock::latest_end(mailbox_correction::CONFIRMABLE, now);
    let mut unit = portal.store.write_forgettable().await?;
    let mut removed = unit.remove_mailed_tokens_ahead(latest).await?;
    removed += unit.remove_mailbox_links_ahead(confirmable).await?;
    unit.commit().await?;
    tracing::debug!(removed, "removed what was mailed by a clock that was ahead");
    Ok(())
}
