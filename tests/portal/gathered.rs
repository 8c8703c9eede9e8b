//! What strangers try with numbers that nobody has fills no table: it is counted, and written down as a sum.

use crate::support::*;
use asn_digital::domain::audit::{strangers::gather, verify::verify};

on_both_engines! {
    async fn attempts_with_unknown_numbers_are_one_row_for_each_network_and_hour(world) {
        for number in 1..=9 {
            let nip = format!("19860926201505200{number}");
            let mut browser = world.browser_at("203.0.113.9");
            browser.login(&nip, "tebakan", "").await.assert_shows("NIP atau kata sandi salah");
            browser.post("/api/password/forgotten", &[("nip", &nip)]).await;
        }
        world.browser_at("2001:db8:1:2::3").login(PNS, "tebakan", "").await;
        world.browser_at("2001:db8:1:2:ffff::4").login(PPPK, "tebakan", "").await;
        assert_eq!(world.events().await, Vec::<String>::new(), "no row for each attempt");
        assert_eq!(gather(&world.portal).await.unwrap(), 0, "the hour is not over");
        world.clock.advance(3600 + 301);
        world.browser_at("192.0.2.9").login(PPPK, "tebakan", "").await;
        let (one, other) = tokio::join!(gather(&world.portal), gather(&world.portal));
        assert_eq!(one.unwrap() + other.unwrap(), 1, "once");

        let mut unit = world.portal.store.read().await.unwrap();
        let mut rows = Vec::new();
        for chain in 0..16 {
            rows.extend(unit.audit_events_of_chain(chain, 0, 100).await.unwrap());
        }
        let told = |row: &asn_digital::store::AuditEvent| {
            assert_eq!((row.event.as_str(), row.at.unix_timestamp()), ("strangers-refused", START));
            assert_eq!((row.account_id, row.masked_nip.as_str()), (None, "*"));
            format!("{} {}", row.address, row.object.as_deref().unwrap())
        };
        assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), ["203.0.113.9 18 attempts", "2001:db8:1:2:: 2 attempts"]);
        assert_eq!(verify(&world.portal).await.unwrap().tampering, []);
        assert_eq!(gather(&world.portal).await.unwrap(), 0);
    }

    async fn many_networks_of_an_hour_are_a_hundred_rows_and_one_for_the_rest(world) {
        let mut unit = world.portal.store.write().await.unwrap();
        for network in 0..150 {
            for _ in 0..=i32::from(network < 100) {
                let network = format!("198.51.100.{network}");
                unit.count_stranger(world.portal.now(), &network).await.unwrap();
            }
        }
        unit.commit().await.unwrap();
        world.clock.advance(2 * 3600);
        assert_eq!(gather(&world.portal).await.unwrap(), 1);
        assert_eq!(world.events().await.len(), 101);
        let mut unit = world.portal.store.read().await.unwrap();
        let rows = unit.audit_events_of_chain(15, 100, 10).await.unwrap();
        assert_eq!(rows[0].object.as_deref(), Some("50 attempts from 50 other networks"));
    }

    async fn an_account_still_has_every_attempt_in_its_log(world) {
        let account = world.account(PNS, "employee").await;
        world.browser_at("203.0.113.9").login(PNS, "tebakan", "").await;
        assert_eq!(world.events_of(account).await, ["login-refused"]);
    }
}
