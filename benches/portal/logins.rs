//! Logins against the pure rate of the hash they are made of, in turns; and what one costs.

use super::{
    Plan, World,
    capacity::Inputs,
    harness::{Node, PASSWORD, Result},
    load::{self, Flow, Used},
    machine,
    postgres::Database,
    report::{Engine, Pairs, Report, median, short, with_unit},
};
use argon2::Argon2;
use std::{
    thread,
    time::{Duration, Instant},
};

pub async fn measure(
    plan: &Plan,
    world: &World,
    report: &mut Report,
    inputs: &mut Inputs,
) -> Result<()> {
    let engine = world.engine();
    let node = world.node(plan.waiting).await?;
    // The first one finds everything cold.
    let short_round = Plan { round: plan.round / 4, ..*plan };
    load::closed(node.address, &world.crowd, &short_round, Flow::Login).await?;

    let cores = machine::cores();
    let (mut pairs, mut login, mut visit) = (Pairs::default(), Costs::default(), Costs::default());
    let mut visits = Vec::new();
    for round in 0..plan.rounds {
        let pure = pure_argon2_rate(cores, plan.round);
        pairs.add(login.round(&node, world, plan, Flow::Login).await?, pure);
        // Whole visits in every other round: they are compared with nothing.
        if round % 2 == 0 {
            visits.push(visit.round(&node, world, plan, Flow::Visit).await?);
        }
    }
    let [logins, pure, ratio] = pairs.medians();
    report.add(
        engine,
        format!("pure Argon2id (19 MiB, t=2, p=1), {cores} threads"),
        per_second(pure),
    );
    report.add(engine, "logins", per_second(logins));
    let goal = "≥ 0.95";
    report.add_with_goal(engine, "**logins ÷ pure Argon2id**", goal, format!("**{ratio:.3}**"));
    report.add(engine, "every round", pairs.ratios());
    login.report(report, engine, "a login");
    // Where the database has processors of its own.
    let share = cores as f64 / pure / login.each(login.used.portal);
    report.add(engine, "a pure hash ÷ processor time of a login, portal", format!("{share:.3}"));
    report.add(
        engine,
        "visits: login page, login, launcher, compressed",
        per_second(median(visits)),
    );
    visit.report(report, engine, "a visit");

    inputs.argon_per_core = pure / cores as f64;
    drop(node);
    let (mut commits, mut cold) = (f64::NAN, f64::NAN);
    if let Some(database) = &world.postgres {
        commits = transactions_of_a_visit(plan, world, database).await?;
        cold = log_of_a_cold_login(plan, world, database).await?;
        inputs.transactions_per_visit = commits;
        inputs.log_per_cold_login = cold;
        inputs.log_per_login = login.each(login.used.written);
        inputs.portal_per_login = login.each(login.used.portal);
        inputs.portal_per_visit = visit.each(visit.used.portal);
        inputs.database_per_visit = visit.each(visit.used.database);
    }
    report.add(engine, "log for a login right after a checkpoint", kib(cold));
    report.add(engine, "transactions of a visit", short(commits));
    Ok(())
}

/// What several rounds cost altogether.
#[derive(Default)]
struct Costs {
    used: Used,
    count: f64,
}

impl Costs {
    async fn round(&mut self, node: &Node, world: &World, plan: &Plan, flow: Flow) -> Result<f64> {
        let postgres = world.postgres.as_ref();
        let before = Used::by(node, postgres).await?;
        let done = load::closed(node.address, &world.crowd, plan, flow).await?;
        self.used += Used::by(node, postgres).await? - before;
        self.count += done.count as f64;
        Ok(done.per_second())
    }

    fn each(&self, total: f64) -> f64 {
        total / self.count
    }

    fn report(&self, report: &mut Report, engine: Engine, what: &str) {
        let millis = |seconds: f64| with_unit(self.each(seconds) * 1000.0, "ms");
        report.add(engine, format!("processor time of {what}, portal"), millis(self.used.portal));
        let database = format!("processor time of {what}, database");
        report.add(engine, database, millis(self.used.database));
        let written = format!("sent to the disk (SQLite) or the log (PostgreSQL) for {what}");
        report.add(engine, written, kib(self.each(self.used.written)));
    }
}

/// Hashes a second on all cores, with nothing else to do.
fn pure_argon2_rate(cores: usize, round: Duration) -> f64 {
    let start = Instant::now();
    let done: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores)
            .map(|_| {
                scope.spawn(|| {
                    let (argon2, mut done, mut out) = (Argon2::default(), 0, [0; 32]);
                    while start.elapsed() < round {
                        let hashed =
                            argon2.hash_password_into(PASSWORD.as_bytes(), &[1; 16], &mut out);
                        done += usize::from(hashed.is_ok());
                    }
                    done
                })
            })
            .collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).sum()
    });
    done as f64 / start.elapsed().as_secs_f64()
}

/// Without those that a node needs to start and to stop.
async fn transactions_of_a_visit(plan: &Plan, world: &World, database: &Database) -> Result<f64> {
    let before = database.commits().await?;
    world.node(plan.waiting).await?.stop().await?;
    let between = database.commits().await?;
    let node = world.node(plan.waiting).await?;
    let visits = load::closed(node.address, &world.crowd, plan, Flow::Visit).await?;
    node.stop().await?;
    let after = database.commits().await?;
    Ok(((after - between) - (between - before)) / visits.count as f64)
}

/// The most that one login can write: every page it touches goes into the log as a whole. So it is
/// for each of millions of people who log in once between two checkpoints.
async fn log_of_a_cold_login(plan: &Plan, world: &World, database: &Database) -> Result<f64> {
    let node = world.node(plan.waiting).await?;
    let one = Plan { connections: 1, round: Duration::ZERO, ..*plan };
    let mut bytes = Vec::new();
    for _ in 0..9 {
        database.checkpoint().await?;
        let before = database.log_bytes().await?;
        load::closed(node.address, &world.crowd, &one, Flow::Login).await?;
        bytes.push(database.log_bytes().await? - before);
    }
    Ok(median(bytes))
}

pub fn per_second(rate: f64) -> String {
    format!("{}/s", short(rate))
}

fn kib(bytes: f64) -> String {
    with_unit(bytes / 1024.0, "KiB")
}
