//! Many nodes before one PostgreSQL, as real processes: whatever happens to a node or to the
//! database, what a client was told is true.
//!
//! The short form runs with all tests; `scripts/nodes` runs the long one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../harness/mod.rs"]
mod harness;
mod load;

mod failover;
mod frozen;
mod given_up;
mod killed;
mod nginx;
mod outage;
mod pooled;
mod races;
mod rolling;
mod shared;
mod sign_in;
mod stopping;
mod way;

use harness::{Installation, Node, postgres};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_asn-digital");
/// Nothing of this takes so long; on a busy machine, it may.
const PATIENCE: Duration = Duration::from_mins(1);

/// Whether the long form was asked for.
fn is_long() -> bool {
    std::env::var_os("ASN_NODES_LONG").is_some()
}

/// Three nodes and what they share.
struct Site {
    installation: Installation,
    nodes: Vec<Node>,
}

impl Site {
    async fn start(arguments: &[&str]) -> Self {
        Self::at(postgres::new_database().await.unwrap(), PROGRAM, arguments).await
    }

    async fn at(database: String, program: &str, arguments: &[&str]) -> Self {
        let installation = Installation::new(program, Some(database)).unwrap();
        let mut nodes = Vec::new();
        for _ in 0..3 {
            nodes.push(installation.start(arguments).await.unwrap());
        }
        Self { installation, nodes }
    }

    fn addresses(&self) -> Vec<SocketAddr> {
        self.nodes.iter().map(|node| node.address).collect()
    }
}

/// Waits until something is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < PATIENCE, "it never comes: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
