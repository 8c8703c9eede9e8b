//! Work that nobody waits for goes piece by piece, and leaves most of the time to those who do wait.

use crate::store::Store;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// People who are changed in one piece: some milliseconds for SQLite's one writer.
pub const PEOPLE: usize = 50;
/// A pause after a piece is so many times as long: three quarters of the time are for others.
const PAUSE: u32 = 3;
/// The same beside an embedded database, where others wait for its writer as well as for a processor.
const PAUSE_BESIDE_EMBEDDED: u32 = 4;
/// The longest one.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Does a piece, and pauses. Measured by the machine: the portal's clock knows whole seconds.
pub async fn piece<T>(store: &Store, work: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let outcome = work.await;
    sleep(pause(store.is_embedded(), start.elapsed())).await;
    outcome
}

fn pause(is_embedded: bool, length: Duration) -> Duration {
    let times = if is_embedded { PAUSE_BESIDE_EMBEDDED } else { PAUSE };
    (length * times).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::TestPortal;

    #[tokio::test]
    async fn most_of_the_time_is_for_others_and_more_of_it_beside_an_embedded_database() {
        let (start, length) = (Instant::now(), Duration::from_millis(10));
        let portal = TestPortal::new().await;
        piece(&portal.store, sleep(length)).await;
        assert!(start.elapsed() >= length * 4);
        assert_eq!(pause(false, length), length * 3);
        assert_eq!(pause(true, length), length * 4);
        assert_eq!(pause(true, Duration::from_secs(9)), LONGEST_PAUSE);
    }
}
