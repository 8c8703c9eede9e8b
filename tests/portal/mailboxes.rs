//! A mailbox that an operator corrects: its person confirms it, and it resets nothing for a day.

use crate::support::*;
use asn_digital::domain::console::bulk_run;
use http::StatusCode;

const OPERATOR: &str = "197903122005011003";
const SECOND: &str = "198003122005011004";
const REASON: &str = "alamat lama milik dinas yang sudah dilebur";
const DAY: i64 = 24 * 3600;
const TO_CONFIRM: &str = "Konfirmasi alamat surel ini";
const FORGOTTEN: &str = "/api/password/forgotten";

async fn id_of(world: &World, nip: &str) -> String {
    let mut unit = world.portal.store.read().await.unwrap();
    unit.account_by_nip(nip).await.unwrap().unwrap().id.to_string()
}

async fn correct(browser: &mut Browser, id: &str, mailbox: &str) -> Page {
    let fields = [("id", id), ("mailbox", mailbox), ("reason", REASON)];
    browser.post("/api/people/mailbox", &fields).await
}

/// Whoever reads the new mailbox confirms it.
async fn confirm(world: &World) -> Page {
    let mut reader = world.browser_at("192.0.2.66");
    let link = world.link(TO_CONFIRM).await;
    reader.get(&link).await.assert_shows("Konfirmasi alamat surel");
    reader.post("/api/mailbox/confirm", &[]).await
}

async fn subjects(world: &World) -> Vec<String> {
    world
        .letters()
        .await
        .into_iter()
        .map(|(to, letter)| format!("{to} {}", letter.subject))
        .collect()
}

