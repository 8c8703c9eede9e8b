//! How fast and how light the portal is, as ratios measured in one run on one machine:
//! `cargo bench --features ssr`.
//!
//! This program is two: the parent makes a database of people with authenticators, measures the
//! pure rates and sends the load; the child (itself, started again) is the portal, with one more
//! route that answers with a fixed body. Every login is a whole one: number, password, the right
//! code, a new session in the database, cookies.

use argon2::{Argon2, PasswordHasher as _};
use asn_digital::{
    config::{ServeOptions, Settings},
    domain::{
        Portal,
        account_import::{self, Row},
        catalogue::Catalogue,
        clock::{Clock, SystemClock},
        commons::CommonsCell,
        limits::Limits,
        password::{Cost, PasswordHasher},
        random::SystemRandom,
        seal::{Purpose, Sealer},
        throttle::Policies,
        totp::TotpSecret,
    },
    http::{AppState, router},
    store::{Authenticator, RecoveryCodeRow, Store},
};
use axum::{Router, routing::get};
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use leptos::config::LeptosOptions;
use std::{
    env,
    net::SocketAddr,
    num::NonZero,
    path::Path,
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};
use tokio::net::{TcpListener, TcpStream};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const PEOPLE: usize = 6000;
const PASSWORD: &str = "kopi-pagi-di-ambon";
const SECRET: [u8; 20] = *b"a secret of 20 bytes";
const KEY: [u8; 32] = [7; 32];
const CONNECTIONS: usize = 16;
/// Measured and compared in turns, because a shared machine is not equally fast all the time.
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(3);
/// In the child's environment: where its database is.
const CHILD: &str = "ASN_BENCH_CHILD";

#[tokio::main]
async fn main() -> Result<()> {
    match env::var(CHILD) {
        Ok(folder) => serve(Path::new(&folder)).await,
        Err(_) => measure().await,
    }
}

async fn measure() -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let folder = tempfile::tempdir()?;
    println!("{cores} cores; {PEOPLE} people with authenticators; {CONNECTIONS} connections\n");
    let people = Arc::new(people(folder.path()).await?);

    let server = Server::start(folder.path()).await?;
    let idle = server.resident_mib()?;
    let next = Arc::new(AtomicUsize::new(1));
    let mut hashing = Rounds::default();
    let mut storm: f64 = 0.0;
    for _ in 0..ROUNDS {
        let pure = pure_argon2_rate(cores);
        hashing.add(logins(&server, &people, &next).await?, pure);
        storm = storm.max(server.resident_mib()?);
    }
    let peak = server.peak_mib()?;
    tokio::time::sleep(Duration::from_secs(2)).await;

    let first = people.first().ok_or("nobody is there")?;
    let session = log_in(&mut server.connect().await?, first).await?;
    let session = session.ok_or("the first person was not let in")?;
    let after = server.resident_mib()?;
    let size = body_size(&server, "/beranda", &session).await?;
    let mut rendering = Rounds::default();
    for _ in 0..ROUNDS {
        let pages = rate(&server, "/beranda", &session).await?;
        rendering.add(pages, rate(&server, &format!("/fixed/{size}"), &session).await?);
    }

    println!("| measured | value |");
    println!("|---|---|");
    let [logins, pure, ratio] = hashing.medians();
    println!("| pure Argon2id (19 MiB, t=2, p=1), {cores} threads | {pure:.1}/s |");
    println!("| logins | {logins:.1}/s |");
    println!("| **logins ÷ pure Argon2id** (goal ≥ 0.95) | **{ratio:.3}** |");
    println!("| every round | {} |", hashing.ratios());
    let [pages, fixed, ratio] = rendering.medians();
    println!("| launcher pages of {size} bytes, uncompressed | {pages:.0}/s |");
    println!("| a fixed body of that size, same server | {fixed:.0}/s |");
    println!("| **launcher ÷ fixed body** (goal ≥ 0.25) | **{ratio:.3}** |");
    println!("| every round | {} |", rendering.ratios());
    println!("| resident memory, idle (goal ≤ 40 MiB) | {idle:.1} MiB |");
    println!("| resident memory between rounds of the login storm | {storm:.1} MiB |");
    println!("| resident memory, highest ever | {peak:.1} MiB |");
    println!("| resident memory, two seconds after the storm | {after:.1} MiB |");
    Ok(())
}

/// Pairs of rates: what the portal did, and what it is measured against.
#[derive(Default)]
struct Rounds(Vec<(f64, f64)>);

impl Rounds {
    fn add(&mut self, portal: f64, against: f64) {
        self.0.push((portal, against));
    }

