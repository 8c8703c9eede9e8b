//! A disabled account: no way in, nothing left open, nothing to learn for a stranger.

use crate::support::*;
use asn_digital::domain::{
    guard::visitor::Visitor,
    recovery::{
        disabled::{Standing, StandingChange, change},
        reset::complete_due,
    },
    session,
    values::nip::Nip,
};

const OPERATOR: &str = "197903122005011003";
const SECOND: &str = "198003122005011004";
const NEW: &str = "ombak laut banda 7 kapal";

async fn set(world: &World, standing: Standing) -> StandingChange {
    let nip = Nip::parse(PNS).unwrap();
    change(&world.portal, &Visitor::command_line(), &nip, standing).await.unwrap()
}

async fn forgotten(world: &World, nip: &str) -> Page {
    world.browser_at("192.0.2.70").post("/api/password/forgotten", &[("nip", nip)]).await
}

async fn request(operator: &mut Browser) -> Page {
    let fields = [("nip", PNS), ("reason", "HP hilang, datang dengan kartu pegawai")];
    operator.post("/api/reset/request", &fields).await
}

on_both_engines! {
    async fn no_way_leads_in_and_a_stranger_cannot_tell(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut waiting = world.browser();
        assert_eq!(waiting.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
        let ended = set(&world, Standing::Disabled).await;
        assert_eq!(ended, StandingChange::Done { sessions: 3 }, "these two and where it was activated");
        assert_eq!(set(&world, Standing::Disabled).await, StandingChange::AlreadySo);

        assert_eq!(own.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
        let page = waiting.post("/api/second-step/code", &[("code", &world.code(&key))]).await;
        assert_eq!(page.path, "/masuk");
        let code = world.code(&key);
        let stranger = world.browser_at("192.0.2.71").login(PPPK, PASSWORD, &code).await.text();
        for (browser, password) in [
            (&mut world.browser_at("192.0.2.72"), PASSWORD),
            (&mut world.browser_at("192.0.2.73"), "bukan-kata-sandinya"),
            (&mut own, PASSWORD),
        ] {
            let page = browser.login(PNS, password, &code).await;
            assert_eq!(page.text().replace(PNS, PPPK), stranger.replace(PNS, PPPK));
        }
        let (known, unknown) = (forgotten(&world, PNS).await, forgotten(&world, PPPK).await);
        assert_eq!(known.text(), unknown.text());
        assert!(world.letters().await.iter().all(|(_, letter)| !letter.subject.contains("kata sandi baru")));

        assert_eq!(set(&world, Standing::Enabled).await, StandingChange::Done { sessions: 0 });
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn what_was_under_way_is_over_also_when_it_is_enabled_again(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut reader = world.browser_at("192.0.2.7");
        forgotten(&world, PNS).await;
        reader.open(&world.link("Tautan untuk membuat").await, "none").await;
        assert_eq!(reader.get("/kata-sandi-baru").await.path, "/kata-sandi-baru");
        let mut waiting = world.browser();
        waiting.login(PNS, PASSWORD, "").await;
        waiting.post("/api/reset/send-code", &[]).await;
        let letter = world.letter("Kode untuk mengatur ulang").await;
        let code = letter.split_once("Kode Anda: ").unwrap().1.split_whitespace().next().unwrap();
        waiting.post("/api/reset/start", &[("code", code)]).await.assert_shows("sudah dimulai");

        // Their own, the one at the second step, and the one that the authenticator was set up in.
        assert_eq!(set(&world, Standing::Disabled).await, StandingChange::Done { sessions: 3 });
        let then = [(Standing::Disabled, StandingChange::AlreadySo), (Standing::Enabled, StandingChange::Done { sessions: 0 })];
        for (standing, changed) in then {
            assert_eq!(set(&world, standing).await, changed);
            let page = reader.post("/api/password/set", &[("new_password", NEW)]).await;
            assert_eq!(page.path, "/lupa-kata-sandi", "{standing:?}");
            reader.open(&world.link("Tautan untuk membuat").await, "none").await;
            assert_eq!(waiting.get("/masuk/hp-hilang").await.path, "/masuk");
            assert!(!own.get("/beranda").await.is_launcher());
        }
        world.clock.advance(24 * 3600);
        assert_eq!(complete_due(&world.portal).await.unwrap(), 0);
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn a_session_that_a_login_opens_at_that_moment_is_none(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.run("UPDATE accounts SET disabled_at = created_at").await.unwrap();
        assert_eq!(own.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
        assert!(matches!(set(&world, Standing::Enabled).await, StandingChange::Done { sessions: 1.. }));
        assert_eq!(own.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
    }

    async fn operators_do_not_reset_it(world) {
        world.enrolled(PNS, "employee").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut second, _) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
        request(&mut operator).await.assert_shows("Petugas lain harus menyetujuinya");
        assert!(matches!(set(&world, Standing::Disabled).await, StandingChange::Done { .. }));
        let page = second.get("/kelola/atur-ulang").await;
        assert!(!page.html.contains("/api/reset/decide"), "the request is cancelled");
        request(&mut operator).await.assert_shows("tidak ditemukan di instansi Anda");
    }

    async fn everybody_is_logged_out_at_once_and_it_is_written_down(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (mut other, _) = world.logged_in(PPPK, "employee", "192.0.2.2").await;
        let ended = session::ending::end_everybodys(&world.portal, &Visitor::command_line()).await.unwrap();
        assert!(ended >= 2, "{ended}");
        for browser in [&mut own, &mut other] {
            assert_eq!(browser.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
        }
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        assert_eq!(set(&world, Standing::Disabled).await, StandingChange::Done { sessions: 1 });
        assert_eq!(set(&world, Standing::Enabled).await, StandingChange::Done { sessions: 0 });
        let events = world.events().await;
        for event in ["all-sessions-ended", "account-disabled", "account-enabled"] {
            assert_eq!(events.iter().filter(|one| *one == event).count(), 1, "{event}");
        }
        world.clock.advance(30);
        own.login(PNS, PASSWORD, &world.code(&key)).await;
        own.get("/akun/catatan").await.assert_shows("Akun dinonaktifkan oleh pengelola portal");
    }
}
