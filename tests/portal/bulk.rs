//! Acts on many people at once, as operators meet them, and as the nodes carry them on.

use crate::support::*;
use asn_digital::{
    domain::{console::bulk_run, people::names},
    store::{BulkJobRow, OutgoingMail},
};
use http::StatusCode;
use uuid::Uuid;

const OPERATOR: &str = "197903122005011003";
const FIRST: &str = "198103122005011005";
const SECOND: &str = "198203122005011006";
const REASON: &str = "Kementerian dipecah menurut Perpres";
const OWN: &str = "Pemerintah Kota Ambon";
const OTHER: &str = "Pemerintah Kota Tual";

/// The number of somebody who is one of many.
fn number(i: usize) -> String {
    format!("19860926201505{}{:03}", 1 + i / 999 % 2, 1 + i % 999)
}

/// So many employees of an agency, numbered from the first.
async fn employees(world: &World, agency: &str, from: usize, count: usize) -> Vec<String> {
    let mut unit = world.portal.store.write().await.unwrap();
    let mut numbers = Vec::new();
    for i in from..from + count {
        let person = asn_digital::store::ImportedAccount {
            id: world.portal.new_id(),
            nip: number(i),
            name: format!("Orang {}", i % 7),
            email: Some(format!("o{i}@example.go.id")),
            agency: agency.into(),
            roles: "employee".into(),
        };
        unit.import_account(&person, world.portal.now()).await.unwrap();
        numbers.push(person.nip);
    }
    names::note_prepared(&mut unit).await.unwrap();
    unit.commit().await.unwrap();
    numbers
}

async fn account(world: &World, nip: &str) -> asn_digital::store::Account {
    world.portal.store.read().await.unwrap().account_by_nip(nip).await.unwrap().unwrap()
}

/// How many of these are in an agency.
async fn count_in(world: &World, numbers: &[String], agency: &str) -> usize {
    let mut count = 0;
    for nip in numbers {
        count += usize::from(account(world, nip).await.agency == agency);
    }
    count
}

async fn order(browser: &mut Browser, act: &str, fields: &[(&str, &str)]) -> Page {
    let fields = [&[("act", act), ("reason", REASON)], fields].concat();
    browser.post("/api/bulk/order", &fields).await
}

async fn decide(browser: &mut Browser, page: &Page, decision: &str) -> Page {
    let id = page.path.strip_prefix("/kelola/massal/").unwrap();
    browser.post("/api/bulk/decide", &[("id", id), ("decision", decision)]).await
}

/// Turn after turn, until nothing is left to do.
async fn carry_on(world: &World) {
    while bulk_run::turn(&world.portal).await.unwrap() {}
}

async fn administrators(world: &World) -> (Browser, Browser) {
    let (one, _) = world.logged_in(FIRST, "administrator", "192.0.2.9").await;
    let (other, _) = world.logged_in(SECOND, "administrator", "192.0.2.10").await;
    (one, other)
}

