//! Tells services that somebody has left, as soon as that is so.

use super::round;
use crate::{
    domain::{
        Fault, Portal, pace,
        sso::deliveries::{self, Delivery, MOST, Outcome},
    },
    metrics::LOGOUTS_DELIVERED,
    outgoing::{Outgoing, OutgoingReach, Unreached},
};
use futures_util::{StreamExt, stream};
use std::{sync::Arc, time::Duration};
use tokio::{
    join,
    time::{sleep, timeout},
};

/// What another node was to do and did not is found within so long.
const EVERY: Duration = Duration::from_secs(2);
/// The word comes a moment before the unit that it tells of is over.
const SOON: [Duration; 4] = [
    Duration::from_millis(5),
    Duration::from_millis(40),
    Duration::from_millis(150),
    Duration::from_millis(500),
];
const JOB: &str = "deliver-logouts";
/// How it went, in metrics.
const REACHED: &str = "reached";
const AGAIN: &str = "again";
const REFUSED: &str = "refused";
/// Services that are told at once, so that a slow one holds up no other.
const AT_ONCE: usize = 16;
/// What an answer of the service says: anything but these may be otherwise another time.
const FOR_GOOD: [u16; 9] = [301, 302, 303, 307, 308, 400, 404, 405, 410];

/// Tells what is due, until the task is dropped.
pub async fn deliver_logouts(portal: Arc<Portal>, reach: OutgoingReach) {
    let outgoing = Outgoing::new(reach);
    for outcome in [REACHED, AGAIN, REFUSED] {
        LOGOUTS_DELIVERED.counter([("outcome", outcome)]).increment(0);
    }
    join!(deliver_as_they_leave(&portal, &outgoing), deliver_of_many(&portal, &outgoing));
}

async fn deliver_as_they_leave(portal: &Portal, outgoing: &Outgoing) {
    loop {
        let is_told = timeout(EVERY, portal.sso.deliveries.notified()).await.is_ok();
        let pauses = if is_told { &SOON[..] } else { &SOON[..1] };
        for pause in pauses {
            sleep(*pause).await;
            match deliver_round(portal, outgoing, false).await {
                Some(0) => {}
                Some(MOST) => portal.sso.deliveries.notify_one(),
                _ => break,
            }
        }
    }
}

/// In their own time: whoever leaves by themselves does not wait behind a ministry that was signed out.
async fn deliver_of_many(portal: &Portal, outgoing: &Outgoing) {
    loop {
        let round = deliver_round(portal, outgoing, true);
        if pace::piece(&portal.store, round).await != Some(MOST) {
            sleep(EVERY).await;
        }
    }
}

/// How many there were; none at all where the database failed.
async fn deliver_round(portal: &Portal, outgoing: &Outgoing, is_of_many: bool) -> Option<usize> {
    let told = round(portal, JOB, Box::pin(deliver(portal, outgoing, is_of_many))).await;
    let say = |error: &Fault| {
        tracing::warn!(%error, "services were not told of logouts; it is tried again");
    };
    told.inspect_err(say).ok()
}

/// Tells what is due now, of acts on many people or of others; how many there were.
///
/// # Errors
/// When the database fails; what was claimed is tried again later.
pub async fn deliver(
    portal: &Portal,
    outgoing: &Outgoing,
    is_of_many: bool,
) -> Result<usize, Fault> {
    let due = deliveries::claim(portal, is_of_many).await?;
    let many = due.len();
    let told = stream::iter(due).map(|delivery| tell(portal, outgoing, delivery));
    let told: Vec<_> = told.buffer_unordered(AT_ONCE).collect().await;
    told.into_iter().collect::<Result<(), Fault>>()?;
    Ok(many)
}

async fn tell(portal: &Portal, outgoing: &Outgoing, delivery: Delivery) -> Result<(), Fault> {
    let Delivery { row, token } = delivery;
    let outcome = match outgoing.post(&row.address, ("logout_token", &token)).await {
        Ok(status) if matches!(status.as_u16(), 200 | 204) => Outcome::Reached,
        Ok(status) if FOR_GOOD.contains(&status.as_u16()) => {
            Outcome::Refused(format!("it answered {status}"))
        }
        Ok(status) => Outcome::TryAgain(format!("it answered {status}")),
        Err(error @ (Unreached::Private | Unreached::Address)) => {
            Outcome::Refused(error.to_string())
        }
        Err(error) => Outcome::TryAgain(error.to_string()),
    };
    let label = match outcome {
        Outcome::Reached => REACHED,
        Outcome::TryAgain(_) => AGAIN,
        Outcome::Refused(_) => REFUSED,
    };
    LOGOUTS_DELIVERED.counter([("outcome", label)]).increment(1);
    deliveries::note(portal, &row, &outcome).await
}
