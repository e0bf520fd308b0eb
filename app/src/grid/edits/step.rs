//! Single edits, and the steps in which they are undone.

use super::drafts::{CellDraft, Cells, Drafts, Line, NewRow, RowDraft, Value};
use crate::model::page::RowId;

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A cell of the table gets a value.
    Cell {
        /// The row, as the person sees it.
        row: RowId,
        /// The column's name.
        column: String,
        /// The value that the person sees in the table.
        old: Value,
        /// The value that the person wants.
        new: Value,
    },
    /// A cell of a new row gets a value.
    NewCell {
        /// The new row.
        number: u32,
        /// The column's name.
        column: String,
        /// The value.
        value: Value,
    },
    /// A cell of a new row takes its default again.
    NewCellDefault {
        /// The new row.
        number: u32,
        /// The column's name.
        column: String,
    },
    /// A new row.
    Add {
        /// Its place among the new rows.
        at: usize,
        /// The cells that have a value already.
        cells: Cells,
    },
    /// A row shall go; a new one goes at once.
    Delete(DeletedLine),
    /// A row of the table shall stay after all.
    Keep(RowId),
    /// A row's edits are taken back.
    Revert(Line),
}

/// Which row shall go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeletedLine {
    /// A row of the table.
    Stored(RowId),
    /// A new row.
    New(u32),
}

/// One row's edits before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub line: Line,
    pub before: Option<LineDraft>,
    pub after: Option<LineDraft>,
}

/// The edits of a row of either sort; a new one with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LineDraft {
    Stored(RowDraft),
    New(usize, NewRow),
}

/// What is undone at once.
pub(super) type Step = Vec<Patch>;

impl Drafts {
    /// Makes one edit; none where it changes nothing.
    pub(super) fn make(&mut self, edit: Edit) -> Option<Patch> {
        match edit {
            Edit::Cell { row, column, old, new } => self.edit_cell(row, column, old, new),
            Edit::NewCell { number, column, value } => self.edit_new(number, |cells| {
                cells.insert(column, value);
            }),
            Edit::NewCellDefault { number, column } => self.edit_new(number, |cells| {
                cells.remove(&column);
            }),
            Edit::Add { at, cells } => {
                let number = self.next;
                self.next += 1;
                let row = NewRow { number, cells };
                let at = at.min(self.added.len());
                self.patch(Line::New(number), Some(LineDraft::New(at, row)))
            }
            Edit::Delete(DeletedLine::New(number)) => self.patch(Line::New(number), None),
            Edit::Delete(DeletedLine::Stored(row)) => {
                let draft = RowDraft { deleted: true, ..self.draft_of(row) };
                self.put_row(draft)
            }
            Edit::Keep(row) => {
                let draft = RowDraft { deleted: false, ..self.draft_of(row) };
                self.put_row(draft)
            }
            Edit::Revert(line) => self.patch(line, None),
        }
    }

    fn draft_of(&self, row: RowId) -> RowDraft {
        self.rows.get(&row.key).cloned().unwrap_or_else(|| RowDraft::untouched(row))
    }

    fn put_row(&mut self, draft: RowDraft) -> Option<Patch> {
        let line = Line::Stored(draft.id.key.clone());
        self.patch(line, Some(LineDraft::Stored(draft)).filter(LineDraft::says_something))
    }

    fn edit_cell(&mut self, row: RowId, column: String, old: Value, new: Value) -> Option<Patch> {
        let mut draft = self.draft_of(row);
        // The value that was seen first stays the one that the edit is made over.
        let old = draft.cells.remove(&column).map_or(old, |before| before.old);
        if old != new {
            draft.cells.insert(column, CellDraft { old, new });
        }
        self.put_row(draft)
    }

    fn edit_new(&mut self, number: u32, edit: impl FnOnce(&mut Cells)) -> Option<Patch> {
        let at = self.added.iter().position(|row| row.number == number)?;
        let mut row = self.added.get(at)?.clone();
        edit(&mut row.cells);
        self.patch(Line::New(number), Some(LineDraft::New(at, row)))
    }
}

impl LineDraft {
    fn says_something(&self) -> bool {
        !matches!(self, Self::Stored(row) if row.is_empty())
    }
}
