//! Saving changes: all in one transaction that is committed only after its entry in the audit log.
//!
//! A Save is *staged*: everything is done, every constraint checked and every row read back, but
//! nothing is committed. Between that and the commit the caller writes down what will have happened.
//!
//! Invariant: each statement hits exactly one row, the one that was looked at; else nothing is saved at
//! all.

mod before;
mod blame;
mod carry_out;
mod check;
mod deeds;
mod missed;
mod order;
mod prepared;
mod problems;
pub mod settle;
mod statements;
mod straight;

pub use deeds::{Evidence, Trace};
pub use prepared::Prepared;

use super::catalog::{self, Relation};
use super::diagnostics::{TargetError, row_too_large};
use super::pools::{Lease, Zone};
use super::transaction::roll_back;
use app::model::change::{Change, Conflict, Saved};
use before::Found;
use carry_out::Halted;
use check::Task;

/// What became of changes.
pub enum Staged {
    /// Nothing differs, so that nothing is to be written; with the rows, where they were looked at.
    Nothing(Vec<Saved>),
    /// Somebody else was there first; nothing is written.
    Conflicts(Vec<Conflict>),
    /// All is done and waits to be committed.
    Ready(Box<Prepared>),
}

/// What changes are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A person's edits.
    Edit,
    /// Bringing back what was: a row comes back with the numbers that PostgreSQL gave it.
    Restore,
}

/// Does everything that a person's changes ask for, up to the commit.
///
/// # Errors
/// `Refused` with problems at cells and rows where the database refuses values.
pub async fn stage(
    lease: Lease,
    relation: &Relation,
    changes: &[Change],
    zone: &str,
) -> Result<Staged, TargetError> {
    stage_for(lease, relation, changes, zone, Purpose::Edit).await
}

/// Does everything that changes ask for, up to the commit.
///
/// # Errors
/// As `stage`.
pub async fn stage_for(
    lease: Lease,
    relation: &Relation,
    changes: &[Change],
    zone: &str,
    purpose: Purpose,
) -> Result<Staged, TargetError> {
    Box::pin(staged(lease, relation, changes, zone, purpose)).await
}

async fn staged(
    mut lease: Lease,
    relation: &Relation,
    changes: &[Change],
    zone: &str,
    purpose: Purpose,
) -> Result<Staged, TargetError> {
    let zone = Zone::new(zone)?;
    let tasks = check::tasks(relation, changes, purpose)?;
    if !tasks.iter().any(Task::writes) {
        return Ok(Staged::Nothing(Vec::new()));
    }
    let straight = straight::attempt(&mut lease, relation, &tasks, &zone).await;
    let straight = straight.map_err(|error| told(&lease, relation, &tasks, error))?;
    if let Some((before, done)) = straight {
        return Ok(prepared::ready(lease, relation, &tasks, &before, done).await);
    }
    looked_at(lease, relation, &tasks, &zone, purpose).await
}

/// Does it in two steps: first the rows are looked at, then written.
async fn looked_at(
    mut lease: Lease,
    relation: &Relation,
    tasks: &[Task<'_>],
    zone: &Zone,
    purpose: Purpose,
) -> Result<Staged, TargetError> {
    let before = match before::look(&mut lease, relation, tasks, zone, purpose).await {
        Ok(Found::Rows(rows)) => rows,
        Ok(Found::Conflicts(conflicts)) => {
            roll_back(&mut lease).await;
            return Ok(Staged::Conflicts(conflicts));
        }
        Err(error) => {
            roll_back(&mut lease).await;
            return Err(told(&lease, relation, tasks, error));
        }
    };
    let done = carry_out::carry_out(&mut lease, relation, tasks, &before, zone).await;
    match done {
        Ok(done) => Ok(prepared::ready(lease, relation, tasks, &before, done).await),
        Err(Halted::Conflicts(conflicts)) => {
            roll_back(&mut lease).await;
            Ok(Staged::Conflicts(conflicts))
        }
        Err(Halted::Failed(at, said)) => {
            let error = blame::blame(&mut lease, relation, tasks, &before, zone, at, said).await;
            Err(told(&lease, relation, tasks, error))
        }
        Err(Halted::Broken(error)) => {
            roll_back(&mut lease).await;
            Err(told(&lease, relation, tasks, error))
        }
    }
}

/// An error as it is told of these changes.
fn told(lease: &Lease, relation: &Relation, tasks: &[Task<'_>], error: TargetError) -> TargetError {
    if error.doubts_the_catalog() {
        catalog::forget(lease, relation.name.as_str());
    }
    match error {
        TargetError::TooMuch if tasks.len() == 1 => row_too_large(),
        error => error,
    }
}
