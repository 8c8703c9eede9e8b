//! Looking after one's account: authenticators, sessions, somebody else's computer, the log.

use crate::support::*;

async fn add_app(world: &World, browser: &mut Browser, name: &str) -> (Page, String) {
    let page = browser.get("/akun/autentikator").await;
    assert_eq!(page.path, "/akun/autentikator");
    let key = page.key();
    let code = world.code(&key);
    let fields = [("code", code.as_str()), ("device_name", name)];
    (browser.post("/api/authenticator/add", &fields).await, key)
}

on_both_engines! {
    async fn a_second_app_is_added_named_used_and_removed_but_never_the_last(world) {
        let (mut own, first) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let page = own.get("/akun").await;
        let first_id = page.field("/api/authenticator/remove", "id").unwrap();
        let remove = [("id", first_id.as_str())];
        own.post("/api/authenticator/remove", &remove).await.assert_shows("Autentikator terakhir tidak dapat dihapus");
        let (page, second) = add_app(&world, &mut own, "Tablet").await;
        page.assert_shows("Autentikator ditambahkan");
        page.assert_shows("Tablet");
        world.letter("Autentikator baru ditambahkan").await;
        let rename = [("id", first_id.as_str()), ("name", "HP lama")];
        own.post("/api/authenticator/rename", &rename).await.assert_shows("HP lama");
        world.clock.advance(30);
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&second)).await.is_launcher());
        own.post("/api/authenticator/remove", &remove).await.assert_shows("Autentikator dihapus");
        world.letter("Autentikator dihapus").await;
        world.clock.advance(30);
        let page = world.browser().login(PNS, PASSWORD, &world.code(&first)).await;
        page.assert_shows("Kode OTP tidak valid");
        assert!(world.browser().login(PNS, PASSWORD, &world.code(&second)).await.is_launcher());
    }

    async fn a_name_that_cannot_be_comes_back_whole_with_what_is_wrong_beside_it(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let id = own.get("/akun").await.field("/api/authenticator/remove", "id").unwrap();
        let long = "🙂".repeat(400);
        for (typed, said, kept) in [
            ("", "Isi nama perangkat", ""),
            (&*long, "400", &*long),
            ("HP\u{202e}ayas", "tidak terlihat", "HP\u{fffd}ayas"),
        ] {
            let page = own.post("/api/authenticator/rename", &[("id", &id), ("name", typed)]).await;
            let field = "#nama-baru[aria-invalid=true][aria-describedby=nama-baru-galat]";
            assert_eq!(page.attribute(field, "value").as_deref(), Some(kept));
            assert_eq!((page.count("a[href='#nama-baru']"), page.count("#nama-baru-galat")), (1, 1));
            page.assert_shows(said);
            assert!(!own.get("/akun").await.html.contains("nama-baru"), "once");

            let begin = own.ask("/api/passkey/register-begin", &[("device_name", typed)]).await;
            assert_eq!(begin.status, 400, "before a passkey is made");
            let page = own.get("/akun?tambah=passkey").await;
            assert!(page.html.contains("href=\"#device_name\"") && (kept.is_empty() || page.html.contains(&format!("value=\"{kept}\""))));
            page.assert_shows(said);
        }
    }

    async fn changing_authenticators_needs_a_proof_of_the_last_five_minutes(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let id = own.get("/akun").await.field("/api/authenticator/remove", "id").unwrap();
        world.clock.advance(300);
        assert_eq!(own.get("/akun/autentikator").await.path, "/akun/bukti?lanjut=%2Fakun%2Fautentikator");
        let page = own.post("/api/authenticator/remove", &[("id", &id)]).await;
        assert!(page.path.starts_with("/akun/bukti"));
        assert!(own.post("/api/recovery-codes/renew", &[]).await.path.starts_with("/akun/bukti"));
        let begin = own.ask("/api/passkey/register-begin", &[("device_name", "HP")]).await;
        assert_eq!(begin.status, 401);

        let wrong = world.code_at(&key, 7200);
        let fields = [("code", wrong.as_str()), ("next", "/akun/autentikator")];
        own.post("/api/proof/code", &fields).await.assert_shows("Kode OTP tidak valid");
        let before = own.cookies["asn_session"].clone();
        let right = world.code(&key);
        let fields = [("code", right.as_str()), ("next", "/akun/autentikator")];
        assert_eq!(own.post("/api/proof/code", &fields).await.path, "/akun/autentikator");
        assert_ne!(own.cookies["asn_session"], before, "another token");
        let again = own.post("/api/proof/code", &fields).await;
        again.assert_shows("Kode OTP ini sudah dipakai");
        let evil = [("code", "000000"), ("next", "//evil.example")];
        assert!(!own.post("/api/proof/code", &evil).await.html.contains("evil.example"));
    }

    async fn whoever_adds_a_passkey_with_an_old_proof_comes_back_to_its_form(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let proof = "/akun/bukti?lanjut=%2Fakun%3Ftambah%3Dpasskey";
        let page = own.get("/akun").await;
        assert!(page.html.contains(&format!("data-proof=\"{proof}\"")), "where its script goes at a 401");
        assert!(!page.html.contains("<details open"));
        world.clock.advance(300);
        assert_eq!(own.ask("/api/passkey/register-begin", &[("device_name", "HP")]).await.status, 401);
        let next = "/akun?tambah=passkey";
        let page = own.get(proof).await;
        assert!(page.html.contains(&format!("name=\"next\" value=\"{next}\"")), "{}", page.html);
        let page = own.post("/api/proof/code", &[("code", &world.code(&key)), ("next", next)]).await;
        assert_eq!(page.path, next);
        assert!(page.html.contains("<details open"));
        assert_eq!(own.ask("/api/passkey/register-begin", &[("device_name", "HP")]).await.status, 200);
    }

    async fn nobody_touches_the_authenticators_or_sessions_of_another(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (mut other, _) = world.logged_in(PPPK, "employee", "192.0.2.2").await;
        add_app(&world, &mut other, "Tablet").await;
        let theirs = other.get("/akun").await.field("/api/authenticator/remove", "id").unwrap();
        let remove = [("id", theirs.as_str()), ("name", "Milikku")];
        own.post("/api/authenticator/remove", &remove).await.assert_shows("sudah tidak ada");
        own.post("/api/authenticator/rename", &remove).await.assert_shows("sudah tidak ada");
        own.get("/akun").await;
        let mut unit = world.portal.store.read().await.unwrap();
        let account = unit.account_by_nip(PPPK).await.unwrap().unwrap();
        let session = unit.sessions_of(account.id).await.unwrap().remove(0).age.id.to_string();
        drop(unit);
        own.post("/api/session/end", &[("id", &session)]).await.assert_shows("sudah keluar sebelumnya");
        assert!(other.get("/beranda").await.is_launcher());
        for (path, fields) in [("/api/authenticator/remove", remove), ("/api/session/end", remove)] {
            let answer = world.browser().submit(path, &fields).await;
            assert!(answer.location().starts_with("/masuk"), "{path}");
        }
    }

    async fn sessions_are_listed_in_words_and_ended_at_once(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut others = Vec::new();
        for address in ["192.0.2.1", "203.0.113.7", "203.0.113.8"] {
            let mut other = world.browser_at(address);
            assert!(other.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
            world.clock.advance(30);
            others.push(other);
        }
        let page = own.get("/akun").await;
        page.assert_shows("Perangkat ini");
        page.assert_shows("Jaringan yang sama dengan Anda sekarang");
        page.assert_shows("Jaringan lain (203.0.113.7)");
        let id = page.field("/api/session/end", "id").unwrap();
        own.post("/api/session/end", &[("id", &id)]).await.assert_shows("Perangkat sudah dikeluarkan");
        let mut still = 0;
        for other in &mut others {
            still += usize::from(other.get("/beranda").await.is_launcher());
        }
        assert_eq!(still, 2);
        own.post("/api/session/end", &[]).await.assert_shows("Tidak ada perangkat lain");
        for other in &mut others {
            assert!(!other.get("/beranda").await.is_launcher());
        }
        assert!(own.get("/beranda").await.is_launcher());
    }

    async fn somebody_elses_computer_keeps_nothing_and_forgets_soon(world) {
        let key = world.enrolled(PNS, "employee").await;
        let mut browser = world.browser();
        let code = world.code(&key);
        let fields = [("nip", PNS), ("password", PASSWORD), ("code", &code), ("public", "yes")];
        let page = browser.post("/api/login", &fields).await;
        assert!(page.is_launcher());
        assert_eq!(page.headers["x-asn-keep"], "no");
        assert!(page.html.contains(r#"data-idle="540""#), "it warns before ten minutes");
        assert!(!browser.cookies.contains_key("asn_device"));
        browser.get("/akun").await.assert_shows("Bukan komputer sendiri");
        world.clock.advance(599);
        assert!(browser.get("/beranda").await.is_launcher());
        world.clock.advance(600);
        assert!(!browser.get("/beranda").await.is_launcher());
        world.clock.advance(30);
        let code = world.code(&key);
        let fields = [("nip", PNS), ("password", PASSWORD), ("code", &code), ("public", "yes")];
        browser.post("/api/login", &fields).await;
        for _ in 0..7 {
            world.clock.advance(550);
            browser.get("/beranda").await;
        }
        assert!(!browser.get("/beranda").await.is_launcher(), "an hour at most");
    }

    async fn a_session_is_prolonged_by_a_form_as_by_a_script(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for _ in 0..3 {
            world.clock.advance(29 * 60);
            assert!(own.post("/api/session/prolong", &[]).await.is_launcher());
        }
        assert_eq!(own.ask("/api/session/prolong", &[]).await.status, 200);
        world.clock.advance(31 * 60);
        assert_eq!(own.ask("/api/session/prolong", &[]).await.status, 401);
        assert!(!own.post("/api/session/prolong", &[]).await.is_launcher());
    }

    async fn the_log_tells_in_plain_words_what_happened(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.browser_at("203.0.113.66").login(PNS, "bukan-kata-sandinya", "").await;
        world.browser_at("203.0.113.66").login(PNS, PASSWORD, &world.code_at(&key, 7200)).await;
        let page = own.get("/akun/catatan").await;
        for words in ["Percobaan masuk gagal: kata sandi salah", "Kata sandi benar, kode OTP salah", "Masuk", "MFA diaktifkan", "Jaringan lain (203.0.113.66)", "Ini bukan saya"] {
            page.assert_shows(words);
        }
        own.post("/api/language", &[("language", "en"), ("next", "/akun/catatan")]).await;
        own.get("/akun/catatan").await.assert_shows("Failed login: wrong password");
        world.letter("Masuk dari perangkat baru").await;
    }

    async fn the_log_stands_under_the_day_of_each_event(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.clock.advance(24 * 3600);
        world.browser_at("203.0.113.66").login(PNS, "bukan-kata-sandinya", "").await;
        let key = world.key_of(PNS).await;
        assert!(own.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        for page in [own.get("/akun").await, own.get("/akun/catatan").await] {
            assert_eq!(page.texts(".day"), ["Senin, 23 November 2026", "Minggu, 22 November 2026"], "{}", page.path);
            page.assert_shows("07.00 WIB");
        }
    }

    async fn the_account_says_first_whether_it_is_safe_and_then_whose_it_is(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let page = own.get("/akun").await;
        let place = |words: &str| page.text().find(words).unwrap_or_else(|| panic!("no {words}"));
        assert!(place("Akun aman") < place("Data Anda"));
        assert!(place("Data Anda") < place("Autentikator"));
        for words in ["Pemerintah Kota Ambon", "1986••••••••••2001", "1•••@example.go.id", "Minta operator instansi menggantinya"] {
            page.assert_shows(words);
        }
        assert!(!page.html.contains(PNS), "neither the number nor the mailbox is whole");

        world.browser_at("203.0.113.66").login(PNS, PASSWORD, &world.code_at(&key, 7200)).await;
        let page = own.get("/akun").await;
        page.assert_shows("Yang perlu Anda lakukan");
        page.assert_shows("Kata sandi Anda diketik dengan benar 1 kali dari jaringan yang belum pernah Anda pakai");
        assert!(!page.shows("Akun aman"));
        own.post("/api/language", &[("language", "en"), ("next", "/akun")]).await
            .assert_shows("Your right password was typed once from a network where you never logged in");
    }

    async fn a_device_has_a_name_to_begin_with_that_no_other_device_of_its_person_has(world) {
        let named = |page: &Page| page.attribute("#device_name", "value");
        let ask = |path: &'static str, agent: &'static str| {
            http::Request::get(path).header("user-agent", agent).body(axum::body::Body::empty()).unwrap()
        };
        world.account(PNS, "employee").await;
        let mut own = world.browser();
        own.login(PNS, PASSWORD, "").await;
        let page = own.send("/mfa", ask("/mfa", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)")).await;
        assert_eq!(named(&page).as_deref(), Some("iPhone saya"));
        let key = page.key();
        assert_eq!(named(&own.get("/mfa").await).as_deref(), Some("HP saya"));
        let code = world.code(&key);
        own.activate(&code, "HP Saya").await;
        assert!(own.login(PNS, PASSWORD, &code).await.is_launcher());
        assert_eq!(named(&own.get("/akun/autentikator").await).as_deref(), Some("HP saya 2"));
        let (page, _) = add_app(&world, &mut own, "HP saya 2").await;
        page.assert_shows("Autentikator ditambahkan");
        assert_eq!(named(&own.get("/akun/autentikator").await).as_deref(), Some("HP saya 3"));
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        let page = own.send("/akun", ask("/akun", windows)).await;
        assert_eq!(named(&page).as_deref(), Some("Komputer saya"), "of a passkey");
    }

    async fn what_was_typed_as_a_name_is_not_replaced(world) {
        world.account(PNS, "employee").await;
        let mut own = world.browser();
        own.login(PNS, PASSWORD, "").await;
        own.key().await;
        let page = own.activate("12", "Tablet").await;
        assert!(page.html.contains("value=\"Tablet\""), "{}", page.html);
        let page = own.activate("123456", "").await;
        page.assert_shows("Isi nama perangkat");
        assert!(!page.html.contains("value=\"HP saya\""));
    }

    async fn the_present_recovery_codes_are_called_good_until_there_are_new_ones(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let page = own.get("/akun").await;
        page.assert_shows("Sisa 10 dari 10 kode.");
        page.assert_shows("Begitu Anda membuat sepuluh kode baru, kode yang sekarang tidak berlaku lagi.");
        own.post("/api/language", &[("language", "en"), ("next", "/akun")]).await
            .assert_shows("Once you make ten new codes, the present ones stop working.");
    }

    async fn what_was_done_on_the_server_itself_is_called_so_and_nothing_else_is(world) {
        use asn_digital::domain::{audit::{self, Event, Holder}, guard::visitor::Visitor};
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut unit = world.portal.store.write().await.unwrap();
        let account = unit.account_by_nip(PNS).await.unwrap().unwrap().id;
        let holder = Holder { account: Some(account), masked_nip: String::new() };
        let ours = Visitor::command_line();
        let pretends = Visitor { address: "203.0.113.7".parse().unwrap(), ..ours.clone() };
        audit::record(&world.portal, &mut unit, Event::PasswordSet, &holder, &ours).await.unwrap();
        unit.commit().await.unwrap();
        let page = own.get("/akun/catatan").await;
        page.assert_shows("Kata sandi ditetapkan oleh pengelola portal");
        page.assert_shows("Server portal ini sendiri");
        assert!(!page.shows("(127.0.0.1)") && !page.shows("command line"));
        let mut unit = world.portal.store.write().await.unwrap();
        audit::record(&world.portal, &mut unit, Event::PasswordSet, &holder, &pretends).await.unwrap();
        unit.commit().await.unwrap();
        own.get("/akun/catatan").await.assert_shows("peramban yang tidak dikenal, Jaringan lain (203.0.113.7)");
        own.post("/api/language", &[("language", "en"), ("next", "/akun/catatan")]).await
            .assert_shows("The portal's own server");
    }

    async fn passkeys_answer_nonsense_with_a_refusal(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let options = own.ask("/api/passkey/register-begin", &[("device_name", "HP")]).await;
        assert_eq!(options.status, 200);
        assert!(options.html.contains("challenge") && !options.html.contains(PNS));
        for credential in ["", "{}", "null", "[1]", "{\"id\":\"x\"}"] {
            let fields = [("credential", credential), ("device_name", "HP")];
            assert_eq!(own.ask("/api/passkey/register-finish", &fields).await.status, 403);
            let mut stranger = world.browser();
            let options = stranger.ask("/api/passkey/begin", &[]).await;
            assert_eq!(options.status, 200);
            assert!(!options.html.contains("conditional"));
            let answer = stranger.ask("/api/passkey/finish", &[("credential", credential)]).await;
            assert_eq!(answer.status, 403, "{credential}");
            assert!(!stranger.cookies.contains_key("asn_session"));
        }
        let login = world.browser().ask("/api/passkey/finish", &[("credential", "{}")]).await;
        assert_eq!(login.status, 403, "without a ceremony");
    }
}
