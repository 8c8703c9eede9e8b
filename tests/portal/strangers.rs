//! A stranger learns nothing, guesses slowly, and locks nobody out.

use crate::support::*;
use asn_digital::{domain::guard::throttle::ThrottlePolicy, jobs::remove_what_is_over};

on_both_engines! {
    async fn a_stranger_cannot_tell_accounts_apart(world) {
        let with_mfa = PNS;
        world.enrolled(with_mfa, "employee").await;
        world.account("197903122005011003", "employee").await;
        world.account_with_password("199108172023211007", "employee", None).await;
        let nobody = PPPK;
        let mut pages = Vec::new();
        for nip in [with_mfa, "197903122005011003", "199108172023211007", nobody] {
            for code in ["", "123456"] {
                let page = world.browser().login(nip, "bukan-kata-sandinya", code).await;
                pages.push((code, page.text()));
            }
        }
        let (without, with): (Vec<_>, Vec<_>) = pages.into_iter().partition(|(code, _)| code.is_empty());
        assert!(without.iter().all(|page| page == &without[0]));
        assert!(with.iter().all(|page| page == &with[0]));
    }

    async fn only_the_right_password_leads_to_the_second_step(world) {
        world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        let page = browser.login(PNS, PASSWORD, "").await;
        assert_eq!(page.path, "/masuk/langkah-kedua");
        assert!(!page.html.contains(PNS) && !page.shows("Sri"), "it says nothing of the person");
        assert_eq!(browser.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
        assert_eq!(browser.get("/akun").await.path, "/masuk?lanjut=%2Fakun");
        let mut stranger = world.browser();
        assert_eq!(stranger.login(PNS, "bukan-kata-sandinya", "").await.path, "/masuk");
        assert_eq!(stranger.get("/masuk/langkah-kedua").await.path, "/masuk");
    }

    async fn a_person_who_has_to_wait_is_told_so_and_for_how_long(world) {
        let key = world.enrolled(PNS, "employee").await;
        for _ in 0..ThrottlePolicy::ACCOUNT.free {
            world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        }
        let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        page.assert_shows("Terlalu banyak percobaan");
        page.assert_shows("tunggu 30 detik");
        world.clock.advance(29);
        let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        page.assert_shows("tunggu 1 detik");
        world.clock.advance(1);
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn a_number_without_an_account_is_slowed_in_the_same_way(world) {
        for _ in 0..ThrottlePolicy::ACCOUNT.free {
            world.browser().login(PPPK, "bukan-kata-sandinya", "").await;
        }
        let page = world.browser().login(PPPK, "bukan-kata-sandinya", "").await;
        page.assert_shows("tunggu 30 detik");
    }

    async fn a_stranger_never_locks_out_a_browser_that_logged_in_before(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut own = world.browser();
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        own.post("/api/logout", &[]).await;
        for _ in 0..150 {
            world.browser().login(PNS, "tebakan-orang-asing", "").await;
            world.clock.advance(1);
        }
        world.clock.advance(30);
        let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        page.assert_shows("Terlalu banyak percobaan");
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn a_known_browser_cannot_guess_for_ever_either(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut stolen = world.browser();
        assert!(stolen.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        stolen.post("/api/logout", &[]).await;
        for _ in 0..ThrottlePolicy::DEVICE.free {
            stolen.login(PNS, "tebakan-si-pencuri", "").await;
        }
        stolen.login(PNS, "tebakan-si-pencuri", "").await.assert_shows("Terlalu banyak percobaan");
    }

    async fn a_browser_known_to_one_account_is_a_stranger_to_another(world) {
        let key = world.enrolled(PNS, "employee").await;
        world.enrolled(PPPK, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, PASSWORD, &world.code(&key)).await;
        browser.post("/api/logout", &[]).await;
        for _ in 0..ThrottlePolicy::ACCOUNT.free {
            browser.login(PPPK, "tebakan", "").await;
        }
        browser.login(PPPK, "tebakan", "").await.assert_shows("Terlalu banyak percobaan");
    }

    async fn everybody_who_shares_a_computer_keeps_a_known_browser_there(world) {
        const SHARING: [&str; 4] = [PNS, PPPK, "197903122005011003", "198003122005011004"];
        let mut keys = Vec::new();
        for nip in SHARING {
            keys.push(world.enrolled(nip, "employee").await);
        }
        let mut office = world.browser();
        for (nip, key) in SHARING.iter().zip(&keys) {
            assert!(office.login(nip, PASSWORD, &world.code(key)).await.is_launcher());
            office.post("/api/logout", &[]).await;
        }
        world.clock.advance(30);
        for nip in SHARING {
            for _ in 0..=ThrottlePolicy::ACCOUNT.free {
                world.browser_at("203.0.113.66").login(nip, "tebakan-orang-asing", "").await;
            }
            let page = world.browser_at("203.0.113.67").login(nip, PASSWORD, "").await;
            page.assert_shows("Terlalu banyak percobaan");
        }
        let letters = world.letters().await.len();
        for (nip, key) in SHARING.iter().zip(&keys).rev() {
            let page = office.login(nip, PASSWORD, &world.code(key)).await;
            assert!(page.is_launcher(), "{nip}: {}", page.text());
            office.post("/api/logout", &[]).await;
        }
        assert_eq!(world.letters().await.len(), letters, "nobody is told of a new device");
    }

    async fn who_used_a_browser_before_is_a_stranger_to_who_comes_after(world) {
        let key = world.enrolled(PNS, "employee").await;
        let (earlier_key, later_key) = (world.enrolled(PPPK, "employee").await, key);
        let mut office = world.browser();
        assert!(office.login(PPPK, PASSWORD, &world.code(&earlier_key)).await.is_launcher());
        office.post("/api/logout", &[]).await;
        let mut taken = office.clone();
        world.clock.advance(1);
        assert!(office.login(PNS, PASSWORD, &world.code(&later_key)).await.is_launcher());
        let told = |letters: Vec<(String, _)>| letters.iter().filter(|(to, _)| to.starts_with(PNS)).count();
        let before = told(world.letters().await);
        for _ in 0..ThrottlePolicy::ACCOUNT.free {
            world.browser().login(PNS, "tebakan-orang-asing", "").await;
        }
        taken.login(PNS, "tebakan-orang-asing", "").await.assert_shows("Terlalu banyak percobaan");
        world.clock.advance(60);
        assert!(taken.login(PNS, PASSWORD, &world.code(&later_key)).await.is_launcher());
        assert_eq!(told(world.letters().await), before + 1, "a new device");
    }

    async fn a_browser_forgets_who_it_is_known_to_no_more_and_carries_eight_at_most(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut office = world.browser();
        for _ in 0..3 {
            assert!(office.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
            assert_eq!(office.cookies["asn_device"].len(), 43, "one token");
            world.run("DELETE FROM known_devices").await.unwrap();
            world.clock.advance(30);
        }
        for sequence in 1..=9 {
            let nip = format!("19790312200501100{sequence}");
            let key = world.enrolled(&nip, "employee").await;
            assert!(office.login(&nip, PASSWORD, &world.code(&key)).await.is_launcher());
        }
        assert_eq!(office.cookies["asn_device"].split('.').count(), 8);
    }

    async fn a_browser_is_a_stranger_again_half_a_year_after_the_last_login_there(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let told = async || {
            let letters = world.letters().await;
            letters.iter().filter(|(_, letter)| letter.subject.contains("perangkat baru")).count()
        };
        let before = told().await;
        for (days, then) in [(179, 0), (179, 0), (180, 1), (1, 1)] {
            world.clock.advance(days * 24 * 3600);
            remove_what_is_over(&world.portal).await.unwrap();
            assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
            assert_eq!(told().await, before + then, "{days} days");
        }
        world.clock.advance(180 * 24 * 3600 + 1);
        remove_what_is_over(&world.portal).await.unwrap();
        assert_eq!(world.run("DELETE FROM known_devices").await.unwrap(), 0);
    }

    async fn one_address_that_tries_many_numbers_is_slowed_and_others_are_not(world) {
        world.change(|portal| portal.policies.address.free = 100);
        let key = world.enrolled(PNS, "employee").await;
        let mut attacker = world.browser_at("203.0.113.66");
        for sequence in 1..=100 {
            attacker.login(&format!("19920314202321{}{sequence:03}", 2), "sama-semua", "").await;
        }
        let page = attacker.login("199203142023211999", "sama-semua", "").await;
        page.assert_shows("Terlalu banyak percobaan");
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn the_whole_ipv6_network_of_a_home_is_one_address(world) {
        world.change(|portal| portal.policies.address.free = 100);
        for sequence in 1..=100 {
            let mut attacker = world.browser_at(&format!("2001:db8:1:2::{sequence:x}"));
            attacker.login(&format!("19920314202321{}{sequence:03}", 2), "sama-semua", "").await;
        }
        let page = world.browser_at("2001:db8:1:2:ffff::1").login(PPPK, "sama-semua", "").await;
        page.assert_shows("Terlalu banyak percobaan");
    }

    /// Twice a password and once a code, wrong each morning, and right at last: not the eleventh
    /// morning and not the thirtieth makes the owner wait.
    async fn a_whole_login_makes_the_browser_whole_that_it_was_made_in(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for morning in 0..30 {
            own.post("/api/logout", &[]).await;
            for _ in 0..2 {
                own.login(PNS, "salah-ketik-lagi", "").await.assert_shows("NIP atau kata sandi salah");
            }
            let wrong = world.code_at(&key, 7200);
            own.login(PNS, PASSWORD, &wrong).await.assert_shows("Kode OTP tidak valid");
            let page = own.login(PNS, PASSWORD, &world.code(&key)).await;
            assert!(page.is_launcher(), "{morning}: {}", page.text());
            world.clock.advance(30);
        }
    }

    async fn a_whole_login_makes_nothing_whole_that_strangers_share(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        own.post("/api/logout", &[]).await;
        for _ in 0..ThrottlePolicy::ACCOUNT.free {
            world.browser_at("203.0.113.66").login(PNS, "tebakan-orang-asing", "").await;
        }
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        let page = world.browser_at("203.0.113.66").login(PNS, "tebakan-orang-asing", "").await;
        page.assert_shows("Terlalu banyak percobaan");
        world.clock.advance(30);
        let mut new = world.browser_at("192.0.2.9");
        assert!(new.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        world.browser_at("203.0.113.66").login(PNS, "tebakan-orang-asing", "").await;
        let page = world.browser_at("203.0.113.66").login(PNS, "tebakan-orang-asing", "").await;
        page.assert_shows("tunggu 1 menit");
    }

    async fn a_clock_that_was_ahead_makes_nobody_wait_for_hours(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        own.post("/api/logout", &[]).await;
        world.clock.advance(3 * 3600);
        for _ in 0..ThrottlePolicy::DEVICE.free {
            own.login(PNS, "salah-ketik-lagi", "").await;
        }
        own.login(PNS, PASSWORD, "").await.assert_shows("Terlalu banyak percobaan");
        world.clock.advance(-3 * 3600);
        let page = own.login(PNS, PASSWORD, &world.code(&key)).await;
        assert!(page.is_launcher(), "{}", page.text());
    }

    async fn a_right_login_takes_its_attempt_back(world) {
        let key = world.enrolled(PNS, "employee").await;
        for _ in 0..3 * ThrottlePolicy::ACCOUNT.free {
            let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
            assert!(page.is_launcher(), "{}", page.text());
            world.clock.advance(30);
        }
    }

    async fn a_full_queue_is_503_and_counts_nothing(world) {
        use asn_digital::domain::{credentials::password::{Cost, PasswordHasher}, random::SystemRandom};
        world.change(|portal| {
            let cheap = Cost { memory_kib: 8, passes: 1, lanes: 1 };
            portal.passwords = PasswordHasher::new(cheap, 1, 0, &SystemRandom).unwrap();
        });
        let account = world.account(PNS, "employee").await;
        let portal = std::sync::Arc::clone(&world.portal);
        let place = portal.passwords.admit().unwrap();
        let page = world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        assert_eq!(page.status, 503);
        assert_eq!(page.headers["retry-after"], "5");
        page.assert_shows("Sedang ramai sekali");
        assert!(world.events_of(account).await.is_empty());
        drop(place);
        let page = world.browser().login(PNS, PASSWORD, "").await;
        page.assert_shows("aktifkan MFA");
    }
}
