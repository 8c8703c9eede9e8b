//! Whoever owns services looks after those of their agency; where one is, an administrator decides.

use asn_digital::domain::people::role::Role;
use http::StatusCode;

const OWNER: &str = "197903122005011003";
const COLLEAGUE: &str = "198003122005011004";
const AGENCY: &str = "Badan Layanan";
const ADDRESS: &str = "https://presensi.example.go.id";
const REASON: &str = "Pindah ke pusat data nasional";

on_both_engines! {
    async fn an_owner_says_whether_it_can_be_used_and_proposes_where_it_is(world) {
        let agency = world.agency(AGENCY, None).await;
        world.own_service("presensi", AGENCY).await;
        world.own_service("siasn", "").await;
        let (mut owner, _) = world.logged_in(OWNER, "employee", "192.0.2.2").await;
        let (mut colleague, _) = world.logged_in(COLLEAGUE, "employee", "192.0.2.3").await;
        assert_eq!(owner.get("/kelola/layanan").await.status, StatusCode::NOT_FOUND);
        for nip in [OWNER, COLLEAGUE] {
            world.grant(nip, Role::ServiceOwner, Some(agency)).await;
        }
        let list = owner.get("/kelola/layanan").await;
        assert_eq!(list.texts("tbody th"), ["Presensi"], "theirs alone");
        for slug in ["siasn", "myasn", "hilang"] {
            assert_eq!(owner.get(&format!("/kelola/layanan/{slug}")).await.status, StatusCode::NOT_FOUND, "{slug}");
            let fields = [("slug", slug), ("state", "blocked"), ("note_id", "Rusak")];
            assert_eq!(owner.submit("/api/set-service", &fields).await.status, StatusCode::NOT_FOUND, "{slug}");
        }
        let fields = [("slug", "presensi"), ("state", "disruption"), ("note_id", "Server sedang diperbaiki")];
        owner.post("/api/set-service", &fields).await.assert_shows("Layanan diperbarui");
        colleague.get("/layanan/presensi").await.assert_shows("Server sedang diperbaiki");

        let fields = [("slug", "presensi"), ("address", ADDRESS), ("reason", REASON)];
        owner.post("/api/move-service", &fields).await.assert_shows("Alamat diajukan");
        owner.get("/kelola/persetujuan").await.assert_shows("Menunggu orang lain");
        // Another owner is no second person: people would be sent there.
        assert!(!colleague.get("/kelola/persetujuan").await.shows(REASON));
        assert_eq!(world.approve_all(&colleague).await, 0);
        let administrator = world.second_administrator().await;
        assert_eq!(world.approve_all(&administrator).await, 1);
        assert!(owner.get("/kelola/layanan").await.shows(ADDRESS));

        // What somebody proposed falls with the role.
        let fields = [("slug", "presensi"), ("address", "https://lain.example.go.id"), ("reason", REASON)];
        owner.post("/api/move-service", &fields).await.assert_shows("Alamat diajukan");
        world.run("DELETE FROM role_grants").await.unwrap();
        world.run("UPDATE accounts SET role_grant_count = 0").await.unwrap();
        assert_eq!(owner.get("/kelola/layanan").await.status, StatusCode::NOT_FOUND);
        let mut other = world.logged_in("198103122005011005", "administrator", "192.0.2.8").await.0;
        let id = other.get("/kelola/persetujuan").await.field("/api/proposals/decide", "id").unwrap();
        let page = other.post("/api/proposals/decide", &[("id", &*id), ("decision", "approve")]).await;
        page.assert_shows("tidak dapat dilaksanakan lagi");
        assert!(other.get("/kelola/layanan").await.shows(ADDRESS));
    }
}
