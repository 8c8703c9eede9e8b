//! From starting the program to its first answer. The files are in the system's cache: what is
//! measured is the program, not the disk.

use super::{
    PROGRAM, Plan, World,
    harness::{Installation, Result, Visitor, free_address},
    report::{Engine, Report, median, short},
};
use asn_digital::paths;
use std::{
    env,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_mins(1);

pub async fn measure(plan: &Plan, world: &World, report: &mut Report) -> Result<()> {
    let engine = world.engine();
    let goal = "≤ 150 ms";
    if engine == Engine::Sqlite {
        let mut starts = Starts::default();
        for _ in 0..plan.starts {
            starts.add(&Installation::new(PROGRAM, None)?, &[]).await?;
        }
        starts.report(report, engine, "start without a database, which is made", goal);
    }
    let mut starts = Starts::default();
    for _ in 0..plan.starts {
        starts.add(&world.installation, &[]).await?;
    }
    let what = format!("start with a database of {} people", plan.people);
    starts.report(report, engine, &what, goal);

    let what = "start with the installation that ASN_BENCH_BIG names";
    match env::var("ASN_BENCH_BIG") {
        Ok(folder) if engine == Engine::Sqlite => {
            let mut starts = Starts::default();
            for _ in 0..plan.starts {
                starts.add(&world.installation, &["--data-dir", &folder]).await?;
            }
            starts.report(report, engine, what, goal);
        }
        _ if engine == Engine::Sqlite => report.add_with_goal(engine, what, goal, "not measured"),
        _ => {}
    }
    Ok(())
}

/// Milliseconds until the process answers at all, and until the login page is there.
#[derive(Default)]
pub struct Starts {
    alive: Vec<f64>,
    page: Vec<f64>,
}

impl Starts {
    pub async fn add(&mut self, installation: &Installation, arguments: &[&str]) -> Result<()> {
        let address = free_address()?;
        let start = Instant::now();
        let millis = || start.elapsed().as_secs_f64() * 1000.0;
        let node = installation.spawn(address, arguments)?;
        let mut visitor = Visitor::new(address);
        while !visitor.get("/healthz").await.is_ok_and(|answer| answer.status.is_success()) {
            if start.elapsed() > PATIENCE {
                return Err(format!("the portal does not start:\n{}", node.log()).into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.alive.push(millis());
        if !visitor.get(paths::LOGIN).await?.status.is_success() {
            return Err("the login page is not there".into());
        }
        self.page.push(millis());
        Ok(())
    }

    fn report(self, report: &mut Report, engine: Engine, what: &str, goal: &'static str) {
        let what = format!("{what}: first answer / login page");
        report.add_with_goal(engine, what, goal, format!("{} ms", self.medians()));
    }

    pub fn medians(self) -> String {
        let [alive, page] = [self.alive, self.page].map(|times| short(median(times)));
        format!("{alive} / {page}")
    }
}
