//! What strangers try with numbers that nobody has. A row for each attempt would let anybody fill a table
//! that is never emptied: attempts are counted by network and hour, and when the hour is over, written down
//! as one row for each of the networks that tried most and one for all others. What is lost is the number
//! that was typed, the minute and the browser; an account's own log has every attempt at it.

use super::{CHAINS, Event, chain, count};
use crate::{
    domain::{
        Fault, Portal,
        guard::visitor::{self, Visitor},
    },
    store::{AuditEvent, Unit},
};
use time::{Duration, OffsetDateTime};

/// Networks of one hour that get a row of their own.
const MOST: i64 = 100;
/// How long after its end an hour is written down: no node's clock is believed to be further off.
const GRACE: Duration = Duration::minutes(5);

/// Counts an attempt; `event` is what an account's log would have had.
pub(in crate::domain) async fn refuse(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    event: Event,
) -> Result<(), Fault> {
    let network = visitor::network(visitor.address).to_string();
    unit.count_stranger(hour_of(portal.now()), &network).await?;
    count(event);
    Ok(())
}

fn hour_of(now: OffsetDateTime) -> OffsetDateTime {
    let seconds = now.unix_timestamp();
    OffsetDateTime::from_unix_timestamp(seconds - seconds.rem_euclid(3600)).unwrap_or(now)
}

/// Writes down the hours that are over; how many.
///
/// # Errors
/// When the database fails; what is left is written down another time.
pub async fn gather(portal: &Portal) -> Result<usize, Fault> {
    let before = portal.now() - Duration::HOUR - GRACE;
    let mut hours = 0;
    loop {
        let mut unit = portal.store.write().await?;
        // All in one chain, locked before anything is looked at: so two that gather at once do it in turns.
        let mut end = unit.lock_audit_chain(i64::from(CHAINS) - 1).await?;
        let Some(hour) = unit.hour_of_strangers(before).await? else {
            return Ok(hours);
        };
        let loudest = unit.loudest_strangers(hour, MOST).await?;
        let (networks, attempts) = unit.sum_of_strangers(hour).await?;
        let told: i64 = loudest.iter().map(|one| one.attempts).sum();
        let others = networks - i64::try_from(loudest.len()).unwrap_or_default();
        let mut rows: Vec<_> = loudest
            .into_iter()
            .map(|one| (one.network, format!("{} attempts", one.attempts)))
            .collect();
        if others > 0 {
            let left = attempts - told;
            rows.push(("*".to_owned(), format!("{left} attempts from {others} other networks")));
        }
        for (network, object) in rows {
            let mut row = AuditEvent {
                id: portal.new_id(),
                at: hour,
                event: Event::StrangersRefused.name().to_owned(),
                account_id: None,
                masked_nip: "*".to_owned(),
                address: network,
                user_agent: String::new(),
                object: Some(object),
                chain: None,
                position: None,
                mac: None,
            };
            chain::append(&portal.sealer, &mut end, &mut row)?;
            unit.append_audit_event(&row).await?;
        }
        unit.remove_strangers(hour).await?;
        unit.commit().await?;
        hours += 1;
    }
}
