//! A thread for what no request waits for (`docs/adr/0051-jobs-have-a-thread-of-their-own.md`).

use std::{io, thread};
use tokio::{
    runtime::{Builder, Handle, Runtime},
    task::JoinHandle,
};

/// As tools of the system show it.
const NAME: &str = "jobs";

/// Where jobs run, until it is dropped.
pub struct JobThread {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl JobThread {
    /// # Errors
    /// When the system gives no thread.
    pub fn start() -> io::Result<Self> {
        let runtime =
            Builder::new_multi_thread().worker_threads(1).thread_name(NAME).enable_all().build()?;
        Ok(Self { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    pub fn spawn(&self, job: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        self.handle.spawn(job)
    }
}

impl Drop for JobThread {
    /// Waits for what was begun and cannot be given up, such as a letter that goes into a file.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // None ends within another one.
            let _ = thread::spawn(move || drop(runtime)).join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
        time::Duration,
    };
    use tokio::{sync::oneshot, task::spawn_blocking};

    #[tokio::test]
    async fn jobs_have_a_thread_and_end_with_what_they_began() {
        let beside = JobThread::start().unwrap();
        let (tell, told) = oneshot::channel();
        let is_written = Arc::new(AtomicBool::new(false));
        let written = Arc::clone(&is_written);
        let job = beside.spawn(async move {
            let name = thread::current().name().map(str::to_owned);
            let letter = spawn_blocking(move || {
                let _ = tell.send(name);
                thread::sleep(Duration::from_millis(50));
                written.store(true, Ordering::SeqCst);
            });
            let _ = letter.await;
        });
        assert_eq!(told.await.unwrap().as_deref(), Some(NAME));
        job.abort();
        let _ = job.await;
        drop(beside);
        assert!(is_written.load(Ordering::SeqCst));
    }
}
