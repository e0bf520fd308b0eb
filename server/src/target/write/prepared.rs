//! A Save that is done and waits for its commit.

use super::Staged;
use super::before::Before;
use super::carry_out::Done;
use super::check::{Task, Work};
use super::deeds::{Evidence, deeds};
use crate::target::catalog::Relation;
use crate::target::pools::Lease;
use crate::target::transaction::{self, CommitFailure, Origin, roll_back};
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

impl Prepared {
    /// Commits.
    ///
    /// # Errors
    /// `Aborted` when the target refuses, `Unknown` when its answer does not arrive.
    pub async fn commit(mut self) -> Result<(), CommitFailure> {
        transaction::commit(&mut self.lease).await?;
        self.lease.target().forget_anchors(&self.table);
        Ok(())
    }

    /// Undoes everything.
    pub async fn abort(mut self) {
        roll_back(&mut self.lease).await;
    }
}

/// What is done, ready to be committed; where nothing differs in the end, nothing is.
pub(super) async fn ready(
    mut lease: Lease,
    relation: &Relation,
    tasks: &[Task<'_>],
    before: &Before,
    mut done: Done,
) -> Staged {
    let (deeds, mut evidence) = deeds(relation, tasks, before, &done.after);
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
    evidence.origin = Some(Origin { life: done.life, place: lease.place() });
    let (xid, table) = (done.xid, relation.name.as_str().to_owned());
    Staged::Ready(Box::new(Prepared { xid, deeds, results, evidence, lease, table }))
}

/// What was undone has the versions of before.
fn as_before(results: &mut [Saved], before: &Before) {
    for (change, result) in results.iter_mut().enumerate() {
        if let (Saved::Row(row), Some(old)) = (result, before.get(&change)) {
            row.id.clone_from(&old.row.id);
        }
    }
}
