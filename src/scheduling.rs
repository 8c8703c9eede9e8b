//! How the system shares processors among threads (sched(7)).

use thread_priority::{
    ThreadPriority,
    unix::{
        NormalThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    },
};

/// The priority in the middle: niceness 0, which threads have anyway.
const ORDINARY: u8 = 48;

/// Says of the present thread that it computes at length (`SCHED_BATCH`): those that only have something to
/// pass on come before it, and it is interrupted less. Where the system refuses, all goes on as before.
pub fn compute_at_length() {
    let Ok(ordinary) = ORDINARY.try_into().map(ThreadPriority::Crossplatform) else { return };
    let policy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Batch);
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), ordinary, policy) {
        tracing::debug!(?error, "a thread that computes is scheduled as any other");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thread_priority::unix::thread_schedule_policy;

    #[test]
    fn a_thread_that_computes_is_known_as_one_and_no_other_is() {
        let policy = || thread_schedule_policy().unwrap();
        let batch = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Batch);
        let computing = std::thread::spawn(move || {
            compute_at_length();
            policy()
        });
        assert_eq!(computing.join().unwrap(), batch);
        assert_ne!(policy(), batch);
    }
}
