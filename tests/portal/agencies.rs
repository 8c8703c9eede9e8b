//! The tree of agencies, as an administrator meets it.

use crate::support::*;

const ADMINISTRATOR: &str = "198103122005011005";

on_both_engines! {
    async fn a_text_that_people_have_is_decided_once_and_opens_them_to_whoever_looks_after_the_agency(world) {
        let person = world.account(PPPK, "employee").await;
        world.move_to(person, "PEMKOT TUAL").await;
        let province = world.agency("Maluku", None).await;
        world.agency("Pemkot Tual", Some(province)).await;
        let (mut administrator, _) =
            world.logged_in(ADMINISTRATOR, "administrator", "192.0.2.9").await;
        let page = administrator.get("/kelola/instansi/nama").await;
        page.assert_shows("PEMKOT TUAL");
        page.assert_shows("Pemerintah Kota Ambon");
        let wrong = [("text", "PEMKOT TUAL"), ("agency", "Kota Lain")];
        let page = administrator.post("/api/decide-agency-text", &wrong).await;
        page.assert_shows("Instansi itu tidak ditemukan");
        let right = [("text", "PEMKOT TUAL"), ("agency", "pemkot-tual")];
        let page = administrator.post("/api/decide-agency-text", &right).await;
        page.assert_shows("Nama ditetapkan");
        assert!(!page.shows("PEMKOT TUAL"), "decided once");
        let page = administrator.post("/api/decide-agency-text", &right).await;
        page.assert_shows("baru saja ditetapkan");

        let (mut regional, _) = world.logged_in(PNS, "employee", "192.0.2.7").await;
        let theirs = format!("/kelola/orang/{person}");
        assert_eq!(regional.get(&theirs).await.status, 404);
        world.grant(PNS, "regional-office".parse().unwrap(), Some(province)).await;
        assert_eq!(regional.get(&theirs).await.status, 200);
    }

    async fn an_agency_is_added_below_another_and_what_is_wrong_is_said_at_its_field(world) {
        let city = world.agency("Pemerintah Kota Ambon", None).await;
        let (mut administrator, _) =
            world.logged_in(ADMINISTRATOR, "administrator", "192.0.2.9").await;
        let place = city.to_string();
        let unit = |name: &'static str, parent: &'static str| {
            [("name", name), ("kind", "unit"), ("parent", parent), ("zone", "WIT")]
        };
        for (name, parent, said) in [
            ("", "Pemerintah Kota Ambon", "Isi nama instansi"),
            ("Dinas Pendidikan", "", "Instansi di atasnya tidak ditemukan"),
            ("Dinas Pendidikan", "Kota Lain", "Instansi di atasnya tidak ditemukan"),
        ] {
            let mut fields = unit(name, parent).to_vec();
            fields.push(("place", &place));
            let page = administrator.post("/api/set-agency", &fields).await;
            page.assert_shows(said);
            let kept = page.field("/api/set-agency", "parent").unwrap_or_default();
            assert_eq!(kept, parent);
        }
        let fields = unit("Dinas Pendidikan", "pemerintah kota ambon");
        let page = administrator.post("/api/set-agency", &fields).await;
        page.assert_shows("Instansi disimpan");
        let page = administrator.get(&format!("/kelola/instansi?instansi={place}")).await;
        page.assert_shows("Dinas Pendidikan");
        let missing = "/kelola/instansi?instansi=00000000-0000-0000-0000-000000000009";
        assert_eq!(administrator.get(missing).await.status, 404);
    }
}
