//! Searching the record, and taking it along.

use crate::support::*;
use asn_digital::domain::{
    audit::{self, Event, Holder},
    guard::visitor::Visitor,
};
use http::{StatusCode, header};
use uuid::Uuid;

const OPERATOR: &str = "197903122005011003";
const OWN: &str = "Pemerintah Kota Ambon";
const WHAT: &str = "Layanan diubah: ";

/// Writes down what happened to somebody, or to nobody in particular.
async fn happen(world: &World, account: Option<Uuid>, about: &[String]) {
    let holder = Holder { account, masked_nip: "1986••••••••••1001".into() };
    let row = |about: &String| (Event::ServiceChanged, holder.clone(), about.clone());
    let rows: Vec<_> = about.iter().map(row).collect();
    let mut unit = world.portal.store.write().await.unwrap();
    audit::record_all(&world.portal, &mut unit, &rows, &Visitor::command_line()).await.unwrap();
    unit.commit().await.unwrap();
}

/// What the rows of a page are about.
fn about(page: &Page, length: usize) -> Vec<String> {
    let text = page.text();
    text.split(WHAT).skip(1).map(|rest| rest.chars().take(length).collect()).collect()
}

on_both_engines! {
    async fn a_search_reaches_ones_agency_and_below_and_nobody_above_or_beside(world) {
        let province = world.agency("Pemerintah Provinsi Maluku", None).await;
        let city = world.agency(OWN, Some(province)).await;
        world.agency("Dinas Pendidikan Ambon", Some(city)).await;
        world.agency("Pemerintah Kota Tual", Some(province)).await;
        let people = [
            ("198203122005011006", OWN, "kota sendiri", true),
            ("198303122005011007", "Dinas Pendidikan Ambon", "dinas di bawahnya", true),
            ("198603122005011010", "Pemerintah Kota Tual", "kota di sebelah", false),
            ("198703122005011011", "Pemerintah Provinsi Maluku", "provinsi di atas", false),
        ];
        for (nip, agency, about, _) in people {
            let account = world.account(nip, "employee").await;
            world.move_to(account, agency).await;
            happen(&world, Some(account), &[about.to_owned()]).await;
        }
        happen(&world, None, &["bukan siapa-siapa".to_owned()]).await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let (mut administrator, _) = world.logged_in(PPPK, "administrator", "192.0.2.3").await;
        let (all, everything) = (
            operator.get("/kelola/catatan").await,
            administrator.get("/kelola/catatan?peristiwa=service-changed").await,
        );
        assert!(everything.shows("bukan siapa-siapa") && !all.shows("bukan siapa-siapa"));
        let nobody = operator.get("/kelola/catatan?orang=198503122005011009").await;
        nobody.assert_shows("tidak ditemukan di instansi yang Anda urus");
        for (nip, agency, about, is_theirs) in people {
            assert_eq!(all.shows(about), is_theirs, "{agency}");
            assert!(everything.shows(about), "{agency}");
            let one = operator.get(&format!("/kelola/catatan?orang={nip}")).await;
            assert_eq!(one.shows(about), is_theirs, "{agency}");
            let same = one.text().replace(nip, "") == nobody.text().replace("198503122005011009", "");
            assert_eq!(same, !is_theirs, "{agency}: as if there were nobody");
            let agency = agency.replace(' ', "+");
            let of_agency = operator.get(&format!("/kelola/catatan?instansi={agency}")).await;
            assert_eq!(of_agency.shows(about), is_theirs, "{agency}");
            let file = operator.get(&format!("/kelola/catatan/berkas?instansi={agency}")).await;
            assert_eq!(file.html.contains(about), is_theirs, "{agency}");
        }
        let below = operator.get("/kelola/catatan?instansi=Dinas+Pendidikan+Ambon").await;
        assert!(!below.shows("kota sendiri"));
        let other = operator.get("/kelola/catatan?peristiwa=logged-in").await;
        assert!(!other.shows("kota sendiri"));
    }

    async fn garbage_in_any_field_breaks_nothing(world) {
        let (mut administrator, _) = world.logged_in(OPERATOR, "administrator", "192.0.2.2").await;
        let long = "x".repeat(300);
        for field in ["orang", "peristiwa", "instansi", "dari", "sampai", "sebelum"] {
            for typed in ["%00", "%ff", "%E2%80%AE", "%3D1", "9000-12-31", "99999-99-99", "-9.x", &long] {
                for page in ["/kelola/catatan", "/kelola/catatan/berkas"] {
                    let answer = administrator.get(&format!("{page}?{field}={typed}")).await;
                    assert_eq!(answer.status, StatusCode::OK, "{page}?{field}={typed}");
                }
            }
        }
        let endless = format!("/kelola/catatan/berkas?orang={}", "x".repeat(3000));
        assert_eq!(administrator.open(&endless, "none").await.location(), "/kelola/catatan");
        for (query, says) in [
            ("orang=123", "NIP terdiri dari 18 angka"),
            ("dari=2026-02-30", "Tulis tanggal seperti"),
            ("sampai=kemarin", "Tulis tanggal seperti"),
            ("dari=2026-11-23&sampai=2026-11-22", "Tanggal terakhir mendahului"),
        ] {
            let page = administrator.get(&format!("/kelola/catatan?{query}")).await;
            page.assert_shows(says);
            assert_eq!(about(&page, 1), Vec::<String>::new());
            let file = administrator.get(&format!("/kelola/catatan/berkas?{query}")).await;
            file.assert_shows(says);
        }
    }

    async fn pages_follow_each_other_and_miss_nothing_while_rows_are_added(world) {
        let person = Some(world.account(PNS, "employee").await);
        let all: Vec<_> = (0..130).map(|number| format!("baris-{number:03}")).collect();
        for rows in all.chunks(45) {
            happen(&world, person, rows).await;
            world.clock.advance(1);
        }
        let (mut administrator, _) = world.logged_in(OPERATOR, "administrator", "192.0.2.2").await;
        for asked in [format!("orang={PNS}"), "instansi=Pemerintah+Kota+Ambon".to_owned()] {
            let (mut path, mut seen) = (format!("/kelola/catatan?{asked}"), Vec::new());
            loop {
                let page = administrator.get(&path).await;
                seen.extend(about(&page, 9).into_iter().filter(|one| one.starts_with("baris-")));
                happen(&world, person, &["menyusul".to_owned()]).await;
                match page.attribute("a[rel=next]", "href") {
                    Some(next) => path = next,
                    None => break,
                }
            }
            seen.sort();
            assert_eq!(seen, all, "{asked}");
        }
    }

    async fn a_file_holds_what_was_asked_for_and_no_formula_and_is_itself_recorded(world) {
        let person = world.account(PNS, "employee").await;
        happen(&world, Some(person), &["=HYPERLINK(\"http://x\")".to_owned()]).await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let file = operator.get(&format!("/kelola/catatan/berkas?orang={PNS}")).await;
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"catatan.csv\"");
        assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
        assert!(file.html.starts_with("\u{feff}\"time\",\"event\","), "{}", file.html);
        assert!(file.html.contains(",\"'=HYPERLINK(\"\"http://x\"\")\",\"yes\"\r\n"), "{}", file.html);
        assert_eq!(file.html.lines().count(), 2, "{}", file.html);
        assert!(!file.html.contains(PNS));
        let page = operator.get(&format!("/kelola/catatan?orang={OPERATOR}")).await;
        page.assert_shows("Catatan portal diunduh sebagai berkas: 1986••••••••••2001");
        world.clock.advance(301);
        let asked = operator.get(&format!("/kelola/catatan/berkas?orang={PNS}")).await;
        assert!(asked.path.starts_with("/akun/bukti"), "{}", asked.path);
        assert_eq!(asked.next(), format!("/kelola/catatan?orang={PNS}"));
        assert_eq!(world.run("DELETE FROM accesses").await.unwrap(), 1, "the person can see who looked");
    }

    async fn a_row_that_the_portal_did_not_write_is_marked(world) {
        let person = world.account(PNS, "employee").await;
        happen(&world, Some(person), &["asli".to_owned()]).await;
        happen(&world, Some(person), &["lama".to_owned()]).await;
        let (mut operator, _) = world.logged_in(OPERATOR, "operator", "192.0.2.2").await;
        let page = operator.get(&format!("/kelola/catatan?orang={PNS}")).await;
        assert!(!page.shows("Tidak terbukti"));
        for drop in [
            "DROP TRIGGER audit_events_are_not_changed",
            "DROP TRIGGER audit_events_are_not_changed ON audit_events",
        ] {
            let _ = world.run(drop).await;
        }
        let forged = "UPDATE audit_events SET object = 'palsu' WHERE object = 'lama'";
        assert_eq!(world.run(forged).await.unwrap(), 1);
        let page = operator.get(&format!("/kelola/catatan?orang={PNS}")).await;
        page.assert_shows("Layanan diubah: palsu Tidak terbukti");
        let file = operator.get(&format!("/kelola/catatan/berkas?orang={PNS}")).await;
        assert!(file.html.contains("\"palsu\",\"no\"") && file.html.contains("\"asli\",\"yes\""));
    }
}
