//! Installations, and what the commands say about them.

use crate::harness::{Installation, Person, Visitor};
use asn_digital::store::embedded::{self, Contents};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    process::Output,
};
use uuid::Uuid;

pub fn installation(database_url: Option<String>) -> Installation {
    Installation::new(env!("CARGO_BIN_EXE_asn-digital"), database_url).unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Without what PostgreSQL notes in the log.
pub fn run(installation: &Installation, arguments: &[&str]) -> Output {
    installation.command(arguments).env("ASN_LOG", "warn").output().unwrap()
}

/// What the command says when all is well.
#[track_caller]
pub fn success(installation: &Installation, arguments: &[&str]) -> String {
    let output = run(installation, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// What an operator is told when a command refuses: one line.
#[track_caller]
pub fn refusal(installation: &Installation, arguments: &[&str]) -> String {
    refused(&run(installation, arguments))
}

#[track_caller]
pub fn refused(output: &Output) -> String {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{} {said}", text(&output.stdout));
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

/// Makes an installation with people in it, and a backup of it.
pub async fn backed_up(count: usize) -> (Installation, Vec<Person>, PathBuf) {
    let installation = installation(None);
    let people = installation.people(count).await.unwrap();
    // The first command notes the key.
    success(&installation, &["audit", "verify"]);
    success(&installation, &["backup", "backup.sqlite3"]);
    let file = installation.folder.join("backup.sqlite3");
    (installation, people, file)
}

/// Somebody who is logged in.
pub async fn logged_in(node: std::net::SocketAddr, person: &Person) -> Visitor {
    let mut visitor = Visitor::new(node);
    assert!(visitor.log_in(person).await.unwrap());
    visitor
}

pub async fn pin(visitor: &mut Visitor, service: &str) {
    let answer = visitor.post("/api/pin", &[("service", service)]).await.unwrap();
    assert!(answer.location().starts_with("/beranda"), "{answer:?}");
}

pub fn examined(file: &Path) -> Contents {
    embedded::examine(file).unwrap()
}

/// Changes a database past the portal.
pub fn change(file: &Path, sql: &str) {
    Connection::open(file).unwrap().execute_batch(sql).unwrap();
}

pub fn number(file: &Path, sql: &str) -> i64 {
    Connection::open(file).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// More people than a batch holds, as an import brings them; the ids are in order.
pub fn many(file: &Path, count: u128) {
    let mut connection = Connection::open(file).unwrap();
    let transaction = connection.transaction().unwrap();
    let sql = "INSERT INTO accounts (id, nip, name, agency, roles, created_at) \
               VALUES (?1, ?2, 'Banyak', 'BKN', 'employee', '2026-01-02T03:04:05Z')";
    let mut insert = transaction.prepare(sql).unwrap();
    for number in 0..count {
        insert.execute((many_id(number), format!("{number:018}"))).unwrap();
    }
    drop(insert);
    transaction.commit().unwrap();
}

pub fn many_id(number: u128) -> [u8; 16] {
    Uuid::from_u128((0xff << 120) + number).into_bytes()
}
