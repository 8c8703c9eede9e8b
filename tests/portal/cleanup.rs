//! What is over is removed, and nothing else.

use crate::support::*;
use asn_digital::{domain::session::ending::Walk, jobs::remove_what_is_over};

on_both_engines! {
    async fn dead_sessions_and_forgotten_throttles_go_and_live_ones_stay(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut old = world.browser();
        assert!(old.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        world.browser().login(PPPK, "bukan-kata-sandinya", "").await;
        world.clock.advance(25 * 3600);
        let mut new = world.browser();
        assert!(new.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());

        assert_eq!(Walk::default().go_on(&world.portal, 100).await.unwrap(), 2);
        remove_what_is_over(&world.portal).await.unwrap();
        assert!(new.get("/beranda").await.is_launcher());
        assert_eq!(world.run("DELETE FROM sessions").await.unwrap(), 1);
        let left = || world.run("UPDATE throttles SET attempts = attempts");
        let all = "two addresses, two numbers, codes in an unknown browser, and fresh recovery codes";
        assert_eq!(left().await.unwrap(), 6, "{all}");
        world.clock.advance(8 * 24 * 3600 + 1);
        remove_what_is_over(&world.portal).await.unwrap();
        assert_eq!(left().await.unwrap(), 0);
    }
}
