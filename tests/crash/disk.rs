//! A disk that is full, or read-only: people are told, nothing is lost, and the portal goes on by
//! itself as soon as there is room.
//!
//! Each test runs once more in a mount namespace of its own, where it may mount small file systems and
//! from where none of them stays behind. That needs root, or user namespaces for everybody; without
//! either the tests fail, and say so.

use crate::{
    harness::{Answer, Installation, Person, Visitor, free_address},
    house::{self, House},
    ledger::Over,
    program,
};
use asn_digital::domain::clock::{Clock, SystemClock};
use sqlx::Connection;
use std::{
    env, fs,
    io::Write,
    os::unix::fs::MetadataExt,
    path::Path,
    process::{Command, Output},
    thread,
    time::{Duration, Instant},
};

/// Says that this is the second time.
const INSIDE: &str = "ASN_CRASH_INSIDE";
/// Seconds that one test may take.
const LONGEST: &str = "300";
/// Enough for the people of the tests, not for long.
const SMALL: &str = "size=16m";

/// Runs the rest of the test `name` of this file in a mount namespace. `false`: it has run there.
fn is_inside(name: &str) -> bool {
    if env::var_os(INSIDE).is_some() {
        return true;
    }
    let unshare = || {
        let mut command = Command::new("unshare");
        command.arg("--mount");
        if fs::metadata("/proc/self").unwrap().uid() != 0 {
            command.arg("--map-root-user");
        }
        command
    };
    let may = unshare().args(["mount", "-t", "tmpfs", "none", "/mnt"]).output();
    assert!(
        may.is_ok_and(|output| output.status.success()),
        "the tests of full disks mount file systems: run them as root, or let everybody have user namespaces"
    );
    let program = env::current_exe().unwrap();
    let name = format!("disk::{name}");
    // With all that it started: a portal that should have refused to start would be waited for without end.
    let output = unshare()
        .args(["timeout", "--kill-after", "5", LONGEST])
        .arg(program)
        .args([&name, "--exact", "--nocapture"])
        .env(INSIDE, "")
        .output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", text(&output));
    false
}

