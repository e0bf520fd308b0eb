//! Edits of columns that the table does not have any more: renamed or dropped while they were kept.

use super::drafts::{Drafts, Line, Value};
use super::step::Edit;
use crate::model::table::OpenTable;

/// An edit that cannot be saved, since its column is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The row.
    pub line: Line,
    /// The column as it was called.
    pub column: String,
    /// The value that the person wanted.
    pub value: Value,
    /// The edit that takes it back.
    pub back: Edit,
}

impl Drafts {
    /// The edits whose columns are gone.
    pub fn gone(&self, table: &OpenTable) -> Vec<Gone> {
        let is_gone = |column: &str| table.column(column).is_none();
        let stored = self.edited().filter(|row| !row.deleted).flat_map(|row| {
            let gone = row.cells.iter().filter(move |(column, _)| is_gone(column));
            gone.map(|(column, cell)| Gone {
                line: Line::Stored(row.id.key.clone()),
                column: column.clone(),
                value: cell.new.clone(),
                back: Edit::Cell {
                    row: row.id.clone(),
                    column: column.clone(),
                    old: cell.old.clone(),
                    new: cell.old.clone(),
                },
            })
        });
        let new = self.added().iter().flat_map(|row| {
            let gone = row.cells.iter().filter(move |(column, _)| is_gone(column));
            gone.map(|(column, value)| Gone {
                line: Line::New(row.number),
                column: column.clone(),
                value: value.clone(),
                back: Edit::NewCellDefault { number: row.number, column: column.clone() },
            })
        });
        stored.chain(new).collect()
    }
}
