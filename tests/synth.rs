//! `asn-digital synth`: a full database on either engine, marked as what it is, and never served to
//! other machines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use sqlx::{Connection, Executor, PgConnection};
use std::{
    fs,
    process::{Command, Output},
};
use tempfile::TempDir;

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
        let url = std::env::var("TEST_DATABASE_URL")
            .expect("no PostgreSQL to test with: run scripts/postgres-test cargo test");
        let name = format!("synth_{}", std::process::id());
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
    let public = [&serve[..], &["--public-origin", "https://asn.example.go.id"]].concat();
    let public = portal.refusal(&public);
    assert!(public.contains("must not serve them"), "{public}");
    let demo = portal.refusal(&[&serve[..], &["--demo"]].concat());
    assert!(demo.contains("only into an empty database"), "{demo}");

    portal.done(&["synth", "--accounts", "2500", "--csv", "people.csv"]);
    let imported = portal.done(&["accounts", "import", "people.csv"]);
    assert_eq!(imported, "500 added, 2000 updated, 0 refused\n", "the same seed, the same people");
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
fn a_row_that_comes_again_in_the_same_file_or_later_wins_and_is_an_update() {
    let portal = Installation::on_sqlite();
    let file = portal.folder.path().join("people.csv");
    let (first, second) = ("198609262015052001", "199203142023212045");
    let rows = format!("nip,name,agency\n{first},Sri,A\n{second},Rizky,A\n{first},Sri Wahyuni,A\n");
    fs::write(&file, rows).unwrap();
    let import = ["accounts", "import", "people.csv"];
    assert_eq!(
        portal.done(&[&import[..], &["--dry-run"]].concat()).split(';').next(),
        Some("2 added, 1 updated, 0 refused")
    );
    assert_eq!(portal.done(&import), "2 added, 1 updated, 0 refused\n");
    assert_eq!(portal.done(&import), "0 added, 3 updated, 0 refused\n");
}
