//! What is refused, or proved once more, is in the log of whoever it is about; and nobody fills the record.

use crate::support::*;
use asn_digital::{domain::guard::throttle::ThrottlePolicy, jobs::remove_what_is_over};
use uuid::Uuid;

const RESETS: &str = "/kelola/atur-ulang";

/// What was written down of somebody since there were `before` rows, by name: those of one second have no
/// order.
async fn since(world: &World, account: Uuid, before: usize) -> Vec<String> {
    let mut events = world.events_of(account).await.split_off(before);
    events.sort();
    events
}

async fn strangers(world: &World) -> u64 {
    world.run("UPDATE refused_strangers SET attempts = attempts").await.unwrap()
}

/// A form that says from where it was sent.
async fn send_from(browser: &mut Browser, site: &str) -> Page {
    let mut request = form("/api/logout", &[], "");
    request.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
    browser.send("/api/logout", request).await
}

/// What a browser's script sends that brings no passkey.
async fn no_passkey(browser: &mut Browser) -> Page {
    browser.ask("/api/passkey/begin", &[]).await;
    browser.ask("/api/passkey/finish", &[("credential", "{}")]).await
}

on_both_engines! {
    async fn a_proof_that_succeeds_and_one_with_a_used_code_are_written_down(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let account = world.account(PNS, "employee").await;
        let before = world.events_of(account).await.len();
        let code = world.code(&key);
        own.post("/api/proof/code", &[("code", &code)]).await;
        assert_eq!(since(&world, account, before).await, ["proved-again"]);
        own.post("/api/proof/code", &[("code", &code)]).await.assert_shows("sudah dipakai");
        let events = since(&world, account, before).await;
        assert_eq!(events, ["proved-again", "used-code-refused"]);
        own.post("/api/proof/code", &[("code", "000000")]).await;
        let events = since(&world, account, before).await;
        assert_eq!(events, ["code-refused", "proved-again", "used-code-refused"]);
        own.get("/akun/catatan").await.assert_shows("Dibuktikan lagi bahwa ini Anda");
    }

    async fn a_refused_passkey_is_in_the_log_of_who_is_logged_in_and_else_a_strangers_attempt(world) {
        world.change(|portal| portal.policies.address = ThrottlePolicy { free: 3, ..ThrottlePolicy::ADDRESS });
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let account = world.account(PNS, "employee").await;
        let (before, mut stranger) = (world.events_of(account).await.len(), world.browser_at("203.0.113.7"));
        for wait in [false, false, false, true, true] {
            let page = no_passkey(&mut stranger).await;
            assert_eq!(page.status, if wait { 503 } else { 403 });
        }
        assert_eq!(strangers(&world).await, 1, "one row for the network");
        assert_eq!(since(&world, account, before).await, [""; 0]);
        for _ in 0..5 {
            no_passkey(&mut own).await;
        }
        assert_eq!(since(&world, account, before).await, ["passkey-refused"; 3]);
        assert!(own.get("/beranda").await.is_launcher());
        world.clock.advance(2 * 3600);
        remove_what_is_over(&world.portal).await.unwrap();
        assert_eq!(world.events().await.iter().filter(|one| *one == "strangers-refused").count(), 1);
    }

    async fn wrong_codes_from_the_mailbox_are_written_down_as_long_as_they_are_looked_at(world) {
        world.enrolled(PNS, "employee").await;
        let account = world.account(PNS, "employee").await;
        let mut thief = world.browser_at("203.0.113.7");
        thief.login(PNS, PASSWORD, "").await;
        thief.post("/api/reset/send-code", &[]).await;
        world.clock.advance(1);
        let before = world.events_of(account).await.len();
        for _ in 0..8 {
            thief.post("/api/reset/start", &[("code", "2345-6789")]).await;
        }
        let events = since(&world, account, before).await;
        assert_eq!(events[0], "login-throttled");
        assert_eq!(events[1..], ["mailed-code-refused"; 5]);
    }

    async fn who_asks_for_what_their_roles_do_not_allow_is_written_down_some_times(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let account = world.account(PNS, "employee").await;
        let before = world.events_of(account).await.len();
        for path in [RESETS, "/kelola/pengumuman", "/kelola/pengumuman/baru", "/kelola/layanan"] {
            assert_eq!(own.get(path).await.status, 404, "{path}");
        }
        let fields = [("nip", PPPK), ("reason", "HP hilang, datang dengan kartu pegawai")];
        assert_eq!(own.post("/api/reset/request", &fields).await.status, 404);
        assert_eq!(since(&world, account, before).await, ["right-refused"; 5]);
        let log = own.get("/akun/catatan").await;
        log.assert_shows(&format!("Diminta tanpa hak akses: {RESETS}"));
        let typed = format!("/kelola/layanan/{}", "a".repeat(5000));
        assert_eq!(own.get(&typed).await.status, 404);
        let log = own.get("/akun/catatan").await;
        log.assert_shows(&typed[..100]);
        assert!(!log.shows(&typed[..101]), "an address is kept as far as one of ours goes");
        for _ in 0..40 {
            own.get(RESETS).await;
        }
        let most = usize::try_from(ThrottlePolicy::REFUSAL.free).unwrap();
        assert_eq!(since(&world, account, before).await.len(), most, "and no more for a while");
        world.clock.advance(ThrottlePolicy::REFUSAL.fade.whole_seconds());
        own.get(RESETS).await;
        assert_eq!(since(&world, account, before).await.len(), most + 1);

        let (mut operator, _) = world.logged_in(PPPK, "operator", "192.0.2.2").await;
        assert_eq!(operator.get(RESETS).await.status, 200);
        assert!(!world.events_of(world.account(PPPK, "operator").await).await.contains(&"right-refused".to_owned()));
    }

    async fn a_form_from_another_site_is_in_the_log_of_whose_session_it_brought(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let account = world.account(PNS, "employee").await;
        let before = world.events_of(account).await.len();
        for _ in 0..40 {
            assert_eq!(send_from(&mut own, "same-site").await.status, 403);
        }
        let most = usize::try_from(ThrottlePolicy::REFUSAL.free).unwrap();
        assert_eq!(since(&world, account, before).await, vec!["origin-refused"; most]);
        let mut nobody = world.browser_at("203.0.113.7");
        for _ in 0..3 {
            assert_eq!(send_from(&mut nobody, "cross-site").await.status, 403);
        }
        assert_eq!(strangers(&world).await, 1);
    }
}
