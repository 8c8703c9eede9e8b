//! The launcher shows a person what is theirs, in their order; whatever is not theirs is not there.

use crate::support::*;
use asn_digital::{
    domain::{
        clock::Clock,
        launcher::{
            catalogue::{BUILT_IN, Catalogue},
            commons,
        },
    },
    i18n::Language,
    store::ServiceSettingsRow,
};
use http::{Request, StatusCode, header};
use time::Duration;

async fn logged_in(world: &World, roles: &str) -> Browser {
    let key = world.enrolled(PNS, roles).await;
    let mut browser = world.browser();
    assert!(browser.login(PNS, PASSWORD, &world.code(&key)).await.is_launcher());
    browser
}

async fn favourites(browser: &mut Browser) -> String {
    browser.get("/beranda").await.tiles("favorit").join(" ")
}

/// What an operator decided, written past the pages.
async fn decide(world: &World, slug: &str, state: &str, until: Option<i64>, address: Option<&str>) {
    let by = world.account("197903122005011003", "administrator").await;
    let now = world.clock.now();
    let row = ServiceSettingsRow {
        slug: slug.into(),
        address: address.map(str::to_owned),
        state: state.parse().unwrap(),
        until: until.map(|seconds| now + Duration::seconds(seconds)),
        note_id: "Sebab <b>tertulis</b>; tanya Helpdesk".into(),
        note_en: "The reason; ask the help desk".into(),
    };
    let mut unit = world.portal.store.write().await.unwrap();
    unit.set_service(&row, by, now).await.unwrap();
    unit.commit().await.unwrap();
    world.portal.refresh_commons().await.unwrap();
}

