//! What systems of agencies do: people who are made, read, changed, and a walk over all of them.

use super::{
    Plan, World,
    harness::{Node, Result},
    load::Done,
    logins::per_second,
    report::{Report, spread},
};
use asn_digital::{
    domain::{
        guard::visitor::Visitor,
        random::{self, SystemRandom},
        scim::token::{self, NewToken},
    },
    fixtures::synth,
    store::ImportedAccount,
};
use hdrhistogram::Histogram;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, task::JoinSet};
use uuid::Uuid;

const AGENCY: &str = "Instansi Ukur";
/// Nobody of those who log in.
const SEED: u64 = 5;
/// Systems at once.
const AT_ONCE: usize = 8;
/// Nanoseconds in a millisecond.
const MILLI: f64 = 1e6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Create,
    Read,
    Change,
    Find,
}

pub async fn measure(plan: &Plan, world: &World, report: &mut Report) -> Result<()> {
    let (engine, at_once) = (world.engine(), AT_ONCE.min(plan.connections));
    let portal = super::inside::portal(world.installation.store().await?).await?;
    let now = portal.now();
    let people: Vec<_> = (0..u64::try_from(plan.people)?)
        .map(|place| ImportedAccount {
            id: random::new_id(&SystemRandom, now),
            nip: synth::person(SEED, place).nip,
            name: format!("Budi {place}"),
            email: None,
            agency: AGENCY.to_owned(),
            roles: "employee".to_owned(),
        })
        .collect();
    let mut unit = portal.store.write_in_bulk().await?;
    unit.add_accounts(&people, "no hash", now).await?;
    unit.commit().await?;
    let by = Visitor::command_line();
    let new = NewToken { agency: AGENCY, name: "bench", days: token::DAYS };
    let token = token::add(&portal, &by, &new).await??;
    portal.store.close().await;
    let known: Vec<_> = people.into_iter().map(|one| (one.id.to_string(), one.nip)).collect();
    let known = Arc::new(known);
    let node = world.installation.start(&[]).await?;
    for (what, work) in [
        ("**SCIM: people made**", Work::Create),
        ("SCIM: people read", Work::Read),
        ("SCIM: people changed", Work::Change),
        ("SCIM: people found by number", Work::Find),
    ] {
        let (done, times) = closed(&node, &token, at_once, plan.round * 2, work, &known).await?;
        report.add(engine, what, per_second(done.per_second()));
        let times_of = format!("{what}, ms, p50 / p99 / longest");
        report.add(engine, times_of.replace("**", ""), spread(&times, MILLI));
    }
    let walked = walk(&node, &token).await?;
    report.add(
        engine,
        "SCIM: a walk over everybody, 500 a page, people",
        per_second(walked.per_second()),
    );
    node.stop().await?;
    Ok(())
}

/// As many as so many systems manage within a round.
async fn closed(
    node: &Node,
    token: &str,
    at_once: usize,
    round: Duration,
    work: Work,
    known: &Arc<Vec<(String, String)>>,
) -> Result<(Done, Histogram<u64>)> {
    let start = Instant::now();
    let mut load = JoinSet::new();
    for lane in 0..at_once {
        let (address, token, known) = (node.address, token.to_owned(), Arc::clone(known));
        load.spawn(async move {
            let mut system = System::at(address, &token).await?;
            let mut times = Histogram::<u64>::new(3)?;
            let mut turn = 0;
            while turn == 0 || start.elapsed() < round {
                let begun = Instant::now();
                let one = known.get((turn * 7919 + lane * 104_729) % known.len());
                system.does(work, lane, turn, one.ok_or("nobody is there")?).await?;
                times.record(u64::try_from(begun.elapsed().as_nanos())?)?;
                turn += 1;
            }
            Result::Ok(times)
        });
    }
    let mut times = Histogram::<u64>::new(3)?;
    while let Some(one) = load.join_next().await {
        times.add(one??)?;
    }
    let count = usize::try_from(times.len())?;
    Ok((Done { count, seconds: start.elapsed().as_secs_f64() }, times))
}

/// Everybody, one page after another.
async fn walk(node: &Node, token: &str) -> Result<Done> {
    let mut system = System::at(node.address, token).await?;
    let (start, mut count, mut cursor) = (Instant::now(), 0, String::new());
    loop {
        let path = format!("/Users?count=500&cursor={cursor}");
        let page = system.send(Method::GET, &path, &Value::Null, StatusCode::OK).await?;
        count += page.get("Resources").and_then(|one| one.as_array()).map_or(0, Vec::len);
        match page.get("nextCursor").and_then(|one| one.as_str()) {
            Some(next) => next.clone_into(&mut cursor),
            None => return Ok(Done { count, seconds: start.elapsed().as_secs_f64() }),
        }
    }
}

