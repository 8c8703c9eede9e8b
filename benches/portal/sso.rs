//! Sign-ins to services: whole code flows (authorize, token, S256) of people who are logged in, against two
//! ceilings that are measured in turns with them: the signatures alone, and as many checks of sessions and new
//! grants without HTTP. Then what services ask besides, and what many grants take.

use super::{
    Plan, World,
    crowd::open_sessions,
    harness::{Installation, Node, Result},
    inside,
    load::{Done, Used},
    logins::per_second,
    machine,
    relying_party::{Ask, RelyingParty},
    report::{Pairs, Report, short, spread, with_unit},
};
use asn_digital::{
    domain::{
        Portal, session,
        sso::jws::{Algorithm, SigningKey},
        values::{methods::Methods, reference_token::ReferenceToken},
    },
    store::NewGrant,
};
use hdrhistogram::Histogram;
use serde_json::json;
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::{
    fs,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use tokio::{sync::Barrier, task::JoinSet};

/// Browsers, each with a service, at once.
const AT_ONCE: usize = 8;
/// Nanoseconds in a millisecond.
const MILLI: f64 = 1e6;
/// Sign-ins after which nothing may have been written.
const QUIET: usize = 50;

pub async fn measure(plan: &Plan, world: &World, report: &mut Report) -> Result<()> {
    let (engine, at_once) = (world.engine(), AT_ONCE.min(plan.connections));
    let node = start(&world.installation, &[]).await?;
    let store = world.installation.store().await?;
    let tokens = open_sessions(&store, &world.crowd, at_once).await?;
    store.close().await;
    let load = Load { node: &node, tokens: &tokens, round: plan.round };
    writes_nothing(world, &load).await?;

    for algorithm in [Algorithm::Es256, Algorithm::Rs256] {
        flows(plan, world, &load, algorithm, report).await?;
    }
    for (what, ask) in [
        ("refreshes, ES256", Ask::Refresh),
        ("userinfo", Ask::Userinfo),
        ("introspections", Ask::Introspection),
        ("discovery documents", Ask::Discovery),
        ("key sets that are known (304)", Ask::Keys),
    ] {
        let done = load.closed(Algorithm::Es256, ask, load.round).await?;
        report.add(engine, what, per_second(done.done.per_second()));
        report.add(engine, format!("{what}, ms, p50 / p99 / longest"), spread(&done.times, MILLI));
    }
    node.stop().await?;
    memory(plan, world, &tokens, report).await
}

/// A node with a client for each algorithm.
pub async fn start(installation: &Installation, arguments: &[&str]) -> Result<Node> {
    let clients = installation.folder.join("clients.toml");
    fs::write(&clients, RelyingParty::file())?;
    let clients = clients.to_str().ok_or("a folder that is no text")?;
    installation.start(&[&["--clients", clients], arguments].concat()).await
}

async fn flows(
    plan: &Plan,
    world: &World,
    load: &Load<'_>,
    algorithm: Algorithm,
    report: &mut Report,
) -> Result<()> {
    let (engine, postgres) = (world.engine(), world.postgres.as_ref());
    let name = algorithm.name();
    // The first ones find everything cold.
    load.closed(algorithm, Ask::Flow, plan.round / 4).await?;
    let key = SigningKey::generate(algorithm)?;
    let portal = Arc::new(inside::portal(world.installation.store().await?).await?);
    let (mut signed, mut written) = (Pairs::default(), Pairs::default());
    let (mut used, mut count, mut times) = (Used::default(), 0, Histogram::<u64>::new(3)?);
    for _ in 0..plan.rounds {
        let before = Used::by(load.node, postgres).await?;
        let done = load.closed(algorithm, Ask::Flow, load.round).await?;
        used += Used::by(load.node, postgres).await? - before;
        count += done.done.count;
        times.add(&done.times)?;
        let rate = done.done.per_second();
        signed.add(rate, signatures(&key, load.round)?);
        written.add(rate, grants(&portal, load).await?);
    }
    portal.store.close().await;

    let [rate, alone, _] = signed.medians();
    let goal = match algorithm {
        Algorithm::Es256 => "≥ 1,375/s (SQLite), ≥ 825/s (PostgreSQL)",
        Algorithm::Rs256 => "≥ 825/s (SQLite)",
        Algorithm::EdDsa => "",
    };
    let flows = format!("**code flows, {name}, {} at once**", load.tokens.len());
    report.add_with_goal(engine, flows, goal, format!("**{}**", per_second(rate)));
    let what = format!("a code flow, {name}, ms, p50 / p99 / longest");
    report.add(engine, what, spread(&times, MILLI));
    let cores = machine::cores();
    report.add(engine, format!("signatures alone, {name}, {cores} threads"), per_second(alone));
    let [_, ceiling, ratio] = written.medians();
    let what = format!("session checks and new grants without HTTP, beside {name}");
    report.add(engine, what, per_second(ceiling));
    report.add(engine, format!("code flows, {name} ÷ that"), short(ratio));
    report.add(engine, format!("every round of code flows, {name}"), written.ratios());
    let each = |seconds: f64| with_unit(seconds * 1e6 / count as f64, "µs");
    let what = format!("processor time of a code flow, {name}, portal");
    report.add(engine, what, each(used.portal));
    let what = format!("processor time of a code flow, {name}, database");
    report.add(engine, what, each(used.database));
    Ok(())
}

/// Signatures a second on all cores, of a token like those of a flow.
fn signatures(key: &SigningKey, round: Duration) -> Result<f64> {
    let claims = json!({
        "iss": "http://127.0.0.1:3000", "sub": "01922b5e-7a10-7cc3-98f4-a1b2c3d4e5f6", "aud": "ES256",
        "iat": 1_795_305_600, "exp": 1_795_306_200, "auth_time": 1_795_305_600, "acr": "aal2",
        "amr": ["pwd", "otp", "mfa"], "name": "Sri Wahyuni", "nip": "198609262015052001",
    });
    let start = Instant::now();
    let count = || {
        let mut count = 0;
        while start.elapsed() < round {
            key.sign("JWT", &claims)?;
            count += 1;
        }
        Ok::<usize, asn_digital::domain::Fault>(count)
    };
    let counts: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..machine::cores()).map(|_| scope.spawn(count)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let count: usize = counts.into_iter().sum::<std::result::Result<_, _>>()?;
    Ok(count as f64 / start.elapsed().as_secs_f64())
}

/// Checks of a session, each followed by a new grant in a unit of its own, a second: what a flow asks of the
/// database at least.
async fn grants(portal: &Arc<Portal>, load: &Load<'_>) -> Result<f64> {
    let (start, round) = (Instant::now(), load.round);
    let mut tasks = JoinSet::new();
    for token in load.tokens {
        let token = token.clone();
        let portal = Arc::clone(portal);
        tasks.spawn(async move {
            let mut count = 0;
            while start.elapsed() < round {
                grant(&portal, &token).await?;
                count += 1;
            }
            Ok(count)
        });
    }
    let counts = tasks.join_all().await.into_iter().collect::<Result<Vec<usize>>>()?;
    Ok(counts.iter().sum::<usize>() as f64 / start.elapsed().as_secs_f64())
}

async fn grant(portal: &Portal, token: &ReferenceToken) -> Result<()> {
    let session = session::current(portal, Some(token)).await?;
    let session = session.ok_or("an open session is not there")?;
    let new = NewGrant {
        id: portal.new_id(),
        client_id: "inside",
        account_id: session.account,
        session_id: session.id,
        subject: &session.account.to_string(),
        sid: &session.account.to_string(),
        scope: "openid profile",
        proved_at: session.proved_at,
        methods: Methods::default(),
        salt: &[1; 16],
        expires_at: session.expires_at,
    };
    let mut unit = portal.store.write_forgettable().await?;
    unit.add_grant(&new, portal.now()).await?;
    Ok(unit.commit().await?)
}

/// Whoever is logged in already gives the database nothing to do but to be read.
async fn writes_nothing(world: &World, load: &Load<'_>) -> Result<()> {
    let token = load.tokens.first().ok_or("nobody is there")?;
    let mut service = RelyingParty::new(load.node.address, token, Algorithm::Es256).await?;
    let mut watch = Watch::new(world).await?;
    // A job of the node may write at any moment, but not at every one.
    for _ in 0..5 {
        let before = watch.look().await?;
        for _ in 0..QUIET {
            service.authorize().await?;
        }
        if watch.look().await? == before {
            return Ok(());
        }
    }
    Err("a sign-in with a live session writes to the database".into())
}

/// Sees whether anybody else has written.
enum Watch {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Watch {
    async fn new(world: &World) -> Result<Self> {
        Ok(match &world.postgres {
            None => {
                let file = world.installation.database_file();
                let url = format!("sqlite://{}", file.display());
                Self::Sqlite(SqliteConnection::connect(&url).await?)
            }
            Some(database) => Self::Postgres(PgConnection::connect(&database.url).await?),
        })
    }

    /// Another number after each change that others have committed.
    async fn look(&mut self) -> Result<i64> {
        Ok(match self {
            Self::Sqlite(c) => sqlx::query_scalar("PRAGMA data_version").fetch_one(c).await?,
            Self::Postgres(c) => {
                let sql = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::int8";
                sqlx::query_scalar(sql).fetch_one(c).await?
            }
        })
    }
}

async fn memory(
    plan: &Plan,
    world: &World,
    tokens: &[ReferenceToken],
    report: &mut Report,
) -> Result<()> {
    let node = start(&world.installation, &[]).await?;
    let load = Load { node: &node, tokens, round: Duration::ZERO };
    let each = plan.sessions.div_ceil(tokens.len().max(1));
    load.run(Algorithm::Rs256, Ask::Flow, move |count, _| count >= each).await?;
    let what = format!("memory after {} code flows, each a grant", each * tokens.len());
    report.add(world.engine(), what, format!("{} MiB", short(node.resident_mib()?)));
    node.stop().await?;
    Ok(())
}

/// Browsers with live sessions, each with a service.
struct Load<'a> {
    node: &'a Node,
    tokens: &'a [ReferenceToken],
    round: Duration,
}

/// What a load did, and how long each took, in nanoseconds.
struct Loaded {
    done: Done,
    times: Histogram<u64>,
}

impl Load<'_> {
    async fn closed(&self, algorithm: Algorithm, ask: Ask, round: Duration) -> Result<Loaded> {
        self.run(algorithm, ask, move |_, elapsed| elapsed >= round).await
    }

    /// Each goes on until it is enough, by what it has done and how long that took.
    async fn run(
        &self,
        algorithm: Algorithm,
        ask: Ask,
        is_enough: impl Fn(usize, Duration) -> bool + Copy + Send + 'static,
    ) -> Result<Loaded> {
        let ready = Arc::new(Barrier::new(self.tokens.len() + 1));
        let mut tasks = JoinSet::new();
        for token in self.tokens {
            let token = token.clone();
            let (node, ready) = (self.node.address, Arc::clone(&ready));
            tasks.spawn(async move {
                let prepared = async {
                    let mut service = RelyingParty::new(node, &token, algorithm).await?;
                    service.prepare(ask).await?;
                    Ok::<_, super::harness::Error>(service)
                };
                // Whoever fails lets the others begin all the same.
                let prepared = prepared.await;
                ready.wait().await;
                let mut service = prepared?;
                let (start, mut times, mut count) = (Instant::now(), Histogram::<u64>::new(3)?, 0);
                while count == 0 || !is_enough(count, start.elapsed()) {
                    let asked = Instant::now();
                    service.ask(ask).await?;
                    times.record(asked.elapsed().as_nanos() as u64)?;
                    count += 1;
                }
                Ok(times)
            });
        }
        ready.wait().await;
        let start = Instant::now();
        let all = tasks.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
        let seconds = start.elapsed().as_secs_f64();
        let mut times = Histogram::<u64>::new(3)?;
        for one in &all {
            times.add(one)?;
        }
        Ok(Loaded { done: Done { count: times.len() as usize, seconds }, times })
    }
}
