//! What a Save does to rows, as the history keeps it, and the traces by which it is found again.

use super::before::Before;
use super::carry_out::After;
use super::check::{Task, Work};
use crate::target::catalog::Relation;
use crate::target::transaction::Origin;
use app::model::cell::Cell;
use app::model::history::{CellChange, RowChange, RowDeed};
use app::model::page::{Row, RowId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many rows leave traces: they tell whether the whole was committed.
const TRACES: usize = 3;
/// How long the values of a trace may be together, in bytes.
const LONGEST: usize = 2_000;

/// By what one finds out later whether a Save was committed (see `settle`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Some of the rows.
    pub traces: Vec<Trace>,
    /// The columns of the rows' key; none where they go by their address.
    #[serde(default)]
    pub key: Vec<String>,
    /// Where the transaction got its number.
    #[serde(default)]
    pub origin: Option<Origin>,
}

/// What one row tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The row in the version before; none where it was inserted.
    pub before: Option<RowId>,
    /// The row in the version after; none where it was deleted.
    pub after: Option<RowId>,
    /// Values after, by column, NULL as none; moments in UTC.
    pub values: BTreeMap<String, Option<String>>,
}

/// What is done to each row where something differs, triggers' doings included.
pub(super) fn deeds(
    relation: &Relation,
    tasks: &[Task<'_>],
    before: &Before,
    after: &BTreeMap<usize, After>,
) -> (Vec<RowChange>, Evidence) {
    let mut changes = Vec::new();
    let mut evidence = Evidence { key: relation.key.columns().to_vec(), ..Evidence::default() };
    for task in tasks.iter().filter(|task| task.writes()) {
        let old = before.get(&task.change).map(|seen| &seen.row);
        let new = after.get(&task.change).map(|after| &after.whole);
        let deed = match task.work {
            Work::Insert(_) => RowDeed::Inserted,
            Work::Delete(..) => RowDeed::Deleted,
            Work::Update(..) | Work::Look(_) => RowDeed::Updated,
        };
        let cells = cells(relation, old, new);
        if cells.is_empty() && deed == RowDeed::Updated {
            continue;
        }
        if evidence.traces.len() < TRACES {
            evidence.traces.push(trace(old, new, &cells));
        }
        let position = u32::try_from(changes.len()).unwrap_or(u32::MAX);
        let (key, old_key) = keys(old, new);
        changes.push(RowChange { position, deed, key, old_key, cells });
    }
    (changes, evidence)
}

/// The key by which a row goes, and the one that it had before, where that is another.
fn keys(old: Option<&Row>, new: Option<&Row>) -> (Vec<String>, Option<Vec<String>>) {
    match (key(old), key(new)) {
        (Some(old), Some(new)) if old != new => (new, Some(old)),
        (old, new) => (new.or(old).unwrap_or_default(), None),
    }
}

fn key(row: Option<&Row>) -> Option<Vec<String>> {
    row.and_then(|row| row.id.as_ref()).map(|id| id.key.clone())
}

/// The cells that differ; all of them where there is no row before or after, NULL included, since
/// a row that is brought back must not take a default instead.
fn cells(relation: &Relation, old: Option<&Row>, new: Option<&Row>) -> Vec<CellChange> {
    let cell = |row: Option<&Row>, place: usize| {
        row.and_then(|row| row.cells.get(place)).and_then(Cell::shown).map(str::to_owned)
    };
    let both = old.is_some() && new.is_some();
    let columns = relation.columns.iter().enumerate();
    let cells = columns.map(|(place, column)| CellChange {
        column: column.name.clone(),
        old: cell(old, place),
        new: cell(new, place),
    });
    cells.filter(|change| !both || change.old != change.new).collect()
}

fn trace(old: Option<&Row>, new: Option<&Row>, cells: &[CellChange]) -> Trace {
    let mut room = LONGEST;
    let mut values = BTreeMap::new();
    for cell in cells.iter().filter(|_| new.is_some()) {
        let length = cell.new.as_ref().map_or(0, String::len);
        if length <= room {
            room -= length;
            values.insert(cell.column.clone(), cell.new.clone());
        }
    }
    let id = |row: Option<&Row>| row.and_then(|row| row.id.clone());
    Trace { before: id(old), after: id(new), values }
}
