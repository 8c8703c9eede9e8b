//! The table of rights, cell by cell, as whoever is logged in meets it: with a page and a form for each
//! right, of their own agency and of another.

use crate::{sso, support::*};
use asn_digital::domain::{
    Portal,
    console::bulk_run,
    people::{
        rights::{Reach, Right},
        role::Role,
    },
};
use http::StatusCode;
use std::sync::Arc;

const OWN: &str = "Pemerintah Kota Ambon";
const OTHER: &str = "Kota Lain";
const ADMINISTRATOR: &str = "198103122005011005";
/// People to be reset: role, agency, number.
const PEOPLE: [(&str, &str, &str); 6] = [
    ("employee", OWN, "198203122005011006"),
    ("employee", OTHER, "198303122005011007"),
    ("employee operator", OWN, "198603122005011010"),
    ("employee operator", OTHER, "198703122005011011"),
    ("administrator", OWN, "198403122005011008"),
    ("administrator", OTHER, "198503122005011009"),
];

/// Of whom somebody turns out to have a right: own agency's people, and others'.
fn reach(own: bool, other: bool) -> Reach {
    match (own, other) {
        (false, false) => Reach::Nobody,
        (true, false) => Reach::Subtree,
        (true, true) => Reach::Everybody,
        (false, true) => panic!("others' people and not one's own"),
    }
}

/// Whether these are all there, or none of them.
fn are_there(pages: &[StatusCode]) -> bool {
    let there = pages.iter().filter(|status| **status != StatusCode::NOT_FOUND).count();
    assert!(there == 0 || there == pages.len(), "{pages:?}");
    there > 0
}

/// Whether this person may ask for a reset of the one with that number.
async fn resets(browser: &mut Browser, nip: &str) -> bool {
    let fields = [("nip", nip), ("reason", "HP hilang, datang dengan kartu pegawai")];
    let page = browser.submit("/api/reset/request", &fields).await;
    if page.status == StatusCode::NOT_FOUND {
        return false;
    }
    let page = browser.get("/kelola/atur-ulang").await;
    !page.shows("tidak ditemukan")
}

/// Publishes an announcement; its id.
async fn announce(administrator: &mut Browser, addressees: &str, title: &str) -> String {
    let mut fields = vec![
        ("severity", "information"),
        ("audience", addressees),
        ("title_id", title),
        ("body_id", "Isi"),
        ("starts", "2026-11-22T06:00"),
        ("ends", "2026-11-29T12:00"),
    ];
    let page = administrator.post("/api/save-announcement", &fields).await;
    let id = page.path.strip_prefix("/kelola/pengumuman/").unwrap().to_owned();
    fields.extend([("id", &*id), ("publish", "yes")]);
    let page = administrator.post("/api/save-announcement", &fields).await;
    page.assert_shows("Pengumuman diterbitkan");
    id
}

/// What is there to be met: announcements and employees, by their ids.
struct There {
    own: String,
    other: String,
    portal: Arc<Portal>,
    own_person: String,
    other_person: String,
}

/// Rights that open no page of theirs yet.
const WITHOUT_A_DOOR: [Right; 0] = [];
/// So that a form is read as far as whom it is about.
const REASON: (&str, &str) = ("reason", "datang ke loket dengan KTP");

/// Services of one's own agency, and of another.
const SERVICES: [&str; 2] = ["presensi", "siasn"];

async fn service(browser: &mut Browser, slug: &str) -> [StatusCode; 3] {
    let one = browser.get(&format!("/kelola/layanan/{slug}")).await.status;
    let fields = [("slug", slug), ("state", "available")];
    let set = browser.submit("/api/set-service", &fields).await.status;
    let fields = [("slug", slug), ("address", "https://a.example")];
    let moved = browser.submit("/api/move-service", &fields).await.status;
    [one, set, moved]
}

async fn clients(browser: &mut Browser) -> [StatusCode; 5] {
    let list = browser.get("/kelola/masuk-tunggal").await.status;
    let new = browser.get("/kelola/masuk-tunggal/baru").await.status;
    let one = browser.get("/kelola/masuk-tunggal/layanan?id=uji").await.status;
    let set = browser.submit("/api/set-client", &[("client_id", "b")]).await.status;
    let fields = [("id", "uji"), ("decision", "enable")];
    let decided = browser.submit("/api/decide-client", &fields).await.status;
    [list, new, one, set, decided]
}

async fn agencies(browser: &mut Browser) -> [StatusCode; 5] {
    let top = browser.get("/kelola/instansi").await.status;
    let form = browser.get("/kelola/instansi?formulir=tambah").await.status;
    let texts = browser.get("/kelola/instansi/nama").await.status;
    let set = browser.submit("/api/set-agency", &[("name", "")]).await.status;
    let fields = [("text", "Kota Lain"), ("agency", "?")];
    let decided = browser.submit("/api/decide-agency-text", &fields).await.status;
    [top, form, texts, set, decided]
}

