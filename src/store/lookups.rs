//! Sessions looked up together, on PostgreSQL. Nearly every request asks for its session, and asking costs
//! much more than finding a row by its key: both processes have to wake up for it. So questions that come while
//! another is under way wait for it and are asked as one. Nothing is kept: whatever was committed
//! before a question came is in its answer (`docs/adr/0019-sessions-are-looked-up-together.md`).
//! Whoever gets no answer in time asks again in the usual way.

use super::{
    Result, SessionOfAccount,
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

type Found = Option<SessionOfAccount>;

#[derive(Debug)]
struct Question {
    token_hash: Vec<u8>,
    answer: oneshot::Sender<Found>,
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
    pub async fn session(&self, token_hash: &[u8]) -> Option<Found> {
        let (answer, answered) = oneshot::channel();
        let question = Question { token_hash: token_hash.to_vec(), answer };
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

/// Answers questions until there will be no more.
async fn answer(queue: Queue, mut reader: Reader) {
    loop {
        let mut questions = Vec::new();
        if queue.lock().await.recv_many(&mut questions, MOST).await == 0 {
            return;
        }
        // Whoever has given up meanwhile hears nothing.
        questions.retain(|question| !question.answer.is_closed());
        if questions.is_empty() {
            continue;
        }
        // What is wrong is found out, and said, in the usual way.
        let Ok(Ok(found)) = timeout(PATIENCE, reader.find(&questions)).await else { continue };
        for Question { token_hash, answer } in questions {
            let _ = answer.send(found.get(&token_hash).cloned());
        }
    }
}

struct Reader {
    server: Server,
    /// And when its server was last asked whether it takes writes.
    connection: Option<(PgConnection, Instant)>,
}

impl Reader {
    async fn find(&mut self, questions: &[Question]) -> Result<HashMap<Vec<u8>, SessionOfAccount>> {
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
        let hashes: Vec<_> = questions.iter().map(|one| one.token_hash.as_slice()).collect();
        let found = SessionOfAccount::with_tokens(&mut connection, &hashes).await?;
        self.connection = Some((connection, asked));
        Ok(found)
    }
}
