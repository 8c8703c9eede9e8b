//! The network to the database swallows every byte and says nothing: whoever asks is told so in time,
//! and when it is over the node is whole again.

use crate::{
    PROGRAM,
    harness::{Answer, Installation, Person, Relay, Visitor, postgres::Cluster},
    until,
};
use sqlx::{Connection, PgConnection};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

/// A request waits seven seconds for a connection and ten for a statement; the rest is a busy machine's.
const ANSWERED_WITHIN: Duration = Duration::from_secs(25);
/// More than a node has connections.
const PEOPLE: usize = 24;

async fn readiness(node: SocketAddr) -> u16 {
    Visitor::new(node).get("/readyz").await.unwrap().status.as_u16()
}

/// Somebody asks for a page, changes something, or tries to log in.
async fn ask(visitor: &mut Visitor, person: &Person, number: usize) -> Answer {
    let answer = async {
        match number % 3 {
            0 => visitor.get("/beranda").await,
            1 => visitor.post("/api/pin", &[("service", "pindah-ikn")]).await,
            _ => {
                let mut stranger = Visitor::new(visitor.node);
                stranger.address.clone_from(&visitor.address);
                stranger.log_in_with(person, "000000").await
            }
        }
    };
    timeout(ANSWERED_WITHIN, answer).await.expect("an answer in time").unwrap()
}

/// Everybody asks, all at once, until they are told that it does not work.
async fn until_nothing_works(visitors: Vec<(Visitor, Person)>) -> Vec<(Visitor, Person)> {
    let mut tasks = JoinSet::new();
    for (number, (mut visitor, person)) in visitors.into_iter().enumerate() {
        tasks.spawn(async move {
            while ask(&mut visitor, &person, number).await.status != 503 {}
            (visitor, person)
        });
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_frozen_network_everybody_is_answered_and_no_place_is_lost() {
    let cluster = Cluster::create().unwrap();
    let database = cluster.new_database().await.unwrap();
    let relay = Relay::to(cluster.address()).await.unwrap();
    let through = database.replace(&cluster.address().to_string(), &relay.address.to_string());
    let installation = Installation::new(PROGRAM, Some(through)).unwrap();
    let people = installation.people(PEOPLE).await.unwrap();
    let node = installation.start(&[]).await.unwrap();
    let mut visitors = Vec::new();
    for (number, person) in people.into_iter().enumerate() {
        let mut visitor = Visitor::new(node.address);
        visitor.address = Some(format!("10.0.0.{number}"));
        assert!(visitor.log_in(&person).await.unwrap());
        visitors.push((visitor, person));
    }
    // In the midst of work, not between two requests.
    let asking = tokio::spawn(until_nothing_works(visitors));
    sleep(Duration::from_millis(200)).await;
    relay.freeze(true);
    let frozen = Instant::now();
    assert_eq!(readiness(node.address).await, 503);
    assert!(frozen.elapsed() < Duration::from_secs(4), "{:?}", frozen.elapsed());
    let visitors = asking.await.unwrap();
    assert!(frozen.elapsed() < ANSWERED_WITHIN, "{:?}", frozen.elapsed());

    relay.freeze(false);
    until("the node is ready", async || readiness(node.address).await == 200).await;
    let mut tasks = JoinSet::new();
    for (mut visitor, person) in visitors {
        tasks.spawn(async move { ask(&mut visitor, &person, 1).await.status });
    }
    for status in tasks.join_all().await {
        assert_eq!(status, 303, "{}", node.log());
    }
    let mut server = PgConnection::connect(&database).await.unwrap();
    until("every connection is in order", async || {
        let open: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM pg_stat_activity \
             WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
        )
        .fetch_one(&mut server)
        .await
        .unwrap();
        open == 0
    })
    .await;
    assert!(node.stop().await.unwrap().success());
}