#[expect(clippy::too_many_lines, reason = "an arm for each right")]
async fn met(browser: &mut Browser, right: Right, there: &There) -> Reach {
    let everybody = |is_there: bool| reach(is_there, is_there);
    match right {
        Right::UseEmployeeServices => {
            let page = browser.get("/layanan/kartu-asn-virtual").await.status;
            let opened = browser.open("/buka/kartu-asn-virtual", "none").await.status;
            everybody(are_there(&[page, opened]))
        }
        Right::UseOperatorServices => {
            let page = browser.get("/layanan/peta-jabatan").await.status;
            let opened = browser.open("/buka/peta-jabatan", "none").await.status;
            everybody(are_there(&[page, opened]))
        }
        Right::ReadOperatorAnnouncements => {
            everybody(browser.get("/pengumuman").await.shows("Kepada para operator"))
        }
        Right::WriteAnnouncements => {
            let list = browser.get("/kelola/pengumuman").await.status;
            let new = browser.get("/kelola/pengumuman/baru").await.status;
            let kept =
                browser.submit("/api/save-announcement", &[("title_id", "Rancangan")]).await.status;
            let may = are_there(&[list, new, kept]);
            let mut theirs = Vec::new();
            for id in [&there.own, &there.other] {
                let page = browser.get(&format!("/kelola/pengumuman/{id}")).await.status;
                let ended = browser.submit("/api/end-announcement", &[("id", id)]).await.status;
                theirs.push(are_there(&[page, ended]));
            }
            assert_eq!(may, theirs[0]);
            reach(theirs[0], theirs[1])
        }
        Right::ResetPeople => {
            let page = browser.get("/kelola/atur-ulang").await.status;
            let decided = browser.submit("/api/reset/decide", &[("id", "")]).await.status;
            let shown = browser.submit("/api/reset/show-code", &[("id", "")]).await.status;
            let may = are_there(&[page, decided, shown]);
            let [own, other, ..] = PEOPLE;
            let reach = reach(resets(browser, own.2).await, resets(browser, other.2).await);
            assert_eq!(may, reach > Reach::Nobody);
            reach
        }
        Right::ResetOperators | Right::ResetAdministrators => {
            let first = if right == Right::ResetOperators { 2 } else { 4 };
            let (own, other) = (PEOPLE[first], PEOPLE[first + 1]);
            reach(resets(browser, own.2).await, resets(browser, other.2).await)
        }
        Right::ChangeServices => {
            let is_there = browser.get("/kelola/layanan").await.status != StatusCode::NOT_FOUND;
            let mut theirs = Vec::new();
            for slug in SERVICES {
                theirs.push(are_there(&service(browser, slug).await));
            }
            assert_eq!(is_there, theirs[0]);
            reach(theirs[0], theirs[1])
        }
        Right::SeeProposals => {
            let page = browser.get("/kelola/persetujuan").await.status;
            let decided = browser.submit("/api/proposals/decide", &[("id", "")]).await.status;
            everybody(are_there(&[page, decided]))
        }
        Right::SeePeople => {
            let list = browser.get("/kelola/orang").await.status;
            let mut one = async |id: &str| browser.get(&format!("/kelola/orang/{id}")).await.status;
            let (own, other) = (one(&there.own_person).await, one(&there.other_person).await);
            reach(are_there(&[list, own]), are_there(&[other]))
        }
        Right::ChangePeople => {
            let mut may = Vec::new();
            for id in [&there.own_person, &there.other_person] {
                let fields = [("id", id.as_str()), ("act", "signed-out"), REASON];
                let acted = browser.submit("/api/people/act", &fields).await.status;
                let reason = ("name_reason", "datang ke loket dengan KTP");
                let fields = [("id", id.as_str()), ("name", "Sri Wahyuni"), reason];
                let renamed = browser.submit("/api/people/rename", &fields).await.status;
                let number = browser.get(&format!("/kelola/orang/{id}/nomor")).await.status;
                // Somebody has it.
                let fields = [("id", id.as_str()), ("number", ADMINISTRATOR), REASON];
                let renumbered = browser.submit("/api/people/number", &fields).await.status;
                let mailbox = browser.get(&format!("/kelola/orang/{id}/surel")).await.status;
                let new = ("mailbox", "sri@ambon.go.id");
                let fields = [("id", id.as_str()), new, REASON];
                let corrected = browser.submit("/api/people/mailbox", &fields).await.status;
                let forms = [acted, renamed, number, renumbered, mailbox, corrected];
                may.push(are_there(&forms));
            }
            reach(may[0], may[1])
        }
        Right::MovePeople => {
            let mut theirs = Vec::new();
            for id in [&there.own_person, &there.other_person] {
                let page = browser.get(&format!("/kelola/orang/{id}/pindah")).await.status;
                let fields = [("id", id.as_str()), ("agency", OWN), REASON];
                let proposed = browser.submit("/api/people/propose-move", &fields).await.status;
                theirs.push(are_there(&[page, proposed]));
            }
            reach(theirs[0], theirs[1])
        }
        Right::ImportPeople => {
            let form = browser.get("/kelola/impor").await.status;
            let [own, other, ..] = PEOPLE;
            let file = format!("nip,name\n{},Sri Ayu\n{},Sri Ayu\n", own.2, other.2);
            let reason = [("reason", "nama menurut SK terbaru")];
            let sent = browser.upload(&reason, "orang.csv", file.as_bytes()).await;
            if !are_there(&[form, sent.status]) {
                return Reach::Nobody;
            }
            while bulk_run::turn(&there.portal).await.unwrap() {}
            let page = browser.get(&sent.path).await;
            reach(!page.shows("Baris 2"), !page.shows("Baris 3"))
        }
        Right::ReadRecord => {
            let page = browser.get("/kelola/catatan").await.status;
            let file = browser.get("/kelola/catatan/berkas").await.status;
            let may = are_there(&[page, file]);
            let [own, other, ..] = PEOPLE;
            let mut find = async |nip: &str| {
                let page = browser.get(&format!("/kelola/catatan?orang={nip}")).await;
                page.status == StatusCode::OK && !page.shows("tidak ditemukan")
            };
            let reach = reach(find(own.2).await, find(other.2).await);
            assert_eq!(may, reach > Reach::Nobody);
            reach
        }
        Right::SeeHealth => everybody(are_there(&[browser.get("/kelola/kesehatan").await.status])),
        Right::GrantRoles => {
            let mut theirs = Vec::new();
            for id in [&there.own_person, &there.other_person] {
                let page = browser.get(&format!("/kelola/orang/{id}/peran")).await.status;
                let fields = [("id", id.as_str()), ("role", "auditor"), REASON];
                let proposed = browser.submit("/api/people/propose-role", &fields).await.status;
                let fields = [("id", id.as_str()), ("grant", ""), ("end_reason", REASON.1)];
                let ended = browser.submit("/api/people/end-role", &fields).await.status;
                theirs.push(are_there(&[page, proposed, ended]));
            }
            reach(theirs[0], theirs[1])
        }
        Right::ManageAgencies => everybody(are_there(&agencies(browser).await)),
        Right::ManageClients => everybody(are_there(&clients(browser).await)),
        Right::ManageProvisioning => {
            let page = browser.get("/kelola/sistem").await.status;
            let fields = [("agency", ""), ("name", ""), ("days", "")];
            let added = browser.submit("/api/provisioning/add-token", &fields).await.status;
            let fields = [("id", "")];
            let ended = browser.submit("/api/provisioning/end-token", &fields).await.status;
            let fields = [("held", OWN), REASON];
            let lifted = browser.submit("/api/provisioning/propose-lift", &fields).await.status;
            everybody(are_there(&[page, added, ended, lifted]))
        }
    }
}

