//! The second step: what opens it, what does not, and how fast it may be guessed.

use crate::support::*;
use asn_digital::domain::guard::throttle::ThrottlePolicy;
use std::sync::Arc;
use tokio::{sync::Barrier, task::JoinSet};

async fn code(browser: &mut Browser, code: &str) -> Page {
    browser.post("/api/second-step/code", &[("code", code), ("next", "")]).await
}

async fn recovery_code(browser: &mut Browser, code: &str) -> Page {
    browser.post("/api/second-step/recovery-code", &[("recovery_code", code)]).await
}

/// A browser that has proved the password, and nothing else.
async fn at_the_second_step(world: &World, address: &str) -> Browser {
    let mut browser = world.browser_at(address);
    assert_eq!(browser.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
    browser
}

on_both_engines! {
    async fn a_code_opens_what_was_asked_for(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        let fields = [("nip", PNS), ("password", PASSWORD), ("next", "/pengumuman")];
        let page = browser.post("/api/login", &fields).await;
        assert_eq!(page.path, "/masuk/langkah-kedua?lanjut=%2Fpengumuman");
        assert!(page.html.contains(r#"name="next" value="/pengumuman""#));
        code(&mut browser, "000").await.assert_shows("Kode OTP harus 6 angka");
        code(&mut browser, "").await.assert_shows("Ketik kode OTP: 6 angka");
        let wrong = world.code_at(&key, 3600);
        code(&mut browser, &wrong).await.assert_shows("Kode OTP tidak valid");
        let right = world.code(&key);
        let fields = [("code", right.as_str()), ("next", "/pengumuman")];
        assert_eq!(browser.post("/api/second-step/code", &fields).await.path, "/pengumuman");
        assert_eq!(browser.get("/masuk/langkah-kedua").await.path, "/beranda");
    }

    async fn the_code_of_an_enrolment_opens_one_login_also_in_two_steps(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        let enrolling = world.code(&key);
        browser.activate(&enrolling, "HP").await;
        let mut elsewhere = at_the_second_step(&world, "203.0.113.5").await;
        code(&mut elsewhere, &enrolling).await.assert_shows("Kode OTP ini sudah dipakai");
        browser.login(PNS, PASSWORD, "").await;
        assert!(code(&mut browser, &enrolling).await.is_launcher());
        browser.post("/api/logout", &[]).await;
        browser.login(PNS, PASSWORD, "").await;
        code(&mut browser, &enrolling).await.assert_shows("Kode OTP ini sudah dipakai");
    }

    async fn whoever_knows_the_password_guesses_codes_slowly_and_locks_out_no_known_browser(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        own.post("/api/logout", &[]).await;
        let mut thief = at_the_second_step(&world, "203.0.113.66").await;
        let wrong = world.code_at(&key, 7200);
        for _ in 0..ThrottlePolicy::CODE.free {
            code(&mut thief, &wrong).await.assert_shows("Kode OTP tidak valid");
        }
        code(&mut thief, &wrong).await.assert_shows("tunggu 30 detik");
        let mut other = world.browser_at("203.0.113.67");
        let page = other.login(PNS, PASSWORD, &wrong).await;
        page.assert_shows("Terlalu banyak percobaan");
        let right = world.code(&key);
        other.login(PNS, PASSWORD, &right).await.assert_shows("Terlalu banyak percobaan");
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn guessing_codes_costs_nothing_of_the_budget_for_passwords(world) {
        let key = world.enrolled(PNS, "employee").await;
        let wrong = world.code_at(&key, 7200);
        for _ in 0..3 * ThrottlePolicy::ACCOUNT.free {
            world.browser().login(PNS, PASSWORD, &wrong).await;
        }
        world.browser().login(PNS, PASSWORD, "").await.assert_shows("Langkah kedua");
    }

    async fn ten_recovery_codes_each_open_one_login_in_any_order(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        browser.activate(&world.code(&key), "HP").await;
        let codes = browser.recovery_codes.clone();
        assert_eq!(codes.len(), 10);
        for (used, at) in [9, 0, 4].into_iter().enumerate() {
            let mut browser = at_the_second_step(&world, "192.0.2.9").await;
            let typed = codes[at].to_lowercase().replace('-', " ");
            assert!(recovery_code(&mut browser, &typed).await.is_launcher());
            browser.get("/akun").await.assert_shows(&format!("Sisa {} dari 10", 9 - used));
            let mut again = at_the_second_step(&world, "192.0.2.9").await;
            let page = recovery_code(&mut again, &codes[at]).await;
            page.assert_shows("Kode pemulihan salah atau sudah dipakai");
        }
        let letters = world.letters().await;
        let told = |text: &str| text.contains("Sisa: 7") && text.contains("Left: 7");
        assert!(letters.iter().any(|(_, letter)| told(&letter.text)), "{letters:?}");
        for text in ["", "x", "K7QFM-2ZP9X", "\u{202e}"] {
            let mut browser = at_the_second_step(&world, "192.0.2.9").await;
            recovery_code(&mut browser, text).await.assert_shows("Kode pemulihan salah");
        }
        // A statement that changes nothing says how many rows it would.
        let hashed = "UPDATE recovery_codes SET code_hash = code_hash WHERE code_hash LIKE '$argon2id$%'";
        assert_eq!(world.run(hashed).await.unwrap(), 10);
        assert_eq!(world.run("UPDATE recovery_codes SET code_hash = code_hash").await.unwrap(), 10);
    }

    async fn the_launcher_reminds_at_two_left_and_new_codes_replace_the_old(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        browser.activate(&world.code(&key), "HP").await;
        let codes = browser.recovery_codes.clone();
        for (left, spent) in (2..10).rev().zip(&codes) {
            let mut browser = at_the_second_step(&world, "192.0.2.9").await;
            let page = recovery_code(&mut browser, spent).await;
            assert!(page.is_launcher());
            assert_eq!(page.shows("kode pemulihan."), left == 2, "{left} left");
        }
        let mut browser = at_the_second_step(&world, "192.0.2.9").await;
        recovery_code(&mut browser, &codes[8]).await.assert_shows("Sisa 1 kode pemulihan");
        let page = browser.post("/api/recovery-codes/renew", &[]).await;
        assert_eq!(page.path, "/akun/kode-pemulihan");
        let fresh = page.recovery_codes();
        assert_eq!(fresh.len(), 10);
        browser.get("/akun/kode-pemulihan").await.assert_shows("sudah pernah ditampilkan");
        assert!(!browser.get("/beranda").await.shows("kode pemulihan."));
        let mut old = at_the_second_step(&world, "192.0.2.9").await;
        recovery_code(&mut old, &codes[9]).await.assert_shows("Kode pemulihan salah");
        assert!(recovery_code(&mut old, &fresh[3]).await.is_launcher());
    }

    /// They know the password: what they use up is neither the owner's browser's, nor what a code from
    /// the mailbox draws on.
    async fn wrong_recovery_codes_of_somebody_with_the_password_keep_out_only_strangers(world) {
        world.account(PNS, "employee").await;
        let mut own = world.browser();
        own.login(PNS, PASSWORD, "").await;
        let key = own.key().await;
        own.activate(&world.code(&key), "HP").await;
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        own.post("/api/logout", &[]).await;
        let mut thief = at_the_second_step(&world, "203.0.113.66").await;
        for _ in 0..ThrottlePolicy::PAPER.free {
            recovery_code(&mut thief, "K7QFM-2ZP9X").await.assert_shows("Kode pemulihan salah");
        }
        recovery_code(&mut thief, "K7QFM-2ZP9X").await.assert_shows("Terlalu banyak percobaan");

        let mut elsewhere = at_the_second_step(&world, "192.0.2.9").await;
        elsewhere.post("/api/reset/send-code", &[]).await.assert_shows("Kode sudah dikirim");
        let page = elsewhere.post("/api/reset/start", &[("code", "K7QF-M2ZP")]).await;
        assert!(!page.shows("Terlalu banyak percobaan"), "{}", page.text());

        let right = own.recovery_codes[3].clone();
        assert_eq!(own.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
        let page = recovery_code(&mut own, &right).await;
        assert!(page.is_launcher(), "{}", page.text());
    }

    async fn wrong_mailed_codes_keep_out_no_known_browser(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        own.post("/api/logout", &[]).await;
        let mut thief = at_the_second_step(&world, "203.0.113.66").await;
        for _ in 0..=ThrottlePolicy::PAPER.free {
            thief.post("/api/reset/start", &[("code", "K7QF-M2ZP")]).await;
        }
        let page = thief.post("/api/reset/start", &[("code", "K7QF-M2ZP")]).await;
        page.assert_shows("Terlalu banyak percobaan");
        assert_eq!(own.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
        own.post("/api/reset/send-code", &[]).await.assert_shows("Kode sudah dikirim");
        let letter = world.letter("Kode untuk mengatur ulang").await;
        let code = letter.split_once("Kode Anda: ").unwrap().1.split_whitespace().next().unwrap();
        let page = own.post("/api/reset/start", &[("code", code)]).await;
        page.assert_shows("Pengaturan ulang sudah dimulai");
    }

    async fn the_right_password_alone_makes_no_budget_for_codes_whole(world) {
        let (mut stolen, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        stolen.post("/api/logout", &[]).await;
        let wrong = world.code_at(&key, 7200);
        for _ in 0..ThrottlePolicy::DEVICE_CODE.free {
            stolen.login(PNS, PASSWORD, &wrong).await.assert_shows("Kode OTP tidak valid");
            stolen.login(PNS, PASSWORD, "").await.assert_shows("Langkah kedua");
        }
        stolen.login(PNS, PASSWORD, &wrong).await.assert_shows("Terlalu banyak percobaan");
    }

    async fn fresh_recovery_codes_are_hashed_a_few_times_only(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for _ in 0..ThrottlePolicy::NEW_CODES.free - 1 {
            let page = own.post("/api/recovery-codes/renew", &[]).await;
            assert_eq!(page.recovery_codes().len(), 10, "{}", page.text());
        }
        own.post("/api/recovery-codes/renew", &[]).await;
        let page = own.post("/api/recovery-codes/renew", &[]).await;
        assert_eq!(page.path, "/akun");
        page.assert_shows("Tunggu lima menit");
    }

    async fn one_recovery_code_used_at_once_in_many_browsers_opens_one(world) {
        world.change(|portal| portal.policies.paper.free = u32::MAX);
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        browser.activate(&world.code(&key), "HP").await;
        let spent = browser.recovery_codes[0].clone();
        let mut racers = Vec::new();
        for _ in 0..40 {
            racers.push(at_the_second_step(&world, "192.0.2.9").await);
        }
        let start = Arc::new(Barrier::new(racers.len()));
        let mut race = JoinSet::new();
        for mut browser in racers {
            let (start, spent) = (Arc::clone(&start), spent.clone());
            race.spawn(async move {
                start.wait().await;
                recovery_code(&mut browser, &spent).await.is_launcher()
            });
        }
        assert_eq!(race.join_all().await.into_iter().filter(|won| *won).count(), 1);
    }

    async fn a_database_that_does_not_answer_lets_nobody_in(world) {
        let key = world.enrolled(PNS, "employee").await;
        let right = world.code(&key);
        let mut waiting = at_the_second_step(&world, "192.0.2.9").await;
        world.portal.store.close().await;
        for page in [
            world.browser().login(PNS, PASSWORD, &right).await,
            world.browser().login(PNS, "bukan-kata-sandinya", "").await,
            code(&mut waiting, &right).await,
            waiting.get("/akun").await,
        ] {
            assert_eq!(page.status, 503, "{}", page.path);
            assert!(!page.headers.contains_key("set-cookie"));
        }
    }
}
