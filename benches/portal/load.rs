//! The load: visits of the real flow, either as many as so many visitors manage one after another
//! (a closed loop, which finds the capacity), or at moments that were fixed beforehand (an open loop).
//!
//! An open loop never waits for an answer before it sends the next visitor, and counts from the
//! moment that was meant: a portal that falls behind cannot slow down who measures it.

use super::{
    Crowd, Plan,
    crowd::Guest,
    harness::{Answer, Error, Node, Result, Visitor},
    postgres::Database,
};
use crate::machine;
use asn_digital::{
    domain::random::{self, SeededRandom},
    paths,
};
use hdrhistogram::Histogram;
use http::{StatusCode, header};
use std::{
    net::SocketAddr,
    ops::{AddAssign, Sub},
    sync::Arc,
    time::Duration,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};

/// The cookie by which a browser is known to who has logged in from it.
const DEVICE: &str = "asn_device";

/// As most people's browsers ask for pages.
pub const ENCODINGS: &str = "gzip, deflate, br, zstd";

/// What is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The form is sent on a connection that is open already, as by a proxy.
    Login,
    /// The login page, the form, the launcher, on a connection of one's own, compressed.
    Visit,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Launcher,
    /// `politely`: 503, when to come back, and a page that says what to do.
    Refused {
        politely: bool,
    },
    /// Anything else.
    Failed,
}

async fn visit(visitor: &mut Visitor, guest: &Guest<'_>, flow: Flow) -> Result<End> {
    let member = guest.member;
    visitor.cookies.clear();
    let device = member.device.to_text();
    visitor.cookies.insert(DEVICE.to_owned(), device.clone());
    visitor.address = Some(member.address.clone());
    if flow == Flow::Visit {
        visitor.encodings = Some(ENCODINGS);
        if visitor.get(paths::LOGIN).await?.status != StatusCode::OK {
            return Ok(End::Failed);
        }
        // The refusal is read, so it comes in the clear.
        visitor.encodings = None;
    }
    let answer = visitor.log_in_with(&member.person, &guest.code).await?;
    if answer.status == StatusCode::SERVICE_UNAVAILABLE {
        return Ok(End::Refused { politely: is_polite(&answer) });
    }
    // A browser that the portal did not know would have been given another token, and a letter sent.
    if answer.location() != paths::LAUNCHER || visitor.cookies.get(DEVICE) != Some(&device) {
        return Ok(End::Failed);
    }
    if flow == Flow::Visit {
        visitor.encodings = Some(ENCODINGS);
        if visitor.get(paths::LAUNCHER).await?.status != StatusCode::OK {
            return Ok(End::Failed);
        }
    }
    Ok(End::Launcher)
}

fn is_polite(answer: &Answer) -> bool {
    answer.headers.contains_key(header::RETRY_AFTER)
        && answer.text().contains(&format!("href=\"{}\"", paths::LOGIN))
}

/// So many in such a time.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    pub count: usize,
    pub seconds: f64,
}

impl Done {
    pub fn per_second(self) -> f64 {
        self.count as f64 / self.seconds
    }
}

/// As many as the plan's connections manage within a round, at least one each.
pub async fn closed(node: SocketAddr, crowd: &Arc<Crowd>, plan: &Plan, flow: Flow) -> Result<Done> {
    let (start, round) = (Instant::now(), plan.round);
    let mut load = JoinSet::new();
    for _ in 0..plan.connections {
        let crowd = Arc::clone(crowd);
        load.spawn(async move {
            let (mut visitor, mut count) = (Visitor::new(node), 0);
            loop {
                if flow == Flow::Visit {
                    visitor = Visitor::new(node);
                }
                let end = visit(&mut visitor, &crowd.next()?, flow).await?;
                if end != End::Launcher {
                    return Err(format!("a right login ended as {end:?}").into());
                }
                count += 1;
                if start.elapsed() >= round {
                    return Ok(count);
                }
            }
        });
    }
    let counts = load.join_all().await.into_iter().collect::<Result<Vec<usize>>>()?;
    Ok(Done { count: counts.iter().sum(), seconds: start.elapsed().as_secs_f64() })
}

/// What an open loop saw. Times are microseconds from the moment that was meant to the end of the
/// last answer.
pub struct Storm {
    pub sent: usize,
    pub admitted: Histogram<u64>,
    pub refused: Histogram<u64>,
    pub impolite: usize,
    pub failed: usize,
    /// From the first arrival to the last launcher.
    pub seconds: f64,
}

impl Storm {
    pub fn admitted_per_second(&self) -> f64 {
        self.admitted.len() as f64 / self.seconds
    }

    pub fn share_refused(&self) -> f64 {
        self.refused.len() as f64 / self.sent.max(1) as f64
    }
}

/// Visitors who come on their own, so many a second on average (a Poisson process), always at the
/// same moments.
pub async fn open(
    node: SocketAddr,
    crowd: &Arc<Crowd>,
    per_second: f64,
    span: Duration,
) -> Result<Storm> {
    let (start, random) = (Instant::now(), SeededRandom::new(1));
    let mut visits = JoinSet::new();
    let mut meant = start;
    loop {
        meant += pause(&random, per_second);
        if meant - start > span {
            break;
        }
        sleep_until(meant).await;
        let crowd = Arc::clone(crowd);
        visits.spawn(async move {
            // What happens to them is the portal's doing; too few people is ours.
            let guest = crowd.next()?;
            let end = visit(&mut Visitor::new(node), &guest, Flow::Visit).await;
            Ok::<_, Error>((end.unwrap_or(End::Failed), meant.elapsed(), Instant::now()))
        });
    }
    let (mut admitted, mut refused) = (Histogram::new(3)?, Histogram::new(3)?);
    let (sent, mut impolite, mut failed, mut last) = (visits.len(), 0, 0, start);
    for visit in visits.join_all().await {
        let (end, took, at) = visit?;
        let took = took.as_micros() as u64;
        match end {
            End::Launcher => {
                admitted.record(took)?;
                last = last.max(at);
            }
            End::Refused { politely } => {
                refused.record(took)?;
                impolite += usize::from(!politely);
            }
            End::Failed => failed += 1,
        }
    }
    let seconds = (last - start).as_secs_f64();
    Ok(Storm { sent, admitted, refused, impolite, failed, seconds })
}

/// Between two arrivals that know nothing of each other.
fn pause(random: &SeededRandom, per_second: f64) -> Duration {
    let chance = f64::from(u32::from_le_bytes(random::bytes(random)));
    let chance = (chance + 1.0) / (f64::from(u32::MAX) + 2.0);
    Duration::from_secs_f64(-chance.ln() / per_second)
}

/// What node and database have used so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Used {
    /// Seconds of processor time.
    pub portal: f64,
    pub database: f64,
    /// Bytes: of PostgreSQL's write-ahead log, or what the node sent to the disk.
    pub written: f64,
}

impl Used {
    pub async fn by(node: &Node, postgres: Option<&Database>) -> Result<Self> {
        let portal = machine::processor_seconds(node.pid())?;
        Ok(match postgres {
            None => {
                let written = machine::written_bytes(node.pid())?;
                Self { portal, database: f64::NAN, written }
            }
            Some(database) => {
                let written = database.log_bytes().await?;
                Self { portal, database: database.processor_seconds()?, written }
            }
        })
    }
}

impl Sub for Used {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            portal: self.portal - before.portal,
            database: self.database - before.database,
            written: self.written - before.written,
        }
    }
}

impl AddAssign for Used {
    fn add_assign(&mut self, more: Self) {
        self.portal += more.portal;
        self.database += more.database;
        self.written += more.written;
    }
}
