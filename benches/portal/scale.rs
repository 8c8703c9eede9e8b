//! Whether it matters how many people there are: `scripts/scale`. Imports, starts, and what single
//! people wait for, in installations with ten thousand, one million and 5.6 million synthetic
//! people. The installations are asked in turns, each time for somebody else, so that what differs
//! is their size and nothing else. And how long whoever looks after them waits for a list.

use super::{
    PROGRAM,
    crowd::{Crowd, Guest},
    harness::{Installation, Node, Person, Result, Visitor, split},
    inside, machine,
    postgres::{self, Database},
    relying_party::RelyingParty,
    report::short,
    say, scim, sso,
    start::Starts,
};
use asn_digital::{
    domain::{
        Portal,
        clock::{Clock, SystemClock},
        guard,
        people::{
            authority::Reached,
            listing::{self, Criteria, ListPlace, PeoplePage},
            search::PersonQuery,
        },
        random::{self, SeededRandom},
        scim::token::{self, NewToken},
        sso::jws::Algorithm,
        values::reference_token::ReferenceToken,
    },
    fixtures::synth::{self, Presence},
    paths,
    store::{AgencyRow, Store},
    wire::{agency::AgencyKind, bulk::BulkState, zone::Zone},
};
use hdrhistogram::Histogram;
use http::StatusCode;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use time::OffsetDateTime;
use uuid::Uuid;

const SEED: u64 = 1;
/// Where installations are kept from one run to the next; without it, none is.
const KEPT: &str = "ASN_SCALE_DIR";
/// One engine alone, where the disk holds no more.
const CHOSEN: &str = "ASN_SCALE_ENGINE";
/// Nobody whom `synth` logged in is logged out meanwhile, by millions.
const NOBODY_IS_IDLE: [&str; 2] = ["--session-idle-minutes", "720"];
/// Rows of the record that a search reads at a time.
const ROWS: i64 = 1000;
const MICROS: f64 = 1000.0;
/// Who log in while a ministry moves, at least: each has one code in half a minute.
const LEAST_CROWD: usize = 500;
/// How many times as many log in before a ministry moves as to an installation: about as many as meanwhile. The 99th
/// of a hundred differs by a third from one half minute to the next.
const BEFORE: usize = 4;
/// What can be measured alone.
pub const PARTS: [&str; 6] = ["imports", "moves", "starts", "visits", "searches", "walks"];
const COUNTRY: &str = "Seluruh Instansi";
/// The largest is what October 2024 brought.
const MOVES: [u64; 3] = [2_300, 23_000, 229_901];

struct Plan {
    sizes: [u64; 3],
    /// People of a ministry that is split.
    moves: [u64; 3],
    /// People who log in to each installation.
    visits: usize,
    starts: usize,
}

impl Plan {
    fn full() -> Self {
        Self { sizes: [10_000, 1_000_000, 5_600_000], moves: MOVES, visits: 1000, starts: 5 }
    }

    fn quick() -> Self {
        Self { sizes: [200, 400, 800], moves: [20, 40, 80], visits: 5, starts: 1 }
    }
}

