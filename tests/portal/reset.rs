//! Lost phone: by oneself after a wait, or with two people; never by the mailbox alone; in one state.

use crate::support::*;
use http::StatusCode;

const OPERATOR: &str = "197903122005011003";
const SECOND: &str = "198003122005011004";
const ELSEWHERE: &str = "198103122005011005";
const DAY: i64 = 24 * 3600;

async fn at_the_second_step(world: &World) -> Browser {
    let mut browser = world.browser_at("192.0.2.50");
    assert_eq!(browser.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
    browser
}

/// Starts a reset of PNS by their own hand.
async fn start(world: &World) -> Browser {
    // Letters of one second have no order.
    world.clock.advance(1);
    let mut browser = at_the_second_step(world).await;
    let page = browser.post("/api/reset/send-code", &[]).await;
    page.assert_shows("Kode sudah dikirim");
    page.assert_shows("1•••@example.go.id");
    let code = mailed_code(world).await;
    let page = browser.post("/api/reset/start", &[("code", &code)]).await;
    page.assert_shows("Pengaturan ulang sudah dimulai");
    browser
}

async fn mailed_code(world: &World) -> String {
    let letter = world.letter("Kode untuk mengatur ulang").await;
    let (_, rest) = letter.split_once("Kode Anda: ").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn request(operator: &mut Browser, nip: &str) -> Page {
    let fields = [("nip", nip), ("reason", "HP hilang, datang dengan kartu pegawai")];
    operator.post("/api/reset/request", &fields).await
}

/// The id of the request that waits on this operator's page.
fn waiting(page: &Page) -> Option<String> {
    page.field("/api/reset/decide", "id")
}

async fn decide(operator: &mut Browser, id: &str, decision: &str) -> Page {
    operator.post("/api/reset/decide", &[("id", id), ("decision", decision)]).await
}

on_both_engines! {
    async fn by_oneself_it_takes_effect_after_a_day_and_leads_to_a_new_enrolment(world) {
        let (mut open, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        start(&world).await;
        let page = open.get("/beranda").await;
        page.assert_shows("Semua autentikator Anda akan dihapus pada 23 November 2026");
        page.assert_shows("Bukan saya, batalkan");
        assert!(world.letter("Pengaturan ulang autentikator dimulai").await.contains("BUKAN ANDA?"));
        world.clock.advance(DAY - 120);
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher(), "until then nothing changes");
        world.clock.advance(120);
        let mut browser = world.browser();
        let page = browser.login(PNS, PASSWORD, "").await;
        page.assert_shows("Aktifkan MFA");
        world.letter("Autentikator sudah diatur ulang").await;
        let fresh = browser.key().await;
        assert_ne!(fresh, key);
        browser.post("/api/mfa/send-code", &[]).await.assert_shows("Kode sudah dikirim");
        let letter = world.letter("Kode untuk menyiapkan autentikator baru").await;
        let (_, rest) = letter.split_once("Kode Anda: ").unwrap();
        let reset_code = rest.split_whitespace().next().unwrap();
        browser.activate_with(&world.code(&fresh), "HP baru", reset_code).await.assert_shows("MFA sudah aktif");
        world.clock.advance(30);
        let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        page.assert_shows("Kode OTP tidak valid");
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&fresh)).await.is_launcher());
    }

    async fn while_one_is_under_way_the_page_says_since_when_and_how_to_cancel_and_sends_no_code(world) {
        let (mut open, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let mut browser = at_the_second_step(&world).await;
        let page = browser.get("/masuk/hp-hilang").await;
        page.assert_shows("Kirim kode");
        let mut started = start(&world).await;
        let letters = world.letters().await.len();
        for browser in [&mut browser, &mut started] {
            let page = browser.get("/masuk/hp-hilang").await;
            page.assert_shows("dimulai pada 22 November 2026");
            page.assert_shows("berlaku pada 23 November 2026");
            page.assert_shows("Batalkan dengan tautan di surel yang kami kirim");
            let page = browser.post("/api/reset/send-code", &[]).await;
            page.assert_shows("dimulai pada 22 November 2026");
            assert!(!page.shows("Kirim kode") && !page.html.contains("/api/reset/send-code"));
            assert!(!page.shows("Ada yang perlu diperbaiki"));
        }
        assert_eq!(world.letters().await.len(), letters, "no code was sent");

        open.post("/api/reset/cancel", &[]).await.assert_shows("Pengaturan ulang dibatalkan");
        browser.get("/masuk/hp-hilang").await.assert_shows("Kirim kode");
        request(&mut operator, PNS).await.assert_shows("Petugas lain");
        let page = browser.get("/masuk/hp-hilang").await;
        page.assert_shows("begitu petugas kedua menyetujuinya");
        assert!(!page.shows("Kirim kode"));
    }

    async fn the_job_completes_what_is_due_once(world) {
        use asn_digital::domain::recovery::reset::complete_due;
        let (mut open, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        start(&world).await;
        assert_eq!(complete_due(&world.portal).await.unwrap(), 0);
        world.clock.advance(DAY);
        let (first, second) = tokio::join!(complete_due(&world.portal), complete_due(&world.portal));
        assert_eq!(first.unwrap() + second.unwrap(), 1);
        assert!(!open.get("/beranda").await.is_launcher());
        assert_eq!(world.events().await.iter().filter(|one| *one == "reset-done").count(), 1);
    }

    async fn one_click_cancels_it_from_the_letter_or_from_any_open_session(world) {
        let (mut open, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        start(&world).await;
        let link = world.link("Pengaturan ulang autentikator dimulai").await;
        let mut reader = world.browser_at("192.0.2.60");
        assert_eq!(reader.open(&link, "cross-site").await.location(), "/batalkan-atur-ulang");
        reader.get("/batalkan-atur-ulang").await.assert_shows("Batalkan pengaturan ulang");
        open.get("/beranda").await.assert_shows("akan dihapus");
        reader.post("/api/reset/cancel", &[]).await.assert_shows("Pengaturan ulang dibatalkan");
        assert!(!open.get("/beranda").await.shows("akan dihapus"));
        reader.open(&link, "none").await;
        reader.post("/api/reset/cancel", &[]).await.assert_shows("Tidak ada pengaturan ulang");

        start(&world).await;
        let page = open.post("/api/reset/cancel", &[]).await;
        assert_eq!(page.path, "/akun");
        page.assert_shows("Pengaturan ulang dibatalkan");
        world.clock.advance(DAY);
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        world.letter("Pengaturan ulang dibatalkan").await;
    }

    async fn neither_the_password_alone_nor_the_mailbox_alone_is_enough(world) {
        world.enrolled(PNS, "employee").await;
        for path in ["/api/reset/send-code", "/api/reset/start"] {
            assert_eq!(world.browser().submit(path, &[]).await.location(), "/masuk");
        }
        let mut browser = at_the_second_step(&world).await;
        browser.post("/api/reset/send-code", &[]).await;
        let right = mailed_code(&world).await;
        for wrong in ["", "x", "K7QFM2ZP", "23456789"] {
            browser.post("/api/reset/start", &[("code", wrong)]).await.assert_shows("Kode salah");
        }
        world.clock.advance(11 * 60);
        browser.post("/api/reset/start", &[("code", &right)]).await.assert_shows("Kode salah");

        let mut thief = world.browser_at("203.0.113.9");
        world.clock.advance(3600);
        thief.post("/api/password/forgotten", &[("nip", PNS)]).await;
        thief.open(&world.link("Tautan untuk membuat").await, "none").await;
        let new = "ombak laut banda 7 kapal";
        thief.post("/api/password/set", &[("new_password", new)]).await;
        thief.login(PNS, new, "").await.assert_shows("Langkah kedua");
        let page = thief.post("/api/reset/send-code", &[]).await;
        page.assert_shows("surel saja tidak cukup");
        world.clock.advance(7 * DAY);
        thief.login(PNS, new, "").await;
        thief.post("/api/reset/send-code", &[]).await.assert_shows("Kode sudah dikirim");
    }

    async fn two_people_reset_at_once_and_nobody_decides_alone(world) {
        let (mut person, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut second, _) = world.logged_in(SECOND, "employee operator", "192.0.2.3").await;
        request(&mut operator, PNS).await.assert_shows("Petugas lain harus menyetujuinya");
        request(&mut second, PNS).await.assert_shows("sudah ada permintaan");
        person.get("/beranda").await.assert_shows("Petugas kedua masih harus menyetujuinya");
        assert!(waiting(&operator.get("/kelola/atur-ulang").await).is_none(), "not by who asked");
        let page = second.get("/kelola/atur-ulang").await;
        page.assert_shows("HP hilang, datang dengan kartu pegawai");
        let id = waiting(&page).unwrap();
        decide(&mut operator, &id, "approve").await.assert_shows("bukan wewenang Anda");
        assert!(person.get("/beranda").await.is_launcher());
        decide(&mut second, &id, "approve").await.assert_shows("sudah diatur ulang");
        assert!(!person.get("/beranda").await.is_launcher());
        decide(&mut second, &id, "approve").await.assert_shows("sudah diputuskan");
        let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        page.assert_shows("Aktifkan MFA");
        let events = world.events().await;
        for (event, times) in [("reset-requested", 2), ("reset-approved", 1), ("reset-done", 2)] {
            assert_eq!(events.iter().filter(|one| *one == event).count(), times, "{event}");
        }
        operator.get("/akun/catatan").await.assert_shows("Operator meminta pengaturan ulang");
    }

    async fn operators_stay_within_their_scope(world) {
        let theirs = world.enrolled(PNS, "employee").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let stranger = world.account(ELSEWHERE, "operator").await;
        world.move_to(stranger, "Kota Lain").await;
        let mut elsewhere = world.browser_at("192.0.2.4");
        elsewhere.login(ELSEWHERE, PASSWORD, "").await;
        let key = elsewhere.key().await;
        elsewhere.activate(&world.code(&key), "HP").await;
        world.clock.advance(30);
        assert!(elsewhere.login(ELSEWHERE, PASSWORD, &world.code(&key)).await.is_launcher());
        let (mut administrator, _) = world.logged_in(SECOND, "administrator", "192.0.2.5").await;

        request(&mut elsewhere, PNS).await.assert_shows("tidak ditemukan di instansi Anda");
        request(&mut operator, ELSEWHERE).await.assert_shows("tidak ditemukan");
        request(&mut operator, OPERATOR).await.assert_shows("tidak ditemukan");
        request(&mut operator, SECOND).await.assert_shows("tidak ditemukan");
        request(&mut operator, PPPK).await.assert_shows("tidak ditemukan");
        let short = [("nip", PNS), ("reason", "hilang")];
        operator.post("/api/reset/request", &short).await.assert_shows("paling sedikit 10 karakter");

        request(&mut operator, PNS).await;
        let page = administrator.get("/kelola/atur-ulang").await;
        let id = waiting(&page).unwrap();
        assert!(!elsewhere.get("/kelola/atur-ulang").await.shows("Sri Wahyuni 1986"));
        decide(&mut elsewhere, &id, "approve").await.assert_shows("bukan wewenang Anda");
        page.assert_shows("Sri Wahyuni 1986");
        decide(&mut administrator, &id, "refuse").await.assert_shows("Permintaan ditolak");
        assert_eq!(world.key_of(PNS).await, theirs, "nothing has happened to their authenticator");
        let (mut employee, _) = world.logged_in(PPPK, "employee", "192.0.2.6").await;
        assert_eq!(employee.get("/kelola/atur-ulang").await.status, StatusCode::NOT_FOUND);
        assert_eq!(employee.submit("/api/reset/request", &[("nip", PNS)]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(employee.submit("/api/reset/decide", &[("id", &id)]).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_reset_that_is_cancelled_while_it_is_approved_ends_in_one_state(world) {
        let (mut operator, operators) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut second, seconds) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
        let mut key = world.enrolled(PNS, "employee").await;
        for _ in 0..6 {
            let mut person = world.browser_at("192.0.2.1");
            person.login(PNS, PASSWORD, &world.code(&key)).await;
            second.post("/api/proof/code", &[("code", &world.code(&seconds))]).await;
            request(&mut operator, PNS).await.assert_shows("Petugas lain");
            let id = waiting(&second.get("/kelola/atur-ulang").await).unwrap();
            let (approved, cancelled) = tokio::join!(
                decide(&mut second, &id, "approve"),
                person.submit("/api/reset/cancel", &[])
            );
            let approved = approved.shows("sudah diatur ulang");
            let cancelled = cancelled.location() == "/akun";
            assert_eq!(cancelled, !approved, "either of them, and whoever comes second is told");
            let mut after = world.browser_at("192.0.2.1");
            world.clock.advance(30);
            let page = after.login(PNS, PASSWORD, &world.code(&key)).await;
            assert_eq!(page.is_launcher(), !approved, "approved {approved}: {}", page.text());
            if approved {
                key = after.key().await;
                operator.post("/api/proof/code", &[("code", &world.code(&operators))]).await;
                let page = operator.post("/api/reset/show-code", &[("id", &id)]).await;
                let reset_code = page.texts(".codes code").pop().unwrap();
                after.activate_with(&world.code(&key), "HP", &reset_code).await;
                world.clock.advance(30);
            }
        }
        let events = world.events().await;
        let count = |wanted: &str| events.iter().filter(|one| *one == wanted).count();
        assert_eq!(count("reset-approved") * 2 + count("reset-cancelled"), 12, "one end each");
    }
}
