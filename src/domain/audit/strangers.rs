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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        audit::verify::verify,
        testing::{TestPortal, browser_at},
    };

    /// Somebody at each of these addresses tries so often.
    async fn attempts(portal: &TestPortal, addresses: impl Iterator<Item = String>, times: usize) {
        let mut unit = portal.store.write().await.unwrap();
        for address in addresses {
            let visitor = browser_at(&address);
            for _ in 0..times {
                refuse(portal, &mut unit, &visitor, Event::LoginRefused).await.unwrap();
            }
        }
        unit.commit().await.unwrap();
    }

    fn one(address: &str) -> impl Iterator<Item = String> {
        std::iter::once(address.to_owned())
    }

    /// Networks and what is written down of them.
    async fn written(portal: &TestPortal) -> Vec<(String, String)> {
        let mut unit = portal.store.read().await.unwrap();
        let rows = unit.audit_events_of_chain(i64::from(CHAINS) - 1, 0, 1000).await.unwrap();
        rows.into_iter().map(|row| (row.address, row.object.unwrap())).collect()
    }

    #[tokio::test]
    async fn what_a_network_tries_in_an_hour_is_one_row() {
        let portal = TestPortal::new().await;
        attempts(&portal, one("2001:db8::1"), 2).await;
        attempts(&portal, one("2001:db8::ffff"), 1).await;
        attempts(&portal, one("192.0.2.7"), 1).await;
        portal.clock.advance(3600);
        attempts(&portal, one("192.0.2.7"), 5).await;
        portal.clock.advance(2 * 3600);
        assert_eq!(gather(&portal).await.unwrap(), 2, "hours");
        let row = |network: &str, object: &str| (network.to_owned(), object.to_owned());
        let first = [row("2001:db8::", "3 attempts"), row("192.0.2.7", "1 attempts")];
        let rows = [&first[..], &[row("192.0.2.7", "5 attempts")]].concat();
        assert_eq!(written(&portal).await, rows);
        assert_eq!(verify(&portal).await.unwrap().tampering, []);
    }

    #[tokio::test]
    async fn an_hour_is_written_down_five_minutes_after_its_end_and_once() {
        let portal = TestPortal::new().await;
        assert_eq!(portal.now(), hour_of(portal.now()), "at the beginning of an hour");
        attempts(&portal, one("192.0.2.7"), 1).await;
        portal.clock.advance(3600 + 300);
        assert_eq!(gather(&portal).await.unwrap(), 0);
        portal.clock.advance(1);
        assert_eq!(gather(&portal).await.unwrap(), 1);
        assert_eq!(gather(&portal).await.unwrap(), 0);
        assert_eq!(written(&portal).await.len(), 1);
    }

    #[tokio::test]
    async fn beyond_the_hundred_loudest_networks_the_others_are_one_row() {
        for (quiet, rows) in [(0, 100), (2, 101)] {
            let portal = TestPortal::new().await;
            attempts(&portal, (0..100).map(|i| format!("192.0.2.{i}")), 2).await;
            attempts(&portal, (0..quiet).map(|i| format!("198.51.100.{i}")), 1).await;
            portal.clock.advance(2 * 3600);
            gather(&portal).await.unwrap();
            let written = written(&portal).await;
            assert_eq!(written.len(), rows);
            let others = ("*".to_owned(), "2 attempts from 2 other networks".to_owned());
            assert_eq!(written.last() == Some(&others), quiet == 2);
        }
    }

    #[test]
    fn an_hour_begins_with_its_first_second() {
        let hour = |seconds| {
            hour_of(OffsetDateTime::from_unix_timestamp(seconds).unwrap()).unix_timestamp()
        };
        assert_eq!([0, 3599, 3600, 7199, -1].map(hour), [0, 0, 3600, 3600, -3600]);
    }
}
