//! Visitors who come at half, at nine tenths and at one and a half times the rate that the portal
//! manages: how long they wait for their launcher, and how those fare who find the queue full.

use super::{
    Plan, World,
    harness::Result,
    load::{self, Flow, Storm},
    machine,
    report::{Engine, Report, short, spread, with_unit},
};
use std::time::Duration;

/// Microseconds in a millisecond.
const MILLI: f64 = 1000.0;

pub async fn measure(plan: &Plan, world: &World, report: &mut Report) -> Result<()> {
    for percent in [50, 90, 150] {
        let case = Case { percent, waiting: plan.waiting };
        case.measure(plan, world, report, &format!("at {percent} %")).await?;
    }
    if world.engine() == Engine::Sqlite {
        // What another queue would make of the same storm; it has nothing to do with the database.
        for waiting in [plan.waiting / 4, plan.waiting * 4] {
            let case = Case { percent: 150, waiting };
            let name = format!("at 150 %, {waiting} waiting instead of {}", plan.waiting);
            case.measure(plan, world, report, &name).await?;
        }
    }
    Ok(())
}

struct Case {
    /// Of what the portal manages.
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
        let mut rate = capacity.per_second() * f64::from(self.percent) / 100.0;
        if self.percent > 100 {
            rate += plan.surplus;
        }
        let storm = load::open(node.address, &world.crowd, rate, plan.storm).await?;

        let admitted = format!("visits {name}: ms to the launcher, p50 / p99 / longest");
        report.add(engine, admitted, spread(&storm.admitted, MILLI));
        report.add(engine, format!("visits {name}: refused"), refused(&storm));
        if self.percent <= 100 {
            return Ok(());
        }
        let share = storm.admitted_per_second() / capacity.per_second();
        report.add(engine, format!("visits {name}: let in ÷ capacity"), format!("{share:.3}"));
        let bound = (self.waiting + machine::cores()) as f64 / storm.admitted_per_second();
        let what = format!("visits {name}: places in the queue ÷ rate");
        report.add(engine, what, with_unit(bound * 1000.0, "ms"));
        let what = format!("visits {name}: ms to the refusal, p50 / p99 / longest");
        report.add(engine, what, spread(&storm.refused, MILLI));
        if self.waiting == plan.waiting {
            let peak = node.peak_mib()?;
            tokio::time::sleep(plan.storm.min(Duration::from_secs(2))).await;
            let memory = format!("{} / {} MiB", short(peak), short(node.resident_mib()?));
            let what = format!("visits {name}: memory, highest / two seconds later");
            report.add(engine, what, memory);
        }
        Ok(())
    }
}

fn refused(storm: &Storm) -> String {
    let all = storm.refused.len();
    let share = storm.share_refused() * 100.0;
    let manner = match (all, storm.impolite) {
        (0, _) => String::new(),
        (_, 0) => ", each with 503, Retry-After and a page".to_owned(),
        (_, impolite) => format!(", **{impolite} without Retry-After or page**"),
    };
    let failed = match storm.failed {
        0 => String::new(),
        failed => format!(", **{failed} others failed**"),
    };
    format!("{all} of {} ({share:.1} %){manner}{failed}", storm.sent)
}
