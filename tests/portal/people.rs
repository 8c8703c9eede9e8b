//! Looking for people among many, on both engines.

use crate::support::*;
use asn_digital::{
    domain::people::{
        authority::Reached,
        listing::{self, Criteria, ListPlace},
        names,
        search::PersonQuery,
    },
    fixtures::synth,
};
use http::StatusCode;
use std::collections::BTreeSet;
use uuid::Uuid;

const PEOPLE: u64 = 700;

async fn fill(world: &World) {
    let portal = &world.portal;
    let people: Vec<_> = (0..PEOPLE).map(|i| synth::person(1, i)).collect();
    let mut unit = portal.store.write_in_bulk().await.unwrap();
    unit.add_accounts(&people, "no hash", portal.now()).await.unwrap();
    names::note_prepared(&mut unit).await.unwrap();
    unit.commit().await.unwrap();
}

/// Everybody whom all pages together show.
async fn all_pages(world: &World, territory: &Reached, criteria: &Criteria) -> Vec<Uuid> {
    let (mut seen, mut after) = (Vec::new(), None::<ListPlace>);
    loop {
        let page = listing::page(&world.portal, territory.clone(), criteria, after).await.unwrap();
        assert!(page.people.len() <= listing::PAGE);
        seen.extend(page.people.into_iter().map(|row| row.id));
        match page.next {
            Some(next) => after = Some(next),
            None => return seen,
        }
    }
}

on_both_engines! {
    async fn every_search_finds_whoever_fits_and_nobody_else(world) {
        fill(&world).await;
        let people: Vec<_> = (0..PEOPLE).map(|i| synth::person(1, i)).collect();
        let agency = people[0].agency.clone();
        for typed in ["", "siti", "nur", "si nu", "pratama ri", "1986", "19", "budi xx", "ma su ha"] {
            let Ok(query) = PersonQuery::parse(typed) else { continue };
            for territory in
                [Reached::Everybody, Reached::Agencies(vec![agency.clone(), "none".into()])]
            {
                let criteria =
                    Criteria { query: query.clone(), agencies: None, role: None, state: None };
                let fits = |person: &&asn_digital::store::ImportedAccount| {
                    query.fits(&person.nip, &person.name) && territory.agencies().is_none_or(|texts| texts.contains(&person.agency))
                };
                let expected: BTreeSet<Uuid> =
                    people.iter().filter(fits).map(|person| person.id).collect();
                let seen = all_pages(&world, &territory, &criteria).await;
                let found: BTreeSet<Uuid> = seen.iter().copied().collect();
                // Those of the world itself have other names and agencies.
                let others = seen.len() - found.intersection(&expected).count();
                assert_eq!(found.len(), seen.len(), "{typed}: somebody twice");
                assert_eq!(
                    expected.difference(&found).count(), 0, "{typed}, {territory:?}: missed"
                );
                assert!(others <= 5, "{typed}, {territory:?}: {others} too many");
            }
        }
    }
}

const OPERATOR: &str = "197903122005011003";
const REASON: &str = "HP dan laptop hilang di kapal";

/// Somebody with a name in an agency.
async fn employee(world: &World, nip: &str, name: &str, agency: &str) -> Uuid {
    let mut unit = world.portal.store.write().await.unwrap();
    let person = asn_digital::store::ImportedAccount {
        id: world.portal.new_id(),
        nip: nip.into(),
        name: name.into(),
        email: Some(format!("{nip}@example.go.id")),
        agency: agency.into(),
        roles: "employee".into(),
    };
    let id = unit.import_account(&person, world.portal.now()).await.unwrap();
    names::note_prepared(&mut unit).await.unwrap();
    unit.commit().await.unwrap();
    id
}

