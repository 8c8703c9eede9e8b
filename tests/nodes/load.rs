//! People who log in and change their favourites, one after another, and what each was told: held
//! against the database afterwards.

use crate::{
    harness::{Answer, Installation, Person, Result, Visitor},
    until,
};
use asn_digital::domain::values::reference_token::ReferenceToken;
use http::StatusCode;
use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep};

/// Services that everybody here may see and nobody is given before they choose.
const SERVICES: [&str; 4] = ["toss-taspen", "pindah-ikn", "konversi-angka-kredit", "penkom-cact"];
/// How often each visit goes through them.
const ROUNDS: usize = 4;
/// Between two requests of one person.
const PAUSE: Duration = Duration::from_millis(20);

/// A request that was not carried out, as far as its sender knows.
#[derive(Debug)]
pub struct Failure {
    pub began: Instant,
    /// Status and where it leads, or why no whole answer came.
    pub answer: std::result::Result<(StatusCode, String), String>,
}

/// What somebody was told.
struct Visit {
    person: Person,
    /// The session cookie of the login that was answered.
    session: Option<String>,
    /// By service, whether it was pinned last; `None` while nobody answered.
    pinned: BTreeMap<&'static str, Option<bool>>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Vec<Person>>,
    visits: Mutex<Vec<Visit>>,
    failures: Mutex<Vec<Failure>>,
    answered: AtomicUsize,
    stop: AtomicBool,
}

pub struct Load {
    shared: Arc<Shared>,
    workers: JoinSet<()>,
}

impl Load {
    /// `workers` people at a time, at a proxy or a node.
    pub fn start(address: SocketAddr, people: Vec<Person>, workers: usize) -> Self {
        let shared = Arc::new(Shared { waiting: Mutex::new(people), ..Shared::default() });
        let mut tasks = JoinSet::new();
        for _ in 0..workers {
            tasks.spawn(work(address, Arc::clone(&shared)));
        }
        Self { shared, workers: tasks }
    }

    /// Waits until so many more requests were answered.
    pub async fn goes_on(&self, requests: usize) {
        let answered = || self.shared.answered.load(Ordering::SeqCst);
        let goal = answered() + requests;
        until("more answers", async || answered() >= goal).await;
    }

    /// Lets everybody finish their visit.
    pub async fn finish(self) -> Told {
        self.shared.stop.store(true, Ordering::SeqCst);
        self.workers.join_all().await;
        let left = self.shared.waiting.lock().unwrap().len();
        assert!(left > 0, "the load ended before it was told to");
        let shared = Arc::into_inner(self.shared).unwrap();
        Told {
            answered: shared.answered.into_inner(),
            visits: shared.visits.into_inner().unwrap(),
            failures: shared.failures.into_inner().unwrap(),
        }
    }
}

/// Everything that was told to anybody.
pub struct Told {
    pub answered: usize,
    visits: Vec<Visit>,
    pub failures: Vec<Failure>,
}

impl Told {
    /// Whatever was answered is in the database.
    pub async fn is_kept_by(&self, installation: &Installation) {
        let store = installation.store().await.unwrap();
        let (mut logins, mut changes) = (0, 0);
        for visit in &self.visits {
            let mut unit = store.write().await.unwrap();
            if let Some(session) = &visit.session {
                let token = ReferenceToken::parse(session).expect("a token");
                let session = unit.session(&token.hash()).await.unwrap();
                let session = session.expect("a session that a login was answered with is lost");
                assert_eq!(session.nip.as_str(), visit.person.nip);
                assert_eq!(session.session.stage.name(), "authenticated");
                logins += 1;
            }
            let shelf = unit.lock_shelf(visit.person.id).await.unwrap();
            let favourites = shelf.favourites.unwrap_or_default();
            for (service, pinned) in &visit.pinned {
                let Some(pinned) = pinned else { continue };
                let kept = favourites.split(' ').any(|favourite| favourite == *service);
                assert_eq!(kept, *pinned, "{service} of {}: {favourites}", visit.person.nip);
                changes += 1;
            }
        }
        store.close().await;
        assert!(logins > 0 && changes > 0, "nothing was told to anybody");
        eprintln!(
            "{} answers; {logins} sessions and {changes} favourites are as they were told; {} failures",
            self.answered,
            self.failures.len()
        );
    }
}

async fn work(address: SocketAddr, shared: Arc<Shared>) {
    while !shared.stop.load(Ordering::SeqCst) {
        let (person, number) = {
            let mut waiting = shared.waiting.lock().unwrap();
            let Some(person) = waiting.pop() else { return };
            (person, u32::try_from(waiting.len()).unwrap())
        };
        let mut visitor = Visitor::new(address);
        // Each from a network of their own: nobody waits for another's mistakes.
        visitor.address = Some(Ipv4Addr::from_bits(0x0a00_0000 + number).to_string());
        let visit = visit(&shared, &mut visitor, person).await;
        shared.visits.lock().unwrap().push(visit);
    }
}

async fn visit(shared: &Shared, visitor: &mut Visitor, person: Person) -> Visit {
    let mut visit = Visit { person, session: None, pinned: BTreeMap::new() };
    let began = Instant::now();
    let code = visit.person.code().unwrap();
    let answer = visitor.log_in_with(&visit.person, &code).await;
    // Without an answer nobody knows whether the code is spent.
    if !shared.note(began, answer, |answer| answer.location() == "/beranda") {
        return visit;
    }
    visit.session = visitor.cookies.get("asn_session").cloned();
    for round in 0..ROUNDS {
        for service in SERVICES {
            sleep(PAUSE).await;
            let pin = round % 2 == 0;
            let path = if pin { "/api/pin" } else { "/api/unpin" };
            let began = Instant::now();
            let answer = visitor.post(path, &[("service", service)]).await;
            let told =
                shared.note(began, answer, |answer| answer.location().starts_with("/beranda"));
            visit.pinned.insert(service, told.then_some(pin));
        }
    }
    visit
}

impl Shared {
    /// Whether it was answered as it should be.
    fn note(
        &self,
        began: Instant,
        answer: Result<Answer>,
        is_right: impl Fn(&Answer) -> bool,
    ) -> bool {
        let answer = match answer {
            Ok(answer) if is_right(&answer) => {
                self.answered.fetch_add(1, Ordering::SeqCst);
                return true;
            }
            Ok(answer) => Ok((answer.status, answer.location().to_owned())),
            Err(error) => Err(error.to_string()),
        };
        self.failures.lock().unwrap().push(Failure { began, answer });
        false
    }
}