on_both_engines! {
    async fn every_role_meets_what_the_table_says_and_nothing_else(world) {
        sso::with_clients(&world, &sso::client("uji", "")).await;
        world.own_service(SERVICES[0], OWN).await;
        world.own_service(SERVICES[1], OTHER).await;
        let mut people = Vec::new();
        for (role, agency, nip) in PEOPLE {
            let account = world.account(nip, role).await;
            world.move_to(account, agency).await;
            people.push(account.to_string());
        }
        let (mut administrator, _) =
            world.logged_in(ADMINISTRATOR, "administrator", "192.0.2.9").await;
        announce(&mut administrator, "operators", "Kepada para operator").await;
        let there = There {
            own: announce(&mut administrator, "agency", "Di Ambon").await,
            other: announce(&mut administrator, "agency", "Di kota lain").await,
            portal: Arc::clone(&world.portal),
            own_person: people[0].clone(),
            other_person: people[1].clone(),
        };
        let moved = "UPDATE announcements SET agency = 'Kota Lain' WHERE title_id = 'Di kota lain'";
        assert_eq!(world.run(moved).await.unwrap(), 1);
        let somebody = [
            PNS,
            "197903122005011003",
            "198003122005011004",
            "197803122005011012",
            "197703122005011013",
            "197603122005011014",
            "197503122005011015",
        ];
        let own = world.agency(OWN, None).await;
        for (role, nip) in Role::ALL.into_iter().zip(somebody) {
            let is_granted = !Role::OF_ACCOUNTS.contains(&role);
            let (mut browser, _) =
                world.logged_in(nip, if is_granted { "employee" } else { role.name() }, "192.0.2.7").await;
            if is_granted {
                world.grant(nip, role, Some(own)).await;
            }
            for right in Right::ALL.into_iter().filter(|right| !WITHOUT_A_DOOR.contains(right)) {
                let met = met(&mut browser, right, &there).await;
                let by_employee = if is_granted { right.of(Role::Employee) } else { Reach::Nobody };
                assert_eq!(met, right.of(role).max(by_employee), "{right:?}, {}", role.name());
            }
            // So that the next one finds none of them open.
            world.run("DELETE FROM resets").await.unwrap();
        }
    }
}
