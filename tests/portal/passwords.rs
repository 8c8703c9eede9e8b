//! New passwords: changed, forgotten, first, forced; and "this was not me".

use crate::support::*;
use asn_digital::domain::{
    guard::{throttle::ThrottlePolicy, visitor::Visitor},
    recovery::new_password::{self, SetByOperator},
    values::{nip::Nip, renewal::Renewal},
};
use tokio::task::JoinSet;

const NEW: &str = "ombak laut banda 7 kapal";

async fn change(browser: &mut Browser, current: &str, new: &str) -> Page {
    let fields = [("password", current), ("new_password", new)];
    browser.post("/api/password/change", &fields).await
}

async fn set(browser: &mut Browser, new: &str) -> Page {
    browser.post("/api/password/set", &[("new_password", new)]).await
}

on_both_engines! {
    async fn a_changed_password_ends_every_other_session(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut other = world.browser_at("192.0.2.2");
        assert!(other.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        let before = own.cookies["asn_session"].clone();
        let page = change(&mut own, PASSWORD, NEW).await;
        assert_eq!(page.path, "/akun");
        page.assert_shows("Kata sandi diganti");
        assert_ne!(own.cookies["asn_session"], before, "another token");
        assert!(!other.get("/beranda").await.is_launcher());
        world.clock.advance(30);
        let old = world.browser().login(PNS, PASSWORD, &world.code(&key)).await;
        old.assert_shows("NIP atau kata sandi salah");
        assert!(world.browser().login(PNS, NEW, &world.code(&key)).await.is_launcher());
        assert!(world.letter("Kata sandi diganti").await.contains("Sri Wahyuni"));
    }

    async fn what_is_wrong_with_a_new_password_is_said_and_nothing_changes(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for (new, words) in [
            ("", "kata sandi"),
            ("pendek", "6 dari paling sedikit 12"),
            ("password12345", "mudah ditebak"),
            ("198609262015052001", "NIP"),
            ("sri wahyuni 86", "nama"),
            (PASSWORD, "sama dengan yang sekarang"),
        ] {
            let page = change(&mut own, PASSWORD, new).await;
            assert_eq!(page.path, "/akun/kata-sandi", "{new}");
            page.assert_shows("Ada yang perlu diperbaiki");
            assert!(page.text().to_lowercase().contains(&words.to_lowercase()), "{new}: {}", page.text());
            assert!(new.is_empty() || !page.html.contains(&format!("value=\"{new}\"")));
        }
        change(&mut own, "bukan-kata-sandinya", NEW).await.assert_shows("Kata sandi sekarang salah");
        assert!(own.get("/beranda").await.is_launcher());
    }

    async fn guessing_the_current_password_of_an_open_session_is_slowed(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for _ in 0..10 {
            change(&mut own, "bukan-kata-sandinya", NEW).await.assert_shows("salah");
        }
        change(&mut own, PASSWORD, NEW).await.assert_shows("Terlalu banyak percobaan");
    }

    async fn choosing_the_current_password_again_is_no_guess(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for _ in 0..12 {
            change(&mut own, PASSWORD, PASSWORD).await.assert_shows("sama dengan yang sekarang");
        }
        change(&mut own, PASSWORD, NEW).await.assert_shows("Kata sandi diganti");
    }

    async fn a_link_sets_a_password_once_and_ends_every_session(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut browser = world.browser_at("192.0.2.7");
        let page = browser.post("/api/password/forgotten", &[("nip", PNS)]).await;
        page.assert_shows("tautan sedang dikirim");
        let link = world.link("Tautan untuk membuat kata sandi baru").await;
        let answer = browser.open(&link, "cross-site").await;
        assert_eq!(answer.location(), "/kata-sandi-baru", "the key leaves the address");
        let page = browser.get("/kata-sandi-baru").await;
        page.assert_shows("1986••••••••••2001");
        assert!(!page.html.contains(PNS));
        set(&mut browser, "password12345").await.assert_shows("mudah ditebak");
        let mut second = world.browser_at("192.0.2.8");
        second.open(&link, "none").await;
        let page = set(&mut browser, NEW).await;
        assert_eq!(page.path, "/masuk");
        page.assert_shows("Kata sandi baru sudah disimpan");
        assert!(!own.get("/beranda").await.is_launcher());
        let page = set(&mut second, "lain sekali sandi ini 9").await;
        assert_eq!(page.path, "/lupa-kata-sandi");
        page.assert_shows("sudah dipakai atau lewat 30 menit");
        world.clock.advance(30);
        browser.login(PNS, NEW, "").await.assert_shows("Langkah kedua");
        assert!(browser.login(PNS, NEW, &world.code(&key)).await.is_launcher(), "the code is asked as ever");
    }

    async fn a_new_password_is_judged_in_the_hashing_queue(world) {
        use asn_digital::domain::{credentials::password::{Cost, PasswordHasher}, random::SystemRandom};
        world.change(|portal| {
            let cheap = Cost { memory_kib: 8, passes: 1, lanes: 1 };
            portal.passwords = PasswordHasher::new(cheap, 1, 0, &SystemRandom).unwrap();
        });
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut reader = world.browser_at("192.0.2.7");
        reader.post("/api/password/forgotten", &[("nip", PNS)]).await;
        reader.open(&world.link("Tautan untuk membuat").await, "none").await;
        let portal = std::sync::Arc::clone(&world.portal);
        let place = portal.passwords.admit().unwrap();
        for page in [change(&mut own, PASSWORD, "trustno1trustno1").await, set(&mut reader, "trustno1trustno1").await] {
            assert_eq!(page.status, 503);
            page.assert_shows("Sedang ramai sekali");
        }
        drop(place);
        change(&mut own, PASSWORD, "trustno1trustno1").await.assert_shows("mudah ditebak");
        set(&mut reader, "trustno1trustno1").await.assert_shows("mudah ditebak");
    }

    async fn many_forms_of_one_account_keep_nobody_else_waiting(world) {
        use asn_digital::domain::{credentials::password::{Cost, PasswordHasher}, random::SystemRandom};
        world.change(|portal| {
            let cheap = Cost { memory_kib: 8, passes: 1, lanes: 1 };
            portal.passwords = PasswordHasher::new(cheap, 1, 2, &SystemRandom).unwrap();
        });
        let (own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let key = world.enrolled(PPPK, "employee").await;
        let worst = "(4@8{[<369|1!70$5+%2z".repeat(5);
        let mut forms = JoinSet::new();
        for _ in 0..70 {
            let (mut own, worst) = (own.clone(), worst.clone());
            forms.spawn(async move { change(&mut own, "bukan-kata-sandinya", &worst).await.text() });
        }
        for _ in 0..5 {
            let page = world.browser().login(PPPK, PASSWORD, &world.code(&key)).await;
            assert!(page.is_launcher(), "{} {}", page.status, page.text());
            world.clock.advance(30);
        }
        let answers = forms.join_all().await;
        let judged = answers.iter().filter(|text| text.contains("Kata sandi sekarang salah")).count();
        assert!((1..=15).contains(&judged), "{judged} were judged");
        assert!(answers.iter().any(|text| text.contains("Terlalu banyak percobaan")));
    }

    async fn whoever_is_told_to_wait_is_not_told_what_is_wrong_with_a_new_password(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for _ in 0..ThrottlePolicy::NEW_PASSWORD.free {
            change(&mut own, PASSWORD, "password12345").await.assert_shows("mudah ditebak");
        }
        change(&mut own, PASSWORD, "password12345").await.assert_shows("Terlalu banyak percobaan");
        change(&mut own, PASSWORD, NEW).await.assert_shows("Terlalu banyak percobaan");
        world.clock.advance(ThrottlePolicy::NEW_PASSWORD.fade.whole_seconds());
        change(&mut own, PASSWORD, NEW).await.assert_shows("Kata sandi diganti");
    }

    async fn a_link_judges_no_more_than_its_budget(world) {
        world.account(PNS, "employee").await;
        let mut reader = world.browser();
        reader.post("/api/password/forgotten", &[("nip", PNS)]).await;
        reader.open(&world.link("Tautan untuk membuat").await, "none").await;
        for _ in 0..ThrottlePolicy::NEW_PASSWORD.free {
            set(&mut reader, "password12345").await.assert_shows("mudah ditebak");
        }
        let page = set(&mut reader, NEW).await;
        assert_eq!(page.path, "/kata-sandi-baru");
        page.assert_shows("Terlalu banyak percobaan");
        world.clock.advance(ThrottlePolicy::NEW_PASSWORD.fade.whole_seconds());
        set(&mut reader, NEW).await.assert_shows("sudah disimpan");
    }

    /// By a stranger at other addresses, for a day, who never sleeps.
    async fn a_stranger_never_keeps_the_owner_from_a_link_that_is_good(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        own.post("/api/logout", &[]).await;
        let subject = "Tautan untuk membuat";
        let links = || async {
            let letters = world.letters().await;
            letters.iter().filter(|(_, letter)| letter.subject.contains(subject)).count()
        };
        for minute in 0..24 * 60 {
            let mut stranger = world.browser_at("203.0.113.66");
            let _ = stranger.submit("/api/password/forgotten", &[("nip", PNS)]).await;
            if minute % 45 == 44 {
                let mut reader = world.browser_at("192.0.2.7");
                reader.open(&world.link(subject).await, "none").await;
                assert_eq!(reader.get("/kata-sandi-baru").await.path, "/kata-sandi-baru", "{minute}");
            }
            world.clock.advance(60);
        }
        let sent = links().await;
        assert!((40..=54).contains(&sent), "{sent} letters in a day");
        let page = own.post("/api/password/forgotten", &[("nip", PNS)]).await;
        page.assert_shows("tautan sedang dikirim");
        assert_eq!(links().await, sent + 1, "a known browser has a budget of its own");
    }

    async fn colleagues_behind_one_address_do_not_wait_for_each_others_letters(world) {
        for colleague in 1..=300 {
            let nip = format!("199203142023212{colleague:03}");
            let page = world.browser().post("/api/password/forgotten", &[("nip", &nip)]).await;
            page.assert_shows("tautan sedang dikirim");
        }
        world.account(PNS, "employee").await;
        let page = world.browser().login(PNS, PASSWORD, "").await;
        page.assert_shows("aktifkan MFA");
    }

    async fn a_link_that_is_used_gives_its_letter_back_to_the_address(world) {
        world.change(|portal| portal.policies.address_letters.free = 3);
        for sequence in 1..=4 {
            world.account(&format!("19790312200501100{sequence}"), "employee").await;
        }
        let ask = |sequence: u32| {
            let mut browser = world.browser();
            async move {
                let nip = format!("19790312200501100{sequence}");
                browser.post("/api/password/forgotten", &[("nip", &nip)]).await;
                browser
            }
        };
        ask(1).await;
        let mut second = ask(2).await;
        second.open(&world.link("Tautan untuk membuat").await, "none").await;
        set(&mut second, NEW).await.assert_shows("sudah disimpan");
        ask(3).await;
        let page = ask(4).await.get("/lupa-kata-sandi").await;
        assert!(!page.shows("Terlalu banyak percobaan"), "{}", page.text());
        assert_eq!(world.letters().await.iter().filter(|(_, letter)| letter.subject.contains("Tautan")).count(), 4);
    }

    async fn people_who_never_had_a_password_begin_with_a_link(world) {
        world.account_with_password(PNS, "employee", None).await;
        let mut browser = world.browser();
        browser.post("/api/password/forgotten", &[("nip", PNS)]).await;
        browser.open(&world.link("Tautan untuk membuat").await, "none").await;
        set(&mut browser, NEW).await.assert_shows("sudah disimpan");
        browser.login(PNS, NEW, "").await.assert_shows("Aktifkan MFA");
    }

    async fn the_answer_is_the_same_for_every_number_and_mailboxes_are_not_flooded(world) {
        world.account(PNS, "employee").await;
        let known = world.browser_at("192.0.2.1").post("/api/password/forgotten", &[("nip", PNS)]).await;
        let unknown = world.browser_at("192.0.2.2").post("/api/password/forgotten", &[("nip", PPPK)]).await;
        assert_eq!(known.text(), unknown.text());
        assert_eq!(world.letters().await.len(), 1);
        for nip in [PNS, PPPK] {
            for address in ["192.0.2.3", "192.0.2.4"] {
                let page = world.browser_at(address).post("/api/password/forgotten", &[("nip", nip)]).await;
                page.assert_shows("Periksa surel Anda");
            }
            let page = world.browser_at("192.0.2.5").post("/api/password/forgotten", &[("nip", nip)]).await;
            page.assert_shows("Terlalu banyak percobaan");
        }
        let page = world.browser().post("/api/password/forgotten", &[("nip", "123")]).await;
        page.assert_shows("NIP harus 18 angka");
    }

    async fn a_link_is_over_after_thirty_minutes_and_a_strangers_request_spoils_none(world) {
        world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.post("/api/password/forgotten", &[("nip", PNS)]).await;
        let first = world.link("Tautan untuk membuat").await;
        world.clock.advance(60);
        browser.post("/api/password/forgotten", &[("nip", PNS)]).await;
        let second = world.link("Tautan untuk membuat").await;
        browser.open(&first, "none").await;
        assert_eq!(browser.get("/kata-sandi-baru").await.path, "/kata-sandi-baru");
        world.clock.advance(29 * 60);
        assert_eq!(browser.get("/kata-sandi-baru").await.path, "/lupa-kata-sandi");
        world.clock.advance(60);
        browser.open(&second, "none").await;
        assert_eq!(browser.get("/kata-sandi-baru").await.path, "/lupa-kata-sandi");
        for forged in ["/kata-sandi-baru", "/kata-sandi-baru?kunci=x", "/kata-sandi-baru?kunci="] {
            assert_eq!(world.browser().get(forged).await.path, "/lupa-kata-sandi", "{forged}");
        }
        assert_eq!(set(&mut world.browser(), NEW).await.path, "/lupa-kata-sandi");
    }

    async fn a_forced_change_keeps_the_person_in_the_flow(world) {
        let account = world.account_with_password(PNS, "employee", Some("ambon2015")).await;
        let mut browser = world.browser();
        browser.login(PNS, "ambon2015", "").await;
        let key = browser.key().await;
        browser.activate(&world.code(&key), "HP").await;
        world.clock.advance(30);
        let code = world.code(&key);
        let fields = [("nip", PNS), ("password", "ambon2015"), ("code", &code), ("next", "/pengumuman")];
        let page = browser.post("/api/login", &fields).await;
        assert_eq!(page.path, "/akun/kata-sandi?lanjut=%2Fpengumuman");
        page.assert_shows("perlu diganti sebelum melanjutkan");
        assert_eq!(browser.get("/beranda").await.path, "/akun/kata-sandi?lanjut=%2Fberanda");
        assert_eq!(browser.get("/akun").await.path, "/akun/kata-sandi?lanjut=%2Fakun");
        let opened = browser.open("/buka/e-kinerja", "none").await;
        assert_eq!(opened.location(), "/akun/kata-sandi?lanjut=%2Fbuka%2Fe-kinerja");
        let pin = browser.submit("/api/pin", &[("service", "e-kinerja")]).await;
        assert!(pin.location().starts_with("/akun/kata-sandi"));
        let fields = [("password", "ambon2015"), ("new_password", NEW), ("next", "/pengumuman")];
        let page = browser.post("/api/password/change", &fields).await;
        assert_eq!(page.path, "/pengumuman", "{}", page.text());
        assert!(browser.get("/beranda").await.is_launcher());
        assert!(world.events_of(account).await.contains(&"password-changed".to_owned()));
    }

    async fn a_password_set_by_an_operator_takes_back_nothing_that_was_asked_for(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let account = world.account(PNS, "employee").await;
        let nip = Nip::parse(PNS).unwrap();
        for (renewal, asked, then) in [
            ("both", Renewal::Password, "both"),
            ("both", Renewal::Nothing, "both"),
            ("authenticator", Renewal::Password, "both"),
            ("password", Renewal::Nothing, "password"),
            ("", Renewal::Password, "password"),
            ("", Renewal::Nothing, ""),
        ] {
            let mut unit = world.portal.store.write().await.unwrap();
            unit.set_renewal(account, renewal.parse().unwrap()).await.unwrap();
            unit.commit().await.unwrap();
            let (visitor, new) = (Visitor::command_line(), NEW.into());
            let set = new_password::set_by_operator(&world.portal, &visitor, &nip, &new, asked).await;
            assert_eq!(set.unwrap(), SetByOperator::Done);
            let mut unit = world.portal.store.read().await.unwrap();
            assert_eq!(unit.account(account).await.unwrap().unwrap().renewal.name(), then, "{renewal}");
        }
        assert!(!own.get("/beranda").await.is_launcher());
    }

    async fn whoever_sets_a_password_what_was_mailed_before_is_over_and_its_owner_is_told(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut other = world.browser_at("192.0.2.2");
        other.login(PNS, PASSWORD, &world.code(&key)).await;
        world.clock.advance(30);
        let new = [NEW, "teh-sore-di-kantor", "kora-kora ke ternate 9 hari"];
        for (way, password) in new.iter().enumerate() {
            own.post("/api/password/forgotten", &[("nip", PNS)]).await;
            let link = world.link("Tautan untuk membuat kata sandi").await;
            let letters = world.letters().await.len();
            match way {
                0 => drop(change(&mut own, PASSWORD, password).await),
                1 => {
                    let nip = Nip::parse(PNS).unwrap();
                    let (visitor, new) = (Visitor::command_line(), (*password).into());
                    let asked = Renewal::Nothing;
                    let set = new_password::set_by_operator(&world.portal, &visitor, &nip, &new, asked);
                    assert_eq!(set.await.unwrap(), SetByOperator::Done);
                }
                _ => {
                    let mut mailbox = world.browser_at("203.0.113.7");
                    mailbox.get(&link).await;
                    mailbox.post("/api/password/set", &[("new_password", password)]).await;
                }
            }
            assert_eq!(world.letters().await.len(), letters + 1, "{password}");
            world.letter("Kata sandi diganti").await;
            let page = world.browser_at("203.0.113.8").get(&link).await;
            assert_eq!(page.path, "/lupa-kata-sandi", "{password}");
            world.clock.advance(7 * 3600);
        }
    }

    async fn a_new_password_makes_every_browser_a_stranger_but_the_one_where_it_was_chosen(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut other = world.browser_at("192.0.2.2");
        other.login(PNS, PASSWORD, &world.code(&key)).await;
        world.clock.advance(30);
        change(&mut own, PASSWORD, NEW).await;
        let letters = async || {
            let letters = world.letters().await;
            letters.iter().filter(|(_, letter)| letter.subject.contains("perangkat baru")).count()
        };
        let before = letters().await;
        for (is_own, told) in [(true, 0), (false, 1), (false, 1)] {
            let browser = if is_own { &mut own } else { &mut other };
            browser.post("/api/logout", &[]).await;
            assert!(browser.login(PNS, NEW, &world.code(&key)).await.is_launcher());
            world.clock.advance(30);
            assert_eq!(letters().await, before + told);
        }
        own.post("/api/password/forgotten", &[("nip", PNS)]).await;
        let link = world.link("Tautan untuk membuat kata sandi").await;
        own.get(&link).await;
        own.post("/api/password/set", &[("new_password", "teh-sore-di-kantor")]).await;
        let page = own.login(PNS, "teh-sore-di-kantor", &world.code(&key)).await;
        assert!(page.is_launcher());
        assert_eq!(letters().await, before + 2, "a link proves the mailbox and no browser");
    }

    async fn this_was_not_me_ends_everything_and_leads_to_a_new_password_and_authenticator(world) {
        let (mut own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut thief = world.browser_at("203.0.113.66");
        assert!(thief.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
        world.clock.advance(30);
        let page = own.post("/api/account/disown", &[]).await;
        assert_eq!(page.path, "/akun/kata-sandi");
        page.assert_shows("Semua perangkat lain sudah dikeluarkan");
        assert!(!thief.get("/beranda").await.is_launcher());
        for path in ["/beranda", "/akun", "/akun/catatan", "/pengumuman"] {
            assert!(own.get(path).await.path.starts_with("/akun/kata-sandi"), "{path}");
        }
        let page = change(&mut own, PASSWORD, NEW).await;
        assert_eq!(page.path, "/akun/autentikator");
        page.assert_shows("menggantikan semua autentikator");
        assert!(own.get("/beranda").await.path.starts_with("/akun/autentikator"));
        let fresh = page.key();
        let fields = [("code", &*world.code(&fresh)), ("device_name", "HP baru")].map(|(k, v)| (k, v.to_owned()));
        let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let page = own.post("/api/authenticator/add", &fields).await;
        assert_eq!(page.path, "/akun/kode-pemulihan");
        assert_eq!(page.recovery_codes().len(), 10);
        assert!(own.get("/beranda").await.is_launcher());
        world.clock.advance(30);
        let page = world.browser().login(PNS, NEW, &world.code(&key)).await;
        page.assert_shows("Kode OTP tidak valid");
        assert!(world.browser().login(PNS, NEW, &world.code(&fresh)).await.is_launcher());
        assert!(world.letter("Semua perangkat dikeluarkan").await.contains("bukan saya"));
    }
}
