//! A phone whose clock is off: two codes in a row prove by how much; nothing opens twice.

use crate::support::*;

async fn code(browser: &mut Browser, code: &str) -> Page {
    browser.post("/api/second-step/code", &[("code", code)]).await
}

on_both_engines! {
    async fn two_codes_in_a_row_from_a_phone_that_is_off_open_and_are_remembered(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        let page = browser.login(PNS, PASSWORD, &world.code_at(&key, 300)).await;
        assert_eq!(page.path, "/masuk/langkah-kedua");
        page.assert_shows("sekitar 5 menit terlalu cepat");
        page.assert_shows("Ketik kode berikutnya");
        code(&mut browser, &world.code_at(&key, 300)).await.assert_shows("menit terlalu cepat");
        world.clock.advance(30);
        assert!(code(&mut browser, &world.code_at(&key, 300)).await.is_launcher());
        browser.get("/akun").await.assert_shows("Jam HP ini 5 menit terlalu cepat");
        browser.get("/akun/catatan").await.assert_shows("Selisih jam HP dibuktikan");

        world.clock.advance(600);
        let page = world.browser().login(PNS, PASSWORD, &world.code_at(&key, 300)).await;
        assert!(page.is_launcher(), "the offset is remembered");
        world.clock.advance(60);
        let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        assert!(page.is_launcher(), "true time works all the same");
    }

    async fn old_codes_that_somebody_kept_open_nothing_in_a_row_where_the_browser_is_not_known(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let seen = [world.code(&key), world.code_at(&key, 30), world.code_at(&key, 60)];
        world.clock.advance(300);
        let mut thief = world.browser_at("203.0.113.66");
        let page = thief.login(PNS, PASSWORD, &seen[0]).await;
        page.assert_shows("sekitar 5 menit terlalu lambat");
        page.assert_shows("Betulkan jam HP, lalu ketik kode yang baru");
        assert!(!page.shows("Ketik kode berikutnya"), "it would be of no use");
        for seen in &seen[1..] {
            world.clock.advance(30);
            code(&mut thief, seen).await.assert_shows("terlalu lambat");
        }
        assert!(!thief.get("/beranda").await.is_launcher());

        world.clock.advance(30);
        own.post("/api/logout", &[]).await;
        own.login(PNS, PASSWORD, &world.code_at(&key, -300)).await.assert_shows("Ketik kode berikutnya");
        world.clock.advance(30);
        let page = code(&mut own, &world.code_at(&key, -300)).await;
        assert!(page.is_launcher(), "the owner's own browser: {}", page.text());
        world.clock.advance(600);
        let page = world.browser().login(PNS, PASSWORD, &world.code_at(&key, -300)).await;
        assert!(page.is_launcher(), "what was proved there is good everywhere");
    }

    async fn a_code_of_a_fast_phone_opens_nothing_when_its_true_moment_comes(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, &world.code_at(&key, 300)).await;
        world.clock.advance(30);
        let seen = world.code_at(&key, 300);
        assert!(code(&mut browser, &seen).await.is_launcher());
        world.clock.advance(300);
        assert_eq!(world.code(&key), seen);
        let page = world.browser().login(PNS, PASSWORD, &seen).await;
        page.assert_shows("Kode OTP ini sudah dipakai");
    }

    async fn a_guess_that_was_answered_with_its_moment_opens_nothing_when_that_comes(world) {
        let key = world.enrolled(PNS, "employee").await;
        let guess = world.code_at(&key, 300);
        world.browser().login(PNS, PASSWORD, &guess).await.assert_shows("sekitar 5 menit terlalu cepat");
        world.clock.advance(300);
        assert_eq!(world.code(&key), guess);
        let page = world.browser().login(PNS, PASSWORD, &guess).await;
        page.assert_shows("Kode OTP ini sudah dipakai");
        world.clock.advance(30);
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn two_codes_that_are_off_by_different_times_or_too_far_prove_nothing(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, &world.code_at(&key, 300)).await;
        world.clock.advance(30);
        code(&mut browser, &world.code_at(&key, -300)).await.assert_shows("terlalu lambat");
        world.clock.advance(30);
        let page = code(&mut browser, &world.code_at(&key, 660)).await;
        page.assert_shows("Kode OTP tidak valid");
        world.clock.advance(30);
        code(&mut browser, &world.code_at(&key, 300)).await.assert_shows("terlalu cepat");
        world.clock.advance(30);
        assert!(code(&mut browser, &world.code_at(&key, 300)).await.is_launcher());
    }

    async fn nothing_is_said_about_the_clock_before_the_right_password(world) {
        let key = world.enrolled(PNS, "employee").await;
        let off = world.code_at(&key, 300);
        let page = world.browser().login(PNS, "bukan-kata-sandinya", &off).await;
        assert!(!page.shows("menit") && page.shows("NIP atau kata sandi salah"));
    }
}
