//! What operators and administrators do for others: after a fresh proof, within their scope, in time,
//! and written down with what it changed.

use crate::support::*;
use asn_digital::domain::recovery::{assisted_reset, stale_request};
use http::StatusCode;

const OPERATOR: &str = "197903122005011003";
const SECOND: &str = "198003122005011004";
const HOUR: i64 = 3600;

fn announcement<'a>(addressees: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("severity", "information"),
        ("audience", addressees),
        ("title_id", title),
        ("title_en", title),
        ("body_id", "Isi"),
        ("body_en", "Text"),
        // The clock of the tests stands at 07.00 WIB.
        ("starts", "2026-11-22T06:00"),
        ("ends", "2026-11-29T12:00"),
    ]
}

fn id_in_path(page: &Page) -> String {
    page.path.strip_prefix("/kelola/pengumuman/").unwrap().to_owned()
}

async fn request(operator: &mut Browser, nip: &str) -> Page {
    let fields = [("nip", nip), ("reason", "HP hilang, datang dengan kartu pegawai")];
    operator.post("/api/reset/request", &fields).await
}

/// The id of the request that this operator may decide on.
fn waiting(page: &Page) -> Option<String> {
    page.field("/api/reset/decide", "id")
}

/// Gives the proof that is asked for, and goes on to where it leads.
async fn prove(world: &World, browser: &mut Browser, key: &str, asked: &Page) -> Page {
    assert!(
        asked.path.starts_with("/akun/bukti?lanjut="),
        "no proof was asked for: {}",
        asked.path
    );
    let next = &asked.next();
    // A wrong code on the way costs nothing of what was typed.
    let wrong = world.code_at(key, 7200);
    browser.post("/api/proof/code", &[("code", &wrong), ("next", next)]).await;
    let page = browser.post("/api/proof/code", &[("code", &world.code(key)), ("next", next)]).await;
    world.clock.advance(30);
    page
}

