//! After a reset the password alone enrols nobody: a code that only the owner got is asked for.

use crate::support::*;
use asn_digital::domain::recovery::reset::complete_due;

const OPERATOR: &str = "197903122005011003";
const SECOND: &str = "198003122005011004";
const DAY: i64 = 24 * 3600;

/// A reset of PNS by their own hand, done.
async fn reset_by_oneself(world: &World) {
    world.enrolled(PNS, "employee").await;
    let mut browser = world.browser_at("192.0.2.50");
    browser.login(PNS, PASSWORD, "").await;
    browser.post("/api/reset/send-code", &[]).await;
    let letter = world.letter("Kode untuk mengatur ulang").await;
    let (_, rest) = letter.split_once("Kode Anda: ").unwrap();
    let code = rest.split_whitespace().next().unwrap();
    browser.post("/api/reset/start", &[("code", code)]).await.assert_shows("sudah dimulai");
    world.clock.advance(DAY);
    assert_eq!(complete_due(&world.portal).await.unwrap(), 1);
}

/// A reset of PNS that two operators did; who asked, who approved, and its id.
async fn assisted_reset(world: &World) -> (Browser, Browser, String) {
    world.enrolled(PNS, "employee").await;
    let (mut asks, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
    let (mut decides, _) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
    let id = approve(&mut asks, &mut decides).await;
    (asks, decides, id)
}

async fn approve(asks: &mut Browser, decides: &mut Browser) -> String {
    let fields = [("nip", PNS), ("reason", "HP hilang, datang dengan kartu pegawai")];
    asks.post("/api/reset/request", &fields).await.assert_shows("Petugas lain");
    let page = decides.get("/kelola/atur-ulang").await;
    let id = page.field("/api/reset/decide", "id").unwrap();
    let fields = [("id", id.as_str()), ("decision", "approve")];
    decides.post("/api/reset/decide", &fields).await.assert_shows("sudah diatur ulang");
    id
}

/// The code that this operator is shown.
async fn show(operator: &mut Browser, id: &str) -> Option<String> {
    shown_on(&operator.post("/api/reset/show-code", &[("id", id)]).await)
}

fn shown_on(page: &Page) -> Option<String> {
    page.texts(".codes code").pop()
}

/// Asks for the code from the page of the enrolment, and reads it in the mailbox.
async fn mailed(world: &World, browser: &mut Browser) -> String {
    // Letters of one second have no order.
    world.clock.advance(1);
    browser
        .post("/api/mfa/send-code", &[])
        .await
        .assert_shows("Kode sudah dikirim dan berlaku 24 jam");
    let letter = world.letter("Kode untuk menyiapkan autentikator baru").await;
    let (_, rest) = letter.split_once("Kode Anda: ").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Whoever has the password begins an enrolment with an app of their own; its key.
async fn begin(world: &World, address: &str) -> (Browser, String) {
    let mut browser = world.browser_at(address);
    browser.login(PNS, PASSWORD, "").await.assert_shows("Aktifkan MFA");
    let key = browser.key().await;
    (browser, key)
}

async fn finish(world: &World, (browser, key): &mut (Browser, String), reset_code: &str) -> Page {
    let code = world.code(key);
    let fields = [("code", code.as_str()), ("device_name", "HP"), ("reset_code", reset_code)];
    browser.post("/api/mfa/activate", &fields).await
}

async fn authenticators(world: &World) -> usize {
    let mut unit = world.portal.store.read().await.unwrap();
    let account = unit.account_by_nip(PNS).await.unwrap().unwrap();
    unit.authenticators_of(account.id).await.unwrap().len()
}

on_both_engines! {
    async fn after_a_reset_by_oneself_only_a_code_from_the_mailbox_enrols(world) {
        reset_by_oneself(&world).await;
        assert!(world.letter("Autentikator sudah diatur ulang").await.contains("Kirim kode"));
        let mut thief = begin(&world, "203.0.113.9").await;
        thief.0.get("/mfa").await.assert_shows("kami kirim kode ke 1•••@example.go.id");
        finish(&world, &mut thief, "").await.assert_shows("Isi kode dari surel atau petugas");
        finish(&world, &mut thief, "K7QFM").await.assert_shows("salah, sudah diganti");
        let page = finish(&world, &mut thief, "K7QFM-2ZP9X").await;
        page.assert_shows("salah, sudah diganti");
        assert!(page.html.contains("K7QFM-2ZP9X"), "what was typed stays");
        assert_eq!(authenticators(&world).await, 0);

        let mut owner = begin(&world, "192.0.2.1").await;
        let code = mailed(&world, &mut owner.0).await;
        let wrong = world.code_at(&owner.1, 7200);
        let fields = [("code", wrong.as_str()), ("device_name", "HP"), ("reset_code", &code)];
        let page = owner.0.post("/api/mfa/activate", &fields).await;
        page.assert_shows("Kode OTP tidak valid");
        assert!(page.html.contains(&code), "it need not be typed again");
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(finish(&world, &mut owner, &typed).await.path, "/mfa/kode-pemulihan");
        assert_eq!(authenticators(&world).await, 1);
        finish(&world, &mut thief, &code).await.assert_shows("Penyiapan MFA sudah tidak berjalan");
        assert_eq!(authenticators(&world).await, 1, "the code counted once");
        let events = world.events().await;
        for event in ["enrolment-code-sent", "enrolment-code-refused"] {
            assert_eq!(events.iter().filter(|one| *one == event).count(), 1, "{event}");
        }
    }

    async fn after_an_assisted_reset_only_the_code_shown_to_who_asked_enrols(world) {
        let (mut asks, mut decides, id) = assisted_reset(&world).await;
        assert!(world.letter("Autentikator sudah diatur ulang").await.contains("Minta kode kepada petugas"));
        let mut thief = begin(&world, "203.0.113.9").await;
        thief.0.get("/mfa").await.assert_shows("langsung kepada petugas");
        assert!(!thief.0.get("/mfa").await.shows("Kirim kode"));
        let letters = world.letters().await.len();
        thief.0.post("/api/mfa/send-code", &[]).await;
        assert_eq!(world.letters().await.len(), letters, "no code by mail");
        finish(&world, &mut thief, "").await.assert_shows("Isi kode dari surel atau petugas");

        assert!(!decides.get("/kelola/atur-ulang").await.html.contains("/api/reset/show-code"));
        assert_eq!(show(&mut decides, &id).await, None, "not to who approved");
        assert!(asks.get("/kelola/atur-ulang").await.html.contains("/api/reset/show-code"));
        let first = show(&mut asks, &id).await.unwrap();
        assert_eq!(shown_on(&asks.get("/kelola/atur-ulang").await), None, "shown once");
        world.letter("Kode untuk autentikator baru ditampilkan kepada petugas").await;
        let second = show(&mut asks, &id).await.unwrap();
        finish(&world, &mut thief, &first).await.assert_shows("salah, sudah diganti");
        let mut owner = begin(&world, "192.0.2.1").await;
        assert_eq!(finish(&world, &mut owner, &second).await.path, "/mfa/kode-pemulihan");
        assert_eq!(show(&mut asks, &id).await, None, "whoever has enrolled needs none");
        assert!(!asks.get("/kelola/atur-ulang").await.html.contains("/api/reset/show-code"));
        let shown = world.events().await.into_iter().filter(|one| one == "enrolment-code-shown");
        assert_eq!(shown.count(), 4, "each to person and operator");
    }

    async fn showing_the_code_needs_a_fresh_proof(world) {
        let (mut asks, _, id) = assisted_reset(&world).await;
        world.clock.advance(300);
        let page = asks.post("/api/reset/show-code", &[("id", &id)]).await;
        assert_eq!(page.path, "/akun/bukti?lanjut=%2Fkelola%2Fatur-ulang");
        assert!(!world.events().await.iter().any(|one| one == "enrolment-code-shown"));
    }

    async fn a_code_lasts_a_day_and_ends_with_the_next_reset(world) {
        let (mut asks, mut decides, id) = assisted_reset(&world).await;
        let old = show(&mut asks, &id).await.unwrap();
        world.clock.advance(1);
        let next = approve(&mut asks, &mut decides).await;
        assert_eq!(show(&mut asks, &id).await, None, "there is a newer reset");
        let mut owner = begin(&world, "192.0.2.1").await;
        finish(&world, &mut owner, &old).await.assert_shows("salah, sudah diganti");
        let code = show(&mut asks, &next).await.unwrap();
        world.clock.advance(DAY);
        let mut owner = begin(&world, "192.0.2.1").await;
        finish(&world, &mut owner, &code).await.assert_shows("salah, sudah diganti");
        assert_eq!(authenticators(&world).await, 0);
    }

    async fn the_mailbox_alone_is_not_enough_after_a_reset_either(world) {
        reset_by_oneself(&world).await;
        let mut owner = begin(&world, "192.0.2.1").await;
        let code = mailed(&world, &mut owner.0).await;
        let mut thief = world.browser_at("203.0.113.9");
        thief.post("/api/password/forgotten", &[("nip", PNS)]).await;
        thief.open(&world.link("Tautan untuk membuat").await, "none").await;
        let new = "ombak laut banda 7 kapal";
        thief.post("/api/password/set", &[("new_password", new)]).await;
        thief.login(PNS, new, "").await.assert_shows("Aktifkan MFA");
        let key = thief.key().await;
        thief.get("/mfa").await.assert_shows("surel saja tidak cukup");
        let mut thief = (thief, key);
        finish(&world, &mut thief, &code).await.assert_shows("surel saja tidak cukup");
        let letters = world.letters().await.len();
        thief.0.post("/api/mfa/send-code", &[]).await.assert_shows("surel saja tidak cukup");
        assert_eq!((authenticators(&world).await, world.letters().await.len()), (0, letters));
    }

    async fn guessing_the_code_is_slowed_and_keeps_the_owner_from_nothing(world) {
        reset_by_oneself(&world).await;
        let mut thief = begin(&world, "203.0.113.9").await;
        for _ in 0..5 {
            finish(&world, &mut thief, "K7QFM-2ZP9X").await.assert_shows("salah, sudah diganti");
        }
        finish(&world, &mut thief, "K7QFM-2ZP9X").await.assert_shows("Terlalu banyak percobaan");
        let mut owner = begin(&world, "192.0.2.1").await;
        let code = mailed(&world, &mut owner.0).await;
        finish(&world, &mut thief, &code).await.assert_shows("Terlalu banyak percobaan");
        assert_eq!(finish(&world, &mut owner, &code).await.path, "/mfa/kode-pemulihan");
    }

    async fn one_code_in_many_browsers_at_once_enrols_one(world) {
        let (mut asks, _, id) = assisted_reset(&world).await;
        let code = show(&mut asks, &id).await.unwrap();
        let (mut one, mut two) = (begin(&world, "192.0.2.1").await, begin(&world, "192.0.2.9").await);
        let (first, second) = tokio::join!(finish(&world, &mut one, &code), finish(&world, &mut two, &code));
        let done = [first, second].iter().filter(|page| page.path == "/mfa/kode-pemulihan").count();
        assert_eq!((done, authenticators(&world).await), (1, 1));
    }

    async fn it_is_asked_for_on_every_node_and_a_disabled_account_has_none(world) {
        use asn_digital::domain::{guard::visitor::Visitor, recovery::disabled::{self, StandingChange, Standing}, values::nip::Nip};
        let (mut asks, _, id) = assisted_reset(&world).await;
        let code = show(&mut asks, &id).await.unwrap();
        let (visitor, nip) = (Visitor::command_line(), Nip::parse(PNS).unwrap());
        for standing in [Standing::Disabled, Standing::Enabled] {
            let node = world.another_node().await;
            let changed = disabled::change(&node, &visitor, &nip, standing).await.unwrap();
            assert!(matches!(changed, StandingChange::Done { .. }));
        }
        let mut owner = begin(&world, "192.0.2.1").await;
        finish(&world, &mut owner, &code).await.assert_shows("salah, sudah diganti");
        let code = show(&mut asks, &id).await.unwrap();
        assert_eq!(finish(&world, &mut owner, &code).await.path, "/mfa/kode-pemulihan");
    }

    async fn an_enrolment_that_began_before_the_reset_ends_with_it(world) {
        world.account(PNS, "employee").await;
        let mut thief = begin(&world, "203.0.113.9").await;
        let (mut asks, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut decides, _) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
        approve(&mut asks, &mut decides).await;
        finish(&world, &mut thief, "").await.assert_shows("Penyiapan MFA sudah tidak berjalan");
        let mut thief = begin(&world, "203.0.113.9").await;
        finish(&world, &mut thief, "").await.assert_shows("Isi kode dari surel atau petugas");
        assert_eq!(authenticators(&world).await, 0);
    }
}
