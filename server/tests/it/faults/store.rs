//! The product is killed while it writes in its own store: at each step of writing a Save down and of
//! writing down how it ended, and again while it settles at its next start.

use super::books::{Books, Work};
use super::product::{Ordeal, in_the_end, kill, settled};
use super::relay::Step;
use super::replay::agree;
use crate::product::Engine;

/// Where a Save is cut off so that it is left to the next start: not committed, and committed.
const LEFT: [Step; 2] = [Step::CommitAsked, Step::Committed];
/// The steps of asking the target what became of it.
const ASKING: [Step; 4] = [Step::Begin, Step::CommitAsked, Step::Committed, Step::Settling];

/// Kills the product at each step of settling what was left, so often.
async fn kill_twice(mut ordeal: Ordeal, settling: &[Step], times: usize, what: &str) {
    let books = Books::connect(&ordeal.admin, ordeal.port).await;
    for run in 0..settling.len() * LEFT.len() * times {
        let steps = (LEFT[run % 2], settling[run / 2 % settling.len()]);
        let work = Work::of_run(run);
        let what = format!("killed at {steps:?} of {work:?}, run {run}");
        ordeal.kill_twice(steps, &what, async |admin| books.work(admin, work).await).await;
        settled(&ordeal.admin, &books).await;
        agree(ordeal.server, &ordeal.admin, &books, &what).await;
    }
    in_the_end(ordeal, &books, what).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn target_and_audit_log_agree_wherever_the_store_was_written() {
    let ordeal = Ordeal::start_with_store(3).await;
    kill(ordeal, Step::STORE, 3, "the product killed as it writes in its store").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_agree_when_it_is_killed_again_as_it_settles() {
    let ordeal = Ordeal::start(Engine::Sqlite, 4).await;
    kill_twice(ordeal, &ASKING, 2, "the product killed again as it settles").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_agree_when_it_is_killed_again_as_it_writes_that_down() {
    let ordeal = Ordeal::start_with_store(1).await;
    let what = "the product killed again as it writes in its store how Saves ended";
    kill_twice(ordeal, &Step::STORE[3..], 2, what).await;
}
