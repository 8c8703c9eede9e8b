//! What operators announce reaches whom it is for, while it holds, and nothing dangerous with it.

use crate::support::*;
use http::StatusCode;

const OPERATOR: &str = "197903122005011003";

async fn logged_in(world: &World, nip: &str, roles: &str) -> Browser {
    let key = world.enrolled(nip, roles).await;
    let mut browser = world.browser();
    assert!(browser.login(nip, PASSWORD, &world.code(&key)).await.is_launcher());
    browser
}

fn fields<'a>(severity: &'a str, addressees: &'a str, body: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("severity", severity),
        ("audience", addressees),
        ("title_id", "Sistem <i>tutup</i> Sabtu"),
        ("title_en", "Closed on Saturday"),
        ("body_id", body),
        ("body_en", body),
        // The clock of the tests stands at 07.00 WIB.
        ("starts", "2026-11-22T06:00"),
        ("ends", "2026-11-22T12:00"),
    ]
}

/// The second button of the form: saves what is typed, and publishes it.
fn publishing<'a>(id: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [fields, &[("id", id), ("publish", "yes")]].concat()
}

/// The id of the draft that was just saved.
fn id_of(page: &Page) -> String {
    page.path.strip_prefix("/kelola/pengumuman/").unwrap().to_owned()
}

/// Whether the page says that this field is missing: what is not is there for a script, and hidden.
fn is_missing(page: &Page, field: &str) -> bool {
    let items = format!("[data-needs={field}]");
    assert_eq!(page.count(&items), 1, "{field}");
    page.count(&format!("{items}:not([hidden])")) == 1
}

