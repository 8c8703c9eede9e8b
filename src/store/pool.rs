//! Connections to PostgreSQL, and who holds them.
//!
//! ```text
//!   InOrder ── a statement begins ─▶ Doubtful ── it ends ─▶ InOrder
//!   InOrder ── BEGIN ─▶ Doubtful ─▶ InTransaction ── COMMIT ─▶ Doubtful ─▶ InOrder
//!   InTransaction ── a statement fails ─▶ Failed ── ROLLBACK ─▶ Doubtful ─▶ InOrder
//! ```
//!
//! A connection goes back to the pool in order, or not at all: whoever drops a future in the midst of
//! a statement leaves it doubtful, and it is closed on the spot. Nothing is asked of it first, so its
//! place is free at once. Every wait has an end. What sqlx's own pool does instead, and why that does not
//! do: `docs/adr/0024-connections-that-go-back-in-order.md`.

use super::{
    CLOSING, Result,
    error::READ_ONLY_TRANSACTION,
    server::{Server, takes_writes, timed_out},
};
use sqlx::{
    Executor, PgConnection,
    postgres::{PgDatabaseError, PgSeverity},
    raw_sql,
};
use std::{
    io, mem,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    runtime::{self, Handle},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout, timeout_at},
};

/// Connections that one node keeps.
pub(super) const CONNECTIONS: u32 = 16;
/// How long a request may wait for a connection before it is told that something is wrong.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection that was not asked for longer is asked whether it is still there, and its server takes
/// writes, before it is used. One that was used a moment ago and is gone fails its request.
const RESTED: Duration = Duration::from_secs(1);
/// Between two attempts to connect to a server that is away.
const AGAIN: Duration = Duration::from_millis(100);
/// The server gives up a statement first, and says so; this is for when it cannot.
const GRACE: Duration = Duration::from_secs(2);

/// A pool of connections to one server.
#[derive(Debug)]
pub(super) struct Pool {
    pub server: Server,
    /// How long one statement may take.
    statement: Duration,
    places: Arc<Semaphore>,
    /// The one used last is the first to be used again, by whoever runs where it was opened.
    idle: Mutex<Vec<Connection>>,
}

#[derive(Debug)]
struct Connection {
    raw: PgConnection,
    asked: Instant,
    /// The runtime that opened it, which wakes whoever waits for it and ends it with itself.
    home: runtime::Id,
}

