//! Where hashes are computed: a few threads, the jobs that wait for them, and the memory that they use.

use super::argon2id::Memory;
use crate::scheduling;
use std::{
    collections::VecDeque,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::sleep;

/// At least so long the memory of a hash is kept for others. To get as much anew takes up to ten milliseconds
/// where little of it lies together.
const KEPT: Duration = Duration::from_secs(2);

/// One hash to compute, with the working memory of whoever takes it.
pub(super) type HashingJob = Box<dyn FnOnce(&mut Memory) + Send>;

/// A thread goes from one job straight to the next: handing each over through the async threads leaves a core idle
/// for a millisecond.
pub(super) struct Bench {
    /// Threads that hash at the same time, at most.
    at_once: usize,
    /// Blocks of memory that a hash of today's cost needs: who has used more keeps none of it.
    blocks: usize,
    state: Mutex<BenchState>,
}

#[derive(Default)]
struct BenchState {
    waiting: VecDeque<HashingJob>,
    at_work: usize,
    /// Memory of threads that have stopped working. What was used last is used first.
    spare: Vec<Memory>,
    /// How much of it nobody took since somebody looked.
    untouched: usize,
    /// Whether somebody looks, time and again.
    is_tended: bool,
}

/// The queue at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Queue {
    pub waiting: usize,
    /// Threads that hash.
    pub at_work: usize,
}

impl Bench {
    pub fn new(at_once: usize, blocks: usize) -> Self {
        Self { at_once, blocks, state: Mutex::default() }
    }

    pub fn queue(&self) -> Queue {
        let state = self.state();
        Queue { waiting: state.waiting.len(), at_work: state.at_work }
    }

    /// A job that is done as soon as a thread is free, in the order in which they come.
    pub fn enqueue(self: &Arc<Self>, job: HashingJob) {
        let mut state = self.state();
        state.waiting.push_back(job);
        if state.at_work < self.at_once {
            state.at_work += 1;
            let bench = Arc::clone(self);
            tokio::task::spawn_blocking(move || bench.work());
        }
    }

    fn state(&self) -> MutexGuard<'_, BenchState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works until nothing waits.
    fn work(self: &Arc<Self>) {
        scheduling::compute_at_length();
        let mut memory = self.take_memory();
        while let Some(job) = self.next() {
            // Who asked learns of a panic by getting no answer; the thread goes on.
            let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
        }
        if memory.len() <= self.blocks {
            self.keep(memory);
        }
    }

    /// The next job; without one, the thread that asks has stopped working.
    fn next(&self) -> Option<HashingJob> {
        let mut state = self.state();
        let job = state.waiting.pop_front();
        state.at_work -= usize::from(job.is_none());
        job
    }

    fn take_memory(&self) -> Memory {
        let mut state = self.state();
        let memory = state.spare.pop();
        state.untouched = state.untouched.min(state.spare.len());
        memory.unwrap_or_default()
    }

    fn keep(self: &Arc<Self>, memory: Memory) {
        let mut state = self.state();
        state.spare.push(memory);
        if !mem::replace(&mut state.is_tended, true) {
            tokio::spawn(Arc::clone(self).tend());
        }
    }

    /// Gives back what nobody takes, until nothing is left.
    async fn tend(self: Arc<Self>) {
        while self.state().is_tended {
            sleep(KEPT).await;
            let unused = self.state().unused();
            drop(unused);
        }
    }
}

impl BenchState {
    /// What nobody took since it was asked for the last time.
    fn unused(&mut self) -> Vec<Memory> {
        let unused = self.spare.drain(..self.untouched).collect();
        self.untouched = self.spare.len();
        self.is_tended = self.untouched > 0;
        unused
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use tokio::time::timeout;

    /// One that nobody else looks after.
    fn bench(at_once: usize, blocks: usize) -> Arc<Bench> {
        let bench = Arc::new(Bench::new(at_once, blocks));
        bench.state().is_tended = true;
        bench
    }

    /// How much memory lies there when nobody works any more.
    async fn spare(bench: &Arc<Bench>) -> usize {
        let rest = async {
            while Arc::strong_count(bench) > 1 {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(Duration::from_mins(1), rest).await.unwrap();
        bench.state().spare.len()
    }

    #[tokio::test]
    async fn memory_is_kept_for_the_next_hash_and_given_back_when_there_is_none() {
        let bench = bench(2, 1);
        // At the same time, each with memory of its own.
        let meeting = Arc::new(Barrier::new(2));
        for _ in 0..2 {
            let meeting = Arc::clone(&meeting);
            bench.enqueue(Box::new(move |_| {
                meeting.wait();
            }));
        }
        assert_eq!(spare(&bench).await, 2);
        assert!(bench.state().unused().is_empty(), "both were in use");
        bench.enqueue(Box::new(|_| ()));
        assert_eq!(spare(&bench).await, 2);
        assert_eq!(bench.state().unused().len(), 1, "one is in use from time to time");
        Arc::clone(&bench).tend().await;
        assert_eq!(spare(&bench).await, 0);
    }

    #[tokio::test]
    async fn memory_of_a_hash_that_needs_more_than_todays_do_is_not_kept() {
        let bench = bench(1, 8);
        for (blocks, kept) in [(8, 1), (9, 0)] {
            bench.enqueue(Box::new(move |memory| {
                memory.blocks(blocks);
            }));
            assert_eq!(spare(&bench).await, kept, "{blocks}");
        }
    }
}
