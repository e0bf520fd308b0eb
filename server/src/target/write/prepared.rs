//! A Save that is done and waits for its commit.

use super::Staged;
use super::before::Before;
use super::carry_out::Done;
use super::check::{Task, Work};
use super::deeds::{Evidence, deeds};
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::Lease;
use app::model::change::Saved;
use app::model::history::RowChange;

/// A Save that is done and waits for its commit; dropping it undoes it.
pub struct Prepared {
    /// The number of the target's transaction.
    pub xid: String,
    /// What is done to each row.
    pub deeds: Vec<RowChange>,
    /// What each change became, in the order of the changes.
    pub results: Vec<Saved>,
    /// By what one finds out later whether it was committed.
    pub evidence: Evidence,
    lease: Lease,
    table: String,
}

/// Why a commit was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum CommitFailure {
    /// The target has certainly not committed it.
    #[error("not committed: {0}")]
    Aborted(TargetError),
    /// Nobody knows, until the target is asked what became of the transaction.
    #[error("nobody knows whether it was committed: {0}")]
    Unknown(TargetError),
}

impl Prepared {
    /// Commits.
    ///
    /// # Errors
    /// `Aborted` when the target refuses, `Unknown` when its answer does not arrive.
    pub async fn commit(mut self) -> Result<(), CommitFailure> {
        match self.lease.go_on().commit().send().await {
            Ok(_) => {
                self.lease.target().forget_anchors(&self.table);
                Ok(())
            }
            Err(failed) => Err(match failed.said {
                // 40003 and class 08: even the server does not know.
                Ok(said) if said.fatal || said.code == "40003" || said.class() == "08" => {
                    CommitFailure::Unknown(said.into())
                }
                Ok(said) => CommitFailure::Aborted(said.into()),
                Err(error) => CommitFailure::Unknown(error),
            }),
        }
    }

    /// Undoes everything.
    pub async fn abort(mut self) {
        roll_back(&mut self.lease).await;
    }
}

/// Ends a transaction as if it had never been.
pub(super) async fn roll_back(lease: &mut Lease) {
    // A session that cannot even do that is closed by whoever drops it, which undoes as well.
    let _ = lease.go_on().roll_back().send().await;
}

/// What is done, ready to be committed; where nothing differs in the end, nothing is.
pub(super) async fn ready(
    mut lease: Lease,
    relation: &Relation,
    tasks: &[Task<'_>],
    before: &Before,
    mut done: Done,
) -> Staged {
    let (deeds, evidence) = deeds(relation, tasks, before, &done.after);
    let results = tasks.iter().map(|task| match task.work {
        Work::Delete(..) => Saved::Gone,
        _ => done.after.remove(&task.change).map_or(Saved::Gone, |after| Saved::Row(after.shown)),
    });
    let mut results: Vec<_> = results.collect();
    if deeds.is_empty() {
        roll_back(&mut lease).await;
        as_before(&mut results, before);
        return Staged::Nothing(results);
    }
    let (xid, table) = (done.xid, relation.name.as_str().to_owned());
    Staged::Ready(Box::new(Prepared { xid, deeds, results, evidence, lease, table }))
}

/// What was undone has the versions of before.
fn as_before(results: &mut [Saved], before: &Before) {
    for (change, result) in results.iter_mut().enumerate() {
        if let (Saved::Row(row), Some(old)) = (result, before.get(&change)) {
            row.id.clone_from(&old.id);
        }
    }
}