pub async fn measure(quick: bool) -> Result<()> {
    let plan = if quick { Plan::quick() } else { Plan::full() };
    let kept = env::var(KEPT).ok().map(PathBuf::from);
    let temporary = tempfile::tempdir()?;
    let folder = kept.as_deref().unwrap_or(temporary.path());
    println!("{}", machine::describe(postgres::version().await?)?);
    println!(
        "\n{} people of each installation log in and look at their pages, in turns; then they do so \
         again. Goal: again at most 1.15×; imports of 50,000 rows/s with less than 200 MiB; a start \
         within 150 ms.",
        plan.visits
    );
    let is_asked = |part: &str| env::args().any(|one| one == part);
    let is_whole = !PARTS.into_iter().any(is_asked);
    let is_wanted = |part: &str| is_whole || is_asked(part);
    let chosen = env::var(CHOSEN).ok();
    for engine in ["SQLite", "PostgreSQL"] {
        let on_postgres = engine == "PostgreSQL";
        if chosen.as_ref().is_some_and(|chosen| chosen != engine) {
            continue;
        }
        if on_postgres && env::var("TEST_DATABASE_URL").is_err() {
            say("TEST_DATABASE_URL is not set: nothing is measured on PostgreSQL");
            continue;
        }
        let mut table = Table::new(engine, &plan);
        if is_wanted("moves") {
            say(&format!("{engine}: a ministry is split"));
            for row in split(&plan, on_postgres).await? {
                table.add(row);
            }
        }
        let mut places = Vec::new();
        if ["starts", "visits", "searches", "walks"].into_iter().any(is_wanted) {
            for people in plan.sizes {
                places.push(Place::make(&plan, folder, people, on_postgres).await?);
            }
        }
        if is_asked("imports") || is_whole && places.iter().any(|place| place.is_new) {
            for source in [Source::File, Source::Keycloak] {
                table.add(import(&plan, folder, on_postgres, source).await?);
            }
        }
        if is_wanted("starts") {
            say(&format!("{engine}: starts"));
            table.add(starts(&plan, &places).await?);
        }
        // At first much has to come from the disk: the machine's memory may hold one of them only.
        for time in ["for the first time", "again"].into_iter().filter(|_| is_wanted("visits")) {
            say(&format!("{engine}: {} people visit each {time}", plan.visits));
            for row in visits(&plan, &places, time).await? {
                table.add(row);
            }
        }
        if is_wanted("searches") {
            say(&format!("{engine}: searches for people"));
            for row in searches(&plan, &places).await? {
                table.add(row);
            }
        }
        if is_wanted("walks") {
            say(&format!("{engine}: a system walks over everybody"));
            table.add(walks(&places).await?);
        }
        println!("\n{table}");
        if kept.is_none() {
            for place in places {
                place.remove().await?;
            }
        }
    }
    Ok(())
}

/// An installation of one size, and those of its people who will log in.
struct Place {
    installation: Installation,
    database: Option<Database>,
    crowd: Arc<Crowd>,
    /// Whether it was filled just now.
    is_new: bool,
}

impl Place {
    /// Finds it, or fills it.
    async fn make(plan: &Plan, folder: &Path, people: u64, on_postgres: bool) -> Result<Self> {
        let engine = if on_postgres { "postgres" } else { "sqlite" };
        let folder = folder.join(format!("{engine}-{people}"));
        let database =
            if on_postgres { Database::named(&format!("scale_{people}")).await? } else { None };
        let url = database.as_ref().map(|database| database.url.clone());
        let installation = Installation::at(&folder, PROGRAM, url)?;
        let store = installation.store().await?;
        let presence = synth::presence(&inside::portal(store).await?).await?;
        if presence == Presence::Unfinished {
            return Err(format!("{} is unfinished: remove it", folder.display()).into());
        }
        let is_new = presence == Presence::None;
        if is_new {
            say(&format!("{engine}: making {people} people"));
            let count = people.to_string();
            // Everybody is logged in, and signed in to five services.
            let made = ["--accounts", &count, "--seed", "1", "--sessions-percent", "100"];
            let made = [&["synth"], &made[..], &["--services", "5"]].concat();
            let made = installation.run(&made)?;
            eprint!("{}", String::from_utf8_lossy(&made.stdout));
            if !made.status.success() {
                return Err(String::from_utf8_lossy(&made.stderr).into());
            }
        }
        let store = installation.store().await?;
        let crowd = Arc::new(Crowd::of(&store, some(people, plan.visits + 1)).await?);
        store.close().await;
        Ok(Self { installation, database, crowd, is_new })
    }

    async fn remove(self) -> Result<()> {
        match self.database {
            Some(database) => database.remove().await,
            None => Ok(fs::remove_dir_all(self.installation.folder)?),
        }
    }
}

