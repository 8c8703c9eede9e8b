//! nginx as it is shipped (deploy/nginx.conf) in front of two nodes: no bad answer takes anything down,
//! a node that stops is passed over, nobody chooses their own address.
//!
//! Ignored where nobody asks for ignored tests: `scripts/test` does where there is an nginx.

use crate::{
    Site,
    harness::{Nginx, Visitor, free_address},
    until,
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep,
};

/// As the shipped file names it, behind this machine's nginx.
const BEHIND: [&str; 4] = ["--public-origin", "https://asn.example.go.id", "--drain-seconds", "2"];
/// A client's address, as the test says: nginx then takes it for that of the connection.
const AS_IF_FROM: &str = "set_real_ip_from 127.0.0.1; real_ip_header X-Test-Address;";

async fn behind_nginx() -> (Site, Nginx) {
    let mut site = Site::start(&BEHIND).await;
    site.nodes.truncate(2);
    let [a, b] = site.addresses()[..] else { unreachable!() };
    let nginx = Nginx::start([a, b], "").await.unwrap();
    (site, nginx)
}

/// Something that speaks HTTP and gives answers whose head is too long for any proxy.
async fn bad_node() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    address
}

async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut read = Vec::new();
    loop {
        let mut some = [0; 4096];
        let count = stream.read(&mut some).await?;
        if count == 0 {
            return Ok(());
        }
        read.extend_from_slice(&some[..count]);
        while let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let head: Vec<_> = read.drain(..end + 4).collect();
            let long =
                if head.starts_with(b"GET /bad") { "x".repeat(40_000) } else { String::new() };
            let said = format!("HTTP/1.1 200 OK\r\nX-Long: {long}\r\nContent-Length: 0\r\n\r\n");
            stream.write_all(said.as_bytes()).await?;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx"]
async fn long_searches_and_return_addresses_take_no_node_down() {
    let (site, nginx) = behind_nginx().await;
    let person = site.installation.people(1).await.unwrap().remove(0);
    let mut colleague = Visitor::through(&nginx).unwrap();
    assert!(colleague.log_in(&person).await.unwrap());
    let (long, emoji) = ("a".repeat(3900), "🙂".repeat(300));
    let next = format!("/beranda?cari={long}");
    for _ in 0..20 {
        let mut stranger = Visitor::through(&nginx).unwrap();
        assert_eq!(stranger.get(&next).await.unwrap().status, 303);
        let fields = [("nip", "1"), ("password", "x"), ("next", &*next)];
        assert_eq!(stranger.post("/api/login", &fields).await.unwrap().location(), "/masuk");
        let fields = [("nip", &*emoji), ("next", "/beranda")];
        assert_eq!(stranger.post("/api/login", &fields).await.unwrap().location(), "/masuk");
        let fields = [("nip", "1"), ("reason", &*emoji)];
        assert_eq!(colleague.post("/api/reset/request", &fields).await.unwrap().status, 303);
        assert!(colleague.get("/beranda").await.unwrap().status.is_success());
    }
    let fields = [("nip", "1"), ("reason", &*emoji)];
    colleague.post("/api/reset/request", &fields).await.unwrap();
    let page = colleague.get("/kelola/atur-ulang").await.unwrap();
    assert!(page.text().contains(&emoji), "what was typed is there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx"]
async fn bad_answers_however_many_take_no_node_out() {
    let nodes = [bad_node().await, bad_node().await];
    let nginx = Nginx::start(nodes, "").await.unwrap();
    let mut visitor = Visitor::through(&nginx).unwrap();
    for round in 0..60 {
        assert_eq!(visitor.get("/bad").await.unwrap().status, 502);
        for _ in 0..2 {
            assert_eq!(visitor.get("/good").await.unwrap().status, 200, "round {round}");
        }
    }
    for count in 0..60 {
        assert_eq!(visitor.get("/bad").await.unwrap().status, 502, "{count}");
    }
    for count in 0..20 {
        assert_eq!(visitor.get("/good").await.unwrap().status, 200, "{count}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx"]
async fn a_node_that_is_not_there_is_passed_over() {
    let nginx = Nginx::start([bad_node().await, free_address().unwrap()], "").await.unwrap();
    let mut visitor = Visitor::through(&nginx).unwrap();
    for count in 0..50 {
        assert_eq!(visitor.get("/good").await.unwrap().status, 200, "{count}");
    }
    let log = nginx.access_log();
    let asked_twice = log.lines().filter(|line| line.contains(", ")).count();
    assert!((1..=12).contains(&asked_twice), "it is left alone after a while:\n{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx"]
async fn a_node_that_is_restarted_fails_no_page_and_no_form_but_of_the_moment_it_closes() {
    let (mut site, nginx) = behind_nginx().await;
    let people = site.installation.people(4).await.unwrap();
    let mut workers = JoinSet::new();
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let (answered, lost) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    for person in people {
        let mut visitor = Visitor::through(&nginx).unwrap();
        assert!(visitor.log_in(&person).await.unwrap());
        let (stopping, answered) = (stopping.clone(), Arc::clone(&answered));
        let lost = Arc::clone(&lost);
        workers.spawn(async move {
            while !*stopping.borrow() {
                let page = visitor.get("/beranda").await.unwrap();
                assert!(page.status.is_success(), "{}", page.status);
                for change in ["/api/pin", "/api/unpin"] {
                    let answer = visitor.post(change, &[("service", "toss-taspen")]).await.unwrap();
                    // One that was sent as the node closed is never sent again: it may have been carried out.
                    if answer.status == 502 {
                        lost.fetch_add(1, Ordering::SeqCst);
                    } else {
                        assert!(answer.location().starts_with("/beranda"), "{}", answer.status);
                    }
                }
                answered.fetch_add(3, Ordering::SeqCst);
                // No more a second, all together, than nginx lets through from one network.
                sleep(Duration::from_millis(60)).await;
            }
        });
    }
    let goes_on = async |requests: usize| {
        let count = || answered.load(Ordering::SeqCst);
        let goal = count() + requests;
        until("more answers", async || count() >= goal).await;
    };
    goes_on(60).await;
    for _ in 0..2 {
        let node = site.nodes.remove(0);
        let address = node.address;
        assert!(node.stop().await.unwrap().success());
        goes_on(60).await;
        site.nodes.push(site.installation.start_at(address, &BEHIND).await.unwrap());
        goes_on(60).await;
    }
    stop.send(true).unwrap();
    workers.join_all().await;
    let lost = lost.load(Ordering::SeqCst);
    assert!(lost <= 2 * 4, "at most one for each person and restart: {lost}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx"]
async fn a_client_does_not_choose_the_address_that_is_noted() {
    let (site, nginx) = behind_nginx().await;
    let people = site.installation.people(3).await.unwrap();
    let forged = ["203.0.113.66", "203.0.113.66, 127.0.0.1", "[2001:db8::66]:443"];
    for (person, forged) in people.iter().zip(forged) {
        let mut visitor = Visitor::through(&nginx).unwrap();
        visitor.address = Some(forged.to_owned());
        assert!(visitor.log_in(person).await.unwrap());
        let store = site.installation.store().await.unwrap();
        let sessions = store.read().await.unwrap().sessions_of(person.id).await.unwrap();
        let addresses: Vec<_> = sessions.iter().map(|session| &*session.address).collect();
        assert_eq!(addresses, ["127.0.0.1"], "{forged}");
        store.close().await;
    }
    for node in &site.nodes {
        assert!(!node.log().contains("counts as one"), "{}", node.log());
    }
    // Plain http leads to https, and to nowhere else; what is for operators is not for the world.
    let mut plain = Visitor::new(nginx.http);
    let answer = plain.get("/masuk?lanjut=%2Fberanda").await.unwrap();
    assert_eq!(answer.location(), "https://asn.example.go.id/masuk?lanjut=%2Fberanda");
    let mut visitor = Visitor::through(&nginx).unwrap();
    assert_eq!(visitor.get("/readyz").await.unwrap().status, 404);
    let answer = visitor.get("/.well-known/security.txt").await.unwrap();
    assert!(answer.text().starts_with("Contact:"));
    assert!(!nginx.access_log().contains("lanjut"), "no query is logged");
}

/// How many requests as if from this address are answered before one is told to wait.
async fn admitted(visitor: &mut Visitor, address: &str) -> usize {
    visitor.seen_from = Some(address.to_owned());
    for count in 0..2000 {
        let answer = visitor.get("/api/login").await.unwrap();
        if answer.status == 429 {
            return count;
        }
        assert_eq!(answer.status, 200);
    }
    panic!("{address} is never told to wait");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx"]
async fn limits_count_an_ipv6_network_as_one_as_the_portal_does() {
    let nodes = [bad_node().await, bad_node().await];
    let nginx = Nginx::start(nodes, AS_IF_FROM).await.unwrap();
    // One connection for all, so that nothing but their number takes time.
    let mut visitor = Visitor::through(&nginx).unwrap();
    for (one, same, others) in [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::", ["2001:db8:1:3::1", "2001:db8:2:2::1"]),
        ("2001:db8::1", "2001:db8:0:0:1:2:3:4", ["2001:db8:0:1::1", "2001:db9::1"]),
        ("2001:0:0:10::a0a", "2001::10:1:2:3:4", ["2001::11:1:2:3:4", "2001::1"]),
        ("::ffff:203.0.113.9", "203.0.113.9", ["203.0.113.10", "::ffff:203.0.113.11"]),
        ("203.0.113.20", "203.0.113.20", ["203.0.113.21", "::1"]),
    ] {
        // The shipped burst is 60, then 30 a second.
        let alone = admitted(&mut visitor, one).await;
        assert!(alone >= 60, "{one}: {alone}");
        let after = admitted(&mut visitor, same).await;
        assert!(after < 30, "{same} is {one}: {after}");
        for other in others {
            let apart = admitted(&mut visitor, other).await;
            assert!(apart >= 60, "{other} is not {one}: {apart}");
        }
    }
}
