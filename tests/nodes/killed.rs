//! A node that dies costs what it had in its hands, and nothing that anybody was told.

use crate::{Site, harness::Proxy, is_long, load::Load, until};
use std::time::{Duration, Instant};

const WORKERS: usize = 6;
/// A connection that broke is noticed on this machine within this.
const NOTICED: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_killed_under_load_costs_only_its_requests_in_flight() {
    let mut site = Site::start(&[]).await;
    let (kills, people) = if is_long() { (20, 2000) } else { (2, 200) };
    let people = site.installation.people(people).await.unwrap();
    let proxy = Proxy::start(&site.addresses()).await.unwrap();
    let load = Load::start(proxy.address, people, WORKERS);
    let mut killed = Vec::new();
    for _ in 0..kills {
        load.goes_on(40).await;
        let node = site.nodes.remove(0);
        let address = node.address;
        node.kill().unwrap();
        killed.push(Instant::now());
        load.goes_on(40).await;
        site.nodes.push(site.installation.start_at(address, &[]).await.unwrap());
        until("the proxy finds the node again", async || proxy.ready() == 3).await;
    }
    let told = load.finish().await;
    for failure in &told.failures {
        assert!(failure.answer.is_err(), "{failure:?}");
        let because = killed.iter().any(|&at| {
            failure.began < at + NOTICED && failure.began + Duration::from_secs(20) > at
        });
        assert!(because, "{failure:?}");
    }
    assert!(told.failures.len() <= kills * WORKERS, "{:?}", told.failures);
    told.is_kept_by(&site.installation).await;
}
