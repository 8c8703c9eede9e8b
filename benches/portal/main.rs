//! How fast and how light the portal is, measured on the running program with real codes and real
//! cookies: `scripts/bench`, or `cargo bench --features ssr` for what needs no PostgreSQL. It prints
//! one table of what was measured, and what that makes of a Monday morning.
//!
//! `-- --quick` runs every section for a moment, so that tests can see that the suite works; its
//! figures say nothing. `-- --scale` measures what many people make of it ([`scale`]). `TEST_DATABASE_URL` names a PostgreSQL server to measure too, `ASN_BENCH_BIG`
//! the data folder of a large installation to start with. The load is made on the same cores.

// Figures are counted in thousands and shown with three digits.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod bytes;
mod capacity;
mod ceiling;
mod checks;
mod crowd;
mod growth;
#[path = "../../tests/harness/mod.rs"]
mod harness;
mod inside;
mod launcher;
mod load;
mod logins;
mod machine;
mod memory;
mod postgres;
mod relying_party;
mod report;
mod scale;
mod scim;
mod sso;
mod start;
mod storm;

use capacity::Inputs;
use crowd::Crowd;
use harness::{Installation, Node, Result};
use postgres::Database;
use report::Report;
use std::{env, process::ExitCode, sync::Arc, time::Duration};

/// The portal itself.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_asn-digital");

/// What can be measured alone.
const SECTIONS: [&str; 7] = ["start", "logins", "storm", "launcher", "sso", "scim", "checks"];

/// How much of everything.
pub struct Plan {
    pub people: usize,
    pub connections: usize,
    /// Measured and compared in turns, because a shared machine is not equally fast all the time.
    pub rounds: usize,
    pub round: Duration,
    /// How long a load of a given rate lasts.
    pub storm: Duration,
    /// Logins that may wait.
    pub waiting: usize,
    /// Visitors a second beyond one and a half times the capacity, so that also a short storm
    /// finds the queue full.
    pub surplus: f64,
    pub sessions: usize,
    pub starts: usize,
    pub audit_rows: usize,
    /// Of what is timed call by call.
    pub calls: usize,
}

impl Plan {
    fn full() -> Self {
        Self {
            people: 2500 * machine::cores(),
            connections: 16,
            rounds: 15,
            round: Duration::from_millis(1500),
            storm: Duration::from_secs(20),
            waiting: 64,
            surplus: 0.0,
            sessions: 10_000,
            starts: 9,
            audit_rows: 20_000,
            calls: 20_000,
        }
    }

    /// Just enough for every section to have something to say.
    fn quick() -> Self {
        Self {
            people: 200 * machine::cores(),
            connections: 3,
            rounds: 1,
            round: Duration::from_millis(200),
            storm: Duration::from_millis(500),
            waiting: 8,
            surplus: 100.0,
            sessions: 50,
            starts: 1,
            audit_rows: 200,
            calls: 100,
        }
    }
}

/// One portal to measure, and everything around it.
pub struct World {
    pub installation: Installation,
    /// None: the embedded database.
    pub postgres: Option<Database>,
    pub crowd: Arc<Crowd>,
}

impl World {
    async fn new(plan: &Plan, postgres: Option<Database>) -> Result<Self> {
        let url = postgres.as_ref().map(|database| database.url.clone());
        let installation = Installation::new(PROGRAM, url)?;
        let crowd = Arc::new(Crowd::gather(&installation, plan.people).await?);
        Ok(Self { installation, postgres, crowd })
    }

    /// A node whose queue holds so many.
    pub async fn node(&self, waiting: usize) -> Result<Node> {
        self.installation.start(&["--hashes-waiting", &waiting.to_string()]).await
    }

    pub fn engine(&self) -> report::Engine {
        if self.postgres.is_some() { report::Engine::Postgres } else { report::Engine::Sqlite }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match env::var(launcher::FIXED) {
        Ok(size) => launcher::serve_fixed(&size).await,
        Err(_) => measure().await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<()> {
    let is_asked = |for_what: &str| env::args().any(|one| one == for_what);
    let is_known = |word: &str| {
        word.starts_with("--") || SECTIONS.contains(&word) || scale::PARTS.contains(&word)
    };
    if let Some(unknown) = env::args().skip(1).find(|word| !is_known(word)) {
        let parts = [&SECTIONS[..], &scale::PARTS].concat().join(", ");
        return Err(format!("there is no part called {unknown}, but: {parts}").into());
    }
    let is_quick = is_asked("--quick");
    if is_asked("--scale") {
        return scale::measure(is_quick).await;
    }
    // Whoever works on one thing names it, and does without the reckoning at the end.
    let is_whole = !SECTIONS.iter().any(|section| is_asked(section));
    let is_wanted = |section: &str| is_whole || is_asked(section);
    let plan = if is_quick { Plan::quick() } else { Plan::full() };
    let mut report = Report::default();
    let mut inputs = Inputs::default();
    for database in [None, Database::create().await?] {
        if report.has_begun() && database.is_none() {
            say("TEST_DATABASE_URL is not set: nothing is measured on PostgreSQL");
            continue;
        }
        let engine = if database.is_some() { "PostgreSQL" } else { "SQLite" };
        say(&format!("{engine}: {} people", plan.people));
        let world = World::new(&plan, database).await?;
        // What is asked of the portal while nothing else runs comes first, what spoils the
        // people's passwords last.
        if is_wanted("start") {
            say(&format!("{engine}: starts, bytes, memory"));
            start::measure(&plan, &world, &mut report).await?;
            bytes::measure(&world, &mut report, &mut inputs).await?;
            memory::measure(&plan, &world, &mut report).await?;
        }
        if is_wanted("logins") {
            say(&format!("{engine}: logins"));
            logins::measure(&plan, &world, &mut report, &mut inputs).await?;
        }
        if is_wanted("storm") {
            say(&format!("{engine}: logins at given rates"));
            storm::measure(&plan, &world, &mut report).await?;
        }
        if is_wanted("launcher") {
            say(&format!("{engine}: launcher"));
            launcher::measure(&plan, &world, &mut report, &mut inputs).await?;
        }
        if is_wanted("sso") {
            say(&format!("{engine}: sign-ins to services"));
            sso::measure(&plan, &world, &mut report).await?;
        }
        if is_wanted("scim") {
            say(&format!("{engine}: systems of agencies"));
            scim::measure(&plan, &world, &mut report).await?;
        }
        if is_wanted("checks") {
            say(&format!("{engine}: single checks, the audit record, logins without hashing"));
            checks::measure(&plan, &world, &mut report).await?;
            growth::measure(&plan, &world, &mut report, &mut inputs).await?;
            ceiling::measure(&plan, &world, &mut report, &mut inputs).await?;
        }
        if let Some(database) = world.postgres {
            database.remove().await?;
        }
    }
    println!("{}\n\n{report}", machine::describe(postgres::version().await?)?);
    if is_whole {
        print!("\n{}", capacity::Monday(&inputs));
    }
    if is_quick { scale::measure(true).await } else { Ok(()) }
}

/// To whoever waits; the report alone goes to the standard output.
fn say(what: &str) {
    eprintln!("bench: {what}");
}
