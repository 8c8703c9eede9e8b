//! An installation moves to PostgreSQL whole, also when the move was killed in the middle.

use crate::{
    harness::{Installation, Visitor},
    support::*,
};
use rusqlite::Connection as SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{
    path::Path,
    process::{Child, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use uuid::Uuid;

/// An empty database of its own.
async fn empty_postgres() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("TEST_DATABASE_URL")
        .expect("no PostgreSQL to test with: run scripts/postgres-test cargo test");
    let name = format!("move_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let mut server = PgConnection::connect(&url).await.unwrap();
    server.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// A row in every table that no visit fills, with every kind of character that needs care.
fn fill(file: &Path) {
    change(
        file,
        "CREATE TEMP TABLE one AS SELECT id FROM accounts LIMIT 1;
         UPDATE accounts SET name = 'Ça \\N \\\\ \"' || char(9, 10, 13, 8, 11, 12, 127, 128512), mailbox_refused_at = '2026-01-02T03:04:05Z'
             WHERE id IN one;
         INSERT INTO passkeys SELECT id, id, 'kunci', x'00ff', '{\"a\":\"\\\\n\"}', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO finished_ceremonies SELECT id, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO flashes SELECT id, x'00ff', '2026-01-02T03:04:05Z' FROM sessions LIMIT 1;
         INSERT INTO mailed_tokens SELECT x'01', id, 'reset', '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO mailbox_links SELECT x'02', id, 'b@example.go.id', '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO resets SELECT id, id, 'requested', 'BKN', 'HP hilang', id, NULL, NULL, x'', '2126-01-02T03:04:05Z', NULL FROM one;
         INSERT INTO enrolment_codes SELECT id, id, 'no hash', '2126-01-02T03:04:05Z' FROM one;
         INSERT INTO refused_strangers VALUES ('2126-01-02T03:00:00Z', '192.0.2.1', 3);
         INSERT INTO outbox SELECT id, 'a@example.go.id', x'5c4e', 0, '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', id, 1 FROM one;
         INSERT INTO leases SELECT 'clean-up', id, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO throttles VALUES (x'02', 1, '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z');
         INSERT INTO announcements SELECT id, id, 'BKN', 'warning', 'everyone', 'Judul', '', '', '', NULL, NULL, '2026-01-02T03:04:05Z', NULL, 'WITA' FROM one;
         INSERT INTO service_settings SELECT 'jdih', NULL, 'available', NULL, '', '', id, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO clients SELECT 'a', '{\"a\":\"\\\\n\"}', NULL, 'https://a.example.go.id', 'portal RS256', NULL, id, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO client_secrets SELECT id, 'a', x'00ff', '2026-01-02T03:04:05Z', NULL FROM one;
         INSERT INTO grants (id, client_id, account_id, session_id, subject, sid, scope, proved_at, methods, salt, generation, renewed_at, created_at, expires_at)
             SELECT id, 'a', id, id, 'b', 'c', 'openid', '2026-01-02T03:04:05Z', 'pwd otp', x'00ff', 1, '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', '2126-01-02T03:04:05Z' FROM one;
         INSERT INTO logout_deliveries (sid, session_id, client_id, subject, address, issued_as, state, attempts, due_at, created_at)
             SELECT 'c', id, 'a', 'b', 'https://a.example.go.id', 'portal RS256', 'failed', 1, '2026-01-02T03:04:05Z', '2126-01-02T03:04:05Z' FROM one;
         INSERT INTO consents SELECT id, 'a', 'openid', '2026-01-02T03:04:05Z' FROM one;
         INSERT OR IGNORE INTO name_words SELECT 'siti \\ nur', id FROM one;
         INSERT INTO former_subjects SELECT id, 'f:1:sri' FROM one;
         INSERT INTO used_assertions VALUES ('a', x'00ff', '2126-01-02T03:04:05Z');
         INSERT INTO agencies SELECT id, NULL, '8100', 'Maluku', 'Maluku', 'province', 'WIT', '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO agencies SELECT x'00000000000000000000000000000001', id, NULL, 'Ambon', 'Kota Ambon', 'city', 'WIT', '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO agency_texts SELECT 'Kota Ambon', id FROM one;
         INSERT INTO role_grants SELECT id, id, 'help-desk', id, 'SK 1/2026', '2026-01-02T03:04:05Z', '2126-01-02T03:04:05Z', id, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO former_numbers SELECT '197903122005011003', id, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO approvals SELECT id, 'role-grant', 'Kota Ambon', id, NULL, '{\"a\":1}', 'Alasan', 'open', id, '2026-01-02T03:04:05Z', '2126-01-02T03:04:05Z', NULL, NULL FROM one;
         INSERT INTO accesses SELECT id, id, id, 'Bambang', 'Kota Ambon', 'see', 'Alasan', '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO bulk_jobs SELECT id, 'disable', 'done', '{}', 'Alasan', id, '2026-01-02T03:04:05Z', '192.0.2.1', '', NULL, 1, 0, 1, 0, NULL, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO bulk_people SELECT id, 0, id, '198609262015052001', 'Kota Ambon', 0, NULL, 'done', NULL, NULL, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO bulk_files SELECT id, 0, x'00ff' FROM one;
         INSERT INTO scim_tokens SELECT id, x'00ff', 'BKN', 'SIMPEG', id, '2026-01-02T03:04:05Z', '2126-01-02T03:04:05Z', NULL, NULL FROM one;
         INSERT INTO scim_resources SELECT id, 'luar \\n', '2026-01-02T03:04:05Z', NULL, '2026-01-02T03:04:05Z' FROM one;
         INSERT INTO scim_disables SELECT 'BKN', id, '2126-01-02T03:04:05Z' FROM one;",
    );
}

/// A row from before there were chains, archived and dropped: its seal stays.
fn seal(old: &Installation) {
    change(
        &old.database_file(),
        "DROP TRIGGER audit_events_stand_in_a_chain;
         INSERT INTO audit_events (id, at, event, subject, address, user_agent)
             SELECT id, '2026-01-02T03:04:05Z', 'logged-in', '', '', '' FROM accounts LIMIT 1;",
    );
    assert!(refusal(old, &["audit", "verify"]).contains("1 rows stand in no chain"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.jsonl");
    let file = file.to_str().unwrap();
    success(old, &["audit", "archive", file, "--until", "2026-01-31"]);
    assert!(success(old, &["audit", "drop", file]).contains("1 rows removed"));
}

/// The tables that a report names, with the number of rows that arrived.
fn reported(said: &str) -> Vec<(String, i64)> {
    let lines = said.lines().skip_while(|line| !line.starts_with("table")).skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    let mut tables: Vec<_> = lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let name = words.next().unwrap().to_owned();
            (name, words.nth(1).unwrap().parse().unwrap())
        })
        .collect();
    tables.sort();
    tables
}

/// Starts the move and holds it in the middle of the people: the first batch is there, the second
/// waits for a row that somebody else is about to write.
async fn held_in_the_middle(old: &Installation, url: &str) -> (Child, PgConnection) {
    asn_digital::store::Store::connect_postgres(url).await.unwrap().close().await;
    let mut holder = PgConnection::connect(url).await.unwrap();
    holder.execute("BEGIN").await.unwrap();
    sqlx::query(
        "INSERT INTO accounts (id, nip, name, agency, roles, created_at) \
         VALUES ($1, '', '', '', '', now())",
    )
    .bind(Uuid::from_bytes(many_id(7000)))
    .execute(&mut holder)
    .await
    .unwrap();
    let child = old
        .command(&["migrate", "--to", url])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut watcher = PgConnection::connect(url).await.unwrap();
    let is_held = "SELECT EXISTS (SELECT FROM pg_stat_activity \
                   WHERE datname = current_database() AND query LIKE 'COPY%' AND wait_event_type = 'Lock')";
    while !sqlx::query_scalar::<_, bool>(is_held).fetch_one(&mut watcher).await.unwrap() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(count(url, "accounts").await, 5000, "one batch");
    (child, holder)
}

async fn count(url: &str, table: &str) -> i64 {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    sqlx::query_scalar(count).fetch_one(&mut connection).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_moves_and_people_stay_logged_in() {
    let (old, url) = (installation(None), empty_postgres().await);
    let people = old.people(2).await.unwrap();
    let file = old.database_file();
    let node = old.start(&[]).await.unwrap();
    let mut sri = logged_in(node.address, &people[0]).await;
    pin(&mut sri, "jdih").await;
    let mut stranger = Visitor::new(node.address);
    stranger.log_in_with(&people[1], "000000").await.unwrap();
    let said = refusal(&old, &["migrate", "--to", &url]);
    assert!(said.contains("is in use: stop the portal"), "{said}");
    node.stop().await.unwrap();
    fill(&file);
    many(&file, 6000);
    seal(&old);

    let said = success(&old, &["migrate", "--to", &url]);
    let connection = SqliteConnection::open(&file).unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' \
                  AND name <> '_sqlx_migrations' ORDER BY name";
    let mut tables = connection.prepare(tables).unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let expected: Vec<_> = tables
        .map(|table| {
            let table = table.unwrap();
            let rows = number(&file, &format!("SELECT COUNT(*) FROM {table}"));
            assert!(rows > 0, "{table} is empty: give it a row, so that this test shows it move");
            (table, rows)
        })
        .collect();
    assert_eq!(reported(&said), expected);
    assert!(said.contains("Every table is the same on both sides"), "{said}");

    let said = refusal(&old, &["migrate", "--to", &url]);
    assert!(said.contains("the target is not empty"), "{said}");

    let new = installation(Some(url));
    assert!(success(&new, &["audit", "verify"]).contains("3 rows checked, 0 chains broken"));
    let node = new.start(&[]).await.unwrap();
    let launcher = sri.moved_to(node.address).get("/beranda").await.unwrap();
    assert!(launcher.status.is_success(), "still logged in");
    assert!(launcher.text().contains("Lepas JDIH dari favorit"));
    logged_in(node.address, &people[1]).await;
    assert!(success(&new, &["audit", "verify"]).contains("4 rows checked, 0 chains broken"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_was_killed_goes_on_where_it_was() {
    let (old, url) = (installation(None), empty_postgres().await);
    old.people(2).await.unwrap();
    many(&old.database_file(), 12_000);
    let (mut child, mut holder) = held_in_the_middle(&old, &url).await;
    child.kill().unwrap();
    child.wait().unwrap();
    holder.execute("ROLLBACK").await.unwrap();

    let half = installation(Some(url.clone()));
    let said = refusal(&half, &["audit", "verify"]);
    assert!(said.contains("unfinished copy"), "no portal serves it: {said}");

    let said = success(&old, &["migrate", "--to", &url]);
    assert!(said.contains("rows are there already"), "{said}");
    assert_eq!(count(&url, "accounts").await, 12_002);
    assert!(success(&half, &["audit", "verify"]).contains("0 chains broken"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_not_the_same_is_found_and_never_served() {
    let (old, url) = (installation(None), empty_postgres().await);
    old.people(2).await.unwrap();
    many(&old.database_file(), 8000);
    let (mut child, mut holder) = held_in_the_middle(&old, &url).await;
    child.kill().unwrap();
    child.wait().unwrap();
    holder.execute("ROLLBACK").await.unwrap();
    holder
        .execute("UPDATE accounts SET name = 'Lain' WHERE nip = '000000000000000001'")
        .await
        .unwrap();

    let output = run(&old, &["migrate", "--to", &url]);
    assert!(refused(&output).contains("what arrived is not what was sent"));
    let said = text(&output.stdout);
    let different: Vec<_> = said.lines().filter(|line| line.ends_with("DIFFERENT")).collect();
    assert!(different.len() == 1 && different[0].starts_with("accounts"), "{said}");
    let half = installation(Some(url.clone()));
    assert!(refusal(&half, &["audit", "verify"]).contains("unfinished copy"));

    // Nor does the copy of one database go on with another.
    change(&old.database_file(), "UPDATE accounts SET name = 'Baru' WHERE name = 'Banyak'");
    assert!(refusal(&old, &["migrate", "--to", &url]).contains("changed since"));
}
