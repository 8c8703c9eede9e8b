//! What one proposes of a person and another one decides on, and the forms below somebody's page.

use crate::support::*;
use http::StatusCode;
use uuid::Uuid;

const ONE: &str = "198103122005011005";
const OTHER: &str = "198203122005011006";
const RECEIVER: &str = "198303122005011007";
const REASON: &str = "Plt. kepala bidang sampai akhir tahun";
const AMBON: &str = "Pemerintah Kota Ambon";
const TUAL: &str = "Pemerintah Kota Tual";
const LIST: &str = "/kelola/persetujuan";

/// Ambon and Tual in the tree, and somebody who works in Ambon.
async fn person(world: &World) -> String {
    world.agency(AMBON, None).await;
    world.agency(TUAL, None).await;
    world.account(PPPK, "employee").await.to_string()
}

async fn id_of(world: &World, nip: &str) -> Uuid {
    world.portal.store.read().await.unwrap().account_by_nip(nip).await.unwrap().unwrap().id
}

/// Proposes with these fields and a reason.
async fn propose(browser: &mut Browser, what: &str, id: &str, fields: &[(&str, &str)]) -> Page {
    let fields = [&[("id", id), ("reason", REASON)], fields].concat();
    browser.post(&format!("/api/people/propose-{what}"), &fields).await
}

/// The id of the only proposal that somebody sees.
async fn proposal(browser: &mut Browser) -> String {
    browser.get(LIST).await.field("/api/proposals/decide", "id").unwrap()
}

async fn decide(browser: &mut Browser, id: &str, decision: &str) -> Page {
    browser.post("/api/proposals/decide", &[("id", id), ("decision", decision)]).await
}

const AUDITOR: [(&str, &str); 4] =
    [("role", "auditor"), ("agency", "kota tual"), ("decree", "SK 821/17"), ("ends", "2026-12-31")];

