//! Launcher pages against a fixed body of the same size, in turns: one of those pages, from a process
//! of its own with nothing but a route (this program, started again), that compresses as the portal
//! does.

use super::{
    Plan, World,
    capacity::Inputs,
    crowd::open_sessions,
    harness::{Result, Visitor},
    load::{Done, ENCODINGS, Used},
    logins::per_second,
    report::{Pairs, Report, with_unit},
};
use asn_digital::{http::COMPRESSION, paths};
use axum::{Router, http::Request, routing::get, serve::ListenerExt};
use http::{StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower_http::compression::CompressionLayer;

/// Where the child compresses.
const PACKED: &str = "/packed";
/// In the child's environment: the file that it serves.
pub const FIXED: &str = "ASN_BENCH_FIXED";

pub async fn measure(
    plan: &Plan,
    world: &World,
    report: &mut Report,
    inputs: &mut Inputs,
) -> Result<()> {
    let (engine, postgres) = (world.engine(), world.postgres.as_ref());
    let store = world.installation.store().await?;
    let tokens = open_sessions(&store, &world.crowd, plan.connections).await?;
    store.close().await;
    let cookies: Vec<_> =
        tokens.iter().map(|token| format!("asn_session={}", token.to_text())).collect();

    let node = world.node(plan.waiting).await?;
    let mut visitor = Visitor::new(node.address);
    let token = tokens.first().ok_or("nobody is there")?.to_text();
    visitor.cookies.insert("asn_session".to_owned(), token);
    let page = visitor.get(paths::LAUNCHER).await?.body;
    let (size, file) = (page.len(), tempfile::NamedTempFile::new()?);
    fs::write(file.path(), page)?;
    let fixed = Fixed::start(file.path())?;

    let plain: Vec<_> = cookies.iter().map(|cookie| launcher(cookie, None)).collect();
    let packed: Vec<_> = cookies.iter().map(|cookie| launcher(cookie, Some(ENCODINGS))).collect();
    let mut fixed_packed = packed.clone();
    for request in &mut fixed_packed {
        *request.uri_mut() = http::Uri::from_static(PACKED);
    }
    let (mut pairs, mut used, mut pages) = (Pairs::default(), Used::default(), 0);
    let (mut packed_pairs, mut used_packed, mut packed_pages) =
        (Pairs::default(), Used::default(), 0);
    for _ in 0..plan.rounds {
        let before = Used::by(&node, postgres).await?;
        let done = pages_of(node.address, plain.clone(), plan.round).await?;
        used += Used::by(&node, postgres).await? - before;
        pages += done.count;
        let against = pages_of(fixed.address, plain.clone(), plan.round).await?;
        pairs.add(done.per_second(), against.per_second());
        let before = Used::by(&node, postgres).await?;
        let done = pages_of(node.address, packed.clone(), plan.round).await?;
        used_packed += Used::by(&node, postgres).await? - before;
        packed_pages += done.count;
        let against = pages_of(fixed.address, fixed_packed.clone(), plan.round).await?;
        packed_pairs.add(done.per_second(), against.per_second());
    }

    let [rate, against, ratio] = pairs.medians();
    report.add(engine, format!("launcher pages of {size} bytes, not compressed"), per_second(rate));
    report.add(engine, "a fixed body of that size, bare server", per_second(against));
    let goal = "≥ 0.5";
    report.add_with_goal(engine, "**launcher ÷ fixed body**", goal, format!("**{ratio:.3}**"));
    report.add(engine, "every round of pages", pairs.ratios());
    let micros = |seconds: f64, pages: usize| with_unit(seconds * 1e6 / pages as f64, "µs");
    let what = "processor time of a launcher page, portal";
    report.add(engine, what, micros(used.portal, pages));
    let what = "processor time of a launcher page, database";
    report.add(engine, what, micros(used.database, pages));
    let [rate, against, ratio] = packed_pairs.medians();
    let what = "launcher pages, compressed as browsers ask for";
    report.add(engine, what, per_second(rate));
    report.add(engine, "the fixed body, compressed likewise", per_second(against));
    report.add(engine, "launcher ÷ fixed body, both compressed", format!("{ratio:.3}"));
    let what = "processor time of a launcher page, compressed, portal";
    report.add(engine, what, micros(used_packed.portal, packed_pages));
    if postgres.is_some() {
        inputs.portal_per_page = used_packed.portal / packed_pages as f64;
        inputs.database_per_page = used.database / pages as f64;
    }
    Ok(())
}

type Prepared = Request<Full<Bytes>>;

/// The request of somebody with this cookie.
pub fn launcher(cookie: &str, encodings: Option<&str>) -> Prepared {
    let mut request = Request::new(Full::default());
    *request.uri_mut() = http::Uri::from_static(paths::LAUNCHER);
    let headers = request.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    };
    set(header::HOST, "127.0.0.1");
    set(header::ACCEPT, "text/html");
    set(header::COOKIE, cookie);
    if let Some(encodings) = encodings {
        set(header::ACCEPT_ENCODING, encodings);
    }
    request
}

/// As many pages as possible: each of these requests again and again, on a connection of its own.
async fn pages_of(server: SocketAddr, requests: Vec<Prepared>, round: Duration) -> Result<Done> {
    let start = Instant::now();
    let mut load = JoinSet::new();
    for request in requests {
        load.spawn(async move {
            let (mut connection, mut count) = (connect(server).await?, 0);
            while start.elapsed() < round {
                page(&mut connection, request.clone()).await?;
                count += 1;
            }
            Ok(count)
        });
    }
    let counts = load.join_all().await.into_iter().collect::<Result<Vec<usize>>>()?;
    Ok(Done { count: counts.iter().sum(), seconds: start.elapsed().as_secs_f64() })
}

/// Each of these requests once, on one connection.
pub async fn once_each(server: SocketAddr, requests: Vec<Prepared>) -> Result<()> {
    let mut connection = connect(server).await?;
    for request in requests {
        page(&mut connection, request).await?;
    }
    Ok(())
}

async fn page(connection: &mut SendRequest<Full<Bytes>>, request: Prepared) -> Result<()> {
    connection.ready().await?;
    let answer = connection.send_request(request).await?;
    if answer.status() != StatusCode::OK {
        return Err(format!("a page answered {}", answer.status()).into());
    }
    answer.into_body().collect().await?;
    Ok(())
}

async fn connect(server: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// The server of the fixed body, stopped when dropped.
struct Fixed {
    child: Child,
    address: SocketAddr,
}

impl Fixed {
    fn start(page: &Path) -> Result<Self> {
        let child = Command::new(env::current_exe()?)
            .env(FIXED, page)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut fixed = Self { child, address: ([127, 0, 0, 1], 0).into() };
        let mut line = String::new();
        let output = fixed.child.stdout.take().ok_or("the child says nothing")?;
        BufReader::new(output).read_line(&mut line)?;
        fixed.address = line.trim().parse()?;
        Ok(fixed)
    }
}

impl Drop for Fixed {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The child: one route, one body, nothing else.
pub async fn serve_fixed(page: &str) -> Result<()> {
    let body = Bytes::from(fs::read(page)?);
    let answer = move || async move { ([(header::CONTENT_TYPE, "text/html")], body) };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let compression = CompressionLayer::new().quality(COMPRESSION);
    let packed = Router::new().route(PACKED, get(answer.clone())).layer(compression);
    let router = Router::new().route(paths::LAUNCHER, get(answer)).merge(packed);
    axum::serve(listener, router).await?;
    Ok(())
}
