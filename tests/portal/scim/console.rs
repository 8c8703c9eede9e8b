//! The systems of agencies, as administrators look after them.

use super::*;
use asn_digital::domain::scim::hold;

const PAGE: &str = "/kelola/sistem";
const ADD: &str = "/api/provisioning/add-token";
const END: &str = "/api/provisioning/end-token";
const LIFT: &str = "/api/provisioning/propose-lift";
const ONE: &str = "198103122005011005";
const REASON: &str = "Dibenarkan kepala BKPSDM lewat telepon";

on_both_engines! {
    async fn a_token_is_made_with_a_fresh_proof_shown_once_and_ended(world) {
        world.agency(AMBON, None).await;
        people(&world, AMBON, 0..1).await;
        let (mut one, key) = world.logged_in(ONE, "administrator", "192.0.2.2").await;
        one.get(PAGE).await.assert_shows("Belum ada token");
        let wrong = [("agency", "Kota Hilang"), ("name", "sistem ☂"), ("days", "satu")];
        let page = one.post(ADD, &wrong).await;
        for said in ["Instansi ini tidak ada", "1 sampai 60 huruf", "jumlah hari dari 1 sampai 1095"] {
            page.assert_shows(said);
        }
        for (name, typed) in wrong {
            assert_eq!(page.field(ADD, name).as_deref(), Some(typed), "what was typed stays");
        }
        world.clock.advance(301);
        let right = [("agency", "pemerintah kota ambon"), ("name", "SIMPEG  Ambon"), ("days", "30")];
        let asked = one.post(ADD, &right).await;
        assert!(asked.path.starts_with("/akun/bukti"), "{}", asked.path);
        let proof = [("code", &*world.code(&key)), ("next", &*asked.next())];
        let page = one.post("/api/proof/code", &proof).await;
        assert_eq!(page.field(ADD, "name").as_deref(), Some("SIMPEG  Ambon"));
        let page = one.post(ADD, &right).await;
        let token = page.texts("#token").remove(0);
        page.assert_shows("SIMPEG Ambon");
        assert_eq!(one.get(PAGE).await.count("#token"), 0, "shown once");

        let client = Client { router: world.router.clone(), token, address: "203.0.113.7" };
        assert_eq!(client.get("/Users").await.is(200).body["totalResults"], 2, "with the administrator");
        one.get(PAGE).await.assert_shows("Terakhir dipakai");
        let id = one.get(PAGE).await.field(END, "id").unwrap();
        one.post(END, &[("id", &id)]).await.assert_shows("Token diakhiri");
        client.get("/Users").await.is(401);
        let page = one.get(PAGE).await;
        assert_eq!(page.count(&format!("form[action='{END}']")), 0);
        page.assert_shows("Berakhir");
        let by = world.portal.store.read().await.unwrap().account_by_nip(ONE).await.unwrap().unwrap();
        let events = world.events_of(by.id).await;
        let changed = events.iter().filter(|event| *event == "provisioning-token-changed").count();
        assert_eq!(changed, 2, "{events:?}");
    }

    async fn what_is_held_goes_on_once_a_second_administrator_agrees(world) {
        world.agency(AMBON, None).await;
        people(&world, AMBON, 0..30).await;
        let client = Client::of(&world, AMBON).await;
        let all = client.get("/Users?count=30&attributes=id").await.is(200);
        let ids: Vec<_> = all.body["Resources"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        let (mut one, _) = world.logged_in(ONE, "administrator", "192.0.2.2").await;
        let lift = [("held", AMBON), ("reason", REASON)];
        let page = one.get(PAGE).await;
        assert!(!page.shows("Penonaktifan yang ditahan"));
        assert_eq!(one.post(LIFT, &lift).await.path, PAGE);
        let allowed = usize::try_from(hold::allowed(30)).unwrap();
        for id in &ids[..allowed] {
            client.delete(id).await.is(204);
        }
        client.delete(ids[allowed]).await.is(429);
        one.get(PAGE).await.assert_shows("10 orang dalam satu jam terakhir");
        one.post(LIFT, &[("held", AMBON), ("reason", "ya")]).await.assert_shows("minimal 10 huruf");
        one.post(LIFT, &[("held", TUAL), ("reason", REASON)]).await.assert_shows("Tidak ada lagi yang ditahan");
        one.post(LIFT, &lift).await.assert_shows("Usul dicatat");
        one.post(LIFT, &lift).await.assert_shows("Sudah diajukan");
        assert_eq!(world.approve_all(&one).await, 0, "nobody decides on what they proposed");
        client.delete(ids[allowed]).await.is(429);
        let mut other = world.second_administrator().await;
        other.get("/kelola/persetujuan").await.assert_shows("boleh melanjutkan penonaktifan");
        assert_eq!(world.approve_all(&other).await, 1);
        // As many once more, and no more.
        for id in &ids[allowed..2 * allowed] {
            client.delete(id).await.is(204);
        }
        client.delete(ids[2 * allowed]).await.is(429);
        assert!(world.events().await.contains(&"provisioning-hold-lifted".to_owned()));
    }

    async fn however_many_there_are_a_page_has_fifty_and_the_next_one_goes_on(world) {
        people(&world, AMBON, 0..1).await;
        people(&world, TUAL, 1..2).await;
        for _ in 0..26 {
            Client::of(&world, AMBON).await;
            Client::of(&world, TUAL).await;
        }
        let (mut one, _) = world.logged_in(ONE, "administrator", "192.0.2.2").await;
        let first = one.get(PAGE).await;
        let next = first.attribute("a[href*='sesudah=']", "href").unwrap();
        let second = one.get(&next).await;
        let mut seen = [first.attributes(".rows [name=id]", "value"), second.attributes(".rows [name=id]", "value")].concat();
        assert_eq!((first.count(".rows > li"), second.count(".rows > li")), (50, 2));
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 52, "nobody twice, nobody missed");
        assert_eq!(second.count("a[href*='sesudah=']"), 0);
        for wrong in ["x", "00000000-0000-4000-8000-000000000000", "%00"] {
            assert_eq!(one.get(&format!("{PAGE}?sesudah={wrong}")).await.count(".rows > li"), 50, "{wrong}");
        }
    }
}