/// So many of so many synthetic people, anywhere among them.
fn some(people: u64, count: usize) -> Vec<Person> {
    let dice = SeededRandom::new(SEED);
    let person = |_| {
        let i = u64::from_le_bytes(random::bytes(&dice)) % people;
        let account = synth::person(SEED, i);
        Person {
            id: account.id,
            nip: account.nip,
            password: synth::PASSWORD.to_owned(),
            secret: synth::KEY.to_vec(),
        }
    };
    let mut some: Vec<Person> = (0..count * 2).map(person).collect();
    some.sort_by(|a, b| a.nip.cmp(&b.nip));
    some.dedup_by(|a, b| a.nip == b.nip);
    // Neighbours by number are neighbours on the disk.
    let places = some.len().max(1);
    (0..places).filter_map(|turn| some.get(turn * 7919 % places).cloned()).take(count).collect()
}

/// Where everybody comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    File,
    Keycloak,
}

/// Everybody, into an empty installation: the rate, and the most memory it took.
async fn import(plan: &Plan, folder: &Path, on_postgres: bool, source: Source) -> Result<Row> {
    let what = match source {
        Source::File => "import, rows/s (highest memory)",
        Source::Keycloak => "people from Keycloak, rows/s (highest memory)",
    };
    let mut row = Row { what: what.to_owned(), cells: Vec::new() };
    for people in plan.sizes {
        say(&format!("importing {people} people: {source:?}"));
        let folder = tempfile::tempdir_in(folder)?;
        let database =
            if on_postgres { Database::named(&format!("import_{people}")).await? } else { None };
        let url = database.as_ref().map(|database| database.url.clone());
        let installation = Installation::at(folder.path(), PROGRAM, url)?;
        // The schema is there before.
        installation.store().await?.close().await;
        let file = folder.path().join("people");
        let file = file.to_str().ok_or("a folder that is no text")?;
        let count = people.to_string();
        let (written, import): (_, &[&str]) = match source {
            Source::File => ("--csv", &["accounts", "import", file, "--change-privileges"]),
            Source::Keycloak => {
                ("--keycloak", &["keycloak", "import", file, "--agency-attribute", "instansi"])
            }
        };
        installation.run(&["synth", "--accounts", &count, "--seed", "1", written, file])?;
        let start = Instant::now();
        let peak = peak_memory(&mut installation.command(import))?;
        let rate = people as f64 / start.elapsed().as_secs_f64();
        let mut unit = installation.store().await?.read().await?;
        if unit.count_accounts().await? != i64::try_from(people)? {
            return Err("an import has left somebody out".into());
        }
        drop(unit);
        row.cells.push(format!("{rate:.0} ({peak:.0} MiB)"));
        if let Some(database) = database {
            database.remove().await?;
        }
    }
    Ok(row)
}

/// Everybody of a ministry is moved, by a job that a node carries on; who was found by a search that it makes itself.
/// Meanwhile others log in, one after another, as they did before.
async fn split(plan: &Plan, on_postgres: bool) -> Result<[Row; 2]> {
    let [few, some, many] = plan.moves;
    let what = format!("a ministry of {few} / {some} / {many} moves: found + moved, s");
    let mut moves = Row { what, cells: Vec::new() };
    let what = "login before it / while it moves, ms, p50; p99 (÷ before)".to_owned();
    let mut logins = Row { what, cells: Vec::new() };
    for people in plan.moves {
        let folder = tempfile::tempdir()?;
        let database =
            if on_postgres { Database::named(&format!("split_{people}")).await? } else { None };
        let url = database.as_ref().map(|database| database.url.clone());
        let installation = Installation::at(folder.path(), PROGRAM, url)?;
        let store = installation.store().await?;
        let job = split::order(&store, people).await?;
        let crowd = Crowd::gather(&installation, LEAST_CROWD.max(2 * plan.visits)).await?;
        let node = installation.start(&[]).await?;
        let start = Instant::now();
        split::wait(&store, job, |job| job.state == BulkState::Ready).await?;
        let found = start.elapsed();
        let [mut before, mut meanwhile] = [Histogram::<u64>::new(3)?, Histogram::<u64>::new(3)?];
        for _ in 0..BEFORE * plan.visits {
            log_in(&node, &crowd.next()?, &mut before).await?;
        }
        split::approve(&store, job).await?;
        let start = Instant::now();
        let done = loop {
            log_in(&node, &crowd.next()?, &mut meanwhile).await?;
            let row = store.read().await?.bulk_job(job).await?.ok_or("no job")?;
            if row.state == BulkState::Done {
                break row;
            }
        };
        let moved = start.elapsed();
        if done.done != i64::try_from(people)? {
            return Err("somebody was left out of a move".into());
        }
        moves.cells.push(format!("{:.1} + {:.1}", found.as_secs_f64(), moved.as_secs_f64()));
        let at = |quantile: f64| {
            let [before, meanwhile] =
                [&before, &meanwhile].map(|times| times.value_at_quantile(quantile) as f64);
            let ratio = meanwhile / before;
            format!("{} / {} ({ratio:.2}×)", short(before / MICROS), short(meanwhile / MICROS))
        };
        logins.cells.push(format!("{}; {}", at(0.5), at(0.99)));
        store.close().await;
        node.stop().await?;
        if let Some(database) = database {
            database.remove().await?;
        }
    }
    Ok([moves, logins])
}

