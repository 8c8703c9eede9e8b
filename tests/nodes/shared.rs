//! What one node did, all of them know.

use crate::{Site, harness::Visitor, until};
use asn_digital::domain::clock::{Clock, SystemClock};
use std::{net::SocketAddr, time::Instant};

/// The same browser at another node.
fn same_browser(visitor: &Visitor, node: SocketAddr) -> Visitor {
    let mut other = Visitor::new(node);
    other.cookies = visitor.cookies.clone();
    other
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_logs_in_at_a_works_at_b_and_is_refused_there_as_soon_as_c_ended_the_session() {
    let site = Site::start(&[]).await;
    let [a, b, c] = site.addresses()[..] else { unreachable!() };
    let person = site.installation.people(1).await.unwrap().remove(0);
    let mut visitor = Visitor::new(a);
    assert!(visitor.log_in(&person).await.unwrap());

    let mut at_b = same_browser(&visitor, b);
    let changed = at_b.post("/api/pin", &[("service", "pindah-ikn")]).await.unwrap();
    assert_eq!(changed.status, 303);
    let mut at_c = same_browser(&visitor, c);
    assert!(at_c.get("/beranda").await.unwrap().status.is_success());
    assert_eq!(at_c.post("/api/logout", &[]).await.unwrap().location(), "/masuk");

    let refused = at_b.get("/beranda").await.unwrap();
    assert!(refused.location().starts_with("/masuk"), "{refused:?}");
    let refused = at_b.post("/api/unpin", &[("service", "pindah-ikn")]).await.unwrap();
    assert!(refused.location().starts_with("/masuk"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_draw_on_one_budget_whichever_node_they_ask() {
    let site = Site::start(&[]).await;
    let person = site.installation.people(1).await.unwrap().remove(0);
    let fields = [("nip", &*person.nip), ("password", "tebakan"), ("code", "")];
    let mut waits = Vec::new();
    for guess in 0..7 {
        let mut visitor = Visitor::new(site.nodes[guess % 3].address);
        visitor.post("/api/login", &fields).await.unwrap();
        let page = visitor.get("/masuk").await.unwrap().text();
        waits.push(page.contains("Terlalu banyak percobaan"));
    }
    assert_eq!(waits, [false, false, false, false, false, true, true]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_operator_announces_at_a_is_on_every_launcher_within_seconds() {
    let site = Site::start(&[]).await;
    let people = site.installation.people(2).await.unwrap();
    let mut operator = Visitor::new(site.nodes[0].address);
    assert!(operator.log_in(&people[0]).await.unwrap());
    let mut colleague = Visitor::new(site.nodes[1].address);
    assert!(colleague.log_in(&people[1]).await.unwrap());
    let fields = [
        ("id", ""),
        ("severity", "information"),
        ("audience", "agency"),
        ("title_id", "Apel gabungan hari Senin"),
        ("title_en", "Joint assembly on Monday"),
        ("body_id", "Pukul 07.30 di lapangan."),
        ("body_en", "At 07:30 on the field."),
        ("starts", "2026-01-01T00:00"),
        ("ends", "2999-01-01T00:00"),
        ("publish", "1"),
    ];
    let saved = operator.post("/api/save-announcement", &fields).await.unwrap();
    assert_eq!(saved.location(), "/kelola/pengumuman");
    let start = Instant::now();
    until("the announcement at B", async || {
        colleague.get("/beranda").await.unwrap().text().contains("Apel gabungan hari Senin")
    })
    .await;
    eprintln!("an announcement took {:?} from one node to another", start.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_job_is_one_nodes_and_a_node_that_stops_leaves_it_to_the_others() {
    let mut site = Site::start(&[]).await;
    let store = site.installation.store().await.unwrap();
    let holder =
        async |job| store.read().await.unwrap().lease_holder(job, SystemClock.now()).await.unwrap();
    let mut holders = Vec::new();
    for job in ["clean-up", "end-sessions", "complete-resets"] {
        until("somebody does the job", async || holder(job).await.is_some()).await;
        holders.push(holder(job).await.unwrap().to_string());
    }
    let cleaner = site.nodes.iter().position(|node| node.log().contains(&holders[0])).unwrap();
    site.nodes.remove(cleaner).stop().await.unwrap();
    assert_eq!(holder("clean-up").await, None, "a node that stopped keeps its lease");
    // Who comes next takes a turn at once.
    let next = site.installation.start(&[]).await.unwrap();
    until("the next node does the job", async || {
        holder("clean-up").await.is_some_and(|holder| next.log().contains(&holder.to_string()))
    })
    .await;
}
