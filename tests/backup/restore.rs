//! A restore changes nothing before everything was checked, and loses nothing.

use crate::{harness::Installation, support::*};
use std::{fs, path::Path};

fn data_of(folder: &Path) -> Vec<String> {
    names(&folder.join("data"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_restored_under_a_portal_that_runs() {
    let (installation, people, _) = backed_up(2).await;
    let node = installation.start(&[]).await.unwrap();
    let said = refusal(&installation, &["restore", "backup.sqlite3"]);
    assert!(said.contains("is in use: stop the portal"), "{said}");
    logged_in(node.address, &people[0]).await;
    node.stop().await.unwrap();
    success(&installation, &["restore", "backup.sqlite3"]);
}

#[tokio::test]
async fn the_database_that_was_there_stays_under_another_name() {
    let (installation, ..) = backed_up(2).await;
    many(&installation.database_file(), 3);
    let said = success(&installation, &["restore", "backup.sqlite3"]);
    let count = "SELECT COUNT(*) FROM accounts";
    assert_eq!(number(&installation.database_file(), count), 2);

    let files = data_of(&installation.folder);
    assert_eq!(files.len(), 3, "{files:?}");
    let aside = files.iter().find(|name| name.contains(".before-")).expect("the old database");
    assert!(said.contains(aside.as_str()), "{said}");
    assert_eq!(number(&installation.folder.join("data").join(aside), count), 5);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_everything_stays_as_it_was() {
    let (installation, _, backup) = backed_up(2).await;
    let folder = &installation.folder;
    let with = |name: &str, sql: &str| {
        fs::copy(&backup, folder.join(name)).unwrap();
        change(&folder.join(name), sql);
    };
    with("newer", "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1");
    with("other-key", "UPDATE installation SET value = '00000000' WHERE name = 'key-id'");
    with("no-key", "DELETE FROM installation");
    with("orphan", "PRAGMA foreign_keys = off; DELETE FROM accounts");
    fs::write(
        folder.join("text"),
        "no database, but text of more than a hundred letters".repeat(99),
    )
    .unwrap();
    change(&folder.join("foreign"), "CREATE TABLE installation (name TEXT)");
    let mut bytes = fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(folder.join("damaged"), bytes).unwrap();

    let database = installation.database_file();
    many(&database, 1);
    let (files, rows) = (data_of(folder), number(&database, "SELECT COUNT(*) FROM accounts"));
    for (name, named) in [
        ("newer", "was made by a newer version: its schema is 9999"),
        ("other-key", "sealed with key 00000000"),
        ("no-key", "no key is noted"),
        ("orphan", "orphan is damaged"),
        ("text", "text is no database of ASN Digital"),
        ("foreign", "foreign is no database of ASN Digital"),
        ("damaged", "damaged is damaged"),
        ("missing", "missing: No such file"),
    ] {
        let said = refusal(&installation, &["restore", name]);
        assert!(said.contains(named), "{name}: {said}");
        assert_eq!(data_of(folder), files, "{name}");
        assert_eq!(number(&database, "SELECT COUNT(*) FROM accounts"), rows, "{name}");
    }
    fs::remove_file(folder.join("data/asn-digital.key")).unwrap();
    let said = refusal(&installation, &["restore", "backup.sqlite3"]);
    assert!(said.contains("bring the file back"), "{said}");
    assert!(!folder.join("data/asn-digital.key").exists(), "no key is made");
}

#[tokio::test]
async fn a_database_that_cannot_be_read_is_replaced_and_kept() {
    let (installation, _, backup) = backed_up(2).await;
    let file = installation.database_file();
    fs::write(&file, "what a broken disk left ".repeat(999)).unwrap();
    success(&installation, &["restore", "backup.sqlite3"]);
    assert_eq!(examined(&file).rows, examined(&backup).rows);
    let kept = data_of(&installation.folder);
    let kept = kept.iter().find(|name| name.contains(".before-")).unwrap();
    let kept = fs::read_to_string(installation.folder.join("data").join(kept)).unwrap();
    assert!(kept.starts_with("what a broken disk left"));
}

/// Copies a database that is open, so that a change stands in its log alone.
async fn copy_with_log(installation: &Installation) {
    let store = installation.store().await.unwrap();
    let mut unit = store.write().await.unwrap();
    unit.note_installation("noted-late", "yes").await.unwrap();
    unit.commit().await.unwrap();
    for end in ["", "-wal"] {
        let from = format!("data/asn-digital.sqlite3{end}");
        fs::copy(installation.folder.join(from), installation.folder.join(format!("copy{end}")))
            .unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn the_log_of_a_database_that_is_gone_is_not_taken_for_the_new_ones() {
    let (installation, ..) = backed_up(2).await;
    copy_with_log(&installation).await;
    let data = installation.folder.join("data");
    fs::remove_file(installation.database_file()).unwrap();
    fs::rename(installation.folder.join("copy-wal"), data.join("asn-digital.sqlite3-wal")).unwrap();
    success(&installation, &["restore", "backup.sqlite3"]);
    assert!(!examined(&installation.database_file()).facts.contains_key("noted-late"));
    let kept = data_of(&installation.folder);
    assert!(
        kept.iter().any(|name| name.contains(".before-") && name.ends_with("-wal")),
        "{kept:?}"
    );
}

#[tokio::test]
async fn a_copied_folder_is_restored_with_what_its_log_holds() {
    let (installation, ..) = backed_up(2).await;
    copy_with_log(&installation).await;
    success(&installation, &["restore", "copy"]);
    assert!(examined(&installation.database_file()).facts.contains_key("noted-late"));
    assert!(success(&installation, &["audit", "verify"]).contains("0 chains broken"));
}
