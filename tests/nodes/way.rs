//! The way to the database: to another machine nothing goes in the clear, and nobody is taken for the
//! database whose certificate does not say so, unless the operator asks for less.

use crate::{
    PROGRAM,
    harness::{Authority, Installation, Visitor, postgres::Cluster},
};
use sqlx::{Connection, PgConnection};

/// What stops every command that is given this address: one line.
fn refusal(address: &str) -> String {
    let installation = Installation::new(PROGRAM, Some(address.to_owned())).unwrap();
    let mut refusals = Vec::new();
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["audit", "verify"]] {
        let output = installation.run(command).unwrap();
        assert!(!output.status.success(), "{command:?} went on with {address}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        refusals.push(said);
    }
    assert_eq!(refusals[0], refusals[1]);
    refusals.remove(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_verify_full_a_database_is_known_by_its_certificate_and_its_name() {
    let cluster = Cluster::create().unwrap();
    let database = cluster.new_database().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ours = Authority::new(folder.path(), "ours").unwrap();
    let another = Authority::new(folder.path(), "another").unwrap();
    let (certificate, key) = ours.sign("DNS:localhost").unwrap();
    cluster.offer_tls(&certificate, &key).unwrap();
    let address = |host: &str, root: &Authority| {
        let database = database.replace("127.0.0.1", host);
        format!("{database}?sslmode=verify-full&sslrootcert={}", root.certificate().display())
    };

    let right = address("localhost", &ours);
    let installation = Installation::new(PROGRAM, Some(right)).unwrap();
    let people = installation.people(1).await.unwrap();
    let node = installation.start(&[]).await.unwrap();
    assert!(Visitor::new(node.address).log_in(&people[0]).await.unwrap());
    let mut server = PgConnection::connect(&format!("{database}?sslmode=disable")).await.unwrap();
    let (secret, open): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*) FILTER (WHERE ssl), COUNT(*) FILTER (WHERE NOT ssl) \
         FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    .fetch_one(&mut server)
    .await
    .unwrap();
    assert!(secret > 0 && open == 0, "{secret} by TLS, {open} in the clear");
    assert!(node.stop().await.unwrap().success());

    for wrong in [address("localhost", &another), address("127.0.0.1", &ours)] {
        let said = refusal(&wrong);
        assert!(said.contains("no trusted TLS"), "{said}");
    }
    let missing = refusal(&format!("{database}?sslrootcert=/nowhere/root.crt"));
    assert!(missing.contains("sslrootcert /nowhere/root.crt"), "{missing}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_another_machine_nothing_goes_in_the_clear_unless_that_is_asked_for_and_said() {
    let cluster = Cluster::create().unwrap();
    // This machine, by an address that does not look like it.
    let database = cluster.new_database().await.unwrap().replace("127.0.0.1", "0.0.0.0");
    for wish in ["", "?sslmode=verify-full"] {
        let said = refusal(&format!("{database}{wish}"));
        assert!(said.contains("does not support TLS"), "{said}");
    }
    for (wish, danger) in [("disable", "read everything"), ("prefer", "read everything")] {
        let address = format!("{database}?sslmode={wish}");
        let installation = Installation::new(PROGRAM, Some(address)).unwrap();
        let output = installation.run(&["audit", "verify"]).unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        let warnings: Vec<_> = said.lines().filter(|line| line.contains("WARN")).collect();
        assert_eq!(warnings.len(), 1, "{said}");
        assert!(warnings[0].contains(danger) && warnings[0].contains("verify-full"), "{said}");
    }
}
