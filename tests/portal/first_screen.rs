//! What a person meets first: services that they can open, before anything else; what others do for them,
//! with whom to ask; and what they have just changed, said where they changed it.

use crate::support::*;
use asn_digital::{domain::clock::Clock, store::ServiceSettingsRow};
use http::StatusCode;

const OPERATOR: &str = "197903122005011003";

/// What an operator decided about a service, written past the pages.
async fn decide(world: &World, slug: &str, state: &str, address: Option<&str>) {
    let by = world.account("199108172023211007", "administrator").await;
    let row = ServiceSettingsRow {
        slug: slug.into(),
        address: address.map(str::to_owned),
        state: state.parse().unwrap(),
        until: None,
        note_id: "Sebab".into(),
        note_en: "Reason".into(),
    };
    let mut unit = world.portal.store.write().await.unwrap();
    unit.set_service(&row, by, world.clock.now()).await.unwrap();
    unit.commit().await.unwrap();
    world.portal.refresh_commons().await.unwrap();
}

/// Publishes an announcement to everybody of the agency.
async fn announce(operator: &mut Browser, severity: &str, title: &str) {
    let mut fields = vec![
        ("severity", severity),
        ("audience", "agency"),
        ("title_id", title),
        ("title_en", title),
        ("body_id", "Isi pengumuman"),
        ("body_en", "The text"),
        // The clock of the tests stands at 07.00 WIB.
        ("starts", "2026-11-22T06:00"),
        ("ends", "2026-11-22T12:00"),
    ];
    let page = operator.post("/api/save-announcement", &fields).await;
    let id = page.path.strip_prefix("/kelola/pengumuman/").unwrap().to_owned();
    fields.extend([("id", &*id), ("publish", "yes")]);
    operator.post("/api/save-announcement", &fields).await.assert_shows("Pengumuman diterbitkan");
}

/// Where on the page something begins.
#[track_caller]
fn place(page: &Page, text: &str) -> usize {
    page.html.find(text).unwrap_or_else(|| panic!("there is no {text}"))
}

