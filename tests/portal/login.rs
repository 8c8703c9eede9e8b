//! A code opens one login, and what is wrong is said only after the right password.

use crate::support::*;

on_both_engines! {
    async fn a_refused_login_keeps_the_number_and_whose_computer_it_is(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        for (public, checked) in [("yes", true), ("", false)] {
            let fields = [("nip", PNS), ("password", "salah"), ("public", public)];
            let page = browser.post("/api/login", &fields).await;
            assert_eq!(page.count("[name=public]"), 1);
            assert_eq!(page.count("[name=public][checked]"), usize::from(checked));
            assert_eq!(page.attribute("#nip", "value").as_deref(), Some(PNS));
        }
    }

    async fn number_password_and_code_open_the_launcher(world) {
        let key = world.enrolled(PNS, "employee operator").await;
        let page = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        assert!(page.is_launcher());
        page.assert_shows("Selamat datang, Sri Wahyuni");
        page.assert_shows("1986••••••••••2001");
        assert!(!page.html.contains(PNS), "the whole number is nobody's business");
        assert_eq!(page.tiles("semua").len(), 48);
    }

    async fn a_code_opens_one_login_and_no_second(world) {
        let key = world.enrolled(PNS, "employee").await;
        let code = world.code(&key);
        assert!(world.browser().login(PNS, PASSWORD, &code).await.is_launcher());

        let page = world.browser().login(PNS, PASSWORD, &code).await;
        page.assert_shows("Kode OTP ini sudah dipakai");
        world.clock.advance(30);
        let page = world.browser().login(PNS, PASSWORD, &code).await;
        page.assert_shows("Kode OTP ini sudah dipakai");
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    }

    async fn an_older_code_than_the_last_accepted_one_is_refused(world) {
        let key = world.enrolled(PNS, "employee").await;
        world.clock.advance(60);
        let (older, newer) = (world.code_at(&key, -30), world.code(&key));
        assert!(world.browser().login(PNS, PASSWORD, &newer).await.is_launcher());
        let page = world.browser().login(PNS, PASSWORD, &older).await;
        page.assert_shows("Kode OTP ini sudah dipakai");
    }

    async fn a_code_is_accepted_one_step_early_or_late_and_no_further(world) {
        let key = world.enrolled(PNS, "employee").await;
        for (off, opens) in [(-60, false), (60, false), (-30, true), (30, true)] {
            world.clock.advance(120);
            let page = world.browser().login(PNS, PASSWORD, &world.code_at(&key, off)).await;
            assert_eq!(page.is_launcher(), opens, "{off} s off");
        }
    }

    async fn a_code_is_understood_however_it_is_typed(world) {
        let key = world.enrolled(PNS, "employee").await;
        let arabic: String = world.code(&key).chars()
            .map(|c| char::from_u32(c.to_digit(10).unwrap() + 0x660).unwrap()).collect();
        let spaced = format!(" {} {}", &arabic[..6], &arabic[6..]);
        let page = world.browser().login("19860926 201505.2-001", PASSWORD, &spaced).await;
        assert!(page.is_launcher(), "{}", page.text());
    }

    async fn a_wrong_code_is_named_only_after_the_right_password(world) {
        let key = world.enrolled(PNS, "employee").await;
        let wrong = world.code_at(&key, 3600);
        let page = world.browser().login(PNS, PASSWORD, &wrong).await;
        page.assert_shows("Kode OTP tidak valid");

        let page = world.browser().login(PNS, "bukan-kata-sandinya", &wrong).await;
        page.assert_shows("NIP atau kata sandi salah");
        assert!(!page.shows("Kode OTP tidak valid"));
        let right = world.code(&key);
        world.browser().login(PNS, "bukan-kata-sandinya", &right).await;
        assert!(world.browser().login(PNS, PASSWORD, &right).await.is_launcher(),
            "a wrong password must not burn the code");
    }

    async fn a_login_leads_on_to_where_the_person_wanted_to_go(world) {
        let key = world.enrolled(PNS, "employee operator").await;
        let mut browser = world.browser();
        let page = browser.get("/layanan/i-dis").await;
        assert_eq!(page.path, "/masuk?lanjut=%2Flayanan%2Fi-dis");
        assert!(page.html.contains(r#"<input type="hidden" name="next" value="/layanan/i-dis">"#));

        let code = world.code(&key);
        let fields = [("nip", PNS), ("password", PASSWORD), ("code", code.as_str()), ("next", "/layanan/i-dis")];
        assert_eq!(browser.post("/api/login", &fields).await.path, "/layanan/i-dis");
    }

    async fn a_login_never_leads_to_another_site(world) {
        let key = world.enrolled(PNS, "employee").await;
        for next in ["//evil", "/\\evil", "https://evil", "https:evil", "%2f%2fevil", "/%2f%2fevil"] {
            world.clock.advance(60);
            let page = world.browser().get(&format!("/masuk?lanjut={}", next.replace('\\', "%5C"))).await;
            assert_eq!(page.html.matches("name=\"next\"").count(), 1, "only the language form's");
            let code = world.code(&key);
            let fields = [("nip", PNS), ("password", PASSWORD), ("code", code.as_str()), ("next", next)];
            let answer = world.browser().submit("/api/login", &fields).await;
            assert_eq!(answer.location(), "/beranda", "{next}");
        }
    }

    async fn what_was_typed_stays_except_secrets(world) {
        let mut browser = world.browser();
        let page = browser.login("1986 0926 2015", "rahasia-sekali", "12345").await;
        page.assert_shows("Ada yang perlu diperbaiki");
        page.assert_shows("NIP harus 18 angka. Yang diketik 12 angka.");
        page.assert_shows("Kode OTP harus 6 angka");
        assert!(page.html.contains(r#"value="1986 0926 2015""#));
        assert!(page.html.contains("<title>Galat: Masuk"));
        assert!(!page.html.contains("rahasia-sekali") && !page.html.contains("12345\""));

        let again = browser.get("/masuk").await;
        assert!(!again.shows("Ada yang perlu diperbaiki"), "a message is shown once");
    }

    async fn a_stored_hash_of_an_older_cost_is_renewed_at_login(world) {
        use asn_digital::domain::{credentials::password::{Cost, PasswordHasher}, random::SeededRandom};
        let account = world.account(PNS, "employee").await;
        let old = Cost { memory_kib: 16, passes: 1, lanes: 1 };
        let old = PasswordHasher::new(old, 1, 0, &SeededRandom::new(1)).unwrap();
        let hash = old.admit().unwrap().hash(&PASSWORD.into(), &SeededRandom::new(1)).await.unwrap();
        let mut unit = world.portal.store.write().await.unwrap();
        unit.set_password_hash(account, &hash).await.unwrap();
        unit.commit().await.unwrap();

        world.browser().login(PNS, PASSWORD, "").await.assert_shows("aktifkan MFA");
        let mut unit = world.portal.store.read().await.unwrap();
        let stored = unit.account(account).await.unwrap().unwrap().password_hash.unwrap();
        assert!(stored.contains("m=8,"), "{stored}");
    }
}
