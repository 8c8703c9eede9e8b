//! Sessions looked up together, on PostgreSQL. Nearly every request asks for its session, and asking costs
//! much more than finding a row by its key: both processes have to wake up for it. So questions that come while
//! another is under way wait for it and are asked as one. Nothing is kept: whatever was committed
//! before a question came is in its answer (`docs/adr/0019-sessions-are-looked-up-together.md`).
//! Whoever gets no answer asks again in the usual way.

use super::{Result, SessionOfAccount};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
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
/// After so long without an answer everybody asks in the usual way.
const PATIENCE: Duration = Duration::from_secs(2);

/// A text that is planned once and for all: PostgreSQL would plan anew for each number of sessions.
const PLANNED_ONCE: [(&str, &str); 1] = [("plan_cache_mode", "force_generic_plan")];

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
    pub fn start(options: &PgConnectOptions) -> Self {
        let (questions, queue) = mpsc::unbounded_channel();
        let queue = Arc::new(tokio::sync::Mutex::new(queue));
        let options = options.clone().options(PLANNED_ONCE);
        let readers = (0..READERS)
            .map(|_| tokio::spawn(answer(Arc::clone(&queue), options.clone())))
            .collect();
        Self(Mutex::new(Some(Running { questions, readers })))
    }

    /// The session with this token; `None` when there was no answer.
    pub async fn session(&self, token_hash: &[u8]) -> Option<Found> {
        let (answer, answered) = oneshot::channel();
        let question = Question { token_hash: token_hash.to_vec(), answer };
        self.running(|running| running.as_ref()?.questions.send(question).ok())?;
        answered.await.ok()
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
async fn answer(queue: Queue, options: PgConnectOptions) {
    let mut connection = None;
    loop {
        let mut questions = Vec::new();
        if queue.lock().await.recv_many(&mut questions, MOST).await == 0 {
            break;
        }
        let found = find(&mut connection, &options, &questions);
        let Ok(Ok(found)) = timeout(PATIENCE, found).await else {
            // What is wrong is found out, and said, in the usual way.
            connection = None;
            continue;
        };
        for Question { token_hash, answer } in questions {
            // Whoever has given up meanwhile hears nothing.
            let _ = answer.send(found.get(&token_hash).cloned());
        }
    }
    if let Some(connection) = connection {
        let _ = PgConnection::close(connection).await;
    }
}

async fn find(
    connection: &mut Option<PgConnection>,
    options: &PgConnectOptions,
    questions: &[Question],
) -> Result<HashMap<Vec<u8>, SessionOfAccount>> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(PgConnection::connect_with(options).await?),
    };
    let hashes: Vec<_> = questions.iter().map(|one| one.token_hash.as_slice()).collect();
    SessionOfAccount::with_tokens(connection, &hashes).await
}
