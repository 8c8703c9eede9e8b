//! What people type: kept whole or refused with the numbers, never cut, and alike on both engines.

use crate::support::*;
use http::StatusCode;

const OPERATOR: &str = "197903122005011003";

/// What else stands in a form whose one field holds the sign.
fn right(field: &str) -> &'static str {
    match field {
        "slug" | "service" | "order" => "e-kinerja",
        "state" => "blocked",
        "nip" => PNS,
        "id" | "announcement" | "address" | "until" | "publish" => "",
        "starts" => "2026-11-22T06:00",
        "ends" => "2026-11-22T12:00",
        "severity" => "information",
        "audience" => "agency",
        "zone" => "WIB",
        _ => "Teks yang biasa saja",
    }
}

on_both_engines! {
    async fn no_field_of_any_form_breaks_on_a_sign_that_one_engine_does_not_keep(world) {
        world.account(PNS, "employee").await;
        let (logged_in, _) = world.logged_in(OPERATOR, "operator administrator", "192.0.2.1").await;
        for (form, fields) in &server_functions() {
            let mut browser = logged_in.clone();
            for bad in fields.iter().map(String::as_str) {
                for sign in ["\0", "\u{1}", "\u{202e}"] {
                    let typed = format!("a{sign}b");
                    let all: Vec<(&str, &str)> = fields
                        .iter()
                        .map(|name| (&**name, if name == bad { &*typed } else { right(name) }))
                        .collect();
                    let page = browser.submit(&format!("/api/{form}"), &all).await;
                    assert!(page.status.as_u16() < 500, "{form}, {bad} {sign:?}: {}", page.status);
                }
            }
            world.run("DELETE FROM throttles").await.unwrap();
        }
        let mut browser = logged_in;
        for address in ["/beranda?cari=%00", "/kelola/layanan?cari=a%00b", "/buka/%00", "/layanan/a%00", "/kelola/layanan/%00"] {
            let status = browser.get(address).await.status;
            assert!(status.as_u16() < 500, "{address}: {status}");
        }
    }

    async fn what_no_screen_shows_is_refused_and_its_place_is_marked(world) {
        let (mut operator, _) = world.logged_in(OPERATOR, "operator administrator", "192.0.2.1").await;
        world.account(PNS, "employee").await;
        for field in ["title_id", "body_id", "title_en", "body_en"] {
            let page = operator.post("/api/save-announcement", &[(field, "satu\0dua")]).await;
            assert_eq!(page.path, "/kelola/pengumuman/baru", "{field}");
            page.assert_shows("berisi tanda yang tidak terlihat");
            assert!(page.html.contains("satu\u{fffd}dua"), "{field}");
        }
        assert_eq!(world.run("DELETE FROM announcements").await.unwrap(), 0);
        let fields = [("slug", "jdih"), ("state", "blocked"), ("note_id", "x"), ("note_en", "satu\0dua")];
        let page = operator.post("/api/set-service", &fields).await;
        assert_eq!(page.path, "/kelola/layanan/jdih");
        assert!(page.html.contains("satu\u{fffd}dua"));
        let fields = [("nip", PNS), ("reason", "HP hilang\0, datang dengan kartu")];
        let page = operator.post("/api/reset/request", &fields).await;
        page.assert_shows("berisi tanda yang tidak terlihat");
        assert!(page.html.contains("HP hilang\u{fffd}, datang"));
        assert_eq!(world.run("DELETE FROM resets").await.unwrap(), 0);
    }

    async fn a_text_over_its_limit_is_refused_with_the_numbers_and_comes_back_whole(world) {
        let (mut operator, _) = world.logged_in(OPERATOR, "operator administrator", "192.0.2.1").await;
        world.account(PNS, "employee").await;
        // Each letter is twelve bytes of a form.
        let long = "🙂".repeat(2001);
        let typed = [("title_id", "Judul"), ("body_id", &*long), ("body_en", &long), ("zone", "WITA")];
        let page = operator.post("/api/save-announcement", &typed).await;
        assert_eq!((page.path.as_str(), page.status), ("/kelola/pengumuman/baru", StatusCode::OK));
        page.assert_shows("Isi (Bahasa Inggris) paling panjang 2.000 karakter. Yang diketik 2.001.");
        page.assert_shows("2.001 dari 2.000 karakter");
        page.assert_shows("Belum disimpan");
        assert_eq!(page.html.matches(&long).count(), 2, "all of both is there to be shortened");
        assert!(page.html.contains("value=\"Judul\"") && page.html.contains("value=\"WITA\" checked"));
        assert_eq!(world.run("DELETE FROM announcements").await.unwrap(), 0);

        // The longest fit, with each end of a line as one character, however browsers send it.
        let (title, body) = ("é".repeat(120), "x\r\n".repeat(1000));
        let fits = [("title_id", &*title), ("title_en", &title), ("body_id", &body), ("body_en", &body)];
        let page = operator.post("/api/save-announcement", &fits).await;
        page.assert_shows("Draf tersimpan");
        page.assert_shows("1.999 dari 2.000 karakter");
        // A draft that is there stays as it was, and its form has what was typed.
        let id = page.path.strip_prefix("/kelola/pengumuman/").unwrap().to_owned();
        let title = "ü".repeat(121);
        let page = operator.post("/api/save-announcement", &[("id", &id), ("title_id", &title), ("publish", "yes")]).await;
        assert_eq!(page.path, format!("/kelola/pengumuman/{id}"));
        page.assert_shows("Judul (Bahasa Indonesia) paling panjang 120 karakter. Yang diketik 121.");
        assert!(page.html.contains(&title));
        assert!(operator.get(&page.path).await.html.contains(&"é".repeat(120)), "and nothing was changed");

        let note = "n".repeat(301);
        let fields = [("slug", "jdih"), ("state", "blocked"), ("note_id", &*note), ("note_en", &note)];
        let page = operator.post("/api/set-service", &fields).await;
        page.assert_shows("(Bahasa Indonesia) paling panjang 300 karakter. Yang diketik 301.");
        assert_eq!(page.html.matches(&note).count(), 2);
        let address = format!("https://a.go.id/{}", "a".repeat(700));
        let page = operator.post("/api/move-service", &[("slug", "jdih"), ("address", &address)]).await;
        page.assert_shows("Alamat layanan paling panjang 500 karakter. Yang diketik 716.");
        assert!(page.html.contains(&address));
        world.portal.refresh_commons().await.unwrap();
        assert!(!operator.get("/layanan/jdih").await.shows("nnn"));

        let reason = "alasan ".repeat(80);
        let page = operator.post("/api/reset/request", &[("nip", PNS), ("reason", &reason)]).await;
        page.assert_shows("paling panjang 500 karakter. Yang diketik 559.");
        assert!(page.html.contains(&reason));
        assert_eq!(world.run("DELETE FROM resets").await.unwrap(), 0);
        let name = "HP ".repeat(300);
        let page = operator.post("/api/authenticator/add", &[("code", "1"), ("device_name", &name)]).await;
        page.assert_shows("Nama perangkat paling panjang 60 karakter. Yang diketik 899.");
        assert!(page.html.contains(&name));
    }
}

