//! One installation, whose portal is killed again and again, and all its guests.

use crate::{
    guest::Guest,
    harness::{Installation, Node, Person, Result, Visitor, free_address},
    inspector::{Findings, Inspector},
    ledger::{Act, Ledger, Over},
    program,
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant, SystemTime},
};
use tokio::task::JoinSet;

const GUESTS: usize = 6;
/// How many people each guest is, one after another.
const PEOPLE: usize = 60;
const NEWCOMERS: usize = 40;
/// A checkpoint comes after a thousand pages; so long it is waited for.
const CHECKPOINT: Duration = Duration::from_secs(20);

/// When the portal is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    UnderLoad,
    InACheckpoint,
    WhileStarting,
    WhileStartingForTheFirstTime,
}

/// See above.
pub struct House {
    rng: StdRng,
    pub installation: Installation,
    pub node: Option<Node>,
    pub guests: Vec<Guest>,
    pub inspector: Inspector,
    pub findings: Findings,
    moments: BTreeMap<Moment, u32>,
    told: BTreeMap<&'static str, u32>,
    /// How long a start takes, and the longest of all.
    start: Duration,
    longest_start: Duration,
    audit_rows: String,
}

impl House {
    pub async fn of(installation: Installation, seed: u64) -> Result<Self> {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut people = installation.people(GUESTS * PEOPLE + 1).await?;
        let mut newcomers = installation.newcomers(GUESTS * NEWCOMERS).await?;
        let begin = Instant::now();
        let node = installation.start(&[]).await?;
        let start = begin.elapsed();
        let scout = people.pop().ok_or("nobody")?;
        let favourites = suggested(&installation, &node, &scout).await?;
        let mut guests = Vec::new();
        for _ in 0..GUESTS {
            let theirs = people.drain(..PEOPLE).chain(newcomers.drain(..NEWCOMERS));
            let mut ledgers: Vec<_> =
                theirs.map(|person| Ledger::new(person, &favourites)).collect();
            // Newcomers among the others, and at once.
            ledgers.shuffle(&mut rng);
            guests.push(Guest::new(StdRng::seed_from_u64(rng.random()), ledgers));
        }
        Ok(Self {
            rng,
            installation,
            node: Some(node),
            guests,
            inspector: Inspector::new(),
            findings: Findings::default(),
            moments: BTreeMap::new(),
            told: BTreeMap::new(),
            start,
            longest_start: start,
            audit_rows: String::new(),
        })
    }

    pub async fn round(&mut self, round: u64, mut moment: Moment) -> Result<()> {
        match moment {
            Moment::UnderLoad => {
                let wait = Duration::from_millis(self.rng.random_range(20..400));
                self.kill_under_load(round, tokio::time::sleep(wait)).await?;
            }
            Moment::InACheckpoint => {
                let wait = Duration::from_micros(self.rng.random_range(0..3000));
                let file = self.installation.database_file();
                let (report, reported) = tokio::sync::oneshot::channel();
                self.kill_under_load(round, async move {
                    let began = wait_for_a_checkpoint(&file).await;
                    tokio::time::sleep(wait).await;
                    let _ = report.send(began);
                })
                .await?;
                if !reported.await? {
                    moment = Moment::UnderLoad;
                }
            }
            Moment::WhileStarting => {
                // The one that runs is killed first: there is something to recover.
                self.node.take().ok_or("no portal")?.kill()?;
                let node = self.installation.spawn(free_address()?, &[])?;
                tokio::time::sleep(self.start.mul_f64(self.rng.random_range(0.0..1.2))).await;
                node.kill()?;
            }
            Moment::WhileStartingForTheFirstTime => self.kill_a_first_start().await?,
        }
        *self.moments.entry(moment).or_default() += 1;
        if self.node.is_none() {
            let begin = Instant::now();
            self.node = Some(self.installation.start(&[]).await?);
            self.longest_start = self.longest_start.max(begin.elapsed());
        }
        self.compare(false).await
    }

    /// Lets the guests in, and kills the portal when it is `time`.
    pub async fn kill_under_load(
        &mut self,
        round: u64,
        time: impl Future<Output = ()>,
    ) -> Result<()> {
        let node = self.node.take().ok_or("no portal")?;
        let visits = self.let_in(&node, round);
        time.await;
        node.kill()?;
        for over in self.see_out(visits).await {
            if !matches!(over, Over::Gone) {
                return Err(format!("{over:?}").into());
            }
        }
        Ok(())
    }

    /// Lets the guests in, and waits until they go by themselves.
    pub async fn visit(&mut self, round: u64) -> Vec<Over> {
        let node = self.node.take().expect("no portal");
        let visits = self.let_in(&node, round);
        self.node = Some(node);
        self.see_out(visits).await
    }

