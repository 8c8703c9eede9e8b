//! `asn-digital synth`: a full database on either engine, marked as what it is, and never served to
//! other machines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use asn_digital::domain::clock::{Clock, SystemClock};
use sqlx::{Connection, Executor, PgConnection};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;
use time::Duration;

struct Installation {
    folder: TempDir,
    database_url: Option<String>,
}

impl Installation {
    fn on_sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        Self { folder, database_url: None }
    }

    async fn on_postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let url = std::env::var("TEST_DATABASE_URL")
            .expect("no PostgreSQL to test with: run scripts/postgres-test cargo test");
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("synth_{}_{number}", std::process::id());
        let mut server = PgConnection::connect(&url).await.unwrap();
        server.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let (base, _) = url.rsplit_once('/').unwrap();
        Self { database_url: Some(format!("{base}/{name}")), ..Self::on_sqlite() }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_asn-digital"));
        command.env_clear().env("ASN_DATA_DIR", self.folder.path().join("data"));
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command.current_dir(self.folder.path()).args(arguments).output().unwrap()
    }

    #[track_caller]
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?} went on");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// What holds on either engine.
fn a_full_database_is_marked_as_what_it_is(portal: &Installation) {
    let said = portal.done(&["synth", "--accounts", "2000", "--audit-rows", "3"]);
    assert!(said.contains("2000 people") && said.contains("6000 rows"), "{said}");
    let verified = portal.done(&["audit", "verify"]);
    assert_eq!(verified, "6000 rows checked, 0 chains broken\n");

    let first = said.trim_end().rsplit(' ').next().unwrap();
    let search = |more: &[&str]| {
        portal.done(&[&["audit", "search", "--nip", first], more].concat()).lines().count()
    };
    assert_eq!(search(&[]), 3);
    assert_eq!(search(&["--event", "mfa-activated"]), 1);
    assert_eq!(search(&["--since", "2020-01-01", "--until", "2020-01-02"]), 0);
    let unknown = ["audit", "search", "--nip", "198609262015051001"];
    assert!(portal.refusal(&unknown).contains("no account has the NIP 1986"));

    let again = portal.refusal(&["synth", "--accounts", "10"]);
    assert!(again.contains("only into an empty database"), "{again}");
    fs::create_dir_all(portal.folder.path().join("target/site/pkg")).unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let public = ["--public-origin", "https://asn.example.go.id", "--trusted-proxies", "127.0.0.1"];
    let public = [&serve[..], &public].concat();
    let public = portal.refusal(&public);
    assert!(public.contains("must not serve them"), "{public}");
    let demo = portal.refusal(&[&serve[..], &["--demo"]].concat());
    assert!(demo.contains("only into an empty database"), "{demo}");

    portal.done(&["synth", "--accounts", "2500", "--csv", "people.csv"]);
    let imported = portal.done(&["accounts", "import", "people.csv", "--change-privileges"]);
    assert!(imported.starts_with("500 new, 0 changed, 2000 unchanged, 0 refused;"), "{imported}");
}

