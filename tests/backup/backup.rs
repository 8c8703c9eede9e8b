//! A backup holds everything that was answered before it began, and nobody waits for it.

use crate::support::*;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};
use tokio::task::{JoinSet, spawn_blocking};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_portal_at_work_is_restored_elsewhere_and_people_go_on() {
    let old = Arc::new(installation(None));
    let people = old.people(4).await.unwrap();
    let node = old.start(&[]).await.unwrap();
    let mut sri = logged_in(node.address, &people[0]).await;
    pin(&mut sri, "jdih").await;

    // Two people who change something without a pause, until the backup is there.
    let (stop, changes) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut writers = JoinSet::new();
    for person in &people[1..3] {
        let mut visitor = logged_in(node.address, person).await;
        let (stop, changes) = (Arc::clone(&stop), Arc::clone(&changes));
        writers.spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                for change in ["/api/pin", "/api/unpin"] {
                    let answer = visitor.post(change, &[("service", "helpdesk")]).await.unwrap();
                    assert!(answer.status.is_redirection(), "{answer:?}");
                    changes.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
    }
    let before = changes.load(Ordering::SeqCst);
    let said = {
        let old = Arc::clone(&old);
        spawn_blocking(move || success(&old, &["backup", "backup.sqlite3"])).await.unwrap()
    };
    assert!(changes.load(Ordering::SeqCst) > before, "nobody wrote meanwhile");
    stop.store(true, Ordering::SeqCst);
    while let Some(writer) = writers.join_next().await {
        writer.unwrap();
    }
    assert!(said.contains("key file is not in it"), "{said}");
    assert!(said.contains(old.folder.join("data/asn-digital.key").to_str().unwrap()), "{said}");
    pin(&mut sri, "majalah-digital").await;

    let new = installation(None);
    let backup = old.folder.join("backup.sqlite3");
    success(&new, &["restore", backup.to_str().unwrap()]);
    assert!(success(&new, &["audit", "verify"]).contains("3 rows checked, 0 chains broken"));
    let node = new.start(&[]).await.unwrap();
    let mut sri = sri.moved_to(node.address);
    let launcher = sri.get("/beranda").await.unwrap();
    assert!(launcher.status.is_success(), "still logged in");
    assert!(launcher.text().contains("Lepas JDIH dari favorit"));
    assert!(
        !launcher.text().contains("Lepas Majalah Digital BKN dari favorit"),
        "that came after the backup"
    );
    logged_in(node.address, &people[3]).await;
}

#[tokio::test]
async fn a_backup_is_for_its_owner_only_and_takes_the_place_of_none_unless_told_to() {
    let (installation, _, file) = backed_up(2).await;
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let first = fs::read(&file).unwrap();
    many(&installation.database_file(), 3);

    let again = ["backup", "backup.sqlite3"];
    assert!(refusal(&installation, &again).contains("backup.sqlite3 exists"));
    assert!(fs::read(&file).unwrap() == first, "it is as it was");
    success(&installation, &[&again[..], &["--replace"]].concat());
    assert_eq!(number(&file, "SELECT COUNT(*) FROM accounts"), 5);
    assert_eq!(names(&installation.folder), ["backup.sqlite3", "data", "site"], "nothing else");
}

#[tokio::test]
async fn what_a_killed_backup_left_is_used_again_and_what_another_one_writes_is_not() {
    let (installation, _, file) = backed_up(2).await;
    let part = installation.folder.join("second.part");
    fs::copy(&file, &part).unwrap();
    fs::write(installation.folder.join("second.part-wal"), "of another database").unwrap();
    let somebody = fs::File::open(&part).unwrap();
    somebody.lock().unwrap();
    assert!(refusal(&installation, &["backup", "second"]).contains("by another process"));
    drop(somebody);
    success(&installation, &["backup", "second"]);
    assert_eq!(examined(&installation.folder.join("second")).rows, examined(&file).rows);
    assert_eq!(names(&installation.folder), ["backup.sqlite3", "data", "second", "site"]);
}

#[tokio::test]
async fn a_backup_that_cannot_be_good_is_none() {
    let nothing = installation(None);
    assert!(refusal(&nothing, &["backup", "file"]).contains("no embedded database"));
    let elsewhere = installation(Some("postgres://nobody@127.0.0.1:1/none".into()));
    let said = refusal(&elsewhere, &["backup", "file"]);
    assert!(said.contains("pg_dump --format=custom --file=file"), "{said}");

    let (broken, _, _) = backed_up(2).await;
    // Somebody's authenticator without its person: no portal of ours leaves that behind.
    change(&broken.database_file(), "PRAGMA foreign_keys = off; DELETE FROM accounts");
    let said = refusal(&broken, &["backup", "file"]);
    assert!(said.contains("asn-digital.sqlite3 is damaged"), "{said}");
    assert_eq!(names(&broken.folder), ["backup.sqlite3", "data", "site"]);
}