on_both_engines! {
    async fn the_person_confirms_it_and_reads_who_entered_it(world) {
        let (mut person, _) = world.logged_in(PNS, "employee", "192.0.2.3").await;
        let (mut operator, key) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let id = id_of(&world, PNS).await;
        let form = format!("/kelola/orang/{id}/surel");
        operator.get(&form).await.assert_shows("1•••@example.go.id");
        for typed in ["x", "\0", &*"x".repeat(300), "a@b.go.id,c@d.go.id"] {
            let page = correct(&mut operator, &id, typed).await;
            page.assert_shows("Tulis satu alamat surel");
            assert_eq!(page.path, form);
        }
        world.clock.advance(301);
        let asked = correct(&mut operator, &id, "sri@ambon.go.id").await;
        let proof = [("code", &*world.code(&key)), ("next", &*asked.next())];
        let page = operator.post("/api/proof/code", &proof).await;
        assert_eq!(page.field("/api/people/mailbox", "mailbox").as_deref(), Some("sri@ambon.go.id"));
        correct(&mut operator, &id, "sri@ambon.go.id").await.assert_shows("Tautan konfirmasi dikirim");
        person.get("/akun").await.assert_shows("1•••@example.go.id");
        let letters = subjects(&world).await;
        let told = format!("{PNS}@example.go.id Operator mengajukan alamat surel baru untuk akun Anda");
        assert!(letters.contains(&told), "{letters:?}");

        let link = world.link(TO_CONFIRM).await;
        assert_eq!(person.open(&link, "cross-site").await.location(), "/surel-baru");
        person.get("/surel-baru").await.assert_shows("s•••@ambon.go.id");
        person.get("/akun").await.assert_shows("1•••@example.go.id");
        let page = person.post("/api/mailbox/confirm", &[]).await;
        page.assert_shows("Alamat surel sudah diganti");
        page.assert_shows("s•••@ambon.go.id");
        person.get(&link).await.assert_shows("Tautan itu sudah dipakai");
        person.post("/api/mailbox/confirm", &[]).await.assert_shows("Tautan itu sudah dipakai");
        let page = person.get("/akun/akses").await;
        page.assert_shows("Mengajukan alamat surel baru untuk Anda");
        page.assert_shows(REASON);
        let letters = subjects(&world).await;
        let told = format!("{PNS}@example.go.id Alamat surel akun Anda diganti");
        assert!(letters.contains(&told), "{letters:?}");
    }

    async fn an_operator_who_takes_a_mailbox_gets_no_link_and_no_code_for_a_day(world) {
        world.enrolled(PNS, "employee").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut second, _) = world.logged_in(SECOND, "operator", "192.0.2.4").await;
        let id = id_of(&world, PNS).await;
        // What was asked for before it opens nothing after it.
        world.browser().post(FORGOTTEN, &[("nip", PNS)]).await;
        let before = world.link("Tautan untuk membuat kata sandi baru").await;
        correct(&mut operator, &id, "operator@jahat.example").await.assert_shows("Tautan konfirmasi dikirim");
        confirm(&world).await.assert_shows("Alamat surel sudah diganti");
        world.browser_at("192.0.2.67").get(&before).await.assert_shows("Lupa kata sandi");
        let links = async || {
            let letters = world.letters().await;
            let links = letters.iter().filter(|(_, letter)| letter.text.contains("/kata-sandi-baru?"));
            links.count()
        };
        let held = links().await;
        let mut thief = world.browser_at("192.0.2.66");
        thief.post(FORGOTTEN, &[("nip", PNS)]).await.assert_shows("Periksa surel Anda");
        world.letter("Tautan kata sandi belum dapat dikirim").await;
        let fields = [("id", &*id), ("act", "link-sent"), ("reason", REASON)];
        let page = operator.post("/api/people/act", &fields).await;
        page.assert_shows("24 jam lamanya tidak dapat dipakai untuk mengatur ulang");
        let fields = [("act", "send-link"), ("numbers", PNS), ("reason", REASON)];
        let job = operator.post("/api/bulk/order", &fields).await.path;
        while bulk_run::turn(&world.portal).await.unwrap() {}
        operator.get(&job).await.assert_shows("surelnya baru diganti");
        assert_eq!(thief.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
        thief.post("/api/reset/send-code", &[]).await.assert_shows("baru diganti operator");
        assert_eq!(links().await, held, "no link in a day");
        assert!(world.letters().await.iter().all(|(_, letter)| !letter.text.contains("Kode Anda:")));
        // Another one within the day does not shorten it.
        world.clock.advance(DAY / 2);
        let mut operator = world.browser_at("192.0.2.2");
        let code = world.code(&world.key_of(OPERATOR).await);
        operator.login(OPERATOR, PASSWORD, &code).await;
        correct(&mut operator, &id, "lain@jahat.example").await.assert_shows("Tautan konfirmasi dikirim");
        thief.post(FORGOTTEN, &[("nip", PNS)]).await;
        assert_eq!(links().await, held);
        // Two people can do it all the same.
        let reason = ("reason", "HP hilang, datang dengan kartu pegawai");
        operator.post("/api/reset/request", &[("nip", PNS), reason]).await.assert_shows("Petugas lain");
        let code = world.code(&world.key_of(SECOND).await);
        second.login(SECOND, PASSWORD, &code).await;
        let reset = second.get("/kelola/atur-ulang").await.field("/api/reset/decide", "id").unwrap();
        let page = second.post("/api/reset/decide", &[("id", &*reset), ("decision", "approve")]).await;
        page.assert_shows("sudah diatur ulang");
        world.clock.advance(DAY / 2);
        thief.post(FORGOTTEN, &[("nip", PNS)]).await;
        assert_eq!(links().await, held + 1, "a day later it is a mailbox as any other");
    }

    async fn an_operator_corrects_nobodys_mailbox_elsewhere_and_no_administrators(world) {
        let administrator = world.account(PPPK, "administrator").await.to_string();
        let elsewhere = world.account(PNS, "employee").await;
        world.move_to(elsewhere, "Pemerintah Kota Tual").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let own = id_of(&world, OPERATOR).await;
        for id in [administrator, elsewhere.to_string(), own, "xx".to_owned()] {
            let page = operator.get(&format!("/kelola/orang/{id}/surel")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            let page = correct(&mut operator, &id, "operator@jahat.example").await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
        }
    }
}