on_both_engines! {
    async fn a_search_tells_a_teacher_whom_to_ask_for_what_her_operator_does(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for (query, name) in [
            ("naik+pangkat", "Kenaikan Pangkat"),
            ("cuti", "Kepegawaian Internal Instansi"),
            ("mutasi", "Pindah Instansi"),
            ("kgb", "Kepegawaian Internal Instansi"),
        ] {
            let page = browser.get(&format!("/beranda?cari={query}")).await;
            let found = page.texts("#diurus:not([hidden])").concat();
            for words in ["Diurus operator instansi Anda", name, "Tanyakan kepada", "Biasanya disiapkan"] {
                assert!(found.contains(words), "{query}: {words}");
            }
            assert_eq!(page.count("#diurus :is(a, button)"), 0, "{query}: nothing to open");
            assert!(!page.html.contains("kp-siasn.bkn.go.id"));
        }
        assert_eq!(browser.get("/layanan/kenaikan-pangkat").await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get("/buka/kenaikan-pangkat").await.status, StatusCode::NOT_FOUND);
        assert!(!browser.get("/api/launcher").await.html.contains("kp-siasn.bkn.go.id"));
    }

    async fn of_a_long_search_it_is_said_that_only_its_beginning_counts(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee administrator", "192.0.2.1").await;
        let said = "hanya 100 karakter pertama";
        for page in ["/beranda", "/kelola/layanan"] {
            let mut search = async |query: String| browser.get(&format!("{page}?cari={query}")).await;
            let is_said = |page: &Page| {
                page.texts("p:not([hidden])").iter().any(|hint| hint.contains(said))
            };
            assert!(is_said(&search(format!("skp{}x", "+".repeat(97))).await), "{page}");
            assert!(!is_said(&search(format!("skp{}", "+".repeat(150))).await), "{page}: blanks");
            assert!(!is_said(&search("s".repeat(100)).await), "{page}");
        }
    }

    async fn nothing_that_cannot_be_opened_is_suggested(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let suggested = async |browser: &mut Browser| browser.get("/beranda").await.tiles("favorit").join(" ");
        assert_eq!(suggested(&mut browser).await, "e-kinerja myasn mola kartu-asn-virtual asn-karier");
        decide(&world, "presensi", "available", Some("https://presensi.example.go.id")).await;
        decide(&world, "myasn", "blocked", None).await;
        assert_eq!(suggested(&mut browser).await, "e-kinerja presensi mola kartu-asn-virtual asn-karier");
    }

    async fn a_service_without_an_address_says_so_and_its_page_begins_with_what_to_do(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let page = browser.get("/beranda").await;
        let tile = |slug: &str| page.texts(&format!(".tile[data-slug={slug}]")).remove(0);
        assert!(tile("presensi").contains("lewat instansi"));
        assert!(!tile("jdih").contains("lewat instansi"));
        let page = browser.get("/layanan/presensi").await;
        let (way, rest) = (place(&page, "Layanan ini dibuka lewat instansi Anda"), place(&page, "Kelompok"));
        assert!(way < rest);
        page.assert_shows("Tanyakan kepada");
    }

    async fn announcements_stand_below_the_first_services(world) {
        let (mut operator, _) = world.logged_in(OPERATOR, "employee operator", "192.0.2.1").await;
        for severity in ["important", "information", "warning"] {
            announce(&mut operator, severity, &format!("Kabar {severity}")).await;
        }
        let (mut reader, _) = world.logged_in(PNS, "employee", "192.0.2.2").await;
        let page = reader.get("/beranda").await;
        assert!(place(&page, "class=\"tile\"") < place(&page, "id=\"pengumuman\""));
        for words in ["Kabar important", "Isi pengumuman", "Saya mengerti", "2 pengumuman", "Kabar warning"] {
            page.assert_shows(words);
        }
        assert!(!page.shows("Kabar information"), "the others are one row");

        for slug in page.tiles("favorit") {
            reader.post("/api/unpin", &[("service", &slug)]).await;
        }
        let page = reader.get("/beranda").await;
        assert!(place(&page, "class=\"tile\"") < place(&page, "id=\"pengumuman\""), "without favourites");
        reader.open("/buka/jdih", "none").await;
        let page = reader.get("/beranda").await;
        assert_eq!(page.tiles("terakhir"), ["jdih"]);
        assert!(place(&page, "id=\"terakhir\"") < place(&page, "id=\"pengumuman\""));
    }

    async fn of_important_announcements_two_stand_whole_and_the_others_are_counted(world) {
        let (mut operator, _) = world.logged_in(OPERATOR, "employee operator", "192.0.2.1").await;
        for title in ["Kabar pertama", "Kabar kedua", "Kabar ketiga"] {
            announce(&mut operator, "important", title).await;
        }
        let page = operator.get("/beranda").await;
        assert_eq!(page.html.matches("form=\"acknowledge\"").count(), 2);
        page.assert_shows("1 pengumuman");
    }

    async fn a_star_leads_back_to_where_it_was_pressed(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for (fields, back) in [
            (vec![("service", "jdih")], "/beranda#l-jdih"),
            (vec![("service", "jdih"), ("from", "favourites")], "/beranda#favorit"),
            (vec![("service", "jdih"), ("from", "rows")], "/beranda?atur=1#atur"),
            (vec![("service", "jdih"), ("from", "about")], "/layanan/jdih"),
            (vec![("service", "jdih"), ("query", "undang undang")], "/beranda?cari=undang+undang"),
            (vec![("service", "jdih"), ("from", "//evil.example")], "/beranda#l-jdih"),
        ] {
            for path in ["/api/pin", "/api/unpin"] {
                assert_eq!(browser.submit(path, &fields).await.location(), back, "{path} {fields:?}");
            }
        }
        for strange in ["//evil.example", "x#y", "tidak-ada", "\r\nx: y"] {
            let page = browser.submit("/api/unpin", &[("service", strange)]).await;
            assert_eq!(page.location(), "/beranda#favorit", "{strange}");
        }
    }

    async fn what_was_taken_away_can_be_put_back_where_it_stood(world) {
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let before = browser.get("/beranda").await.tiles("favorit");
        let page = browser.post("/api/unpin", &[("service", "myasn"), ("from", "favourites")]).await;
        page.assert_shows("MyASN dilepas dari favorit.");
        let list = &page.html[place(&page, "id=\"favorit\"")..place(&page, "id=\"atur\"")];
        let (first, second) = (list.find("data-slug=\"e-kinerja\""), list.find("data-slug=\"mola\""));
        let said = list.find("form=\"restore-favourite\"");
        assert!(first < said && said < second, "in its place");
        assert!(page.html.contains("name=\"place\" value=\"1\""));
        assert!(!page.html.contains("notice-success"), "and nothing else is pushed away");

        let restored = [("service", "myasn"), ("place", "1"), ("from", "favourites")];
        let page = browser.post("/api/restore", &restored).await;
        assert_eq!(page.tiles("favorit"), before);
        assert!(!page.html.contains("form=\"restore"), "said once");
        let page = browser.submit("/api/restore", &[("service", "i-dis"), ("place", "0")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "only what is theirs");
        browser.post("/api/restore", &[("service", "jdih"), ("place", "4294967295")]).await;
        assert_eq!(browser.get("/beranda").await.tiles("favorit").last().unwrap(), "jdih");

        // The last one: there is still a place where it stood.
        let all = browser.get("/beranda").await.tiles("favorit");
        for slug in &all {
            let page = browser.post("/api/unpin", &[("service", slug), ("from", "favourites")]).await;
            assert!(page.html.contains("form=\"restore-favourite\""), "{slug}");
        }
        browser.post("/api/pin", &[("service", "jdih"), ("from", "about")]).await;
        let page = browser.post("/api/unpin", &[("service", "jdih"), ("from", "about")]).await;
        assert_eq!(page.path, "/layanan/jdih");
        page.assert_shows("Urungkan");
    }

    async fn the_home_page_and_errors_know_who_is_logged_in(world) {
        let mut stranger = world.browser_at("192.0.2.9");
        let (mut browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        browser.get("/beranda").await;
        let wrong = browser.submit("/api/density", &[("density", "tiny")]).await;
        let pages = [browser.get("/").await, browser.get("/tidak-ada").await, browser.get("/layanan/tidak-ada").await, wrong];
        for page in pages {
            page.assert_shows("Selamat datang, Sri Wahyuni");
            assert!(page.html.contains("href=\"/beranda\""), "{}", page.path);
            assert!(!page.html.contains("href=\"/masuk\""), "{}", page.path);
        }
        for path in ["/", "/tidak-ada"] {
            let page = stranger.get(path).await;
            assert!(page.html.contains("href=\"/masuk\"") && !page.shows("Sri Wahyuni"), "{path}");
        }
        browser.post("/api/logout", &[]).await;
        assert!(!browser.get("/").await.shows("Sri Wahyuni"));
    }
}