    /// Of the portal's rate, of the other, and of their ratio in each round.
    fn medians(&self) -> [f64; 3] {
        let median = |of: fn(&(f64, f64)) -> f64| {
            let mut values: Vec<f64> = self.0.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
        };
        [median(|(portal, _)| *portal), median(|(_, other)| *other), median(|(a, b)| a / b)]
    }

    fn ratios(&self) -> String {
        let ratios: Vec<_> = self.0.iter().map(|(a, b)| format!("{:.3}", a / b)).collect();
        ratios.join(", ")
    }
}

/// People who can log in at once: same password, same secret, each its own row.
async fn people(folder: &Path) -> Result<Vec<String>> {
    let store = Store::open_sqlite(&folder.join("bench.sqlite3")).await?;
    let sealer = Sealer::new(KEY, &[]);
    let hash = Argon2::default().hash_password(PASSWORD.as_bytes())?.to_string();
    let now = now();
    let mut nips = Vec::with_capacity(PEOPLE);
    let mut unit = store.write().await?;
    for number in 0..PEOPLE {
        let (year, sequence) = (1960 + number / 999, number % 999 + 1);
        let nip = format!("{year}0101{}011{sequence:03}", year + 30);
        let row = Row {
            nip: nip.clone(),
            name: "Sri Wahyuni".into(),
            agency: "Pemerintah Kota Ambon".into(),
            roles: "employee operator".into(),
            ..Row::default()
        };
        let id = asn_digital::domain::random::new_id(&SystemRandom, now);
        unit.import_account(&account_import::read(&row, id)?, now).await?;
        unit.set_password_hash(id, &hash).await?;
        let secret = TotpSecret::from_bytes(&SECRET)?;
        let sealed_secret =
            sealer.seal(Purpose::Authenticator(id), secret.expose(), &SystemRandom)?;
        let authenticator = Authenticator {
            id,
            account_id: id,
            name: "HP".into(),
            sealed_secret,
            last_step: 0,
            clock_offset: 0,
            suspected_offset: None,
            suspected_step: None,
            created_at: now,
            last_used_at: now,
        };
        unit.add_authenticator(&authenticator).await?;
        // Whoever has enough of them sees no reminder; nobody uses these.
        let code = || RecoveryCodeRow {
            id: asn_digital::domain::random::new_id(&SystemRandom, now),
            code_hash: hash.clone(),
        };
        unit.replace_recovery_codes(id, &[(); 10].map(|()| code()), now).await?;
        nips.push(nip);
    }
    unit.commit().await?;
    store.close().await;
    Ok(nips)
}

