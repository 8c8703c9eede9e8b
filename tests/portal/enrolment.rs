//! The code that enrolled opens one login, in the same browser only; a code from another moment
//! opens nothing and tells how wrong the clock is.

use crate::support::*;
use tokio::task::JoinSet;

on_both_engines! {
    async fn the_code_that_enrolled_opens_one_login_in_the_same_browser_only(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        let page = browser.login(PNS, PASSWORD, "").await;
        assert!(page.path == "/masuk" && page.html.contains("<dialog"));
        let key = browser.key().await;
        let code = world.code(&key);
        let page = browser.activate(&code, "HP Samsung saya").await;
        assert_eq!(page.path, "/masuk");
        page.assert_shows("MFA sudah aktif");
        assert!(page.html.contains(&format!("value=\"{PNS}\"")), "the number is filled in");

        let elsewhere = world.browser().login(PNS, PASSWORD, &code).await;
        elsewhere.assert_shows("Kode OTP ini sudah dipakai");
        let mut same_cookies = browser.clone();
        assert!(browser.login(PNS, PASSWORD, &code).await.is_launcher());
        let again = same_cookies.login(PNS, PASSWORD, &code).await;
        again.assert_shows("Kode OTP ini sudah dipakai");
    }

    async fn the_code_that_enrolled_is_spent_once_a_newer_one_was_used(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        let code = world.code(&key);
        browser.activate(&code, "HP").await;
        world.clock.advance(30);
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        browser.login(PNS, PASSWORD, &code).await.assert_shows("Kode OTP ini sudah dipakai");
    }

    async fn the_key_survives_reloads_a_new_login_and_ends_after_fifteen_minutes(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        world.clock.advance(14 * 60);
        assert_eq!(browser.key().await, key);
        browser.login(PNS, PASSWORD, "").await;
        assert_eq!(browser.key().await, key, "what was scanned stays right");

        world.clock.advance(15 * 60 + 1);
        let page = browser.get("/mfa").await;
        assert_eq!(page.path, "/masuk");
        page.assert_shows("Penyiapan MFA sudah tidak berjalan");
        browser.login(PNS, PASSWORD, "").await;
        assert_ne!(browser.key().await, key);
    }

    async fn a_code_from_another_moment_is_diagnosed_and_never_accepted(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        for (off, words) in [
            (-240, "sekitar 4 menit terlalu lambat"),
            (300, "sekitar 5 menit terlalu cepat"),
            (60, "sekitar 1 menit terlalu cepat"),
            (-600, "sekitar 10 menit terlalu lambat"),
        ] {
            let page = browser.activate(&world.code_at(&key, off), "HP Samsung saya").await;
            assert_eq!(page.path, "/mfa");
            page.assert_shows(words);
            page.assert_shows("Zona waktu tidak perlu diubah");
            assert!(page.html.contains(r#"value="HP Samsung saya""#), "the name stays");
        }
        let page = browser.activate(&world.code_at(&key, 3600), "HP").await;
        page.assert_shows("Kode OTP tidak valid");
        assert!(!page.shows("menit terlalu"));
        let page = world.browser().login(PNS, PASSWORD, "").await;
        assert!(page.html.contains("<dialog"), "nothing was activated");
    }

    async fn a_form_sent_twice_is_told_of_the_success_twice(world) {
        let account = world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let code = world.code(&browser.key().await);
        browser.activate(&code, "HP").await.assert_shows("MFA sudah aktif");
        browser.activate(&code, "HP").await.assert_shows("MFA sudah aktif");
        let mut unit = world.portal.store.read().await.unwrap();
        assert_eq!(unit.authenticators_of(account).await.unwrap().len(), 1);
    }

    async fn an_activation_sent_twice_shows_the_same_recovery_codes_and_they_work(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let code = world.code(&browser.key().await);
        let fields = [("code", code.as_str()), ("device_name", "HP")];
        // A second click: the browser never shows the first answer, nor keeps its cookies.
        browser.clone().submit("/api/mfa/activate", &fields).await;
        let page = browser.post("/api/mfa/activate", &fields).await;
        assert_eq!(page.path, "/mfa/kode-pemulihan");
        let codes = page.recovery_codes();
        assert_eq!(codes.len(), 10);
        // The other order: both answers arrive, and the second one is shown.
        browser.submit("/api/mfa/activate", &fields).await;
        browser.submit("/api/mfa/activate", &fields).await;
        assert_eq!(browser.get("/mfa/kode-pemulihan").await.recovery_codes(), codes);
        browser.get("/masuk").await.assert_shows("MFA sudah aktif");

        let mut elsewhere = world.browser();
        elsewhere.login(PNS, PASSWORD, "").await;
        let used = [("recovery_code", codes[4].as_str())];
        assert!(elsewhere.post("/api/second-step/recovery-code", &used).await.is_launcher());
        world.clock.advance(180);
        let page = browser.post("/api/mfa/activate", &fields).await;
        assert_eq!(page.path, "/masuk", "not for whoever comes later");
        page.assert_shows("MFA sudah aktif");
    }

    /// The second and the tenth wait for the first, and are answered with what it made.
    async fn forms_that_activate_at_once_hash_once(world) {
        world.change(|portal| portal.policies.new_codes.free = 1);
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let code = world.code(&browser.key().await);
        let mut race = JoinSet::new();
        for _ in 0..10 {
            let (mut browser, code) = (browser.clone(), code.clone());
            race.spawn(async move {
                let fields = [("code", code.as_str()), ("device_name", "HP")];
                browser.post("/api/mfa/activate", &fields).await.recovery_codes()
            });
        }
        let answers = race.join_all().await;
        assert_eq!(answers[0].len(), 10);
        assert!(answers.iter().all(|codes| *codes == answers[0]), "{answers:?}");
    }

    async fn whoever_began_before_cannot_add_an_authenticator_after_the_owner(world) {
        world.account(PNS, "employee").await;
        let (mut thief, mut owner) = (world.browser(), world.browser());
        thief.login(PNS, PASSWORD, "").await;
        owner.login(PNS, PASSWORD, "").await;
        let (thiefs_key, owners_key) = (thief.key().await, owner.key().await);
        assert_ne!(thiefs_key, owners_key);
        owner.activate(&world.code(&owners_key), "HP").await.assert_shows("MFA sudah aktif");

        let page = thief.activate(&world.code(&thiefs_key), "HP pencuri").await;
        assert!(!page.shows("MFA sudah aktif"));
        world.clock.advance(60);
        let page = world.browser().login(PNS, PASSWORD, &world.code(&thiefs_key)).await;
        page.assert_shows("Kode OTP tidak valid");
    }

    async fn without_a_right_password_there_is_nothing_to_activate(world) {
        world.account(PNS, "employee").await;
        let mut stranger = world.browser();
        assert_eq!(stranger.get("/mfa").await.path, "/masuk");
        let page = stranger.activate("123456", "HP").await;
        assert_eq!(page.path, "/masuk");
        page.assert_shows("Penyiapan MFA sudah tidak berjalan");
        stranger.login(PNS, "bukan-kata-sandinya", "").await;
        assert_eq!(stranger.get("/mfa").await.path, "/masuk");
    }

    async fn an_enrolling_browser_is_not_logged_in(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        assert_eq!(browser.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
        let code = world.code(&browser.key().await);
        browser.activate(&code, "HP").await;
        assert_eq!(browser.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
    }

    async fn cancelling_leaves_nothing(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        browser.post("/api/mfa/cancel", &[]).await.assert_shows("Penyiapan MFA dibatalkan");
        assert_eq!(browser.get("/mfa").await.path, "/masuk");
        browser.login(PNS, PASSWORD, "").await;
        assert_ne!(browser.key().await, key);
    }

    async fn a_device_name_is_kept_as_meant_or_refused_with_words(world) {
        let account = world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        let long = "x".repeat(300);
        for (name, words) in [("", "Isi nama perangkat"), (long.as_str(), "paling panjang 60"), ("a\u{202e}b", "tidak terlihat")] {
            let page = browser.activate(&world.code(&key), name).await;
            assert_eq!(page.path, "/mfa");
            page.assert_shows(words);
            let shown = name.replace('\u{202e}', "\u{fffd}");
            assert!(page.html.contains(&shown), "the name stays, and what is wrong in it can be seen");
        }
        let name = "<script>alert(1)</script> 📱";
        browser.activate("000", name).await.assert_shows("Kode OTP harus 6 angka");
        let page = browser.get("/mfa").await;
        assert!(!page.html.contains("<script>alert"));
        browser.activate(&world.code(&key), name).await.assert_shows("MFA sudah aktif");
        let mut unit = world.portal.store.read().await.unwrap();
        assert_eq!(unit.authenticators_of(account).await.unwrap()[0].name, name);
    }
}