/// Runs a program to its end; the most resident memory it had, in MiB.
fn peak_memory(command: &mut Command) -> Result<f64> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let mut peak = f64::NAN;
    loop {
        // It is gone when the process has just ended.
        peak = machine::peak_mib(child.id()).unwrap_or(peak);
        if let Some(status) = child.try_wait()? {
            return if status.success() { Ok(peak) } else { Err("an import failed".into()) };
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

async fn starts(plan: &Plan, places: &[Place]) -> Result<Row> {
    let what = "start: first answer / login page, ms".to_owned();
    let mut row = Row { what, cells: Vec::new() };
    for place in places {
        let mut starts = Starts::default();
        for _ in 0..plan.starts {
            starts.add(&place.installation, &NOBODY_IS_IDLE).await?;
        }
        row.cells.push(starts.medians());
    }
    Ok(row)
}

/// What is timed, in microseconds.
struct Times {
    login: Histogram<u64>,
    launcher: Histogram<u64>,
    sign_in: Histogram<u64>,
    log: Histogram<u64>,
    search: Histogram<u64>,
}

impl Times {
    fn new() -> Result<Self> {
        let times = || Histogram::new(3);
        let (login, launcher, sign_in) = (times()?, times()?, times()?);
        Ok(Self { login, launcher, sign_in, log: times()?, search: times()? })
    }
}

async fn visits(plan: &Plan, places: &[Place], time: &str) -> Result<[Row; 5]> {
    let mut nodes = Vec::new();
    for place in places {
        let node = sso::start(&place.installation, &NOBODY_IS_IDLE).await?;
        nodes.push((node, place.installation.store().await?, &place.crowd, Times::new()?));
    }
    for turn in 0..=plan.visits {
        for (node, store, crowd, times) in &mut nodes {
            let guest = crowd.next()?;
            // The first finds everything cold.
            let mut unused = Times::new()?;
            let times = if turn == 0 { &mut unused } else { times };
            visit(node, store, &guest, times).await?;
        }
    }
    let row = |what: &str, of: fn(&Times) -> &Histogram<u64>| {
        let medians = nodes.iter().map(|(.., times)| of(times).value_at_quantile(0.5) as f64);
        let smallest = medians.clone().next().unwrap_or(f64::NAN);
        let cells = nodes.iter().zip(medians).map(|((.., times), p50)| {
            let p99 = of(times).value_at_quantile(0.99) as f64;
            let ratio = p50 / smallest;
            format!("{} / {} ({ratio:.2}×)", short(p50 / MICROS), short(p99 / MICROS))
        });
        Row { what: format!("{what} {time}, ms, p50 / p99 (÷ smallest)"), cells: cells.collect() }
    };
    let rows = [
        row("login", |times| &times.login),
        row("launcher", |times| &times.launcher),
        row("sign-in to a service (authorize and token)", |times| &times.sign_in),
        row("page of one's own security log", |times| &times.log),
        row("search of the audit log for one person", |times| &times.search),
    ];
    for (node, store, ..) in nodes {
        store.close().await;
        node.stop().await?;
    }
    Ok(rows)
}

/// Somebody comes with the cookies of an earlier visit, and logs in.
async fn log_in(node: &Node, guest: &Guest<'_>, times: &mut Histogram<u64>) -> Result<Visitor> {
    let mut visitor = Visitor::new(node.address);
    visitor.cookies.insert("asn_device".to_owned(), guest.member.device.to_text());
    visitor.address = Some(guest.member.address.clone());
    visitor.get("/healthz").await?;
    let start = Instant::now();
    if visitor.log_in_with(&guest.member.person, &guest.code).await?.location() != paths::LAUNCHER {
        return Err("a right login was refused".into());
    }
    record(times, start)?;
    Ok(visitor)
}

async fn visit(node: &Node, store: &Store, guest: &Guest<'_>, times: &mut Times) -> Result<()> {
    let person = &guest.member.person;
    let mut visitor = log_in(node, guest, &mut times.login).await?;
    for (path, times) in
        [(paths::LAUNCHER, &mut times.launcher), (paths::SECURITY_LOG, &mut times.log)]
    {
        let start = Instant::now();
        if visitor.get(path).await?.status != StatusCode::OK {
            return Err(format!("{path} is not there").into());
        }
        record(times, start)?;
    }
    let token = visitor.cookies.get("asn_session").and_then(|token| ReferenceToken::parse(token));
    let token = token.ok_or("a login without a session")?;
    let mut service = RelyingParty::new(node.address, &token, Algorithm::Es256).await?;
    let start = Instant::now();
    service.flow().await?;
    record(&mut times.sign_in, start)?;
    let start = Instant::now();
    let mut unit = store.read().await?;
    let account = unit.account_by_nip(&person.nip).await?.ok_or("somebody is not there")?;
    let after = (OffsetDateTime::UNIX_EPOCH, Uuid::nil());
    let until = SystemClock.now();
    if unit.audit_events_between(account.id, after, until, ROWS).await?.is_empty() {
        return Err("nothing was written down about somebody".into());
    }
    record(&mut times.search, start)
}

/// Whole numbers, two words of a name in the other order, and pages one after another: by someone who reaches
/// everybody, without HTTP.
async fn searches(plan: &Plan, places: &[Place]) -> Result<[Row; 3]> {
    let mut rows = [
        Row { what: "people by number, ms, p50 / p95".to_owned(), cells: Vec::new() },
        Row { what: "people by two words of a name, ms, p50 / p95".to_owned(), cells: Vec::new() },
        Row {
            what: "page 1 / page 1000 or the last of everybody, ms, p50".to_owned(),
            cells: Vec::new(),
        },
    ];
    for place in places {
        let portal = inside::portal(place.installation.store().await?).await?;
        let [mut numbers, mut names] = [Histogram::<u64>::new(3)?, Histogram::<u64>::new(3)?];
        let people =
            place.crowd.members().iter().take(plan.visits).map(|one| one.person.nip.clone());
        for nip in people.collect::<Vec<_>>() {
            let found = listed(&portal, &nip, None, &mut numbers).await?;
            let name =
                found.people.first().ok_or("somebody is not found by their number")?.name.clone();
            let words: Vec<_> = name.split(' ').collect();
            let [first, .., last] = words[..] else { continue };
            let part = |word: &str| word.chars().take(4).collect::<String>();
            let typed = format!("{} {}", part(last), part(first));
            if typed.len() == "aaaa aaaa".len() {
                let found = listed(&portal, &typed, None, &mut names).await?;
                if found.people.is_empty() {
                    return Err("somebody is not found by their name".into());
                }
            }
        }
        let [mut early, mut late] = [Histogram::<u64>::new(3)?, Histogram::<u64>::new(3)?];
        let (mut after, mut page) = (None, 0);
        let mut before_last = None;
        while page < 1000 {
            let mut unused = Histogram::<u64>::new(3)?;
            let found = listed(&portal, "", after.clone(), &mut unused).await?;
            let Some(next) = found.next else { break };
            before_last = after.replace(next);
            page += 1;
        }
        for _ in 0..plan.starts * 20 {
            listed(&portal, "", None, &mut early).await?;
            listed(&portal, "", before_last.clone(), &mut late).await?;
        }
        let two = |times: &Histogram<u64>, quantiles: [f64; 2]| {
            let [a, b] = quantiles.map(|one| short(times.value_at_quantile(one) as f64 / MICROS));
            format!("{a} / {b}")
        };
        let (first, last) =
            (early.value_at_quantile(0.5) as f64, late.value_at_quantile(0.5) as f64);
        let [number, name, pages] = &mut rows;
        number.cells.push(two(&numbers, [0.5, 0.95]));
        name.cells.push(two(&names, [0.5, 0.95]));
        let ratio = last / first;
        pages.cells.push(format!(
            "{} / {} ({ratio:.2}×)",
            short(first / MICROS),
            short(last / MICROS)
        ));
        portal.store.close().await;
    }
    Ok(rows)
}

/// The system of an agency that all others are part of reads everybody, while others write.
async fn walks(places: &[Place]) -> Result<Row> {
    let what =
        "SCIM: a walk over everybody while others write, people/s; a page of 1000, ms, p50 / p99";
    let mut row = Row { what: what.to_owned(), cells: Vec::new() };
    for place in places {
        let store = place.installation.store().await?;
        let portal = inside::portal(store).await?;
        let mut unit = portal.store.write().await?;
        let country = AgencyRow {
            id: Uuid::from_u128(1),
            parent_id: None,
            code: None,
            name: COUNTRY.to_owned(),
            text: COUNTRY.to_owned(),
            kind: AgencyKind::Ministry,
            zone: Zone::Wib,
        };
        unit.change_agencies(portal.new_id()).await?;
        unit.put_agency(&country, portal.now()).await?;
        unit.put_agency_text(COUNTRY, country.id).await?;
        for agency in unit.agencies().await? {
            if agency.parent_id.is_none() && agency.id != country.id {
                let below = AgencyRow { parent_id: Some(country.id), ..agency };
                unit.put_agency(&below, portal.now()).await?;
            }
        }
        unit.commit().await?;
        portal.refresh_commons().await?;
        let new = NewToken { agency: COUNTRY, name: "scale", days: token::DAYS };
        let token = token::add(&portal, &guard::visitor::Visitor::command_line(), &new).await??;
        let before = portal.store.read().await?.count_accounts().await?;
        portal.store.close().await;
        let node = place.installation.start(&NOBODY_IS_IDLE).await?;
        let (rate, pages) =
            scim::walk_among_writers(&node, &token, usize::try_from(before)?).await?;
        node.stop().await?;
        let [p50, p99] = [0.5, 0.99].map(|at| short(pages.value_at_quantile(at) as f64 / MICROS));
        row.cells.push(format!("{rate:.0}; {p50} / {p99}"));
    }
    Ok(row)
}

async fn listed(
    portal: &Portal,
    typed: &str,
    after: Option<ListPlace>,
    times: &mut Histogram<u64>,
) -> Result<PeoplePage> {
    let query = PersonQuery::parse(typed).map_err(|problem| format!("{problem:?}"))?;
    let criteria = Criteria { query, agencies: None, role: None, state: None };
    let start = Instant::now();
    let page = listing::page(portal, Reached::Everybody, &criteria, after).await?;
    record(times, start)?;
    Ok(page)
}

fn record(times: &mut Histogram<u64>, start: Instant) -> Result<()> {
    Ok(times.record(start.elapsed().as_micros() as u64)?)
}

/// One engine's: a column for each size.
struct Table {
    engine: &'static str,
    sizes: [u64; 3],
    rows: Vec<Row>,
}

struct Row {
    what: String,
    cells: Vec<String>,
}

impl Table {
    fn new(engine: &'static str, plan: &Plan) -> Self {
        Self { engine, sizes: plan.sizes, rows: Vec::new() }
    }

    fn add(&mut self, row: Row) {
        say(&format!("{}: {}", row.what, row.cells.join(" | ")));
        self.rows.push(row);
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [small, middle, large] = self.sizes;
        writeln!(f, "| {} | {small} people | {middle} | {large} |", self.engine)?;
        writeln!(f, "|---|---|---|---|")?;
        for Row { what, cells } in &self.rows {
            writeln!(f, "| {what} | {} |", cells.join(" | "))?;
        }
        Ok(())
    }
}