/// A year of the record goes into a file, and only what the file has goes out of the table.
fn old_rows_are_archived_and_dropped(portal: &Installation) {
    portal.done(&["synth", "--accounts", "500", "--audit-rows", "4"]);
    let day = |days: i64| (SystemClock.now() - Duration::days(days)).date().to_string();
    let archive = |file: &str, until: &str| {
        portal.run(&["audit", "archive", file, "--until", until]).status.success()
    };
    assert!(!archive("a.jsonl", &day(0)), "that day is not over");
    assert!(!archive("a.jsonl", "2001-01-01"), "there is nothing so old");
    assert!(archive("a.jsonl", &day(100)) && !archive("a.jsonl", &day(100)), "not over a file");
    let file = portal.folder.path().join("a.jsonl");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let seals = lines.iter().filter(|line| line.starts_with("{\"audit_seal\":")).count();
    let rows = lines.len() - seals;
    assert!(
        (1..=16).contains(&seals) && (1000..2000).contains(&rows),
        "{seals} seals, {rows} rows"
    );
    let said = portal.done(&["audit", "verify", "a.jsonl"]);
    assert!(said.contains(&format!("{rows} rows checked")), "{said}");
    assert_eq!(
        portal.done(&["audit", "verify"]),
        "2000 rows checked, 0 chains broken\n",
        "all still there"
    );

    let elsewhere = Installation::on_sqlite();
    elsewhere.done(&["synth", "--accounts", "1"]);
    let broken =
        |name: &str, text: String| fs::write(portal.folder.path().join(name), text).unwrap();
    broken("altered", text.replacen("logged-in", "logged-on", 1));
    broken("truncated", lines[..lines.len() - 1].join("\n"));
    broken("cut", text[..text.len() - 40].to_owned());
    broken("unsealed", lines[seals..].join("\n"));
    broken("short-of-a-seal", lines[1..].join("\n"));
    broken("twice", format!("{text}{}\n", lines[lines.len() - 1]));
    broken("empty", String::new());
    for name in
        ["altered", "truncated", "cut", "unsealed", "short-of-a-seal", "twice", "empty", "none"]
    {
        for command in ["verify", "drop"] {
            let said = portal.refusal(&["audit", command, name]);
            let line = said.lines().last().unwrap();
            assert!(line.starts_with(&format!("asn-digital: {name}: ")), "{said}");
        }
    }
    fs::copy(&file, elsewhere.folder.path().join("a.jsonl")).unwrap();
    let said = elsewhere.refusal(&["audit", "drop", "a.jsonl"]);
    assert!(said.contains("not made by this installation"), "{said}");
    assert_eq!(
        portal.done(&["audit", "verify"]),
        "2000 rows checked, 0 chains broken\n",
        "nothing went"
    );

    portal.done(&["keys", "rotate"]);
    let said = portal.done(&["audit", "drop", "a.jsonl"]);
    assert!(said.starts_with(&format!("{rows} rows removed")), "{said}");
    assert!(portal.done(&["audit", "drop", "a.jsonl"]).starts_with("0 rows removed"));
    // The rows of the rotation, one for each chain, and of the removal came after.
    let left = 2000 - rows + 16 + 1;
    let said = portal.done(&["audit", "verify"]);
    assert_eq!(
        said,
        format!("{rows} rows are in archives\n{left} rows checked, 0 chains broken\n")
    );
    assert_eq!(portal.done(&["audit", "export"]).lines().count(), left);
    assert!(archive("b.jsonl", &day(50)));
    let said = portal.done(&["audit", "drop", "b.jsonl"]);
    assert!(!said.starts_with("0 rows"), "{said}");
    portal.done(&["audit", "verify", "a.jsonl"]);
    assert!(portal.done(&["audit", "verify"]).contains(" 0 chains broken"));
}

#[test]
fn old_rows_of_sqlite_are_archived_and_dropped() {
    old_rows_are_archived_and_dropped(&Installation::on_sqlite());
}

#[tokio::test]
async fn old_rows_of_postgresql_are_archived_and_dropped() {
    old_rows_are_archived_and_dropped(&Installation::on_postgres().await);
}

#[test]
fn a_full_sqlite_database_is_marked_as_what_it_is() {
    a_full_database_is_marked_as_what_it_is(&Installation::on_sqlite());
}

#[tokio::test]
async fn a_full_postgresql_database_is_marked_as_what_it_is() {
    a_full_database_is_marked_as_what_it_is(&Installation::on_postgres().await);
}

#[test]
fn a_row_that_comes_again_in_the_same_file_wins_and_one_that_says_nothing_new_changes_nothing() {
    let portal = Installation::on_sqlite();
    let file = portal.folder.path().join("people.csv");
    let (first, second) = ("198609262015052001", "199203142023212045");
    let rows = format!("nip,name,agency\n{first},Sri,A\n{second},Rizky,A\n{first},Sri Wahyuni,A\n");
    fs::write(&file, rows).unwrap();
    let import = ["accounts", "import", "people.csv"];
    let counted = |said: String| said.split(';').next().unwrap().to_owned();
    let dry = [&import[..], &["--dry-run"]].concat();
    assert_eq!(counted(portal.done(&dry)), "2 new, 0 changed, 0 unchanged, 0 refused, 1 repeated");
    assert_eq!(
        counted(portal.done(&import)),
        "2 new, 0 changed, 0 unchanged, 0 refused, 1 repeated"
    );
    assert_eq!(
        counted(portal.done(&import)),
        "0 new, 0 changed, 2 unchanged, 0 refused, 1 repeated"
    );
}
