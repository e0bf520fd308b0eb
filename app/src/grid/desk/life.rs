//! How long the grid is here: what is under way for it ends when its page is left.

use super::Desk;
use futures::channel::oneshot::{self, Receiver, Sender};
use futures::future::{Either, Shared, select};
use futures::{FutureExt, pin_mut};
use leptos::prelude::*;

/// Ends when it is dropped, as the page does with everything that is its own.
#[derive(Debug)]
pub struct Life {
    over: Shared<Receiver<()>>,
    _until: Sender<()>,
}

impl Default for Life {
    fn default() -> Self {
        let (until, over) = oneshot::channel();
        Self { over: over.shared(), _until: until }
    }
}

impl Desk {
    /// Does something as long as the grid is here; none where that ends before.
    pub fn while_here<T>(self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>> {
        let over = self.life.with_value(|life| life.over.clone());
        async move {
            pin_mut!(work);
            // Asked first: where both are ready, there is no grid any more.
            match select(over, work).await {
                Either::Left(_) => None,
                Either::Right((done, _)) => Some(done),
            }
        }
    }
}
