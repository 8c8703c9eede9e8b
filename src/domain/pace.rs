//! Work that nobody waits for goes piece by piece, and leaves most of the time to those who do wait.

use std::time::Duration;
use tokio::time::{Instant, sleep};

/// People who are changed in one piece: some milliseconds for SQLite's one writer.
pub const PEOPLE: usize = 50;
/// A pause after a piece is so many times as long: three quarters of the time are for others, for whoever waits for
/// the writer, or for a processor.
const PAUSE: u32 = 3;
/// The longest one.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Does a piece, and pauses. Measured by the machine: the portal's clock knows whole seconds.
pub async fn piece<T>(work: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let outcome = work.await;
    sleep((start.elapsed() * PAUSE).min(LONGEST_PAUSE)).await;
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn after_a_piece_three_times_its_length_is_for_others() {
        let (start, length) = (Instant::now(), Duration::from_millis(10));
        piece(sleep(length)).await;
        assert!(start.elapsed() >= length * 4);
    }
}
