//! Resident memory of a node at rest, and with many sessions that have each been used once. What a
//! storm takes is measured by `storm`.

use super::{
    Plan, World,
    crowd::open_sessions,
    harness::Result,
    launcher,
    load::ENCODINGS,
    report::{Report, short},
};
use std::time::Duration;

pub async fn measure(plan: &Plan, world: &World, report: &mut Report) -> Result<()> {
    let engine = world.engine();
    let node = world.node(plan.waiting).await?;
    tokio::time::sleep(Duration::from_secs(1).min(plan.round)).await;
    let mib = |value: f64| format!("{} MiB", short(value));
    let idle = mib(node.resident_mib()?);
    report.add_with_goal(engine, "memory, idle", "≤ 40 MiB", idle);

    let store = world.installation.store().await?;
    let tokens = open_sessions(&store, &world.crowd, plan.sessions).await?;
    store.close().await;
    let requests = tokens.iter().map(|token| {
        launcher::launcher(&format!("asn_session={}", token.to_text()), Some(ENCODINGS))
    });
    launcher::once_each(node.address, requests.collect()).await?;
    let what = format!("memory with {} sessions, each used once", plan.sessions);
    report.add(engine, what, mib(node.resident_mib()?));
    Ok(())
}
