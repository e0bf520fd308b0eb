//! What has arrived of the answers: how much, and when the last of it.

use super::Stopped;
use crate::target::diagnostics::MOST_BYTES;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::Row;

/// What has arrived so far.
pub(super) struct Arrived {
    bytes: AtomicU64,
    last: Mutex<Instant>,
}

impl Default for Arrived {
    fn default() -> Self {
        Self { bytes: AtomicU64::default(), last: Mutex::new(Instant::now()) }
    }
}

impl Arrived {
    /// Takes note of a row; too much is not taken.
    pub(super) fn row(&self, row: &Row) -> Result<(), Stopped> {
        self.something();
        let size = u64::try_from(row.raw_size_bytes()).unwrap_or(u64::MAX);
        let taken = self.bytes.fetch_add(size, Ordering::Relaxed).saturating_add(size);
        if taken > MOST_BYTES { Err(Stopped::TooMuch) } else { Ok(()) }
    }

    /// Takes note of anything.
    pub(super) fn something(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn last(&self) -> Instant {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for statements as long as never so much time passes without anything: the server gives
    /// that time to each of them.
    pub(super) async fn unless_silent<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        self.something();
        loop {
            let until = self.last() + limit;
            match timeout_at(until, &mut work).await {
                Ok(done) => return Some(done),
                Err(_) if self.last() + limit > until => {}
                Err(_) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, poll_fn};
    use std::task::Poll;

    #[tokio::test]
    async fn only_silence_ends_the_waiting() {
        let (arrived, limit) = (Arrived::default(), Duration::from_millis(1));
        // Each time the limit has passed, something has just come; then all has.
        let mut looks = 0;
        let work = poll_fn(|_| {
            arrived.something();
            looks += 1;
            if looks > 5 { Poll::Ready(()) } else { Poll::Pending }
        });
        assert_eq!(arrived.unless_silent(limit, work).await, Some(()));
        assert_eq!(arrived.unless_silent(limit, pending::<()>()).await, None);
    }
}
