//! The rows as they stand before they are written: locked, compared with what the person saw.

use super::Purpose;
use super::check::{Task, Work};
use super::statements::{Hold, read};
use crate::target::catalog::Relation;
use crate::target::diagnostics::{NOT_TEXT, NOT_TEXT_HINT, TargetError};
use crate::target::pools::{Answer, Failed, Lease, Mode, Zone};
use crate::target::read::{Held, Shape, shortened};
use crate::target::sql::Fragment;
use app::error::{AppError, Problem};
use app::model::cell::Cell;
use app::model::change::Conflict;
use app::model::page::Row;
use app::model::table::Key;
use std::collections::BTreeMap;

/// The rows that are there, by their change.
pub(super) type Before = BTreeMap<usize, Seen>;

/// A row that was looked at.
pub(super) struct Seen {
    /// It, whole and in UTC.
    pub(super) row: Row,
    /// Where it is, if it is locked.
    pub(super) held: Option<Held>,
}

/// What was found.
pub(super) enum Found {
    /// Every row, in a version that may be written over.
    Rows(Before),
    /// Rows that somebody else has changed.
    Conflicts(Vec<Conflict>),
}

/// Begins the transaction and looks at every row that is to be changed. Changes of other cells of
/// the same row are no conflict.
pub(super) async fn look(
    lease: &mut Lease,
    relation: &Relation,
    tasks: &[Task<'_>],
    zone: &Zone,
    purpose: Purpose,
) -> Result<Found, TargetError> {
    let mut there: Vec<_> = tasks.iter().filter(|task| task.row().is_some()).collect();
    // Always in the same order, so that two who save the same rows do not wait for each other.
    there.sort_by_key(|task| task.row().map(|row| &row.key));
    let questions = questions(relation, &there)?;
    let begun = lease.begin(Mode::Write, &Zone::utc()).queries(&questions);
    let answers = begun.send().await.map_err(|failed| unreadable(&there, failed))?;
    let mut found = Vec::with_capacity(there.len());
    for (task, answer) in there.iter().zip(&answers) {
        found.push(seen(relation, answer, hold(relation, task))?);
    }
    look_at_hidden(lease, relation, &there, &mut found).await?;
    let mut rows = Before::new();
    let mut doubtful = Vec::new();
    for (task, found) in there.iter().zip(found) {
        match found {
            // The cells too must be as they were: a column may have been given to other values
            // without a new version, and in a database that was restored from a backup another row
            // may have the version. Moments differ here where the person sees them in another zone.
            Some(seen)
                if is_meant(task, &seen)
                    && (untouched(relation, task, &seen.row) || is_any(task, purpose)) =>
            {
                rows.insert(task.change, seen);
            }
            // The row is only looked at: any version will do.
            Some(seen) if !task.writes() => {
                rows.insert(task.change, seen);
            }
            found => doubtful.push((*task, found)),
        }
    }
    let conflicts = look_again(lease, relation, doubtful, zone, &mut rows).await?;
    Ok(if conflicts.is_empty() { Found::Rows(rows) } else { Found::Conflicts(conflicts) })
}

/// Whether a row is in the version that is meant.
fn is_meant(task: &Task<'_>, seen: &Seen) -> bool {
    let found = seen.row.id.as_ref().map(|id| &id.version);
    found == task.row().map(|row| &row.version)
}

/// Whether a row is meant in this version, whatever its cells: somebody deletes it who did not say
/// what they saw in it.
fn is_any(task: &Task<'_>, purpose: Purpose) -> bool {
    purpose == Purpose::Edit && matches!(task.work, Work::Delete(_, []))
}

fn questions(relation: &Relation, tasks: &[&Task<'_>]) -> Result<Vec<Fragment>, TargetError> {
    let questions = tasks.iter().map(|task| {
        let key = task.row().map(|row| row.key.as_slice()).unwrap_or_default();
        // A key with another number of columns: the table's key has changed.
        read(relation, key, hold(relation, task)).ok_or(TargetError::ColumnsChanged)
    });
    questions.collect()
}

/// Rows that are written are locked where the role may do that, which takes the privilege to update.
fn hold(relation: &Relation, task: &Task<'_>) -> Hold {
    match task.work {
        Work::Update(..) => Hold::Locked,
        Work::Delete(..) if relation.access.update.is_none() => Hold::Locked,
        _ => Hold::Seen,
    }
}

fn seen(relation: &Relation, answer: &Answer, hold: Hold) -> Result<Option<Seen>, TargetError> {
    let Some(row) = only(relation, answer)? else { return Ok(None) };
    let locked = answer.first().filter(|_| hold == Hold::Locked);
    Ok(Some(Seen { row, held: locked.map(Held::read).transpose()? }))
}

/// A row that the table's policies let be deleted but not updated cannot be locked, as if it were not
/// there: it is only looked at.
async fn look_at_hidden(
    lease: &mut Lease,
    relation: &Relation,
    there: &[&Task<'_>],
    found: &mut [Option<Seen>],
) -> Result<(), TargetError> {
    let mut hidden: Vec<_> = there.iter().zip(found).collect();
    hidden.retain(|(task, seen)| seen.is_none() && matches!(task.work, Work::Delete(..)));
    if hidden.is_empty() {
        return Ok(());
    }
    let keys = hidden.iter().filter_map(|(task, _)| task.row());
    let questions: Vec<_> = keys.filter_map(|row| read(relation, &row.key, Hold::Seen)).collect();
    let answers = lease.go_on().queries(&questions).send().await?;
    for ((_, found), answer) in hidden.into_iter().zip(&answers) {
        *found = seen(relation, answer, Hold::Seen)?;
    }
    Ok(())
}

/// A text that the key's type cannot read is no row's key; one of the row that is not UTF-8 keeps
/// the history from telling what was there.
fn unreadable(there: &[&Task<'_>], failed: Failed) -> TargetError {
    let task = failed.query.and_then(|query| there.get(query));
    let (Some(task), Ok(said)) = (task, &failed.said) else { return failed.into() };
    let problem = |code, message: &str, hint: &str| {
        let problem = Problem::cell(task.change, None, code, message).hint(hint);
        TargetError::from(AppError::invalid(vec![problem]))
    };
    match said.code.as_str() {
        NOT_TEXT => problem("not_text", "A text of this row is not valid UTF-8", NOT_TEXT_HINT),
        code if code.starts_with("22") => {
            problem("row_gone", "There is no such row in this table", &said.words)
        }
        _ => failed.into(),
    }
}

/// Reads an answer that is one row or none.
pub(super) fn only(relation: &Relation, answer: &Answer) -> Result<Option<Row>, TargetError> {
    match &**answer {
        [] => Ok(None),
        [one] => Shape::whole(relation).row(one).map(Some),
        _ => Err(TargetError::Unreadable("a key with several rows".to_owned())),
    }
}

/// Looks once more, as the person sees it, at rows that are gone or in another version, or whose cells
/// are others in UTC.
async fn look_again(
    lease: &mut Lease,
    relation: &Relation,
    doubtful: Vec<(&Task<'_>, Option<Seen>)>,
    zone: &Zone,
    rows: &mut Before,
) -> Result<Vec<Conflict>, TargetError> {
    if doubtful.is_empty() {
        return Ok(Vec::new());
    }
    let keys = doubtful.iter().filter_map(|(task, _)| task.row());
    let questions: Vec<_> = keys.filter_map(|row| read(relation, &row.key, Hold::Seen)).collect();
    let answers = lease.go_on().query(&zone.set()).queries(&questions).send().await?;
    let mut conflicts = Vec::new();
    let mut hidden = Vec::new();
    for ((task, held), answer) in doubtful.into_iter().zip(answers.iter().skip(1)) {
        let shown = only(relation, answer)?;
        match (held, shown) {
            (Some(held), Some(shown))
                if untouched(relation, task, &shown)
                    && (relation.key != Key::Address || is_meant(task, &held)) =>
            {
                rows.insert(task.change, held);
            }
            // An address was given to another row: the one that was meant is gone.
            (_, Some(_)) if relation.key == Key::Address => conflicts.push(gone(task)),
            (None, Some(_)) if matches!(task.work, Work::Update(..)) => {
                hidden.push(not_written(task.change));
            }
            (held, Some(shown)) => {
                let id = held.and_then(|seen| seen.row.id).or_else(|| shown.id.clone());
                let theirs = Row { id, ..shortened(shown) };
                conflicts.push(Conflict { change: task.change, theirs: Some(theirs) });
            }
            (_, None) if task.writes() => conflicts.push(gone(task)),
            (_, None) => {}
        }
    }
    if hidden.is_empty() { Ok(conflicts) } else { Err(AppError::invalid(hidden).into()) }
}

fn gone(task: &Task<'_>) -> Conflict {
    Conflict { change: task.change, theirs: None }
}

/// Whether every cell that the person edited, or of a row that shall go, still has the value that
/// they saw.
pub(super) fn untouched(relation: &Relation, task: &Task<'_>, shown: &Row) -> bool {
    let has = |column: &str, seen: Option<&str>| {
        let cell = relation.place(column).and_then(|place| shown.cells.get(place));
        cell.and_then(Cell::value).is_some_and(|value| value == seen)
    };
    match &task.work {
        Work::Update(_, cells) => cells.iter().all(|edit| has(&edit.column, edit.old.as_deref())),
        Work::Delete(_, seen) if !seen.is_empty() => {
            seen.iter().all(|cell| has(&cell.column, cell.value.as_deref()))
        }
        _ => false,
    }
}

/// A row that another change of the same Save has touched, so that it cannot be told for certain.
pub(super) fn touched(change: usize) -> Problem {
    let message = "Another change of this Save touches this row too, by a trigger or a foreign key";
    Problem::cell(change, None, "touched", message)
        .hint("Save the other change first, and then this one")
}

/// A row that stayed as it was although nothing was said against it.
pub(super) fn not_written(change: usize) -> Problem {
    let message = "The database did not change this row, without saying why";
    Problem::cell(change, None, "not_written", message)
        .hint("A trigger, a rule or a row security policy of the table keeps it from being changed")
}