impl Pool {
    /// Nobody connects before a connection is asked for.
    pub fn of(server: Server, statement: Duration) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
        Arc::new(Self { server, statement, places, idle: Mutex::default() })
    }

    /// # Errors
    /// When there is none within five seconds.
    pub async fn acquire(self: &Arc<Self>) -> Result<Held> {
        let deadline = Instant::now() + PATIENCE;
        let place = timeout_at(deadline.into(), Arc::clone(&self.places).acquire_owned()).await;
        let place =
            place.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let home = Handle::current().id();
        let connection = match self.rested(home).await {
            Some(connection) => connection,
            None => self.connect(home, deadline).await?,
        };
        let lent = Some(Lent { connection, _place: place });
        Ok(Held { lent, state: State::InOrder, pool: Arc::clone(self) })
    }

    /// The connection of this runtime that was used last, where it is still there.
    async fn rested(&self, home: runtime::Id) -> Option<Connection> {
        let mut connection = self.idle(|idle| {
            let last = idle.iter().rposition(|one| one.home == home)?;
            Some(idle.remove(last))
        })?;
        if connection.asked.elapsed() >= RESTED {
            if takes_writes(&mut connection.raw).await.is_err() {
                self.forget();
                return None;
            }
            connection.asked = Instant::now();
        }
        Some(connection)
    }

    async fn connect(&self, home: runtime::Id, deadline: Instant) -> Result<Connection> {
        self.make_room();
        loop {
            let connecting = timeout_at(deadline.into(), self.server.connect(self.statement)).await;
            match connecting.unwrap_or_else(|_| Err(timed_out().into())) {
                Ok(raw) => return Ok(Connection { raw, asked: Instant::now(), home }),
                Err(error) if error.is_outage() && Instant::now() + AGAIN < deadline => {
                    sleep(AGAIN).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Closes the connections of another runtime that are too many with one more that is held already.
    fn make_room(&self) {
        self.idle(|idle| {
            let surplus = (self.held() + idle.len()).saturating_sub(CONNECTIONS as usize);
            idle.drain(..surplus.min(idle.len()));
        });
    }

    /// How many are open, and how many of them nobody uses.
    pub fn count(&self) -> (u32, usize) {
        let idle = self.idle(|idle| idle.len());
        (u32::try_from(self.held() + idle).unwrap_or(CONNECTIONS).min(CONNECTIONS), idle)
    }

    fn held(&self) -> usize {
        (CONNECTIONS as usize).saturating_sub(self.places.available_permits())
    }

    /// Closes the connections that nobody uses: what took one may have taken all of them.
    pub fn forget(&self) {
        drop(self.idle(mem::take));
    }

    /// Waits for those who hold a connection, but not for ever, and closes all of them.
    pub async fn close(&self) {
        let _ = timeout(CLOSING, self.places.acquire_many(CONNECTIONS)).await;
        self.places.close();
        self.forget();
    }

    fn idle<T>(&self, work: impl FnOnce(&mut Vec<Connection>) -> T) -> T {
        work(&mut self.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    InOrder,
    InTransaction,
    /// PostgreSQL does nothing more in this transaction but undo it.
    Failed,
    Doubtful,
}

/// A connection, until it is dropped.
pub(super) struct Held {
    /// Always there until then.
    lent: Option<Lent>,
    state: State,
    pool: Arc<Pool>,
}

struct Lent {
    connection: Connection,
    // Free when the connection has gone back or is closed.
    _place: OwnedSemaphorePermit,
}

impl Held {
    /// The connection, and what has to watch over whatever is asked of it.
    ///
    /// # Errors
    /// When it is doubtful already.
    pub fn statement(&mut self) -> sqlx::Result<(Watch<'_>, &mut PgConnection)> {
        match &mut self.lent {
            Some(lent) if self.state != State::Doubtful => {
                let watch = Watch { state: &mut self.state, pool: &self.pool };
                Ok((watch, &mut lent.connection.raw))
            }
            _ => Err(sqlx::Error::Io(io::ErrorKind::NotConnected.into())),
        }
    }

    /// Begins a transaction by this text.
    ///
    /// # Errors
    /// When the server does not.
    pub async fn begin(&mut self, sql: &'static str) -> sqlx::Result<()> {
        self.move_to(State::InTransaction, sql).await
    }

    /// # Errors
    /// When nothing was committed, or nobody knows.
    pub async fn commit(&mut self) -> sqlx::Result<()> {
        match self.state {
            State::InOrder => Ok(()),
            // The server would undo it, and call that a success.
            State::Failed => Err(sqlx::Error::Protocol("a statement of this unit failed".into())),
            State::InTransaction | State::Doubtful => self.move_to(State::InOrder, "COMMIT").await,
        }
    }

    async fn move_to(&mut self, state: State, sql: &'static str) -> sqlx::Result<()> {
        let (watch, connection) = self.statement()?;
        watch.over(async { connection.execute(raw_sql(sql)).await }).await?;
        self.state = state;
        Ok(())
    }

    /// Begins as doubtful and becomes what it is when it is under way: where the runtime stops and drops this
    /// unbegun, the connection is closed, and nobody tries to undo it again and again.
    async fn undo(mut self, state: State) {
        self.state = state;
        if self.move_to(State::InOrder, "ROLLBACK").await.is_err() {
            self.state = State::Doubtful;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(lent) = self.lent.take() else { return };
        match (self.state, Handle::try_current()) {
            (State::InOrder, _) => self.pool.idle(|idle| idle.push(lent.connection)),
            (State::InTransaction | State::Failed, Ok(runtime)) => {
                let pool = Arc::clone(&self.pool);
                let held = Self { lent: Some(lent), state: State::Doubtful, pool };
                runtime.spawn(held.undo(self.state));
            }
            // Closing a socket waits for nobody.
            _ => drop(lent),
        }
    }
}

/// Sees to it that a statement has an end, and notes in which state it leaves its connection.
pub(super) struct Watch<'a> {
    state: &'a mut State,
    pool: &'a Pool,
}

impl Watch<'_> {
    /// # Errors
    /// Those of the work, and when it takes too long.
    pub async fn over<T>(self, work: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
        let before = mem::replace(self.state, State::Doubtful);
        let patience = self.pool.statement + GRACE;
        let outcome = timeout(patience, work).await.unwrap_or_else(|_| Err(timed_out()));
        match &outcome {
            Ok(_) | Err(sqlx::Error::RowNotFound) => *self.state = before,
            Err(error) if is_refusal(error) => {
                *self.state = if before == State::InOrder { before } else { State::Failed };
            }
            Err(_) => self.pool.forget(),
        }
        outcome
    }
}

/// Whether the server said no to what it was asked, and goes on listening. One that takes no writes any
/// more is left.
fn is_refusal(error: &sqlx::Error) -> bool {
    let database = error.as_database_error();
    let postgres = database.and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    postgres.is_some_and(|error| {
        error.severity() == PgSeverity::Error && error.code() != READ_ONLY_TRANSACTION
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::on_postgres;
    use futures_util::future::join_all;
    use std::{future::poll_fn, pin::pin, task::Poll};
    use tokio::runtime::Builder;

    /// As in `Store::write_forgettable`.
    const FORGETTABLE: &str = "BEGIN; SET LOCAL synchronous_commit = off";
    const MOST_POLLS: usize = 200;

    fn pool() -> Arc<Pool> {
        let url = std::env::var("TEST_DATABASE_URL");
        let url = url.expect("no PostgreSQL to test with: run scripts/postgres-test cargo test");
        Pool::of(Server::at(&url).unwrap(), Duration::from_secs(5))
    }

    /// Polls a future so many times, and drops it. `None`: it was not ready by then.
    async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        let mut left = times;
        poll_fn(|context| {
            left -= 1;
            match future.as_mut().poll(context) {
                Poll::Ready(value) => Poll::Ready(Some(value)),
                Poll::Pending if left == 0 => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            }
        })
        .await
    }

    async fn asked(held: &mut Held, sql: &'static str) -> String {
        let row: sqlx::Result<(String,)> =
            on_postgres!(held, |c| sqlx::query_as(sql).fetch_one(c).await);
        row.unwrap().0
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_transaction_dropped_at_any_moment_is_nobody_elses_and_costs_no_place() {
        let pool = pool();
        for polls in 1..MOST_POLLS {
            let work = async {
                let mut held = pool.acquire().await?;
                held.begin(FORGETTABLE).await?;
                asked(&mut held, "VALUES ('in the midst of it')").await;
                held.commit().await?;
                Ok::<_, crate::store::StoreError>(())
            };
            let whole = polled(polls, work).await;
            let mut others = Vec::new();
            for _ in 0..3 {
                let mut held = pool.acquire().await.unwrap();
                assert_eq!(asked(&mut held, "SHOW synchronous_commit").await, "on", "{polls}");
                held.begin("BEGIN").await.unwrap();
                assert_eq!(asked(&mut held, "SHOW synchronous_commit").await, "on", "{polls}");
                held.commit().await.unwrap();
                others.push(held);
            }
            drop(others);
            assert_eq!(pool.places.available_permits(), CONNECTIONS as usize);
            if let Some(whole) = whole {
                whole.unwrap();
                return;
            }
        }
        panic!("it never came to its end");
    }

    #[test]
    fn a_transaction_that_is_left_when_the_runtime_has_stopped_is_undone_by_nobody() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let held = runtime.block_on(async {
            let mut held = pool().acquire().await.unwrap();
            held.begin(FORGETTABLE).await.unwrap();
            held
        });
        let pool = Arc::clone(&held.pool);
        let stopped = runtime.handle().clone();
        let _entered = stopped.enter();
        // Workers that are still at it would take the undoing, and give the place back a moment later.
        runtime.shutdown_timeout(PATIENCE);
        drop(held);
        assert_eq!(pool.places.available_permits(), CONNECTIONS as usize);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn each_runtime_uses_its_own_connections_and_all_together_are_no_more_than_are_kept() {
        let pool = pool();
        let here = async || {
            let mut held = pool.acquire().await.unwrap();
            asked(&mut held, "VALUES (pg_backend_pid()::TEXT)").await
        };
        let beside = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let all: Vec<Held> = {
            let pool = Arc::clone(&pool);
            let all = (0..CONNECTIONS).map(move |_| Arc::clone(&pool));
            let all = all.map(|pool| async move { pool.acquire().await.unwrap() });
            beside.spawn(join_all(all)).await.unwrap()
        };
        drop(all);
        assert_eq!(pool.count(), (CONNECTIONS, CONNECTIONS as usize));
        let ours = here().await;
        assert_eq!(pool.count(), (CONNECTIONS, CONNECTIONS as usize), "one was closed for it");
        assert_eq!(here().await, ours);
        beside.shutdown_background();
        assert_eq!(here().await, ours, "it ends with no other runtime");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_unit_in_which_a_statement_failed_is_never_called_committed() {
        let mut held = pool().acquire().await.unwrap();
        held.begin("BEGIN").await.unwrap();
        let failed: sqlx::Result<_> = on_postgres!(held, |c| c.execute("VALUES (1 / 0)").await);
        assert!(failed.is_err());
        assert!(held.commit().await.is_err());
        held.undo(State::Failed).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_statement_that_takes_too_long_has_an_end_and_takes_its_connection_with_it() {
        let url = std::env::var("TEST_DATABASE_URL").unwrap();
        let pool = Pool::of(Server::at(&url).unwrap(), Duration::ZERO);
        let mut held = pool.acquire().await.unwrap();
        // The server has no limit here: as if it could not say so.
        let slept: sqlx::Result<_> =
            on_postgres!(held, |c| c.execute("VALUES (pg_sleep(60))").await);
        assert!(crate::store::StoreError::from(slept.unwrap_err()).is_outage());
        assert_eq!(held.state, State::Doubtful);
        drop(held);
        assert_eq!(pool.count(), (0, 0));
    }
}
