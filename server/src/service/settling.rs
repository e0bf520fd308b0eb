//! Saves that are committed, whose entry that says so is being written.
//!
//! Whoever saved does not wait for it: that it is committed stands in the target, and can be found out
//! from there. Whoever reads the history does, so that they see what was saved before they asked.

use std::sync::Arc;
use tokio::sync::RwLock;

/// What is being written down.
#[derive(Clone, Debug, Default)]
pub struct Settling(Arc<RwLock<()>>);

impl Settling {
    /// Begins to write something down.
    pub(super) async fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        let under_way = self.0.clone().read_owned().await;
        tokio::spawn(async move {
            work.await;
            drop(under_way);
        });
    }

    /// Waits until what was begun so far is written down.
    pub async fn over(&self) {
        drop(self.0.write().await);
    }
}