/// Hashes a second on all cores, with nothing else to do.
fn pure_argon2_rate(cores: usize) -> f64 {
    let start = Instant::now();
    let done: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores)
            .map(|_| {
                scope.spawn(|| {
                    let (argon2, mut done, mut out) = (Argon2::default(), 0, [0; 32]);
                    while start.elapsed() < ROUND {
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
    rate_of(done, start)
}

async fn logins(
    server: &Server,
    people: &Arc<Vec<String>>,
    next: &Arc<AtomicUsize>,
) -> Result<f64> {
    let (done, start) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut load = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let mut connection = server.connect().await?;
        let (people, next, done) = (Arc::clone(people), Arc::clone(next), Arc::clone(&done));
        load.spawn(async move {
            while start.elapsed() < ROUND {
                let person =
                    people.get(next.fetch_add(1, Ordering::Relaxed)).ok_or("too few people")?;
                log_in(&mut connection, person).await?.ok_or("a right login was refused")?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        });
    }
    for task in load.join_all().await {
        task.map_err(|error: Box<dyn std::error::Error + Send + Sync>| error)?;
    }
    Ok(rate_of(done.load(Ordering::Relaxed), start))
}

/// One whole login; the session cookie when it was let in.
async fn log_in(connection: &mut Connection, nip: &str) -> Result<Option<String>> {
    let totp = totp_rs::Builder::new().with_secret(SECRET.to_vec()).build()?;
    let code = totp.generate(SystemTime::UNIX_EPOCH.elapsed()?.as_secs());
    let form = format!("nip={nip}&password={PASSWORD}&code={code}");
    let request = Request::post("/api/login")
        .header(header::HOST, "127.0.0.1")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Full::new(Bytes::from(form)))?;
    let response = connection.send_request(request).await?;
    let to_launcher = response.headers().get(header::LOCATION).is_some_and(|to| to == "/beranda");
    let cookies =
        response.headers().get_all(header::SET_COOKIE).iter().filter_map(|c| c.to_str().ok());
    let session = cookies
        .filter_map(|cookie| cookie.split(';').next())
        .find(|cookie| cookie.starts_with("asn_session="))
        .map(str::to_owned);
    response.into_body().collect().await?;
    Ok(session.filter(|_| to_launcher))
}

async fn rate(server: &Server, path: &str, session: &str) -> Result<f64> {
    let (done, start) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut load = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let mut connection = server.connect().await?;
        let (path, session, done) = (path.to_owned(), session.to_owned(), Arc::clone(&done));
        load.spawn(async move {
            while start.elapsed() < ROUND {
                page(&mut connection, &path, &session).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        });
    }
    for task in load.join_all().await {
        task?;
    }
    Ok(rate_of(done.load(Ordering::Relaxed), start))
}

async fn body_size(server: &Server, path: &str, session: &str) -> Result<usize> {
    page(&mut server.connect().await?, path, session).await
}

async fn page(connection: &mut Connection, path: &str, session: &str) -> Result<usize> {
    let request = Request::get(path)
        .header(header::HOST, "127.0.0.1")
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, session)
        .body(Full::default())?;
    let response = connection.send_request(request).await?;
    if response.status() != StatusCode::OK {
        return Err(format!("{path} answered {}", response.status()).into());
    }
    Ok(response.into_body().collect().await?.to_bytes().len())
}

#[allow(clippy::cast_precision_loss)] // A few thousand.
fn rate_of(done: usize, start: Instant) -> f64 {
    done as f64 / start.elapsed().as_secs_f64()
}

fn now() -> time::OffsetDateTime {
    asn_digital::domain::clock::Clock::now(&SystemClock)
}

type Connection = http1::SendRequest<Full<Bytes>>;

/// The child, stopped when dropped.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    async fn start(folder: &Path) -> Result<Self> {
        let child = Command::new(env::current_exe()?).env(CHILD, folder).spawn()?;
        let file = folder.join("address");
        let mut server = Self { child, address: ([127, 0, 0, 1], 0).into() };
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if let Some(address) =
                std::fs::read_to_string(&file).ok().and_then(|text| text.parse().ok())
            {
                server.address = address;
                return Ok(server);
            }
        }
        Err("the portal did not start".into())
    }

    async fn connect(&self) -> Result<Connection> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }

    fn resident_mib(&self) -> Result<f64> {
        self.status("VmRSS:")
    }

    fn peak_mib(&self) -> Result<f64> {
        self.status("VmHWM:")
    }

    fn status(&self, field: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line =
            status.lines().find_map(|line| line.strip_prefix(field)).ok_or("no such field")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The portal as `asn-digital serve` builds it, and a route with a fixed body beside it.
async fn serve(folder: &Path) -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let store = Store::open_sqlite(&folder.join("bench.sqlite3")).await?;
    let commons = CommonsCell::open(&store, &Catalogue::built_in()?, SystemClock.now()).await?;
    let portal = Portal {
        node: uuid::Uuid::nil(),
        store,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        passwords: PasswordHasher::new(Cost::default(), cores, 64, &SystemRandom)?,
        sealer: Sealer::new(KEY, &[]),
        policies: Policies::default(),
        limits: Limits::default(),
        commons,
        origin: String::new(),
        passkeys: None,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let options = ServeOptions {
        listen: address,
        metrics_listen: None,
        public_origin: None,
        trusted_proxies: Vec::new(),
        site_root: folder.to_owned(),
        hashes_at_once: None,
        hashes_waiting: 64,
        session_idle_minutes: 30,
        session_hours: 12,
        reset_wait_hours: 24,
        drain_seconds: 0,
        smtp_url: None,
        mail_from: String::new(),
        demo: false,
    };
    let leptos = LeptosOptions::builder().output_name("asn-digital").build();
    let state = AppState::new(Arc::new(portal), Settings::new(&options, false)?, leptos);
    let fixed = |size: axum::extract::Path<usize>| async move {
        static BODY: std::sync::OnceLock<Bytes> = std::sync::OnceLock::new();
        (
            [(header::CONTENT_TYPE, "text/html")],
            BODY.get_or_init(|| vec![b'x'; *size].into()).clone(),
        )
    };
    let service = Router::new()
        .route("/fixed/{size}", get(fixed))
        .merge(router(state))
        .into_make_service_with_connect_info::<SocketAddr>();
    let draft = folder.join("address.draft");
    std::fs::write(&draft, address.to_string())?;
    std::fs::rename(draft, folder.join("address"))?;
    axum::serve(listener, service).await?;
    Ok(())
}
