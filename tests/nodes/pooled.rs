//! `PgBouncer` between a node and its PostgreSQL: lending connections for a session it is as good as none;
//! lending them for a transaction, what one connection was told would reach another, so nothing starts.
//! Ignored where nobody asks for ignored tests: `scripts/test` does where there is a `PgBouncer`.

use crate::{
    PROGRAM,
    harness::{Installation, Visitor, postgres::Cluster},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PgBouncer"]
async fn behind_pgbouncer_in_session_mode_everything_works() {
    let cluster = Cluster::create().unwrap();
    let pooler = cluster.pgbouncer("session").unwrap();
    let database = cluster.new_database().await.unwrap();
    let through = database.replace(&cluster.address().to_string(), &pooler.address.to_string());
    let installation = Installation::new(PROGRAM, Some(through)).unwrap();
    let people = installation.people(1).await.unwrap();
    let node = installation.start(&[]).await.unwrap();
    let mut visitor = Visitor::new(node.address);
    assert!(visitor.log_in(&people[0]).await.unwrap());
    let changed = visitor.post("/api/pin", &[("service", "pindah-ikn")]).await.unwrap();
    assert_eq!(changed.status, 303, "{}", node.log());
    assert!(visitor.get("/beranda").await.unwrap().status.is_success());
    assert!(node.stop().await.unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PgBouncer"]
async fn behind_pgbouncer_in_transaction_mode_nothing_starts_and_one_line_says_why() {
    let cluster = Cluster::create().unwrap();
    let pooler = cluster.pgbouncer("transaction").unwrap();
    let database = cluster.new_database().await.unwrap();
    let through = database.replace(&cluster.address().to_string(), &pooler.address.to_string());
    let installation = Installation::new(PROGRAM, Some(through)).unwrap();
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["audit", "verify"]] {
        let output = installation.run(command).unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("pool_mode = session"), "{said}");
    }
}
