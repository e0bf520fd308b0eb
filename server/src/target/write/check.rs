//! What can be told of changes before the database is asked, and what is left of them to do.

use super::Purpose;
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use app::error::{AppError, Problem};
use app::model::change::{CellEdit, CellInput, Change, MOST_CHANGES};
use app::model::page::RowId;
use app::model::table::Lock;
use std::collections::BTreeSet;

/// The most problems that are told at once; who corrects these is told of the rest.
const MOST_PROBLEMS: usize = 100;

/// One change as it is carried out.
#[derive(Clone, Debug)]
pub(super) struct Task<'c> {
    /// Which change, from 0.
    pub(super) change: usize,
    /// What is to be done.
    pub(super) work: Work<'c>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub(super) enum Work<'c> {
    /// A new row.
    Insert(&'c [CellInput]),
    /// Other values in a row; only those that differ.
    Update(&'c RowId, Vec<&'c CellEdit>),
    /// A row that goes; in another version only where it still has these cells.
    Delete(&'c RowId, &'c [CellInput]),
    /// Nothing: no value differs. The row is only looked at.
    Look(&'c RowId),
}

impl Task<'_> {
    /// Whether it writes.
    pub(super) fn writes(&self) -> bool {
        !matches!(self.work, Work::Look(_))
    }

    /// The columns that it gives values to, with the values.
    pub(super) fn cells(&self) -> Vec<(&str, Option<&str>)> {
        match &self.work {
            Work::Insert(cells) => {
                cells.iter().map(|cell| (cell.column.as_str(), cell.value.as_deref())).collect()
            }
            Work::Update(_, cells) => {
                cells.iter().map(|cell| (cell.column.as_str(), cell.new.as_deref())).collect()
            }
            Work::Delete(..) | Work::Look(_) => Vec::new(),
        }
    }

    /// When it is carried out, unless it needs others before it: deletions make room for the others.
    pub(super) fn rank(&self) -> u8 {
        match self.work {
            Work::Delete(..) => 0,
            Work::Update(..) | Work::Look(_) => 1,
            Work::Insert(_) => 2,
        }
    }

    /// The row that is there already.
    pub(super) fn row(&self) -> Option<&RowId> {
        match &self.work {
            Work::Insert(_) => None,
            Work::Update(row, _) | Work::Delete(row, _) | Work::Look(row) => Some(row),
        }
    }
}

/// Checks changes against what is known of the table.
///
/// # Errors
/// With every problem at once.
pub(super) fn tasks<'c>(
    relation: &Relation,
    changes: &'c [Change],
    purpose: Purpose,
) -> Result<Vec<Task<'c>>, TargetError> {
    if changes.len() > MOST_CHANGES {
        let message = format!("At most {MOST_CHANGES} rows can be saved at once");
        return Err(AppError::invalid(vec![Problem::form("too_many", message)]).into());
    }
    let each = changes.iter().enumerate();
    let tasks: Vec<_> = each.map(|(change, asked)| Task { change, work: work(asked) }).collect();
    permitted(relation, &tasks)?;
    let mut problems: Vec<_> =
        tasks.iter().flat_map(|task| cells(relation, task, purpose)).collect();
    problems.extend(repeated(&tasks));
    problems.truncate(MOST_PROBLEMS);
    if problems.is_empty() { Ok(tasks) } else { Err(AppError::invalid(problems).into()) }
}

fn work(change: &Change) -> Work<'_> {
    match change {
        Change::Insert { cells } => Work::Insert(cells),
        Change::Delete { row, seen } => Work::Delete(row, seen),
        Change::Update { row, cells } => {
            let edited: Vec<_> = cells.iter().filter(|cell| cell.old != cell.new).collect();
            if edited.is_empty() { Work::Look(row) } else { Work::Update(row, edited) }
        }
    }
}

fn permitted(relation: &Relation, tasks: &[Task<'_>]) -> Result<(), TargetError> {
    let access = &relation.access;
    let locks = tasks.iter().filter_map(|task| match task.work {
        Work::Insert(_) => access.insert.as_ref(),
        Work::Update(..) => access.update.as_ref(),
        Work::Delete(..) => access.delete.as_ref(),
        Work::Look(_) => None,
    });
    locks.take(1).next().map_or(Ok(()), |lock| Err(TargetError::ReadOnly(lock.clone())))
}

fn cells(relation: &Relation, task: &Task<'_>, purpose: Purpose) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for (name, value) in task.cells() {
        let column = relation.columns.iter().find(|column| column.name == name);
        let (code, message) = match column {
            None => ("column_gone", "This column is not there any more".to_owned()),
            Some(_) if !seen.insert(name) => ("repeated", "This cell is given twice".to_owned()),
            Some(column) => match column.locked.as_ref().filter(|lock| !given(lock, purpose)) {
                Some(lock) => ("locked", lock.sentence()),
                None if value.is_some_and(|value| value.contains('\0')) => {
                    ("invalid_value", "PostgreSQL cannot hold the character NUL".to_owned())
                }
                None => continue,
            },
        };
        problems.push(Problem::cell(task.change, Some(name), code, message));
    }
    if matches!(task.work, Work::Insert(_)) {
        let missing = relation.columns.iter().filter(|column| column.required);
        let missing = missing.filter(|column| !seen.contains(column.name.as_str()));
        problems.extend(missing.map(|column| required(task.change, &column.name)));
    }
    problems
}

/// Whether a lock gives way: a row that is brought back keeps its number, and the values that people
/// only read, since their text is exact.
fn given(lock: &Lock, purpose: Purpose) -> bool {
    matches!(lock, Lock::Identity | Lock::Kind) && purpose == Purpose::Restore
}

/// A cell that must have a value.
pub(super) fn required(change: usize, column: &str) -> Problem {
    Problem::cell(change, Some(column), "required", "A value is required here")
}

/// Two changes of one row would have to know of each other.
fn repeated(tasks: &[Task<'_>]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let again = tasks.iter().filter(|task| task.row().is_some_and(|row| !seen.insert(&row.key)));
    again
        .map(|task| Problem::cell(task.change, None, "repeated", "This row is changed twice"))
        .collect()
}
