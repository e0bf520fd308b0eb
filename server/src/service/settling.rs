//! Saves that are committed, whose entry that says so is being written.
//!
//! Whoever saved does not wait for it: that it is committed stands in the target, and can be found out
//! from there. Whoever reads the history does, so that they see what was saved before they asked.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// What is being written down: what tells of each when it ends.
#[derive(Clone, Debug, Default)]
pub struct Settling(Arc<Mutex<Vec<watch::Receiver<()>>>>);

impl Settling {
    /// Begins to write something down.
    pub(super) fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        let (under_way, end) = watch::channel(());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(is_under_way);
        all.push(end);
        tokio::spawn(async move {
            work.await;
            drop(under_way);
        });
    }

    /// Waits until what was begun so far is written down.
    pub async fn over(&self) {
        let so_far = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for mut end in so_far {
            // Nothing is ever said but that the other side is gone.
            let _ = end.changed().await;
        }
    }
}

fn is_under_way(end: &watch::Receiver<()>) -> bool {
    end.has_changed().is_ok()
}

#[cfg(test)]
mod tests {
    use super::Settling;
    use futures::{FutureExt, pin_mut};
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn whoever_reads_waits_for_what_was_begun_before_and_whoever_saves_for_nothing() {
        let settling = Settling::default();
        let begin = || {
            let (end, ended) = oneshot::channel::<()>();
            settling.begin(ended.map(drop));
            end
        };
        let first = begin();
        let over = settling.over();
        pin_mut!(over);
        assert_eq!(over.as_mut().now_or_never(), None);
        let second = begin();
        drop(first);
        over.await;
        assert_eq!(settling.over().now_or_never(), None);
        drop(second);
        settling.over().await;
    }
}
