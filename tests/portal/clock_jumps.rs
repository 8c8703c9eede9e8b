//! The server's clock was ahead, and is set right: what was noted meanwhile keeps nobody waiting and keeps
//! nothing open. Every person's phone shows the portal's time here, so theirs jumped, too.

use crate::support::*;
use asn_digital::{
    domain::{
        lease::{self, Job},
        session::ending::Walk,
    },
    jobs::remove_what_is_over,
};

const AHEAD: i64 = 3 * 3600;

on_both_engines! {
    async fn codes_that_were_used_while_the_clock_was_ahead_are_used_and_no_others(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let early = world.code(&key);
        own.post("/api/logout", &[]).await;
        assert!(own.login(PNS, PASSWORD, &early).await.is_launcher());
        world.clock.advance(AHEAD);
        let later = world.code(&key);
        assert!(own.login(PNS, PASSWORD, &later).await.is_launcher());

        world.clock.advance(-AHEAD);
        // Budgets are looked at elsewhere.
        world.run("DELETE FROM throttles").await.unwrap();
        own.post("/api/logout", &[]).await;
        own.login(PNS, PASSWORD, &early).await.assert_shows("Kode OTP ini sudah dipakai");
        world.clock.advance(30);
        let page = own.login(PNS, PASSWORD, &world.code(&key)).await;
        assert!(page.is_launcher(), "{}", page.text());
        own.post("/api/logout", &[]).await;
        own.login(PNS, PASSWORD, &world.code_at(&key, -30)).await.assert_shows("Kode OTP ini sudah dipakai");
        world.clock.advance(AHEAD - 30);
        assert_eq!(world.code(&key), later);
        own.login(PNS, PASSWORD, &later).await.assert_shows("Kode OTP ini sudah dipakai");
        world.clock.advance(30);
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn a_session_from_the_future_is_over_and_stays_so(world) {
        let (mut before, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.clock.advance(AHEAD);
        let mut asked = world.browser_at("192.0.2.2");
        assert!(asked.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        world.clock.advance(30);
        let mut unasked = world.browser_at("192.0.2.3");
        assert!(unasked.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());

        world.clock.advance(-AHEAD);
        assert!(!asked.get("/beranda").await.is_launcher());
        assert_eq!(Walk::default().go_on(&world.portal, 100).await.unwrap(), 1, "nobody asked");
        assert!(before.get("/beranda").await.is_launcher(), "it was not used meanwhile");
        world.clock.advance(AHEAD);
        assert!(!asked.get("/beranda").await.is_launcher());
        assert!(!unasked.get("/beranda").await.is_launcher());
    }

    async fn a_clock_that_is_set_right_by_a_few_minutes_logs_nobody_out(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.clock.advance(300);
        assert!(own.get("/beranda").await.is_launcher());
        world.clock.advance(-300);
        assert!(own.get("/beranda").await.is_launcher());
        world.clock.advance(30 * 60);
        assert!(!own.get("/beranda").await.is_launcher(), "and it falls idle from its last use on");
    }

    async fn a_proof_from_the_future_is_not_fresh(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.clock.advance(20 * 60);
        own.get("/beranda").await;
        own.post("/api/proof/code", &[("code", &world.code(&key))]).await;
        world.run("UPDATE sessions SET last_seen_at = created_at").await.unwrap();
        world.clock.advance(-20 * 60);
        let page = own.post("/api/recovery-codes/renew", &[]).await;
        assert!(page.path.starts_with("/akun/bukti"), "{}", page.path);
    }

    async fn a_link_from_the_future_is_over_and_stays_so(world) {
        world.account(PNS, "employee").await;
        world.clock.advance(AHEAD);
        let mut browser = world.browser();
        browser.post("/api/password/forgotten", &[("nip", PNS)]).await;
        let link = world.link("Tautan untuk membuat kata sandi").await;
        world.clock.advance(-AHEAD);
        assert_eq!(browser.get(&link).await.path, "/lupa-kata-sandi");
        remove_what_is_over(&world.portal).await.unwrap();
        world.clock.advance(AHEAD + 1);
        assert_eq!(browser.get(&link).await.path, "/lupa-kata-sandi");
        browser.post("/api/password/forgotten", &[("nip", PNS)]).await;
        let link = world.link("Tautan untuk membuat kata sandi").await;
        assert_eq!(browser.get(&link).await.path, "/kata-sandi-baru");
    }

    async fn letters_and_leases_from_the_future_wait_no_longer_than_any(world) {
        let (other, now) = (world.another_node().await, || world.portal.now());
        world.account(PNS, "employee").await;
        world.clock.advance(AHEAD);
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        assert!(lease::take(&world.portal, Job::CleanUp).await.unwrap());
        world.clock.advance(-AHEAD);
        assert!(lease::take(&other, Job::CleanUp).await.unwrap());
        assert!(!lease::take(&world.portal, Job::CleanUp).await.unwrap());
        let due = asn_digital::domain::mail::due(&world.portal, 10).await.unwrap().concat();
        assert_eq!(due.len(), 1);
        assert!(due[0].next_attempt_at > now());
    }
}
