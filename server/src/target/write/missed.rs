//! Why a row was not hit that was to be written.

use super::before::{Before, not_written, only, touched};
use super::carry_out::Halted;
use super::check::Task;
use super::statements::{Hold, read};
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Answer, Lease, Mode, Zone};
use crate::target::read::{Shape, shortened};
use crate::target::transaction::roll_back;
use app::error::AppError;
use app::model::change::Conflict;
use app::model::page::{Row, RowId};
use std::collections::BTreeSet;

/// Somebody else was there first, or another change of the same Save has touched the row, or something
/// keeps it from being written. Which of these, the row tells: as it is here, and as it is for others
/// once everything is undone. Where there are no other changes, only what this one itself set off can
/// have touched the row.
pub(super) async fn why_missed(
    lease: &mut Lease,
    relation: &Relation,
    missed: &[&Task<'_>],
    (before, others): (&Before, bool),
    zone: &Zone,
) -> Result<Halted, TargetError> {
    let seen = |task: &&Task<'_>| Some((task.change, before.get(&task.change)?.row.id.as_ref()?));
    let seen: Vec<(usize, &RowId)> = missed.iter().filter_map(seen).collect();
    let questions = seen.iter().map(|(_, id)| read(relation, &id.key, Hold::Seen));
    let questions: Option<Vec<_>> = questions.collect();
    let questions = questions.ok_or(TargetError::ColumnsChanged)?;
    let here = lease.go_on().queries(&questions).send().await?;
    roll_back(lease).await;
    let undone = lease.begin(Mode::Read, zone).queries(&questions).send().await?;
    let (mut conflicts, mut own) = (Vec::new(), BTreeSet::new());
    for ((change, id), (here, undone)) in seen.into_iter().zip(here.iter().zip(&undone)) {
        if !is_still(relation, undone, id)? {
            let theirs = only(relation, undone)?.map(|row| theirs(row, id));
            conflicts.push(Conflict { change, theirs });
        } else if others && !is_still(relation, here, id)? {
            own.insert(change);
        }
    }
    if !conflicts.is_empty() {
        return Ok(Halted::Conflicts(conflicts));
    }
    let problem =
        |change| if own.contains(&change) { touched(change) } else { not_written(change) };
    let problems = missed.iter().map(|task| problem(task.change));
    Ok(Halted::Broken(AppError::invalid(problems.collect()).into()))
}

/// Whether an answer is one row, in the version that was looked at.
fn is_still(relation: &Relation, answer: &Answer, seen: &RowId) -> Result<bool, TargetError> {
    let [one] = &**answer else { return Ok(false) };
    Ok(Shape::whole(relation).id(one)?.is_some_and(|id| id.version == seen.version))
}

/// The row as somebody else left it; its key is that of UTC, whatever the zone.
fn theirs(row: Row, seen: &RowId) -> Row {
    let version = row.id.as_ref().map(|id| id.version.clone());
    let id = version.map(|version| RowId { key: seen.key.clone(), version });
    Row { id, ..shortened(row) }
}
