//! Browsers that close their connection in the midst of a request, as real ones do.

use crate::{Site, harness::Visitor, until};
use sqlx::{Connection, PgConnection};
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_closed_window_asked_for_is_done_to_its_end_and_leaves_no_transaction_open() {
    let site = Site::start(&[]).await;
    let people = site.installation.people(1).await.unwrap();
    let node = &site.nodes[0];
    let mut visitor = Visitor::new(node.address);
    assert!(visitor.log_in(&people[0]).await.unwrap());
    let cookies: Vec<_> = visitor.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
    for round in 0..60_u64 {
        let path = if round % 2 == 0 { "/api/pin" } else { "/api/unpin" };
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: 18\r\n\r\n\
             service=pindah-ikn",
            node.address,
            cookies.join("; ")
        );
        let mut window = TcpStream::connect(node.address).await.unwrap();
        window.write_all(request.as_bytes()).await.unwrap();
        sleep(Duration::from_micros(100 * round)).await;
        drop(window);
    }
    until("some were given up", async || node.log().contains("given up by the browser")).await;
    let mut server =
        PgConnection::connect(site.installation.database_url.as_ref().unwrap()).await.unwrap();
    until("every connection is in order", async || {
        let open: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM pg_stat_activity \
             WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()",
        )
        .fetch_one(&mut server)
        .await
        .unwrap();
        open == 0
    })
    .await;
    let log = node.log();
    assert!(!log.contains("ERROR"), "{log}");
    assert!(site.nodes.into_iter().next().unwrap().stop().await.unwrap().success());
}
