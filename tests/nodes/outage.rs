//! The database goes away and comes back: nodes say so, lose nothing they answered, and go on by
//! themselves.

use crate::{
    PROGRAM, Site,
    harness::{Answer, Node, Visitor, postgres::Cluster},
    is_long,
    load::Load,
    until,
};
use http::header;
use std::{
    net::TcpListener,
    time::{Duration, Instant},
};
use tokio::time::sleep;

const WORKERS: usize = 6;

async fn readiness(node: &Node) -> u16 {
    Visitor::new(node.address).get("/readyz").await.unwrap().status.as_u16()
}

fn says_that_it_passes(answer: &Answer) {
    assert_eq!(answer.status, 503);
    assert_eq!(answer.headers[header::RETRY_AFTER], "5");
    assert!(answer.text().contains("Gangguan sebentar"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_without_their_database_say_so_and_recover_by_themselves() {
    let cluster = Cluster::create().unwrap();
    let site = Site::at(cluster.new_database().await.unwrap(), PROGRAM, &[]).await;
    let people = site.installation.people(2).await.unwrap();
    let mut visitor = Visitor::new(site.nodes[0].address);
    assert!(visitor.log_in(&people[0]).await.unwrap());

    cluster.stop().unwrap();
    let gone = Instant::now();
    for node in &site.nodes {
        until("the node is not ready", async || readiness(node).await == 503).await;
        let asked = Instant::now();
        assert_eq!(readiness(node).await, 503);
        // A second, and what a busy machine adds: but not as long as a request waits.
        assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
        assert!(Visitor::new(node.address).get("/healthz").await.unwrap().status.is_success());
    }
    let mut at_login = Visitor::new(site.nodes[1].address);
    let mut at_service = Visitor::new(site.nodes[2].address);
    at_service.cookies = visitor.cookies.clone();
    let (page, form, service) = tokio::join!(
        visitor.get("/beranda"),
        at_login.log_in_with(&people[1], "000000"),
        at_service.get("/buka/pindah-ikn"),
    );
    for answer in [page, form, service] {
        says_that_it_passes(&answer.unwrap());
    }
    let outage = Duration::from_secs(if is_long() { 30 } else { 0 });
    sleep(outage.saturating_sub(gone.elapsed())).await;

    // One that is started meanwhile waits for the database instead of giving up.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let log = site.installation.folder.join(format!("node-{}.log", address.port()));
    let late = site.installation.start_at(address, &[]);
    let back = async {
        until("the node waits", async || {
            std::fs::read_to_string(&log).is_ok_and(|log| log.contains("waiting for the database"))
        })
        .await;
        cluster.start().unwrap();
        Instant::now()
    };
    let (late, back) = tokio::join!(late, back);
    assert_eq!(readiness(&late.unwrap()).await, 200);

    for node in &site.nodes {
        until("the node is ready", async || readiness(node).await == 200).await;
    }
    eprintln!("gone for {:?}, ready {:?} after it", back - gone, back.elapsed());
    assert!(visitor.get("/beranda").await.unwrap().status.is_success());
    assert!(at_login.log_in(&people[1]).await.unwrap());
    for node in &site.nodes {
        let log = node.log();
        assert!(!log.contains("panicked"), "{log}");
        let mut turns = log.lines().filter(|line| line.contains("ERROR letters wait"));
        let first = turns.next();
        assert!(turns.next().is_none(), "an outage is said once:\n{log}");
        assert!(first.is_some() || !is_long(), "an outage is said:\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_restarts_under_load_loses_nothing_that_was_answered() {
    let cluster = Cluster::create().unwrap();
    let site = Site::at(cluster.new_database().await.unwrap(), PROGRAM, &[]).await;
    let (restarts, people) = if is_long() { (20, 2000) } else { (2, 200) };
    let people = site.installation.people(people).await.unwrap();
    let load = Load::start(site.nodes[0].address, people, WORKERS);
    let mut outages = Vec::new();
    for _ in 0..restarts {
        load.goes_on(40).await;
        let from = Instant::now();
        cluster.stop().unwrap();
        cluster.start().unwrap();
        outages.push((from, Instant::now()));
    }
    load.goes_on(40).await;
    let told = load.finish().await;
    for failure in &told.failures {
        // The node answers each, and each began before the database was back.
        let status = failure.answer.as_ref().map(|(status, _)| status.as_u16());
        assert_eq!(status, Ok(503), "{failure:?}");
        assert!(outages.iter().any(|(_, back)| failure.began < *back), "{failure:?}");
    }
    told.is_kept_by(&site.installation).await;
}
