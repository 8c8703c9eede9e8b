//! A node that is told to stop finishes what it has begun, waits for nobody who asks nothing, and
//! lets a proxy find out in time.

use crate::{
    PROGRAM, Site,
    harness::{Visitor, postgres::Cluster},
    until,
};
use http::header;
use nix::sys::signal::Signal;
use std::time::{Duration, Instant};
use tokio::{io::AsyncReadExt, net::TcpStream};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_ask_nothing_do_not_hold_up_a_stop() {
    let mut site = Site::start(&[]).await;
    let node = site.nodes.remove(0);
    let mut used = Visitor::new(node.address);
    assert!(used.get("/healthz").await.unwrap().status.is_success());
    let mut unused = TcpStream::connect(node.address).await.unwrap();
    // So that it is accepted before the node is told to stop.
    assert!(Visitor::new(node.address).get("/healthz").await.unwrap().status.is_success());
    let start = Instant::now();
    assert!(node.stop().await.unwrap().success());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(unused.read(&mut [0]).await.unwrap(), 0, "it was closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draining_node_is_not_ready_answers_and_closes_each_connection() {
    let mut site = Site::start(&["--drain-seconds", "600"]).await;
    let node = site.nodes.remove(0);
    let person = site.installation.people(1).await.unwrap().remove(0);
    let mut visitor = Visitor::new(node.address);
    let answer = visitor.get("/healthz").await.unwrap();
    assert!(!answer.headers.contains_key(header::CONNECTION));

    node.signal(Signal::SIGTERM).unwrap();
    until("the node says that it stops", async || {
        Visitor::new(node.address).get("/readyz").await.unwrap().status == 503
    })
    .await;
    // Also on the connection that was there before, and on new ones.
    let answer = visitor.get("/healthz").await.unwrap();
    assert_eq!(answer.headers[header::CONNECTION], "close");
    assert!(visitor.log_in(&person).await.unwrap());
    assert!(visitor.get("/beranda").await.unwrap().status.is_success());
    node.kill().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_without_a_database_stops_all_the_same() {
    let cluster = Cluster::create().unwrap();
    let url = cluster.new_database().await.unwrap();
    let mut site = Site::at(url, PROGRAM, &[]).await;
    cluster.stop().unwrap();
    assert!(site.nodes.remove(0).stop().await.unwrap().success());
}