    fn let_in(&mut self, node: &Node, round: u64) -> JoinSet<(usize, Guest, Over)> {
        let address = node.address;
        let mut visits = JoinSet::new();
        for (number, mut guest) in self.guests.drain(..).enumerate() {
            let from = format!("10.{}.{}.{}", round / 250, round % 250, number + 1);
            visits.spawn(async move {
                let over = guest.visit(address, from).await;
                (number, guest, over)
            });
        }
        visits
    }

    /// Why each went.
    async fn see_out(&mut self, visits: JoinSet<(usize, Guest, Over)>) -> Vec<Over> {
        let mut visits = visits.join_all().await;
        visits.sort_by_key(|(number, ..)| *number);
        let mut reasons = Vec::new();
        for (_, mut guest, over) in visits {
            for act in guest.ledgers.iter_mut().flat_map(|ledger| ledger.acknowledged.drain(..)) {
                *self.told.entry(act).or_default() += 1;
            }
            self.guests.push(guest);
            reasons.push(over);
        }
        reasons
    }

    /// A folder with nothing in it, as on the first day: key, tables, catalogue, demo people.
    async fn kill_a_first_start(&mut self) -> Result<()> {
        let fresh = Installation::new(&program(), None)?;
        fs::remove_file(fresh.folder.join("data/asn-digital.key"))?;
        let node = fresh.spawn(free_address()?, &["--demo"])?;
        tokio::time::sleep(self.start.mul_f64(self.rng.random_range(0.0..1.5))).await;
        node.kill()?;
        let node = fresh.start(&["--demo"]).await?;
        let page = Visitor::new(node.address).get("/masuk").await?;
        if page.status != 200 {
            return Err(format!("the login page: {}", page.status).into());
        }
        node.kill()?;
        verify_audit(&fresh).map(drop)
    }

    pub async fn compare(&mut self, everybody: bool) -> Result<()> {
        let ledgers = self.guests.iter_mut().flat_map(|guest| &mut guest.ledgers);
        self.inspector.compare(&self.installation, ledgers, everybody, &mut self.findings).await?;
        self.audit_rows = verify_audit(&self.installation)?;
        Ok(())
    }

    pub fn figures(&self) -> String {
        let mut lines = vec![format!(
            "{:<22}{:>8}{:>24}{:>20}",
            "act", "told", "unknown: carried out", "not carried out"
        )];
        let kinds = [&self.told, &self.findings.carried_out, &self.findings.not_carried_out];
        let mut names: Vec<_> = kinds.iter().flat_map(|kind| kind.keys()).collect();
        names.sort_unstable();
        names.dedup();
        let row = |name: &str, counts: [u32; 3]| {
            format!("{name:<22}{:>8}{:>24}{:>20}", counts[0], counts[1], counts[2])
        };
        for name in names {
            lines.push(row(name, kinds.map(|kind| kind.get(name).copied().unwrap_or_default())));
        }
        lines.push(row("all", kinds.map(|kind| kind.values().sum())));
        for (moment, kills) in &self.moments {
            lines.push(format!("killed {moment:?}: {kills}"));
        }
        lines.push(format!("audit verify: {}", self.audit_rows.trim()));
        lines.push(format!("longest start after a kill: {} ms", self.longest_start.as_millis()));
        lines.push(format!("lost or half done: {}", self.findings.losses.len()));
        lines.join("\n")
    }
}

/// The favourites of whoever has chosen none.
async fn suggested(installation: &Installation, node: &Node, scout: &Person) -> Result<String> {
    let mut ledger = Ledger::new(scout.clone(), "");
    let mut browser = Visitor::new(node.address);
    if !browser.log_in(scout).await? {
        return Err("the scout cannot log in".into());
    }
    let pin = Act::Pin("jdih".to_owned());
    let pinned = ledger.act(&mut browser, pin, "/api/pin", &[("service", "jdih")]).await;
    pinned.map_err(|over| format!("{over:?}"))?;
    let store = installation.store().await?;
    let shelf = store.write().await?.lock_shelf(scout.id).await?;
    store.close().await;
    let chosen = shelf.favourites.unwrap_or_default();
    Ok(chosen.strip_suffix(" jdih").ok_or("nothing is suggested")?.to_owned())
}

/// Every chain is whole; what the command says.
pub fn verify_audit(installation: &Installation) -> Result<String> {
    let output = installation.run(&["audit", "verify"])?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() && said.contains(" 0 chains broken") {
        return Ok(said);
    }
    Err(format!("audit verify: {said}{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Until the first page is written back from the log into the database itself; whether that came.
async fn wait_for_a_checkpoint(file: &Path) -> bool {
    let written = |file: &Path| fs::metadata(file).and_then(|file| file.modified());
    let before: std::io::Result<SystemTime> = written(file);
    let begin = Instant::now();
    while begin.elapsed() < CHECKPOINT {
        match (&before, written(file)) {
            (Ok(before), Ok(now)) if *before == now => {}
            _ => return true,
        }
        tokio::time::sleep(Duration::from_micros(500)).await;
    }
    false
}

/// The database, past the portal and the store.
pub async fn open(file: &Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap()
}
