//! Of many nodes, one does a job.

use crate::support::*;
use asn_digital::{
    domain::{
        Portal,
        lease::{self, Job},
    },
    jobs::take_turn,
};
use std::sync::Arc;

const JOB: Job = Job::CleanUp;

async fn three_nodes(world: &World) -> [Arc<Portal>; 3] {
    [Arc::clone(&world.portal), world.another_node().await, world.another_node().await]
}

/// Which nodes did the job when each was given a turn, all at once.
async fn turn(nodes: &[Arc<Portal>]) -> Vec<usize> {
    let turns = nodes.iter().enumerate().map(|(number, node)| {
        let node = Arc::clone(node);
        tokio::spawn(async move { take_turn(&node, JOB, async { Ok(number) }).await.unwrap() })
    });
    let mut did = Vec::new();
    for turn in turns.collect::<Vec<_>>() {
        did.extend(turn.await.unwrap());
    }
    did
}

on_both_engines! {
    async fn a_job_is_done_once_at_each_turn_and_always_by_the_same_node(world) {
        let nodes = three_nodes(&world).await;
        let first = turn(&nodes).await;
        assert_eq!(first.len(), 1);
        for _ in 0..20 {
            world.clock.advance(JOB.interval().whole_seconds());
            assert_eq!(turn(&nodes).await, first);
        }
    }

    async fn a_node_that_falls_silent_is_replaced_after_two_turns_and_not_before(world) {
        let nodes = three_nodes(&world).await;
        assert_eq!(turn(&nodes[..1]).await, [0]);
        world.clock.advance(2 * JOB.interval().whole_seconds() - 1);
        assert!(turn(&nodes[1..]).await.is_empty());
        world.clock.advance(1);
        assert_eq!(turn(&nodes[1..]).await.len(), 1);
        // Back again, it is one of those who wait.
        assert!(turn(&nodes[..1]).await.is_empty());
    }

    async fn a_node_that_stops_leaves_its_jobs_at_once_and_only_its_own(world) {
        let nodes = three_nodes(&world).await;
        assert_eq!(turn(&nodes[..1]).await, [0]);
        lease::give_up(&nodes[1]).await.unwrap();
        assert!(turn(&nodes[2..]).await.is_empty());
        lease::give_up(&nodes[0]).await.unwrap();
        assert_eq!(turn(&nodes[2..]).await.len(), 1);
    }

    async fn jobs_are_leased_one_by_one(world) {
        let other = world.another_node().await;
        assert!(lease::take(&world.portal, Job::CleanUp).await.unwrap());
        assert!(lease::take(&other, Job::CompleteResets).await.unwrap());
        assert!(!lease::take(&other, Job::CleanUp).await.unwrap());
    }
}
