//! The address of the database leads from a primary to its standby, which takes no writes until it is
//! promoted; and the primary turns read-only under the nodes' feet.

use crate::{
    PROGRAM,
    harness::{Installation, Node, Relay, Visitor, postgres::Cluster},
    until,
};
use http::header;
use sqlx::{Connection, Executor, PgConnection};
use std::time::{Duration, Instant};

async fn readiness(node: &Node) -> u16 {
    Visitor::new(node.address).get("/readyz").await.unwrap().status.as_u16()
}

/// A login that cannot be carried out is told so: it passes, and it is not a full disk.
async fn nobody_logs_in(node: &Node, number: &str) {
    let fields = [("nip", number), ("password", "kopi-pagi-di-ambon"), ("code", "000000")];
    let answer = Visitor::new(node.address).post("/api/login", &fields).await.unwrap();
    assert_eq!(answer.status, 503, "{}", node.log());
    assert_eq!(answer.headers[header::RETRY_AFTER], "5");
    assert!(answer.text().contains("Gangguan sebentar"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_failover_a_node_is_ready_when_it_can_write_and_not_before() {
    let primary = Cluster::create().unwrap();
    let database = primary.new_database().await.unwrap();
    let relay = Relay::to(primary.address()).await.unwrap();
    let through = database.replace(&primary.address().to_string(), &relay.address.to_string());
    let installation = Installation::new(PROGRAM, Some(through)).unwrap();
    let people = installation.people(2).await.unwrap();
    let standby = primary.standby().unwrap();
    let node = installation.start(&[]).await.unwrap();
    let mut visitor = Visitor::new(node.address);
    assert!(visitor.log_in(&people[0]).await.unwrap());

    // What was committed has to be there before the primary is gone: replication is not synchronous here.
    let at_standby =
        database.replace(&primary.address().to_string(), &standby.address().to_string());
    until("the standby has followed", async || {
        let mut eyes = PgConnection::connect(&at_standby).await.unwrap();
        let sessions = sqlx::query_scalar("SELECT COUNT(*) FROM sessions");
        sessions.fetch_one(&mut eyes).await.is_ok_and(|sessions: i64| sessions == 1)
    })
    .await;
    relay.lead_to(standby.address());
    primary.stop().unwrap();
    until("the node is not ready", async || readiness(&node).await == 503).await;
    nobody_logs_in(&node, &people[1].nip).await;
    assert_eq!(readiness(&node).await, 503, "a standby answers, but takes nothing");

    standby.promote().unwrap();
    let promoted = Instant::now();
    until("the node is ready", async || readiness(&node).await == 200).await;
    assert!(Visitor::new(node.address).log_in(&people[1]).await.unwrap());
    assert!(promoted.elapsed() < Duration::from_secs(10), "{:?}", promoted.elapsed());
    assert!(visitor.get("/beranda").await.unwrap().status.is_success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_to_a_server_that_turns_read_only_are_left_for_the_next_one() {
    let old = Cluster::create().unwrap();
    let database = old.new_database().await.unwrap();
    let relay = Relay::to(old.address()).await.unwrap();
    let through = database.replace(&old.address().to_string(), &relay.address.to_string());
    let installation = Installation::new(PROGRAM, Some(through)).unwrap();
    let people = installation.people(2).await.unwrap();
    let new = old.standby().unwrap();
    let node = installation.start(&[]).await.unwrap();
    assert!(Visitor::new(node.address).log_in(&people[0]).await.unwrap());
    new.promote().unwrap();

    // As managed databases do it: the old server stays, keeps its connections, and takes no writes.
    let mut administrator = PgConnection::connect(&database).await.unwrap();
    administrator.execute("ALTER SYSTEM SET default_transaction_read_only = on").await.unwrap();
    administrator.execute("SELECT pg_reload_conf()").await.unwrap();
    until("the node is not ready", async || readiness(&node).await == 503).await;
    nobody_logs_in(&node, &people[1].nip).await;

    relay.lead_to(new.address());
    let moved = Instant::now();
    until("the node is ready", async || readiness(&node).await == 200).await;
    let code = people[1].code().unwrap();
    let answer = Visitor::new(node.address).log_in_with(&people[1], &code).await.unwrap();
    assert_eq!(answer.location(), "/beranda", "{answer:?}\n{}", node.log());
    assert!(moved.elapsed() < Duration::from_secs(10), "{:?}", moved.elapsed());
}
