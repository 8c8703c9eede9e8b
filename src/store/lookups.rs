//! Sessions looked up together, on PostgreSQL. Nearly every request asks for its session, and asking costs
//! much more than finding a row by its key: both processes have to wake up for it. So questions that come while
//! another is under way wait for it and are asked as one. Nothing is kept: whatever was committed
//! before a question came is in its answer (`docs/adr/0019-sessions-are-looked-up-together.md`).
//! Whoever gets no answer in time asks again in the usual way.

use super::{
    Result, SessionAtHome, SessionOfAccount,
    server::{Server, takes_writes},
};
use sqlx::{Executor, PgConnection};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    sync::{
        mpsc::{self, UnboundedReceiver, UnboundedSender},
        oneshot,
    },
    task::JoinHandle,
    time::timeout,
};

/// Questions to the database that are under way at once, each on a connection of its own.
pub(super) const READERS: usize = 2;
/// Sessions in one question.
const MOST: usize = 64;
/// After so long without an answer everybody asks in the usual way: who waits for one that is under way,
/// and who waits for their turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a server is asked whether it is still the one to ask: a standby may know of sessions that
/// are over.
const RESTED: Duration = Duration::from_secs(1);

/// A text that is planned once and for all: PostgreSQL would plan anew for each number of sessions.
const PLANNED_ONCE: &str = "SET plan_cache_mode = force_generic_plan";

#[derive(Debug)]
enum Question {
    Session(Asked<SessionOfAccount>),
    AtHome(Asked<SessionAtHome>),
}

#[derive(Debug)]
struct Asked<T> {
    token_hash: Vec<u8>,
    answer: oneshot::Sender<Option<T>>,
}

type Queue = Arc<tokio::sync::Mutex<UnboundedReceiver<Question>>>;

/// None: the store was closed.
#[derive(Debug)]
pub(super) struct Lookups(Mutex<Option<Running>>);

#[derive(Debug)]
struct Running {
    questions: UnboundedSender<Question>,
    readers: Vec<JoinHandle<()>>,
}

impl Lookups {
    /// Nobody connects before there is a question.
    pub fn start(server: &Server) -> Self {
        let (questions, queue) = mpsc::unbounded_channel();
        let queue = Arc::new(tokio::sync::Mutex::new(queue));
        let reader = || Reader { server: server.clone(), connection: None };
        let readers =
            (0..READERS).map(|_| tokio::spawn(answer(Arc::clone(&queue), reader()))).collect();
        Self(Mutex::new(Some(Running { questions, readers })))
    }

    /// The session with this token; `None` when there was no answer.
    pub async fn session(&self, token_hash: &[u8]) -> Option<Option<SessionOfAccount>> {
        self.ask(token_hash, Question::Session).await
    }

    /// The same with what its person's pages show.
    pub async fn session_at_home(&self, token_hash: &[u8]) -> Option<Option<SessionAtHome>> {
        self.ask(token_hash, Question::AtHome).await
    }

    async fn ask<T>(
        &self,
        token_hash: &[u8],
        question: impl FnOnce(Asked<T>) -> Question,
    ) -> Option<Option<T>> {
        let (answer, answered) = oneshot::channel();
        let question = question(Asked { token_hash: token_hash.to_vec(), answer });
        self.running(|running| running.as_ref()?.questions.send(question).ok())?;
        timeout(PATIENCE, answered).await.ok()?.ok()
    }

    /// Waits for questions under way and closes their connections.
    pub async fn close(&self) {
        // Without anybody to send questions their queue ends.
        let readers = self.running(|running| running.take().map(|running| running.readers));
        for reader in readers.into_iter().flatten() {
            let _ = reader.await;
        }
    }

    fn running<T>(&self, work: impl FnOnce(&mut Option<Running>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Questions of each kind that somebody still waits for.
#[derive(Default)]
struct Batch {
    sessions: Vec<Asked<SessionOfAccount>>,
    at_home: Vec<Asked<SessionAtHome>>,
}

impl Batch {
    fn of(questions: Vec<Question>) -> Self {
        let mut batch = Self::default();
        for question in questions {
            match question {
                // Whoever has given up meanwhile hears nothing.
                Question::Session(asked) if asked.answer.is_closed() => {}
                Question::AtHome(asked) if asked.answer.is_closed() => {}
                Question::Session(asked) => batch.sessions.push(asked),
                Question::AtHome(asked) => batch.at_home.push(asked),
            }
        }
        batch
    }

    fn is_empty(&self) -> bool {
        self.sessions.is_empty() && self.at_home.is_empty()
    }
}

fn hashes<T>(asked: &[Asked<T>]) -> Vec<&[u8]> {
    asked.iter().map(|one| one.token_hash.as_slice()).collect()
}

fn tell<T: Clone>(asked: Vec<Asked<T>>, found: &HashMap<Vec<u8>, T>) {
    for Asked { token_hash, answer } in asked {
        let _ = answer.send(found.get(&token_hash).cloned());
    }
}

/// Answers questions until there will be no more.
async fn answer(queue: Queue, mut reader: Reader) {
    loop {
        let mut questions = Vec::new();
        if queue.lock().await.recv_many(&mut questions, MOST).await == 0 {
            return;
        }
        let batch = Batch::of(questions);
        if batch.is_empty() {
            continue;
        }
        // What is wrong is found out, and said, in the usual way.
        let Ok(Ok(found)) = timeout(PATIENCE, reader.find(&batch)).await else { continue };
        tell(batch.sessions, &found.sessions);
        tell(batch.at_home, &found.at_home);
    }
}

struct Found {
    sessions: HashMap<Vec<u8>, SessionOfAccount>,
    at_home: HashMap<Vec<u8>, SessionAtHome>,
}

struct Reader {
    server: Server,
    /// And when its server was last asked whether it takes writes.
    connection: Option<(PgConnection, Instant)>,
}

impl Reader {
    async fn find(&mut self, batch: &Batch) -> Result<Found> {
        // It is put back in order, or dropped.
        let (mut connection, asked) = match self.connection.take() {
            Some((connection, asked)) if asked.elapsed() < RESTED => (connection, asked),
            Some((mut connection, _)) => {
                takes_writes(&mut connection).await?;
                (connection, Instant::now())
            }
            None => {
                let mut connection = self.server.connect(PATIENCE).await?;
                connection.execute(PLANNED_ONCE).await?;
                (connection, Instant::now())
            }
        };
        let found = Found {
            sessions: SessionOfAccount::with_tokens(&mut connection, &hashes(&batch.sessions))
                .await?,
            at_home: SessionAtHome::with_tokens(&mut connection, &hashes(&batch.at_home)).await?,
        };
        self.connection = Some((connection, asked));
        Ok(found)
    }
}