on_both_engines! {
    async fn an_operator_searches_and_what_cannot_be_searched_for_is_said(world) {
        employee(&world, PPPK, "Siti Nur Aisyah", "Pemerintah Kota Ambon").await;
        employee(&world, PNS, "Siti Nurbaya", "Pemerintah Kota Tual").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let mut found = async |query: &str| operator.get(&format!("/kelola/orang?{query}")).await;
        for query in ["cari=nur+siti", "cari=1992+0314", "cari=aisyah&keadaan=never-came", ""] {
            let page = found(query).await;
            page.assert_shows("Siti Nur Aisyah");
            assert!(!page.shows("Siti Nurbaya"), "of another agency: {query}");
        }
        for (query, said) in [
            ("cari=s", "minimal dua huruf"),
            ("cari=%25", "tanda saja"),
            ("cari=--+%27", "tanda saja"),
            ("cari=198", "4 angka pertama"),
            ("cari=1992031420232120451", "18 angka"),
            ("cari=nurbaya", "Tidak ada yang cocok"),
            ("cari=aisyah&keadaan=disabled", "Tidak ada yang cocok"),
            ("cari=aisyah&instansi=Pemerintah+Kota+Tual", "Tidak ada yang cocok"),
            ("cari=aisyah&sesudah=xx", "Siti Nur Aisyah"),
            ("cari=aisyah&peran=xx&keadaan=xx", "Siti Nur Aisyah"),
        ] {
            found(query).await.assert_shows(said);
        }
        let long = found(&format!("cari={}", "a".repeat(300))).await;
        long.assert_shows("paling panjang 100 huruf; yang diketik 300");
    }

    async fn whoever_may_see_nobody_finds_no_such_page(world) {
        let id = employee(&world, PPPK, "Siti Nur Aisyah", "Pemerintah Kota Ambon").await;
        let (mut person, _) = world.logged_in(PNS, "employee", "192.0.2.2").await;
        for path in ["/kelola/orang".to_owned(), format!("/kelola/orang/{id}")] {
            assert_eq!(person.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn a_person_of_another_agency_is_not_there_and_one_of_ones_own_is(world) {
        let own = employee(&world, PPPK, "Siti Nur Aisyah", "Pemerintah Kota Ambon").await;
        let other = employee(&world, PNS, "Siti Nurbaya", "Pemerintah Kota Tual").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let page = operator.get(&format!("/kelola/orang/{own}")).await;
        page.assert_shows(PPPK);
        page.assert_shows("Belum pernah masuk");
        for nobody in [other.to_string(), Uuid::nil().to_string(), "xx".to_owned()] {
            let page = operator.get(&format!("/kelola/orang/{nobody}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{nobody}");
            for (form, fields) in [
                ("/api/people/act", &[("act", "disabled"), ("reason", REASON)][..]),
                ("/api/people/rename", &[("name", "Sri"), ("name_reason", REASON)]),
            ] {
                let fields = [fields, &[("id", nobody.as_str())]].concat();
                let page = operator.post(form, &fields).await;
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{nobody}: {form}");
            }
        }
    }

    async fn what_is_done_needs_a_reason_and_a_proof_and_its_person_reads_it(world) {
        let (mut person, _) = world.logged_in(PNS, "employee", "192.0.2.3").await;
        let id = {
            let mut unit = world.portal.store.read().await.unwrap();
            unit.account_by_nip(PNS).await.unwrap().unwrap().id.to_string()
        };
        let (mut operator, key) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let act = async |operator: &mut Browser, act: &str, reason: &str| {
            operator.post("/api/people/act", &[("id", &id), ("act", act), ("reason", reason)]).await
        };
        let page = act(&mut operator, "", "singkat").await;
        page.assert_shows("Pilih apa yang dilakukan");
        page.assert_shows("minimal 10 huruf");
        page.assert_shows("singkat");
        let page = act(&mut operator, "seen", REASON).await;
        page.assert_shows("Pilih apa yang dilakukan");
        world.clock.advance(301);
        let asked = act(&mut operator, "signed-out", REASON).await;
        assert_eq!(asked.path, format!("/akun/bukti?lanjut=%2Fkelola%2Forang%2F{id}"));
        let code = world.code(&key);
        let next = asked.next();
        let page = operator.post("/api/proof/code", &[("code", &code), ("next", &next)]).await;
        page.assert_shows(REASON);
        act(&mut operator, "signed-out", REASON).await.assert_shows("keluar dari semua perangkat");
        assert_eq!(person.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
        act(&mut operator, "disabled", REASON).await.assert_shows("Akun dinonaktifkan");
        act(&mut operator, "enabled", REASON).await.assert_shows("Akun aktif lagi");
        let fields = [("id", id.as_str()), ("name", "Sri Rahayu"), ("name_reason", REASON)];
        operator.post("/api/people/rename", &fields).await.assert_shows("Sri Rahayu");
    }

    async fn a_person_reads_who_saw_them_and_takes_their_data_along(world) {
        let (mut person, _) = world.logged_in(PNS, "employee", "192.0.2.3").await;
        person.get("/akun/akses").await.assert_shows("Belum ada operator");
        let id = {
            let mut unit = world.portal.store.read().await.unwrap();
            unit.account_by_nip(PNS).await.unwrap().unwrap().id.to_string()
        };
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        for _ in 0..3 {
            operator.get(&format!("/kelola/orang/{id}")).await.assert_shows("Identitas");
        }
        let page = person.get("/akun/akses").await;
        page.assert_shows("untuk Pemerintah Kota Ambon");
        assert_eq!(page.text().matches("Membuka halaman Anda").count(), 1);
        let page = person.get("/akun/data").await;
        assert!(page.html.contains(PNS) && page.html.contains("\"seen_by\""), "{}", page.html);
        assert!(!page.html.contains("$argon2"));
        world.clock.advance(301);
        assert!(person.get("/akun/data").await.path.starts_with("/akun/bukti"), "without a proof");
    }
}
