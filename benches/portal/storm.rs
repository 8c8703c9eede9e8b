//! Visitors who come at half, at nine tenths and at one and a half times the rate that the portal
//! manages: how long they wait for their launcher, and how those fare who find the queue full.

use super::{
    Plan, World,
    harness::Result,
    load::{self, Flow, Storm},
    machine,
    report::{Report, short, spread},
};
use std::time::Duration;

/// Microseconds in a millisecond.
const MILLI: f64 = 1000.0;

pub async fn measure(plan: &Plan, world: &World, report: &mut Report) -> Result<()> {
    for percent in [50, 90, 150] {
        let case = Case { percent, waiting: plan.waiting };
        case.measure(plan, world, report, &format!("at {percent} %")).await?;
    }
    // What another queue would make of the same storm.
    for waiting in [plan.waiting / 4, plan.waiting * 4] {
        let case = Case { percent: 150, waiting };
        case.measure(plan, world, report, &format!("at 150 %, {waiting} waiting")).await?;
    }
    Ok(())
}

struct Case {
    percent: u32,
    waiting: usize,
}

impl Case {
    async fn measure(
        &self,
        plan: &Plan,
        world: &World,
        report: &mut Report,
        name: &str,
    ) -> Result<()> {
        let engine = world.engine();
        let node = world.node(self.waiting).await?;
        // The rate of this very moment: the machine is not equally fast all the time.
        let capacity = load::closed(node.address, &world.crowd, plan, Flow::Visit).await?;
        let rate = capacity.per_second() * f64::from(self.percent) / 100.0;
        let storm = load::open(node.address, &world.crowd, rate, plan.storm).await?;

        let admitted = format!("visits {name}: ms to the launcher, p50 / p99 / longest");
        report.add(engine, admitted, spread(&storm.admitted, MILLI));
        let failed = if storm.failed == 0 { "" } else { ", **others failed**" };
        let counts = format!(
            "{} of {} ({:.1} %){failed}",
            storm.refused.len(),
            storm.sent,
            storm.share_refused() * 100.0
        );
        report.add(engine, format!("visits {name}: refused"), counts);
        if self.percent <= 100 {
            return Ok(());
        }
        let share = storm.admitted_per_second() / capacity.per_second();
        report.add(engine, format!("visits {name}: let in ÷ capacity"), format!("{share:.3}"));
        let bound = (self.waiting + machine::cores()) as f64 / storm.admitted_per_second();
        report.add(
            engine,
            format!("visits {name}: the wait of a full queue"),
            format!("{} ms", short(bound * 1000.0)),
        );
        report.add(
            engine,
            format!("visits {name}: ms to the refusal, p50 / p99 / longest"),
            spread(&storm.refused, MILLI),
        );
        report.add(engine, format!("visits {name}: politeness"), politeness(&storm));
        let peak = node.peak_mib()?;
        tokio::time::sleep(plan.storm.min(Duration::from_secs(2))).await;
        let after = node.resident_mib()?;
        report.add(
            engine,
            format!("visits {name}: memory, highest / two seconds later"),
            format!("{} / {} MiB", short(peak), short(after)),
        );
        Ok(())
    }
}

fn politeness(storm: &Storm) -> String {
    match (storm.refused.len(), storm.impolite) {
        (0, _) => "nobody was refused".to_owned(),
        (_, 0) => "each: 503, Retry-After, a page".to_owned(),
        (all, impolite) => format!("**{impolite} of {all} without Retry-After or page**"),
    }
}