fn text(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

fn mount(arguments: &[&str], folder: &Path) {
    let output = Command::new("mount").args(arguments).arg(folder).output().unwrap();
    assert!(output.status.success(), "mount {arguments:?}: {}", text(&output));
}

/// An installation whose data folder, or all of it, is on a disk of its own.
fn on_a_small_disk(folder: &str) -> Installation {
    let installation = Installation::new(&program(), None).unwrap();
    let disk = installation.folder.join(folder);
    mount(&["-t", "tmpfs", "-o", SMALL, "none"], &disk);
    // The folders and the key, again.
    Installation::at(&installation.folder, &program(), None).unwrap();
    installation
}

/// Leaves no byte free. A small disk in memory may refuse a write while it has room: it is filled until none
/// is left by its own account.
fn fill(installation: &Installation) {
    let data = installation.folder.join("data");
    let mut ballast = fs::File::create(data.join("ballast")).unwrap();
    for _ in 0..1000 {
        for size in [64 * 1024, 1] {
            while ballast.write_all(&vec![b'x'; size]).is_ok() {}
        }
        let free = Command::new("stat").args(["-f", "-c", "%f"]).arg(&data).output().unwrap();
        if text(&free).trim() == "0" {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("there is always some room");
}

fn free(installation: &Installation) {
    fs::remove_file(installation.folder.join("data/ballast")).unwrap();
}

/// What a person is told, in both languages.
fn assert_says_so(answer: &Answer) {
    assert_eq!(answer.status, 507);
    assert_eq!(answer.headers["retry-after"], "60");
    let page = answer.text();
    assert!(page.contains("Saat ini belum dapat disimpan"), "{page}");
    assert!(page.contains("tidak ada yang hilang") && page.contains("Nomor rujukan"), "{page}");
}

/// Somebody who is logged in, and whose session was last used a while ago, so that its use would be
/// written down.
async fn somebody(installation: &Installation, house: &House, person: &Person) -> Visitor {
    let mut browser = Visitor::new(house.node.as_ref().unwrap().address);
    assert!(browser.log_in(person).await.unwrap());
    let store = installation.store().await.unwrap();
    let mut unit = store.write().await.unwrap();
    let a_while_ago = SystemClock.now() - Duration::from_mins(5);
    for session in unit.sessions_of(person.id).await.unwrap() {
        unit.touch_session(session.age.id, a_while_ago).await.unwrap();
    }
    unit.commit().await.unwrap();
    store.close().await;
    browser
}

/// What they are told as soon as nothing more can be saved: the log may have room for something small where
/// something larger did not fit.
async fn refused(browser: &mut Visitor) -> Answer {
    for path in ["/api/pin", "/api/unpin"].into_iter().cycle().take(1000) {
        let answer = browser.post(path, &[("service", "jdih")]).await.unwrap();
        if answer.status != 303 {
            return answer;
        }
    }
    panic!("there is always room in the log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fills_up_loses_nothing_and_the_portal_goes_on_when_there_is_room() {
    if !is_inside("a_disk_that_fills_up_loses_nothing_and_the_portal_goes_on_when_there_is_room") {
        return;
    }
    let mut house = House::of(on_a_small_disk("data"), 1).await.unwrap();
    let file = house.installation.database_file();
    // Nobody of the guests any more.
    let guest = &mut house.guests[0].ledgers;
    let reader = guest.iter().position(|ledger| !ledger.person.secret.is_empty()).unwrap();
    let reader = guest.remove(reader).person;
    let mut browser = somebody(&house.installation, &house, &reader).await;

    // Whoever reads what was there before keeps the log from beginning anew, in the room that it has.
    let mut before = house::open(&file).await;
    sqlx::raw_sql("BEGIN; SELECT count(*) FROM accounts").execute(&mut before).await.unwrap();

    // It fills up while people work: each works on until told that nothing can be saved.
    let installation = Installation::at(&house.installation.folder, &program(), None).unwrap();
    let filling = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        fill(&installation);
    });
    for over in house.visit(1).await {
        match over {
            Over::CannotSave(answer) => assert_says_so(&answer),
            over => panic!("{over:?}"),
        }
    }
    filling.await.unwrap();
    house.compare(true).await.unwrap();
    assert!(house.findings.losses.is_empty(), "{:#?}", house.findings.losses);

    // Whoever only reads goes on, and so does whoever opens a service.
    for page in ["/", "/beranda", "/layanan/jdih", "/akun"] {
        assert_eq!(browser.get(page).await.unwrap().status, 200, "{page}");
    }
    let mut stranger = Visitor::new(house.node.as_ref().unwrap().address);
    assert_eq!(stranger.get("/masuk").await.unwrap().status, 200);
    let opened = browser.get("/buka/jdih").await.unwrap();
    assert!(opened.status.is_redirection() && opened.location().starts_with("https://"));
    assert_says_so(&refused(&mut browser).await);
    browser.cookies.insert("asn_language".into(), "en".into());
    let answer = browser.post("/api/logout", &[]).await.unwrap();
    assert!(answer.text().contains("Nothing can be saved right now"), "{}", answer.text());

    // The operator reads why, and where.
    let log = house.node.as_ref().unwrap().log();
    let line = log.lines().find(|line| line.contains("nothing can be saved")).unwrap();
    assert!(line.contains("the disk that holds the database is full"), "{line}");
    assert!(line.contains(&*file.to_string_lossy()), "{line}");

    // There is room: everything goes on, without a restart.
    before.close().await.unwrap();
    free(&house.installation);
    assert_eq!(browser.post("/api/pin", &[("service", "jdih")]).await.unwrap().status, 303);
    house.kill_under_load(2, tokio::time::sleep(Duration::from_secs(1))).await.unwrap();
    house.node = Some(house.installation.start(&[]).await.unwrap());
    house.compare(true).await.unwrap();
    assert!(house.findings.losses.is_empty(), "{:#?}", house.findings.losses);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_on_the_full_disk_takes_nobody_with_it() {
    if !is_inside("a_log_on_the_full_disk_takes_nobody_with_it") {
        return;
    }
    let mut house = House::of(on_a_small_disk("."), 2).await.unwrap();
    fill(&house.installation);
    // More lines than the log's last block takes.
    for round in 1..12 {
        for over in house.visit(round).await {
            assert!(matches!(over, Over::CannotSave(_)), "{over:?}");
        }
    }
    free(&house.installation);
    // Jobs go on, too: letters are sent.
    let folder = house.installation.folder.join("data/mail");
    let letters = || fs::read_dir(&folder).unwrap().count();
    let before = letters();
    let sent = async {
        let begin = Instant::now();
        while letters() == before && begin.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    house.kill_under_load(12, sent).await.unwrap();
    assert!(letters() > before, "no letter was sent");
    house.node = Some(house.installation.start(&[]).await.unwrap());
    house.compare(true).await.unwrap();
    assert!(house.findings.losses.is_empty(), "{:#?}", house.findings.losses);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_read_only_for_a_while_is_written_again_without_a_restart() {
    if !is_inside("a_disk_that_is_read_only_for_a_while_is_written_again_without_a_restart") {
        return;
    }
    let mut house = House::of(on_a_small_disk("data"), 3).await.unwrap();
    let data = house.installation.folder.join("data");
    fill(&house.installation);
    // Beside it: the portal might just open its database again, and what is open cannot become read-only.
    let beside = house.installation.folder.join("read-only");
    fs::create_dir(&beside).unwrap();
    mount(&["--bind", data.to_str().unwrap()], &beside);
    mount(&["-o", "remount,bind,ro"], &beside);
    mount(&["--move", beside.to_str().unwrap()], &data);
    // The portal replaces a connection that failed; the new one finds the disk read-only.
    for round in 1..4 {
        for over in house.visit(round).await {
            assert!(matches!(over, Over::CannotSave(_)), "{over:?}");
        }
    }
    let log = house.node.as_ref().unwrap().log();
    assert!(log.contains("the database or its disk is read-only"), "{log}");
    let undone = Command::new("umount").arg("--lazy").arg(&data).output().unwrap();
    assert!(undone.status.success(), "{}", text(&undone));
    free(&house.installation);
    house.kill_under_load(4, tokio::time::sleep(Duration::from_secs(1))).await.unwrap();
    house.node = Some(house.installation.start(&[]).await.unwrap());
    house.compare(true).await.unwrap();
    assert!(house.findings.losses.is_empty(), "{:#?}", house.findings.losses);
}

/// What a start that stops tells the operator: one line.
fn refusal(installation: &Installation) -> String {
    let address = free_address().unwrap().to_string();
    let output = installation.run(&["serve", "--listen", &address]).unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said.lines().count(), 1, "{said}");
    let folder = installation.folder.join("data");
    assert!(said.contains(&*folder.to_string_lossy()), "{said}");
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_on_a_full_disk_stops_with_one_line_and_the_next_one_needs_nothing_by_hand() {
    if !is_inside(
        "a_start_on_a_full_disk_stops_with_one_line_and_the_next_one_needs_nothing_by_hand",
    ) {
        return;
    }
    // On the first day: no database, no key.
    let installation = on_a_small_disk("data");
    fs::remove_file(installation.folder.join("data/asn-digital.key")).unwrap();
    fill(&installation);
    let said = refusal(&installation);
    assert!(said.contains("full"), "{said}");
    free(&installation);
    installation.start(&[]).await.unwrap().stop().await.unwrap();

    // On any other day.
    fill(&installation);
    let said = refusal(&installation);
    assert!(said.contains("full"), "{said}");
    free(&installation);
    installation.start(&[]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_on_a_read_only_disk_stops_with_one_line() {
    if !is_inside("a_start_on_a_read_only_disk_stops_with_one_line") {
        return;
    }
    let installation = on_a_small_disk("data");
    installation.start(&[]).await.unwrap().stop().await.unwrap();
    let data = installation.folder.join("data");
    mount(&["-o", "remount,bind,ro"], &data);
    let said = refusal(&installation);
    assert!(said.contains("read-only"), "{said}");
    mount(&["-o", "remount,bind,rw"], &data);
    installation.start(&[]).await.unwrap();
}