/// The same while other systems change people and make new ones: whoever was there before comes, and nobody twice.
/// How many people a second, and how many microseconds a page takes.
pub async fn walk_among_writers(
    node: &Node,
    token: &str,
    before: usize,
) -> Result<(f64, Histogram<u64>)> {
    let is_over = Arc::new(AtomicBool::new(false));
    let mut system = System::at(node.address, token).await?;
    let page = system.send(Method::GET, "/Users?count=500&cursor=", &Value::Null, StatusCode::OK);
    let some = page.await?.get("Resources").and_then(Value::as_array).cloned().unwrap_or_default();
    let some: Vec<_> = some.iter().filter_map(|one| one.get("id")?.as_str()).collect();
    let some: Arc<Vec<_>> =
        Arc::new(some.into_iter().map(|id| (id.to_owned(), String::new())).collect());
    let mut writers = JoinSet::new();
    for (lane, work) in [Work::Create, Work::Change].into_iter().enumerate() {
        let (is_over, some) = (Arc::clone(&is_over), Arc::clone(&some));
        let mut system = System::at(node.address, token).await?;
        writers.spawn(async move {
            let mut made = HashSet::new();
            let mut turn = 0;
            while !is_over.load(Ordering::Relaxed) {
                let one = some.get(turn % some.len()).ok_or("nobody is there")?;
                let user = system.does(work, lane, turn, one).await?;
                made.extend((work == Work::Create).then(|| id_of(&user)).transpose()?);
                turn += 1;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Result::Ok(made)
        });
    }
    let (start, mut met, mut cursor) = (Instant::now(), HashSet::new(), String::new());
    let mut pages = Histogram::<u64>::new(3)?;
    loop {
        let path = format!("/Users?count=1000&cursor={cursor}");
        let begun = Instant::now();
        let page = system.send(Method::GET, &path, &Value::Null, StatusCode::OK).await?;
        pages.record(u64::try_from(begun.elapsed().as_micros())?)?;
        for user in page.get("Resources").and_then(Value::as_array).into_iter().flatten() {
            if !met.insert(id_of(user)?) {
                return Err("somebody came twice".into());
            }
        }
        match page.get("nextCursor").and_then(Value::as_str) {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    is_over.store(true, Ordering::Relaxed);
    let mut all = met.len();
    while let Some(made) = writers.join_next().await {
        all -= made??.intersection(&met).count();
    }
    if all == before {
        Ok((met.len() as f64 / seconds, pages))
    } else {
        Err(format!("of {before} people {all} came").into())
    }
}

fn id_of(user: &Value) -> Result<Uuid> {
    let id = user.get("id").and_then(Value::as_str).ok_or("a user without an id")?;
    Ok(id.parse()?)
}

/// The system of an agency, with a connection that it keeps.
struct System {
    connection: SendRequest<Full<Bytes>>,
    bearer: String,
}

impl System {
    async fn at(node: SocketAddr, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(node).await?;
        stream.set_nodelay(true)?;
        let (connection, driver) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(driver);
        Ok(Self { connection, bearer: format!("Bearer {token}") })
    }

    async fn does(
        &mut self,
        work: Work,
        lane: usize,
        turn: usize,
        one: &(String, String),
    ) -> Result<Value> {
        let (id, nip) = one;
        match work {
            Work::Create => {
                // Lanes and turns are a birthday and a sequence.
                let (year, sequence) = (1950 + lane, turn % 999 + 1);
                let (day, sex) = (turn / 999 % 28 + 1, turn / (999 * 28) % 2 + 1);
                let user = json!({
                    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                    "userName": format!("{year}01{day:02}201503{sex}{sequence:03}"),
                    "externalId": format!("{lane}-{turn}"), "name": { "formatted": "Sri Wahyuni" },
                    "emails": [{ "value": format!("sri{lane}-{turn}@ambon.go.id"), "type": "work" }],
                });
                self.send(Method::POST, "/Users", &user, StatusCode::CREATED).await
            }
            Work::Read => {
                self.send(Method::GET, &format!("/Users/{id}"), &Value::Null, StatusCode::OK).await
            }
            Work::Change => {
                let name = json!({ "Operations": [
                    { "op": "replace", "path": "displayName", "value": format!("Budi {lane} a {turn}") },
                ] });
                self.send(Method::PATCH, &format!("/Users/{id}"), &name, StatusCode::OK).await
            }
            Work::Find => {
                let path = format!("/Users?filter=userName%20eq%20%22{nip}%22");
                self.send(Method::GET, &path, &Value::Null, StatusCode::OK).await
            }
        }
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: &Value,
        expected: StatusCode,
    ) -> Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::builder()
            .method(method)
            .uri(format!("/scim/v2{path}"))
            .header(header::HOST, "127.0.0.1")
            .header(header::AUTHORIZATION, &self.bearer)
            .header(header::CONTENT_TYPE, "application/scim+json")
            .body(Full::from(body))?;
        self.connection.ready().await?;
        let response = self.connection.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if status != expected {
            return Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&body)).into());
        }
        Ok(serde_json::from_slice(&body)?)
    }
}