on_both_engines! {
    async fn deciding_on_a_reset_needs_a_proof_of_the_last_five_minutes(world) {
        world.enrolled(PNS, "employee").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut second, key) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
        request(&mut operator, PNS).await;
        let id = waiting(&second.get("/kelola/atur-ulang").await).unwrap();
        world.clock.advance(300);
        for decision in ["approve", "refuse"] {
            let fields = [("id", id.as_str()), ("decision", decision)];
            let page = second.post("/api/reset/decide", &fields).await;
            assert_eq!(page.path, "/akun/bukti?lanjut=%2Fkelola%2Fatur-ulang", "{decision}");
        }
        let events = world.events().await;
        assert!(!events.iter().any(|event| event == "reset-approved" || event == "reset-refused"));
        let asked = second.post("/api/reset/decide", &[("id", &id), ("decision", "approve")]).await;
        assert_eq!(prove(&world, &mut second, &key, &asked).await.path, "/kelola/atur-ulang");
        let page = second.post("/api/reset/decide", &[("id", &id), ("decision", "approve")]).await;
        page.assert_shows("sudah diatur ulang");
    }

    async fn publishing_and_ending_need_a_fresh_proof_and_nothing_typed_is_lost(world) {
        let (mut operator, key) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let draft = announcement("agency", "Kantor tutup");
        let id = id_in_path(&operator.post("/api/save-announcement", &draft).await);
        world.clock.advance(300);
        let changed = announcement("agency", "Kantor buka lagi");
        let publish = [&changed[..], &[("id", &id), ("publish", "yes")]].concat();
        operator.post("/api/save-announcement", &publish).await;
        let page = operator.get(&format!("/kelola/pengumuman/{id}")).await;
        assert!(page.html.contains("Kantor buka lagi"), "the draft was saved first");
        assert!(!operator.get("/beranda").await.shows("Kantor buka lagi"), "and not published");
        let asked = operator.post("/api/save-announcement", &publish).await;
        prove(&world, &mut operator, &key, &asked).await.assert_shows("Pengumuman diterbitkan");

        world.clock.advance(300);
        let asked = operator.post("/api/end-announcement", &[("id", &id)]).await;
        operator.get("/beranda").await.assert_shows("Kantor buka lagi");
        assert_eq!(id_in_path(&prove(&world, &mut operator, &key, &asked).await), id);
        operator.post("/api/end-announcement", &[("id", &id)]).await.assert_shows("Pengumuman diakhiri");
        assert!(!operator.get("/beranda").await.shows("Kantor buka lagi"));
    }

    async fn a_services_settings_need_a_fresh_proof_and_the_form_comes_back_filled_in(world) {
        let (mut administrator, key) = world.logged_in(OPERATOR, "administrator", "192.0.2.2").await;
        world.clock.advance(300);
        let fields = [
            ("slug", "presensi"), ("state", "blocked"),
            ("note_id", "Ditutup untuk diperiksa"), ("note_en", "Closed for a check"),
        ];
        let wrong = [("slug", "presensi"), ("state", "blocked"), ("note_en", "Only a translation")];
        let page = administrator.post("/api/set-service", &wrong).await;
        assert_eq!(page.path, "/kelola/layanan/presensi", "what is wrong is said before a proof is asked for");
        page.assert_shows("Isi sebabnya");
        let asked = administrator.post("/api/set-service", &fields).await;
        assert!(!administrator.get("/layanan/presensi").await.shows("Ditutup untuk diperiksa"));
        let page = prove(&world, &mut administrator, &key, &asked).await;
        assert_eq!(page.path, "/kelola/layanan/presensi");
        for typed in ["Ditutup untuk diperiksa", "Closed for a check"] {
            assert!(page.html.contains(typed), "{typed} is lost");
        }
        assert!(!administrator.get("/kelola/layanan/presensi").await.html.contains("Closed for a check"), "once");
        administrator.post("/api/set-service", &fields).await.assert_shows("Layanan diperbarui");
    }

    async fn a_service_moves_when_a_second_administrator_agrees_and_the_record_has_both_addresses(world) {
        let (mut administrator, _) = world.logged_in(OPERATOR, "administrator", "192.0.2.2").await;
        let second = world.second_administrator().await;
        let reason = "Pindah ke pusat data nasional";
        let (one, evil) = ("https://satu.example.go.id", "https://evil.example");
        for (address, why, says) in [
            ("javascript:alert(1)", reason, "harus diawali https://"),
            ("", reason, "alamat yang sekarang berlaku"),
            (one, "pindah", "minimal 10 huruf"),
        ] {
            let page = administrator.post("/api/move-service", &[("slug", "presensi"), ("address", address), ("reason", why)]).await;
            assert_eq!(page.path, "/kelola/layanan/presensi");
            page.assert_shows(says);
            assert!(page.html.contains(address) && page.shows(why), "what was typed is kept");
        }
        let propose = async |administrator: &mut Browser, address: &str| {
            administrator.post("/api/move-service", &[("slug", "presensi"), ("address", address), ("reason", reason)]).await
        };
        propose(&mut administrator, one).await.assert_shows("Alamat diajukan, belum berlaku");
        propose(&mut administrator, evil).await.assert_shows("Sudah ada alamat yang diajukan");
        assert_eq!(world.approve_all(&administrator).await, 0);
        assert!(!administrator.get("/kelola/layanan").await.html.contains("satu.example.go.id"));
        assert_eq!(world.approve_all(&second).await, 1);
        assert!(administrator.get("/kelola/layanan").await.html.contains("satu.example.go.id"), "for everybody, at once");
        // What is said of its state says nothing of where it is, whatever is sent along.
        let state = [("slug", "presensi"), ("address", evil), ("state", "disruption"), ("note_id", "x"), ("note_en", "x")];
        administrator.post("/api/set-service", &state).await.assert_shows("Layanan diperbarui");
        world.clock.advance(1);
        propose(&mut administrator, "").await.assert_shows("Alamat diajukan");
        assert_eq!(world.approve_all(&second).await, 1);
        let mut unit = world.portal.store.read().await.unwrap();
        let mut objects = Vec::new();
        for nip in [OPERATOR, "197505052000031001"] {
            let account = unit.account_by_nip(nip).await.unwrap().unwrap().id;
            let events = unit.audit_events_of(account, 100).await.unwrap();
            let changed = events.into_iter().rev().filter(|event| event.event == "service-changed");
            objects.extend(changed.map(|event| event.object.unwrap()));
        }
        assert_eq!(objects, [
            "presensi; https://satu.example.go.id → https://satu.example.go.id; available → disruption",
            "presensi; – → https://satu.example.go.id; available → available",
            "presensi; https://satu.example.go.id → –; disruption → disruption",
        ]);
    }

    async fn a_request_that_nobody_decides_on_for_72_hours_expires(world) {
        let (mut person, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (mut operator, operators) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut second, key) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
        request(&mut operator, PNS).await;
        let id = waiting(&second.get("/kelola/atur-ulang").await).unwrap();
        person.get("/beranda").await.assert_shows("Petugas kedua masih harus menyetujuinya");
        world.clock.advance(72 * HOUR);
        assert!(second.login(SECOND, PASSWORD, &world.code(&key)).await.is_launcher());
        let page = second.get("/kelola/atur-ulang").await;
        page.assert_shows("Kedaluwarsa");
        assert_eq!(waiting(&page), None, "before any job has run");
        let page = second.post("/api/reset/decide", &[("id", &id), ("decision", "approve")]).await;
        page.assert_shows("lewat 72 jam");

        assert_eq!(stale_request::expire_stale(&world.portal).await.unwrap(), 1);
        assert_eq!(stale_request::expire_stale(&world.portal).await.unwrap(), 0);
        world.letter("Permintaan pengaturan ulang kedaluwarsa").await;
        second.get("/kelola/atur-ulang").await.assert_shows("Kedaluwarsa");
        let page = second.post("/api/reset/decide", &[("id", &id), ("decision", "approve")]).await;
        page.assert_shows("sudah diputuskan");

        world.clock.advance(30);
        assert!(operator.login(OPERATOR, PASSWORD, &world.code(&operators)).await.is_launcher());
        request(&mut operator, PNS).await.assert_shows("Petugas lain harus menyetujuinya");
        world.clock.advance(71 * HOUR + 3500);
        assert_eq!(stale_request::expire_stale(&world.portal).await.unwrap(), 0, "not a minute early");
        world.clock.advance(100);
        // A new request is not kept waiting by a job that is late.
        assert!(operator.login(OPERATOR, PASSWORD, &world.code(&operators)).await.is_launcher());
        request(&mut operator, PNS).await.assert_shows("Petugas lain harus menyetujuinya");
        let events = world.events().await;
        assert_eq!(events.iter().filter(|one| *one == "reset-expired").count(), 4, "of person and operator");
        assert!(!events.iter().any(|one| one == "reset-done"));
    }

    async fn what_speaks_to_everybody_belongs_to_no_operator_of_the_same_agency(world) {
        let (mut administrator, _) = world.logged_in(OPERATOR, "administrator", "192.0.2.2").await;
        let (mut operator, _) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
        for addressees in ["everyone", "operators"] {
            let draft = announcement(addressees, "Untuk semua");
            let id = id_in_path(&administrator.post("/api/save-announcement", &draft).await);
            let page = format!("/kelola/pengumuman/{id}");
            let publish = [&draft[..], &[("id", &id), ("publish", "yes")]].concat();
            for published in [false, true] {
                if published {
                    administrator.post("/api/save-announcement", &publish).await.assert_shows("diterbitkan");
                }
                assert_eq!(operator.get(&page).await.status, StatusCode::NOT_FOUND, "{addressees}");
                assert!(!operator.get("/kelola/pengumuman").await.shows("Untuk semua"), "{addressees}");
                for action in ["end-announcement", "save-announcement"] {
                    let answer = operator.submit(&format!("/api/{action}"), &publish).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action} {addressees}");
                }
            }
        }
        operator.get("/beranda").await.assert_shows("Untuk semua");
        let draft = announcement("agency", "Untuk instansi kami");
        let id = id_in_path(&administrator.post("/api/save-announcement", &draft).await);
        operator.get("/kelola/pengumuman").await.assert_shows("Untuk instansi kami");
        let publish = [&draft[..], &[("id", &id), ("publish", "yes")]].concat();
        operator.post("/api/save-announcement", &publish).await.assert_shows("diterbitkan");
    }

    async fn a_request_about_an_administrator_is_nothing_that_an_operator_sees(world) {
        let (mut administrator, _) = world.logged_in(OPERATOR, "administrator", "192.0.2.2").await;
        let (mut operator, _) = world.logged_in(SECOND, "operator", "192.0.2.3").await;
        world.enrolled(PNS, "administrator").await;
        request(&mut administrator, PNS).await.assert_shows("Petugas lain harus menyetujuinya");
        let page = operator.get("/kelola/atur-ulang").await;
        page.assert_shows("Belum ada permintaan");
        assert_eq!(waiting(&page), None);
    }

    async fn the_rules_ask_for_the_proof_themselves(world) {
        use asn_digital::domain::{console::announcement as edited, launcher::announcement::Draft, guard::visitor::Visitor, session, values::reference_token::ReferenceToken};
        let (browser, _) = world.logged_in(OPERATOR, "administrator", "192.0.2.2").await;
        world.clock.advance(300);
        let token = ReferenceToken::parse(&browser.cookies["asn_session"]).unwrap();
        let session = session::current(&world.portal, Some(&token)).await.unwrap().unwrap();
        let (portal, visitor) = (&world.portal, Visitor::command_line());
        let id = portal.new_id();
        let decided = assisted_reset::decide(portal, &visitor, &session, id, assisted_reset::Decision::Approve);
        assert_eq!(decided.await.unwrap(), assisted_reset::Decided::NotFresh);
        let draft = Draft {
            severity: asn_digital::wire::launcher::Severity::Information,
            addressees: asn_digital::wire::manage::Addressees::Everyone,
            title_id: "x".into(), title_en: "x".into(), body_id: "x".into(), body_en: "x".into(),
            zone: asn_digital::wire::zone::Zone::Wib,
            starts_at: Some(portal.now()), ends_at: Some(portal.now() + time::Duration::DAY),
        };
        let id = edited::save(portal, &session, None, draft).await.unwrap().unwrap();
        let published = edited::publish(portal, &session, &visitor, id, None).await.unwrap();
        assert_eq!(published, Err(edited::NotPublished::NotFresh));
    }
}