/// A NUL that an older program let through would block the move to PostgreSQL for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nul_that_is_there_already_is_marked_when_the_portal_is_renewed() {
    let world = World::on_sqlite().await;
    let (mut operator, _) = world.logged_in(OPERATOR, "operator administrator", "192.0.2.1").await;
    let fields = [("slug", "jdih"), ("state", "blocked"), ("note_id", "x"), ("note_en", "x")];
    operator.post("/api/set-service", &fields).await.assert_shows("Layanan diperbarui");
    operator.post("/api/save-announcement", &[("title_id", "Judul")]).await;
    for before in [
        "ALTER TABLE announcements DROP COLUMN zone",
        "DELETE FROM _sqlx_migrations WHERE version = 17",
        "UPDATE announcements SET body_id = CAST(x'610062c3a90000' AS TEXT), title_en = CAST(x'00' AS TEXT)",
        "UPDATE service_settings SET note_id = CAST(x'6100' AS TEXT)",
    ] {
        world.run(before).await.unwrap();
    }
    let store = world.open_again().await;
    let mut unit = store.read().await.unwrap();
    let rows = unit.announcements_of(None, 10).await.unwrap();
    assert_eq!(
        (&*rows[0].body_id, &*rows[0].title_en),
        ("a\u{fffd}bé\u{fffd}\u{fffd}", "\u{fffd}")
    );
    assert_eq!((&*rows[0].title_id, rows[0].zone.name()), ("Judul", "WIB"));
    let settings = unit.settings_of_service("jdih").await.unwrap().unwrap();
    assert_eq!((&*settings.note_id, &*settings.note_en), ("a\u{fffd}", "x"));
}