on_both_engines! {
    async fn a_few_people_are_changed_by_one_who_sees_first_who_cannot_and_why(world) {
        let numbers = employees(&world, OWN, 0, 3).await;
        let elsewhere = employees(&world, OTHER, 50, 1).await.remove(0);
        world.account("199001012015011001", "employee operator").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let typed = format!(
            "{}\n'{}\n{} ; {}\n{elsewhere}\n199001012015011001\n{OPERATOR}\n12345\n=1+1",
            numbers[0], numbers[1], numbers[2], numbers[0]
        );
        let page = order(&mut operator, "disable", &[("numbers", &typed)]).await;
        page.assert_shows("Siap, belum dijalankan");
        page.assert_shows("punya peran khusus");
        page.assert_shows("Anda sendiri");
        page.assert_shows("tidak ada pegawai dengan nomor ini");
        page.assert_shows("bukan nomor yang benar");
        page.assert_shows("Jalankan untuk 3 orang");
        assert!(!page.shows("Orang 1, Pemerintah Kota Tual") && !page.shows(OTHER), "not there");
        assert!(account(&world, &numbers[0]).await.disabled_at.is_none(), "nothing happened yet");
        let file = operator.get(&format!("{}/tidak-berubah.csv", page.path)).await;
        assert!(file.html.contains("\"'=1+1\"") && file.html.contains(&elsewhere), "{}", file.html);

        let done = decide(&mut operator, &page, "send").await;
        done.assert_shows("Dijalankan.");
        done.assert_shows("Selesai");
        for nip in &numbers {
            let person = account(&world, nip).await;
            assert!(person.disabled_at.is_some());
            assert_eq!(world.events_of(person.id).await, ["account-disabled"]);
        }
        assert!(account(&world, &elsewhere).await.disabled_at.is_none());
        let again = decide(&mut operator, &page, "send").await;
        again.assert_shows("Tidak dapat lagi");
        // Each reads who it was and why.
        let id = account(&world, &numbers[0]).await.id;
        let mut unit = world.portal.store.read().await.unwrap();
        let end = asn_digital::domain::people::access::Before::END;
        let accesses = unit.accesses_to(id, (end.0, end.1), 9).await.unwrap();
        let accesses: Vec<_> = accesses.into_iter().map(|one| (one.act, one.reason)).collect();
        assert_eq!(accesses, [("disabled".to_owned(), REASON.to_owned())]);
    }

    async fn whom_a_search_finds_is_frozen_and_who_changed_since_stays(world) {
        let numbers = employees(&world, OWN, 0, 5).await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let list = operator.get("/kelola/orang?cari=orang").await;
        list.assert_shows("Tindakan untuk semua yang cocok");
        let form = operator.get("/kelola/massal/baru?cari=orang").await;
        form.assert_shows("Semua yang cocok dengan: orang");
        let page = order(&mut operator, "disable", &[("query", "orang")]).await;
        page.assert_shows("Jalankan untuk 5 orang");
        // Somebody moves meanwhile, somebody is made an operator, and somebody comes.
        let (moved, raised) = (account(&world, &numbers[0]).await, account(&world, &numbers[1]).await);
        world.move_to(moved.id, "Pemerintah Kota Ambon Baru").await;
        world.account(&numbers[1], "employee operator").await;
        let late = employees(&world, OWN, 5, 1).await.remove(0);
        let done = decide(&mut operator, &page, "send").await;
        done.assert_shows("keadaannya berubah sejak diperiksa");
        done.assert_shows("punya peran khusus");
        for nip in [&numbers[0], &numbers[1], &late] {
            assert!(account(&world, nip).await.disabled_at.is_none(), "{nip}");
        }
        assert_eq!(raised.id, account(&world, &numbers[1]).await.id);
        for nip in &numbers[2..] {
            assert!(account(&world, nip).await.disabled_at.is_some(), "{nip}");
        }
    }

    async fn many_people_need_a_second_person_who_is_another_one_and_two_at_once_are_one(world) {
        let numbers = employees(&world, OWN, 0, 21).await;
        let (mut one, mut other) = administrators(&world).await;
        let page = order(&mut one, "sign-out", &[("query", "orang")]).await;
        page.assert_shows("Minta persetujuan untuk 21 orang");
        let (mut outsider, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        assert_eq!(outsider.get(&page.path).await.status, StatusCode::OK, "of their people");
        let waits = decide(&mut one, &page, "send").await;
        waits.assert_shows("Menunggu orang kedua");
        carry_on(&world).await;
        assert!(world.events().await.iter().all(|event| event != "signed-out"));
        let own = decide(&mut one, &page, "approve").await;
        own.assert_shows("Tidak dapat lagi");
        one.get(&page.path).await.assert_shows("Menunggu orang kedua");
        let (a, b) = tokio::join!(
            decide(&mut other, &page, "approve"),
            decide(&mut outsider, &page, "approve"),
        );
        let approved = [&a, &b].iter().filter(|page| page.shows("Disetujui")).count();
        assert_eq!(approved, 1, "{}\n{}", a.text(), b.text());
        carry_on(&world).await;
        one.get(&page.path).await.assert_shows("Selesai");
        assert_eq!(world.events().await.iter().filter(|one| *one == "approval-given").count(), 1);
        assert_eq!(count_in(&world, &numbers, OWN).await, 21);
        let log = one.get("/akun/catatan").await;
        log.assert_shows("Tindakan massal dijalankan: Keluarkan dari semua perangkat, 21");
    }

    async fn a_second_person_has_a_fresh_proof_and_72_hours_and_may_refuse(world) {
        employees(&world, OWN, 0, 21).await;
        let (mut one, own_key) = world.logged_in(FIRST, "administrator", "192.0.2.9").await;
        let (mut other, key) = world.logged_in(SECOND, "administrator", "192.0.2.10").await;
        let page = order(&mut one, "disable", &[("query", "orang")]).await;
        decide(&mut one, &page, "send").await.assert_shows("Menunggu orang kedua");
        world.clock.advance(301);
        for (browser, key) in [(&mut one, own_key), (&mut other, key)] {
            let asked = decide(browser, &page, "approve").await;
            if asked.path.starts_with("/akun/bukti?lanjut=") {
                let code = world.code(&key);
                let fields = [("code", code.as_str()), ("next", page.path.as_str())];
                browser.post("/api/proof/code", &fields).await.assert_shows("Menunggu orang kedua");
            } else {
                // Nobody decides on their own, fresh or not.
                asked.assert_shows("Tidak dapat lagi");
                let few = order(browser, "sign-out", &[("numbers", &number(0))]).await;
                let asked = decide(browser, &few, "send").await;
                let (code, next) = (world.code(&key), asked.next());
                let fields = [("code", code.as_str()), ("next", next.as_str())];
                browser.post("/api/proof/code", &fields).await.assert_shows("Siap");
            }
        }
        decide(&mut other, &page, "refuse").await.assert_shows("tidak ada yang berubah");
        carry_on(&world).await;
        assert!(world.events().await.iter().all(|event| event != "account-disabled"));

        let page = order(&mut one, "disable", &[("query", "orang")]).await;
        decide(&mut one, &page, "send").await.assert_shows("Menunggu orang kedua");
        world.run("UPDATE approvals SET expires_at = requested_at").await.unwrap();
        decide(&mut other, &page, "approve").await.assert_shows("Tidak dapat lagi");
        one.get(&page.path).await.assert_shows("Tidak ada yang memutuskan dalam 72 jam");
        decide(&mut one, &page, "send").await.assert_shows("Menunggu orang kedua");
        decide(&mut other, &page, "approve").await.assert_shows("Disetujui");
    }

    async fn people_are_moved_by_whoever_receives_them_and_moved_back_as_they_were(world) {
        let numbers = employees(&world, OWN, 0, 260).await;
        world.agency(OWN, None).await;
        world.agency(OTHER, None).await;
        let (mut one, mut other) = administrators(&world).await;
        let to = [("query", "orang"), ("to", "pemerintah kota tual")];
        let page = order(&mut one, "move", &to).await;
        page.assert_shows("Minta persetujuan untuk 260 orang");
        decide(&mut one, &page, "send").await.assert_shows("Menunggu orang kedua");
        // An operator of those who leave receives nobody.
        let (mut leaving, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        assert_eq!(leaving.get(&page.path).await.status, StatusCode::NOT_FOUND);
        decide(&mut other, &page, "approve").await.assert_shows("Disetujui");
        // Broken off after each piece, by whichever node.
        let id: Uuid = page.path.rsplit('/').next().unwrap().parse().unwrap();
        assert!(bulk_run::run_piece(&world.portal, id).await.unwrap());
        let moved = count_in(&world, &numbers, OTHER).await;
        assert!(moved > 0 && moved < 260, "{moved}");
        let job = world.portal.store.read().await.unwrap().bulk_job(id).await.unwrap().unwrap();
        assert_eq!(job.place, Some((moved - 1).to_string()), "where the next piece begins");
        loop {
            let (a, b) = tokio::join!(
                bulk_run::run_piece(&world.portal, id),
                bulk_run::run_piece(&world.portal, id),
            );
            if !a.unwrap() && !b.unwrap() {
                break;
            }
        }
        assert_eq!(count_in(&world, &numbers, OTHER).await, 260);
        assert_eq!(world.events().await.iter().filter(|one| *one == "person-moved").count(), 260);
        let letters = world.letters().await;
        let told = letters.iter().filter(|(_, letter)| letter.subject.contains("Instansi Anda"));
        assert_eq!(told.count(), 260, "each is told once");

        // Somebody went on by themselves meanwhile: they stay.
        let gone = account(&world, &numbers[0]).await;
        world.move_to(gone.id, "Kementerian Lain").await;
        let undone = one.post("/api/bulk/undo", &[("id", &id.to_string()), ("reason", "x")]).await;
        undone.assert_shows("minimal 10 huruf");
        let undone = one.post("/api/bulk/undo", &[("id", &id.to_string()), ("reason", REASON)]).await;
        undone.assert_shows("Minta persetujuan untuk 259 orang");
        undone.assert_shows("keadaannya berubah sejak diperiksa");
        decide(&mut one, &undone, "send").await.assert_shows("Menunggu orang kedua");
        decide(&mut other, &undone, "approve").await.assert_shows("Disetujui");
        carry_on(&world).await;
        assert_eq!(count_in(&world, &numbers, OWN).await, 259);
        assert_eq!(account(&world, &numbers[0]).await.agency, "Kementerian Lain");
    }

    async fn links_are_made_only_while_few_letters_wait_so_that_none_comes_too_late(world) {
        let numbers = employees(&world, OWN, 0, 21).await;
        let (mut one, mut other) = administrators(&world).await;
        let page = order(&mut one, "send-link", &[("query", "orang")]).await;
        decide(&mut one, &page, "send").await.assert_shows("Menunggu orang kedua");
        let now = world.portal.now();
        let letter = |_| OutgoingMail {
            id: world.portal.new_id(),
            account_id: None,
            recipient: "o@example.go.id".into(),
            sealed_message: Vec::new(),
            attempts: 0,
            created_at: now,
            next_attempt_at: now,
        };
        let mut unit = world.portal.store.write_in_bulk().await.unwrap();
        unit.add_letters(&(0..501).map(letter).collect::<Vec<_>>()).await.unwrap();
        unit.commit().await.unwrap();
        decide(&mut other, &page, "approve").await.assert_shows("Disetujui");
        carry_on(&world).await;
        let waits = one.get(&page.path).await;
        waits.assert_shows("0 dari 21 orang");
        waits.assert_shows("agar setiap tautan tiba selagi masih berlaku");
        // Neither do a few wait, nor another job behind it.
        let few = order(&mut one, "send-link", &[("numbers", &numbers[0])]).await;
        decide(&mut one, &few, "send").await.assert_shows("Selesai");
        let mut unit = world.portal.store.read().await.unwrap();
        let due = unit.due_mail(false, now, now, 50).await.unwrap();
        let to_them = due.iter().filter(|letter| letter.recipient == "o0@example.go.id");
        assert_eq!(to_them.count(), 1, "among the letters that go first");
        drop(unit);
        let others = order(&mut one, "sign-out", &[("query", "orang")]).await;
        decide(&mut one, &others, "send").await;
        decide(&mut other, &others, "approve").await;
        carry_on(&world).await;
        one.get(&others.path).await.assert_shows("Selesai");

        world.run("DELETE FROM outbox WHERE account_id IS NULL").await.unwrap();
        carry_on(&world).await;
        one.get(&page.path).await.assert_shows("Selesai");
    }

    async fn whoever_loses_the_right_stops_their_job_and_whoever_ordered_it_may_end_it(world) {
        let numbers = employees(&world, OWN, 0, 120).await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (_, mut other) = administrators(&world).await;
        for stops in [true, false] {
            let page = order(&mut operator, "disable", &[("query", "orang"), ("state", "never-came")]).await;
            decide(&mut operator, &page, "send").await.assert_shows("Menunggu orang kedua");
            decide(&mut other, &page, "approve").await.assert_shows("Disetujui");
            let id: Uuid = page.path.rsplit('/').next().unwrap().parse().unwrap();
            assert!(bulk_run::run_piece(&world.portal, id).await.unwrap());
            if stops {
                let account = account(&world, OPERATOR).await;
                world.account(OPERATOR, "employee").await;
                carry_on(&world).await;
                other.get(&page.path).await.assert_shows("tidak berwenang lagi");
                assert_eq!(account.id, world.account(OPERATOR, "operator").await);
            } else {
                decide(&mut operator, &page, "cancel").await.assert_shows("Dibatalkan");
                carry_on(&world).await;
            }
        }
        let mut disabled = 0;
        for nip in &numbers {
            disabled += usize::from(account(&world, nip).await.disabled_at.is_some());
        }
        assert_eq!(disabled, 100, "a piece of each");
    }

    async fn a_job_is_there_for_nobody_else(world) {
        employees(&world, OWN, 0, 2).await;
        let (mut one, _) = administrators(&world).await;
        let page = order(&mut one, "enable", &[("query", "orang")]).await;
        page.assert_shows("Tidak ada yang akan berubah");
        let page = order(&mut one, "disable", &[("query", "administrator"), ("numbers", &number(0))]).await;
        let (mut employee, _) = world.logged_in(PNS, "employee", "192.0.2.3").await;
        let (mut elsewhere, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let account = account(&world, OPERATOR).await;
        world.move_to(account.id, OTHER).await;
        let file = format!("{}/tidak-berubah.csv", page.path);
        for browser in [&mut employee, &mut elsewhere] {
            for path in [page.path.as_str(), &file, "/kelola/massal/00000000-0000-0000-0000-000000000000"] {
                assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
            }
            let decided = decide(browser, &page, "send").await;
            assert_eq!(decided.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(employee.get("/kelola/massal").await.status, StatusCode::NOT_FOUND);
        elsewhere.get("/kelola/massal").await.assert_shows("Belum ada tindakan massal");
        let wrong = order(&mut one, "move", &[("to", "Kota Lain")]).await;
        wrong.assert_shows("Instansi itu tidak ditemukan");
        wrong.assert_shows("Isi nomor, atau mulai dari pencarian");
        assert_eq!(wrong.field("/api/bulk/order", "to").as_deref(), Some("Kota Lain"));
    }

    async fn nobody_orders_more_than_a_hundred_within_a_day(world) {
        let (mut operator, key) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let number = employees(&world, OWN, 0, 1).await.remove(0);
        let numbers = [("numbers", number.as_str())];
        let page = order(&mut operator, "sign-out", &numbers).await;
        let id = page.path.strip_prefix("/kelola/massal/").unwrap().parse().unwrap();
        let mut unit = world.portal.store.write().await.unwrap();
        let first = unit.bulk_job(id).await.unwrap().unwrap();
        for _ in 1..100 {
            let job = BulkJobRow { id: world.portal.new_id(), ..first.clone() };
            unit.add_bulk_job(&job).await.unwrap();
        }
        unit.commit().await.unwrap();
        let refused = order(&mut operator, "sign-out", &numbers).await;
        assert_eq!(refused.path, "/kelola/massal/baru");
        refused.assert_shows("Hari ini Anda sudah membuat 100 tindakan massal");
        assert!(refused.html.contains(&number) && refused.html.contains(REASON), "nothing is lost");
        world.clock.advance(24 * 3600);
        operator.login(OPERATOR, PASSWORD, &world.code(&key)).await;
        let page = order(&mut operator, "sign-out", &numbers).await;
        assert_ne!(page.path, "/kelola/massal/baru", "{}", page.text());
    }
}