on_both_engines! {
    async fn a_role_is_proposed_by_one_approved_by_another_and_ended_by_either(world) {
        let id = person(&world).await;
        let (mut one, _) = world.logged_in(ONE, "administrator", "192.0.2.2").await;
        let (mut other, key) = world.logged_in(OTHER, "administrator", "192.0.2.3").await;
        one.get(&format!("/kelola/orang/{id}")).await.assert_shows("Pindah instansi");
        let form = format!("/kelola/orang/{id}/peran");
        let page = one.get(&form).await;
        page.assert_shows("Belum ada peran yang diberikan");
        assert_eq!(page.field("/api/people/propose-role", "agency").as_deref(), Some(AMBON));
        let mut role = AUDITOR;
        role[1].1 = TUAL;
        let page = propose(&mut one, "role", &id, &role).await;
        page.assert_shows("Orang lain harus menyetujuinya");
        propose(&mut one, "role", &id, &role).await.assert_shows("sudah menunggu persetujuan");

        let own = one.get(LIST).await;
        own.assert_shows("Menunggu orang lain");
        assert_eq!(own.count("[value=approve]"), 0, "nobody decides on what they proposed");
        let proposal = proposal(&mut other).await;
        let page = other.get(LIST).await;
        for said in ["Peran auditor atas Pemerintah Kota Tual", "SK 821/17", "31 Desember 2026 23.59 WIT", REASON] {
            page.assert_shows(said);
        }
        decide(&mut one, &proposal, "approve").await.assert_shows("sudah diputuskan");
        world.clock.advance(301);
        let asked = decide(&mut other, &proposal, "approve").await;
        assert!(asked.path.starts_with("/akun/bukti"), "{}", asked.path);
        let proof = [("code", &*world.code(&key)), ("next", &*asked.next())];
        assert_eq!(other.post("/api/proof/code", &proof).await.path, LIST);
        decide(&mut other, &proposal, "approve").await.assert_shows("sudah berlaku");
        decide(&mut other, &proposal, "refuse").await.assert_shows("sudah diputuskan");
        let log = other.get("/akun/catatan").await.text();
        assert!(log.contains("Disetujui orang kedua: peran"), "{log}");
        assert!(!log.contains("grant-role") && !log.contains(&proposal), "{log}");
        for (state, shows) in [("approved", true), ("refused", false), ("xx", false)] {
            let page = one.get(&format!("{LIST}?keadaan={state}&sebelum=xx")).await;
            assert_eq!(page.shows("Diputuskan oleh"), shows, "{state}");
        }

        let page = other.get(&form).await;
        page.assert_shows("Atas pegawai Pemerintah Kota Tual");
        let grant = page.attribute("#grant option", "value").unwrap();
        let end = [("id", &*id), ("grant", &*grant), ("end_reason", "singkat")];
        other.post("/api/people/end-role", &end).await.assert_shows("minimal 10 huruf");
        let end = [("id", &*id), ("grant", &*grant), ("end_reason", REASON)];
        other.post("/api/people/end-role", &end).await.assert_shows("Peran diakhiri");
        other.post("/api/people/end-role", &end).await.assert_shows("sudah tidak ada");
        let acts = world.acts_on(PPPK).await;
        assert_eq!(acts, ["proposal-approved", "role-ended", "role-proposed", "seen", "seen"]);
    }

    async fn of_two_who_decide_at_once_one_does_and_the_other_reads_that_it_was_done(world) {
        let id = person(&world).await;
        let (mut one, _) = world.logged_in(ONE, "administrator", "192.0.2.2").await;
        let (mut other, _) = world.logged_in(OTHER, "administrator", "192.0.2.3").await;
        let (mut third, _) = world.logged_in(PNS, "administrator", "192.0.2.4").await;
        let mut role = AUDITOR;
        role[1].1 = TUAL;
        propose(&mut one, "role", &id, &role).await.assert_shows("Usul dicatat");
        let proposal = proposal(&mut other).await;
        let (approved, refused) =
            tokio::join!(decide(&mut other, &proposal, "approve"), decide(&mut third, &proposal, "refuse"));
        let won = [approved.shows("sudah berlaku"), refused.shows("Usul ditolak")];
        let lost = [approved.shows("sudah diputuskan"), refused.shows("sudah diputuskan")];
        assert!(won[0] != won[1] && lost == [!won[0], !won[1]], "{won:?} {lost:?}");
    }

    async fn a_transfer_is_proposed_where_somebody_leaves_and_they_read_who_moved_them(world) {
        person(&world).await;
        let (mut moved, _) = world.logged_in(PNS, "employee", "192.0.2.3").await;
        let id = id_of(&world, PNS).await.to_string();
        let (mut ambon, _) = world.logged_in(ONE, "operator", "192.0.2.4").await;
        let (mut tual, _) = world.logged_in(RECEIVER, "operator", "192.0.2.5").await;
        world.move_to(id_of(&world, RECEIVER).await, TUAL).await;
        let taken = propose(&mut tual, "move", &id, &[("agency", TUAL)]).await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND, "nobody takes people away from others");
        propose(&mut ambon, "move", &id, &[("agency", AMBON)]).await.assert_shows("sudah bekerja di sana");
        propose(&mut ambon, "move", &id, &[("agency", TUAL)]).await.assert_shows("Usul dicatat");
        let first = proposal(&mut ambon).await;
        decide(&mut ambon, &first, "withdraw").await.assert_shows("ditarik kembali");
        propose(&mut ambon, "move", &id, &[("agency", TUAL)]).await.assert_shows("Usul dicatat");
        let page = tual.get(LIST).await;
        page.assert_shows("Pindah ke Pemerintah Kota Tual");
        page.assert_shows("Sekarang di Pemerintah Kota Ambon");
        let second = proposal(&mut tual).await;
        decide(&mut tual, &first, "approve").await.assert_shows("sudah diputuskan");
        decide(&mut tual, &second, "approve").await.assert_shows("sudah berlaku");
        assert_eq!(ambon.get(&format!("/kelola/orang/{id}")).await.status, StatusCode::NOT_FOUND);
        tual.get(&format!("/kelola/orang/{id}")).await.assert_shows(TUAL);
        let page = moved.get("/akun/akses").await;
        for said in ["Mengusulkan Anda pindah instansi", "Menyetujui usul tentang Anda", AMBON, TUAL, REASON] {
            page.assert_shows(said);
        }
        world.letter("Instansi Anda di ASN Digital sudah diganti").await;
    }

    async fn another_number_needs_a_proof_and_what_was_typed_waits_for_it(world) {
        let id = person(&world).await;
        world.account(PNS, "employee").await;
        let (mut operator, key) = world.logged_in(ONE, "operator", "192.0.2.2").await;
        let number = async |browser: &mut Browser, number: &str| {
            let fields = [("id", &*id), ("number", number), ("reason", REASON)];
            browser.post("/api/people/number", &fields).await
        };
        number(&mut operator, PNS).await.assert_shows("dipakai, atau pernah dipakai");
        world.clock.advance(301);
        let asked = number(&mut operator, "198609262015052009").await;
        let proof = [("code", &*world.code(&key)), ("next", &*asked.next())];
        let page = operator.post("/api/proof/code", &proof).await;
        assert_eq!(page.path, format!("/kelola/orang/{id}/nomor"));
        let kept = page.field("/api/people/number", "number");
        assert_eq!(kept.as_deref(), Some("198609262015052009"));
        number(&mut operator, "198609262015052009").await.assert_shows("NIP diganti");
        assert_eq!(world.acts_on("198609262015052009").await, ["number-changed", "seen"]);
    }

    async fn whatever_is_typed_is_said_at_its_field_and_stays_there(world) {
        let id = person(&world).await;
        let (mut one, _) = world.logged_in(ONE, "administrator", "192.0.2.2").await;
        let long = "x".repeat(300);
        for typed in ["x", "\0", &*long] {
            let shown = typed.replace('\0', "\u{fffd}");
            let role = [("role", typed), ("agency", typed), ("ends", typed), ("decree", typed)];
            let page = propose(&mut one, "role", &id, &role).await;
            assert_eq!(page.path, format!("/kelola/orang/{id}/peran"));
            for said in ["Pilih satu peran", "Instansi itu tidak ditemukan", "hari yang akan datang"] {
                page.assert_shows(said);
            }
            assert_eq!(page.shows("paling panjang 100 huruf"), typed != "x", "{typed}");
            assert_eq!(page.field("/api/people/propose-role", "agency"), Some(shown.clone()));
            let page = propose(&mut one, "move", &id, &[("agency", typed)]).await;
            page.assert_shows("Instansi itu tidak ditemukan");
            let fields = [("id", &*id), ("number", typed), ("reason", typed)];
            let page = one.post("/api/people/number", &fields).await;
            assert!(page.count(".field-error") >= 1, "{typed}");
            assert_eq!(page.field("/api/people/number", "number"), Some(shown));
            let ended = [("id", &*id), ("grant", typed), ("end_reason", REASON)];
            one.post("/api/people/end-role", &ended).await.assert_shows("sudah tidak ada");
            decide(&mut one, typed, typed).await.assert_shows("bukan wewenang Anda");
        }
        for (field, typed, said) in [
            (3, "2026-11-21", "hari yang akan datang"),
            (3, "2036-11-21", "hari yang akan datang"),
            (3, "", "hari yang akan datang"),
            (0, "administrator", "Pilih satu peran"),
        ] {
            let mut role = AUDITOR;
            (role[1].1, role[field].1) = (TUAL, typed);
            propose(&mut one, "role", &id, &role).await.assert_shows(said);
        }
        let over_all = [("role", "operator"), ("agency", "")];
        propose(&mut one, "role", &id, &over_all).await.assert_shows("tidak dapat dipegang");
        assert_eq!(one.get(LIST).await.count(".rows"), 0, "nothing was proposed");
    }

    async fn nobody_fills_in_a_form_about_themselves_or_somebody_with_more_privileges(world) {
        person(&world).await;
        let (mut one, _) = world.logged_in(ONE, "administrator", "192.0.2.2").await;
        let (mut operator, _) = world.logged_in(OTHER, "operator", "192.0.2.3").await;
        let own = id_of(&world, ONE).await.to_string();
        for form in ["peran", "pindah", "nomor", "xx"] {
            let page = one.get(&format!("/kelola/orang/{own}/{form}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{form}");
        }
        assert!(!one.get(&format!("/kelola/orang/{own}")).await.shows("Pindah instansi"));
        // The administrator works in the operator's agency.
        let fields = [("id", &*own), ("number", "198609262015052009"), ("reason", REASON)];
        let page = operator.post("/api/people/number", &fields).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}
