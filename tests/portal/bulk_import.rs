//! Clerks' files that come by a browser: looked at first, decided on by a second person, brought in by the code of the
//! command line.

use crate::{
    browser::{multipart, upload},
    support::*,
};
use asn_digital::domain::console::bulk_run;
use http::StatusCode;

const OPERATOR: &str = "197903122005011003";
const ADMINISTRATOR: &str = "198103122005011005";
const REASON: (&str, &str) = ("reason", "Pembaruan data bulan November");
const OWN: &str = "Pemerintah Kota Ambon";

async fn carry_on(world: &World) {
    while bulk_run::turn(&world.portal).await.unwrap() {}
}

/// Sends a file, and shows what it would do.
async fn looked_at(world: &World, browser: &mut Browser, file: &str) -> Page {
    let sent = browser.upload(&[REASON], "orang.csv", file.as_bytes()).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    carry_on(world).await;
    browser.get(&sent.path).await
}

async fn decide(browser: &mut Browser, page: &Page, decision: &str) -> Page {
    let id = page.path.strip_prefix("/kelola/massal/").unwrap();
    browser.post("/api/bulk/decide", &[("id", id), ("decision", decision)]).await
}

async fn stored(world: &World, nip: &str) -> Option<(String, String)> {
    let mut unit = world.portal.store.read().await.unwrap();
    let account = unit.account_by_nip(nip).await.unwrap()?;
    Some((account.name, account.agency))
}

/// How many pieces of files there are: a statement that touches each says so.
async fn pieces(world: &World) -> u64 {
    world.run("UPDATE bulk_files SET position = position").await.unwrap()
}

on_both_engines! {
    async fn a_file_is_looked_at_decided_on_by_a_second_person_and_brought_in(world) {
        let elsewhere = world.account("199001012015011001", "employee").await;
        world.move_to(elsewhere, "Pemerintah Kota Tual").await;
        world.account("198503122005011009", "employee operator").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut administrator, _) =
            world.logged_in(ADMINISTRATOR, "administrator", "192.0.2.9").await;
        let file = format!(
            "nip,name,agency\n{PNS},Siti Aminah,{OWN}\n12,Salah,{OWN}\n\
             199001012015011001,Orang Lain,{OWN}\n198503122005011009,Kepala,{OWN}\n\
             {OPERATOR},Saya Sendiri,{OWN}\n{PPPK},Budi,Kota Asing\n"
        );
        let page = looked_at(&world, &mut operator, &file).await;
        page.assert_shows("Siap, belum dijalankan");
        page.assert_shows("Minta persetujuan untuk 1 orang");
        page.assert_shows("Baris 3: NIP ini 2 angka");
        page.assert_shows("Baris 4: Anda tidak berwenang mengubah orang ini");
        page.assert_shows("Baris 5: 1985");
        page.assert_shows("Baris 6: Anda tidak berwenang mengubah orang ini");
        page.assert_shows("Baris 7: Anda tidak berwenang mengubah orang ini, atau menambahkan orang");
        assert_eq!(stored(&world, PNS).await, None, "nothing has happened yet");
        let file = operator.get(&format!("{}/tidak-berubah.csv", page.path)).await.html;
        assert!(file.starts_with("\u{feff}\"baris\",\"alasan\"\r\n\"3\",\"NIP ini 2 angka"), "{file}");

        decide(&mut operator, &page, "send").await.assert_shows("Menunggu orang kedua");
        decide(&mut operator, &page, "approve").await.assert_shows("Tidak dapat lagi");
        decide(&mut administrator, &page, "approve").await.assert_shows("Disetujui");
        carry_on(&world).await;
        let done = operator.get(&page.path).await;
        done.assert_shows("Selesai");
        assert_eq!(stored(&world, PNS).await, Some(("Siti Aminah".into(), OWN.into())));
        let other = Some(("Sri Wahyuni".to_owned(), "Pemerintah Kota Tual".to_owned()));
        assert_eq!(stored(&world, "199001012015011001").await, other);
        assert_eq!(pieces(&world).await, 0, "the file is gone");
    }

    async fn who_is_an_operator_is_said_by_administrators_alone(world) {
        world.account(PNS, "employee").await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut administrator, _) =
            world.logged_in(ADMINISTRATOR, "administrator", "192.0.2.9").await;
        let file = format!("nip,roles\n{PNS},employee operator\n");
        for (browser, may) in [(&mut operator, false), (&mut administrator, true)] {
            assert_eq!(browser.get("/kelola/impor").await.shows("Boleh mengubah peran"), may);
            let fields = [REASON, ("privileges", "yes")];
            let sent = browser.upload(&fields, "peran.csv", file.as_bytes()).await;
            carry_on(&world).await;
            let page = browser.get(&sent.path).await;
            assert_eq!(page.shows("Itu tidak dilakukan lewat berkas ini"), !may, "{}", page.text());
        }
    }

    async fn what_is_no_file_of_people_is_said_and_nothing_of_it_stays(world) {
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let png = b"\x89PNG\r\n\x1a\n0000".as_slice();
        for (file, said) in [
            (png, "simpan sebagai CSV UTF-8"),
            (b"".as_slice(), "Berkas belum dipilih, atau kosong"),
            (b"\n\n".as_slice(), "Berkas belum dipilih, atau kosong"),
            (b"nama saja\nSiti\n".as_slice(), "Baris 1 harus berisi judul kolom"),
        ] {
            let sent = operator.upload(&[REASON], "x", file).await;
            carry_on(&world).await;
            let page = operator.get(&sent.path).await;
            page.assert_shows("Berkas tidak dapat diimpor");
            page.assert_shows(said);
            page.assert_shows("Unggah berkas lain");
            assert_eq!(pieces(&world).await, 0, "{said}");
        }
        let page = operator.upload(&[("reason", "x")], "x", b"nip,name\n").await;
        page.assert_shows("Alasan belum ditulis");

        // Cut off in the midst of the file, or from a page of somebody else.
        let owner = operator.page_of_ours().await;
        let whole = multipart(&[REASON, ("pemilik", &owner)], "x.csv", &vec![b'x'; 3 << 20]);
        let cut = whole[..whole.len() - 100].to_vec();
        let sent = operator.send("/api/bulk/upload", upload(cut)).await;
        operator.get(sent.location()).await.assert_shows("Unggahan terputus");
        let others = multipart(&[REASON, ("pemilik", "orang-lain")], "x.csv", b"nip,name\n");
        let sent = operator.send("/api/bulk/upload", upload(others)).await;
        assert_eq!(sent.status, StatusCode::CONFLICT);
        let mut foreign = upload(whole);
        foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        let sent = operator.send("/api/bulk/upload", foreign).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        assert_eq!(pieces(&world).await, 0);
    }

    async fn nobody_fills_the_disk_with_files_that_they_do_not_bring_in(world) {
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let file = "nip,name\n199001012015011001,Siti\n";
        let first = looked_at(&world, &mut operator, file).await;
        assert_eq!(pieces(&world).await, 1);
        let second = operator.upload(&[REASON], "orang.csv", file.as_bytes()).await;
        second.assert_shows("Berkas Anda yang lain belum selesai");
        assert_eq!(pieces(&world).await, 1);
        decide(&mut operator, &first, "cancel").await.assert_shows("Dibatalkan");
        assert_eq!(pieces(&world).await, 0);
        looked_at(&world, &mut operator, file).await;
        assert_eq!(pieces(&world).await, 1);
    }
}