/// The services of the list, by their slugs.
fn rows(page: &Page) -> Vec<String> {
    let links = page.attributes("th a", "href").into_iter();
    links.map(|link| link.strip_prefix("/kelola/layanan/").unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn an_important_one_stays_until_it_is_acknowledged_once(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let mut reader = logged_in(&world, PNS, "employee").await;
        let draft = fields("important", "agency", "Isi **penting**");
        let page = operator.post("/api/save-announcement", &draft).await;
        page.assert_shows("Draf tersimpan");
        assert!(!reader.get("/beranda").await.shows("Sabtu"), "a draft is nobody's business");
        let id = id_of(&page);
        operator.post("/api/save-announcement", &publishing(&id, &draft)).await.assert_shows("Pengumuman diterbitkan");

        let page = reader.get("/beranda").await;
        page.assert_shows("Sistem <i>tutup</i> Sabtu");
        page.assert_shows("Isi penting");
        page.assert_shows("Saya mengerti");
        reader.post("/api/acknowledge", &[("announcement", &id)]).await.assert_shows("Terima kasih");
        assert!(!reader.get("/beranda").await.shows("Saya mengerti"));
        let page = reader.get("/pengumuman").await;
        page.assert_shows("Sistem <i>tutup</i> Sabtu");
        assert!(page.html.contains("Isi <strong>penting</strong>"));
        operator.get("/beranda").await.assert_shows("Saya mengerti");

        for id in ["", "x", "00000000-0000-0000-0000-000000000000"] {
            let status = reader.submit("/api/acknowledge", &[("announcement", id)]).await.status;
            assert!(matches!(status, StatusCode::BAD_REQUEST | StatusCode::SEE_OTHER), "{id}");
        }
    }

    async fn it_is_shown_in_its_period_and_can_be_ended(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let mut reader = logged_in(&world, PNS, "employee").await;
        let mut later = fields("information", "agency", "Isi");
        later[6].1 = "2026-11-22T08:00";
        let page = operator.post("/api/save-announcement", &later).await;
        operator.post("/api/save-announcement", &publishing(&id_of(&page), &later)).await;
        assert!(!reader.get("/beranda").await.shows("Sabtu"));
        operator.get("/kelola/pengumuman").await.assert_shows("Dijadwalkan");
        for _ in 0..3 {
            world.clock.advance(1190);
            operator.get("/beranda").await;
            reader.get("/beranda").await;
        }
        reader.get("/beranda").await.assert_shows("Sabtu");
        let key = world.key_of(OPERATOR).await;
        operator.post("/api/proof/code", &[("code", &world.code(&key))]).await;
        operator.post("/api/end-announcement", &[("id", &id_of(&page))]).await.assert_shows("Pengumuman diakhiri");
        assert!(!reader.get("/beranda").await.shows("Sabtu"));
        let events = world.events().await;
        for event in ["announcement-published", "announcement-ended"] {
            assert_eq!(events.iter().filter(|one| *one == event).count(), 1, "{event}");
        }
    }

    async fn no_script_reaches_a_reader(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let attack = "<script>alert(1)</script> <img src=x onerror=alert(2)> [klik](javascript:alert(3)) \
                      <a href=\"https://bkn.go.id\" onclick=\"alert(4)\">x</a>";
        let draft = fields("warning", "agency", attack);
        let page = operator.post("/api/save-announcement", &draft).await;
        let published = operator.post("/api/save-announcement", &publishing(&id_of(&page), &draft)).await;
        for page in [&page, &published, &operator.get("/beranda").await, &operator.get("/pengumuman").await] {
            for bad in ["<script>alert", "<img", "<a href=\"javascript", "<a href=\"https://bkn.go.id\" onclick"] {
                assert!(!page.html.contains(bad), "{}: {bad}", page.path);
            }
        }
    }

    async fn an_operator_speaks_for_their_own_agency_only(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let mut reader = logged_in(&world, PNS, "employee").await;
        let stranger = world.account(PPPK, "employee operator").await;
        world.move_to(stranger, "Kota Lain").await;
        let mut elsewhere = world.browser_at("198.51.100.9");
        elsewhere.login(PPPK, PASSWORD, "").await;
        let key = elsewhere.key().await;
        elsewhere.activate(&world.code(&key), "HP").await;
        world.clock.advance(30);
        elsewhere.login(PPPK, PASSWORD, &world.code(&key)).await;

        let draft = fields("information", "everyone", "Isi");
        let page = operator.post("/api/save-announcement", &draft).await;
        let id = id_of(&page);
        for action in ["end-announcement", "save-announcement"] {
            for browser in [&mut reader, &mut elsewhere] {
                let answer = browser.submit(&format!("/api/{action}"), &publishing(&id, &draft)).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
            }
        }
        assert_eq!(elsewhere.get(&format!("/kelola/pengumuman/{id}")).await.status, StatusCode::NOT_FOUND);
        operator.post("/api/save-announcement", &publishing(&id, &draft)).await;
        reader.get("/beranda").await.assert_shows("Sabtu");
        assert!(!elsewhere.get("/beranda").await.shows("Sabtu"), "asked for everyone, got the agency");
        let page = operator.submit("/api/save-announcement", &[("id", &id), ("title_id", "Lain")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "what is published stays as it is");
    }

    async fn an_administrator_reaches_everybody_and_looks_after_services(world) {
        let mut administrator = logged_in(&world, OPERATOR, "administrator").await;
        let draft = fields("information", "everyone", "Isi");
        let page = administrator.post("/api/save-announcement", &publishing("", &draft)).await;
        page.assert_shows("Pengumuman diterbitkan");
        let stranger = world.account(PPPK, "employee").await;
        world.move_to(stranger, "Kota Lain").await;
        let mut reader = logged_in(&world, PNS, "employee").await;
        reader.get("/beranda").await.assert_shows("Sabtu");

        let blocked = [("slug", "e-kinerja"), ("state", "blocked"), ("note_id", "Ditutup"), ("note_en", "Closed")];
        for path in ["/kelola/layanan", "/kelola/layanan/e-kinerja", "/kelola/pengumuman", "/kelola/pengumuman/baru"] {
            assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(administrator.get(path).await.status, StatusCode::OK, "{path}");
        }
        assert_eq!(reader.submit("/api/set-service", &blocked).await.status, StatusCode::NOT_FOUND);
        administrator.post("/api/set-service", &blocked).await.assert_shows("Layanan diperbarui");
        reader.get("/beranda").await.assert_shows("Diblokir");
        reader.get("/layanan/e-kinerja").await.assert_shows("Ditutup");

        let wrong = [("slug", "e-kinerja"), ("state", "disruption"), ("note_en", "Ketikan saya")];
        let page = administrator.post("/api/set-service", &wrong).await;
        page.assert_shows("Isi sebabnya");
        page.assert_shows("Ketikan saya");
        reader.get("/beranda").await.assert_shows("Diblokir");
    }

    async fn an_incomplete_draft_is_kept_and_says_what_is_missing(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let page = operator.post("/api/save-announcement", &[("title_id", "Hanya judul"), ("title_en", "Only a title"), ("starts", "kapan-kapan")]).await;
        for (field, missing) in [("title_id", false), ("body_id", true), ("title_en", false), ("body_en", true), ("starts", true)] {
            assert_eq!(is_missing(&page, field), missing, "{field}");
        }
        assert!(page.html.contains("Hanya judul"));
        let id = id_of(&page);
        let page = operator.post("/api/save-announcement", &publishing(&id, &[("title_id", "Hanya judul")])).await;
        assert_eq!(page.path, format!("/kelola/pengumuman/{id}"), "not published");
        page.assert_shows("belum diterbitkan");
        assert_eq!(page.count(".error-summary li"), 3, "{:?}", page.texts(".error-summary"));
    }

    async fn a_new_one_has_its_times_filled_in_and_says_why_it_cannot_be_published_yet(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let page = operator.get("/kelola/pengumuman/baru").await;
        // The clock of the tests stands at 07.00 WIB.
        for time in ["2026-11-22T07:00", "2026-11-29T23:59"] {
            assert!(page.html.contains(&format!("value=\"{time}\"")), "{time}");
        }
        page.assert_shows("Terbitkan");
        page.assert_shows("Sebelum dapat diterbitkan");
        assert!(is_missing(&page, "title_id") && is_missing(&page, "body_id"));
        assert!(!is_missing(&page, "title_en") && !is_missing(&page, "body_en"), "English is not needed");
        page.assert_shows("0 dari 120 karakter");
        page.assert_shows("0 dari 2.000 karakter");
    }

    async fn what_was_to_be_published_is_after_the_proof_unless_somebody_changed_it(world) {
        let (mut operator, key) = world.logged_in(OPERATOR, "operator", "192.0.2.1").await;
        let draft = fields("information", "agency", "Kabar setelah bukti");
        let ask = async |operator: &mut Browser, id: &str| {
            world.clock.advance(300);
            let page = operator.post("/api/save-announcement", &publishing(id, &draft)).await;
            assert!(page.path.starts_with("/akun/bukti?"), "{}", page.path);
            let next = page.next();
            let code = world.code(&key);
            (next.clone(), vec![("code", code), ("next", next)])
        };
        let prove = async |operator: &mut Browser, proof: &[(&str, String)]| {
            let proof: Vec<_> = proof.iter().map(|(name, value)| (*name, &**value)).collect();
            operator.post("/api/proof/code", &proof).await
        };
        let (_, proof) = ask(&mut operator, "").await;
        let page = prove(&mut operator, &proof).await;
        assert_eq!(page.path, "/kelola/pengumuman");
        page.assert_shows("Pengumuman diterbitkan");
        operator.get("/pengumuman").await.assert_shows("Kabar setelah bukti");

        // Somebody of the same agency changes it meanwhile: nobody has seen what would be published.
        let (next, proof) = ask(&mut operator, "").await;
        let id = next.rsplit('/').next().unwrap().to_owned();
        let mut changed = draft.clone();
        changed.iter_mut().filter(|(name, _)| *name == "title_id").for_each(|field| field.1 = "Lain");
        operator.clone().post("/api/save-announcement", &[&changed[..], &[("id", &*id)]].concat()).await;
        let page = prove(&mut operator, &proof).await;
        assert_eq!(page.path, next);
        page.assert_shows("draf ini berubah");

        // Whoever proves themselves on the way to another page publishes nothing, nor does a later proof.
        let (next, mut proof) = ask(&mut operator, &id).await;
        proof[1].1 = "/akun".into();
        assert_eq!(prove(&mut operator, &proof).await.path, "/akun");
        operator.get(&next).await.assert_shows("Terbitkan");
        world.clock.advance(300);
        let proof = [("code", world.code(&key)), ("next", next.clone())];
        prove(&mut operator, &proof).await.assert_shows("Terbitkan");
    }

    async fn a_note_without_english_is_read_in_indonesian_and_says_so(world) {
        let (mut administrator, _) = world.logged_in(OPERATOR, "employee administrator", "192.0.2.1").await;
        let mut fields = vec![("slug", "jdih"), ("state", "blocked"), ("note_id", "Sebabnya ini")];
        administrator.post("/api/set-service", &fields).await.assert_shows("Layanan diperbarui");
        administrator.cookies.insert("asn_language".into(), "en".into());
        let page = administrator.get("/layanan/jdih").await;
        assert!(page.html.contains("<p lang=\"id\">Sebabnya ini</p>"), "{}", page.html);
        fields.push(("note_en", "This is why"));
        administrator.post("/api/set-service", &fields).await;
        let page = administrator.get("/layanan/jdih").await;
        assert!(page.html.contains("<p>This is why</p>") && !page.shows("Sebabnya"));
    }

    async fn without_english_it_is_published_and_its_readers_see_the_indonesian_text(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let mut reader = logged_in(&world, PNS, "employee").await;
        let mut draft = fields("important", "agency", "Isi **penting**");
        draft.retain(|(name, _)| !name.ends_with("_en"));
        operator.post("/api/save-announcement", &publishing("", &draft)).await.assert_shows("Pengumuman diterbitkan");
        reader.post("/api/language", &[("language", "en"), ("next", "/beranda")]).await;
        let page = reader.get("/pengumuman").await;
        page.assert_shows("until 22 November 2026 12:00 WIB");
        let title = "<span lang=\"id\">Sistem &lt;i&gt;tutup&lt;/i&gt; Sabtu</span>";
        assert!(page.html.contains(title), "{}", page.html);
        assert!(page.html.contains("lang=\"id\" class=\"prose\"><p>Isi <strong>penting</strong></p>"), "{}", page.html);
        reader.post("/api/language", &[("language", "id"), ("next", "/beranda")]).await;
        assert!(!reader.get("/pengumuman").await.html.contains("lang=\"id\" class=\"prose\""));
    }

    async fn its_times_are_meant_and_shown_in_the_zone_that_its_writer_chose(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let mut reader = logged_in(&world, PNS, "employee").await;
        let mut draft = fields("information", "agency", "Isi");
        draft.push(("zone", "WIT"));
        // 08.59 WIT was a minute before 07.00 WIB.
        draft[6].1 = "2026-11-22T08:59";
        operator.post("/api/save-announcement", &publishing("", &draft)).await.assert_shows("diterbitkan");
        reader.get("/pengumuman").await.assert_shows("sampai 22 November 2026 12.00 WIT");
        operator.get("/kelola/pengumuman").await.assert_shows("22 November 2026 12.00 WIT");
        // Half past nine in Papua is half past seven in Java: not yet.
        draft[6].1 = "2026-11-22T09:30";
        draft[2].1 = "Nanti";
        operator.post("/api/save-announcement", &publishing("", &draft)).await.assert_shows("Dijadwalkan");
        assert!(!reader.get("/pengumuman").await.shows("Nanti"));
        let page = operator.get("/kelola/pengumuman/baru").await;
        assert!(page.html.contains("value=\"2026-11-22T09:0"), "the zone is remembered");
        assert!(page.html.contains("value=\"WIT\" checked"), "{}", page.html);
        // A form from before there were zones meant WIB.
        draft.pop();
        draft[2].1 = "Dahulu";
        operator.post("/api/save-announcement", &publishing("", &draft)).await.assert_shows("diterbitkan");
        operator.get("/kelola/pengumuman").await.assert_shows("22 November 2026 12.00 WIB");
    }

    async fn what_is_typed_is_what_is_read(world) {
        let mut operator = logged_in(&world, OPERATOR, "operator").await;
        let mut reader = logged_in(&world, PNS, "employee").await;
        let body = "17. Agustus\r\nUpacara pukul 08.00\r\n\r\nBawa:\r\n- 2. salinan KTP\r\n- <nama>";
        let draft = fields("information", "agency", body);
        operator.post("/api/save-announcement", &publishing("", &draft)).await.assert_shows("diterbitkan");
        let page = reader.get("/pengumuman").await;
        let shown = "<p>17. Agustus<br>\nUpacara pukul 08.00</p>\n<p>Bawa:</p>\n<ul>\n<li>2. salinan KTP</li>\n<li>&lt;nama&gt;</li>\n</ul>\n";
        assert!(page.html.contains(shown), "{}", page.html);
    }

    async fn a_service_is_searched_for_and_what_is_in_trouble_comes_first(world) {
        let mut administrator = logged_in(&world, OPERATOR, "administrator").await;
        let page = administrator.get("/kelola/layanan").await;
        page.assert_shows("Semua layanan tersedia");
        assert_eq!(rows(&page)[0], "peta-jabatan", "in the order of the catalogue");
        let all = rows(&page).len();
        for (slug, state) in [("e-kinerja", "maintenance"), ("jdih", "blocked"), ("myasn", "disruption")] {
            let fields = [("slug", slug), ("state", state), ("until", "2026-11-23T07:00"), ("note_id", "x"), ("note_en", "x")];
            administrator.post("/api/set-service", &fields).await.assert_shows("Layanan diperbarui");
        }
        let page = administrator.get("/kelola/layanan").await;
        assert_eq!(rows(&page)[..4], ["myasn", "jdih", "e-kinerja", "peta-jabatan"]);
        assert_eq!(rows(&page).len(), all);
        page.assert_shows("3 layanan sedang tidak tersedia");
        for icon in ["alert-triangle", "lock", "tool", "circle-check"] {
            assert!(page.html.contains(&format!("#i-{icon}\"")), "{icon}: a state has a shape");
        }
        for (query, first) in [("absen", "presensi"), ("jdih.bkn.go.id", "jdih"), ("kinerja", "e-kinerja")] {
            let page = administrator.get(&format!("/kelola/layanan?cari={query}")).await;
            assert_eq!(rows(&page)[0], first, "{query}");
            assert!(rows(&page).len() < all && page.html.contains(&format!("value=\"{query}\"")));
        }
        let page = administrator.get("/kelola/layanan?cari=qqq").await;
        page.assert_shows("Tidak ada layanan");
        assert!(rows(&page).is_empty());
    }
}