on_both_engines! {
    async fn each_role_sees_its_services_and_suggestions(world) {
        let mut browser = logged_in(&world, "employee").await;
        let page = browser.get("/beranda").await;
        let all = page.tiles("semua");
        assert!(all.contains(&"myasn".to_owned()) && !all.contains(&"i-dis".to_owned()));
        assert!(all.contains(&"siasn".to_owned()) && !all.contains(&"siasn-instansi".to_owned()));
        assert_eq!(browser.get("/beranda?cari=siasn").await.tiles("hasil")[0], "siasn");
        assert_eq!(page.tiles("favorit").join(" "), "e-kinerja myasn mola kartu-asn-virtual asn-karier");
        page.assert_shows("Ini saran untuk peran Anda");
        assert!(!page.html.contains("/kelola"));
    }

    async fn favourites_are_chosen_and_the_same_on_every_device(world) {
        let mut browser = logged_in(&world, "employee").await;
        let page = browser.post("/api/pin", &[("service", "jdih")]).await;
        assert!(page.is_launcher_page());
        page.assert_shows("JDIH ada di favorit.");
        let chosen = "e-kinerja myasn mola kartu-asn-virtual asn-karier jdih";
        assert_eq!(favourites(&mut browser).await, chosen);
        browser.post("/api/pin", &[("service", "jdih")]).await;
        assert_eq!(favourites(&mut browser).await, chosen, "twice is once");

        browser.post("/api/unpin", &[("service", "mola")]).await;
        browser.post("/api/earlier", &[("service", "jdih")]).await;
        let page = browser.post("/api/later", &[("service", "e-kinerja")]).await;
        assert_eq!(page.count("#atur[open]"), 1, "goes on arranging");
        browser.post("/api/order", &[("order", "myasn,myasn,../x,i-dis,jdih")]).await;
        let ordered = "myasn jdih e-kinerja kartu-asn-virtual asn-karier";
        assert_eq!(favourites(&mut browser).await, ordered);
        let page = browser.get("/beranda").await;
        assert!(!page.shows("Ini saran untuk peran Anda"));
        assert!(page.html.contains("Lepas JDIH dari favorit"));

        world.clock.advance(30);
        let mut phone = world.browser_at("198.51.100.7");
        let key = world.key_of(PNS).await;
        phone.login(PNS, PASSWORD, &world.code(&key)).await;
        assert_eq!(favourites(&mut phone).await, ordered);
        for slug in ordered.split(' ') {
            phone.post("/api/unpin", &[("service", slug)]).await;
        }
        browser.get("/beranda").await.assert_shows("Belum ada favorit");
    }

    async fn what_is_not_theirs_cannot_be_pinned_opened_or_told_from_what_is_not_there(world) {
        let mut browser = logged_in(&world, "employee").await;
        for slug in ["i-dis", "tidak-ada", "", "../beranda", "'; DROP TABLE shelves; --"] {
            let page = browser.submit("/api/pin", &[("service", slug)]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{slug}");
        }
        let (hidden, missing) = (browser.get("/buka/i-dis").await, browser.get("/buka/tidak-ada").await);
        assert_eq!((hidden.status, missing.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert!(favourites(&mut browser).await.starts_with("e-kinerja"));
    }

    async fn nobody_changes_a_shelf_without_a_session_or_from_another_site(world) {
        logged_in(&world, "employee").await;
        let mut stranger = world.browser();
        for action in ["pin", "unpin", "earlier", "later", "order", "acknowledge"] {
            let page = stranger.post(&format!("/api/{action}"), &[("service", "jdih")]).await;
            assert!(page.path.starts_with("/masuk"), "{action}: {}", page.path);
        }
        let mut browser = world.browser();
        world.clock.advance(30);
        browser.login(PNS, PASSWORD, &world.code(&world.key_of(PNS).await)).await;
        let forged = Request::post("/api/pin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body("service=jdih".into())
            .unwrap();
        assert_eq!(browser.send("/api/pin", forged).await.status, StatusCode::FORBIDDEN);
        assert!(!favourites(&mut browser).await.contains("jdih"));
    }

    async fn two_devices_that_change_at_once_lose_nothing(world) {
        let browser = logged_in(&world, "employee").await;
        let slugs = ["jdih", "sscasn", "mola", "helpdesk", "bkn-pedia", "kms"];
        let mut tasks = tokio::task::JoinSet::new();
        for slug in slugs {
            let mut browser = browser.clone();
            tasks.spawn(async move { browser.submit("/api/pin", &[("service", slug)]).await.status });
        }
        for status in tasks.join_all().await {
            assert_eq!(status, StatusCode::SEE_OTHER);
        }
        let after = favourites(&mut browser.clone()).await;
        for slug in slugs {
            assert!(after.split(' ').any(|favourite| favourite == slug), "{slug} is lost: {after}");
        }
    }

    async fn opening_a_tile_passes_on_and_is_remembered(world) {
        let mut browser = logged_in(&world, "employee").await;
        let page = browser.open("/buka/e-kinerja", "same-origin").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "https://kinerja.bkn.go.id");
        let page = browser.open("/buka/presensi", "none").await;
        assert_eq!(page.location(), "/layanan/presensi", "no address is known");
        browser.open("/buka/e-kinerja", "same-origin").await;
        browser.open("/buka/jdih", "cross-site").await;
        let page = browser.get("/beranda").await;
        assert_eq!(page.tiles("terakhir"), ["presensi"], "a favourite is not repeated");
        for slug in ["jdih", "mola", "sscasn", "kms", "bkn-pedia", "helpdesk", "myasn"] {
            browser.open(&format!("/buka/{slug}"), "same-origin").await;
        }
        let page = browser.get("/beranda").await;
        assert_eq!(page.tiles("terakhir").join(" "), "helpdesk bkn-pedia kms sscasn jdih presensi");
        browser.post("/api/unpin", &[("service", "myasn")]).await;
        let page = browser.get("/beranda").await;
        assert_eq!(page.tiles("terakhir").join(" "), "myasn helpdesk bkn-pedia kms sscasn jdih", "six of them");
    }

    async fn who_is_not_logged_in_opens_what_is_public_and_logs_in_for_the_rest(world) {
        let mut stranger = world.browser();
        assert_eq!(stranger.open("/buka/sscasn", "none").await.location(), "https://sscasn.bkn.go.id");
        let page = stranger.open("/buka/e-kinerja", "none").await;
        assert_eq!(page.location(), "/masuk?lanjut=%2Fbuka%2Fe-kinerja");
        assert_eq!(stranger.get("/buka/tidak-ada").await.status, StatusCode::NOT_FOUND);
    }

    async fn a_service_in_trouble_says_so_and_is_not_passed_on(world) {
        let mut browser = logged_in(&world, "employee").await;
        decide(&world, "e-kinerja", "maintenance", Some(3600), None).await;
        browser.get("/beranda").await.assert_shows("Pemeliharaan sampai 22 November 2026");
        assert_eq!(browser.open("/buka/e-kinerja", "none").await.location(), "/layanan/e-kinerja");
        let page = browser.get("/layanan/e-kinerja").await;
        page.assert_shows("Sebab <b>tertulis</b>; tanya Helpdesk");
        assert!(!page.shows("Buka e-Kinerja"));

        for _ in 0..3 {
            world.clock.advance(1200);
            browser.get("/beranda").await;
        }
        world.portal.refresh_commons().await.unwrap();
        assert!(!browser.get("/beranda").await.shows("Pemeliharaan"), "over by itself");
        decide(&world, "e-kinerja", "blocked", None, None).await;
        browser.get("/beranda").await.assert_shows("Diblokir");
    }

    async fn an_operators_address_wins_and_a_newer_file_does_not_touch_it(world) {
        let mut browser = logged_in(&world, "employee").await;
        decide(&world, "presensi", "available", None, Some("https://presensi.example.go.id")).await;
        let elsewhere = "https://presensi.example.go.id";
        assert_eq!(browser.open("/buka/presensi", "none").await.location(), elsewhere);

        let newer = BUILT_IN.replace("name = \"Presensi\"", "name = \"Presensi Baru\"");
        let newer = Catalogue::parse(&newer).unwrap();
        commons::CommonsCell::open(&world.portal.store, &newer, world.clock.now()).await.unwrap();
        world.portal.refresh_commons().await.unwrap();
        let page = browser.get("/beranda").await;
        page.assert_shows("Presensi Baru");
        assert_eq!(browser.open("/buka/presensi", "none").await.location(), elsewhere);
    }

    async fn nodes_that_start_at_once_with_a_newer_file_do_not_stop_each_other(world) {
        let newer = BUILT_IN.replace("name = \"Presensi\"", "name = \"Presensi Baru\"");
        // Connections for all of them, so that none has to wait for its own.
        let mut connections = Vec::new();
        for _ in 0..4 {
            connections.push(world.portal.store.read().await.unwrap());
        }
        drop(connections);
        let mut starts = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (store, now) = (world.portal.store.clone(), world.clock.now());
            let newer = Catalogue::parse(&newer).unwrap();
            starts.spawn(async move { commons::CommonsCell::open(&store, &newer, now).await });
        }
        for node in starts.join_all().await {
            let services = &node.unwrap().get().services;
            assert_eq!(services.len(), 48);
            assert!(services.iter().any(|one| one.tile(Language::Indonesian).name == "Presensi Baru"));
        }
    }

    async fn the_search_ranks_the_same_by_a_plain_form_and_survives_anything(world) {
        let mut browser = logged_in(&world, "employee operator").await;
        let page = browser.get("/beranda?cari=naik+pangkat").await;
        assert_eq!(page.tiles("hasil")[0], "kenaikan-pangkat");
        let page = browser.get("/beranda?cari=kineja").await;
        assert_eq!(page.tiles("hasil")[0], "e-kinerja");
        for nonsense in ["%F0%9F%99%82", "%27%3B+DROP+TABLE+services%3B--", "xyzzy", "%3Cscript%3Ealert(1)%3C/script%3E"] {
            let page = browser.get(&format!("/beranda?cari={nonsense}")).await;
            assert_eq!(page.tiles("hasil").len(), 0, "{nonsense}");
            page.assert_shows("Tidak ada layanan yang cocok");
            page.assert_shows("Helpdesk BKN");
            assert!(!page.html.contains("<script>alert"));
        }
        let long = format!("/beranda?cari={}", "x".repeat(10_000));
        let page = browser.get(&long).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.html.contains(&format!("value=\"{}", "x".repeat(101))));
    }

    async fn the_page_made_quickly_is_the_page(world) {
        let mut browser = logged_in(&world, "employee operator").await;
        browser.post("/api/pin", &[("service", "i-dis")]).await;
        browser.open("/buka/mola", "none").await;
        decide(&world, "i-dis", "disruption", None, None).await;
        browser.get("/beranda").await;
        let same = |page: Page| {
            let nonce = page.nonce();
            // The way back to this very page differs by its query.
            page.html.replace(&nonce, "NONCE").replace("/beranda?x=1", "/beranda")
        };
        for _ in 0..2 {
            let (quick, whole) = (browser.get("/beranda").await, browser.get("/beranda?x=1").await);
            assert_ne!(quick.nonce(), whole.nonce());
            assert_eq!(quick.headers["content-type"], whole.headers["content-type"]);
            assert_eq!(quick.headers["cache-control"], "no-store");
            similar(&same(quick), &same(whole));
        }
        let nonces = [browser.get("/beranda").await.nonce(), browser.get("/beranda").await.nonce()];
        assert_ne!(nonces[0], nonces[1], "a nonce is used once");
    }

    async fn two_people_never_see_each_others_page(world) {
        let mut first = logged_in(&world, "employee").await;
        first.post("/api/pin", &[("service", "jdih")]).await;
        let account = world.account(PPPK, "employee").await;
        world.rename(account, "Budi <b>Santoso</b> & \"kawan\"").await;
        let mut second = world.browser_at("198.51.100.9");
        second.login(PPPK, PASSWORD, "").await;
        let key = second.key().await;
        second.activate(&world.code(&key), "HP").await;
        world.clock.advance(30);
        assert!(second.login(PPPK, PASSWORD, &world.code(&key)).await.is_launcher());
        for _ in 0..2 {
            let (one, other) = (first.get("/beranda").await, second.get("/beranda").await);
            assert!(one.shows("Sri Wahyuni") && !one.shows("Budi"));
            other.assert_shows("Budi <b>Santoso</b> & \"kawan\"");
            assert!(!other.shows("Sri Wahyuni") && !other.html.contains("1986••"));
            assert!(!other.tiles("favorit").contains(&"jdih".to_owned()));
        }
        first.post("/api/logout", &[]).await;
        assert!(first.get("/beranda").await.path.starts_with("/masuk"));
    }

    async fn the_view_is_this_browsers_choice(world) {
        let mut browser = logged_in(&world, "employee").await;
        browser.post("/api/density", &[("density", "dense")]).await;
        assert!(browser.get("/beranda").await.html.contains("class=\"wrap launcher dense\""));
        let page = browser.submit("/api/density", &[("density", "tiny")]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
    }
}

/// The same page; says where it begins to differ.
#[track_caller]
fn similar(one: &str, other: &str) {
    if one != other {
        let at = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| {
            let bytes = &text.as_bytes()[at.saturating_sub(80)..text.len().min(at + 160)];
            String::from_utf8_lossy(bytes).into_owned()
        };
        panic!("the pages differ at {at}:\n{}\n---\n{}", near(one), near(other));
    }
}
